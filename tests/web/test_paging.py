"""A cursor leads through a collection once, and serves nobody else and nothing else."""

import base64
from datetime import UTC, date, datetime, timedelta

import httpx
import pytest

from app.web.paging import LIFETIME, CursorInvalid, open_position, seal_position
from tests.web.small_service import Service
from tests.web.test_bad_input import assert_problem
from tests.web.test_transactions import ANN, write

KEY = b"k" * 32


async def five(client: httpx.AsyncClient) -> None:
    for letter in "cadbe":
        assert (await write(client, letter)).status_code == 201


async def test_pages_lead_through_everything_once(service: Service) -> None:
    await five(service.client)
    seen: list[str] = []
    address: str | None = "/v1/notes?limit=2"
    while address:
        response = await service.client.get(address, headers=ANN)
        body = response.json()
        seen += [item["text"] for item in body["items"]]
        address = response.links["next"]["url"] if "link" in response.headers else None
        assert (address is None) is (body["next_cursor"] is None)
    assert seen == list("abcde")


async def test_the_last_full_page_has_no_next(service: Service) -> None:
    await five(service.client)
    assert (await service.client.get("/v1/notes?limit=5", headers=ANN)).json()["next_cursor"] is None


@pytest.mark.parametrize("limit", ["0", "201", "-1", "1_0", "x", ""])
async def test_a_limit_has_bounds(client: httpx.AsyncClient, limit: str) -> None:
    body = assert_problem(await client.get(f"/v1/notes?limit={limit}", headers=ANN), 422)
    assert body["errors"][0]["parameter"] == "limit"


async def test_a_cursor_serves_one_question_of_one_caller(service: Service) -> None:
    client = service.client
    await five(client)
    cursor = (await client.get("/v1/notes?limit=2", headers=ANN)).json()["next_cursor"]
    assert (await client.get(f"/v1/notes?limit=3&cursor={cursor}", headers=ANN)).status_code == 200
    foreign = {"authorization": "Bearer ann user elsewhere"}
    for address, headers in (("/v1/notes?text=a&cursor=", ANN), ("/v1/notes?cursor=", foreign)):
        assert_problem(await client.get(address + cursor, headers=headers), 400, code="cursor_invalid")
    for forged in ("x", "é", "====", cursor[:-2] + "AA", base64.urlsafe_b64encode(b"[1]" * 20).decode()):
        response = await client.get("/v1/notes", params={"cursor": forged}, headers=ANN)
        assert_problem(response, 400, code="cursor_invalid")
    service.clock.at += timedelta(seconds=LIFETIME + 1)
    assert_problem(await client.get(f"/v1/notes?cursor={cursor}", headers=ANN), 400, code="cursor_invalid")


def test_a_position_keeps_its_types() -> None:
    position = (date(2026, 1, 2), datetime(2026, 1, 2, 3, 4, 5, 6, UTC), None, "text", 7)
    assert open_position(KEY, b"b", seal_position(KEY, b"b", position, 100), 100) == position
    with pytest.raises(CursorInvalid):
        open_position(b"other", b"b", seal_position(KEY, b"b", position, 100), 100)
