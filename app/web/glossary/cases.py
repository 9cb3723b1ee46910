"""Referrals, cases, and the facts that are recorded on them."""

from app.web.glossary.meaning import CASE, DAY, ID, NULL, M, Senses, Words

WORDS: Words = {
    # referrals
    "contacted_on": M("The day on which the service was contacted about the matter.", "2025-01-10"),
    "received_on": M("The day on which the service received it, in London.", "2025-01-10"),
    "external_reference": M("The sender's own number for the matter, used once within a council.", "SEND-2025-0042"),
    "channel": M("How contact was made."),
    "reasons": M("Why mediation is asked for, each reason once, the primary one first."),
    "referred_by": M("Who made the referral."),
    "primary_reason": M("The first of the reasons; null where none is given."),
    "appeal_sections": M(
        "The sections that an appeal would be about; against a plan, section I alone needs no certificate.", ["B", "F"]
    ),
    "drs_sides": M("The sides that must agree to disagreement resolution.", ["parent", "la"]),
    "health_issues": M(
        "Whether health provision is in dispute, so that the health body is told; null if unknown.", False
    ),
    "social_care_issues": M("Whether social care provision is in dispute; null where that is not known.", False),
    "adjustments": M(
        "What the family needs in order to take part, in words; null for nothing.", "Breaks every half hour"
    ),
    "decision": M("The council's decision that is in dispute; null where there is none, or it is not known."),
    "decision_kind": M("Which kind of decision is in dispute; null where none is, or it is not known."),
    "sent_on": M("The day on which the council sent its decision; the family's time runs from it.", "2024-12-23"),
    "missing": M("What is still needed before a certificate or a session is possible."),
    "field": M("The field that is missing, with its object before a dot.", "child.born_on"),
    "needed_for": M("What it stands in the way of: `certificate` or `session`.", "certificate"),
    "possible_duplicates": M("Other referrals that may be about the same child; the provider's staff decide."),
    "referral_id": M("The id of the referral.", ID),
    "closure_reason": M("Why the referral was closed without a case; null where it was not.", NULL),
    # cases
    "case_id": M("The id of the case; null while there is none, or where you may not see it.", ID),
    "reference": M("The number of the case or the referral for people, with its check letter.", CASE),
    "la_code": M("The council's three-figure number.", "926"),
    "icb_id": M("The id of the health body; null where none is named.", ID),
    "stage": M("Where the case stands: a code of `/v1/reference-data/stages`.", "informed"),
    "route": M("Which way the law asks mediation to be arranged, by the issues; null while that is not known."),
    "outcome": M("How the case ended; null while it is open.", NULL),
    "withdrawal_reason": M("Why the family no longer wished to mediate; null where it did not change its mind.", NULL),
    "decision_sent_on": M("The day on which the council sent its decision; null where it is not known.", "2024-12-23"),
    "adviser_id": M("The id of the case's mediation adviser; null while it has none.", ID),
    "closed_on": M("The day on which it was closed; null while it is open.", NULL),
    "transferred_on": M("The day on which it went to another provider; null while it is with this one.", NULL),
    "fact_count": M("How many facts are recorded, superseded ones among them.", 9),
    "case_version": M("The version of the case as it now stands: send it as If-Match to change the case again.", 8),
    "allowed_facts": M("For each type of fact, whether you may record it today, and if not, why not."),
    "allowed_certificates": M("For each kind of certificate, whether you may issue it today, and if not, why not."),
    "allowed": M("Whether it is allowed today.", True),
    "why_not": M("Why it is not allowed; null where it is.", "The family has made no choice yet."),
    "rule": M("The rule that does not allow it: a guard, or a rule of the law; null where it is allowed.", "guard-1"),
    "is_later": M("Whether the linked case is the later of the two, as the link was made.", True),
    "facts": M("The facts that are stated, each as it is now."),
    # facts
    "type": M("The type of fact: a code of `/v1/reference-data/fact-types`.", "advice_given"),
    "occurred_on": M("The day on which it happened, in London.", DAY),
    "supersedes": M("The id of the fact that this one takes the place of; null where it corrects none.", NULL),
    "superseded": M("Whether a later fact has taken its place; it stays readable as what was believed.", False),
    "retracted": M("Whether this takes a fact back and puts nothing in its place.", False),
    "recorded_at": M("When it was recorded, which may be later than it happened.", "2025-04-09T09:30:00.000Z"),
    "recorded_by": M("The id of the person or system that recorded it.", ID),
    "recorder_role": M("The role in which it was recorded.", "adviser"),
    "sequence": M("The order of recording within the case, by which facts of one day are read.", 4),
    "payload": M("What the fact says beside its type and its day, as far as you may see it."),
    "fact": M("The fact as it was recorded."),
    "sections": M(
        "The sections that the appeal is about; against a plan, section I alone needs no certificate.", ["B", "F"]
    ),
    "rights_explained": M("That the family was told of its rights: advice without that is not recorded."),
    "intends": M("Whether the family intends to appeal."),
    "wish": M("Whether the family wishes to mediate, does not, or has not decided."),
    "issue_kinds": M("For which kinds of issue it wishes so; all of them where it is left out."),
    "issues": M("What is in dispute, one entry for each issue."),
    "section": M("The section of the plan that it is about; null where none was named.", "F"),
    "wanted_health_provision": M(
        "The health provision that the family wants; null where none. Only the provider's staff read it."
    ),
    "informed_by": M("Who told the council that the family wishes to mediate."),
    "icb_ids": M("The ids of the health bodies that were told.", [ID]),
    "notified_by": M("Who told the health bodies."),
    "body": M("Which body arranges mediation: the council or the health body."),
    "until": M("The day to which the time for arranging is extended, beyond day 30.", "2025-03-07"),
    "agreed_by": M("Who of the family agreed to it in writing."),
    "granted": M("Whether the tribunal gave permission; null while it has not decided.", True),
    "party": M("Whose word it is."),
    "person": M("Who of the family it is about: the parent, the young person or a representative."),
    "change": M("What changed in the person's age or capacity, or in who stands in for them."),
    "items": M("The records in their order; of a long list, those of this page."),
}

