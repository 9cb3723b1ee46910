"""What was agreed to, who may decide, who holds the rights, and what a case is about, as it is asked for and shown."""

from datetime import date

from pydantic import Field

from app.domain.parties import ConsentKind, RepresentativeBasis
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, IsoDate, StrictBool
from app.wire.uk import Line, Paragraph


class RecordConsent(Strict):
    """What somebody agreed to."""

    model_config = shown_as(
        {
            "person_id": "00000000-0000-7000-8000-000000000000",
            "kind": "share_with_parent",
            "how": "By telephone",
            "given_on": "2026-09-14",
        }
    )

    person_id: Identifier
    kind: ConsentKind
    how: Line
    given_on: IsoDate


class WithdrawConsent(Strict):
    """End a consent."""

    model_config = shown_as({"withdrawn_on": "2026-09-20"})

    withdrawn_on: IsoDate


class Consent(Answer):
    """What somebody agreed to, from when to when."""

    id: str
    case_id: str
    person_id: str
    kind: ConsentKind
    how: str
    given_on: date
    withdrawn_on: date | None
    version: int


class RecordCapacity(Strict):
    """Whether somebody can make a decision, at this time: capacity is presumed until an assessment says otherwise."""

    model_config = shown_as(
        {
            "person_id": "00000000-0000-7000-8000-000000000001",
            "assessed_on": "2026-09-14",
            "assessor": "A clinical psychologist",
            "decision": "Whether to go to mediation",
            "has_capacity": False,
            "grounds": "Could not weigh what was explained.",
        }
    )

    person_id: Identifier
    assessed_on: IsoDate
    assessor: Line
    decision: Paragraph = Field(description="The decision that was assessed.")
    has_capacity: StrictBool
    grounds: Paragraph
    representative_basis: RepresentativeBasis | None = Field(
        default=None, description="On what footing somebody stands in, where capacity is lacking."
    )


class Capacity(Answer):
    """An assessment of capacity for one decision at one time."""

    id: str
    case_id: str
    person_id: str
    assessed_on: date
    assessor: str
    decision: str
    has_capacity: bool
    grounds: str
    representative_basis: RepresentativeBasis | None


class CaseRightsHolder(Answer):
    """Who holds the rights of a case today, when that changes, and what is then to be done."""

    holder: str | None
    explanation: list[str]
    changes_on: date | None
    days_until_change: int | None
    warning: str | None
    flags: list[str]
    lacks_capacity: bool
    write_to: str | None
    at_the_change: list[str]


class CaseIssue(Answer):
    """One issue of a case: its kind, its section, and whether it can be appealed."""

    kind: str
    section: str | None
    appealable: bool


class IssueStaff(CaseIssue):
    """One issue as the provider's staff see it: also the health provision that is wanted."""

    wanted_health_provision: str | None


class Issues(Answer):
    """The issues of a case, and the route that follows from them."""

    items: list[IssueStaff] | list[CaseIssue]
    route: str | None
    why: list[str]
