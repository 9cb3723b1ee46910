"""Whether an error means that the database is away or busy, so that trying again later may help."""

from collections.abc import Iterator

_CLASSES = ("08", "53", "57")
_STATES = frozenset({"40001", "40P01", "55P03", "25006", "25P03"})
# The last is a row that another transaction wrote in the meantime: the second try finds it, and says what it means.
_AGAIN_AT_ONCE = frozenset({"40001", "40P01", "23505"})
_SQLITE = ("SQLITE_BUSY", "SQLITE_LOCKED", "SQLITE_FULL", "SQLITE_IOERR", "SQLITE_CANTOPEN", "SQLITE_READONLY")
# asyncpg raises these bare while a server goes away; none of them carries a SQLSTATE.
_DRIVER = frozenset({"InternalClientError", "ConnectionDoesNotExistError", "ConnectionFailureError"})


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield an error and all that led to it, each once."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        current = waiting.pop()
        if current is None or id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        waiting += [current.__cause__, getattr(current, "orig", None)]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions


def _state(error: BaseException) -> str:
    state = getattr(error, "sqlstate", None) or getattr(error, "pgcode", None)
    return state if isinstance(state, str) else ""


def _is_away(error: BaseException) -> bool:
    name, state = type(error).__name__, _state(error)
    if state.startswith(_CLASSES) or state in _STATES or name in _DRIVER:
        return True
    if str(getattr(error, "sqlite_errorname", "")).startswith(_SQLITE):
        return True
    if getattr(error, "connection_invalidated", False):
        return True
    if name == "InterfaceError":
        return "clos" in str(error)
    if isinstance(error, OSError):
        # An error about a named file is a fault of ours; sockets name none.
        return error.filename is None
    return isinstance(error, TimeoutError) or (name == "TimeoutError" and "sqlalchemy" in type(error).__module__)


def retry_after(error: BaseException) -> int | None:
    """Return after how many seconds trying again may help; None when the error is no outage."""
    return 2 if any(_is_away(link) for link in _chain(error)) else None


def lost_a_race(error: BaseException) -> bool:
    """Return whether PostgreSQL broke off the transaction only because another one was in its way."""
    return any(_state(link) in _AGAIN_AT_ONCE for link in _chain(error))
