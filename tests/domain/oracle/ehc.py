"""The council's own EHC clocks (law.md 1.6)."""

from collections.abc import Callable
from datetime import date

from app.domain.facts import FactType
from tests.domain.oracle.answers import PENDING, Answer, answer, not_in_force
from tests.domain.oracle.days import days_after, days_beginning_with, weeks_after
from tests.domain.oracle.reading import IN_FORCE, Story

CLOCKS: tuple[tuple[FactType, str, str, Callable[[date], date]], ...] = (
    (FactType.ASSESSMENT_REQUESTED, "ehc-decide-assess-6w", "", lambda day: weeks_after(day, 6)),
    (FactType.ASSESSMENT_REQUESTED, "ehc-refuse-plan-16w", "", lambda day: weeks_after(day, 16)),
    (FactType.ASSESSMENT_REQUESTED, "ehc-final-20w", "", lambda day: weeks_after(day, 20)),
    (FactType.DRAFT_PLAN_SERVED, "ehc-draft-15d", "", lambda day: days_beginning_with(day, 15)),
    (FactType.REVIEW_MEETING_HELD, "ehc-review-4w", "", lambda day: weeks_after(day, 4)),
    (FactType.REVIEW_MEETING_HELD, "ehc-amend-12w", "", lambda day: weeks_after(day, 12)),
    (FactType.AMENDMENT_NOTICE_SENT, "ehc-amend-12w", "notice", lambda day: weeks_after(day, 8)),
    (FactType.REASSESSMENT_REQUESTED, "ehc-reassess", "", lambda day: days_after(day, 15)),
    (FactType.REASSESSMENT_REQUESTED, "ehc-reassess", "final", lambda day: weeks_after(day, 14)),
)


def _clock(rule: str, start: date, due: date, subject: str = "", *, again: bool = False) -> Answer:
    """Write one clock. facts.md does not say which of the council's acts meets which, so no status is compared,

    nor which of two triggers counts.
    """
    silent = {"all"} if again else {"status", "flags"}
    if start < IN_FORCE:
        return not_in_force(rule, subject, silent - {"flags"})
    return answer(rule, due, PENDING, subject=subject, silent=silent)


def answers(story: Story) -> list[Answer]:
    """`ehc-*`: weeks with no roll, 15 days beginning with service, 15 days to decide on a reassessment."""
    found = []
    for kind, rule, subject, due_after in CLOCKS:
        facts = story.of(kind)
        if facts:
            start = facts[0].occurred_on
            found.append(_clock(rule, start, due_after(start), subject, again=len(facts) > 1))
    return found
