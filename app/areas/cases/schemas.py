"""A case and its facts, one model for each audience: built up from what it may see."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, Literal, TypeVar

from pydantic import Field

from app.areas.deadlines.schemas import Deadline, DeadlinePartner
from app.domain.codes import DecisionKind, Outcome, ReferralKind, Route
from app.domain.withdrawals import WithdrawalReason
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant


class StageAsked(StrEnum):
    """The stages that a list may be filtered by: `not_proceeding` outside, `declined` and `withdrawn` inside."""

    REFERRED = "referred"
    INFORMED = "informed"
    DECLINED = "declined"
    ARRANGING = "arranging"
    SCHEDULED = "scheduled"
    MEETING = "meeting"
    CONCLUDED = "concluded"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"
    NOT_PROCEEDING = "not_proceeding"
    CLOSED = "closed"


class CaseLinks(Answer):
    """Where to go from here; null where your role may not go."""

    self: str
    facts: str | None
    certificates: str | None
    referral: str | None


class ChildName(Answer):
    """The child or young person."""

    given_name: str | None
    family_name: str | None
    born_on: date | None


class AllowedFact(Answer):
    """Whether a type of fact may be recorded today; when not, why not, and by which rule."""

    type: str
    allowed: bool
    why_not: str | None
    rule: str | None


class AllowedCertificate(Answer):
    """Whether a kind of certificate may be issued today; when not, why not, and by which rule."""

    kind: str
    allowed: bool
    why_not: str | None
    rule: str | None


STAGE_OUTSIDE = "Where the case stands; `not_proceeding` where no mediation goes ahead, which does not say why."


class CaseBrief(Answer):
    """A case as a partner system sees it: that it exists, and where it stands."""

    audience: Literal["partner"] = "partner"
    id: str
    reference: str
    la_code: str
    kind: ReferralKind
    stage: str = Field(description=STAGE_OUTSIDE)
    received_on: date
    closed_on: date | None
    transferred_on: date | None
    created_at: Instant
    updated_at: Instant
    version: int
    deadlines: list[DeadlinePartner]
    links: CaseLinks


class CaseOutside(Answer):
    """A case as an officer of its council or health body sees it."""

    audience: Literal["outside"] = "outside"
    id: str
    reference: str
    la_code: str
    kind: ReferralKind
    route: Route | None
    stage: str = Field(description=STAGE_OUTSIDE)
    child: ChildName
    decision_kind: DecisionKind | None
    decision_sent_on: date | None
    received_on: date
    closed_on: date | None
    transferred_on: date | None
    created_at: Instant
    updated_at: Instant
    version: int
    deadlines: list[Deadline]
    links: CaseLinks


class CaseFamily(CaseOutside):
    """A case as its family's front end sees it."""

    audience: Literal["family"] = "family"  # type: ignore[assignment]  # the same case, told to the family
    stage: str


class CaseStaff(Answer):
    """A case as the provider's staff see it."""

    audience: Literal["staff"] = "staff"
    id: str
    reference: str
    la_code: str
    icb_id: str | None
    kind: ReferralKind
    route: Route | None
    stage: str
    outcome: Outcome | None
    withdrawal_reason: WithdrawalReason | None
    child: ChildName
    decision_kind: DecisionKind | None
    decision_sent_on: date | None
    adviser_id: str | None
    mediator_id: str | None
    received_on: date
    closed_on: date | None
    transferred_on: date | None
    flags: list[str]
    warnings: list[str]
    fact_count: int
    created_at: Instant
    updated_at: Instant
    version: int
    deadlines: list[Deadline]
    allowed_facts: list[AllowedFact]
    allowed_certificates: list[AllowedCertificate]
    links: CaseLinks


AnyCase = Annotated[CaseStaff | CaseOutside | CaseFamily | CaseBrief, Field(discriminator="audience")]


class CaseRowPartner(Answer):
    """A case in a list of a partner system: what everyone who may see a case may see."""

    id: str
    reference: str
    la_code: str
    kind: ReferralKind
    stage: str
    received_on: date
    closed_on: date | None
    transferred_on: date | None
    updated_at: Instant
    version: int


class CaseRow(CaseRowPartner):
    """A case in a list of its council, its health body or its family's front end."""

    decision_kind: DecisionKind | None


class CaseRowStaff(CaseRow):
    """A case in a list of the provider's staff."""

    child: ChildName
    outcome: Outcome | None
    adviser_id: str | None
    flags: list[str]


class FactPartner(Answer):
    """One fact of a partner system's timeline: that it happened, and when."""

    id: str
    type: str
    occurred_on: date
    recorded_at: Instant
    supersedes: str | None
    superseded: bool
    retracted: bool


class Fact(FactPartner):
    """One fact of the timeline."""

    payload: dict[str, Any]


class FactStaff(Fact):
    """One fact of the timeline, with who recorded it."""

    sequence: int
    recorded_by: str
    recorder_role: str


class Timeline(Answer):
    """The facts of a case in the order in which they happened."""

    items: list[FactStaff] | list[Fact] | list[FactPartner]
    next_cursor: str | None = None


class RecordedFact(Answer):
    """A fact just recorded, and where it leaves the case. The ETag of the answer is the case's."""

    fact: FactStaff
    case_id: str
    stage: str
    case_version: int


class ReassignCase(Strict):
    """Give the case to another adviser, or to a mediator: name one of them."""

    model_config = shown_as({"mediator_id": "00000000-0000-7000-8000-000000000001"})

    adviser_id: Identifier | None = None
    mediator_id: Identifier | None = None


OutsideFact = TypeVar("OutsideFact", bound=FactPartner)


def facts_for_staff(rows: Iterable[Mapping[str, Any]]) -> list[FactStaff]:
    """Return the whole timeline."""
    rows = list(rows)
    replaced = {row["supersedes_id"] for row in rows}
    return [
        FactStaff.model_validate({**row, "supersedes": row["supersedes_id"], "superseded": row["id"] in replaced})
        for row in rows
    ]


def fact_for_staff(row: Mapping[str, Any], *, superseded: bool) -> FactStaff:
    """Return one fact of the timeline, which does not itself tell whether another has superseded it since."""
    return FactStaff.model_validate({**row, "supersedes": row["supersedes_id"], "superseded": superseded})


def facts_outside(
    rows: Iterable[Mapping[str, Any]],
    told: Callable[[Mapping[str, Any]], dict[str, Any] | None],
    model: type[OutsideFact],
) -> list[OutsideFact]:
    """Return the part of the timeline that reaches beyond the provider; `told` gives the payload of each fact of it."""
    rows = list(rows)
    # A fact may be superseded by one that stays within: it is shown as superseded all the same.
    replaced = {row["supersedes_id"] for row in rows}
    payloads = {row["id"]: told(row) for row in rows}
    known = {id for id, payload in payloads.items() if payload is not None}
    return [
        model.model_validate(
            {
                **row,
                "payload": payloads[row["id"]],
                "supersedes": row["supersedes_id"] if row["supersedes_id"] in known else None,
                "superseded": row["id"] in replaced,
            }
        )
        for row in rows
        if row["id"] in known
    ]


def child_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values of the child's name in a case's mapping."""
    return {name: row[f"child_{name}"] for name in ("given_name", "family_name", "born_on")}


def staff_row(row: Mapping[str, Any]) -> CaseRowStaff:
    """Return a case in a list as the provider's staff see it."""
    return CaseRowStaff.model_validate({**row, "child": child_of(row)})
