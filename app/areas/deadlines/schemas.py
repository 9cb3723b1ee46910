"""A deadline as it is shown: the date, how it was counted, and on what authority."""

from collections.abc import Mapping
from datetime import date
from functools import cache
from typing import Any, TypeVar

from app.domain import clocks, law
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


class ComputedForPartner(Answer):
    """One clock of a case as a partner system sees it: the day, and whether it was kept.

    From when it is counted, by whom it is owed and why would tell what a case's brief leaves out.
    """

    rule_id: str
    due_on: date | None
    status: DeadlineStatus
    calendar_version: str
    rule_version: str
    citation: Citation


class DeadlinePartner(ComputedForPartner):
    """One clock of a case as it is stored, as a partner system sees it."""

    id: str


class ComputedDeadline(ComputedForPartner):
    """One statutory clock, explained."""

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
    rulings: list[str]


class Deadline(ComputedDeadline, DeadlinePartner):
    """One statutory clock of a case as it is stored, explained."""


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
        "rulings": detail.get("rulings", []),
        "citation": detail["citation"],
    }


Computed = TypeVar("Computed", bound=ComputedDeadline)


def computed(deadline: clocks.Deadline, as_of: date, model: type[Computed]) -> Computed:
    """Return a deadline as the rulebook worked it out, judged on a day, in the model of who asks."""
    return model(
        rule_id=deadline.rule_id,
        subject=deadline.subject or None,
        owed_by=deadline.owed_by,
        start_on=deadline.start_on,
        due_on=deadline.due_on,
        act_by_on=deadline.act_by_on,
        due_at=deadline.due_at,
        met_on=deadline.met_on,
        status=deadline.status(as_of),
        flags=deadline.flags,
        alternatives=deadline.alternatives,
        certificate_needed=deadline.certificate_needed,
        explanation=deadline.explanation,
        rulings=deadline.rulings,
        calendar_version=deadline.calendar_version,
        rule_version=deadline.rule_version,
        citation=_cited(deadline.citation),
    )


@cache
def _cited(citation: law.Citation) -> Citation:
    return Citation.model_validate(citation)
