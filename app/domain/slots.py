"""Find times for a session that meet every constraint, or say which constraints together make it impossible.

Each constraint is tried on each candidate, a start with a mediator, apart from the others. So where nothing is left,
the smallest sets of constraints that no candidate meets can be named, and what would be left without one of them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import combinations

from app.domain.calendars import Calendar
from app.domain.clocks import LONDON
from app.domain.counting import number, say
from app.domain.parties import Adjustment

STEP = timedelta(minutes=30)
OPENS, CLOSES = time(9), time(17)
LOOK_BEYOND = timedelta(days=60)
"""How far beyond the last day times are looked at, to say how far away the first possible one is."""
MOST_SLOTS = 100
INTERPRETER_LEAD = 5
"""Working days that an interpreter is booked ahead by, unless said otherwise."""
SHORT_MEETING, BREAK_EVERY, BREAK = 90, 60, 15


@dataclass(frozen=True, slots=True)
class Window:
    """A stretch of time, its end not included."""

    starts_at: datetime
    ends_at: datetime

    def holds(self, other: "Window") -> bool:
        return self.starts_at <= other.starts_at and other.ends_at <= self.ends_at

    def meets(self, other: "Window") -> bool:
        return self.starts_at < other.ends_at and other.starts_at < self.ends_at


def window(starts_at: datetime, length_minutes: int) -> Window:
    """Return the stretch of time of a length from an instant on."""
    return Window(starts_at, starts_at + timedelta(minutes=length_minutes))


@dataclass(frozen=True, slots=True)
class Availability:
    """When somebody can come: within what is possible, where anything is named so, and never when impossible."""

    possible: Sequence[Window] = ()
    impossible: Sequence[Window] = ()

    def allows(self, time: Window) -> bool:
        if any(window.meets(time) for window in self.impossible):
            return False
        return not self.possible or any(window.holds(time) for window in self.possible)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mediator who may be asked: what they have already, when they can, and on which days they are not fit."""

    id: str
    busy: Sequence[Window] = ()
    availability: Availability = Availability()
    unfit_on: Callable[[date], tuple[str, ...]] = lambda _day: ()
    conflicted: bool = False


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a session's time."""

    calendar: Calendar
    not_before: datetime
    told_on: date
    length_minutes: int
    hold_by: date | None
    notice_days: int | None
    sides: Mapping[str, Availability] = field(default_factory=dict)
    mediators: Sequence[Candidate] = ()
    lead_days: int = 0
    terms: Sequence[tuple[date, date]] | None = None
    """The terms within which it must lie, where somebody of a school is needed; None where nobody is."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A time that meets everything, with the mediators who can take it."""

    starts_at: datetime
    ends_at: datetime
    mediator_ids: tuple[str, ...]
    whole_working_days: int


@dataclass(frozen=True, slots=True)
class Impossible:
    """Constraints that no time meets together; with one only, none meets that one at all."""

    constraints: tuple[str, ...]
    words: str


@dataclass(frozen=True, slots=True)
class Found:
    """The times found, the earliest first; or what makes it impossible, and the first time each would leave."""

    slots: tuple[Slot, ...]
    more: bool
    impossible: tuple[Impossible, ...]
    without: Mapping[str, datetime]
    """By constraint: the first time that would be possible if this one alone were set aside."""


