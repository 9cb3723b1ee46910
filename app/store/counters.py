"""Numbers given out in a row, none twice: the serials of references and certificates."""

from sqlalchemy import bindparam, func, literal, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.store.statements import execute
from app.store.tables.chronicle import Counter
from app.store.types import Short

_COUNTERS = Counter.metadata.tables[Counter.__tablename__]
_TENANT, _SERIES = bindparam("of_tenant", type_=Short(36)), bindparam("of_series", type_=Short(20))
# PostgreSQL lets whoever comes to a row that many wait for overtake them; this lock is given in the order of asking.
_TURN = select(func.pg_advisory_xact_lock(func.hashtextextended(_TENANT.concat(_SERIES), 0)).label("turn")).subquery()
_NEXT = {
    dialect: insert.on_conflict_do_update(
        index_elements=["tenant_id", "series"], set_={"last": _COUNTERS.c.last + 1}
    ).returning(_COUNTERS.c.last)
    for dialect, insert in (
        (
            "postgresql",
            postgresql_insert(_COUNTERS).from_select(
                ["tenant_id", "series", "last"], select(_TENANT, _SERIES, literal(1)).select_from(_TURN)
            ),
        ),
        ("sqlite", sqlite_insert(_COUNTERS).values(tenant_id=_TENANT, series=_SERIES, last=1)),
    )
}


async def next_number(session: AsyncSession, tenant_id: str, series: str) -> int:
    """Return the next number of a series, which no other transaction gets: they wait, so ask for it late."""
    statement = _NEXT[session.get_bind().dialect.name]
    return int((await execute(session, statement, {"of_tenant": tenant_id, "of_series": series})).scalar_one())
