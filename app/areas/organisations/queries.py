"""What may be read of organisations, by whom."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, bindparam, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain.permissions import Actor
from app.store.tables import Organisation
from app.store.types import Short

Reader = AsyncConnection | AsyncSession


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the organisations that an actor may see: all that its provider works with."""
    return Organisation.tenant_id == actor.tenant_id


def succession(tenant: Any, organisation: Any) -> Select[Any]:
    """Return the ids of an organisation and of every one that it has succeeded, however long ago.

    The name of the recursion may stand in a statement only once: make it once for a statement.
    """
    table = Organisation.__table__.alias("own")
    chain = (
        select(table.c.id)
        .where(table.c.tenant_id == tenant, table.c.id == organisation)
        .cte("succession", recursive=True)
    )
    earlier = Organisation.__table__.alias("earlier")
    chain = chain.union(select(earlier.c.id).where(earlier.c.tenant_id == tenant, earlier.c.successor_id == chain.c.id))
    return select(chain.c.id)


_OF_KIND = select(Organisation.__table__).where(
    Organisation.tenant_id == bindparam("tenant", type_=Short(36)),
    Organisation.kind == bindparam("kind", type_=Short(10)),
)
_BY_CODE = _OF_KIND.where(Organisation.code == bindparam("code", type_=Short(20)))
_BY_ID = _OF_KIND.where(Organisation.id == bindparam("id", type_=Short(36)))


async def by_code(reader: Reader, tenant_id: str, kind: str, code: str) -> Row[Any] | None:
    """Return the council or health body of a code, None where the provider knows none."""
    found = await reader.execute(_BY_CODE, {"tenant": tenant_id, "kind": kind, "code": code})
    return found.one_or_none()


async def by_id(reader: Reader, tenant_id: str, kind: str, organisation_id: str) -> Row[Any] | None:
    """Return the council or health body of an id, None where the provider knows none."""
    found = await reader.execute(_BY_ID, {"tenant": tenant_id, "kind": kind, "id": organisation_id})
    return found.one_or_none()


def page_statement(actor: Actor, *, kind: str | None = None, valid_on: date | None = None) -> Select[Any]:
    """Return the select of a list of organisations, before paging."""
    wanted = [visible_to(actor)]
    if kind is not None:
        wanted.append(Organisation.kind == kind)
    if valid_on is not None:
        wanted.append(or_(Organisation.valid_from.is_(None), Organisation.valid_from <= valid_on))
        wanted.append(or_(Organisation.valid_to.is_(None), Organisation.valid_to >= valid_on))
    return select(Organisation.__table__).where(*wanted)
