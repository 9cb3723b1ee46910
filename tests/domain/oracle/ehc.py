"""The council's own EHC clocks (law.md 1.6)."""

from collections.abc import Callable
from datetime import date

from app.domain.facts import Fact, FactType
from tests.domain.oracle.answers import NOT_NEEDED, PENDING, Answer, answer, judged, not_in_force
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


# What is decided on a request to assess, or to assess again, and said to the family on the day it is decided.
REFUSALS = {("ehc-decide-assess-6w", ""): "refusal_to_assess", ("ehc-reassess", ""): "refusal_to_reassess"}


def _clock(
    rule: str, start: date, due: date, subject: str = "", *, again: bool = False, decision: Fact | None = None
) -> Answer:
    """Write one clock. facts.md does not say which of the council's acts meets which, so no status is compared,

    nor which of two triggers counts. Two things follow from SR 5 and 25 themselves: a refusal is the decision, on its
    day; and any other decision comes after an assessment, so that it gives no day for the decision to make one.
    """
    silent = {"all"} if again else {"status", "flags"}
    refusal = REFUSALS.get((rule, subject))
    if refusal and decision is not None and not again and start >= IN_FORCE and decision.occurred_on >= start:
        refused = decision.payload.get("decision_kind") == refusal
        status = judged(due, decision.occurred_on, start) if refused else NOT_NEEDED
        return answer(rule, due, status, subject=subject, silent={"flags"})
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
            found.append(_clock(rule, start, due_after(start), subject, again=len(facts) > 1, decision=story.decision))
    return found
