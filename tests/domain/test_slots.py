"""The slot finder against a reading of its own that tries every minute's worth of candidates one by one."""

from datetime import UTC, date, datetime, timedelta
from itertools import combinations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain import slots
from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.parties import Adjustment
from app.domain.slots import Asked, Availability, Candidate, Window

MONDAY = datetime(2025, 3, 31, 6, 0, tzinfo=UTC)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """Return an instant of April 2025, when London is an hour ahead."""
    return datetime(2025, 4, day, hour, minute, tzinfo=UTC)


def asked(**changes: Any) -> Asked:
    usual: dict[str, Any] = {
        "calendar": ENGLAND_AND_WALES,
        "not_before": MONDAY,
        "told_on": date(2025, 3, 31),
        "length_minutes": 120,
        "hold_by": date(2025, 4, 30),
        "notice_days": 5,
        "mediators": (Candidate("m1"),),
    }
    return Asked(**usual | changes)


def test_the_first_slot_leaves_five_clear_working_days() -> None:
    found = slots.find(asked())
    # Told on Monday 31 March: Tuesday to Friday and Monday lie between, so Tuesday 8 April at 9 in London.
    assert found.slots[0] == slots.Slot(at(8, 8), at(8, 10), ("m1",), 5)
    assert found.impossible == ()
    assert (len(found.slots), found.more) == (100, True)


def test_it_says_which_constraints_exclude_each_other() -> None:
    found = slots.find(asked(hold_by=date(2025, 4, 4)))
    assert found.slots == ()
    (reason,) = found.impossible
    assert reason.constraints == ("hold-30d", "session-notice-5wd")
    assert reason.words == (
        "the 30 days end on Fri 4 April 2025; notice: the earliest day with five clear working days is "
        "Tue 8 April 2025."
    )
    assert found.without == {"hold-30d": at(8, 8), "session-notice-5wd": MONDAY + timedelta(hours=2)}


def test_a_side_that_can_never_come_is_named_alone() -> None:
    never = Availability(possible=(Window(at(5, 8), at(5, 16)),))  # a Saturday
    found = slots.find(asked(sides={"la": never}))
    assert [reason.constraints for reason in found.impossible] == [("availability:la",)]
    assert found.impossible[0].words == "when the la side can come: no time meets this."
    assert found.without == {"availability:la": at(8, 8)}


@pytest.mark.parametrize(
    ("changes", "constraint"),
    [
        ({"mediators": ()}, "mediators"),
        ({"length_minutes": 500}, "time"),
        ({"mediators": (Candidate("m1", conflicted=True),)}, "mediator:fit"),
        ({"mediators": (Candidate("m1", unfit_on=lambda _day: ("dbs",)),)}, "mediator:fit"),
        ({"mediators": (Candidate("m1", busy=(Window(MONDAY, at(30, 23) + timedelta(days=90)),)),)}, "mediator:free"),
        ({"terms": [(date(2024, 9, 2), date(2024, 12, 20))]}, "terms"),
    ],
)
def test_each_constraint_can_make_it_impossible(changes: dict[str, Any], constraint: str) -> None:
    found = slots.find(asked(**changes))
    assert [reason.constraints for reason in found.impossible] == [(constraint,)]


def test_nobody_is_asked_into_a_time_that_only_touches_another() -> None:
    busy = Candidate("m1", busy=(Window(at(8, 8), at(8, 10)),))
    assert slots.find(asked(mediators=(busy,))).slots[0].starts_at == at(8, 10)


def test_the_interpreter_and_the_terms_move_the_first_day() -> None:
    assert slots.find(asked(lead_days=10)).slots[0].starts_at == at(14, 8)
    assert slots.find(asked(terms=[(date(2025, 4, 22), date(2025, 7, 22))])).slots[0].starts_at == at(22, 8)


def test_adjustments_change_the_length() -> None:
    assert slots.length_for(150, []) == 150
    assert slots.length_for(150, [Adjustment.SHORTER_MEETING]) == 90
    assert slots.length_for(150, [Adjustment.BREAKS]) == 180
    assert slots.length_for(60, [Adjustment.BREAKS]) == 60


