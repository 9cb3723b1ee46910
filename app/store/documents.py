"""Rows of a part read together with their whole, as one JSON value that the database builds."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import JSON, ColumnElement, func, literal_column, type_coerce

from app.store.types import Document


def as_documents(columns: Mapping[str, Any], dialect: str) -> ColumnElement[Any]:
    """Return the rows of a group as a JSON list of objects: days and instants are ISO text, no rows may be null."""
    on_sqlite = dialect == "sqlite"
    pairs: list[Any] = []
    for name, column in columns.items():
        # SQLite keeps a document as text, which would be quoted once more.
        nested = on_sqlite and isinstance(column.type, Document)
        pairs += [literal_column(f"'{name}'"), func.json(column) if nested else column]
    if on_sqlite:
        return type_coerce(func.json_group_array(func.json_object(*pairs)), JSON())
    return type_coerce(func.json_agg(func.json_build_object(*pairs)), JSON())
