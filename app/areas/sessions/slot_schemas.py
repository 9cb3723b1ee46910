"""A search for a time that everybody can keep: what is asked for, and what was found."""

from typing import Annotated

from pydantic import AfterValidator, Field

from app.areas.cases.fact_payloads import a_set
from app.areas.sessions.schemas import Length
from app.domain.availability import AvailabilitySide
from app.domain.sessions import SessionKind
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant, IsoDate, StrictBool, bounded_int


class SearchSlots(Strict):
    """Look for times that meet the 30 days, the notice, everybody's availability, the mediators and the adjustments."""

    model_config = shown_as({"length_minutes": 150})

    kind: SessionKind = SessionKind.MEDIATION
    length_minutes: Length = 120
    told_on: IsoDate | None = Field(default=None, description="The day on which notice will be given: today or later.")
    hold_by: IsoDate | None = Field(default=None, description="The last day: that of the case's clock unless given.")
    short_notice_agreed: StrictBool = Field(default=False, description="Whether the family agrees to short notice.")
    sides: Annotated[list[AvailabilitySide], Field(max_length=5), AfterValidator(a_set)] | None = Field(
        default=None, description="Whose availability counts: of every side that stated it, unless given."
    )
    mediator_ids: Annotated[list[Identifier], Field(max_length=20), AfterValidator(a_set)] = Field(
        default=[], description="The mediators to look at: the one of the case unless given; of a new case, everybody."
    )
    school_needed: StrictBool = Field(default=False, description="Whether it must lie within the council's terms.")
    interpreter_lead_days: Annotated[int, bounded_int(0, 60)] | None = Field(
        default=None, description="Working days that the interpreter needs, where somebody needs one."
    )
    limit: Annotated[int, bounded_int(1, 100)] = 20


class Slot(Answer):
    """A time that meets everything."""

    starts_at: Instant
    ends_at: Instant
    mediator_ids: list[str]
    whole_working_days: int


class Impossible(Answer):
    """Constraints that no time meets together; with one only, none meets that one at all."""

    constraints: list[str]
    words: str


class SetAside(Answer):
    """The first time that would be possible if one constraint alone were set aside."""

    constraint: str
    starts_at: Instant


class SlotsFound(Answer):
    """The times found, the earliest first; or what makes it impossible."""

    length_minutes: int
    slots: list[Slot]
    more: bool
    impossible: list[Impossible]
    if_set_aside: list[SetAside]
