"""What was due by what was known, and how that changed, one model for each audience."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.areas.deadlines.schemas import Alternative, ComputedDeadline, ComputedForPartner
from app.domain.codes import OwedBy
from app.wire.base import Answer
from app.wire.types import Instant


class CaseDeadlinesPartner(Answer):
    """What was due on a case by what was known on a day, as a partner system sees it."""

    audience: Literal["partner"] = "partner"
    case_id: str
    known_on: date
    as_of: date
    calendar_version: str
    law_edition: int
    deadlines: list[ComputedForPartner]


class CaseDeadlines(Answer):
    """What was due on a case by what was known on a day."""

    audience: Literal["outside"] = "outside"
    case_id: str
    known_on: date
    as_of: date
    calendar_version: str
    law_edition: int
    deadlines: list[ComputedDeadline]


class CaseDeadlinesStaff(CaseDeadlines):
    """The same, with what only the provider's staff may know."""

    audience: Literal["staff"] = "staff"  # type: ignore[assignment]  # the same, told to staff
    facts_known: int
    warnings: list[str]


AnyCaseDeadlines = Annotated[CaseDeadlinesStaff | CaseDeadlines | CaseDeadlinesPartner, Field(discriminator="audience")]


class Said(Answer):
    """What was said of one clock."""

    owed_by: OwedBy
    start_on: date | None
    due_on: date | None
    act_by_on: date | None
    met_on: date | None
    not_needed: bool
    flags: list[str]
    alternatives: list[Alternative]
    certificate_needed: bool | None
    explanation: list[str]
    rulings: list[str]
    calendar_version: str
    rule_version: str


class DeadlineChange(Answer):
    """One clock as it was said to be before a change and after it; null where there was no such clock."""

    id: str
    rule_id: str
    subject: str
    changed_at: Instant
    before: Said | None
    after: Said | None


class DeadlineChangeStaff(DeadlineChange):
    """The same, with why: a fact, a correction of the referral, a change of the law, or a new day."""

    cause: str
    cause_id: str | None
