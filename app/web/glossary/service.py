"""What every record has, who calls, and what the service says of itself."""

from app.web.glossary.meaning import AT, ID, NULL, REQUEST, M, Senses, Words

_RULE = "contact-adviser-2m"

WORDS: Words = {
    # every record
    "id": M("The id of the record, as this service gave it; opaque.", ID),
    "version": M("The version of the record, which its ETag carries: send it as If-Match to change it.", 7),
    "created_at": M("When it was made here.", AT),
    "updated_at": M("When it last changed.", AT),
    "ended_at": M("When it ended; null while it goes on.", NULL),
    "links": M("Where to go from here."),
    "self": M("The address of the record itself; null where you may not read it again."),
    "case": M("The address of the case; null where there is none, or you may not read it."),
    "certificates": M("The address of the case's certificates; null where your role may not read them."),
    "referral": M("The address of the referral; null where your role may not read it."),
    "next_cursor": M("What to send as `cursor` for the next page; null on the last one."),
    "audience": M("For whom this answer is made, which decides what it holds."),
    "name": M("What it is called.", "Norfolk County Council"),
    "kind": M("Which kind it is."),
    "status": M("Where it stands."),
    "detail": M("The same in plain words."),
    "revoked_at": M("When the calendar was taken back; null while its address leads to it.", NULL),
    "starts_on": M("The first day of the contract.", "2025-04-01"),
    # who calls
    "access_token": M("The token to send as `Authorization: Bearer` until it expires."),
    "token_type": M("How the token is sent: always `Bearer`."),
    "keys": M("The public keys under which tokens verify."),
    "kty": M("The family of the key (RFC 7517).", "EC"),
    "crv": M("The curve of the key (RFC 7518).", "P-256"),
    "x": M("The first coordinate of the key, in base64url (RFC 7518)."),
    "y": M("The second coordinate of the key, in base64url (RFC 7518)."),
    "kid": M("The id of the key, which the header of a token names."),
    "use": M("What the key is for: signatures.", "sig"),
    "alg": M("The algorithm of the signatures (RFC 7518).", "ES256"),
    "permissions": M("Everything that the role includes."),
    "provider_id": M("The id of the provider whose casework this is.", ID),
    "organisation": M("The body that the caller belongs to; null where it belongs to none."),
    "active": M("Whether they may sign in.", True),
    # problems and health
    "advice": M("What to do about it.", "Read it again, then send If-Match with its ETag."),
    "errors": M("What is wrong with what was sent, one entry for each fault; it never repeats what was sent."),
    "instance": M("The request as a URN, to be told to the provider.", f"urn:request:{REQUEST}"),
    "request_id": M("The id of the request, as in the header X-Request-Id.", REQUEST),
    "checks": M("The state of each part: `ok`, or what is wrong."),
}

_CASE_KIND = (
    "CalculateDeadlines",
    "CaseBrief",
    "CaseFamily",
    "CaseOutside",
    "CaseRow",
    "CaseRowPartner",
    "CaseRowStaff",
    "CaseStaff",
    "CorrectReferral",
    "ReceiveReferral",
    "ReferralOutside",
    "ReferralRow",
    "ReferralStaff",
)
_COLLEAGUES = ("Assignment", "Mediator", "MediatorRow", "Suggestion", "User")

