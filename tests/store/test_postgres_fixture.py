"""What the PostgreSQL that tests use promises: real durability, fresh databases, and faults on demand."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import asyncpg
import psycopg2  # type: ignore[import-untyped]  # publishes no types
import pytest

from tests import postgres
from tests.postgres_cluster import Cluster


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A cluster that these tests alone stop and kill."""
    cluster = postgres.start_cluster()
    yield cluster
    cluster.remove()


async def ask(url: str, question: str) -> object:
    """Return the one value a statement gives."""
    connection = await asyncpg.connect(url.replace("+asyncpg", ""))
    try:
        return await connection.fetchval(question)
    finally:
        await connection.close()


@pytest.mark.parametrize("setting", ["fsync", "full_page_writes", "synchronous_commit"])
async def test_a_commit_is_as_durable_as_in_production(cluster: Cluster, setting: str) -> None:
    assert await ask(cluster.url, f"SHOW {setting}") == "on"


async def test_a_template_is_copied_and_the_copy_is_separate(cluster: Cluster) -> None:
    template = postgres.create_database(cluster)
    await ask(template, "CREATE TABLE kept (n int)")
    copy = postgres.create_database(cluster, template)
    await ask(copy, "INSERT INTO kept VALUES (1)")
    assert await ask(copy, "SELECT count(*) FROM kept") == 1
    assert await ask(template, "SELECT count(*) FROM kept") == 0
    postgres.drop_database(cluster, copy)
    with pytest.raises(asyncpg.InvalidCatalogNameError):
        await ask(copy, "SELECT 1")


async def test_an_acknowledged_row_outlives_restart_and_kill(cluster: Cluster) -> None:
    database = postgres.create_database(cluster)
    await ask(database, "CREATE TABLE kept (n int)")
    cluster.restart()
    await ask(database, "INSERT INTO kept VALUES (1)")
    cluster.kill()
    with pytest.raises(OSError):
        await ask(database, "SELECT 1")
    cluster.start()
    assert await ask(database, "SELECT n FROM kept") == 1


async def test_a_cluster_starts_again_while_the_killed_one_still_has_a_backend(cluster: Cluster) -> None:
    busy = await asyncpg.connect(cluster.url.replace("+asyncpg", ""))
    cluster.kill()
    cluster.start()
    assert await ask(cluster.url, "SELECT 1") == 1
    busy.terminate()


def test_a_killed_test_run_leaves_no_server_behind() -> None:
    postgres.find_binaries() or postgres.start_cluster()
    script = (
        "import os, signal; from tests.postgres import start_cluster; c = start_cluster();"
        "print(c.home, c.port, flush=True); os.kill(os.getpid(), signal.SIGKILL)"
    )
    run = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=False)
    home, port = run.stdout.split()
    deadline = time.monotonic() + 10
    while Path(home).exists() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not Path(home).exists()
    with pytest.raises(psycopg2.OperationalError):
        psycopg2.connect(host="127.0.0.1", port=port, user="postgres", dbname="postgres")


def test_the_header_names_the_server_and_never_its_password(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEST_DATABASE_URL", "postgres://someone:secret@db.internal/postgres")
    assert postgres.describe() == "PostgreSQL: the server at db.internal:5432, from TEST_DATABASE_URL"


def test_a_missing_server_fails_where_it_is_required_and_skips_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(postgres, "find_binaries", lambda: None)
    monkeypatch.setenv("REQUIRE_POSTGRES", "1")
    with pytest.raises(pytest.fail.Exception):
        postgres.start_cluster()
    monkeypatch.setenv("REQUIRE_POSTGRES", "")
    with pytest.raises(pytest.skip.Exception):
        postgres.start_cluster()
    assert "none" in postgres.describe() or os.environ.get("TEST_DATABASE_URL")
