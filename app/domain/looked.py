"""A case as somebody looks at it on a day, and the flags that such a look finds."""

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from app.domain import histories
from app.domain.clocks import Deadline
from app.domain.facts import Fact, FactType
from app.domain.rights_holders import NO_TERMS, RightsHolder, Terms, holder_on


class Flag(NamedTuple):
    """Something to look at: a stable code and what it means here."""

    code: str
    detail: str


class Looked:
    """A case as it is looked at on a day: its live facts, and what its clocks say."""

    def __init__(
        self,
        facts: Sequence[Fact],
        clocks: Sequence[Deadline],
        as_of: date,
        born_on: date | None = None,
        terms: Terms = NO_TERMS,
    ) -> None:
        self.facts, self.as_of = facts, as_of
        self.born_on, self.terms = born_on, terms
        self.clocks = [clock for clock in clocks if clock.due_on is not None]
        self.changes_on: date | None = None

    def clock(self, rule_id: str) -> Deadline | None:
        """Return the clock of a rule, where it gives a day."""
        return next((clock for clock in self.clocks if clock.rule_id == rule_id), None)

    def rights_on(self, day: date) -> RightsHolder | None:
        """Return who holds the rights on a day, where the date of birth is known and nobody stands in."""
        if self.born_on is None or self._stood_in_for:
            return None
        return holder_on(self.born_on, day, self.terms)

    @cached_property
    def _stood_in_for(self) -> bool:
        changes = histories.of(self.facts, FactType.CAPACITY_OR_AGE_CHANGE)
        capacity = [fact.payload.get("change") for fact in changes if fact.payload.get("change") != "age"]
        return bool(capacity) and capacity[-1] != "capacity_regained"

    @cached_property
    def is_closed(self) -> bool:
        """Whether the case was closed, and not opened again since."""
        last = histories.last(self.facts, FactType.CASE_CLOSED, FactType.REOPENED)
        return last is not None and last.type is FactType.CASE_CLOSED

    def changes_after(self, day: date) -> None:
        """Note that something else is to be said when this day has ended."""
        if self.as_of <= day < date.max:
            following = day + timedelta(days=1)
            self.changes_on = min(self.changes_on or following, following)


def last_day(clock: Deadline) -> date:
    """Return the last day on which a clock that gives one still counts as kept."""
    return clock.judged_on or clock.due_on or date.max
