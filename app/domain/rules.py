"""What a rule is: who owes what, from which fact, in what time, and on what authority."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.domain.calendars import Calendar
from app.domain.codes import OwedBy
from app.domain.counting import CONVENTIONS, Counted
from app.domain.facts import FactType
from app.domain.law import Citation

# The Act's Part 3 and its regulations; a trigger before this day has no clock here (law.md R25).
PART_3_IN_FORCE = date(2014, 9, 1)


@dataclass(frozen=True, slots=True)
class Rule:
    """One time limit, or one step of it. A changed law is a new row with other dates, never an edit."""

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

    def count(self, start: date, calendar: Calendar) -> Counted:
        """Count this rule's time from a day."""
        return CONVENTIONS[self.convention](start, self.amount, calendar)

    def applies_on(self, day: date) -> bool:
        """Say whether this row was the law on a day; the last day in force is included."""
        return (self.in_force_from is None or self.in_force_from <= day) and (
            self.in_force_to is None or day <= self.in_force_to
        )


class Rulebook:
    """A set of rules, asked by name and by the date of the trigger."""

    def __init__(self, rows: Iterable[Rule]) -> None:
        self.rows = tuple(rows)
        self._by_name: dict[tuple[str, str], list[Rule]] = {}
        for row in self.rows:
            self._by_name.setdefault((row.id, row.step), []).append(row)

    def versions(self, rule_id: str, step: str = "") -> tuple[Rule, ...]:
        """Return every row of a rule, old and new."""
        return tuple(self._by_name[rule_id, step])

    def on(self, rule_id: str, day: date, step: str = "") -> Rule | None:
        """Return the row in force on the trigger's date, or None where there was none."""
        for row in self._by_name[rule_id, step]:
            if row.applies_on(day):
                return row
        return None
