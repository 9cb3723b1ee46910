"""Whatever is sent, the answer is a problem that names the place and repeats nothing."""

from typing import Any

import httpx
import pytest

CANARY = "Jane Doe 12 Elm Street"
JSON = {"content-type": "application/json"}


def assert_problem(response: httpx.Response, status: int, *, code: str | None = None) -> dict[str, Any]:
    """Check the shape that every answer but a success has, and return it."""
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    body: dict[str, Any] = response.json()
    assert body["status"] == status
    assert body["type"] == f"/problems/{body['code']}"
    assert body["request_id"] == response.headers["x-request-id"]
    assert {"title", "detail", "instance", "errors"} <= body.keys()
    assert CANARY not in response.text
    assert "Traceback" not in response.text
    if code is not None:
        assert body["code"] == code
    return body


async def send(client: httpx.AsyncClient, content: bytes, **headers: str) -> httpx.Response:
    return await client.post("/v1/everything", content=content, headers={**JSON, **headers})


UNREADABLE = [
    (b"{", "json_invalid"),
    (b"nonsense", "json_invalid"),
    (b'{"count": NaN}', "json_invalid"),
    (b'{"count": -Infinity}', "json_invalid"),
    (b'{"any": 1e999}', "json_invalid"),
    (b'{"any": ' + b"9" * 5000 + b"}", "json_invalid"),
    (b'{"text": "a\x01b"}', "json_invalid"),
    (b'{"text": "a", "text": "b"}', "duplicate_key"),
    (b'{"any": {"x": 1, "x": 2}}', "duplicate_key"),
    (b'{"any": ' + b"[" * 64 + b"]" * 64 + b"}", "json_too_deep"),
    (b"[" * 100_000, "json_too_deep"),
    (b'{"any": [' + b"1," * 100_000 + b"1]}", "json_too_large"),
    ('{"text": "é"}'.encode("utf-16"), "json_invalid"),
    ('{"text": "é"}'.encode("latin-1"), "json_invalid"),
    (b"\xef\xbb\xbf{}", "json_invalid"),
    (b'{"text": "\xed\xa0\x80"}', "json_invalid"),
]


@pytest.mark.parametrize("content,code", UNREADABLE)
async def test_what_cannot_be_read_is_malformed(client: httpx.AsyncClient, content: bytes, code: str) -> None:
    assert_problem(await send(client, content), 400, code=code)


async def test_sixty_four_levels_are_not_too_deep(client: httpx.AsyncClient) -> None:
    response = await send(client, b'{"any": ' + b"[" * 63 + b"]" * 63 + b"}")
    assert response.status_code == 200


INVALID: list[tuple[bytes, str, str]] = [
    (b'{"text": "a\\u0000b"}', "/text", "character_refused"),
    (b'{"text": "\\ud800"}', "/text", "character_refused"),
    (b'{"\\ud800": 1}', "", "character_refused"),
    (b'{"people": [{"name": "\\udfff"}]}', "/people/0/name", "character_refused"),
    (b'{"any": {"Jane Doe 12 Elm Street": {"x": "\\u0000"}}}', "/any/x", "character_refused"),
    ('{"text": "a\u200bb"}'.encode(), "/text", "character_refused"),
    ('{"text": "a\u202eb"}'.encode(), "/text", "character_refused"),
    ('{"notes": "a\u2066b"}'.encode(), "/notes", "character_refused"),
    (b'{"text": "a\\nb"}', "/text", "character_refused"),
    (b'{"notes": "a\\u0008b"}', "/notes", "character_refused"),
    (b'{"text": ""}', "/text", "blank"),
    (b'{"text": "  "}', "/text", "blank"),
    (b'{"text": "' + b"a" * 81 + b'"}', "/text", "too_long"),
    (b'{"text": 5}', "/text", "text_expected"),
    (b'{"text": null}', "/text", "text_expected"),
    (b'{"count": 9223372036854775808}', "/count", "too_large"),
    (b'{"count": 2147483648}', "/count", "too_large"),
    (b'{"count": -2147483649}', "/count", "too_small"),
    (b'{"count": 1.0}', "/count", "int_expected"),
    (b'{"count": "1"}', "/count", "int_expected"),
    (b'{"count": true}', "/count", "int_expected"),
    (b'{"flag": "yes"}', "/flag", "bool_expected"),
    (b'{"flag": 1}', "/flag", "bool_expected"),
    (b'{"on": 0}', "/on", "date_format"),
    (b'{"on": "20260101"}', "/on", "date_format"),
    (b'{"on": "2026-01-01T00:00:00"}', "/on", "date_format"),
    (b'{"on": "2026-02-30"}', "/on", "date_invalid"),
    (b'{"on": "0001-01-01"}', "/on", "date_out_of_range"),
    (b'{"at": 1000000000000.0}', "/at", "instant_format"),
    (b'{"at": "2026-01-01T00:00:00"}', "/at", "instant_format"),
    (b'{"at": "2026-01-01 00:00:00Z"}', "/at", "instant_format"),
    (b'{"at": "9999-12-31T23:59:59-12:00"}', "/at", "instant_out_of_range"),
    (b'{"at": "2026-01-01T00:00:60Z"}', "/at", "instant_invalid"),
    (b'{"email": "Jane Doe 12 Elm Street"}', "/email", "email_invalid"),
    (b'{"phone": "Jane Doe 12 Elm Street"}', "/phone", "phone_invalid"),
    (b'{"phone": "123"}', "/phone", "phone_invalid"),
    (b'{"other_id": "Jane Doe 12 Elm Street"}', "/other_id", "identifier_format"),
    (b'{"people": [{"name": "x"}, {"name": 3}]}', "/people/1/name", "text_expected"),
    (b'{"people": {"name": "x"}}', "/people", "list_expected"),
    (b'{"people": [7]}', "/people/0", "object_expected"),
    (b'{"people": [{}]}', "/people/0/name", "missing"),
    (b'{"surname": "Jane Doe 12 Elm Street"}', "/surname", "unknown_field"),
    (b'{"Jane Doe 12 Elm Street": 1}', "", "unknown_field"),
    (b'{"people": [{"name": "x", "Jane Doe 12 Elm Street": 1}]}', "/people/0", "unknown_field"),
    (b"[]", "", "object_expected"),
    (b'"Jane Doe 12 Elm Street"', "", "object_expected"),
]


