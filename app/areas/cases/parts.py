"""Records that hang on a case: read with the case's own scope, and locked before they change."""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases.queries import Reader, one, visible_to
from app.domain import guards
from app.domain.permissions import Actor
from app.domain.refusals import NotFound
from app.store.tables import Case
from app.store.versions import check_version

Row = TypeVar("Row")


async def part(reader: Reader, actor: Actor, table: Any, id: str, *wanted: ColumnElement[bool]) -> dict[str, Any]:
    """Return one record of a case that the actor may see; refuse what is not there for them."""
    asked = select(*table.__table__.columns).join(Case, _belongs(table)).where(table.id == id, visible_to(actor))
    row = (await reader.execute(asked.where(*wanted))).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


async def parts(
    reader: Reader, case: Mapping[str, Any], table: Any, *wanted: ColumnElement[bool], order: Sequence[Any] = ()
) -> list[dict[str, Any]]:
    """Return the records of a case, in the order of their making unless another is given."""
    asked = select(*table.__table__.columns).where(table.tenant_id == case["tenant_id"], table.case_id == case["id"])
    found = await reader.execute(asked.where(*wanted).order_by(*(order or (table.id,))))
    return [dict(row) for row in found.mappings()]


async def case_of_part(session: AsyncSession, actor: Actor, case_id: str) -> dict[str, Any]:
    """Return a case on which a record is to be made; refuse one that has gone to another provider."""
    case = await one(session, actor, case_id)
    guards.check_not_gone(case["transferred_on"])
    return case


async def part_for_change(
    session: AsyncSession, actor: Actor, table: type[Row], id: str, version: int | None, *wanted: ColumnElement[bool]
) -> Row:
    """Return one record of a case that the actor may see, locked until the unit of work ends."""
    columns: Any = table
    asked = select(table).join(Case, _belongs(columns)).where(columns.id == id, visible_to(actor), *wanted)
    row: Any = (await session.execute(asked.with_for_update(of=table))).scalar_one_or_none()
    if row is None:
        raise NotFound
    check_version(row.version, version)
    await check_here(session, row.tenant_id, (row.case_id,))
    found: Row = row
    return found


async def check_here(reader: Reader, tenant_id: str, case_ids: Sequence[str]) -> None:
    """Refuse to change what hangs on a case that has gone to another provider."""
    gone = select(Case.transferred_on).where(
        Case.tenant_id == tenant_id, Case.id.in_(case_ids), Case.transferred_on.is_not(None)
    )
    guards.check_not_gone((await reader.execute(gone.limit(1))).scalars().first())


def _belongs(table: Any) -> ColumnElement[bool]:
    return and_(Case.tenant_id == table.tenant_id, Case.id == table.case_id)
