"""What may be read of expense claims: by the family that claims, and by those who decide."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases.parts import part
from app.domain.codes import OwedBy
from app.domain.expenses import ExpenseCategory
from app.domain.permissions import Actor
from app.store.tables import Deadline
from app.store.tables.sessions import ExpenseCap, ExpenseClaim

Reader = AsyncConnection | AsyncSession


async def one(reader: Reader, actor: Actor, claim_id: str) -> dict[str, Any]:
    """Return one claim of a case that the actor may see."""
    return await part(reader, actor, ExpenseClaim, claim_id)


async def of_case(
    reader: Reader, case: Mapping[str, Any], *, after: tuple[Any, ...] | None, limit: int
) -> list[dict[str, Any]]:
    """Return so many claims of a case, the first one first."""
    claim = ExpenseClaim
    asked = select(*claim.__table__.columns).where(
        claim.tenant_id == case["tenant_id"], claim.case_id == case["id"], *([claim.id > after[0]] if after else [])
    )
    return [dict(row) for row in (await reader.execute(asked.order_by(claim.id).limit(limit))).mappings()]


async def owed_by(reader: Reader, tenant_id: str, case_id: str) -> OwedBy | None:
    """Return who owes a family its expenses: the body that arranges, as the case's clocks say."""
    asked = select(Deadline.owed_by).where(
        Deadline.tenant_id == tenant_id,
        Deadline.case_id == case_id,
        or_(Deadline.rule_id == "hold-30d", Deadline.rule_id.like("arrange-30d-%")),
        Deadline.owed_by.in_((OwedBy.LA, OwedBy.ICB)),
    )
    return (await reader.execute(asked.order_by(Deadline.rule_id))).scalars().first()


async def cap_on(reader: Reader, tenant_id: str, category: ExpenseCategory, day: date) -> int | None:
    """Return the cap of a category in force on a day; None where none is set."""
    asked = (
        select(ExpenseCap.cap_pence)
        .where(ExpenseCap.tenant_id == tenant_id, ExpenseCap.category == category, ExpenseCap.from_on <= day)
        .order_by(ExpenseCap.from_on.desc())
        .limit(1)
    )
    return (await reader.execute(asked)).scalars().first()


async def caps(reader: Reader, tenant_id: str, *, after: tuple[Any, ...] | None, limit: int) -> list[dict[str, Any]]:
    """Return so many caps, past ones too, in the order in which they were set."""
    asked = select(*ExpenseCap.__table__.columns).where(
        ExpenseCap.tenant_id == tenant_id, *([ExpenseCap.id > after[0]] if after else [])
    )
    return [dict(row) for row in (await reader.execute(asked.order_by(ExpenseCap.id).limit(limit))).mappings()]
