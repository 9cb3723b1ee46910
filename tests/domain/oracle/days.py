"""Days counted one at a time, each convention of law.md 0.1 as a walk through the calendar."""

from collections.abc import Callable
from datetime import date, timedelta

import holidays

FIRST_YEAR, LAST_YEAR = 2012, 2028
A_DAY = timedelta(days=1)

_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
BANK_HOLIDAYS = frozenset(holidays.country_holidays("GB", subdiv="ENG", years=_YEARS))


class Unknown(Exception):
    """A working day was asked for in a year whose bank holidays are not known."""


def is_working_day(day: date) -> bool:
    """Say whether a day is Monday to Friday and no bank holiday of England (law.md 0.2)."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Unknown(day)
    return day.weekday() < 5 and day not in BANK_HOLIDAYS


def _walk(day: date, step: timedelta, arrived: Callable[[date], bool]) -> date:
    while not arrived(day):
        day += step
    return day


def months_after(day: date, months: int) -> date:
    """`cc-month`: the same-numbered day of the later month, or that month's last day."""
    number, passed = day.day, 0
    while True:
        tomorrow = day + A_DAY
        if passed == months and (day.day == number or tomorrow.month != day.month):
            return day
        passed += tomorrow.month != day.month
        day = tomorrow


def days_after(day: date, count: int) -> date:
    """`cc-days`: the event is day 0."""
    for _ in range(count):
        day += A_DAY
    return day


def weeks_after(day: date, count: int) -> date:
    """`cc-week`: the same weekday, never rolled."""
    for _ in range(count):
        day = days_after(day, 7)
    return day


def days_beginning_with(day: date, count: int) -> date:
    """`cc-beginning-with`: the day itself is day 1."""
    number = 1
    while number < count:
        day += A_DAY
        number += 1
    return day


def working_days_after(day: date, count: int) -> date:
    """`cc-wd`: the event is day 0 even where it is no working day."""
    while count:
        day += A_DAY
        count -= is_working_day(day)
    return day


def working_days_before(day: date, count: int) -> date:
    """Walk back from a day until so many working days have been passed."""
    while count:
        day -= A_DAY
        count -= is_working_day(day)
    return day


def whole_working_days_between(first: date, last: date) -> int:
    """Count the working days strictly between two days (R18)."""
    found, day = 0, first + A_DAY
    while day < last:
        found += is_working_day(day)
        day += A_DAY
    return found


def next_working_day(day: date) -> date:
    """Return the day itself where it is a working day, else the next one."""
    return _walk(day, A_DAY, is_working_day)


def act_by(day: date | None) -> date | None:
    """Return the last working day on or before a date, or None where the calendar does not know."""
    if day is None:
        return None
    try:
        return _walk(day, -A_DAY, is_working_day)
    except Unknown:
        return None


def in_closed_window(day: date) -> bool:
    """Say whether a day is one of 25 December to 1 January, or in August (HR 12(3)(a))."""
    return day.month == 8 or (day.month == 12 and day.day >= 25) or (day.month == 1 and day.day == 1)


def tribunal_roll(raw: date) -> date:
    """R4: one pass. The window is tested on the raw date alone."""
    if in_closed_window(raw):
        return _walk(raw, A_DAY, lambda day: not in_closed_window(day) and is_working_day(day))
    return next_working_day(raw)


def rolled_twice(raw: date) -> date:
    """R4's other reading: the window is tested again on the rolled date."""
    return tribunal_roll(tribunal_roll(raw))
