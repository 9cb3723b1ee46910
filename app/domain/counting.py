"""The ways the law counts time, each by its name. Each answers with a day and the steps of the count in words."""

from calendar import monthrange
from collections.abc import Callable, Mapping
from datetime import MAXYEAR, date, timedelta
from functools import lru_cache
from types import MappingProxyType
from typing import NamedTuple

from app.domain.calendars import BeyondCalendar, Calendar

_DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)
_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")
_DECEMBER, _AUGUST, _CHRISTMAS_DAY = 12, 8, 25


class Counted(NamedTuple):
    """The day a count ends on, and how it got there."""

    on: date
    steps: tuple[str, ...]


Convention = Callable[[date, int, Calendar], Counted]


@lru_cache(maxsize=16_384)
def say(day: date) -> str:
    """Write a day in full, as in a letter: Fri 28 February 2025."""
    return f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]} {day.year}"


def number(count: int, unit: str) -> str:
    """Write a number of things: one month, 2 months written as two months, 30 days."""
    word = _NUMBERS[count] if 0 <= count < len(_NUMBERS) else str(count)
    return f"{word} {unit}" if count == 1 else f"{word} {unit}s"


def cc_month(start: date, months: int, _calendar: Calendar) -> Counted:
    """Count months: the same-numbered day of the later month, or its last day where it has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    month += 1
    if year > MAXYEAR:
        raise BeyondCalendar(f"{number(months, 'month').capitalize()} after {start.isoformat()} is no date.")
    length = monthrange(year, month)[1]
    end = date(year, month, min(start.day, length))
    step = f"{say(start)} is day 0 and is not counted; {number(months, 'month')} after it ends on {say(end)}."
    if end.day < start.day:
        step += f" {_MONTHS[month - 1]} {year} has no day {start.day}, so its last day is taken."
    return Counted(end, (step,))


def cc_week(start: date, weeks: int, _calendar: Calendar) -> Counted:
    """Count weeks: the same weekday, never moved for a weekend or a holiday."""
    end = _plus(start, weeks * 7)
    return Counted(
        end,
        (
            f"{say(start)} is day 0 and is not counted; {number(weeks, 'week')} after it ends on {say(end)}, "
            f"without a move for weekends or holidays.",
        ),
    )


def cc_days(start: date, days: int, _calendar: Calendar) -> Counted:
    """Count calendar days: weekends, August and Christmas all count, and the end is never moved."""
    end = _plus(start, days)
    return Counted(
        end,
        (
            f"{say(start)} is day 0 and is not counted; every day after it counts, weekends and holidays too; "
            f"day {days} is {say(end)}.",
        ),
    )


def cc_wd(start: date, days: int, calendar: Calendar) -> Counted:
    """Count working days after the day of the event, which is day 0 even where it is not a working day."""
    end = calendar.add_working_days(start, days)
    counted, skipped = _walk(start, end, calendar)
    steps = [
        f"{say(start)} is day 0 and is not counted.",
        f"Working days counted: {', '.join(counted)}.",
    ]
    if skipped:
        steps.append(f"Not counted: {', '.join(skipped)}.")
    return Counted(end, tuple(steps))


def cc_clear_wd_before(event: date, days: int, calendar: Calendar) -> Counted:
    """Count back so that whole working days lie strictly between the answer and the event."""
    end = calendar.add_working_days(event, -days - 1)
    counted, skipped = _walk(end, event - timedelta(days=1), calendar)
    steps = [
        f"Counted back from {say(event)}, which is not counted, leaving {number(days, 'whole working day')} "
        f"between: {', '.join(counted)}.",
    ]
    if skipped:
        steps.append(f"Not counted: {', '.join(skipped)}.")
    steps.append(f"So the last working day for it is {say(end)}.")
    return Counted(end, tuple(steps))


def cc_beginning_with(start: date, days: int, _calendar: Calendar) -> Counted:
    """Count days of which the first is the day of the event itself."""
    end = _plus(start, days - 1)
    return Counted(end, (f"{say(start)} is itself day 1; day {days} is {say(end)}.",))


def cc_days_roll(start: date, days: int, calendar: Calendar) -> Counted:
    """Count calendar days after receipt; where the last is not a working day, take the next one."""
    raw = _plus(start, days)
    end = calendar.next_working_day(raw)
    first = f"The day after {say(start)} is day 1; day {days} is {say(raw)}."
    if end == raw:
        return Counted(end, (first,))
    return Counted(end, (first, f"That is not a working day, so it moves to the next one, {say(end)}."))


def cc_immediate(start: date, _amount: int, _calendar: Calendar) -> Counted:
    """Answer with the day of the event itself."""
    return Counted(start, (f"It is due at once, on {say(start)}.",))


def cc_fixed_date(start: date, month_and_day: int, _calendar: Calendar) -> Counted:
    """Answer with the next such date in the calendar; 215 is 15 February and 331 is 31 March."""
    month, day = divmod(month_and_day, 100)
    this_year = date(start.year, month, day)
    end = this_year if this_year >= start else date(start.year + 1, month, day)
    return Counted(end, (f"The date is fixed by law: {say(end)}.",))


CONVENTIONS: Mapping[str, Convention] = MappingProxyType(
    {
        "cc-month": cc_month,
        "cc-week": cc_week,
        "cc-days": cc_days,
        "cc-wd": cc_wd,
        "cc-clear-wd-before": cc_clear_wd_before,
        "cc-beginning-with": cc_beginning_with,
        "cc-days-roll": cc_days_roll,
        "cc-immediate": cc_immediate,
        "cc-fixed-date": cc_fixed_date,
    }
)


def in_closed_window(day: date) -> bool:
    """Say whether the tribunal's rule 12(3) moves a last day that falls here: 25 December to 1 January, August."""
    return (
        day.month == _AUGUST
        or (day.month == _DECEMBER and day.day >= _CHRISTMAS_DAY)
        or (day.month == 1 and day.day == 1)
    )


