"""What every answer carries, and how every refusal looks."""

import logging

import httpx
import pytest

from app.web.catalogue import BY_STATUS, CATALOGUE
from app.web.middleware import PROTECTION
from tests.web.test_bad_input import CANARY, assert_problem


@pytest.mark.parametrize("address", ["/v1/day", "/nowhere", "/v1/refuse/bug", "/docs/init.js"])
async def test_every_answer_is_protected(client: httpx.AsyncClient, address: str) -> None:
    response = await client.get(address)
    assert PROTECTION.keys() - {"Cache-Control"} <= {name.title().replace("-Xss", "-XSS") for name in response.headers}
    assert "server" not in response.headers
    assert "cache-control" in response.headers


async def test_personal_answers_are_not_stored(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/day")).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("address", ["/v1/day", "/nowhere", "/v1/refuse/bug", "/v1/refuse/permission"])
async def test_what_may_differ_by_who_asks_says_so(client: httpx.AsyncClient, address: str) -> None:
    assert "Authorization" in (await client.get(address)).headers["vary"].split(", ")


@pytest.mark.parametrize("address", ["/docs/init.js", "/problems"])
async def test_what_is_the_same_for_everyone_may_be_kept_for_everyone(client: httpx.AsyncClient, address: str) -> None:
    response = await client.get(address)
    assert response.status_code == 200
    assert "Authorization" not in response.headers.get("vary", "")


@pytest.mark.parametrize("offered,kept", [("abc-1_2.3", True), ("a" * 65, False), ("a b", False), ("a;b", False)])
async def test_a_safe_request_id_is_kept_and_another_replaced(
    client: httpx.AsyncClient, offered: str, kept: bool
) -> None:
    response = await client.get("/v1/day", headers={"x-request-id": offered})
    assert (response.headers["x-request-id"] == offered) is kept


REFUSED = [
    ("guard", 409, "guard_refused"),
    ("child", 409, "guard_refused"),
    ("stale", 412, "stale"),
    ("exists", 409, "already_exists"),
    ("permission", 403, "not_permitted"),
    ("invalid", 422, "invalid"),
    ("bug", 500, "internal_error"),
    ("file", 500, "internal_error"),
    ("socket", 503, "unavailable"),
]


@pytest.mark.parametrize("what,status,code", REFUSED)
async def test_a_refusal_becomes_a_problem(client: httpx.AsyncClient, what: str, status: int, code: str) -> None:
    assert_problem(await client.get(f"/v1/refuse/{what}"), status, code=code)


async def test_a_refusal_names_its_rule_and_its_place(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/refuse/guard")).json()["rule"] == "guard-1"
    errors = (await client.get("/v1/refuse/invalid")).json()["errors"]
    assert errors == [{"pointer": "/on", "code": "in_future", "detail": "A day in the past is expected."}]


async def test_a_refusal_may_lead_on_but_not_change_its_own_shape(client: httpx.AsyncClient) -> None:
    body = (await client.get("/v1/refuse/exists")).json()
    assert body["links"] == {"existing": "/v1/notes/1"}
    assert body["status"] == 409


async def test_a_stale_precondition_comes_with_the_current_tag(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/refuse/stale")).headers["etag"] == '"v4"'


async def test_a_bug_is_logged_without_its_message(client: httpx.AsyncClient, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.DEBUG):
        response = await client.get("/v1/refuse/bug")
    assert CANARY.split()[0] not in caplog.text
    assert response.headers["x-request-id"] in caplog.text
    assert "small_service.py" in caplog.text


async def test_an_unknown_address_and_an_unknown_method(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/nowhere"), 404, code="not_found")
    assert_problem(await client.get("/v1/day/"), 404)
    response = await client.put("/v1/notes")
    assert_problem(response, 405, code="method_not_allowed")
    assert response.headers["allow"] == "GET, HEAD, POST"


async def test_signing_in_is_asked_for(client: httpx.AsyncClient) -> None:
    response = await client.get("/v1/notes")
    assert_problem(response, 401, code="not_authenticated")
    assert response.headers["www-authenticate"] == "Bearer"


async def test_an_outage_says_when_to_come_back(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/refuse/socket")).headers["retry-after"] == "2"


async def test_head_gives_the_headers_alone(client: httpx.AsyncClient) -> None:
    response = await client.head("/v1/day")
    assert (response.status_code, response.content) == (200, b"")
    assert response.headers["content-type"] == "application/json"


async def test_the_day_is_londons(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/day")).json() == {"now": "2026-07-01T23:30:00+00:00", "today": "2026-07-02"}


async def test_every_problem_has_a_page(client: httpx.AsyncClient) -> None:
    listed = (await client.get("/problems")).json()["items"]
    assert {kind["code"] for kind in listed} == CATALOGUE.keys()
    for code in CATALOGUE:
        assert (await client.get(f"/problems/{code}")).json()["code"] == code
        page = await client.get(f"/problems/{code}", headers={"accept": "text/html"})
        assert page.headers["content-type"].startswith("text/html")
    assert "<li>" in (await client.get("/problems", headers={"accept": "text/html"})).text
    assert_problem(await client.get("/problems/nothing"), 404)


def test_every_status_has_a_code_of_that_status() -> None:
    assert all(CATALOGUE[code].status == status for status, code in BY_STATUS.items())
    assert {kind.status for kind in CATALOGUE.values()} == BY_STATUS.keys()


ORIGIN = "https://front.example"


async def test_a_registered_origin_may_read(client: httpx.AsyncClient) -> None:
    response = await client.get("/nowhere", headers={"origin": ORIGIN})
    assert response.headers["access-control-allow-origin"] == ORIGIN
    assert "ETag" in response.headers["access-control-expose-headers"]
    assert "access-control-allow-credentials" not in response.headers
    assert response.headers["vary"] == "Origin, Authorization"


@pytest.mark.parametrize(
    "origin", ["https://front.example.evil", "http://front.example", "null", "https://FRONT.example"]
)
async def test_no_other_origin_may(client: httpx.AsyncClient, origin: str) -> None:
    asked = {"origin": origin, "access-control-request-method": "POST"}
    assert "access-control-allow-origin" not in (await client.get("/v1/day", headers={"origin": origin})).headers
    assert_problem(await client.options("/v1/notes", headers=asked), 400, code="cors_refused")


async def test_a_preflight_is_answered(client: httpx.AsyncClient) -> None:
    asked = {"origin": ORIGIN, "access-control-request-method": "PATCH"}
    response = await client.options("/v1/notes/n1", headers=asked)
    assert response.status_code == 204
    assert "If-Match" in response.headers["access-control-allow-headers"]
    assert response.headers["access-control-max-age"] == "600"
