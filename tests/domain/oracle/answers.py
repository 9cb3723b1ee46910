"""What the oracle says of one deadline."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from tests.domain.oracle.days import act_by

NOT_NEEDED = "not_needed"
PENDING = "pending"


@dataclass(frozen=True, slots=True)
class Answer:
    """One deadline. `silent` names the parts on which the text says nothing, so that nothing is compared there.

    `may_flags` and `may_dates` are tolerated beside the required ones, for the same reason.
    """

    rule_id: str
    subject: str
    due_on: date | None
    act_by_on: date | None
    status: str
    flags: frozenset[str] = frozenset()
    alternatives: frozenset[date] = frozenset()
    may_flags: frozenset[str] = frozenset()
    may_dates: frozenset[date] = frozenset()
    silent: frozenset[str] = frozenset()


def judged(due_on: date, met_on: date | None, as_of: date, last: date | None = None) -> str:
    """Judge a deadline by the words of facts.md section 3: met by the date, late after it, missed when past."""
    last = last or due_on
    if met_on is not None:
        return "met" if met_on <= last else "late"
    return "missed" if as_of > last else PENDING


def answer(
    rule_id: str,
    due_on: date,
    status: str,
    *,
    subject: str = "",
    flags: Iterable[str] = (),
    dates: Iterable[date] = (),
    may_flags: Iterable[str] = (),
    may_dates: Iterable[date] = (),
    silent: Iterable[str] = (),
) -> Answer:
    """Write one answer; a date is no alternative to itself."""
    return Answer(
        rule_id=rule_id,
        subject=subject,
        due_on=due_on,
        act_by_on=act_by(due_on),
        status=status,
        flags=frozenset(flags),
        alternatives=frozenset(dates) - {due_on},
        may_flags=frozenset(may_flags),
        may_dates=frozenset(may_dates),
        silent=frozenset(silent),
    )


def not_needed(rule_id: str, subject: str = "") -> Answer:
    """Write an answer that nothing is owed."""
    return Answer(rule_id, subject, None, None, NOT_NEEDED)


def not_in_force(rule_id: str, subject: str = "", silent: Iterable[str] = ()) -> Answer:
    """R25: a trigger before 1 September 2014 has no date."""
    return Answer(rule_id, subject, None, None, PENDING, frozenset({"not_in_force"}), silent=frozenset(silent))
