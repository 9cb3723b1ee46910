"""A deadline as the service shows it, and the reckoning in which the rules put theirs together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from app.domain.calendars import BeyondCalendar, Calendar
from app.domain.circumstances import Circumstances
from app.domain.codes import DeadlineStatus, OwedBy
from app.domain.counting import say
from app.domain.law import Citation
from app.domain.rules import Rule, Rulebook

LONDON = ZoneInfo("Europe/London")
TRIBUNAL_CLOSES = time(17)


class Alternative(NamedTuple):
    """Another date that can be argued for, and on what ground."""

    due_on: date
    ground: str


class Deadline(NamedTuple):
    """What must be done by when, by whom, and how the day was worked out.

    `judged_on` is the last day that still counts as in time where that is later than the day shown.
    """

    rule_id: str
    subject: str
    owed_by: OwedBy
    start_on: date | None
    due_on: date | None
    act_by_on: date | None
    due_at: datetime | None
    met_on: date | None
    not_needed: bool
    holds_open: bool
    flags: tuple[str, ...]
    alternatives: tuple[Alternative, ...]
    explanation: tuple[str, ...]
    calendar_version: str
    rule_version: str
    citation: Citation
    certificate_needed: bool | None
    judged_on: date | None = None
    rulings: tuple[str, ...] = ()

    def status(self, as_of: date) -> DeadlineStatus:
        """Judge the deadline on a day."""
        if self.not_needed:
            return DeadlineStatus.NOT_NEEDED
        last = self.judged_on or self.due_on
        if self.met_on is not None:
            in_time = last is None or self.met_on <= last
            return DeadlineStatus.MET if in_time else DeadlineStatus.LATE
        if self.holds_open or last is None or last >= as_of:
            return DeadlineStatus.PENDING
        return DeadlineStatus.MISSED


@dataclass(frozen=True, slots=True)
class Computed:
    """Every deadline of a case, what to warn of, and the next day on which the same facts say something else."""

    deadlines: tuple[Deadline, ...]
    warnings: tuple[str, ...]
    changes_on: date | None


class Reckoning:
    """One computation: the case, the day, the calendar and the rules, and what has been found so far."""

    def __init__(self, case: Circumstances, *, as_of: date, calendar: Calendar, rules: Rulebook) -> None:
        self.case = case
        self.as_of = as_of
        self.calendar = calendar
        self.rules = rules
        self.deadlines: list[Deadline] = []
        self.warnings: list[str] = []
        self.rights_pass_on: date | None = None
        """The day on which the young person takes the rights over, where that is within the case."""
        self._changes_on: date | None = None

    def rule(self, rule_id: str, trigger_on: date, *, subject: str = "", step: str = "") -> Rule | None:
        """Return the row in force on the trigger's date; where there is none, say so with no date (R25)."""
        rule = self.rules.on(rule_id, trigger_on, step)
        if rule is None:
            row = self.rules.versions(rule_id, step)[0]
            words = f"The rule was not in force on {say(trigger_on)}, when it was triggered, so it gives no date."
            self.add(
                row,
                subject=subject,
                start_on=trigger_on,
                due_on=None,
                steps=(words,),
                flags=("not_in_force",),
                rulings=("R25",),
            )
        return rule

    def add(
        self,
        rule: Rule,
        *,
        start_on: date | None,
        due_on: date | None,
        steps: Iterable[str],
        subject: str = "",
        owed_by: OwedBy | None = None,
        met_on: date | None = None,
        judged_on: date | None = None,
        not_needed: bool = False,
        holds_open: bool = False,
        flags: Sequence[str] = (),
        alternatives: Sequence[Alternative] = (),
        at_close_of_tribunal: bool = False,
        certificate_needed: bool | None = None,
        rulings: Sequence[str] = (),
    ) -> None:
        """Put a deadline into the answer; `rulings` are those that shaped it beside the ones of its rule."""
        self.deadlines.append(
            # By place, in the order of the fields: this is done for every deadline of every case.
            Deadline(
                rule.id,
                subject,
                owed_by or rule.owed_by,
                start_on,
                due_on,
                None if due_on is None else _act_by(self.calendar, due_on),
                closing_time(due_on) if at_close_of_tribunal and due_on is not None else None,
                met_on,
                not_needed,
                holds_open,
                tuple(dict.fromkeys(flags)) if flags else (),
                distinct(alternatives, due_on) if alternatives else (),
                tuple(steps),
                self.calendar.version,
                rule.version,
                rule.citation,
                certificate_needed,
                judged_on if judged_on is not None and due_on is not None and judged_on > due_on else None,
                tuple(dict.fromkeys((*rule.rulings, *rulings))) if rulings else rule.rulings,
            )
        )

    def warn(self, code: str, words: str) -> None:
        """Warn of something once: a stable code, a colon, plain words."""
        warning = f"{code}: {words}"
        if warning not in self.warnings:
            self.warnings.append(warning)

    def changes_after(self, day: date) -> None:
        """Note that the answer changes when this day has ended."""
        if day < date.max and day >= self.as_of:
            following = day + timedelta(days=1)
            self._changes_on = min(self._changes_on or following, following)

    def done(self) -> Computed:
        """Return what was found."""
        return Computed(tuple(self.deadlines), tuple(self.warnings), self._changes_on)


@lru_cache(maxsize=4096)
def _act_by(calendar: Calendar, due_on: date) -> date | None:
    try:
        return calendar.last_working_day(due_on)
    except BeyondCalendar:
        return None


@lru_cache(maxsize=4096)
def closing_time(day: date) -> datetime:
    """Return the moment the tribunal's day ends, five in the afternoon in London."""
    return datetime.combine(day, TRIBUNAL_CLOSES, LONDON).astimezone(UTC)


def distinct(alternatives: Sequence[Alternative], due_on: date | None) -> tuple[Alternative, ...]:
    """Drop alternatives that name the day already shown, and the second of two equal days."""
    if len(alternatives) == 1:
        return () if alternatives[0].due_on == due_on else tuple(alternatives)
    kept: dict[date, Alternative] = {}
    for alternative in alternatives:
        if alternative.due_on != due_on:
            kept.setdefault(alternative.due_on, alternative)
    return tuple(kept.values())
