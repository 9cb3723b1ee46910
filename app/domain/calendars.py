"""Which days are working days. One calendar serves every rule: Monday to Friday less the bank holidays."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cache

from app.domain import bank_holidays
from app.domain.refusals import Refusal

_ONE_DAY = timedelta(days=1)
_SATURDAY = 5
_MOST_KEPT = 60
"""No period of the law counts more working days; answers for longer ones are not kept."""
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


class BeyondCalendar(Refusal):
    """A count of working days runs past the days whose bank holidays are known."""

    code = "beyond_calendar"


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working days between two dates, counted once, so that every question is a look-up.

    A calendar is itself alone: two are never compared day by day.
    """

    version: str
    source: str
    first: date
    last: date
    holidays: Mapping[date, str]
    _upto: list[int] = field(init=False, repr=False, compare=False)
    _working: list[date] = field(init=False, repr=False, compare=False)
    _origin: int = field(init=False, repr=False, compare=False)
    _days: int = field(init=False, repr=False, compare=False)
    _after: list[dict[date, date]] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        # upto[i] is how many working days lie before the i-th day of the calendar.
        upto, working = [0], []
        day = self.first
        for _ in range((self.last - self.first).days + 1):
            if day.weekday() < _SATURDAY and day not in self.holidays:
                working.append(day)
            upto.append(len(working))
            day += _ONE_DAY
        object.__setattr__(self, "_upto", upto)
        object.__setattr__(self, "_working", working)
        object.__setattr__(self, "_origin", self.first.toordinal())
        object.__setattr__(self, "_days", len(upto) - 1)
        object.__setattr__(self, "_after", [{} for _ in range(_MOST_KEPT + 1)])

    def with_days(self, days: Mapping[date, str], *, version: str) -> "Calendar":
        """Return this calendar with more days off, under a version of its own.

        A day off that is already known keeps its name; days outside the calendar are refused with `BeyondCalendar`.
        """
        for day in days:
            self._place(day)
        return Calendar(version, self.source, self.first, self.last, {**days, **self.holidays})

    def covers(self, day: date) -> bool:
        """Say whether the bank holidays around this day are known."""
        return self.first <= day <= self.last

    def is_working_day(self, day: date) -> bool:
        """Say whether this is a working day."""
        place = self._place(day)
        return self._upto[place + 1] > self._upto[place]

    def add_working_days(self, day: date, count: int) -> date:
        """Return the working day `count` after this day (before it, if negative); this day itself never counts."""
        # Asked more often than anything else, and of the same few days: what was answered once is kept.
        if count > 0:
            try:
                return self._after[count][day]
            except (KeyError, IndexError):
                pass
        return self._add(day, count)

    def _add(self, day: date, count: int) -> date:
        if count == 0:
            return day
        counted = self._upto[self._place(day) + (count > 0)]
        found = self._at(counted + count - (count > 0), day)
        if 0 < count <= _MOST_KEPT:
            self._after[count][day] = found
        return found

    def next_working_day(self, day: date) -> date:
        """Return this day if it is a working day, else the first one after it."""
        return self._at(self._upto[self._place(day)], day)

    def last_working_day(self, day: date) -> date:
        """Return this day if it is a working day, else the last one before it."""
        return self._at(self._upto[self._place(day) + 1] - 1, day)

    def working_days_between(self, earlier: date, later: date) -> int:
        """Count the whole working days strictly between two days."""
        if later <= earlier:
            return 0
        return self._upto[self._place(later)] - self._upto[self._place(earlier) + 1]

    def why_not_working(self, day: date) -> str | None:
        """Return why this day is not counted (its name), or None for a working day."""
        return self.holidays.get(day) or (_WEEKDAYS[day.weekday()] if day.weekday() >= _SATURDAY else None)

    def _place(self, day: date) -> int:
        place = day.toordinal() - self._origin
        if not 0 <= place < self._days:
            raise self._beyond(day)
        return place

    def _at(self, index: int, day: date) -> date:
        # A negative index would wrap round to the other end of the calendar.
        if not 0 <= index < len(self._working):
            raise self._beyond(day)
        return self._working[index]

    def _beyond(self, day: date) -> BeyondCalendar:
        return BeyondCalendar(
            f"Working days counted from {day.isoformat()} run outside the calendar, whose bank holidays are "
            f"known from {self.first.isoformat()} to {self.last.isoformat()} (version {self.version})."
        )


@cache
def england_and_wales(edition: int) -> Calendar:
    """Return the calendar as an edition of the law brought it: a day that a later one added is not yet in it."""
    known = {day: added for day, added in bank_holidays.ADDED_IN.items() if added <= edition}
    holidays = {
        day: name for day, name in bank_holidays.HOLIDAYS.items() if day not in bank_holidays.ADDED_IN or day in known
    }
    return Calendar(
        version=f"{bank_holidays.NAME}.{max(known.values(), default=1)}",
        source=bank_holidays.SOURCE,
        first=bank_holidays.FIRST,
        last=bank_holidays.LAST,
        holidays=holidays,
    )


ENGLAND_AND_WALES = england_and_wales(max(bank_holidays.ADDED_IN.values(), default=1))
