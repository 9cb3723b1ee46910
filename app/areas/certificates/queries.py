"""What may be read of certificates: those of the cases that an actor sees."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases import queries as cases
from app.domain.permissions import Actor
from app.domain.refusals import NotFound
from app.store.tables import Case, Certificate

Reader = AsyncConnection | AsyncSession

_SEEN = select(Certificate.__table__).join(
    Case, and_(Case.tenant_id == Certificate.tenant_id, Case.id == Certificate.case_id)
)


async def one(reader: Reader, actor: Actor, certificate_id: str) -> dict[str, Any]:
    """Return a certificate; refuse one of a case that the actor may not see."""
    found = await reader.execute(_SEEN.where(Certificate.id == certificate_id, cases.visible_to(actor)))
    row = found.mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


async def of_case(reader: Reader, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the certificates of a case, the first one first."""
    found = await reader.execute(
        select(Certificate.__table__)
        .where(Certificate.tenant_id == case["tenant_id"], Certificate.case_id == case["id"])
        .order_by(Certificate.created_at, Certificate.id)
    )
    return [dict(row) for row in found.mappings()]
