"""The thirty days, the notice to health bodies and the five working days' notice (law.md 1.3)."""

from dataclasses import dataclass
from datetime import date

from app.domain.facts import Fact, FactType
from tests.domain.oracle.answers import NOT_NEEDED, Answer, answer, judged, not_in_force
from tests.domain.oracle.days import days_after, whole_working_days_between, working_days_after, working_days_before
from tests.domain.oracle.reading import FAMILY, IN_FORCE, Story, is_health_only, issue_kinds, present, route_unclear

TOLD_TO_FAMILY = {"family", "all"}


RULES = (
    "health-notify-3wd",
    "arrange-30d-education",
    "arrange-30d-mixed",
    "arrange-30d-health-only",
    "hold-30d",
)
DOINGS = (FactType.LA_INFORMED, FactType.ICB_NOTIFIED, FactType.SESSION_FIXED, FactType.SESSION_HELD)


@dataclass(frozen=True)
class Attempt:
    """One stretch in which the family wishes to mediate, and the day on which it ended, if it did."""

    story: Story
    ended_on: date | None
    unclear: bool = False


def current_attempt(story: Story) -> Attempt:
    """Return the latest attempt: facts up to a "no", a withdrawal or a settlement; a new wish opens the next.

    Nothing says what a session or a telling of the LA means that comes after the end of one and before another, nor
    what is said in a case that is closed.
    """
    attempts, began, ended, unclear = [], 0, None, False
    for place, fact in enumerate(story.facts):
        said = fact.payload.get("wish") if fact.type == FactType.WISH_STATED else None
        stops = said == "not_mediate" or fact.type in {FactType.WITHDRAWN_BY_PARTY, FactType.RESOLVED_BEFORE_SESSION}
        if stops and ended is None:
            ended = place
        elif said == "mediate" and ended is not None:
            attempts.append(Attempt(story.before(ended).after(began), story.facts[ended].occurred_on))
            began, ended = place, None
        elif ended is not None and (fact.type in DOINGS or said == "undecided"):
            unclear = True
    last = story.before(ended).after(began) if ended is not None else story.after(began)
    ended_on = story.facts[ended].occurred_on if ended is not None else None
    unclear = unclear or bool(attempts and not last.of(FactType.LA_INFORMED) and story.of(FactType.LA_INFORMED))
    reopened = max((place for place, fact in enumerate(story.facts) if fact.type == FactType.REOPENED), default=-1)
    shut = False
    for fact in story.facts[reopened + 1 :]:
        unclear = unclear or (shut and fact.type in {*DOINGS, FactType.WISH_STATED})
        shut = shut or fact.type == FactType.CASE_CLOSED
    return Attempt(last, ended_on, unclear)


def status_in(attempt: Attempt, due: date, met_on: date | None, as_of: date) -> str:
    """Judge a clock; a family that stops wishing before the last day ends the duty, not a breach already made."""
    if met_on is None and attempt.ended_on is not None and attempt.ended_on <= due:
        return NOT_NEEDED
    return judged(due, met_on, as_of)


def notified_on(story: Story) -> date | None:
    """R22: met when every ICB named has been told, so on the day on which the last of them first was."""
    first: dict[str, date] = {}
    for fact in story.of(FactType.ICB_NOTIFIED):
        for icb in fact.payload["icb_ids"]:
            first.setdefault(icb, fact.occurred_on)
    return max(first.values()) if first else None


def told_of_health(story: Story, attempt: Story) -> tuple[date | None, bool]:
    """`health-notify-3wd`: the day on which the LA was informed of issues that include health.

    A telling before anybody recorded health was of something else. Where no other follows, nothing is said.
    """
    health = [
        fact.occurred_on
        for fact in story.of(FactType.ISSUES_RECORDED)
        if any(item["kind"] == "health" for item in fact.payload["issues"])
    ]
    tellings = [fact.occurred_on for fact in attempt.of(FactType.LA_INFORMED)]
    if not health or not tellings:
        return None, False
    since = [day for day in tellings if day >= health[0]]
    return (since[0], False) if since else (None, True)


