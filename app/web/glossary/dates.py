"""Deadlines, how they were worked out, and the calculators."""

from app.web.glossary.meaning import AT, CASE, DAY, ID, NULL, M, Senses, Words

WORDS: Words = {
    # a deadline
    "deadlines": M("The statutory clocks, as far as you may see them, each with its day and its reasons."),
    "rule_id": M("The rule of the clock, as `/v1/law/rules/{rule_id}` explains it.", "appeal-last-day"),
    "subject": M("What the clock is about, such as a session or a term agreed; null for the case as a whole.", NULL),
    "start_on": M("The day from which it is counted, onwards or back; null where it is not counted yet.", "2024-12-23"),
    "due_on": M("The last day on which it is in time; null where there is no date yet.", "2025-02-24"),
    "act_by_on": M("The last working day up to `due_on`: prudent to act by; null where there is none.", "2025-02-24"),
    "due_at": M(
        "The moment at which the last day ends where an hour counts: 5 pm in London for the tribunal, else null.",
        "2025-02-24T17:00:00.000Z",
    ),
    "met_on": M("The day on which it was done, in time or late; null while it is not.", NULL),
    "not_needed": M("Whether nothing has to be done by this clock any more.", False),
    "alternatives": M("Other days that can be argued for, each with its ground; empty where there is none."),
    "ground": M("On what the other day rests.", "counted from the date on the letter"),
    "certificate_needed": M(
        "Whether an appeal needs a mediation certificate first (Children and Families Act 2014, section 55); "
        "null where the clock is about something else.",
        True,
    ),
    "explanation": M(
        "How it was worked out, step by step, in plain words.",
        [
            "The decision was sent on Mon 23 December 2024.",
            "Sun 23 February 2025 is not a working day (Sunday), so the next one counts: Mon 24 February 2025.",
        ],
    ),
    "rulings": M("The readings of open questions that shape the date; see `/v1/law/rulings`.", ["R1", "R2", "R4"]),
    "flags": M(
        "Stable codes of what to look at, such as `contact_late`; new ones may be added.", ["certificate_pending"]
    ),
    "calendar_version": M(
        "The version of the calendar of working days by which it was counted.", "england-and-wales-2012-2028.1"
    ),
    "rule_version": M("The version of the rule that was in force on the day of the trigger.", "1"),
    "law_edition": M("The edition of the rulebook that was used; see `/v1/law/rules`.", 1),
    "citation": M("The provision relied on."),
    "citations": M("The provisions relied on."),
    "as_of": M(
        "The day on which it is judged what is pending, met or missed; today in London unless given.", "2025-02-01"
    ),
    "known_on": M("The day by whose end what counts here was recorded; today unless it was asked for.", "2025-02-01"),
    "facts_known": M("How many facts were recorded by the end of `known_on`.", 6),
    "case_reference": M("The case's number for people, with its check letter.", CASE),
    # how it changed
    "before": M("What was said of the clock before the change; null where there was no such clock."),
    "after": M("What was said of the clock after the change; null where there is no such clock any more."),
    "changed_at": M("When the change was stored.", AT),
    "cause": M("What changed it: `fact`, `referral`, `law`, or `day` where only time went by.", "fact"),
    "cause_id": M("The id of the fact, the referral or the change of the law; null where time went by.", ID),
    # the calculators
    "not_known_yet": M("The clocks that have no date yet, each with the fact that would start it."),
    "waits_for": M("The type of fact that would start the clock.", "mediation_concluded"),
    "letter_dated_on": M(
        "The date on the decision letter, which may differ from the day of sending; null if unknown.", "2024-12-20"
    ),
    "certificate_issued_on": M("The day on the mediation certificate; left out where there is none.", "2025-01-31"),
    "permission_asked_on": M("The day on which the tribunal was asked for permission to appeal.", "2025-03-03"),
    "appeal_received_on": M("The day on which the tribunal received the appeal; left out where it has not.", DAY),
    "contact_by": M(
        "The last day to contact the adviser (SEND Regulations 2014, regulation 33); null where it gives none.",
        "2025-03-14",
    ),
    "appeal_by": M("The last day for the tribunal to receive an appeal, until 5 pm; null for none.", "2025-03-14"),
    "days_left": M("How many days are left to appeal; null where the day has passed or there is none.", 41),
    "form": M("The tribunal's form for an appeal against this decision: SEND35 or SEND35A.", "SEND35A"),
    "steps": M("What to do now, in order.", ["Contact the mediation adviser by Fri 14 March 2025."]),
    "help": M("Where to get help, free of charge."),
    "what": M("What help is given there.", "Independent advice on the law and on appeals."),
    "standing_warning": M("What holds for everybody, whatever the answer: late is never the end."),
    "summary": M("The answer in one sentence.", "You are in time, and you need a certificate."),
    "on": M("The day that is asked about; today in London unless given.", "2025-06-27"),
    "warnings": M("What to look at, in plain words; never a refusal."),
}

