"""Rules, readings, calendars, terms, and changes of the law in use; the code lists beside them."""

from app.web.glossary.meaning import AT, DAY, ID, NULL, M, Senses, Words

WORDS: Words = {
    # rules
    "step": M("Which step of the rule this is; null where it has one only.", NULL),
    "title": M("What it is called.", "Contact the mediation adviser"),
    "owed_by": M("Who owes it; see `/v1/reference-data/owed-by`."),
    "period": M("How long the time is; null for a duty, which has no clock."),
    "amount": M("How many units; of a date fixed by law, its month and day: 215 is 15 February.", 2),
    "unit": M("The unit of the amount; `fixed_date` for a date fixed by law."),
    "convention_reading": M("How the period is counted, in one sentence; null for a duty."),
    "met_by": M("The types of fact that meet the clock; empty for a duty.", ["family_contacted", "referral_received"]),
    "asks": M("What a duty asks for; null for a clock.", "Tell the council, with the issues."),
    "if_missed": M("What follows where it is missed.", "Contact is still taken; the tribunal is asked for permission."),
    "edition": M("The edition of the rulebook; a newer one is a higher number.", 1),
    "in_force_from": M("The first day on which this row is the law; null where it has always been.", "2014-09-01"),
    "in_force_to": M("The last day on which this row is the law; null while it is.", NULL),
    "provision": M(
        "The provision, as lawyers cite it.",
        "Tribunal Procedure (First-tier Tribunal) (HESC Chamber) Rules 2008 (SI 2008/2699), rules 20(1)(c) and 12",
    ),
    "verification": M("How it was checked: `primary` by its own text, `secondary`, or `unverified`.", "primary"),
    "url": M(
        "The address of the page; null where there is none.",
        "https://www.legislation.gov.uk/uksi/2008/2699/article/20/data.html",
    ),
    # readings
    "reading": M("How the open question is read here."),
    "refuses_as": M("The rule that a refusal names where the reading refuses something; else null.", "guard-4"),
    "shows_in": M("The fields of a deadline in which the reading shows.", ["certificate_needed"]),
    # calendars and terms
    "source": M("Where it comes from.", "https://www.gov.uk/bank-holidays"),
    "first_on": M("The first day that is known or covered.", "2012-01-01"),
    "last_on": M("The last day that is known or covered.", "2028-12-31"),
    "working_day": M("What a working day is, in plain words."),
    "holidays": M("The bank holidays that fall on a weekday, the earliest first."),
    "holiday_on": M("The day of the bank holiday, a weekday.", "2025-12-25"),
    "proclaimed": M("Whether it was added here after the calendar was shipped.", False),
    "stands": M("Whether the day counts as a holiday; false once it was withdrawn.", True),
    "law_change_id": M("The id of the change of the law in use that brought it.", ID),
    "school_year": M("The school year, from autumn to summer.", "2025-26"),
    "term": M("Which term of the school year.", "autumn"),
    "begins_on": M("The first day of the term.", "2025-09-03"),
    "ends_on": M("The last day of the term.", "2025-12-19"),
    "days_edition": M("How often the provider's own proclaimed days have changed so far.", 1),
    "cases_worked_out": M("How many cases were worked out again.", 140),
    "cases_changed": M("How many cases the change moved.", 12),
    "deadlines_changed": M("How many deadlines the change moved or worded anew.", 15),
    "made_at": M("When it was made.", AT),
    # code lists
    "codes": M("How many codes the list has.", 6),
    "href": M("The address of the list.", "/v1/reference-data/decision-kinds"),
    "label": M("The code in words.", "Refusal to assess"),
    "description": M("What there is to add to the label; null for nothing.", "E10000020"),
    "valid_from": M("The first day on which it may be used; null where that is not known.", NULL),
    "valid_to": M("The last day on which it may be used; null while it may.", NULL),
    "successor": M("What has replaced it; null where nothing has.", NULL),
    "diagram": M("The address of a drawing of the moves."),
    "leaves": M("The stages at which it may be recorded; `start` is before there is a case.", ["referred", "informed"]),
    "reaches": M("The stage that it leads to; null where the case stays where it is.", "arranging"),
    "recorded_by_its_resource": M("Whether it is never recorded as a fact, but comes with its own record.", False),
}

SENSES: Senses = {
    "begins_on": {
        ("AddParty", "PartyFamily", "PartyOutside", "PartyStaff"): M(
            "The first day of their part in the case; today where it is left out.", DAY
        ),
    },
    "ends_on": {
        ("Contract",): M("The last day of the contract.", "2028-03-31"),
        ("EndParty", "PartyFamily", "PartyOutside", "PartyStaff"): M(
            "The last day of their part in the case; null while it has not ended.", "2025-06-20"
        ),
    },
    "first_on": {("ReportPeriod",): M("The first day that the figure covers.", "2024-04-01")},
    "label": {("ReportPeriod",): M("The period in words.", "Financial year 2024-25")},
    "last_on": {("ReportPeriod",): M("The last day that the figure covers.", "2025-03-31")},
    "owed_by": {
        ("Claim", "ClaimStaff"): M("Which body owes the family the expense; null while that is not known."),
        ("Rule",): M("Who owes it, as a code, or in words for some duties.", "family"),
    },
    "period": {("Kpi",): M("The days that the figure covers, both included.")},
    "reading": {("MoveRow",): M("Which reading of the fact this row is; null where it has one only.", "mediate")},
    "source": {("CodeList", "CodeListRow"): M("Who publishes the list.", "this service")},
    "url": {("Help",): M("The address of the page; null where there is none.", "https://www.ipsea.org.uk/")},
}
