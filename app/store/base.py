"""The base of every table: constraint names, ids, and strict typing on SQLite."""

from typing import Any

from sqlalchemy import CheckConstraint, MetaData, Table, event
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from app.store.types import Short

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table; rows are loaded on purpose, never by touching an attribute."""

    metadata = MetaData(naming_convention=NAMES)


class HasId:
    """A row with a UUIDv7 of its own and the tenant that owns it."""

    id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(Short(36))


@event.listens_for(Table, "after_parent_attach")
def _strict(table: Table, _parent: Any) -> None:
    """Make the SQLite table STRICT and bound every text there as PostgreSQL's varchar does."""
    table.dialect_options["sqlite"]["strict"] = True


def bound_texts(metadata: MetaData) -> None:
    """Add a length check to every short text: SQLite has no varchar of its own."""
    for table in metadata.tables.values():
        for column in table.columns:
            if isinstance(column.type, Short):
                table.append_constraint(
                    CheckConstraint(f"length({column.name}) <= {column.type.limit}", name=f"{column.name}_length")
                )
