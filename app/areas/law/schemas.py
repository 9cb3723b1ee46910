"""The law as it is shown: rules, rulings, calendars, and the changes made to what is in use."""

from datetime import date
from typing import Annotated, Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from app.areas.deadlines.schemas import Citation
from app.areas.due.schemas import Said
from app.wire.base import Answer, Strict, shown_as
from app.wire.text import pattern_text
from app.wire.types import Instant, IsoDate
from app.wire.uk import Line, Name, OrganisationCode

AUTUMN_FROM, AUTUMN_TO = (8, 15), (9, 30)
SchoolYear = Annotated[str, pattern_text("[0-9]{4}-[0-9]{2}", 7)]


class Period(Answer):
    """How long: an amount and its unit. A date fixed by law has its month and day as the amount."""

    amount: int
    unit: Literal["months", "weeks", "days", "working_days", "at_once", "fixed_date"]


class Rule(Answer):
    """One rule: a clock with its period, or a duty without one. A changed law is another row of the same id."""

    id: str
    step: str | None
    kind: Literal["clock", "duty"]
    title: str
    trigger: str | None = Field(description="The fact that starts a clock, or in words what a duty turns on.")
    owed_by: str
    period: Period | None
    convention: str | None = Field(description="How the period is counted, by name.")
    convention_reading: str | None
    met_by: list[str]
    asks: str | None
    if_missed: str
    rulings: list[str] = Field(description="The readings that shape its date; see /v1/law/rulings.")
    citation: Citation
    version: str
    edition: int
    in_force_from: date | None
    in_force_to: date | None


class Rules(Answer):
    """Every rule, those with a clock first."""

    items: list[Rule]
    next_cursor: str | None = None
    edition: int


class RuleRows(Answer):
    """Every row of one rule: its steps, and the law before and after a change."""

    id: str
    items: list[Rule]


class Ruling(Answer):
    """How one open question is read, and by which codes that shows."""

    id: str
    subject: str
    reading: str
    flags: list[str]
    warnings: list[str]
    refuses_as: str | None
    shows_in: list[str]
    basis: str


class Rulings(Answer):
    """Every reading of an open question."""

    items: list[Ruling]
    next_cursor: str | None = None


class Holiday(Answer):
    """One day off on a weekday; `proclaimed` where it was added here, after the calendar was shipped."""

    holiday_on: date
    name: str
    proclaimed: bool


class Calendar(Answer):
    """Which weekdays are no working days, between the first and the last day that is known."""

    id: str
    version: str
    source: str
    first_on: date
    last_on: date
    working_day: str
    holidays: list[Holiday]


class Calendars(Answer):
    """The calendars that deadlines are counted by."""

    items: list[Calendar]
    next_cursor: str | None = None


class AddProclaimedDay(Strict):
    """A one-off bank holiday that has been proclaimed."""

    model_config = shown_as({"holiday_on": "2027-06-18", "name": "A proclaimed day", "source": "The proclamation"})

    holiday_on: IsoDate
    name: Name
    source: Line = Field(description="Where it was proclaimed.")


class ProclaimedDay(Answer):
    """A proclaimed day, and whether it stands."""

    id: str
    holiday_on: date
    name: str
    source: str
    stands: bool
    law_change_id: str
    version: int


class SetTerm(Strict):
    """A term of a council's schools."""

    model_config = shown_as(
        {
            "la_code": "926",
            "school_year": "2026-27",
            "term": "autumn",
            "begins_on": "2026-09-03",
            "ends_on": "2026-12-18",
            "source": "The council's own page",
        }
    )

    la_code: OrganisationCode
    school_year: SchoolYear
    term: Literal["autumn", "spring", "summer"]
    begins_on: IsoDate
    ends_on: IsoDate
    source: Line

    @model_validator(mode="after")
    def _in_its_year(self) -> "SetTerm":
        year = int(self.school_year[:4])
        if int(self.school_year[5:]) != (year + 1) % 100:
            raise PydanticCustomError("school_year", "A school year is written 2025-26.")
        if self.ends_on < self.begins_on:
            raise PydanticCustomError("ends_before_it_begins", "A term ends on or after the day on which it begins.")
        first, last = date(year, 8, 15), date(year + 1, 8, 14)
        if not first <= self.begins_on <= self.ends_on <= last:
            raise PydanticCustomError("outside_its_year", "A term lies within its school year, from 15 August on.")
        if self.term == "autumn" and not AUTUMN_FROM <= (self.begins_on.month, self.begins_on.day) <= AUTUMN_TO:
            raise PydanticCustomError("autumn_begins", "An autumn term begins from 15 August to 30 September.")
        return self


class SchoolTerm(Answer):
    """A term of a council's schools, as it stands."""

    id: str
    la_code: str
    school_year: str
    term: str
    begins_on: date
    ends_on: date
    source: str
    recorded_at: Instant
    law_change_id: str


class LawChange(Answer):
    """One change of the law in use, with what it moved."""

    id: str
    kind: str
    edition: int
    days_edition: int
    detail: dict[str, Any]
    cases_worked_out: int
    cases_changed: int
    deadlines_changed: int
    made_at: Instant
    version: int = 1


class Moved(Answer):
    """One deadline that a change of the law moved or worded anew."""

    id: str
    case_id: str
    case_reference: str
    rule_id: str
    subject: str
    before: Said | None
    after: Said | None
