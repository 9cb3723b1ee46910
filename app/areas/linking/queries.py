"""What may be read of linked cases: both ends must be seen."""

from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases import queries as cases
from app.domain.permissions import Actor
from app.domain.refusals import NotFound
from app.store.tables import Case
from app.store.tables.people_contacts import CaseLink

Reader = AsyncConnection | AsyncSession


async def of_case(reader: Reader, actor: Actor, case_id: str) -> list[dict[str, Any]]:
    """Return the cases linked with one, as far as the actor sees them."""
    case = await cases.one(reader, actor, case_id)
    other = or_(
        and_(CaseLink.case_id == case["id"], Case.id == CaseLink.other_id),
        and_(CaseLink.other_id == case["id"], Case.id == CaseLink.case_id),
    )
    asked = (
        select(CaseLink.__table__, Case.id.label("linked_id"), Case.reference)
        .join(Case, and_(Case.tenant_id == CaseLink.tenant_id, other))
        .where(CaseLink.tenant_id == case["tenant_id"], cases.visible_to(actor))
        .order_by(CaseLink.id)
    )
    rows = (await reader.execute(asked)).mappings()
    return [
        {**row, "case_id": row["linked_id"], "is_later": row["other_id"] == row["linked_id"]}
        for row in (dict(found) for found in rows)
    ]


async def one(reader: Reader, actor: Actor, link_id: str) -> dict[str, Any]:
    """Return a link both of whose cases the actor sees."""
    found = await reader.execute(select(CaseLink.case_id).where(CaseLink.id == link_id))
    row = found.first()
    if row is not None:
        for link in await of_case(reader, actor, row.case_id):
            if link["id"] == link_id:
                return link
    raise NotFound
