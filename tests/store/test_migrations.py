"""Migrations go up, down and up again, on both databases, with rows in every table that they touch."""

import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select

from app.store import chronicle
from app.store.base import Base
from app.store.migration import ROOT, migrate
from app.store.session import Database
from tests.builders.world import build_world

NOW = datetime(2025, 3, 12, 10, 0, tzinfo=UTC)


def _scripts() -> ScriptDirectory:
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations"))
    return ScriptDirectory.from_config(config)


async def _tables(database: Database) -> set[str]:
    async with database.read() as connection:
        found: list[str] = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    return set(found) - {"alembic_version"}


async def _fill(database: Database) -> dict[str, int]:
    """Put the world of the tests into a database, and count what it left in each table."""
    world = await build_world(database, now=NOW)
    async with database.write() as session:
        for actor in world.home.actors.values():
            chronicle.record(session, actor, chronicle.Event("user.added", "user", actor.id), now=NOW)
    return await _counts(database)


async def _counts(database: Database) -> dict[str, int]:
    counted = {}
    async with database.read() as connection:
        for name, table in Base.metadata.tables.items():
            counted[name] = int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
    return counted


async def test_up_down_and_up_again_with_data(database_url: str) -> None:
    scripts = _scripts()
    newest = scripts.get_current_head()
    assert newest is not None
    database = Database(database_url, pool_size=2)
    filled = await _fill(database)
    assert filled["users"] > 20
    await database.close()

    await migrate(database_url, "base", back=True)
    database = Database(database_url, pool_size=2)
    assert await _tables(database) == set()
    await database.close()

    await migrate(database_url)
    database = Database(database_url, pool_size=2)
    assert await database.head() == newest
    assert await _tables(database) == set(Base.metadata.tables)
    assert await _fill(database) == filled
    await database.close()


async def test_each_step_back_and_forth_keeps_the_rows_of_the_step_before(database_url: str) -> None:
    steps: list[Any] = list(_scripts().walk_revisions())
    for step in steps[:-1]:
        database = Database(database_url, pool_size=2)
        before = await _counts(database)
        await database.close()
        await migrate(database_url, step.down_revision, back=True)
        await migrate(database_url)
        database = Database(database_url, pool_size=2)
        assert await _counts(database) == before
        await database.close()


async def test_migrating_twice_changes_nothing(database_url: str) -> None:
    database = Database(database_url, pool_size=2)
    filled = await _fill(database)
    await database.close()
    await migrate(database_url)
    database = Database(database_url, pool_size=2)
    assert await _counts(database) == filled
    await database.close()


def test_migrations_are_numbered_in_one_row() -> None:
    scripts = _scripts()
    assert len(scripts.get_heads()) == 1
    revisions = sorted(step.revision for step in scripts.walk_revisions())
    assert revisions == [f"{place:04d}" for place in range(1, len(revisions) + 1)]
    assert (Path(scripts.dir) / "HEAD").read_text().strip() == revisions[-1]


def test_every_migration_waits_for_a_lock_only_briefly() -> None:
    env = (ROOT / "migrations" / "env.py").read_text()
    assert re.search(r"SET LOCAL lock_timeout = '\d+s'", env)
