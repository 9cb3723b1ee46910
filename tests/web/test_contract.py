"""The published contract, the page that shows it, and the state of the service."""

import asyncio
import re
from contextlib import asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest
from openapi_spec_validator import validate

from app.web.health import Readiness, expected_head, horizon
from tests.web.small_service import Service
from tests.web.test_bad_input import assert_problem


@pytest.fixture
async def contract(client: httpx.AsyncClient) -> dict[str, Any]:
    """The published contract of the small service."""
    document: dict[str, Any] = (await client.get("/openapi.json")).json()
    return document


def operations(contract: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {operation["operationId"]: operation for item in contract["paths"].values() for operation in item.values()}


async def test_the_contract_is_valid(contract: dict[str, Any]) -> None:
    validate(contract)


async def test_every_refusal_is_documented_as_a_problem(contract: dict[str, Any]) -> None:
    shared = contract["components"]["responses"]
    for operation in operations(contract).values():
        refusals = {status: answer for status, answer in operation["responses"].items() if int(status) >= 400}
        assert {"400", "422", "429", "503"} <= refusals.keys()
        for answer in refusals.values():
            content = (shared[answer["$ref"].rsplit("/", 1)[1]] if "$ref" in answer else answer)["content"]
            assert content.keys() == {"application/problem+json"}
    assert "HTTPValidationError" not in contract["components"]["schemas"]
    assert "guard_refused" in operations(contract)["refuse"]["responses"]["409"]["description"]


async def test_what_an_operation_takes_decides_what_it_refuses(contract: dict[str, Any]) -> None:
    correct = operations(contract)["correctNote"]
    assert {"408", "412", "413", "415", "428", "404"} <= correct["responses"].keys()
    assert next(p for p in correct["parameters"] if p["name"] == "If-Match")["required"] is True
    assert correct["requestBody"]["content"].keys() == {"application/json", "application/merge-patch+json"}
    assert "413" not in operations(contract)["listNotes"]["responses"]


async def test_days_and_instants_are_published_as_such(contract: dict[str, Any]) -> None:
    fields = contract["components"]["schemas"]["Everything"]["properties"]
    assert fields["on"]["anyOf"][0]["format"] == "date"
    assert fields["at"]["anyOf"][0]["format"] == "date-time"
    assert fields["other_id"]["anyOf"][0]["format"] == "uuid"
    assert fields["text"] == {"type": "string", "minLength": 1, "maxLength": 80, "title": "Text", "default": "x"}


async def test_the_contract_is_sent_once(client: httpx.AsyncClient) -> None:
    tag = (await client.get("/openapi.json")).headers["etag"]
    again = await client.get("/openapi.json", headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


async def test_the_page_asks_no_other_host(client: httpx.AsyncClient) -> None:
    response = await client.get("/docs")
    policy = response.headers["content-security-policy"]
    assert "script-src 'self';" in policy
    assert "http" not in policy
    addresses = re.findall(r'(?:href|src)="([^"]+)"', response.text)
    assert len(addresses) == 5
    for address in addresses:
        assert "//" not in address
        assert (await client.get(f"/{address}")).status_code == 200
    assert "<script>" not in response.text


async def test_security_txt_has_a_future_expiry(client: httpx.AsyncClient) -> None:
    text = (await client.get("/.well-known/security.txt")).text
    assert "Contact: " in text
    assert "Expires: 2026-12-28T00:00:00Z" in text


class Database:
    """A database in the state that a test needs."""

    shielded = False

    def __init__(self, head: str | None = "0001", faults: tuple[str, ...] = (), delay: float = 0) -> None:
        self.at = head
        self.faults = list(faults)
        self.delay = delay
        self.asked = 0

    async def head(self) -> str | None:
        self.asked += 1
        await asyncio.sleep(self.delay)
        if self.at == "away":
            raise ConnectionRefusedError(111, "refused")
        return self.at

    async def durability(self) -> list[str]:
        return self.faults

    @asynccontextmanager
    async def write(self) -> Any:
        yield

    read = write


@pytest.mark.parametrize(
    "database,checks",
    [
        (Database(), {"database": "ok", "migrations": "ok", "durability": "ok"}),
        (Database("0000"), {"database": "ok", "migrations": "other", "durability": "ok"}),
        (Database(None), {"database": "ok", "migrations": "other", "durability": "ok"}),
        (
            Database(faults=("fsync", "synchronous")),
            {"database": "ok", "migrations": "ok", "durability": "fsync,synchronous"},
        ),
        (Database("away"), {"database": "unreachable"}),
    ],
)
async def test_readiness_names_what_is_wrong(service: Service, database: Database, checks: dict[str, str]) -> None:
    service.app.state.readiness = Readiness(database, "0001")
    response = await service.client.get("/health/ready")
    if set(checks.values()) == {"ok"}:
        assert response.json() == {"status": "ready", "checks": {**checks, "calendar": "ok"}}
    else:
        body = assert_problem(response, 503, code="not_ready")
        assert body["checks"] == {**checks, "calendar": "ok"}
        assert "retry-after" in response.headers
    assert (await service.client.get("/health/live")).status_code == 200


async def test_a_slow_database_is_asked_once_only(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.health.PATIENCE", 0.01)
    database = Database(delay=0.1)
    readiness = Readiness(database, "0001")
    assert await asyncio.gather(*(readiness.checks() for _ in range(5))) == [{"database": "slow"}] * 5
    assert database.asked == 1
    await asyncio.sleep(0.15)
    monkeypatch.setattr("app.web.health.PATIENCE", 1)
    assert (await readiness.checks())["database"] == "ok"
    assert database.asked == 2


def test_the_calendar_must_reach_a_year_ahead() -> None:
    last = date(2028, 12, 31)
    assert horizon(date(2027, 12, 31), last) == "ok"
    assert horizon(date(2028, 1, 1), last) == "too_short"
    assert horizon(date(2029, 5, 1), last) == "too_short"


def test_the_expected_migration_is_read_from_its_file(tmp_path: Path) -> None:
    (tmp_path / "HEAD").write_text("0007\n")
    assert expected_head(tmp_path / "HEAD") == "0007"
    assert expected_head(tmp_path / "none") is None
