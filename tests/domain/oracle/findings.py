"""What the engine gets wrong by the text, so that the comparison passes over it until it is put right.

Each has a minimal history in test_oracle_findings.py, expected to fail; when that test passes, its entry here goes.
"""

from collections.abc import Callable

from app.domain.facts import FactType
from tests.domain.oracle.certificates import attempts, lapse_day
from tests.domain.oracle.contact import contact_of, letter_flags, two_months
from tests.domain.oracle.reading import FAMILY, LA, Story, education_runs, present

Finding = Callable[[Story, str], bool]


def limb_i_hides_the_other_date(story: Story, line: str) -> bool:
    """R6 and the row `appeal-limb-i` ("show both if they differ"): it counts from the letter unsaid."""
    differ = story.decision is not None and bool(letter_flags(story.decision))
    return differ and line.startswith(("appeal-limb-i flags", "appeal-limb-i alternatives"))


def later_contact_hides_an_earlier_one(story: Story, line: str) -> bool:
    """R20: advice or a wish within the two months is contact, though a contact is recorded after them."""
    if story.decision is None or not line.startswith(("contact-adviser-2m", "appeal-last-day")):
        return False
    contacts = [fact.occurred_on for fact in story.of(FactType.FAMILY_CONTACTED)]
    contacts += [f.occurred_on for f in story.of(FactType.REFERRAL_RECEIVED) if f.payload["referred_by"] in FAMILY]
    limit, contact = two_months(story.decision).sent, contact_of(story, story.decision).on
    return bool(contacts) and min(contacts) > limit and contact is not None and contact <= limit


def conclusion_ends_the_deemed_clock(story: Story, line: str) -> bool:
    """R8, R11: a session without the LA calls for a deemed certificate, concluded or not."""
    absent = any(not present(fact, LA) for fact in story.of(FactType.SESSION_HELD))
    gone = line.startswith("cert-deemed-3wd") and line.endswith("engine not_needed")
    return absent and gone and bool(story.of(FactType.MEDIATION_CONCLUDED))


def deemed_without_a_wish(story: Story, line: str) -> bool:
    """R8 needs the latest wish to be to mediate: none was stated, and the clock runs."""
    wished = any(run.wish == "mediate" for run in education_runs(story))
    return not wished and line.startswith("cert-deemed-3wd status: oracle not_needed")


def lapse_before_the_wish(story: Story, line: str) -> bool:
    """R8: day 30 ended with no session before the adviser heard of the wish, and no clock runs."""
    if not line.startswith("cert-deemed-3wd"):
        return False
    for attempt, _ in attempts(story):
        runs = [run for run in education_runs(attempt) if run.wish == "mediate"]
        informed = attempt.first_day(FactType.LA_INFORMED)
        if runs and informed is not None:
            lapse = lapse_day(attempt, informed)
            days = [fact.occurred_on for fact in attempt.of(FactType.LA_SAYS_CANNOT_ARRANGE, FactType.LA_DECLINED)]
            days += [lapse] if lapse is not None else []
            days += [fact.occurred_on for fact in attempt.of(FactType.SESSION_HELD) if not present(fact, LA)]
            if any(day <= attempt.facts[runs[-1].began].occurred_on for day in days):
                return True
    return False


def closing_undoes_a_settlement(story: Story, line: str) -> bool:
    """Path I: the parties settled within the 30 days, and a later "no" or closing makes the LA's duty a missed one."""
    duties = ("arrange-30d", "hold-30d", "health-notify-3wd", "session-notice-5wd")
    if not line.startswith(duties) or "oracle not_needed" not in line:
        return False
    settled = story.first_day(FactType.RESOLVED_BEFORE_SESSION)
    later = [*story.of(FactType.CASE_CLOSED, FactType.WISH_STATED, FactType.WITHDRAWN_BY_PARTY)]
    return settled is not None and any(fact.occurred_on >= settled for fact in later)


def school_with_provision(story: Story, line: str) -> bool:
    """`agr-name-school`: a school changed together with provision takes five weeks, and two are shown."""
    return line.startswith("agr-name-school") and any(
        {"amend_provision", "name_school"} <= {term["kind"] for term in fact.payload["terms"] if term["owner"] == "la"}
        for fact in story.of(FactType.AGREEMENT_SIGNED)
    )


FINDINGS: tuple[Finding, ...] = (
    limb_i_hides_the_other_date,
    later_contact_hides_an_earlier_one,
    conclusion_ends_the_deemed_clock,
    deemed_without_a_wish,
    lapse_before_the_wish,
    closing_undoes_a_settlement,
    school_with_provision,
)
