"""Numbers given out in a row, none twice: the serials of references and certificates."""

from sqlalchemy import bindparam
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.store.statements import execute
from app.store.tables.chronicle import Counter
from app.store.types import Short

_COUNTERS = Counter.metadata.tables[Counter.__tablename__]
_TENANT, _SERIES = bindparam("of_tenant", type_=Short(36)), bindparam("of_series", type_=Short(20))
_NEXT = {
    dialect: make(_COUNTERS)
    .values(tenant_id=_TENANT, series=_SERIES, last=1)
    .on_conflict_do_update(index_elements=["tenant_id", "series"], set_={"last": _COUNTERS.c.last + 1})
    .returning(_COUNTERS.c.last)
    for dialect, make in (("postgresql", postgresql_insert), ("sqlite", sqlite_insert))
}


async def next_number(session: AsyncSession, tenant_id: str, series: str) -> int:
    """Return the next number of a series, which no other transaction gets: they wait, so ask for it late."""
    statement = _NEXT[session.get_bind().dialect.name]
    return int((await execute(session, statement, {"of_tenant": tenant_id, "of_series": series})).scalar_one())
