"""Sessions: what is asked for, and what each audience sees."""

from datetime import date, datetime, timedelta
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, computed_field
from pydantic_core import PydanticCustomError

from app.areas.cases.fact_payloads import a_set
from app.domain.sessions import TICK_MINUTES, CalledBy, SessionKind, SessionMode, SessionStatus
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant, IsoDate, StrictBool, bounded_int, instant_text
from app.wire.uk import Line, Paragraph


def _quarters(minutes: int) -> int:
    if minutes % TICK_MINUTES:
        raise PydanticCustomError("not_in_quarters", "Whole quarters of an hour are expected.")
    return minutes


Length = Annotated[int, bounded_int(15, 600), AfterValidator(_quarters)]
Happened = Annotated[IsoDate | None, Field(description="The day on which it happened: today unless given.")]


class PlanSession(Strict):
    """Plan a session and hold its time, its mediators and its place: nobody outside is told until it is proposed."""

    model_config = shown_as(
        {"kind": "mediation", "mode": "online", "starts_at": "2025-04-10T09:00:00Z", "length_minutes": 150}
    )

    kind: SessionKind
    mode: SessionMode
    starts_at: Instant
    length_minutes: Length
    venue: Line | None = Field(default=None, description="Where it is: an address, or the platform.")
    mediator_id: Identifier | None = None
    co_mediator_id: Identifier | None = None
    follows_session_id: Identifier | None = Field(
        default=None, description="The session of this case that was cancelled or adjourned and is continued by it."
    )
    serves_case_ids: Annotated[list[Identifier], Field(max_length=10), AfterValidator(a_set)] = Field(
        default=[], description="Other cases that are linked to this one and are heard with it."
    )


class ChangeSession(Strict):
    """Change the plan of a session that is not fixed; what is left out stays, null clears."""

    model_config = shown_as({"starts_at": "2025-04-11T09:00:00Z"})

    mode: SessionMode | None = None
    starts_at: Instant | None = None
    length_minutes: Length | None = None
    venue: Line | None = None
    mediator_id: Identifier | None = None
    co_mediator_id: Identifier | None = None


class ProposeSession(Strict):
    """Propose the time and the place to the parties."""

    model_config = shown_as({"proposed_by": "mediator"})

    proposed_by: CalledBy
    occurred_on: Happened = None


class FixSession(ChangeSession):
    """Fix a session; fix it anew, with what changes, when its time or place moves: then notice is given afresh."""

    model_config = shown_as({"venue": "The town hall, room 2"})

    occurred_on: Happened = None


class GiveNotice(Strict):
    """Record that notice of the time and place was given: short notice is recorded and flagged, never refused."""

    model_config = shown_as({"to": "all"})

    to: Literal["family", "la", "icb", "all"]
    occurred_on: Happened = None


class AgreeShortNotice(Strict):
    """Record that the family agrees to shorter notice: who, when and how."""

    model_config = shown_as({"consented_by": "parent", "how": "By phone"})

    consented_by: Literal["parent", "young_person"]
    how: Line
    occurred_on: Happened = None


class CancelSession(Strict):
    """Call a session off: by whom, why, when; whether that is charged for follows, unless the contract says else."""

    model_config = shown_as({"cancelled_by": "la", "reason": "The officer who decides is away."})

    cancelled_by: CalledBy
    reason: Paragraph
    cancelled_at: Instant | None = Field(default=None, description="When it was called off: now unless given.")
    chargeable: StrictBool | None = Field(default=None, description="What the contract says of it, with why.")
    chargeable_why: Line | None = None


class HoldSession(Strict):
    """Record that a session was held, on its day, and who came."""

    model_config = shown_as({"attendee_ids": []})

    attendee_ids: Annotated[list[Identifier], Field(max_length=60), AfterValidator(a_set)] | None = Field(
        default=None, description="Who came; those marked as attended already, unless given."
    )


class AdjournSession(Strict):
    """Adjourn a session that was held: plan the next one as the one that follows it."""

    model_config = shown_as({"reason": "The school's report is awaited."})

    reason: Paragraph
    occurred_on: Happened = None


class ConcludeSession(Strict):
    """Record that mediation ended with this session."""

    model_config = shown_as({"occurred_on": "2025-04-10"})

    occurred_on: Happened = None


class SessionLinks(Answer):
    """Where to go from here."""

    self: str
    attendees: str
    bookings: str | None


class SessionOutside(Answer):
    """A session as those who are asked to it see it: when, where and whether it stands."""

    id: str
    case_ids: list[str] = Field(description="The cases it serves, as far as you see them.")
    kind: SessionKind
    mode: SessionMode
    status: SessionStatus
    starts_at: Instant
    length_minutes: int
    venue: str | None
    proposed_on: date | None
    fixed_on: date | None
    cancelled_by: CalledBy | None
    version: int
    links: SessionLinks

    @computed_field(description="When it ends.")  # type: ignore[prop-decorator]
    @property
    def ends_at(self) -> str:
        """Return when it ends."""
        ends: datetime = self.starts_at + timedelta(minutes=self.length_minutes)
        return instant_text(ends)


class SessionRow(SessionOutside):
    """A session in a list, as the provider's staff see it."""

    case_id: str
    mediator_id: str | None
    co_mediator_id: str | None
    follows_session_id: str | None
    family_told_on: date | None
    short_notice_agreed_on: date | None
    cancelled_at: Instant | None
    cancellation_reason: str | None
    chargeable: bool | None
    chargeable_why: str | None
    adjournment_reason: str | None
    created_at: Instant
    updated_at: Instant


class Notice(Answer):
    """How notice stands: the last day for it, what was given in whole working days, and whether that is enough."""

    last_day: date
    whole_working_days: int | None
    enough: bool | None
    words: list[str]


class Concern(Answer):
    """Something to look at before the session: never a refusal."""

    code: str
    detail: str


class Session(SessionRow):
    """A session as the provider's staff see it, with what to look at before it."""

    notice: Notice | None
    cancellation_working_hours: int | None
    concerns: list[Concern]
