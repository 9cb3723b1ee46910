"""Attendees, bookings and availability: what is asked for, and what each audience sees."""

from datetime import date, datetime
from typing import Annotated, Any

from pydantic import Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.domain.attendance import ConsentBy, Ground, Response
from app.domain.availability import AvailabilitySide
from app.domain.parties import PartyRole, Side
from app.domain.sessions import BookingKind, BookingStatus
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant, IsoDate, StrictBool, bounded_int, pattern_text
from app.wire.uk import Line

Link = Annotated[str, pattern_text(r"https://[^\s]{1,492}", 500)]
Limits = Annotated[Line, Field(max_length=200)]
Pence = Annotated[int, bounded_int(0, 100_000_000)]


class AskAttendee(Strict):
    """Ask somebody of the case to a session, on the ground on which they come."""

    model_config = shown_as({"party_id": "0196a1c2-0000-7000-8000-000000000000", "basis": "a"})

    party_id: Identifier
    basis: Ground = Field(description="Its letter in the regulations: (a) a party, (b) the family's one supporter, ...")
    joining_link: Link | None = Field(default=None, description="The attendee's own link: shown to their side alone.")
    can_decide: StrictBool | None = Field(default=None, description="Whether they can settle the issues.")
    authority_confirmed_on: IsoDate | None = Field(default=None, description="When that was confirmed beforehand.")
    authority_limits: Limits | None = Field(default=None, description="Up to what: funding, sections of the plan.")


class ChangeAttendee(Strict):
    """Change what is known of an attendee; what is left out stays, null clears."""

    model_config = shown_as({"can_decide": True, "authority_confirmed_on": "2025-04-03"})

    basis: Ground | None = None
    response: Response | None = None
    joining_link: Link | None = None
    can_decide: StrictBool | None = None
    authority_confirmed_on: IsoDate | None = None
    authority_limits: Limits | None = None
    attended: StrictBool | None = None


class RespondToInvitation(Strict):
    """Accept or decline for one's own side."""

    model_config = shown_as({"accepted": True})

    accepted: StrictBool


class ConsentToAttendee(Strict):
    """Record whether one of those whose consent counts agrees to an attendee; the last word of each stands."""

    model_config = shown_as({"given_by": "parent", "given": True})

    given_by: ConsentBy
    given: StrictBool
    said_on: IsoDate | None = Field(default=None, description="Today unless given.")


class Invitation(Answer):
    """An attendee as their own side sees it."""

    id: str
    session_id: str
    party_id: str
    basis: Ground
    response: Response
    joining_link: str | None
    version: int


class AttendeeConsent(Answer):
    """What one of those whose consent counts said to an attendee."""

    given_by: ConsentBy
    given: bool
    said_on: date


class Attendee(Invitation):
    """An attendee as the provider's staff see it."""

    case_id: str
    role: PartyRole
    side: Side
    can_decide: bool | None
    authority_confirmed_on: date | None
    authority_limits: str | None
    attended: bool | None
    consents: list[AttendeeConsent]
    missing_consents: list[ConsentBy]
    adjustments: list[str]
    created_at: Instant
    updated_at: Instant


class Book(Strict):
    """Book an interpreter or a room for the whole session: neither is booked twice at one time."""

    model_config = shown_as({"kind": "interpreter", "name": "An agency, interpreter 12", "language": "Polish"})

    kind: BookingKind
    name: Line = Field(description="The interpreter, or the room with its venue: always written the same way.")
    language: Annotated[Line, Field(max_length=60)] | None = Field(default=None, validate_default=True)
    status: BookingStatus = BookingStatus.REQUESTED
    cost_pence: Pence | None = None

    @field_validator("language")
    @classmethod
    def _spoken(cls, value: str | None, told: ValidationInfo) -> str | None:
        if "kind" in told.data and (told.data["kind"] is BookingKind.INTERPRETER) != (value is not None):
            raise PydanticCustomError("language_of_interpreter", "Give the language of an interpreter, and of no room.")
        return value


class ChangeBooking(Strict):
    """Confirm or cancel a booking, or record what it costs."""

    model_config = shown_as({"status": "confirmed", "cost_pence": 12000})

    status: BookingStatus | None = None
    cost_pence: Pence | None = None


class Booking(Answer):
    """A booking as the provider's staff see it."""

    id: str
    session_id: str
    kind: BookingKind
    name: str
    language: str | None
    status: BookingStatus
    cost_pence: int | None
    created_at: Instant
    updated_at: Instant
    version: int


class StateAvailability(Strict):
    """Say when a side can come, or cannot. With no time named as possible, any is that is not impossible."""

    model_config = shown_as({"possible": True, "starts_at": "2025-04-10T08:00:00Z", "ends_at": "2025-04-10T16:00:00Z"})

    side: AvailabilitySide | None = Field(default=None, description="Your own unless you take it down for others.")
    mediator_id: Identifier | None = Field(default=None, description="Whose it is, of the side `mediator`.")
    possible: StrictBool
    starts_at: Instant
    ends_at: Instant

    @field_validator("ends_at")
    @classmethod
    def _in_order(cls, value: datetime, told: ValidationInfo) -> datetime:
        if "starts_at" in told.data and value <= told.data["starts_at"]:
            raise PydanticCustomError("before_the_start", "A time ends after it starts.")
        return value


class Availability(Answer):
    """When a side can come, or cannot."""

    id: str
    case_id: str
    side: AvailabilitySide
    possible: bool
    starts_at: Instant
    ends_at: Instant
    withdrawn_at: Instant | None
    version: int


class AvailabilityStaff(Availability):
    """When a side can come, or cannot, as the provider's staff see it."""

    mediator_id: str | None
    created_at: Instant


def attendee_of(row: dict[str, Any], *, staff: bool) -> Attendee | Invitation:
    """Return an attendee as an audience sees it."""
    if not staff:
        return Invitation.model_validate(row)
    return Attendee.model_validate({**row, "adjustments": row["needs"] or []})
