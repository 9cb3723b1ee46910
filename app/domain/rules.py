"""What a rule is: who owes what, from which fact, in what time if any, and on what authority."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache

from app.domain.calendars import BeyondCalendar, Calendar
from app.domain.codes import OwedBy
from app.domain.counting import CONVENTIONS, Counted
from app.domain.facts import FactType
from app.domain.law import Citation

# The Act's Part 3 and its regulations; a trigger before this day has no clock here (law.md R25).
PART_3_IN_FORCE = date(2014, 9, 1)


@lru_cache(maxsize=16_384)
def _counted(convention: str, start: date, amount: int, calendar: Calendar) -> Counted:
    """Return a count that many cases share: most of its cost is putting its steps into words."""
    return CONVENTIONS[convention](start, amount, calendar)


@dataclass(frozen=True, slots=True, eq=False)
class Rule:
    """One time limit, or one step of it. A changed law is a new row with other dates, never an edit.

    A row is itself alone: two are never compared field by field.

    `rulings` names the readings that shape the date (see `rulings.py`); `edition` is the edition of the rulebook that
    brought the row, so that what was known on a past day can be worked out as it was then.
    """

    id: str
    title: str
    trigger: FactType | None
    owed_by: OwedBy
    amount: int
    convention: str
    met_by: tuple[FactType, ...]
    if_missed: str
    citation: Citation
    step: str = ""
    in_force_from: date | None = PART_3_IN_FORCE
    in_force_to: date | None = None
    version: str = "1"
    rulings: tuple[str, ...] = ()
    edition: int = 1

    def count(self, start: date, calendar: Calendar) -> Counted:
        """Count this rule's time from a day; a count that runs beyond the calendar names the rule."""
        try:
            return _counted(self.convention, start, self.amount, calendar)
        except BeyondCalendar as beyond:
            raise BeyondCalendar(beyond.detail, rule=self.id) from None

    def applies_on(self, day: date) -> bool:
        """Say whether this row was the law on a day; the last day in force is included."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )


@dataclass(frozen=True, slots=True)
class Duty:
    """One rule that is no clock: on what it turns, whom it binds, what it asks, and what follows if it is missed."""

    id: str
    title: str
    trigger: str
    owed_by: str
    asks: str
    if_missed: str
    citation: Citation
    in_force_from: date | None = PART_3_IN_FORCE
    in_force_to: date | None = None


class Rulebook:
    """A set of rules, asked by name and by the date of the trigger."""

    def __init__(self, rows: Iterable[Rule]) -> None:
        self.rows = tuple(rows)
        self.edition = max((row.edition for row in self.rows), default=1)
        self._by_name: dict[tuple[str, str], list[Rule]] = {}
        for row in sorted(self.rows, key=lambda row: (row.in_force_from or date.min, row.edition)):
            self._by_name.setdefault((row.id, row.step), []).append(row)

    def versions(self, rule_id: str, step: str = "") -> tuple[Rule, ...]:
        """Return every row of a rule, the oldest law first."""
        return tuple(self._by_name[rule_id, step])

    def on(self, rule_id: str, day: date, step: str = "") -> Rule | None:
        """Return the row in force on the trigger's date, or None where there was none.

        A newer row takes over from its first day on: the older one need not be told when it ends.
        """
        for row in reversed(self._by_name[rule_id, step]):
            if row.applies_on(day):
                return row
        return None

    def last_day_of(self, row: Rule) -> date | None:
        """Return the last day on which a row is the law, None where no end is known."""
        ends = [row.in_force_to] if row.in_force_to else []
        rows = self._by_name[row.id, row.step]
        ends += [
            newer.in_force_from - timedelta(days=1)
            for newer in rows[rows.index(row) + 1 :]
            if newer.in_force_from is not None
        ]
        return min(ends, default=None)

    def at(self, edition: int) -> "Rulebook":
        """Return the rulebook as an edition of it stood."""
        return self if edition >= self.edition else Rulebook(row for row in self.rows if row.edition <= edition)