SENSES: Senses = {
    "due_on": {
        ("TermClock",): M("The last day on which it is in time; null where there is no date yet.", "2025-04-17"),
        ("Alternative",): M("The other day.", "2025-02-20"),
        ("FollowUpDue",): M("The day from which the question is asked.", "2025-02-13"),
        ("Telling",): M("The last day to appeal that the family was told; null where there was none.", "2025-02-28"),
    },
    "flags": {
        ("CaseRowStaff", "CaseStaff"): M(
            "The codes of the case's warnings: what stands in each before the colon.",
            ["advice_outstanding"],
        ),
        ("RightsHolderChecked", "CaseRightsHolder"): M(
            "`rights_holder_check` where a person must check who holds the rights; else empty.",
            ["rights_holder_check"],
        ),
        ("Ruling",): M("The flags of deadlines by which the reading shows.", ["certificate_pending"]),
    },
    "explanation": {
        ("TermClock",): M(
            "How it was worked out, step by step, in plain words.", ["The agreement was signed on Thu 30 January 2025."]
        ),
        ("RightsHolderChecked", "CaseRightsHolder"): M("Why these rights are held by whom, in plain words."),
        ("Telling",): M("How the day was worked out when it was told, step by step."),
    },
    "act_by_on": {
        ("TermClock",): M(
            "The last working day up to `due_on`: prudent to act by; null where there is none.", "2025-04-17"
        )
    },
    "rule_id": {
        ("TermClock",): M("The rule of the clock, as `/v1/law/rules/{rule_id}` explains it.", "agr-issue-plan"),
        ("Waiting",): M("The rule of the clock, as `/v1/law/rules/{rule_id}` explains it.", "cert-after-mediation-3wd"),
        ("KpiDefinition",): M("The rule whose clocks a rate counts; null for a figure that is no rate.", "hold-30d"),
        ("TimeExceptionClaimed",): M("The rule from whose time the exception is claimed.", "agr-assess"),
        ("Telling",): M("The rule of the date that was told.", "appeal-last-day"),
    },
    "subject": {
        ("DeadlineChange", "DeadlineChangeStaff", "Moved"): M(
            "What the clock is about, such as a session or a term agreed; empty for the case as a whole.", ""
        ),
        ("Ruling",): M("What the reading is about.", "The last day is moved once"),
    },
    "warnings": {
        ("AgreementStaff",): M("What the family is to be told before it signs."),
        ("CaseStaff", "CaseDeadlinesStaff"): M(
            "What to look at, each a stable code, a colon and plain words.",
            ["advice_outstanding: The family said no before it had advice: give the advice today."],
        ),
        ("Ruling",): M("The codes of the warnings by which the reading shows.", ["moved_once"]),
        ("ReopenedCase",): M("What to be careful of now that the case is open again; empty for nothing."),
        ("Schools",): M("What is missing where a school is in dispute, in plain words; empty for nothing."),
    },
    "rule_version": {("Telling",): M("The version of the rule by which it was worked out; null for no date.", "1")},
    "calendar_version": {
        ("Telling",): M(
            "The version of the calendar by which it was worked out; null for no date.",
            "england-and-wales-2012-2028.1",
        )
    },
}
