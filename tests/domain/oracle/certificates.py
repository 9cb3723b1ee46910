"""The adviser's three working days for a certificate (law.md 1.2; R8-R12, R16)."""

from datetime import date

from app.domain.facts import FactType
from tests.domain.oracle.answers import Answer, answer, judged, not_in_force
from tests.domain.oracle.days import days_after, working_days_after
from tests.domain.oracle.reading import FAMILY, IN_FORCE, LA, Story, education_run, is_health_only, present


def _clock(rule: str, start: date, met_on: date | None, as_of: date, **more: object) -> Answer:
    if start < IN_FORCE:
        return not_in_force(rule)
    due = working_days_after(start, 3)
    return answer(rule, due, judged(due, met_on, as_of), **more)  # type: ignore[arg-type]


def no_mediation(story: Story, met_on: date | None, advice_on: date | None) -> Answer | None:
    """`cert-no-mediation-3wd`: R10 starts it, R16 rules a "no" before advice, path J the denied appeal."""
    state, began = education_run(story)
    if state != "not_mediate" or story.appeal_denied:
        return None
    wanted = story.last(FactType.CERTIFICATE_NOT_WANTED, FactType.CERTIFICATE_REQUESTED)
    if wanted is not None and wanted.type == FactType.CERTIFICATE_NOT_WANTED:
        return None
    since = story.after(began).of(FactType.SESSION_HELD)
    if any(present(fact, FAMILY) and present(fact, LA) for fact in since):
        return None  # guard 2: such a session since the "no" bars the s55_4
    start = story.facts[began].occurred_on
    dates = {working_days_after(advice_on, 3)} if advice_on is not None and advice_on > start else set()
    flags = {"advice_outstanding"} if advice_on is None else set()
    return _clock("cert-no-mediation-3wd", start, met_on, story.as_of, dates=dates, flags=flags)


def after_mediation(story: Story, met_on: date | None) -> Answer | None:
    """`cert-after-mediation-3wd`: the last conclusion that follows a session of family and LA (R11)."""
    start, took_part = None, False
    for fact in story.facts:
        if fact.type == FactType.SESSION_HELD and present(fact, FAMILY) and present(fact, LA):
            took_part = True
        if fact.type == FactType.MEDIATION_CONCLUDED and took_part:
            start = fact.occurred_on
    if start is None:
        return None
    return _clock("cert-after-mediation-3wd", start, met_on, story.as_of)


def current_attempt(story: Story) -> Story:
    """Return the facts since the family last ceased to wish on education, or the parties settled before a session."""
    began, wished = 0, None
    for place in range(len(story.facts)):
        fact = story.facts[place]
        wished, _ = education_run(story.before(place + 1))
        stopped = fact.type in {FactType.WISH_STATED, FactType.WITHDRAWN_BY_PARTY} and wished == "not_mediate"
        if stopped or fact.type == FactType.RESOLVED_BEFORE_SESSION:
            began = place + 1
    return story.after(began)


def lapse_day(attempt: Story, informed: date) -> date | None:
    """R8: the last day of the 30, or the later one agreed in writing, where it ended with no session held."""
    lapse = days_after(informed, 30)
    for fact in attempt.of(FactType.ARRANGING_EXTENDED):
        until = fact.day("until")
        if until is not None and until > lapse and fact.occurred_on <= lapse:
            lapse = until
    held = attempt.first_day(FactType.SESSION_HELD)
    return None if held is not None and held <= lapse else lapse


def deemed(story: Story, met_on: date | None) -> Answer | None:
    """`cert-deemed-3wd`: R8, three working days from the earliest of its four triggers."""
    state, _ = education_run(story)
    if state != "mediate" or is_health_only(story) or story.appeal_denied:
        return None
    attempt = current_attempt(story)
    if education_run(attempt)[0] != "mediate":
        return None
    informed = attempt.first_day(FactType.LA_INFORMED)
    if informed is None:
        return None
    starts = [fact.occurred_on for fact in attempt.of(FactType.LA_SAYS_CANNOT_ARRANGE, FactType.LA_DECLINED)]
    starts += [fact.occurred_on for fact in attempt.of(FactType.SESSION_HELD) if not present(fact, LA)]
    lapse = lapse_day(attempt, informed)
    now = min(story.as_of, met_on) if met_on is not None else story.as_of
    if lapse is not None and lapse < now:
        starts.append(lapse)
    if not starts:
        return None
    return _clock("cert-deemed-3wd", min(starts), met_on, story.as_of)


def answers(story: Story) -> list[Answer]:
    """Return the clocks that run, as they stood when the first live certificate was issued.

    R12: a live certificate covers the decision, so nothing said or done after it starts another three days.
    """
    if story.decision is None or story.section_i_only:
        return []
    certificates = story.certificates
    met_on = certificates[0].first_on if certificates else None
    advice = story.of(FactType.ADVICE_GIVEN)
    advice_on = advice[0].occurred_on if advice else None
    then = story.before(certificates[0].place) if certificates else story
    found = [no_mediation(then, met_on, advice_on), after_mediation(then, met_on), deemed(then, met_on)]
    return [item for item in found if item is not None]