SENSES: Senses = {
    "audience": {
        ("KpiDefinition",): M("The roles that may ask for the figure.", ["service_manager"]),
        ("ReferralOutside",): M("For whom this answer is made: `outside` the provider.", "outside"),
        ("ReferralStaff",): M("For whom this answer is made: the provider's `staff`.", "staff"),
    },
    "cases": {
        ("Bundle",): M("The cases with all that goes over of each."),
        ("PersonFound",): M("In how many of the cases that you see they have a part.", 1),
        ("Transfer",): M("How many cases go over.", 38),
    },
    "code": {
        ("CodeEntry",): M("The code, as it is sent and answered.", "refusal_to_assess"),
        ("Kpi", "KpiDefinition"): M("The code of the figure.", "T1"),
        ("OwnOrganisation",): M("The council's three-figure number, or the health body's code.", "926"),
        ("ProblemKind",): M("The code of the problem; new ones may be added.", "stale"),
        ("Concern",): M("A stable code of what to look at; new ones may be added.", "no_mediator"),
        ("Warned",): M("A stable code of what to look at; new ones may be added.", "lodging_protects"),
        ("Wrong",): M("A stable code of the fault; new ones may be added.", "date_format"),
        ("Warning",): M("A stable code of what the family is to be told."),
    },
    "detail": {
        ("LawChange",): M("What was changed: the day, the term or the edition, and the edition before."),
        ("Missing",): M("Why it is needed, in plain words.", "The time to contact and to appeal runs from it."),
        ("Problem",): M(
            "What is wrong and what to do, in plain words; it never repeats what was sent.",
            "Read it again, then send If-Match with its ETag.",
        ),
        ("Wrong",): M("What is wrong, in plain words.", "A day is expected, written YYYY-MM-DD."),
    },
    "ended_at": {("LinkedCase",): M("When the link was ended as a mistake; null while it stands.", AT)},
    "id": {
        ("CalculatedDeadline",): M("Always null: what is calculated is not kept."),
        ("Calendar",): M("The calendar's name.", "england-and-wales"),
        ("Rule", "RuleRows"): M("The name of the rule, the same in every version of the law.", _RULE),
        ("Ruling",): M("The number of the reading: R for a ruling, Q for an open question.", "R1"),
        ("Me",): M("The id of the person or system that calls.", ID),
        ("Mediator", "MediatorRow", "Suggestion"): M("The id of the mediator, as `/v1/users` lists it.", ID),
    },
    "kind": {
        _CASE_KIND: M("Whether it is about mediation or disagreement resolution, or that is not known yet."),
        ("AllowedCertificate", "Certificate", "CertificateIssued", "CertificateStaff", "IssueCertificate"): M(
            "The kind of certificate, by the subsection of section 55 of the Children and Families Act 2014.", "s55_4"
        ),
        ("CaseIssue", "IssueStaff", "Issue"): M("What the issue is about.", "education"),
        ("LawChange",): M("What was changed: `holiday`, `withdrawal`, `terms` or `edition`.", "holiday"),
        ("OwnOrganisation",): M("Whether the body is a provider, a council or a health body.", "la"),
        ("Me",): M("Whether a person calls (`user`) or a system (`client`)."),
        ("Rule",): M("Whether it is a clock, which has a period, or a duty, which has none."),
        ("Term", "TermIn", "TermStaff", "AgreementTerm"): M("What kind of thing was agreed."),
    },
    "name": {
        ("AddProclaimedDay", "Holiday", "ProclaimedDay"): M("What the day is called.", "Christmas Day"),
        ("AddSchool", "School", "SchoolOutside"): M("What the school is called.", "Example School"),
        ("Booking",): M("The interpreter, or the room with its venue.", "The town hall, room 2"),
        ("CodeList", "CodeListRow"): M(
            "The list's name; its address writes a hyphen for each underscore.", "decision_kinds"
        ),
        ("Contract",): M("What the contract is called.", "SEND mediation 2025 to 2028"),
        ("Document",): M("The file's name, without a path.", "report.pdf"),
        ("Family", "FamilyIn", "CorrectFamily", "WithheldFamily"): M(
            "By which name to ask for the family; null where not known.", "Family name"
        ),
        ("Help",): M("Who helps.", "IPSEA"),
        ("Me",): M("The name of the person or system that calls.", "Given name, family name"),
        ("Referrer", "CorrectReferrer", "ReferrerIn"): M("The name of whoever referred; null where not known."),
        _COLLEAGUES: M("The colleague's name.", "Given name, family name"),
    },
    "status": {
        (
            "CalculatedDeadline",
            "ComputedDeadline",
            "ComputedForPartner",
            "Deadline",
            "DeadlinePartner",
            "DeadlineRow",
            "DeadlineRowPartner",
        ): M("Where the deadline stands on the day on which it is judged."),
        ("TermClock",): M("Where the clock stands today: a code of `/v1/reference-data/deadline-statuses`.", "pending"),
        ("CertificateCheck",): M("Whether the certificate stands, was voided, or none has this code."),
        ("Live",): M("`live`: the process answers.", "live"),
        ("Ready",): M("`ready`: the service may be given work.", "ready"),
        ("Problem",): M("The HTTP status of the answer.", 412),
        ("ProblemKind",): M("The HTTP status with which it is answered.", 412),
    },
    "title": {
        ("CodeList", "CodeListRow"): M("What the list holds.", "Decisions that can be appealed"),
        ("Waiting",): M("What the rule is called.", "Certificate after mediation"),
        ("Kpi", "KpiDefinition"): M("What the figure is called.", "Mediation held within 30 days"),
        ("Problem", "ProblemKind"): M("What went wrong, in few words.", "The record has changed since you read it"),
    },
    "version": {
        ("Calendar",): M("The version of the calendar, which each deadline names.", "england-and-wales-2012-2028.1"),
        ("Rule",): M("The version of the rule, which each deadline names.", "1"),
    },
    "why": {
        ("Duplicate",): M("In what the two are alike, as codes.", ["family_name", "born_on"]),
        ("FollowUpDue", "FollowUpToAsk"): M("Why it is asked then.", "An agreement was signed."),
        ("Issues",): M("Why this route follows, in plain words."),
    },
}
