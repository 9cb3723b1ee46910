"""The closed lists of codes: the words of the API, the tables and the rulebook alike."""

from enum import StrEnum


class DecisionKind(StrEnum):
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    REFUSAL_TO_ISSUE = "refusal_to_issue"
    PLAN_CONTENTS = "plan_contents"
    REFUSAL_TO_REASSESS = "refusal_to_reassess"
    REFUSAL_TO_AMEND = "refusal_to_amend"
    CEASE_TO_MAINTAIN = "cease_to_maintain"


class Reason(StrEnum):
    REFUSAL_TO_ASSESS = "refusal_to_assess"
    REFUSAL_TO_ISSUE = "refusal_to_issue"
    PLAN_CONTENTS = "plan_contents"
    NAMED_INSTITUTION = "named_institution"
    OTHER = "other"


class Route(StrEnum):
    EDUCATION = "education"
    HEALTH_ONLY = "health_only"
    MIXED = "mixed"
    SOCIAL_CARE_ONLY = "social_care_only"
    SECTION_I_ONLY = "section_i_only"
    DISAGREEMENT_RESOLUTION = "disagreement_resolution"


class Outcome(StrEnum):
    MEDIATION_MEETING_HELD = "mediation_meeting_held"
    DR_MEETING_HELD = "dr_meeting_held"
    RESOLVED_PRE_MEDIATION = "resolved_pre_mediation"
    CHANGED_MIND = "changed_mind"
    CHANGED_MIND_CERTIFICATE = "changed_mind_certificate"
    LA_DECLINED = "la_declined"
    GUIDANCE_ONLY = "guidance_only"
    CERTIFICATE_ONLY = "certificate_only"


class ReferralKind(StrEnum):
    MEDIATION = "mediation"
    DISAGREEMENT_RESOLUTION = "disagreement_resolution"
    UNSURE = "unsure"


class ReferralStatus(StrEnum):
    RECEIVED = "received"
    ACCEPTED = "accepted"
    JOINED = "joined"
    CLOSED = "closed"


class ClosureReason(StrEnum):
    DUPLICATE = "duplicate"
    WRONG_AREA = "wrong_area"
    NOT_ELIGIBLE = "not_eligible"
    NO_CONTACT = "no_contact"
    REFERRED_ON = "referred_on"
    SENT_IN_ERROR = "sent_in_error"


class Channel(StrEnum):
    PHONE = "phone"
    WEB_FORM = "web_form"
    EMAIL = "email"
    LETTER = "letter"
    PARTNER_SYSTEM = "partner_system"


class ReferredBy(StrEnum):
    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    REPRESENTATIVE = "representative"
    LA = "la"
    ICB = "icb"
    SCHOOL = "school"
    IASS = "iass"
    OTHER = "other"


class Person(StrEnum):
    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    REPRESENTATIVE = "representative"


LEAVES_A_PLAN_TO_APPEAL = frozenset({None, DecisionKind.PLAN_CONTENTS, DecisionKind.REFUSAL_TO_AMEND})
"""The decisions that can be appealed about section I alone; one whose kind is not stated may be such.

Against a refusal to assess, to issue or to assess again, and against an end of the plan, there is no such appeal.
"""


class IssueKind(StrEnum):
    EDUCATION = "education"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"


class CertificateKind(StrEnum):
    S55_4 = "s55_4"
    S55_5 = "s55_5"
    S55_5_DEEMED = "s55_5_deemed"


class OwedBy(StrEnum):
    FAMILY = "family"
    ADVISER = "adviser"
    MEDIATOR = "mediator"
    LA = "la"
    ICB = "icb"
    ARRANGING_BODY = "arranging_body"
    PROVIDER = "provider"
    TRIBUNAL = "tribunal"


class DeadlineStatus(StrEnum):
    PENDING = "pending"
    MET = "met"
    LATE = "late"
    MISSED = "missed"
    NOT_NEEDED = "not_needed"


class Need(StrEnum):
    """Type of special educational need: the SEN2 list, in the API's lower case; OTH carries "other or unknown"."""

    SPLD = "spld"
    MLD = "mld"
    SLD = "sld"
    PMLD = "pmld"
    SEMH = "semh"
    SLCN = "slcn"
    HI = "hi"
    VI = "vi"
    MSI = "msi"
    PD = "pd"
    ASD = "asd"
    DS = "ds"
    OTH = "oth"
    NOT_RECORDED = "not_recorded"


class Sex(StrEnum):
    MALE = "male"
    FEMALE = "female"
    NOT_KNOWN = "not_known"


class Ethnicity(StrEnum):
    """Main ethnicity codes of the DfE list; refu is "declined to answer", nobt "not yet obtained"."""

    WBRI = "wbri"
    WIRI = "wiri"
    WOTH = "woth"
    WIRT = "wirt"
    WROM = "wrom"
    MWBC = "mwbc"
    MWBA = "mwba"
    MWAS = "mwas"
    MOTH = "moth"
    AIND = "aind"
    APKN = "apkn"
    ABAN = "aban"
    CHNE = "chne"
    AOTH = "aoth"
    BCRB = "bcrb"
    BAFR = "bafr"
    BOTH = "both"
    OOTH = "ooth"
    REFU = "refu"
    NOBT = "nobt"
