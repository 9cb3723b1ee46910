"""Runs the migrations on a connection that was handed over, or on one of its own from -x url= or DATABASE_URL."""

import asyncio
import os
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from alembic import context
from alembic.ddl.sqlite import SQLiteImpl
from alembic.migration import MigrationContext
from alembic.operations import MigrationScript
from alembic.script import write_hooks
from sqlalchemy import Connection, Table

import app.store.tables  # noqa: F401  # declares every table on Base.metadata
from app.settings import with_driver
from app.store.base import Base
from app.store.session import create_engine

HEAD = Path(__file__).with_name("HEAD")


class StrictSQLite(SQLiteImpl):
    """SQLite as Alembic sees it, with the one table that is Alembic's own left out of our STRICT typing."""

    __dialect__ = "sqlite"

    def version_table_impl(self, **options: Any) -> Table:
        """Declare the table of the current revision, whose VARCHAR a STRICT table would refuse."""
        table = super().version_table_impl(**options)
        table.dialect_options["sqlite"]["strict"] = False
        return table


def number(_context: MigrationContext, _revision: object, scripts: Iterable[MigrationScript]) -> None:
    """Number a new migration after the head on file."""
    for script in scripts:
        script.rev_id = f"{int(HEAD.read_text()) + 1:04d}"


@write_hooks.register("head")
def move_head(path: str, _options: dict[str, Any]) -> None:
    """Move the head on file once the migration is written; `alembic check` numbers one too, and writes none."""
    HEAD.write_text(f"{Path(path).name.partition('_')[0]}\n")


def run(connection: Connection) -> None:
    """Run the migrations in one transaction, the caller's where one has begun."""
    sqlite = connection.dialect.name == "sqlite"
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=sqlite,
        process_revision_directives=number,
    )
    # SQLite changes a table by building it anew, which foreign keys would answer by deleting the rows that point at
    # it. They can only be switched off before a transaction begins; the check stands in for them.
    unguarded = sqlite and not connection.in_transaction()
    if unguarded:
        set_foreign_keys(connection, on=False)
    try:
        with context.begin_transaction():
            if not sqlite:
                # A lock is waited for briefly, lest traffic queue behind us; the work itself may take its time.
                connection.exec_driver_sql("SET LOCAL lock_timeout = '5s'")
                connection.exec_driver_sql("SET LOCAL statement_timeout = 0")
            context.run_migrations()
            if sqlite and (broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first()):
                raise RuntimeError(f"After the migration rows of {broken[0]} point at rows that are not there.")
    finally:
        if unguarded:
            set_foreign_keys(connection, on=True)


def set_foreign_keys(connection: Connection, *, on: bool) -> None:
    """Switch SQLite's foreign keys through the driver, since SQLAlchemy would begin a transaction first."""
    cursor = connection.connection.cursor()
    cursor.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")
    cursor.close()


async def run_on_own_engine(url: str) -> None:
    """Open an engine as the service does, so that a transaction really begins on SQLite too."""
    engine = create_engine(url, pool_size=1)
    try:
        async with engine.connect() as connection:
            await connection.run_sync(run)
    finally:
        await engine.dispose()


def main() -> None:
    """Choose the connection."""
    if context.is_offline_mode():
        raise SystemExit("Migrations read the database they change: there is no --sql.")
    handed_over = context.config.attributes.get("connection")
    if handed_over is not None:
        run(handed_over)
        return
    url = context.get_x_argument(as_dictionary=True).get("url") or os.environ.get("DATABASE_URL")
    if not url:
        raise SystemExit("Name the database: alembic -x url=... or DATABASE_URL.")
    asyncio.run(run_on_own_engine(with_driver(url)))


main()