def length_for(asked_minutes: int, needs: Sequence[Adjustment]) -> int:
    """Return how long a session takes with people's adjustments: shorter where one needs that, longer by breaks."""
    length = min(asked_minutes, SHORT_MEETING) if Adjustment.SHORTER_MEETING in needs else asked_minutes
    if Adjustment.BREAKS in needs:
        length += BREAK * ((length - 1) // BREAK_EVERY)
    return length


def find(asked: Asked, *, most: int = MOST_SLOTS) -> Found:
    """Return the times that meet every constraint, or the smallest sets of constraints that none meets."""
    tests = _constraints(asked)
    names = tuple(tests)
    everything = (1 << len(names)) - 1
    slots: list[Slot] = []
    first: dict[int, datetime] = {}
    more = False
    for time_ in _times(asked):
        free = []
        for mediator in asked.mediators:
            met = sum(1 << place for place, name in enumerate(names) if tests[name](time_, mediator))
            first.setdefault(met, time_.starts_at)
            if met == everything:
                free.append(mediator.id)
        if free and len(slots) == most:
            more = True
            break
        if free:
            slots.append(_slot(asked, time_, free))
    if slots:
        return Found(tuple(slots), more, (), {})
    return Found((), False, tuple(_impossible(asked, names, first)), _without(names, first))


def _constraints(asked: Asked) -> dict[str, Callable[[Window, Candidate], bool]]:
    """Return the constraints by name, in the order in which they are named to people."""
    calendar = asked.calendar
    found: dict[str, Callable[[Window, Candidate], bool]] = {}
    if asked.hold_by is not None:
        last = asked.hold_by
        found["hold-30d"] = lambda time_, _: _day(time_) <= last
    if asked.notice_days is not None:
        needed = asked.notice_days
        found["session-notice-5wd"] = lambda time_, _: (
            calendar.working_days_between(asked.told_on, _day(time_)) >= needed
        )
    for side, availability in asked.sides.items():
        found[f"availability:{side}"] = lambda time_, _, known=availability: known.allows(time_)  # type: ignore[misc]
    if asked.lead_days:
        ready = calendar.add_working_days(asked.told_on, asked.lead_days)
        found["adjustments"] = lambda time_, _: _day(time_) >= ready
    if asked.terms is not None:
        terms = asked.terms
        found["terms"] = lambda time_, _: any(begins <= _day(time_) <= ends for begins, ends in terms)
    found["mediator:fit"] = lambda time_, who: not who.conflicted and not who.unfit_on(_day(time_))
    found["mediator:free"] = lambda time_, who: not any(busy.meets(time_) for busy in who.busy)
    found["mediator:available"] = lambda time_, who: who.availability.allows(time_)
    return found


def _times(asked: Asked) -> list[Window]:
    """Return every time within working hours, from when it is asked for to well beyond the last day."""
    day = asked.not_before.astimezone(LONDON).date()
    last = min(max(asked.hold_by or day, day) + LOOK_BEYOND, asked.calendar.last)
    length = timedelta(minutes=asked.length_minutes)
    found = []
    while day <= last:
        if asked.calendar.is_working_day(day):
            opens, closes = (datetime.combine(day, hour, LONDON).astimezone(UTC) for hour in (OPENS, CLOSES))
            while opens + length <= closes:
                if opens >= asked.not_before:
                    found.append(Window(opens, opens + length))
                opens += STEP
        day += timedelta(days=1)
    return found


def _slot(asked: Asked, time_: Window, mediator_ids: Sequence[str]) -> Slot:
    between = asked.calendar.working_days_between(asked.told_on, _day(time_))
    return Slot(time_.starts_at, time_.ends_at, tuple(mediator_ids), between)


def _impossible(asked: Asked, names: Sequence[str], first: Mapping[int, datetime]) -> list[Impossible]:
    """Return the smallest sets of constraints that no candidate meets."""
    if not first:
        what = "mediators" if not asked.mediators else "time"
        words = "No mediator is to be asked." if not asked.mediators else "No time within working hours is long enough."
        return [Impossible((what,), words)]
    found: list[int] = []
    for size in range(1, len(names) + 1):
        for places in combinations(range(len(names)), size):
            mask = sum(1 << place for place in places)
            if any(smaller & mask == smaller for smaller in found):
                continue
            if not any(met & mask == mask for met in first):
                found.append(mask)
    return [
        Impossible(
            tuple(name for place, name in enumerate(names) if mask & 1 << place), _words(asked, names, mask, first)
        )
        for mask in found
    ]


def _without(names: Sequence[str], first: Mapping[int, datetime]) -> dict[str, datetime]:
    """Return the first time that would be left if one constraint were set aside, for each that leaves one."""
    everything = (1 << len(names)) - 1
    found = {}
    for place, name in enumerate(names):
        needed = everything & ~(1 << place)
        starts = [at for met, at in first.items() if met & needed == needed]
        if starts:
            found[name] = min(starts)
    return found


def _words(asked: Asked, names: Sequence[str], mask: int, first: Mapping[int, datetime]) -> str:
    said = [_say(asked, name, place, first) for place, name in enumerate(names) if mask & 1 << place]
    return f"{'; '.join(said)}." if len(said) > 1 else f"{said[0]}: no time meets this."


def _say(asked: Asked, name: str, place: int, first: Mapping[int, datetime]) -> str:
    """Say one constraint in words, with the first day that it leaves."""
    starts = [at for met, at in first.items() if met & 1 << place]
    earliest = f", first on {say(min(starts).astimezone(LONDON).date())}" if starts else ""
    kind, _, whose = name.partition(":")
    match kind:
        case "hold-30d":
            return f"the 30 days end on {say(asked.hold_by or date.max)}"
        case "session-notice-5wd":
            days = number(asked.notice_days or 0, "clear working day")
            if not starts:
                return f"notice: no day has {days}"
            return f"notice: the earliest day with {days} is {say(min(starts).astimezone(LONDON).date())}"
        case "availability":
            return f"when the {whose} side can come{earliest}"
        case "adjustments":
            return f"the interpreter needs {number(asked.lead_days, 'working day')}{earliest}"
        case "terms":
            return f"a school can come in term only{earliest}"
        case _:
            words = {"fit": "a mediator who is fit and has no conflict", "free": "a mediator who is free"}
            return f"{words.get(whose, 'when a mediator can come')}{earliest}"


def _day(time_: Window) -> date:
    return time_.starts_at.astimezone(LONDON).date()
