"""When the database is away the answer is 503, and a fault of our own stays a 500."""

import sqlite3

import asyncpg
import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError, InternalError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from app.web.outage import lost_a_race, retry_after


def with_state(state: str) -> Exception:
    """Return an error as asyncpg raises it, inside SQLAlchemy's."""
    cause = RuntimeError()
    cause.sqlstate = state  # type: ignore[attr-defined]  # as asyncpg's errors have
    return DBAPIError("SELECT", {}, cause)


def from_sqlite(name: str) -> Exception:
    cause = sqlite3.OperationalError("message")
    cause.sqlite_errorname = name
    return OperationalError("SELECT", {}, cause)


def invalidated() -> Exception:
    return DBAPIError("SELECT", {}, RuntimeError(), connection_invalidated=True)


AWAY = [
    ConnectionRefusedError(111, "refused"),
    ConnectionResetError(104, "reset"),
    FileNotFoundError(2, "no socket"),
    TimeoutError(),
    PoolTimeout("pool"),
    asyncpg.exceptions.ConnectionDoesNotExistError("closed in the middle"),
    asyncpg.exceptions.CannotConnectNowError("starting up"),
    asyncpg.exceptions.InterfaceError("connection is closed"),
    InternalError("SELECT", {}, asyncpg.exceptions.InternalClientError("got result for unknown protocol state")),
    invalidated(),
    *(with_state(state) for state in ("08006", "57P01", "57P03", "53300", "53100", "40001", "40P01", "55P03", "57014")),
    *(from_sqlite(name) for name in ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_BUSY_SNAPSHOT", "SQLITE_FULL")),
    ExceptionGroup("several", [ConnectionRefusedError(111, "refused")]),
]
OURS = [
    RuntimeError("bug"),
    ValueError(),
    FileNotFoundError(2, "gone", "/some/file"),
    asyncpg.exceptions.DataError("invalid input"),
    IntegrityError("INSERT", {}, sqlite3.IntegrityError("unique")),
    *(with_state(state) for state in ("23505", "22P02", "42P01")),
    from_sqlite("SQLITE_ERROR"),
]


@pytest.mark.parametrize("error", AWAY, ids=repr)
def test_an_absent_database_is_an_outage(error: BaseException) -> None:
    assert retry_after(error) is not None


@pytest.mark.parametrize("error", OURS, ids=repr)
def test_a_fault_of_our_own_is_none(error: BaseException) -> None:
    assert retry_after(error) is None


def test_only_a_lost_race_is_worth_another_try_at_once() -> None:
    assert lost_a_race(with_state("40001"))
    assert not lost_a_race(with_state("57P01"))
    assert not lost_a_race(from_sqlite("SQLITE_BUSY"))
