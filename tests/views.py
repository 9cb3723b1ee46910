"""All that somebody can see of some records, as bytes that can be compared."""

from typing import Any

from tests.conftest import Caller
from tests.guards.documents import operations
from tests.rooms import rooms

PERIOD = "period=calendar:2025&basis=received"
QUERIES = {path: dict(query) for room in rooms().values() for path, query in room.queries.items()}


async def every_read(caller: Caller, ids: dict[str, list[str]]) -> list[tuple[str, Any]]:
    """Ask every GET of the published document, of every record."""
    found = []
    for method, path, described in operations():
        if method != "get" or not described.get("security"):
            continue
        names = [name for name in ids if f"{{{name}}}" in path]
        if "{" in path and not names and "{code}" not in path:
            continue  # of a kind that the test has no record of
        paths = [path.format(**{names[0]: id}) for id in ids[names[0]]] if names else [path.format(code="V1")]
        if "kpis/" in path:
            paths = [f"{path.format(code=code)}?{PERIOD}" for code in ("V1", "outcomes", "T1")]
            paths += [f"{paths[0]}&group_by=ethnicity", f"{paths[0]}&group_by=need"]
        asked = {"params": QUERIES[path]} if path in QUERIES else {}
        found += [(each, await caller.get(each, **asked)) for each in paths]
    return found


async def view(caller: Caller, ids: dict[str, list[str]]) -> list[tuple[str, int, bytes, str | None]]:
    """Return the answer to every GET that names one of the records or none: its status, body and ETag."""
    found: list[tuple[str, int, bytes, str | None]] = []
    for path, answer in await every_read(caller, ids):
        body = answer.content if answer.status_code < 400 else b""
        found.append((path, answer.status_code, body, answer.headers.get("etag")))
    return found


async def views(callers: list[Caller], ids: dict[str, list[str]]) -> list[Any]:
    """Return the views of several callers."""
    return [await view(caller, ids) for caller in callers]
