"""No case that a proclaimed day changes is passed over: random histories, and random days near them."""

import random
from datetime import date, timedelta

import pytest

from app.areas.cases.working import WorkedOut, work_out
from app.areas.law.queries import _BACK, _FORWARD
from app.domain.calendars import BeyondCalendar
from app.domain.codes import ReferralKind
from app.domain.editions import Law, law
from tests.domain.oracle.histories import History, history


def _worked(found: History, under: Law) -> WorkedOut:
    return work_out(
        found.facts,
        kind=ReferralKind.MEDIATION,
        sides=(),
        born_on=found.born_on,
        as_of=found.as_of,
        law=under,
    )


def _said(worked: WorkedOut) -> object:
    lines = [{**line, "calendar_version": ""} for line in worked.deadlines]
    return lines, {name: value for name, value in worked.case.items()}


def _touched(found: History, worked: WorkedOut, day: date) -> bool:
    """Say what `touched_by_day` asks the database, of one case."""
    early, late = day - _FORWARD, day + _BACK
    if any(early <= fact.occurred_on <= late for fact in found.facts):
        return True
    for line in worked.deadlines:
        starts = [day for day in (line["start_on"], line["due_on"]) if day]
        ends = [day for day in (line["due_on"], line["judged_on"]) if day]
        if any(day <= late for day in starts) and any(day >= early for day in ends):
            return True
    return False


def _passed_over(seeds: range) -> tuple[int, list[str]]:
    changed, missed = 0, []
    for seed in seeds:
        found, chance = history(seed), random.Random(seed)
        try:
            before = _worked(found, law())
        except BeyondCalendar:
            continue
        days = [fact.occurred_on for fact in found.facts]
        days += [day for line in before.deadlines for day in (line["due_on"], line["act_by_on"]) if day]
        for _ in range(4):
            day = chance.choice(days) + timedelta(days=chance.randint(-12, 12))
            if not law().calendar.covers(day) or not law().calendar.is_working_day(day):
                continue
            try:
                after = _worked(found, law().with_days({day: "A tried day"}, "tried"))
            except BeyondCalendar:
                continue
            if _said(before) != _said(after):
                changed += 1
                if not _touched(found, before, day):
                    missed.append(f"history({seed}) by {day}")
    return changed, missed


def test_no_case_that_a_day_changes_is_passed_over() -> None:
    changed, missed = _passed_over(range(60))
    assert changed > 10
    assert missed == []


@pytest.mark.deep
def test_no_case_is_passed_over_among_many() -> None:
    changed, missed = _passed_over(range(1_000, 3_500))
    assert changed > 500
    assert missed == []
