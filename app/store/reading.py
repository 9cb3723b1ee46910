"""The rows of a select that is built once, by the shortest way: on PostgreSQL the driver's own connection.

SQLAlchemy still builds the statement, compiles it once, and says how each parameter and column is converted; the
connection comes out of its pool. Left out is what it does around every execution, which took longer than PostgreSQL
takes to answer. On SQLite, and for a statement that holds a list, it is all as ever.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import CursorResult, Dialect
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.store.session import Database
from app.store.statements import execute

Source = AsyncConnection | AsyncSession | Database
Convert = Callable[[Any], Any]


class Shortcut:
    """A compiled select: its text, and how its parameters go in and its columns come out."""

    def __init__(self, statement: Any, compiled: Any, dialect: Dialect) -> None:
        self.text = str(compiled)
        self._takes: list[tuple[str | None, Any, Convert | None]] = []
        for name in compiled.positiontup:
            parameter = compiled.binds[name]
            convert = parameter.type.dialect_impl(dialect).bind_processor(dialect)
            if parameter.required:
                self._takes.append((name, None, convert))
            else:  # a value that stands in the statement itself
                self._takes.append((None, convert(parameter.value) if convert else parameter.value, None))
        columns = statement.selected_columns
        self._names = tuple(column.key for column in columns)
        found = [(column.key, column.type.dialect_impl(dialect).result_processor(dialect, None)) for column in columns]
        self._converts = [(name, convert) for name, convert in found if convert is not None]

    def arguments(self, values: Mapping[str, Any]) -> list[Any]:
        """Return the parameters in the order of the text."""
        return [
            fixed if name is None else convert(values[name]) if convert else values[name]
            for name, fixed, convert in self._takes
        ]

    def row(self, record: Any) -> dict[str, Any]:
        """Return a row as the mapping that SQLAlchemy would make of it."""
        row = dict(zip(self._names, record, strict=True))
        for name, convert in self._converts:
            row[name] = convert(row[name])
        return row


@functools.lru_cache(maxsize=512)
def _shortcut(statement: Any, dialect: Dialect) -> Shortcut | None:
    """Return a select, known by its identity, compiled; None for one with a list, which is spelled out anew each time.

    So only a select that is built once may be given here.
    """
    compiled = statement.compile(dialect=dialect)
    return None if compiled.post_compile_params else Shortcut(statement, compiled, dialect)


async def fetch(source: Source, statement: Any, values: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the rows of a select that is built once: in a transaction, or of a database by its shortest way."""
    if isinstance(source, Database):
        short = None if source.is_sqlite else _shortcut(statement, source.dialect)
        if short is None:
            async with source.read() as connection:
                return await fetch(connection, statement, values)
        async with source.borrow() as driver:
            records = await driver.fetch(short.text, *short.arguments(values))
        return [short.row(record) for record in records]
    if isinstance(source, AsyncSession):
        await source.flush()
        found: CursorResult[Any] = await execute(source, statement, values)
    else:
        found = await source.execute(statement, values)
    names = tuple(found.keys())
    return [dict(zip(names, row, strict=True)) for row in found]


async def first(source: Source, statement: Any, values: Mapping[str, Any]) -> dict[str, Any] | None:
    """Return the one row that a select by an id may find."""
    return next(iter(await fetch(source, statement, values)), None)


def dialect_of(source: Source) -> str:
    """Return the name of the database's kind."""
    if isinstance(source, AsyncSession):
        return source.get_bind().dialect.name
    return source.dialect.name
