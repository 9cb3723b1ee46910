"""The clocks of those who arrange: notify, arrange, hold, and give notice of each session (law.md R18, R22)."""

from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import NamedTuple

from app.domain.calendars import Calendar
from app.domain.circumstances import Circumstances, family_present
from app.domain.clocks import Alternative, Reckoning, distinct
from app.domain.codes import OwedBy, Route
from app.domain.counting import say
from app.domain.facts import Fact, FactType
from app.domain.rules import Rule
from app.domain.wishes import HEALTH

_ARRANGE = {Route.MIXED: "arrange-30d-mixed", Route.HEALTH_ONLY: "arrange-30d-health-only"}
# Asked of every fact of every case: by name they are found at once, by the enum they are looked up.
_FIXED, _HELD, _CANCELLED = FactType.SESSION_FIXED, FactType.SESSION_HELD, FactType.SESSION_CANCELLED
_ISSUES = FactType.ISSUES_RECORDED
_NOTICE_GIVEN, _CONSENTED = FactType.SESSION_NOTICE_GIVEN, FactType.NOTICE_SHORTENING_CONSENTED
_OVER_WORDS = "It is no longer needed."
"""Councils and health bodies read these explanations: what the family wished, withdrew or agreed to is not in them."""


def arranging_clocks(found: Reckoning) -> None:
    """Work out the health notice, the 30 days to arrange and the 30 days to hold."""
    case = found.case
    after = case.wishes.attempt_starts_after
    told = case.first(FactType.LA_INFORMED, after=after)
    start = told.occurred_on if told else None
    flags: list[str] = []
    steps: list[str] = []
    if told is not None:
        who = "The adviser" if told.payload.get("informed_by") == "adviser" else "The family"
        steps.append(f"{who} informed the council on {say(told.occurred_on)}.")
        again = next((f for f in case.all(FactType.LA_INFORMED, after=after) if f.occurred_on > told.occurred_on), None)
        if again is not None:
            steps.append(f"It was informed again on {say(again.occurred_on)}; the earlier day counts.")
            found.warn("informed_twice", "The council was informed twice: the earlier day counts.")
    if told is not None and case.route in (Route.MIXED, Route.HEALTH_ONLY):
        told_of_health = _told_of_health(case, told, after)
        _health_notice(found, told_of_health, after)
        if case.route is Route.HEALTH_ONLY:
            start, flags, steps = _health_body_start(found, told_of_health.on, after, steps)
    elif case.route is Route.HEALTH_ONLY:
        start, flags, steps = _health_body_start(found, None, after, steps)
    if start is None:
        return
    arrange = found.rule(_ARRANGE.get(case.route, "arrange-30d-education"), start)
    fixed = case.first(FactType.SESSION_FIXED, after=after)
    if arrange is not None:
        _thirty_days(found, arrange, start, steps, flags, fixed, f"A session was fixed{_on(fixed)}.")
    hold = found.rule("hold-30d", start)
    held = next((f for f in case.all(FactType.SESSION_HELD, after=after) if family_present(f)), None)
    if hold is not None:
        _thirty_days(found, hold, start, steps, flags, held, f"A session with the family was held{_on(held)}.")


def session_clocks(found: Reckoning) -> None:
    """Work out the last day for notice of each session."""
    for session in _sessions(found.case):
        rule = found.rule("session-notice-5wd", session.fixed_on, subject=session.key)
        if rule is not None:
            _notice(found, rule, session)


@dataclass(slots=True)
class _Session:
    """One session as it was last fixed, with the notice and consent given for it since."""

    key: str
    held_on: date
    fixed_on: date
    refixed: bool = False
    told_on: date | None = None
    consented: bool = False
    cancelled_on: date | None = None
    held: bool = False


def _sessions(case: Circumstances) -> list[_Session]:
    """Follow the sessions of a case. Without an id, a fact is about the session that then stands."""
    sessions: dict[str, _Session] = {}
    standing: str | None = None
    for fact in case.facts:
        named = fact.payload.get("session_id")
        key = str(named) if named else standing
        kind = fact.type
        if kind is _FIXED:
            standing = _fix(sessions, key, fact) or standing
            continue
        session = sessions.get(key) if key is not None else None
        if session is None:
            continue
        if kind is _NOTICE_GIVEN and fact.payload.get("to", "all") in ("family", "all"):
            session.told_on = session.told_on or fact.occurred_on
        elif kind is _CONSENTED:
            session.consented = True
        elif kind is _CANCELLED:
            session.cancelled_on = fact.occurred_on
            standing = None if key == standing else standing
        elif kind is _HELD:
            session.held = True
            standing = None if key == standing else standing
    return list(sessions.values())


def _fix(sessions: dict[str, _Session], key: str | None, fact: Fact) -> str | None:
    held_on = fact.day("held_on")
    if held_on is None:
        return None
    # A new date or place is a new session for the purpose of notice, and what was said of the old one is void.
    refixed = sessions.pop(key, None) is not None if key is not None else False
    name = key if key is not None and fact.payload.get("session_id") else held_on.isoformat()
    sessions[name] = _Session(name, held_on, fact.occurred_on, refixed=refixed)
    return name


class _LastDay(NamedTuple):
    """The last day for notice of a session on some day: as shown, as judged, and how it was counted."""

    due_on: date
    judged_on: date
    alternatives: tuple[Alternative, ...]
    steps: tuple[str, ...]


