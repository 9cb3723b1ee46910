"""The tables as declared are the tables as migrated, on both databases: types, nullability, keys, names and all."""

from typing import Any

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import CheckConstraint, Connection, ForeignKeyConstraint, Table, UniqueConstraint, inspect

import app.store.tables  # noqa: F401  # declares every table on Base.metadata
from app.store.base import Base
from app.store.session import create_engine


def _differences(connection: Connection) -> list[Any]:
    context = MigrationContext.configure(connection, opts={"compare_type": True, "target_metadata": Base.metadata})
    return list(compare_metadata(context, Base.metadata))


def _declared(table: Table) -> set[str]:
    names = {str(table.primary_key.name)}
    for constraint in table.constraints:
        if isinstance(constraint, CheckConstraint | ForeignKeyConstraint | UniqueConstraint):
            names.add(str(constraint.name))
    return names | {str(index.name) for index in table.indexes}


def _migrated(connection: Connection, table: str) -> set[str]:
    inspector = inspect(connection)
    found = [
        *inspector.get_check_constraints(table),
        *inspector.get_foreign_keys(table),
        *inspector.get_unique_constraints(table),
    ]
    names = {str(constraint["name"]) for constraint in found}
    unique = {name for name in names if name.startswith("uq_")}
    indexes = {str(index["name"]) for index in inspector.get_indexes(table)} - unique
    return names | indexes | {str(inspector.get_pk_constraint(table)["name"])}


def _names_apart(connection: Connection) -> dict[str, Any]:
    apart = {}
    for name, table in Base.metadata.tables.items():
        declared, migrated = _declared(table), _migrated(connection, name)
        if declared != migrated:
            apart[name] = {"only declared": declared - migrated, "only migrated": migrated - declared}
    return apart


async def test_the_tables_are_as_declared(database_url: str) -> None:
    engine = create_engine(database_url, pool_size=1)
    try:
        async with engine.connect() as connection:
            assert await connection.run_sync(_differences) == []
            assert await connection.run_sync(_names_apart) == {}
    finally:
        await engine.dispose()


def test_every_table_of_a_tenant_refers_within_that_tenant() -> None:
    """A key of one column would let a row of one provider point at a row of another."""
    for table in Base.metadata.tables.values():
        for constraint in table.foreign_key_constraints:
            assert "tenant_id" in constraint.column_keys, f"{table.name}: {constraint.name}"