@lru_cache(maxsize=4096)
def tribunal_roll(raw: date, calendar: Calendar) -> Counted:
    """Move a last day under the tribunal's rule 12, in one pass: the window is never tested on a moved date."""
    next_day = calendar.next_working_day(raw)
    if in_closed_window(raw):
        if raw.month == _AUGUST:
            closing, words = date(raw.year, _AUGUST, 31), "in August"
        else:
            closing = date(raw.year + (raw.month == _DECEMBER), 1, 1)
            words = "between 25 December and 1 January"
        rolled = calendar.next_working_day(_plus(closing, 1))
        after = f"{closing.day} {_MONTHS[closing.month - 1]}"
        return Counted(
            rolled,
            (f"{say(raw)} falls {words}, so the last day is the first working day after {after}: {say(rolled)}.",),
        )
    if next_day == raw:
        return Counted(raw, (f"{say(raw)} is a working day, so it is not moved.",))
    why = calendar.why_not_working(raw)
    return Counted(next_day, (f"{say(raw)} is not a working day ({why}), so the next one counts: {say(next_day)}.",))


def _plus(start: date, days: int) -> date:
    try:
        return start + timedelta(days=days)
    except OverflowError:
        raise BeyondCalendar(f"{days} days from {start.isoformat()} is no date.") from None


def _walk(after: date, to: date, calendar: Calendar) -> tuple[list[str], list[str]]:
    """Name the days after one day up to another: those that count, and those that do not with the reason."""
    counted, skipped = [], []
    for step in range(1, (to - after).days + 1):
        day = after + timedelta(days=step)
        why = calendar.why_not_working(day)
        short = f"{_DAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"
        if why is None:
            counted.append(short)
        else:
            skipped.append(short if day not in calendar.holidays else f"{short} ({why})")
    return counted, skipped
