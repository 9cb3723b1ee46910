"""What may be read of agreements: the parties', as far as each is one."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import and_, literal, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases import queries as cases
from app.areas.cases.audiences import is_about_health
from app.areas.deadlines.queries import status_on
from app.domain.permissions import HEALTH, Actor
from app.domain.refusals import NotFound
from app.store.tables import Case, Deadline
from app.store.tables.agreements import Agreement, AgreementSignature, AgreementTerm
from app.store.types import Day

Reader = AsyncConnection | AsyncSession


async def of_case(reader: Reader, actor: Actor, case_id: str) -> list[dict[str, Any]]:
    """Return the agreements of a case; the parties read the draft that they are to sign."""
    case = await cases.one(reader, actor, case_id)
    asked = select(Agreement.__table__).where(Agreement.tenant_id == case["tenant_id"], Agreement.case_id == case["id"])
    return [dict(row) for row in (await reader.execute(asked.order_by(Agreement.id))).mappings()]


async def one(reader: Reader, actor: Actor, agreement_id: str) -> dict[str, Any]:
    """Return an agreement of a case that the actor sees."""
    asked = (
        select(Agreement.__table__)
        .join(Case, and_(Case.tenant_id == Agreement.tenant_id, Case.id == Agreement.case_id))
        .where(Agreement.id == agreement_id, cases.visible_to(actor))
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


async def term(reader: Reader, actor: Actor, term_id: str) -> dict[str, Any]:
    """Return a term of an agreement that the actor sees, if it is for their eyes."""
    asked = (
        select(AgreementTerm.__table__)
        .join(Case, and_(Case.tenant_id == AgreementTerm.tenant_id, Case.id == AgreementTerm.case_id))
        .where(AgreementTerm.id == term_id, cases.visible_to(actor))
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    if row is None or not is_for(actor, dict(row)):
        raise NotFound
    return dict(row)


def is_for(actor: Actor, term: Mapping[str, Any]) -> bool:
    """Return whether a term is for an actor's eyes: a health body reads the health parts."""
    return actor.role not in HEALTH or is_about_health(term)


async def terms(reader: Reader, actor: Actor, agreement: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the terms of an agreement that are for an actor's eyes, in order."""
    asked = select(AgreementTerm.__table__).where(
        AgreementTerm.tenant_id == agreement["tenant_id"], AgreementTerm.agreement_id == agreement["id"]
    )
    rows = (await reader.execute(asked.order_by(AgreementTerm.place))).mappings()
    return [row for row in map(dict, rows) if is_for(actor, row)]


async def signatures(reader: Reader, agreement: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return who has signed."""
    asked = select(AgreementSignature.__table__).where(
        AgreementSignature.tenant_id == agreement["tenant_id"], AgreementSignature.agreement_id == agreement["id"]
    )
    return [dict(row) for row in (await reader.execute(asked.order_by(AgreementSignature.id))).mappings()]


async def clocks(reader: Reader, case_id: str, today: date) -> dict[str, list[dict[str, Any]]]:
    """Return the statutory clocks of a case's terms by the id of the term."""
    asked = select(Deadline.__table__, status_on(literal(today, Day())).label("status")).where(
        Deadline.case_id == case_id, Deadline.rule_id.like("agr-%")
    )
    found: dict[str, list[dict[str, Any]]] = {}
    for row in (await reader.execute(asked.order_by(Deadline.due_on, Deadline.id))).mappings():
        clock = {**row, "explanation": row["detail"]["explanation"], "citation": row["detail"]["citation"]}
        found.setdefault(row["subject"].partition(":")[0], []).append(clock)
    return found