@pytest.mark.parametrize("content,pointer,code", INVALID)
async def test_what_is_not_valid_is_named_by_its_place(
    client: httpx.AsyncClient, content: bytes, pointer: str, code: str
) -> None:
    body = assert_problem(await send(client, content), 422, code="invalid")
    assert [(error["pointer"], error["code"]) for error in body["errors"]] == [(pointer, code)]


async def test_a_thousand_faults_are_not_all_listed(client: httpx.AsyncClient) -> None:
    body = assert_problem(await send(client, b'{"people": [' + b"7," * 999 + b"7]}"), 422)
    assert len(body["errors"]) == 20


async def test_text_comes_back_in_normal_form_and_instants_in_utc(client: httpx.AsyncClient) -> None:
    sent = {"text": "Zoe\u0308", "at": "2026-07-01T12:00:00+01:00", "phone": "01603 123456", "notes": "a\r\nb"}
    body = (await client.post("/v1/everything", json=sent)).json()
    assert body["text"] == "Zoë"
    assert body["at"] == "2026-07-01T11:00:00.000Z"
    assert body["phone"] == "+441603123456"
    assert body["notes"] == "a\nb"


@pytest.mark.parametrize(
    "media_type,status",
    [
        ("text/plain", 415),
        ("application/json; charset=utf-16", 415),
        ("multipart/form-data; boundary=x", 415),
        ("application/x-www-form-urlencoded", 415),
        ("application/merge-patch+json", 415),
        ("", 415),
        ("application/json; charset=UTF-8", 200),
        ("Application/JSON", 200),
    ],
)
async def test_a_body_of_another_type_is_not_read(client: httpx.AsyncClient, media_type: str, status: int) -> None:
    response = await client.post("/v1/everything", content=b"{}", headers={"content-type": media_type})
    assert response.status_code == status


async def test_a_compressed_body_is_not_read(client: httpx.AsyncClient) -> None:
    assert_problem(await send(client, b"{}", **{"content-encoding": "gzip"}), 415)


@pytest.mark.parametrize(
    "query,place",
    [
        ("colour=red", {"parameter": ""}),
        ("Jane+Doe+12+Elm+Street=1", {"parameter": ""}),
        ("limit=1&limit=2", {"parameter": "limit"}),
        ("limit=1_000", {"parameter": "limit"}),
        ("limit=Jane+Doe+12+Elm+Street", {"parameter": "limit"}),
        ("since=2026-01-01T00:00:00", {"parameter": "since"}),
    ],
)
async def test_an_unknown_or_repeated_parameter_is_refused(
    client: httpx.AsyncClient, query: str, place: dict[str, str]
) -> None:
    body = assert_problem(await client.get(f"/v1/search?{query}"), 422, code="invalid")
    assert place.items() <= body["errors"][0].items()


async def test_a_list_may_be_repeated(client: httpx.AsyncClient) -> None:
    assert (await client.get("/v1/search?tags=a&tags=b&limit=3")).json()["tags"] == ["a", "b"]


@pytest.mark.parametrize("address", ["/v1/%ff", "/v1/a%00b", "/v1/search?tags=%ff", "/v1/search?tags=%00", "/v1/%0a"])
async def test_an_address_that_is_not_text_is_malformed(client: httpx.AsyncClient, address: str) -> None:
    assert_problem(await client.get(address), 400, code="malformed_url")


async def test_an_endless_address_is_too_long(client: httpx.AsyncClient) -> None:
    assert_problem(await client.get("/v1/search?tags=" + "a" * 9000), 414)
