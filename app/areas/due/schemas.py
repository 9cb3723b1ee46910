"""What was due by what was known, and how that changed, one model for each audience."""

from datetime import date

from app.areas.deadlines.schemas import Alternative, ComputedDeadline
from app.domain.codes import OwedBy
from app.wire.base import Answer
from app.wire.types import Instant


class CaseDeadlines(Answer):
    """What was due on a case by what was known on a day."""

    case_id: str
    known_on: date
    as_of: date
    calendar_version: str
    law_edition: int
    deadlines: list[ComputedDeadline]


class CaseDeadlinesStaff(CaseDeadlines):
    """The same, with what only the provider's staff may know."""

    facts_known: int
    warnings: list[str]


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
