"""The law as it is loaded: a rulebook and a calendar, each with the edition that it stands at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.domain import bank_holidays
from app.domain.calendars import Calendar, england_and_wales
from app.domain.rulebook import RULEBOOK
from app.domain.rules import Rulebook

NEWEST = max(RULEBOOK.edition, max(bank_holidays.ADDED_IN.values(), default=1))


@dataclass(frozen=True)
class Law:
    """The rules and the working days by which deadlines are worked out."""

    rules: Rulebook
    calendar: Calendar

    def with_days(self, days: Mapping[date, str], edition: int) -> "Law":
        """Return the same law with days that were proclaimed since, as their so-manyth edition."""
        if not days:
            return self
        return Law(self.rules, self.calendar.with_days(days, version=f"{self.calendar.version}+{edition}"))


@cache
def law(edition: int = NEWEST) -> Law:
    """Return the law as an edition of this service brought it."""
    return Law(RULEBOOK.at(edition), england_and_wales(edition))
