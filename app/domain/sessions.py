"""Sessions: their kinds and moves, the facts that each step records, notice, cancellation, and the ticks they take."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum

from app.domain.calendars import Calendar
from app.domain.clocks import LONDON
from app.domain.codes import ReferralKind
from app.domain.counting import number, say
from app.domain.facts import FactType
from app.domain.refusals import Invalid, StateConflict
from app.domain.rules import Rule


class SessionKind(StrEnum):
    MEDIATION = "mediation"
    DISAGREEMENT_RESOLUTION = "disagreement_resolution"
    PRE_MEETING = "pre_meeting"


class SessionMode(StrEnum):
    ONLINE = "online"
    IN_PERSON = "in_person"
    HYBRID = "hybrid"


class SessionStatus(StrEnum):
    PLANNED = "planned"
    PROPOSED = "proposed"
    FIXED = "fixed"
    HELD = "held"
    ADJOURNED = "adjourned"
    CONCLUDED = "concluded"
    CANCELLED = "cancelled"


class CalledBy(StrEnum):
    """Who proposes a session or calls it off."""

    FAMILY = "family"
    LA = "la"
    ICB = "icb"
    SCHOOL = "school"
    PROVIDER = "provider"
    MEDIATOR = "mediator"


class BookingKind(StrEnum):
    INTERPRETER = "interpreter"
    BSL = "bsl"
    ROOM = "room"


class BookingStatus(StrEnum):
    REQUESTED = "requested"
    CONFIRMED = "confirmed"
    CANCELLED = "cancelled"


class Step(StrEnum):
    """What happens to a session. Each step records its fact, except of a pre-meeting, which is no session in law."""

    PROPOSAL = "proposal"
    FIXING = "fixing"
    NOTICE = "notice"
    NOTICE_CONSENT = "notice_consent"
    CANCELLATION = "cancellation"
    HOLDING = "holding"
    ADJOURNMENT = "adjournment"
    CONCLUSION = "conclusion"


_S = SessionStatus
_MOVES: Mapping[Step, tuple[frozenset[SessionStatus], SessionStatus | None]] = {
    Step.PROPOSAL: (frozenset({_S.PLANNED, _S.PROPOSED}), _S.PROPOSED),
    Step.FIXING: (frozenset({_S.PLANNED, _S.PROPOSED, _S.FIXED}), _S.FIXED),
    Step.NOTICE: (frozenset({_S.FIXED}), None),
    Step.NOTICE_CONSENT: (frozenset({_S.FIXED}), None),
    Step.CANCELLATION: (frozenset({_S.PLANNED, _S.PROPOSED, _S.FIXED}), _S.CANCELLED),
    Step.HOLDING: (frozenset({_S.FIXED}), _S.HELD),
    Step.ADJOURNMENT: (frozenset({_S.HELD}), _S.ADJOURNED),
    Step.CONCLUSION: (frozenset({_S.HELD, _S.ADJOURNED}), _S.CONCLUDED),
}
FACT_OF: Mapping[Step, FactType] = {
    Step.PROPOSAL: FactType.SESSION_PROPOSED,
    Step.FIXING: FactType.SESSION_FIXED,
    Step.NOTICE: FactType.SESSION_NOTICE_GIVEN,
    Step.NOTICE_CONSENT: FactType.NOTICE_SHORTENING_CONSENTED,
    Step.CANCELLATION: FactType.SESSION_CANCELLED,
    Step.HOLDING: FactType.SESSION_HELD,
    Step.ADJOURNMENT: FactType.SESSION_ADJOURNED,
    Step.CONCLUSION: FactType.MEDIATION_CONCLUDED,
}
CHANGEABLE = _MOVES[Step.PROPOSAL][0]
"""When the plan of a session may be changed without a word to anybody; later it is fixed anew."""
LIVE = frozenset({_S.PLANNED, _S.PROPOSED, _S.FIXED})


def reached(step: Step, status: SessionStatus) -> SessionStatus:
    """Return the status that a step leads to, or refuse the step."""
    leaves, reaches = _MOVES[step]
    if status not in leaves:
        allowed = " or ".join(sorted(leaves))
        raise StateConflict(f"A session is {allowed} before its {step.replace('_', ' ')}; this one is {status}.")
    return reaches or status


def fact_of(step: Step, kind: SessionKind, status: SessionStatus) -> FactType | None:
    """Return the fact that a step records from a status; None where there is nothing to tell."""
    if kind is SessionKind.PRE_MEETING:
        return None
    if step is Step.CANCELLATION and status is not SessionStatus.FIXED:
        return None  # nothing was fixed that could be called off
    return FACT_OF[step]


def last_step(status: SessionStatus, *, proposed: bool, fixed: bool) -> tuple[Step, SessionStatus]:
    """Return the step that led to a status, and the status before it; what was told beforehand is not taken back."""
    planned = _S.FIXED if fixed else _S.PROPOSED if proposed else _S.PLANNED
    found: Mapping[SessionStatus, tuple[Step, SessionStatus]] = {
        _S.CANCELLED: (Step.CANCELLATION, planned),
        _S.HELD: (Step.HOLDING, _S.FIXED),
        _S.ADJOURNED: (Step.ADJOURNMENT, _S.HELD),
        _S.CONCLUDED: (Step.CONCLUSION, _S.HELD),
    }
    if status not in found:
        raise StateConflict(f"A session that is {status} is fixed anew or called off: there is nothing to take back.")
    return found[status]


def check_kind(kind: SessionKind, case_kind: ReferralKind) -> None:
    """Refuse a session of the other procedure: the two are never mixed on one case."""
    wanted = {
        ReferralKind.MEDIATION: SessionKind.MEDIATION,
        ReferralKind.DISAGREEMENT_RESOLUTION: SessionKind.DISAGREEMENT_RESOLUTION,
    }.get(case_kind)
    if kind is not SessionKind.PRE_MEETING and wanted is not None and kind is not wanted:
        raise Invalid("/kind", "other_procedure", f"This case is about {case_kind.replace('_', ' ')}.")


TICK_MINUTES = 15
_TICK = timedelta(minutes=TICK_MINUTES)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def ticks(starts_at: datetime, length_minutes: int) -> range:
    """Return the quarters of an hour that a session takes, by number: each is taken once by a mediator or a room."""
    if (starts_at - _EPOCH) % _TICK:
        raise Invalid("/starts_at", "not_on_the_quarter", "A session starts on a quarter of an hour.")
    first = (starts_at - _EPOCH) // _TICK
    return range(first, first + length_minutes // TICK_MINUTES)


def check_known_day(starts_at: datetime, calendar: Calendar) -> None:
    """Refuse to plan a session on a day whose bank holidays are not known: its notice could not be counted."""
    if not calendar.covers(london_day(starts_at)):
        raise Invalid(
            "/starts_at",
            "beyond_calendar",
            f"A day from {say(calendar.first)} to {say(calendar.last)} is expected: the bank holidays of other years "
            "are not known.",
        )


def check_place(mode: SessionMode, venue: str | None) -> None:
    """Refuse to fix a session to which somebody is to come without saying where."""
    if mode is not SessionMode.ONLINE and venue is None:
        raise Invalid("/venue", "missing", f"Say where it is: a session {_WHERE[mode]} is fixed with its venue.")


_WHERE = {SessionMode.IN_PERSON: "in person", SessionMode.HYBRID: "that is partly in person"}


def london_day(moment: datetime) -> date:
    """Return the day of an instant in Europe/London."""
    return moment.astimezone(LONDON).date()


@dataclass(frozen=True, slots=True)
class Notice:
    """How the notice of a session stands: R18 judges it by the whole working days between."""

    last_day: date
    whole_working_days: int | None
    enough: bool | None
    words: tuple[str, ...]


def notice_of(rule: Rule, held_on: date, told_on: date | None, calendar: Calendar) -> Notice:
    """Judge notice given on a day of a session on another; of notice not given, say until when it may be."""
    counted = rule.count(held_on, calendar)
    if told_on is None:
        return Notice(counted.on, None, None, counted.steps)
    between = calendar.working_days_between(told_on, held_on)
    words = (
        f"Told on {say(told_on)} of a session on {say(held_on)}: "
        f"{number(between, 'whole working day')} between; {number(rule.amount, 'day')} are needed.",
    )
    return Notice(counted.on, between, between >= rule.amount, words)


_OPENS, _CLOSES = time(9), time(17)


def working_minutes(begins: datetime, ends: datetime, calendar: Calendar) -> int:
    """Count the minutes between two instants that lie within working hours, 9 to 5 in London on working days."""
    total, day, last = timedelta(), london_day(begins), london_day(ends)
    while day <= last:
        if calendar.is_working_day(day):
            opens, closes = (datetime.combine(day, hour, LONDON).astimezone(UTC) for hour in (_OPENS, _CLOSES))
            total += max(min(closes, ends) - max(opens, begins), timedelta())
        day += timedelta(days=1)
    return total // timedelta(minutes=1)


CHARGED_WITHIN_HOURS = 16
"""Two working days. No public tariff was found: where a contract says otherwise, the canceller's charge is stated."""
_CHARGED = frozenset({CalledBy.LA, CalledBy.ICB})


@dataclass(frozen=True, slots=True)
class Charge:
    """Whether a cancellation is charged for, and the rule why."""

    chargeable: bool
    why: str


def charge_for(by: CalledBy, minutes: int) -> Charge:
    """Say whether a cancellation is charged for: the service is free to families, and pays for its own."""
    if by not in _CHARGED:
        return Charge(False, f"A cancellation by the {by} is not charged for.")
    hours = minutes // 60
    if hours < CHARGED_WITHIN_HOURS:
        return Charge(True, f"{hours} working hours' notice; fewer than {CHARGED_WITHIN_HOURS} are charged for.")
    return Charge(False, f"{hours} working hours' notice; {CHARGED_WITHIN_HOURS} or more are not charged for.")


def day_begins(day: date) -> datetime:
    """Return the instant at which a day begins in Europe/London."""
    return datetime.combine(day, time(), LONDON).astimezone(UTC)


def day_ends(day: date) -> datetime:
    """Return the instant at which the day after begins in Europe/London."""
    return day_begins(day + timedelta(days=1))