@lru_cache(maxsize=4096)
def _last_day(rule: Rule, held_on: date, calendar: Calendar) -> _LastDay:
    counted = rule.count(held_on, calendar)
    # The last day that still leaves the whole working days between may itself be no working day (R18).
    plain = calendar.add_working_days(held_on, -rule.amount)
    other = Alternative(plain, "counted plainly, five working days back from the session")
    steps = (f"The session is on {say(held_on)}.", *counted.steps)
    return _LastDay(counted.on, plain - timedelta(days=1), distinct([other], counted.on), steps)


def _notice(found: Reckoning, rule: Rule, session: _Session) -> None:
    last = _last_day(rule, session.held_on, found.calendar)
    judged_on = last.judged_on
    in_time = session.told_on is not None and session.told_on <= judged_on
    steps = list(last.steps)
    if session.refixed:
        steps.append("The date or place was changed, so notice is given afresh.")
    not_needed = False
    if session.told_on is not None:
        steps.append(f"The family was told on {say(session.told_on)}.")
    if not in_time and session.consented:
        not_needed = True
        steps.append(_OVER_WORDS)
    elif not in_time and session.told_on is not None:
        steps.append("That is shorter notice than the law gives.")
        found.warn("short_notice", f"Notice of the session of {session.held_on} was short: ask for agreement to it.")
    elif session.told_on is None and not session.held:
        ended = found.case.wishes.ended
        end = session.cancelled_on or (ended.on if ended is not None else None)
        if end is not None and end <= judged_on:
            not_needed = True
            steps.append(_OVER_WORDS)
    found.add(
        rule,
        subject=session.key,
        owed_by=found.case.arranger,
        start_on=session.fixed_on,
        due_on=last.due_on,
        judged_on=judged_on,
        met_on=session.told_on,
        not_needed=not_needed,
        alternatives=last.alternatives,
        steps=steps,
    )


class _Told(NamedTuple):
    """The day on which the council was told of health issues, and whether anybody wrote that down."""

    on: date
    certain: bool


def _told_of_health(case: Circumstances, told: Fact, after: int) -> _Told:
    """Return the first telling since health issues were recorded; with none since, the day they were recorded."""
    recorded_on = next(fact.occurred_on for _, fact in case.placed(_ISSUES) if _names_health(fact))
    if told.occurred_on >= recorded_on:
        return _Told(told.occurred_on, certain=True)
    since = [f for f in case.all(FactType.LA_INFORMED, after=after) if f.occurred_on >= recorded_on]
    return _Told(since[0].occurred_on, certain=True) if since else _Told(recorded_on, certain=False)


def _names_health(recorded: Fact) -> bool:
    return HEALTH in [issue["kind"] for issue in recorded.payload.get("issues", ())]


def _health_notice(found: Reckoning, told: _Told, after: int) -> None:
    rule = found.rule("health-notify-3wd", told.on)
    if rule is None:
        return
    counted = rule.count(told.on, found.calendar)
    notified = _all_notified(found.case, after)
    ended = found.case.wishes.ended
    if told.certain:
        first = f"The council was told on {say(told.on)} of issues that include health provision."
    else:
        first = f"Health issues were recorded on {say(told.on)}; that the council was told of them is not recorded."
        found.warn("council_not_told_of_health", "Tell the council of the health issues, and record that it was told.")
    found.add(
        rule,
        start_on=told.on,
        due_on=counted.on,
        met_on=notified,
        # What the council was not told of it cannot be late with.
        judged_on=None if told.certain else notified,
        holds_open=not told.certain,
        flags=() if told.certain else ("provisional",),
        not_needed=notified is None and ended is not None and ended.on <= counted.on,
        steps=[
            first,
            *counted.steps,
            "It is met when every health body concerned has been told.",
        ],
    )


def _all_notified(case: Circumstances, after: int) -> date | None:
    """Return the day on which the last health body was told (R22)."""
    days: dict[str, date] = {}
    for fact in case.all(FactType.ICB_NOTIFIED, after=after):
        for body in fact.payload.get("icb_ids") or ("",):
            days.setdefault(str(body), fact.occurred_on)
    return max(days.values(), default=None)


def _health_body_start(
    found: Reckoning, told_on: date | None, after: int, steps: list[str]
) -> tuple[date | None, list[str], list[str]]:
    """Start the health body's 30 days when it was told; until then from the last day for telling it (R22)."""
    notified = _all_notified(found.case, after)
    if notified is not None:
        return notified, [], [*steps, f"The health body was told on {say(notified)}."]
    if told_on is None:
        return None, [], steps
    rule = found.rules.on("health-notify-3wd", told_on)
    if rule is None:
        return told_on, [], steps
    latest = rule.count(told_on, found.calendar).on
    found.warn(
        "health_body_not_told", "No health body has been told yet: its 30 days are shown from the last day for it."
    )
    words = f"The health body has not been told yet; the count runs from the last day for it, {say(latest)}."
    return latest, ["provisional"], [*steps, words]


def _thirty_days(
    found: Reckoning, rule: Rule, start: date, steps: list[str], flags: list[str], met_by: Fact | None, met_words: str
) -> None:
    counted = rule.count(start, found.calendar)
    ended = found.case.wishes.ended
    over = met_by is None and ended is not None and ended.on <= counted.on
    words = [*steps, *counted.steps]
    if met_by is not None:
        words.append(met_words)
    elif over:
        words.append(_OVER_WORDS)
    found.add(
        rule,
        owed_by=found.case.arranger if rule.owed_by is OwedBy.ARRANGING_BODY else rule.owed_by,
        start_on=start,
        due_on=counted.on,
        met_on=met_by.occurred_on if met_by is not None else None,
        not_needed=over,
        flags=flags,
        steps=words,
    )


def _on(fact: Fact | None) -> str:
    return f" on {say(fact.occurred_on)}" if fact is not None else ""
