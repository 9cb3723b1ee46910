"""A prebuilt select run over the driver's own connection: for hot reads on PostgreSQL alone.

SQLAlchemy still builds the statement, compiles it once, and says how each parameter and column is converted. Left out
is what it does around every execution, which took longer than PostgreSQL takes to answer.
"""

import functools
from collections.abc import Callable, Mapping
from typing import Any

from sqlalchemy import Dialect

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


@functools.lru_cache(maxsize=64)
def shortcut(statement: Any, dialect: Dialect) -> Shortcut | None:
    """Return a select, known by its identity, compiled; None for one with a list, which is spelled out anew each time.

    So only a select that is built once may be given here.
    """
    compiled = statement.compile(dialect=dialect)
    return None if compiled.post_compile_params else Shortcut(statement, compiled, dialect)
