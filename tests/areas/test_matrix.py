"""The authorisation matrix, cell by cell: what each role reaches of each operation, inside its part and out."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.guards.documents import operations
from tests.rooms import SHORT, Change, Ground, Records, Room, a_ground, rooms

ROOMS = rooms()
WITHIN: dict[str, frozenset[str]] = {
    "A": frozenset({"family's", "partner's"}),
    "T": frozenset({"family's", "partner's", "elsewhere"}),
    "L": frozenset({"family's", "partner's"}),
    "I": frozenset({"family's", "partner's"}),
    "S": frozenset({"family's"}),
    "P": frozenset({"partner's"}),
}
"""Which of the three cases lie within a letter of the matrix; other providers' are the guards' matter."""


def _cells(text: str) -> dict[Role, str]:
    return {SHORT[cell.partition(":")[0]]: cell.partition(":")[2] for cell in text.split()}


async def _grounds(as_: Callable[..., Caller], world: World, clock: Clock) -> dict[str, Ground]:
    other = as_(world.home.other_adviser)
    found = {
        "family's": await a_ground(as_, world, clock, sender=Role.FAMILY_FRONT_END),
        "partner's": await a_ground(as_, world, clock, sender=Role.PARTNER_SYSTEM),
        "elsewhere": await a_ground(
            as_, world, clock, sender=Role.ADVISER, adviser=other, la_code="935", icb_id=None, health_issues=False
        ),
    }
    ended = await as_(Role.COORDINATOR).post(
        f"/v1/cases/{found['elsewhere'].id}/assignment",
        {"mediator_id": world.home.other_mediator.id},
        version=await found["elsewhere"].version(),
    )
    assert ended.status_code == 200, ended.text
    found["elsewhere"].mediator = as_(world.home.other_mediator)
    return found


_DESCRIBED = {described["operationId"]: described for _, _, described in operations()}


def _headers_untold(operation: str, answer: Any) -> set[str]:
    """Return the headers of a success in which the contract and the answer differ."""
    if answer.status_code not in (200, 201):
        return set()
    described = _DESCRIBED[operation]["responses"].get(str(answer.status_code), {})
    if "application/json" not in described.get("content", {}):
        return set()
    sent = {name for name in ("ETag", "Location") if name in answer.headers}
    return sent ^ set(described.get("headers", {}))


def _asked(room: Room) -> list[tuple[str, Change]]:
    """Return each operation of a room's matrix with how it is asked."""
    found = []
    for method, path, described in operations():
        name = described["operationId"]
        if name not in room.matrix:
            continue
        if method == "get":
            found.append((name, Change("GET", path, options={"params": dict(room.queries.get(path, {}))})))
        else:
            found += [
                (name, change) for change in room.changes if (change.method.lower(), change.path) == (method, path)
            ]
    return sorted(found, key=lambda pair: pair[1].last)


@pytest.mark.parametrize("name", sorted(ROOMS))
def test_every_operation_of_the_matrix_can_be_asked(name: str) -> None:
    room = ROOMS[name]
    assert {operation for operation, _ in _asked(room)} == set(room.matrix)


@pytest.mark.parametrize("name", sorted(ROOMS))
async def test_each_role_reaches_what_the_matrix_says(
    as_: Callable[..., Caller], world: World, clock: Clock, name: str
) -> None:
    room = ROOMS[name]
    grounds = await _grounds(as_, world, clock)
    records: dict[str, Records] = {}
    for place, ground in grounds.items():
        records[place] = {"case_id": [ground.id], **await room.furnish(ground)}
    wrong: list[str] = []
    for operation, change in _asked(room):
        cells = _cells(room.matrix[operation])
        for role in Role:
            letter = cells.get(role, "-")
            for place in grounds:
                answer = await _ask(as_(role), change, records[place], place, grounds[place])
                if answer is not None and (told := _headers_untold(operation, answer)):
                    wrong.append(f"{operation} {role}: {told}")
                if answer is not None and not _as_said(letter, place, answer.status_code):
                    wrong.append(f"{operation} {role} {letter} {place}: {answer.status_code} {answer.text[:200]}")
    assert wrong == []


async def _ask(caller: Caller, change: Change, records: Records, place: str, ground: Ground) -> Any:
    names = [name for name in records if f"{{{name}}}" in change.path]
    if not names and place != "family's":
        return None  # the same for every case
    path = change.path.format(**{name: records[name][0] for name in names})
    version = await ground.version() if change.method != "GET" else None
    body = {"json": change.body} if change.body is not None else {}
    return await caller(change.method, path, version=version, **body, **change.options)


def _as_said(letter: str, place: str, status: int) -> bool:
    if letter == "-":
        return status == 403
    if letter == "X":
        return status in {403, 404}
    if letter == "E":
        return status not in {401, 403, 404} and status < 500
    if letter == "O":
        return status in {200, 201, 204, 404, 409, 412, 422}
    if place in WITHIN[letter]:
        return status in {200, 201, 202, 204, 409, 412, 422}
    return status == 404


def test_every_operation_has_its_row_of_the_matrix_or_is_older_than_it() -> None:
    older = {"Referrals", "Cases", "Certificates", "Deadlines", "Law", "Figures", "Calculators"}
    rows = {operation for room in ROOMS.values() for operation in room.matrix}
    public = {pair for room in ROOMS.values() for pair in room.public}
    for method, path, described in operations():
        if set(described.get("tags", ())) & older or not described.get("security") or (method, path) in public:
            continue
        if path.startswith(("/v1/organisations", "/v1/contracts", "/v1/users", "/v1/meta", "/v1/me")):
            continue
        assert described["operationId"] in rows, f"{method.upper()} {path} has no row of the matrix"
