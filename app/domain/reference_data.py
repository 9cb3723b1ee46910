"""The code lists: ours, made from the very enumerations that are stored and sent, and the published ones beside."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain import (
    agreements,
    attendance,
    availability,
    childrens_views,
    codes,
    complaints,
    conflicts,
    documents,
    expenses,
    fitness,
    follow_ups,
    notes,
    parties,
    schools,
    sessions,
    withdrawals,
)
from app.domain.facts import FactType
from app.domain.lifecycle import OutsideStage, Stage
from app.domain.permissions import Role
from app.domain.rights_holders import Holder
from app.domain.service_rules import SERVICE_RULES


@dataclass(frozen=True, slots=True)
class Entry:
    """One code with its label; dates where it holds from a day or to a day, and what replaced it."""

    code: str
    label: str
    description: str | None = None
    valid_from: date | None = None
    valid_to: date | None = None
    successor: str | None = None


@dataclass(frozen=True, slots=True)
class CodeList:
    """A list of codes, and where it comes from."""

    name: str
    title: str
    entries: tuple[Entry, ...]
    source: str = "this service"


_SHORT_FORMS = {
    "la": "LA",
    "icb": "ICB",
    "iass": "IASS",
    "dr": "DR",
    "drs": "DRS",
    "dbs": "DBS",
    "cpd": "CPD",
    "bsl": "BSL",
    "nhs": "NHS",
}


def label_of(code: str) -> str:
    """Return a code as words: the first one with a capital, short forms as they are written."""
    words = [_SHORT_FORMS.get(word, word) for word in code.split("_")]
    text = " ".join(words)
    return text[:1].upper() + text[1:]


def _ours(name: str, title: str, values: type[StrEnum], labels: Mapping[str, str] | None = None) -> CodeList:
    return CodeList(
        name,
        title,
        tuple(Entry(value.value, (labels or {}).get(value.value) or label_of(value.value)) for value in values),
    )


_NEEDS = {
    "spld": "Specific learning difficulty",
    "mld": "Moderate learning difficulty",
    "sld": "Severe learning difficulty",
    "pmld": "Profound and multiple learning difficulty",
    "semh": "Social, emotional and mental health",
    "slcn": "Speech, language and communication needs",
    "hi": "Hearing impairment",
    "vi": "Vision impairment",
    "msi": "Multi-sensory impairment",
    "pd": "Physical disability",
    "asd": "Autistic spectrum disorder",
    "ds": "Down syndrome",
    "oth": "Other difficulty or disability",
    "not_recorded": "Not recorded",
}
_ETHNICITIES = {
    "wbri": "White British",
    "wiri": "White Irish",
    "woth": "Any other White background",
    "wirt": "Traveller of Irish heritage",
    "wrom": "Gypsy or Roma",
    "mwbc": "White and Black Caribbean",
    "mwba": "White and Black African",
    "mwas": "White and Asian",
    "moth": "Any other mixed background",
    "aind": "Indian",
    "apkn": "Pakistani",
    "aban": "Bangladeshi",
    "chne": "Chinese",
    "aoth": "Any other Asian background",
    "bcrb": "Black Caribbean",
    "bafr": "Black African",
    "both": "Any other Black background",
    "ooth": "Any other ethnic group",
    "refu": "Declined to answer",
    "nobt": "Not yet obtained",
}


def _told(name: str, title: str, source: str, *rows: tuple[str, str]) -> CodeList:
    return CodeList(name, title, tuple(Entry(code, label) for code, label in rows), source)


_MERGED_ON, _LAST_DAY = date(2026, 4, 1), date(2026, 3, 31)
PUBLISHED: tuple[CodeList, ...] = (
    CodeList(
        "las",
        "Local authorities",
        (
            Entry("926", "Norfolk", "E10000020"),
            Entry("935", "Suffolk", "E10000029"),
            Entry("873", "Cambridgeshire", "E10000003"),
        ),
        "Department for Education and Office for National Statistics",
    ),
    CodeList(
        "icbs",
        "Integrated care boards",
        (
            Entry("QMM", "NHS Norfolk and Waveney", None, None, _LAST_DAY, "NHS Norfolk and Suffolk"),
            Entry("QJG", "NHS Suffolk and North East Essex", None, None, _LAST_DAY, None),
            Entry("not_known", "NHS Norfolk and Suffolk", "Its code is not published yet.", _MERGED_ON),
        ),
        "Organisation Data Service; codes to be checked there",
    ),
    _told(
        "genders",
        "Gender, as social care records it",
        "Department for Education",
        ("00", "Not known"),
        ("01", "Man or boy"),
        ("02", "Woman or girl"),
        ("09", "Describes themselves in another way"),
    ),
    _told(
        "upn_unknown_reasons",
        "Why a unique pupil number is not known",
        "Department for Education",
        ("UN1", "Not of school age"),
        ("UN2", "Never in a maintained school"),
        ("UN3", "Outside England"),
        ("UN4", "New, and not yet known"),
        ("UN5", "Sources do not agree"),
    ),
    _told(
        "sen2_request_outcomes",
        "Outcome of a request for an assessment, in SEN2",
        "Department for Education",
        ("Y", "Assessment agreed"),
        ("N", "Assessment refused"),
        ("A", "Awaited"),
        ("W", "Withdrawn"),
        ("H", "Historical"),
    ),
    _told(
        "sen2_assessment_outcomes",
        "Outcome of an assessment, in SEN2",
        "Department for Education",
        ("Y", "Plan issued"),
        ("N", "No plan issued"),
        ("A", "Awaited"),
        ("W", "Withdrawn"),
        ("H", "Historical"),
    ),
    _told(
        "sen2_cease_reasons",
        "Why a plan ceased, in SEN2",
        "Department for Education",
        ("1", "Reached the maximum age"),
        ("2", "Needs are met without a plan"),
        ("3", "Went to higher education"),
        ("4", "Went to paid work"),
        ("5", "Moved to another authority"),
        ("6", "No longer wishes to engage"),
        ("7", "Left England"),
        ("8", "Died"),
        ("9", "Other"),
    ),
    _told(
        "sen2_settings",
        "Setting without a school's number, in SEN2",
        "Department for Education",
        ("OLA", "Arranged by the authority elsewhere than at school"),
        ("OPA", "Arranged by the parent elsewhere than at school"),
        ("EHE", "Elective home education"),
        ("EYP", "Early years provider"),
        ("OTH", "Other"),
        ("NEET", "Not in education, employment or training"),
        ("NIEC", "Not in education: of compulsory school age"),
        ("NIEO", "Not in education: other"),
    ),
    _told(
        "plan_sections",
        "Sections of an education, health and care plan",
        "Special Educational Needs and Disability Regulations 2014",
        ("A", "Views, interests and aspirations"),
        ("B", "Special educational needs"),
        ("C", "Health needs"),
        ("D", "Social care needs"),
        ("E", "Outcomes"),
        ("F", "Special educational provision"),
        ("G", "Health provision"),
        ("H1", "Social care provision under the 1970 Act"),
        ("H2", "Other social care provision"),
        ("I", "School or other institution"),
        ("J", "Personal budget"),
        ("K", "Advice and information"),
    ),
)

_OWN: tuple[CodeList, ...] = (
    _ours("needs", "Type of special educational need", codes.Need, _NEEDS),
    _ours("ethnicities", "Ethnicity", codes.Ethnicity, _ETHNICITIES),
    _ours("sexes", "Sex", codes.Sex),
    _ours("decision_kinds", "Decisions that can be appealed", codes.DecisionKind),
    _ours("reasons", "Reasons for a referral", codes.Reason),
    _ours("routes", "Routes of a case", codes.Route),
    _ours("outcomes", "Outcomes of a case", codes.Outcome),
    _ours("referral_kinds", "Kinds of referral", codes.ReferralKind),
    _ours("referral_statuses", "Where a referral stands", codes.ReferralStatus),
    _ours("closure_reasons", "Why a referral was closed", codes.ClosureReason),
    _ours("channels", "Channels", codes.Channel),
    _ours("referrers", "Who referred", codes.ReferredBy),
    _ours("people_of_a_family", "Who speaks for a family", codes.Person),
    _ours("issue_kinds", "Kinds of issue", codes.IssueKind),
    _ours("certificate_kinds", "Kinds of certificate", codes.CertificateKind),
    _ours("owed_by", "Who owes a deadline", codes.OwedBy),
    _ours("deadline_statuses", "Where a deadline stands", codes.DeadlineStatus),
    _ours("stages", "Stages of a case, as the provider and the family see them", Stage),
    _ours("outside_stages", "Stages of a case, as councils and health bodies see them", OutsideStage),
    _ours("fact_types", "Types of fact", FactType),
    _ours("roles", "Roles of people and systems", Role),
    _ours("party_roles", "Parts in a case", parties.PartyRole),
    _ours("sides", "Sides of a case", parties.Side),
    _ours("adjustments", "Adjustments", parties.Adjustment),
    _ours("consent_kinds", "Kinds of consent", parties.ConsentKind),
    _ours("representative_bases", "On what footing somebody stands in", parties.RepresentativeBasis),
    _ours("link_kinds", "How cases belong together", parties.LinkKind),
    _ours("register_bodies", "Registers of mediators", fitness.RegisterBody),
    _ours("employers", "Who a mediator works for", fitness.Employer),
    _ours("unfit_reasons", "What keeps a mediator from a case", fitness.Unfit),
    _ours("conflict_kinds", "Conflicts of interest", conflicts.ConflictKind),
    _ours("refusal_reasons", "Why a case is given back", conflicts.RefusalReason),
    _ours("agreement_extents", "How far an agreement goes", agreements.Extent),
    _ours("agreement_statuses", "Where an agreement stands", agreements.AgreementStatus),
    _ours("agreement_warnings", "What must be told before an agreement is closed", agreements.AgreementWarning),
    _ours("withdrawal_reasons", "Why a family changes its mind", withdrawals.WithdrawalReason),
    _ours("term_kinds", "What may be agreed", agreements.TermKind),
    _ours("term_owners", "Who promises something", agreements.Owner),
    _ours("signing_sides", "Who signs an agreement", agreements.SigningSide),
    _ours("view_methods", "How a child's views are sought", childrens_views.ViewMethod),
    _ours("view_outcomes", "What came of seeking them", childrens_views.ViewOutcome),
    _ours("view_reasons", "Why a child's views were not obtained", childrens_views.NotObtained),
    _ours("view_measures", "What the child's voice in a case amounts to", childrens_views.Measure),
    _ours("school_roles", "A school's part", schools.SchoolRole),
    _ours("school_named_by", "Who named a school", schools.NamedBy),
    _ours("school_answers", "What a school answered", schools.SchoolAnswer),
    _ours("note_kinds", "Kinds of note", notes.NoteKind),
    _ours("private_sides", "With whom a private session was held", notes.PrivateSide),
    _ours("audience_classes", "Who a document is for", documents.AudienceClass),
    _ours("document_sides", "Whose a document is", documents.DocumentSide),
    _ours("document_kinds", "Kinds of document", documents.DocumentKind),
    _ours("holders", "Who holds the rights", Holder),
    _ours("follow_up_questions", "What is asked some time after", follow_ups.Question),
    _ours("follow_up_answers", "Answers some time after", follow_ups.FollowUpAnswer),
    _ours("complaint_levels", "Levels of complaint", complaints.ComplaintLevel),
    _ours("complaint_outcomes", "Outcomes of a complaint", complaints.ComplaintOutcome),
    _ours("step_statuses", "Where a step of a complaint stands", complaints.StepStatus),
    _ours("session_kinds", "Kinds of session", sessions.SessionKind),
    _ours("session_modes", "How a session is held", sessions.SessionMode),
    _ours("session_statuses", "Where a session stands", sessions.SessionStatus),
    _ours("called_off_by", "Who called a session off", sessions.CalledBy),
    _ours("booking_kinds", "What is booked for a session", sessions.BookingKind),
    _ours("booking_statuses", "Where a booking stands", sessions.BookingStatus),
    _ours("session_steps", "Steps of a session", sessions.Step),
    _ours("availability_sides", "Whose availability", availability.AvailabilitySide),
    _ours("attendance_bases", "On what ground somebody attends", attendance.Ground),
    _ours("invitation_responses", "Answers to an invitation", attendance.Response),
    _ours("attendance_consents", "Who consents to somebody attending", attendance.ConsentBy),
    _ours("expense_categories", "Kinds of expense", expenses.ExpenseCategory),
    _ours("claimants", "Who claims expenses", expenses.Claimant),
    _ours("claim_statuses", "Where a claim stands", expenses.ClaimStatus),
)

_RULES = CodeList(
    "service_rules",
    "Rules of the service that a refusal may name; those of the law are at /v1/law/rules and /v1/law/rulings",
    tuple(Entry(code, words) for code, words in SERVICE_RULES.items()),
)

LISTS: Mapping[str, CodeList] = {found.name: found for found in (*_OWN, _RULES, *PUBLISHED)}
"""Every code list by its name."""