def _reads(wanted: Asked, time: Window, mediator: Candidate) -> dict[str, bool]:
    """Read each constraint a second time, in another way."""
    day = (time.starts_at + timedelta(hours=1)).date()  # in April London is an hour ahead
    met = {}
    if wanted.hold_by is not None:
        met["hold-30d"] = not day > wanted.hold_by
    if wanted.notice_days is not None:
        between = wanted.told_on + timedelta(days=1)
        count = 0
        while between < day:
            count += between.weekday() < 5 and between not in ENGLAND_AND_WALES.holidays
            between += timedelta(days=1)
        met["session-notice-5wd"] = count >= wanted.notice_days
    for side, known in wanted.sides.items():
        met[f"availability:{side}"] = _can(known, time)
    met["mediator:fit"] = not mediator.conflicted
    met["mediator:free"] = all(
        busy.ends_at <= time.starts_at or time.ends_at <= busy.starts_at for busy in mediator.busy
    )
    met["mediator:available"] = _can(mediator.availability, time)
    return met


def _can(known: Availability, time: Window) -> bool:
    minutes = [time.starts_at + timedelta(minutes=each) for each in range(0, 120, 15)]
    barred = any(window.starts_at <= minute < window.ends_at for window in known.impossible for minute in minutes)
    within = any(all(window.starts_at <= minute < window.ends_at for minute in minutes) for window in known.possible)
    return not barred and (within or not known.possible)


def _candidates(wanted: Asked) -> list[tuple[Window, Candidate]]:
    day, last = wanted.not_before.date(), (wanted.hold_by or wanted.not_before.date()) + slots.LOOK_BEYOND
    found = []
    while day <= last:
        if ENGLAND_AND_WALES.is_working_day(day):
            for half in range(13):  # from 9 to 15 in London, so that two hours end by 17
                begins = datetime(day.year, day.month, day.day, 8, tzinfo=UTC) + timedelta(minutes=30 * half)
                if begins >= wanted.not_before:
                    found += [(Window(begins, begins + timedelta(hours=2)), who) for who in wanted.mediators]
        day += timedelta(days=1)
    return found


_WINDOWS = st.builds(
    lambda day, quarter, quarters: Window(
        at(1, 6) + timedelta(days=day, minutes=15 * quarter),
        at(1, 6) + timedelta(days=day, minutes=15 * (quarter + quarters)),
    ),
    st.integers(0, 12),
    st.integers(0, 48),
    st.integers(1, 60),
)
_AVAILABILITY = st.builds(
    Availability, st.lists(_WINDOWS, max_size=3).map(tuple), st.lists(_WINDOWS, max_size=3).map(tuple)
)
_MEDIATORS = st.lists(
    st.tuples(st.lists(_WINDOWS, max_size=4).map(tuple), _AVAILABILITY, st.booleans()), min_size=1, max_size=2
).map(
    lambda drawn: tuple(
        Candidate(f"m{place}", busy, known, conflicted=conflicted)
        for place, (busy, known, conflicted) in enumerate(drawn)
    )
)


@settings(max_examples=40, deadline=None)
@given(
    st.integers(0, 12),
    st.sampled_from([None, 0, 5]),
    st.dictionaries(st.sampled_from(["family", "la", "icb"]), _AVAILABILITY, max_size=2),
    _MEDIATORS,
)
def test_it_finds_what_trying_everything_finds(
    days: int, notice: int | None, sides: dict[str, Availability], mediators: tuple[Candidate, ...]
) -> None:
    wanted = asked(
        not_before=at(1, 0), told_on=date(2025, 4, 1), hold_by=date(2025, 4, 1) + timedelta(days=days),
        notice_days=notice, sides=sides, mediators=mediators,
    )  # fmt: skip
    tried = [(time.starts_at, who.id, _reads(wanted, time, who)) for time, who in _candidates(wanted)]
    right: dict[datetime, list[str]] = {}
    for starts_at, id, met in tried:
        if all(met.values()):
            right.setdefault(starts_at, []).append(id)
    found = slots.find(wanted, most=10_000)
    assert {slot.starts_at: list(slot.mediator_ids) for slot in found.slots} == right
    if right:
        assert (found.impossible, found.without) == ((), {})
        return
    names = list(tried[0][2])
    smallest = []
    for size in range(1, len(names) + 1):
        for group in combinations(names, size):
            if any(set(known) <= set(group) for known in smallest):
                continue
            if not any(all(met[name] for name in group) for _, _, met in tried):
                smallest.append(group)
    assert [reason.constraints for reason in found.impossible] == smallest
    without = {}
    for name in names:
        left = [starts_at for starts_at, _, met in tried if all(value for key, value in met.items() if key != name)]
        if left:
            without[name] = min(left)
    assert found.without == without
