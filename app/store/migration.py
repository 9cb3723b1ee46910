"""Bring a database to the newest tables, or back. Kept apart, so that the server never loads Alembic."""

import asyncio
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text

from app.store.session import create_engine, file_of

ROOT = Path(__file__).resolve().parents[2]
ONE_AT_A_TIME = 7_218_354_001  # the advisory lock that two starting processes share


def _move(connection: Connection, revision: str, *, back: bool) -> None:
    if connection.dialect.name == "postgresql":
        for setting in ("lock_timeout", "statement_timeout", "idle_in_transaction_session_timeout"):
            connection.execute(text(f"SET LOCAL {setting} = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": ONE_AT_A_TIME})
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["connection"] = connection
    (command.downgrade if back else command.upgrade)(config, revision)


async def migrate(url: str, revision: str = "head", *, back: bool = False) -> None:
    """Move the database to a revision, making the SQLite file (readable by its owner alone) where there is none."""
    path = file_of(url)
    if path is not None:
        await asyncio.to_thread(path.parent.mkdir, mode=0o700, parents=True, exist_ok=True)
        await asyncio.to_thread(path.touch, mode=0o600)
    engine = create_engine(url, pool_size=1, statement_seconds=None)
    try:
        # Not begun yet: SQLite's foreign keys can only be switched off before a transaction begins.
        async with engine.connect() as connection:
            await connection.run_sync(_move, revision, back=back)
            await connection.commit()
    finally:
        await engine.dispose()
