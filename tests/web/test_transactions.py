"""One request, one transaction: keys, versions and pages on a real database."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from typing import Any

import httpx
import pytest
from fastapi import FastAPI, Request, Response
from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from app.web.edge import new_app
from app.web.idempotency import KEPT
from app.web.transaction import TransactionRoute, Write
from tests.web.small_service import NOTES, Service
from tests.web.test_bad_input import assert_problem

ANN = {"authorization": "Bearer ann"}
SYSTEM = {"authorization": "Bearer machine client"}
KEY = {**ANN, "idempotency-key": "0190a5c8-0000-7000-8000-000000000001"}


@pytest.fixture
def service(service_on_each: Service) -> Service:
    """Each test of this page holds on both databases."""
    return service_on_each


async def write(client: httpx.AsyncClient, text: str = "hello", headers: dict[str, str] = ANN) -> httpx.Response:
    return await client.post("/v1/notes", json={"text": text}, headers=headers)


async def stored(service: Service) -> list[str]:
    async with service.app.state.database.read() as connection:
        return list((await connection.execute(select(NOTES.c.text).order_by(NOTES.c.id))).scalars())


async def test_what_is_acknowledged_is_stored(service: Service) -> None:
    response = await write(service.client)
    assert (response.status_code, response.headers["location"], response.headers["etag"]) == (
        201,
        "/v1/notes/n1",
        '"v1"',
    )
    assert await stored(service) == ["hello"]


@pytest.mark.parametrize("text,status", [("fail", 409), ("break", 500)])
async def test_what_is_refused_leaves_nothing_behind(service: Service, text: str, status: int) -> None:
    assert_problem(await write(service.client, text, KEY), status)
    assert await stored(service) == []
    assert (await write(service.client, "hello", KEY)).status_code == 201


async def test_a_key_makes_a_request_happen_once(service: Service) -> None:
    first = await write(service.client, headers=KEY)
    again = await service.client.post(
        "/v1/notes", content=b'{ "text":  "hello" }', headers={**KEY, "content-type": "application/json"}
    )
    assert (again.status_code, again.json()) == (201, first.json())
    assert again.headers["idempotency-replayed"] == "true"
    assert "idempotency-replayed" not in first.headers
    assert again.headers["etag"] == '"v1"'
    assert await stored(service) == ["hello"]


async def test_fifty_at_once_with_one_key_happen_once(service: Service) -> None:
    answers = await asyncio.gather(*(write(service.client, headers=KEY) for _ in range(50)))
    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.text for answer in answers}) == 1
    assert sum("idempotency-replayed" not in answer.headers for answer in answers) == 1
    assert await stored(service) == ["hello"]


async def test_a_key_with_another_body_is_refused(service: Service) -> None:
    await write(service.client, headers=KEY)
    assert_problem(await write(service.client, "other", KEY), 422, code="idempotency_key_reused")


async def test_a_key_belongs_to_one_caller(service: Service) -> None:
    await write(service.client, headers=KEY)
    other = await write(service.client, headers={**KEY, "authorization": "Bearer bob"})
    assert (other.status_code, other.json()["id"]) == (201, "n2")
    tenant = await write(service.client, headers={**KEY, "authorization": "Bearer ann user elsewhere"})
    assert_problem(tenant, 422, code="idempotency_key_reused")


async def test_a_replay_is_authorised_anew(service: Service) -> None:
    await write(service.client, headers=KEY)
    shut_out = await write(service.client, headers={**KEY, "authorization": "Bearer ann shut_out"})
    assert_problem(shut_out, 404)


async def test_a_key_is_forgotten_after_three_days(service: Service) -> None:
    await write(service.client, headers=KEY)
    service.clock.at += KEPT - timedelta(seconds=1)
    assert (await write(service.client, headers=KEY)).json()["id"] == "n1"
    service.clock.at += timedelta(seconds=1)
    assert (await write(service.client, headers=KEY)).json()["id"] == "n2"


@pytest.mark.parametrize("key", ["short", "a" * 129, "with a space", "tab\tbed-key", "naïve-key"])
async def test_a_key_must_be_visible_text(service: Service, key: str) -> None:
    response = await service.client.post(
        "/v1/notes",
        json={"text": "x"},
        headers=[(b"authorization", b"Bearer ann"), (b"idempotency-key", key.encode("utf-8"))],
    )
    body = assert_problem(response, 400, code="malformed_header")
    assert body["errors"][0]["header"] == "Idempotency-Key"
    assert await stored(service) == []


async def test_systems_must_send_a_key(service: Service) -> None:
    assert_problem(await write(service.client, headers=SYSTEM), 400, code="idempotency_key_required")
    assert (await write(service.client, headers={**SYSTEM, "idempotency-key": "12345678"})).status_code == 201


async def test_a_change_needs_the_version_that_was_read(service: Service) -> None:
    client = service.client
    await write(client)
    change = {"text": "changed"}
    missing = assert_problem(await client.patch("/v1/notes/n1", json=change, headers=ANN), 428)
    assert missing["errors"][0]["header"] == "If-Match"
    for tag in ('"v2"', 'W/"v1"', '"abc"'):
        stale = await client.patch("/v1/notes/n1", json=change, headers={**ANN, "if-match": tag})
        assert_problem(stale, 412, code="stale")
        assert stale.headers["etag"] == '"v1"'
    for tag in ("v1", "*", '"v1", "v2"', '"v1'):
        assert_problem(await client.patch("/v1/notes/n1", json=change, headers={**ANN, "if-match": tag}), 400)
    merge = {**ANN, "if-match": '"v1"', "content-type": "application/merge-patch+json"}
    changed = await client.patch("/v1/notes/n1", content=b'{"text": "changed"}', headers=merge)
    assert (changed.status_code, changed.headers["etag"]) == (200, '"v2"')
    assert await stored(service) == ["changed"]


async def test_fifty_changes_of_one_version_are_one(service: Service) -> None:
    await write(service.client)
    headers = {**ANN, "if-match": '"v1"'}
    answers = await asyncio.gather(
        *(service.client.patch("/v1/notes/n1", json={"text": "x"}, headers=headers) for _ in range(50))
    )
    assert sorted(answer.status_code for answer in answers) == [200] + [412] * 49


@pytest.mark.parametrize(
    "held,status", [('"v1"', 304), ('W/"v1"', 304), ('"v9", "v1"', 304), ("*", 304), ('"v2"', 200)]
)
async def test_what_has_not_changed_is_not_sent_again(service: Service, held: str, status: int) -> None:
    await write(service.client)
    response = await service.client.get("/v1/notes/n1", headers={**ANN, "if-none-match": held})
    assert (response.status_code, response.headers["etag"]) == (status, '"v1"')
    assert bool(response.content) is (status == 200)


class Away:
    """A database that fails as asyncpg does, so many times."""

    shielded = False

    def __init__(self, failures: int, state: str) -> None:
        self.failures = failures
        self.state = state
        self.opened = 0

    @asynccontextmanager
    async def write(self) -> AsyncIterator[Any]:
        self.opened += 1
        yield self
        if self.opened <= self.failures:
            cause = RuntimeError()
            cause.sqlstate = self.state  # type: ignore[attr-defined]  # as asyncpg's errors have
            raise DBAPIError("INSERT", {"name": "Jane Doe 12 Elm Street"}, cause)


async def answer_of(database: Away) -> httpx.Response:
    app: FastAPI = new_app()
    app.router.route_class = TransactionRoute
    app.state.database = database

    @app.post("/x")
    async def change(session: Write, request: Request) -> Response:
        return Response("done")

    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=app), base_url="http://service.test") as client:
        return await client.post("/x")


async def test_a_lost_race_is_run_again() -> None:
    database = Away(failures=2, state="40001")
    assert (await answer_of(database)).text == "done"
    assert database.opened == 3


@pytest.mark.parametrize("state,opened", [("40001", 3), ("40P01", 3), ("23505", 3), ("57P01", 1)])
async def test_other_failures_are_not(state: str, opened: int) -> None:
    database = Away(failures=9, state=state)
    with pytest.raises(DBAPIError):
        await answer_of(database)
    assert database.opened == opened


async def test_a_shielded_write_ends_although_its_caller_leaves(service_on_sqlite: Service) -> None:
    database = service_on_sqlite.app.state.database
    async with database.write():
        task = asyncio.create_task(write(service_on_sqlite.client))
        await asyncio.sleep(0.05)
        task.cancel()
        await asyncio.sleep(0)
    with pytest.raises(asyncio.CancelledError):
        await task
    assert await stored(service_on_sqlite) == ["hello"]
    assert (await write(service_on_sqlite.client, "next")).status_code == 201
