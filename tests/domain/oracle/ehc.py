"""The council's own EHC clocks (law.md 1.6)."""

from datetime import date

from app.domain.facts import FactType
from tests.domain.oracle.answers import Answer, answer, judged, not_in_force
from tests.domain.oracle.days import days_after, days_beginning_with, weeks_after
from tests.domain.oracle.reading import IN_FORCE, Story

ANSWERED_BY = (FactType.DECISION_SENT, FactType.DRAFT_PLAN_SERVED, FactType.AMENDMENT_NOTICE_SENT)


def _clock(story: Story, rule: str, start: date, due: date, subject: str = "") -> Answer:
    """Judge one clock; facts.md does not say which of the council's letters meets which, so only where none came."""
    if start < IN_FORCE:
        return not_in_force(rule, subject)
    silent = {"status"} if story.of(*ANSWERED_BY, FactType.AGREEMENT_ACTION_DONE) else set()
    if rule == "ehc-draft-15d":
        silent = {"status"}  # the family's minimum, never the council's lateness (R23)
    elif subject == "notice":
        silent = {"status"}
    if story.of(FactType.TIME_EXCEPTION_CLAIMED):
        silent |= {"status", "flags"}
    return answer(rule, due, judged(due, None, story.as_of), subject=subject, silent=silent)


def answers(story: Story) -> list[Answer]:
    """`ehc-*`: weeks with no roll, 15 days beginning with service, 15 days to decide on a reassessment."""
    found = []
    for fact in story.of(FactType.ASSESSMENT_REQUESTED)[:1]:
        day = fact.occurred_on
        found.append(_clock(story, "ehc-decide-assess-6w", day, weeks_after(day, 6)))
        found.append(_clock(story, "ehc-refuse-plan-16w", day, weeks_after(day, 16)))
        found.append(_clock(story, "ehc-final-20w", day, weeks_after(day, 20)))
    for fact in story.of(FactType.DRAFT_PLAN_SERVED)[:1]:
        found.append(_clock(story, "ehc-draft-15d", fact.occurred_on, days_beginning_with(fact.occurred_on, 15)))
    for fact in story.of(FactType.REVIEW_MEETING_HELD)[:1]:
        day = fact.occurred_on
        found.append(_clock(story, "ehc-review-4w", day, weeks_after(day, 4)))
        found.append(_clock(story, "ehc-amend-12w", day, weeks_after(day, 12)))
    for fact in story.of(FactType.AMENDMENT_NOTICE_SENT)[:1]:
        found.append(_clock(story, "ehc-amend-12w", fact.occurred_on, weeks_after(fact.occurred_on, 8), "notice"))
    for fact in story.of(FactType.REASSESSMENT_REQUESTED)[:1]:
        day = fact.occurred_on
        found.append(_clock(story, "ehc-reassess", day, days_after(day, 15)))
        found.append(_clock(story, "ehc-reassess", day, weeks_after(day, 14), "final"))
    return found
