"""What the parameters of an address mean; a name may mean something else for one operation."""

from app.web.glossary.meaning import AT, DAY, ID, M, Senses, Words, shown

WORDS: Words = {
    "outcome": M("Only cases that ended so; may be repeated for any of several. For the provider's staff."),
    "la": M("Only this council's, by its three-figure number.", "926"),
    "adviser_id": M("Only the cases of this adviser. For the provider's staff.", ID),
    "open": M("Only cases that are open here (`true`), or only those that are closed or have gone (`false`).", True),
    "received_from": M("Only what was received on this day or later.", "2025-04-01"),
    "received_to": M("Only what was received on this day or earlier.", "2025-04-30"),
    "updated_since": M("Only what has changed at this moment or later.", AT),
    "language": M("The language that the mediator should speak, in English.", "Polish"),
    "due_from": M("Only what is due on this day or later.", DAY),
    "due_to": M("Only what is due on this day or earlier.", "2025-04-30"),
    "status": M("Only what stands so; may be repeated for any of several."),
    "owed_by": M("Only what is owed by these; may be repeated for any of several."),
    "rule_id": M("Only the clocks of these rules; may be repeated for any of several.", ["arrange-30d-education"]),
    "period": M(
        "Such as calendar:2024, financial:2024-25 or dates:2024-01-01..2025-02-14; needed unless the basis is live.",
        "financial:2024-25",
    ),
    "reason": M("Only the row of this reason; `none` where the row's is null.", "plan_contents"),
    "need": M("Only the row of this type of need; `none` where the row's is null.", "asd"),
    "sex": M("Only the row of this sex; `none` where the row's is null.", "female"),
    "ethnicity": M("Only the row of this ethnicity; `none` where the row's is null.", "wbri"),
    "month": M("Only the row of this month; `none` where the row's is null.", "2024-09"),
    "stage": M("Only the row of this stage; `none` where the row's is null.", "arranging"),
    "certificate_kind": M("Only the row of this kind of certificate; `none` where the row's is null.", "s55_4"),
    "decision_kind": M("Only the row of this kind of decision; `none` where the row's is null.", "plan_contents"),
    "withdrawal_reason": M(
        "Only the row of this reason for a change of mind; `none` where the row's is null.", "took_too_long"
    ),
    "school_year": M("Only the terms of this school year.", "2025-26"),
    "active": M("Only people who may sign in (`true`), or only those who may not (`false`).", True),
    "kind": M("Only bodies of this kind."),
}

SENSES: Senses = {
    "rule_id": {("readLawRule",): shown("arrange-30d-education")},
    "kind": {
        ("listKpiCases",): M("Only the row of this kind of referral; `none` where the row's is null.", "mediation")
    },
    "outcome": {
        ("listKpiCases",): M("Only the row of this outcome; `none` where the row's is null.", "la_declined"),
    },
}