def thirty_days(story: Story) -> list[Answer]:
    """`health-notify-3wd`, `arrange-30d-*` and `hold-30d`, from the earlier telling of the LA or, for health alone,

    from the notice to the ICB (R22: provisional while there is none).
    """
    attempt = current_attempt(story)
    if attempt.unclear or route_unclear(story):
        return [Answer(rule, "", None, None, NOT_NEEDED, silent=frozenset({"all"})) for rule in RULES]
    informed = attempt.story.first_day(FactType.LA_INFORMED)
    kinds = issue_kinds(story)
    health_only = is_health_only(story)
    notified = notified_on(attempt.story)
    found: list[Answer] = []
    of_health, unsaid = told_of_health(story, attempt.story)
    if informed is not None and "health" in kinds:
        rule = "health-notify-3wd"
        if unsaid:
            found.append(Answer(rule, "", None, None, NOT_NEEDED, silent=frozenset({"all"})))
        elif of_health is not None and of_health < IN_FORCE:
            found.append(not_in_force(rule))
        elif of_health is not None:
            due = working_days_after(of_health, 3)
            found.append(answer(rule, due, status_in(attempt, due, notified, story.as_of)))
    start, flags = informed, set()
    if health_only and notified is not None:
        start = notified
    elif health_only and unsaid:
        silent = (Answer(rule, "", None, None, NOT_NEEDED, silent=frozenset({"all"})) for rule in RULES)
        return [*found, *silent]
    elif health_only and of_health is not None and of_health >= IN_FORCE:
        start, flags = working_days_after(of_health, 3), {"provisional"}
    if start is None:
        return found
    rule = "arrange-30d-education"
    if "health" in kinds:
        rule = "arrange-30d-health-only" if health_only else "arrange-30d-mixed"
    if start < IN_FORCE:
        return [*found, not_in_force(rule), not_in_force("hold-30d")]
    due = days_after(start, 30)
    arranged = attempt.story.first_day(FactType.SESSION_FIXED)  # facts.md section 4, cancelled later or not
    held = [fact.occurred_on for fact in attempt.story.of(FactType.SESSION_HELD) if present(fact, FAMILY)]
    found.append(answer(rule, due, status_in(attempt, due, arranged, story.as_of), flags=flags))
    found.append(answer("hold-30d", due, status_in(attempt, due, held[0] if held else None, story.as_of), flags=flags))
    return found


def notices(story: Story) -> list[Answer]:
    """`session-notice-5wd`: R18, for each session; a change of day needs a new notice."""
    rule = "session-notice-5wd"
    found = []
    names = {fact.payload.get("session_id") or fact.payload["held_on"] for fact in story.of(FactType.SESSION_FIXED)}
    for name in sorted(names):
        fixed, place = None, 0
        for number, fact in enumerate(story.facts):
            mine = fact.payload.get("session_id") or fact.payload.get("held_on")
            if fact.type == FactType.SESSION_FIXED and mine == name:
                fixed, place = fact, number
        assert fixed is not None
        if fixed.occurred_on < IN_FORCE:
            found.append(not_in_force(rule, name))
            continue
        found.append(_notice(story, place, fixed, name))
    return found


def _notice(story: Story, place: int, fixed: Fact, name: str) -> Answer:
    session_day = fixed.day("held_on")
    assert session_day is not None
    due = working_days_before(session_day, 6)
    last = due
    while whole_working_days_between(days_after(last, 1), session_day) >= 5:
        last = days_after(last, 1)

    def days_of(kind: FactType, facts: Story) -> list[date]:
        mine = {None, fixed.payload.get("session_id")}
        return [fact.occurred_on for fact in facts.of(kind) if fact.payload.get("session_id") in mine]

    since = story.after(place)
    told = [
        fact.occurred_on
        for fact in since.of(FactType.SESSION_NOTICE_GIVEN)
        if fact.payload.get("session_id") in {None, fixed.payload.get("session_id")}
        and fact.payload["to"] in TOLD_TO_FAMILY
    ]
    consents = days_of(FactType.NOTICE_SHORTENING_CONSENTED, since)
    cancelled = days_of(FactType.SESSION_CANCELLED, since)
    stops = [number for number, fact in enumerate(story.facts) if _stops(fact)]
    wished_again = bool(stops) and any(
        fact.payload["wish"] != "not_mediate" for fact in story.after(stops[0]).of(FactType.WISH_STATED)
    )
    fixes = story.of(FactType.SESSION_FIXED)
    unsaid = (
        any(day >= session_day for day in [*told, *consents])  # told or agreed on the day or after it
        or wished_again
        or any(number < place for number in stops)  # fixed for a family that had stopped
        or (bool(stops) and route_unclear(story))  # stopped about some kinds of issue only
        or any(day < session_day for day in days_of(FactType.SESSION_HELD, story))  # moved after it was held
        or any(day >= min(cancelled, default=date.max) for day in [*told, *consents])  # of what was called off
        or any(fact.type == FactType.SESSION_HELD for number in stops for fact in story.after(number).facts)
        or (len(fixes) > 1 and not all(fact.payload.get("session_id") for fact in fixes))  # one moved, or two?
    )
    if unsaid:
        return Answer("session-notice-5wd", name, None, None, NOT_NEEDED, silent=frozenset({"all"}))
    status = judged(due, told[0] if told else None, story.as_of, last)
    ends = cancelled + [fact.occurred_on for fact in since.facts if _stops(fact)]
    if not told and ends and min(ends) <= last:
        status = NOT_NEEDED  # called off while notice could still be given in time
    if consents and status != "met":
        status = NOT_NEEDED  # SR 37: with consent the notice may be shorter
    plain = working_days_before(session_day, 5)
    return answer("session-notice-5wd", due, status, subject=name, dates={plain})


def _stops(fact: Fact) -> bool:
    no = fact.type == FactType.WISH_STATED and fact.payload["wish"] == "not_mediate"
    return no or fact.type in {FactType.WITHDRAWN_BY_PARTY, FactType.RESOLVED_BEFORE_SESSION}


def answers(story: Story) -> list[Answer]:
    return [*thirty_days(story), *notices(story)]
