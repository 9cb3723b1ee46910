"""Statements on tables, run in a unit of work but past the session, which would look for objects in them."""

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import CursorResult, Insert, Table, bindparam, insert
from sqlalchemy.ext.asyncio import AsyncSession

Row = tuple[Table, Mapping[str, Any]]


async def execute(session: AsyncSession, statement: Any, values: Any = None) -> CursorResult[Any]:
    """Run a statement on tables in the transaction of a session; it does not see what is not flushed yet."""
    return await session.run_sync(lambda unit: unit.connection().execute(statement, values))


def insert_named(table: Table, names: Sequence[str], prefix: str) -> Insert:
    """Return the insert of one row whose parameters bear a prefix, to stand beside others in one statement."""
    return insert(table).values({name: bindparam(f"{prefix}_{name}", type_=table.c[name].type) for name in names})


@functools.lru_cache(maxsize=256)
def _together(shapes: tuple[tuple[Table, tuple[str, ...]], ...]) -> Any:
    """Return one statement for rows of these columns; the last of them is what the others are written beside."""
    *others, (table, names) = shapes
    statement = insert_named(table, names, f"row{len(others)}")
    for place, (other, columns) in enumerate(others):
        statement = statement.add_cte(insert_named(other, columns, f"row{place}").cte(f"row{place}"))
    return statement


async def add(session: AsyncSession, rows: Sequence[Row]) -> None:
    """Insert rows that refer to each other, those referred to first; on PostgreSQL in one statement.

    So locks that are held meanwhile are held for less.
    """
    if session.get_bind().dialect.name == "sqlite":
        for table, values in rows:
            await execute(session, insert(table), values)
        return
    statement = _together(tuple((table, tuple(values)) for table, values in rows))
    await execute(
        session,
        statement,
        {f"row{place}_{name}": value for place, (_, row) in enumerate(rows) for name, value in row.items()},
    )
