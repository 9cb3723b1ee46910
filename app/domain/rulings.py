"""How open questions of the law are read here, so that each date can name the readings that shaped it.

`R` entries are rulings where the sources leave room; `Q` entries are open questions with the convention that is
followed. Each says how it shows: a deadline's flag, a warning, a refusal's rule, another date, or a field.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Ruling:
    """One reading: its id, what it is about, what is done, how that shows, and on what it rests."""

    id: str
    subject: str
    reading: str
    flags: tuple[str, ...] = ()
    warnings: tuple[str, ...] = ()
    refuses_as: str | None = None
    shows_in: tuple[str, ...] = ()
    basis: str = "judgement"


_PRIMARY, _SECONDARY = "primary text", "secondary source"

RULINGS: tuple[Ruling, ...] = (
    Ruling(
        "R1",
        "The gap before a certificate",
        "Contact in time and no certificate yet: the last day is the two months, moved, and is never called missed.",
        flags=("certificate_pending",),
        shows_in=("certificate_needed",),
        basis=_PRIMARY,
    ),
    Ruling(
        "R2",
        "Late contact and a late appeal are two things",
        "Contact is judged by its own two months with no move; the appeal by the tribunal's rules.",
        flags=("contact_late", "appeal_late"),
        basis=_PRIMARY,
    ),
    Ruling(
        "R3",
        "The certificate's month after late contact",
        "It does not move the day; that it might is another date. Contact on an unknown day counts as in time.",
        flags=("permission_probably_needed",),
        warnings=("contact_date_unknown",),
        shows_in=("alternatives",),
        basis=_SECONDARY,
    ),
    Ruling(
        "R4",
        "The last day is moved once",
        "August and Christmas are tested on the day before any move, never on a day already moved.",
        warnings=("moved_once",),
        shows_in=("alternatives",),
        basis=_PRIMARY,
    ),
    Ruling(
        "R5",
        "Appeals about the school or its type alone",
        "Only a stated scope of section I exempts from a certificate; an unknown scope does not.",
        warnings=("section_i_exempt", "no_section_i"),
        shows_in=("certificate_needed",),
        basis=_PRIMARY,
    ),
    Ruling(
        "R6",
        "A letter dated apart from the day it was sent",
        "Families are shown the earlier count; whether something was in time is judged from sending.",
        flags=("letter_sent_differ",),
        warnings=("letter_sent_differ",),
        shows_in=("alternatives",),
        basis=_PRIMARY,
    ),
    Ruling(
        "R7",
        "After five o'clock on the last day",
        "An appeal received then is called neither in time nor late until the tribunal has said.",
        flags=("after_5pm_check",),
        basis=_PRIMARY,
    ),
    Ruling(
        "R8",
        "Mediation that is not arranged in time",
        "The adviser's three working days run from the first sign of it; silence is a sign at the end of day 30.",
        warnings=("supervisor_told",),
        refuses_as="guard-4",
        basis=_SECONDARY,
    ),
    Ruling(
        "R9",
        "Late contact never bars a certificate",
        "It is issued within the usual time and treated as urgent; the tribunal decides what follows.",
        warnings=("certificate_urgent",),
        basis="regulation 34 and judgement",
    ),
    Ruling(
        "R10",
        "The wish is read for each kind of issue",
        "A family may mediate on health and decline on education; withdrawing counts as not wishing.",
        warnings=("wishes_differ",),
        refuses_as="guard-2",
    ),
    Ruling(
        "R11",
        "Taking part needs the council",
        "A certificate of taking part needs a session in which the family and the council took part.",
        warnings=("no_certificate_for_taking_part",),
        refuses_as="guard-3",
    ),
    Ruling(
        "R12",
        "A session after a certificate",
        "The day stays on the first certificate; a month from a later one is another date.",
        warnings=("later_certificate", "certificate_month_runs"),
        shows_in=("alternatives",),
    ),
    Ruling(
        "R13",
        "One case, one decision",
        "A certificate moves only its own decision's dates; a plan that follows is a new, linked case.",
        warnings=("new_decision_new_case",),
        refuses_as="R13",
    ),
    Ruling(
        "R14",
        "The decision is tested, not the case",
        "Disagreement resolution bars no certificate; with only health or social care issues, ask before issuing.",
        flags=("provisional",),
        warnings=("ask_about_appeal",),
        refuses_as="guard-1",
    ),
    Ruling(
        "R15",
        "Contact before the letter",
        "It counts as in time. Only a certificate or an appeal before the decision was sent is refused.",
        warnings=("contact_before_decision",),
        refuses_as="guard-6",
    ),
    Ruling(
        "R16",
        "A no before advice was given",
        "The three working days run from the statement; the certificate waits only until advice is recorded.",
        flags=("advice_outstanding",),
        shows_in=("alternatives",),
    ),
    Ruling(
        "R17",
        "Void and reissue",
        "The day of the first issue counts; the day of the second is another date. Correcting a fact may move the last "
        "day earlier, and then warns urgently.",
        warnings=("first_issue_counts", "last_day_earlier"),
        shows_in=("alternatives",),
    ),
    Ruling(
        "R18",
        "Five working days of notice",
        "Five whole working days must lie between notice and session; shorter notice is recorded and flagged.",
        warnings=("short_notice",),
        shows_in=("alternatives",),
        basis="recomputed",
    ),
    Ruling(
        "R19",
        "From parent to young person",
        "Dates stay on the parent's notice and certificate; births from 1 to 7 September are checked by a person.",
        flags=("rights_holder_check",),
        warnings=("rights_holder_check", "rights_holder_changed", "rights_pass_before_session"),
        refuses_as="R19",
        basis="rule 20 and judgement",
    ),
    Ruling(
        "R20",
        "Who made contact",
        "Only the parent, the young person or their representative; a referral by others means they must be reached.",
        warnings=("family_not_reached",),
        basis=_PRIMARY,
    ),
    Ruling(
        "R21",
        "Permission to appeal without a certificate",
        "The unmoved two months are the safe day; the moved day is another date.",
        warnings=("permission_day_unmoved",),
        shows_in=("alternatives",),
        basis="rule 20 and judgement",
    ),
    Ruling(
        "R22",
        "Several health bodies",
        "The notice is met when all are told; until then the 30 days are shown from the last day for telling them.",
        flags=("provisional",),
        warnings=("health_body_not_told", "council_not_told_of_health"),
    ),
    Ruling(
        "R23",
        "What was agreed",
        "Each term's kind picks its clock. The time to comment on a draft plan is the family's, never the council's.",
        warnings=("familys_least_time",),
        basis="regulations 42 and 44",
    ),
    Ruling(
        "R24",
        "More ways of counting",
        "Some things are due at once, some on a date the law names, and some move to the next working day.",
        shows_in=("explanation",),
        basis=_SECONDARY,
    ),
    Ruling(
        "R25",
        "Before the law began, and after the 25th birthday",
        "A trigger before 1 September 2014 gives no date. The 25th birthday is a flag, not an end.",
        flags=("not_in_force",),
        warnings=("over_25",),
        basis=_PRIMARY,
    ),
)

OPEN_QUESTIONS: tuple[Ruling, ...] = (
    Ruling(
        "Q1",
        "Whether the day of sending or of issue counts in months",
        "It is day 0. No period of months is ever turned into days.",
        shows_in=("explanation",),
        basis=_PRIMARY,
    ),
    Ruling(
        "Q2",
        "Whether the two months for contact move for a weekend or August",
        "They do not; the next working day is another date, for the case that the line was shut.",
        warnings=("contact_on_next_open_day",),
        shows_in=("alternatives",),
    ),
    Ruling(
        "Q3",
        "What a working day is",
        "Monday to Friday less the bank holidays of England and Wales; school holidays are working days.",
        shows_in=("explanation", "calendar_version"),
    ),
    Ruling(
        "Q5",
        "Whether 30 days are for arranging or for holding the session",
        "Both are followed, as two clocks; a session fixed or held after day 30 is flagged.",
        warnings=("beyond_day_30",),
        shows_in=("rule_id",),
    ),
    Ruling(
        "Q6",
        "Whether the 30 days run from the family's or the adviser's word to the council",
        "From the earlier of the two.",
        warnings=("informed_twice",),
        shows_in=("start_on",),
    ),
    Ruling(
        "Q9",
        "A certificate that was not needed",
        "The day stays on the two months; a month from the certificate is another date.",
        warnings=("certificate_not_needed",),
        shows_in=("alternatives",),
    ),
    Ruling(
        "Q12",
        "Weeks that end on a day off",
        "The day stands; the working day before it is shown beside it.",
        shows_in=("act_by_on",),
    ),
    Ruling(
        "Q15",
        "Five o'clock and a period of months",
        "The tribunal's last day is shown with its hour, 17:00 in London.",
        shows_in=("due_at",),
    ),
)
"""The questions that a ruling does not already settle; their numbers are those of the law page's section 5."""

BY_ID = {ruling.id: ruling for ruling in (*RULINGS, *OPEN_QUESTIONS)}
