"""Schools of a case: what is asked for and answered."""

from datetime import date

from pydantic import Field

from app.domain.schools import NamedBy, SchoolAnswer, SchoolRole
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import IsoDate, StrictBool
from app.wire.uk import Line, Paragraph, Urn


class AddSchool(Strict):
    """Name a school that is to be asked."""

    model_config = shown_as({"urn": "100001", "name": "Example School", "role": "proposed", "named_by": "family"})

    urn: Urn
    name: Line
    role: SchoolRole
    named_by: NamedBy
    may_be_told: StrictBool = Field(default=False, description="Whether the family agrees that the school is told.")


class CorrectSchool(Strict):
    """Go on with a school's part: the family's consent, the invitation, the answer, and whether it came."""

    model_config = shown_as({"answer": "can_meet_need", "answered_on": "2026-09-20"})

    may_be_told: StrictBool | None = None
    invited_on: IsoDate | None = None
    answer: SchoolAnswer | None = None
    answered_on: IsoDate | None = None
    words: Paragraph | None = None
    attended: StrictBool | None = None


class SchoolOutside(Answer):
    """A school's part as the council sees it: the answer and its ground, and whether it came."""

    id: str
    case_id: str
    urn: str
    name: str
    role: SchoolRole
    invited_on: date | None
    answer: SchoolAnswer | None
    answered_on: date | None
    attended: bool | None
    version: int


class School(SchoolOutside):
    """A school's part as the provider's staff see it."""

    named_by: NamedBy
    may_be_told: bool
    words: str | None


class Schools(Answer):
    """The schools of a case, and what is missing where a school is in dispute."""

    items: list[School] | list[SchoolOutside]
    warnings: list[str]
