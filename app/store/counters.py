"""Numbers given out in a row, none twice: the serials of references and certificates."""

from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.ext.asyncio import AsyncSession

from app.store.tables.chronicle import Counter


async def next_number(session: AsyncSession, tenant_id: str, series: str) -> int:
    """Return the next number of a series, which no other transaction gets."""
    make = sqlite_insert if session.get_bind().dialect.name == "sqlite" else postgresql_insert
    statement = make(Counter).values(tenant_id=tenant_id, series=series, last=1)
    statement = statement.on_conflict_do_update(
        index_elements=[Counter.tenant_id, Counter.series], set_={"last": Counter.last + 1}
    )
    return int((await session.execute(statement.returning(Counter.last))).scalar_one())
