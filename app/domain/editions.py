"""The law as it is loaded: a rulebook and a calendar, each with the edition that it stands at."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache

from app.domain import bank_holidays
from app.domain.calendars import Calendar, england_and_wales
from app.domain.rulebook import RULEBOOK
from app.domain.rules import Rulebook


@dataclass(frozen=True)
class Law:
    """The rules and the working days by which deadlines are worked out."""

    rules: Rulebook
    calendar: Calendar

    def with_days(self, days: Mapping[date, str], mark: str) -> "Law":
        """Return the same law with days that were proclaimed since; the mark tells its calendar from others."""
        if not days:
            return self
        return Law(self.rules, self.calendar.with_days(days, version=f"{self.calendar.version}+{mark}"))


def newest() -> int:
    """Return the newest edition that this service brings."""
    return max(RULEBOOK.edition, *bank_holidays.ADDED_IN.values(), 1)


def law(edition: int | None = None) -> Law:
    """Return the law as an edition of this service brought it; the newest by default."""
    return _law(newest() if edition is None else edition)


@cache
def _law(edition: int) -> Law:
    return Law(RULEBOOK.at(edition), england_and_wales(edition))