SENSES: Senses = {
    "stage": {
        ("CaseRow", "CaseRowPartner"): M(
            "Where the case stands: a code of `/v1/reference-data/outside-stages`; for a family, of `stages`.",
            "informed",
        )
    },
    "adjustments": {
        ("Attendee",): M("What this person needs in order to take part, from their adjustments.", ["breaks"])
    },
    "adviser_id": {
        ("AcceptReferral",): M("Who is to advise on the case; an adviser takes it on themselves.", ID),
        ("ReassignCase",): M("The id of the adviser who is to have the case.", ID),
    },
    "case_id": {
        ("JoinReferral",): M("The id of the open case to which this contact belongs.", ID),
        ("LinkCases", "LinkedCase"): M("The id of the other case.", ID),
        ("Duplicate",): M("The id of that referral's case; null while it has none.", ID),
    },
    "closed_on": {
        ("CloseComplaint",): M("The day on which the complaint was closed.", "2025-04-28"),
        ("Complaint",): M("The day on which the complaint was closed; null while it is not.", NULL),
    },
    "received_on": {
        ("Complaint", "RecordComplaint"): M("The day on which the complaint was received.", DAY),
    },
    "decision": {("Capacity",): M("The decision that was assessed, in words.", "Whether to go to mediation")},
    "decision_kind": {("DecisionSent", "Decision", "DecisionIn"): M("Which kind of decision it is.")},
    "facts": {("CaseLinks",): M("The address of the case's facts; null where your role may not read them.")},
    "outcome": {
        ("CaseClosed",): M("How the case ended."),
        ("ChildView", "RecordView", "CorrectView"): M("What came of seeking the child's views."),
        ("CloseComplaint", "Complaint"): M("How the complaint ended; null while it is not closed."),
    },
    "person": {
        ("AddParty",): M("Somebody who is not known yet, after a search that found nobody; else null."),
        ("Certificate", "CertificateStaff"): M("Who holds the right to appeal and is named on it.", "parent"),
        ("CertificateIssued",): M("In whose name the certificate was issued."),
    },
    "reference": {
        ("AppealLodged",): M("The tribunal's number for the appeal; null where not known.", "EH926/25/00042"),
        ("Contract",): M("The contract's number.", "SEND-MDR-2025"),
    },
    "retracted": {("Retraction",): M("That a fact is taken back, with nothing in its place: always true.")},
    "route": {("Issues",): M("The route that follows from the issues.", "mixed")},
    "supersedes": {("Retraction",): M("The id of the fact that is taken back.", ID)},
    "type": {
        ("ProblemKind",): M("The address of the page about this kind of problem.", "/problems/stale"),
    },
    "why_not": {
        ("Suggestion",): M("Why this mediator may not have the case, as codes; empty where they may.", ["dbs"])
    },
}
