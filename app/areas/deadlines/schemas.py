"""A deadline as it is shown: the date, how it was counted, and on what authority."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from app.domain.codes import DeadlineStatus, OwedBy
from app.wire.base import Answer
from app.wire.types import Instant


class Citation(Answer):
    """The provision relied on, how well it was verified, and its official address where one was read."""

    provision: str
    verification: str
    url: str | None


class Alternative(Answer):
    """Another defensible date, and its ground."""

    due_on: date
    ground: str


class DeadlinePartner(Answer):
    """One clock of a case as a partner system sees it: the day, and whether it was kept.

    From when it is counted, by whom it is owed and why would tell what a case's brief leaves out.
    """

    id: str
    rule_id: str
    due_on: date | None
    status: DeadlineStatus
    calendar_version: str
    rule_version: str
    citation: Citation


class Deadline(DeadlinePartner):
    """One statutory clock of a case, explained."""

    subject: str | None
    owed_by: OwedBy
    start_on: date | None
    act_by_on: date | None
    due_at: Instant | None
    met_on: date | None
    flags: list[str]
    alternatives: list[Alternative]
    certificate_needed: bool | None
    explanation: list[str]


class DeadlineRowPartner(DeadlinePartner):
    """A clock in a partner system's list across cases."""

    case_id: str
    case_reference: str
    la_code: str


class DeadlineRow(Deadline, DeadlineRowPartner):
    """A deadline in a list across cases."""


def shown(row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a stored deadline as the values of its response model."""
    detail = row["detail"]
    return {
        **row,
        "subject": row["subject"] or None,
        "flags": detail["flags"],
        "alternatives": detail["alternatives"],
        "certificate_needed": detail["certificate_needed"],
        "explanation": detail["explanation"],
        "citation": detail["citation"],
    }
