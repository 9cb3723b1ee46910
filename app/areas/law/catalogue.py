"""The rules, rulings and calendars of the rulebook, as the service shows them to anyone."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from app.areas.deadlines.schemas import Citation
from app.areas.law import schemas
from app.domain import calendars, counting
from app.domain.calendars import england_and_wales
from app.domain.duties import DUTIES
from app.domain.editions import Law
from app.domain.rules import Duty, Rule, Rulebook
from app.domain.rulings import OPEN_QUESTIONS, RULINGS

ENGLAND_AND_WALES = "england-and-wales"
_Unit = Literal["months", "weeks", "days", "working_days", "at_once", "fixed_date"]
_UNITS: Mapping[str, _Unit] = MappingProxyType(
    {
        "cc-month": "months",
        "cc-week": "weeks",
        "cc-days": "days",
        "cc-wd": "working_days",
        "cc-clear-wd-before": "working_days",
        "cc-beginning-with": "days",
        "cc-days-roll": "days",
        "cc-immediate": "at_once",
        "cc-fixed-date": "fixed_date",
    }
)


def clock(row: Rule, rules: Rulebook) -> schemas.Rule:
    """Return a rule with a clock as it is shown."""
    return schemas.Rule(
        id=row.id,
        step=row.step or None,
        kind="clock",
        title=row.title,
        trigger=row.trigger,
        owed_by=row.owed_by,
        period=schemas.Period(amount=row.amount, unit=_UNITS[row.convention]),
        convention=row.convention,
        convention_reading=(counting.CONVENTIONS[row.convention].__doc__ or "").strip(),
        met_by=list(row.met_by),
        asks=None,
        if_missed=row.if_missed,
        rulings=list(row.rulings),
        citation=Citation.model_validate(row.citation),
        version=row.version,
        edition=row.edition,
        in_force_from=row.in_force_from,
        in_force_to=rules.last_day_of(row),
    )


def duty(row: Duty) -> schemas.Rule:
    """Return a rule without a clock as it is shown."""
    return schemas.Rule(
        id=row.id,
        step=None,
        kind="duty",
        title=row.title,
        trigger=row.trigger,
        owed_by=row.owed_by,
        period=None,
        convention=None,
        convention_reading=None,
        met_by=[],
        asks=row.asks,
        if_missed=row.if_missed,
        rulings=[],
        citation=Citation.model_validate(row.citation),
        version="1",
        edition=1,
        in_force_from=row.in_force_from,
        in_force_to=row.in_force_to,
    )


def rules_of(law: Law) -> schemas.Rules:
    """Return every rule of an edition."""
    items = [*(clock(row, law.rules) for row in law.rules.rows), *(duty(row) for row in DUTIES)]
    return schemas.Rules(items=items, edition=law.rules.edition)


def rulings() -> schemas.Rulings:
    """Return every reading of an open question."""
    return schemas.Rulings(items=[schemas.Ruling.model_validate(row) for row in (*RULINGS, *OPEN_QUESTIONS)])


def calendar_of(law: Law) -> schemas.Calendar:
    """Return the calendar of England and Wales with every day off on a weekday."""
    calendar = law.calendar
    shipped = england_and_wales(law.rules.edition).holidays
    return schemas.Calendar(
        id=ENGLAND_AND_WALES,
        version=calendar.version,
        source=calendar.source,
        first_on=calendar.first,
        last_on=calendar.last,
        working_day=(calendars.__doc__ or "").strip(),
        holidays=[
            schemas.Holiday(holiday_on=day, name=name, proclaimed=day not in shipped)
            for day, name in sorted(calendar.holidays.items())
        ],
    )
