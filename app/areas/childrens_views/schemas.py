"""The child's voice: what is asked for, and what each audience sees."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domain.childrens_views import Measure, NotObtained, ViewMethod, ViewOutcome
from app.wire.base import Answer, Strict, shown_as
from app.wire.text import short_text
from app.wire.types import Instant, IsoDate, StrictBool

Words = Annotated[str, short_text(10_000, multiline=True)]
Feedback = Annotated[str, short_text(2_000, multiline=True)]


class RecordView(Strict):
    """Record how the child's views were sought, and what came of it."""

    model_config = shown_as({"method": "drawing", "outcome": "offered", "offered_on": "2026-09-14"})

    method: ViewMethod
    outcome: ViewOutcome
    offered_on: IsoDate
    obtained_on: IsoDate | None = None
    reason: NotObtained | None = Field(default=None, description="Why they were not obtained.")
    words: Words | None = Field(default=None, description="What the child said, in the child's words.")
    shared: StrictBool = Field(default=False, description="Whether the child agrees that every side reads it.")


class CorrectView(Strict):
    """Go on with the record: what came of the offer, what the child agrees to share, what the child was told after."""

    model_config = shown_as(
        {"outcome": "obtained", "obtained_on": "2026-09-16", "words": "What the child said", "shared": True}
    )

    outcome: ViewOutcome | None = None
    obtained_on: IsoDate | None = None
    reason: NotObtained | None = None
    words: Words | None = None
    shared: StrictBool | None = None
    feedback_on: IsoDate | None = None
    feedback: Feedback | None = Field(default=None, description="What the child was told, in plain words.")


class RecordPrivateView(Strict):
    """Keep what the child said to you alone."""

    model_config = shown_as({"words": "What the child said to you alone", "said_on": "2026-09-14"})

    words: Words
    said_on: IsoDate


class ChildViewOutside(Answer):
    """What the child agreed to share, as every side reads it."""

    id: str
    case_id: str
    method: ViewMethod
    obtained_on: date | None
    words: str | None
    version: int


class ChildView(ChildViewOutside):
    """How the child's views were sought and what came of it, as those who work on the case see it."""

    outcome: ViewOutcome
    offered_on: date
    offered_by: str | None = Field(description="Who recorded the offer; what the child said may be another's record.")
    reason: NotObtained | None
    shared: bool
    feedback_on: date | None
    feedback: str | None


class ChildViews(Answer):
    """The child's voice in a case, and what the record amounts to."""

    items: list[ChildView] | list[ChildViewOutside]
    measure: Measure | None


class PrivateView(Answer):
    """What the child said in private."""

    id: str
    case_id: str
    words: str
    said_on: date
    created_at: Instant
