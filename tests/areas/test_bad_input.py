"""Every field of every body that can be sent, with everything that may not stand there: refused alike everywhere."""

import re
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import asynccontextmanager
from typing import Any

from fastapi import FastAPI
from sqlalchemy import func, select

from app.domain.permissions import GRANTS, Permission, Role
from app.store.base import Base
from tests.areas.corpus import CANARY, Hole, example, holes, resolved
from tests.builders.bodies import a_referral
from tests.builders.journeys import a_certified_case, a_proclaimed_day, a_waiting_referral
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.guards.documents import document, operations
from tests.rooms import a_ground, rooms

JSON = {"Content-Type": "application/json"}
COMMON = frozenset({"/occurred_on", "/supersedes", "/retracted", "/type"})


def _schema(name: str) -> dict[str, Any]:
    return resolved({"$ref": f"#/components/schemas/{name}"})


def _fact_bodies() -> list[dict[str, Any]]:
    """Return the schema of every body that a fact can have, from the published union."""
    found, waiting = [], [_schema("RecordFact")]
    while waiting:
        schema = waiting.pop()
        parts = schema.get("oneOf") or schema.get("anyOf")
        if parts:
            waiting += [resolved(part) for part in parts]
        else:
            found.append(schema)
    return found


@asynccontextmanager
async def nothing_stored(app: FastAPI) -> AsyncIterator[None]:
    """Check that every table holds as many rows afterwards as before."""
    before = await _counts(app)
    yield
    assert await _counts(app) == before


async def _counts(app: FastAPI) -> dict[str, int]:
    counted = {}
    async with app.state.database.read() as connection:
        for name, table in Base.metadata.tables.items():
            counted[name] = int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
    return counted


def objection(answer: Any, statuses: set[int], pointer: str | None) -> str | None:
    """Return what is wrong with a refusal; nothing when it is as it should be."""
    if answer.status_code not in statuses:
        return f"status {answer.status_code}, not {statuses}"
    if CANARY in answer.text or "Elm Street" in repr(answer.headers):
        return "echoes what was sent"
    if answer.headers["content-type"] != "application/problem+json":
        return f"is {answer.headers['content-type']}"
    if pointer is not None:
        places = [error.get("pointer") for error in answer.json()["errors"]]
        if pointer not in places and not any(str(place).startswith(f"{pointer}/") for place in places):
            return f"points at {places}"
    return None


async def _send_all(caller: Caller, method: str, path: str, found: Iterable[Hole]) -> list[str]:
    """Send each hole filled in every wrong way, and return what went wrong, in words."""
    faults, sent = [], 0
    for hole in found:
        bodies: list[tuple[bytes, set[int], str | None]] = [(body, {400}, None) for body in hole.unreadable()]
        bodies += [(body, {422}, hole.pointer) for body in hole.wrong()]
        for body, statuses, pointer in bodies:
            answer = await caller(method, path, content=body, headers=JSON, version=1)
            sent += 1
            if wrong := objection(answer, statuses, pointer):
                faults.append(f"{method} {path} {hole.pointer} <- {body[:160]!r}: {wrong}")
    assert sent
    return faults


async def test_every_field_of_a_new_referral(app: FastAPI, as_: Callable[..., Caller]) -> None:
    body = a_referral(appeal_sections=["B"], reasons=["other"], drs_sides=["la"])
    async with nothing_stored(app):
        found = holes(_schema("ReceiveReferral"), body)
        faults = await _send_all(as_(Role.ADVISER), "POST", "/v1/referrals", found)
    assert not faults, "\n".join(faults)


async def test_every_field_of_a_correction(app: FastAPI, as_: Callable[..., Caller]) -> None:
    referral = await a_waiting_referral(as_(Role.ADVISER))
    body = {name: a_referral()[name] for name in ("child", "family", "referrer", "decision")}
    async with nothing_stored(app):
        found = holes(_schema("CorrectReferral"), body)
        faults = await _send_all(as_(Role.ADVISER), "PATCH", f"/v1/referrals/{referral['id']}", found)
    assert not faults, "\n".join(faults)


async def test_every_field_of_every_fact(app: FastAPI, as_: Callable[..., Caller]) -> None:
    case, _ = await a_certified_case(as_(Role.ADVISER))
    bodies = _fact_bodies()
    assert len(bodies) > 30
    faults: list[str] = []
    async with nothing_stored(app):
        for schema in bodies:
            if schema["title"] == "RecordedElsewhere":
                continue
            # What all facts have in common is tried on one of them, and where it is of another kind.
            known = frozenset() if schema["title"] in {"DecisionSent", "Retraction"} else COMMON
            found = holes(schema, example("", schema), skip=known)
            faults += [
                fault
                for hole in found
                for fault in await _send_all(as_(Role.ADVISER), "POST", f"/v1/cases/{case['id']}/facts", [hole])
            ]
    assert not faults, "\n".join(faults)


async def test_every_field_of_every_other_body(
    app: FastAPI, world: World, clock: Clock, as_: Callable[..., Caller]
) -> None:
    ids = await _of_every_kind(as_, world, clock)
    tried = {"ReceiveReferral", "CorrectReferral", "RecordFact"}
    faults: list[str] = []
    async with nothing_stored(app):
        for method, path, described in operations():
            content = described.get("requestBody", {}).get("content", {}).get("application/json")
            if content is None or content["schema"]["$ref"].rsplit("/", 1)[1] in tried:
                continue
            tried.add(content["schema"]["$ref"].rsplit("/", 1)[1])
            schema = resolved(content["schema"])
            if not schema.get("properties"):
                continue  # a choice of bodies, or none: nothing stands in it
            found = holes(schema, example("", schema))
            faults += await _send_all(as_(_who_may(described)), method.upper(), path.format(**ids), found)
    assert not faults, "\n".join(faults)
    assert len(tried) > 70


async def _of_every_kind(as_: Callable[..., Caller], world: World, clock: Clock) -> dict[str, str]:
    """Return the id of a record of every kind that a path names, made as each area makes them."""
    ids: dict[str, str] = {}
    for name, room in rooms().items():
        ground = await a_ground(as_, world, clock, key=name)
        furnished = await room.furnish(ground)
        ids["case_id"] = ground.id
        ids |= {parameter: found[0] for parameter, found in furnished.items()}
    _, certificate = await a_certified_case(as_(Role.ADVISER))
    change, day = await a_proclaimed_day(as_(Role.PROVIDER_ADMIN))
    referral = await a_waiting_referral(as_(Role.ADVISER))
    ids |= {"referral_id": referral["id"], "change_id": change["id"], "day_id": day["id"], "code": "V1"}
    return {"certificate_id": certificate["id"]} | ids


def _who_may(described: dict[str, Any]) -> Role:
    """Return who sends a request: the first role that has its permission, the manager before all others."""
    needed = [scope for requirement in described.get("security", ()) for scope in requirement.get("oauth2", ())]
    order = [Role.SERVICE_MANAGER, Role.ADVISER, *Role]
    return next(role for role in order if {Permission(scope) for scope in needed} <= GRANTS[role])


async def test_whole_bodies(app: FastAPI, as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case, _ = await a_certified_case(adviser)
    whole = {"/v1/referrals": a_referral(), f"/v1/cases/{case['id']}/certificates": {"kind": "s55_4"}}
    whole[f"/v1/cases/{case['id']}/facts"] = {"type": "decision_received", "occurred_on": "2025-03-12"}
    faults = []
    async with nothing_stored(app):
        for path, right in whole.items():
            sent: list[tuple[bytes, str, set[int], str | None]] = [
                (b"", "application/json", {400, 415, 422}, None),
                (b"[]", "application/json", {422}, None),
                (b"null", "application/json", {422}, None),
                (b"5", "application/json", {422}, None),
                (f'"{CANARY}"'.encode(), "application/json", {422}, None),
                (f"{right}".encode(), "application/json", {400}, None),
                (str(right).replace("'", '"').encode("utf-16"), "application/json", {400}, None),
                (str(right).replace("'", '"').encode("utf-32"), "application/json", {400}, None),
                (b"\xef\xbb\xbf" + str(right).replace("'", '"').encode(), "application/json", {400}, None),
                (f"name={CANARY}".encode(), "application/x-www-form-urlencoded", {415}, None),
                (f"<a>{CANARY}</a>".encode(), "application/xml", {415}, None),
                (b"{}", "text/plain", {415}, None),
                (b"{}", "application/json; charset=latin-1", {415}, None),
                (f'{{"x": "{CANARY * 60_000}"}}'.encode(), "application/json", {413}, None),
                (b'{"\\ud800": 1}', "application/json", {422}, ""),
                (f'{{"{CANARY}": 1}}'.encode(), "application/json", {422}, None),
            ]
            for body, media_type, statuses, pointer in sent:
                answer = await adviser("POST", path, content=body, headers={"Content-Type": media_type}, version=1)
                if wrong := objection(answer, statuses, pointer):
                    faults.append(f"{path} <- {media_type} {body[:60]!r}: {wrong}")
            unknown = await adviser.post(path, {**right, "unknown_field": CANARY}, version=1)
            if wrong := objection(unknown, {422}, "/unknown_field"):
                faults.append(f"{path}: {wrong}")
    assert not faults, "\n".join(faults)


async def test_every_parameter_of_every_read(app: FastAPI, as_: Callable[..., Caller]) -> None:
    faults = []
    for method, path, described in operations():
        if method != "get" or not described.get("security"):
            continue
        manager, path = as_(_who_may(described)), re.sub(r"{\w+}", "x", path.replace("{code}", "V1"))
        for parameter in described.get("parameters", ()):
            if parameter["in"] != "query":
                continue
            name, schema = parameter["name"], resolved(parameter["schema"])
            tried = [(f"{name}=%00", {400}), (f"{name}=%ff", {400}), (f"{name}=%ed%a0%80", {400})]
            tried.append((f"{name}=" + "x" * 9000, {414}))
            tried.append((f"{name}=" + "x" * 3000, {400, 404, 422}))
            if schema.get("type") != "array":
                tried.append((f"{name}=a&{name}=b", {404, 422}))
            if schema.get("format") in {"date", "date-time", "uuid"} or schema.get("type") in {"boolean", "integer"}:
                tried += [(f"{name}={value}", {404, 422}) for value in ("", "1_000", CANARY, "2025-03-11T10:00:00")]
            for query, statuses in tried:
                answer = await manager.get(f"{path}?{query}")
                if wrong := objection(answer, statuses, None):
                    faults.append(f"{path}?{query[:60]}: {wrong}")
        answer = await manager.get(f"{path}?unknown={CANARY}")
        if wrong := objection(answer, {404, 422}, None):
            faults.append(f"{path}?unknown: {wrong}")
    assert not faults, "\n".join(faults)


async def test_the_longest_that_may_be_sent_can_be_stored(as_: Callable[..., Caller]) -> None:
    """What the contract takes, the tables hold: the widest characters, and those that grow when folded."""
    adviser = as_(Role.ADVISER)
    for character in ("a", "ß", "ﷺ", "👩", "İ", "\u0958"):
        body = a_referral(
            child={"given_name": character * 100, "family_name": character * 100},
            family={"name": character * 200, "address": character * 500, "safe_contact": character * 500},
            referrer={"role": "other", "name": character * 200, "contact": character * 200},
            external_reference=character * 80,
            adjustments=character * 500,
        )
        answer = await adviser.post("/v1/referrals", body)
        assert answer.status_code in {201, 422}, f"{character!r}: {answer.text}"
    case, certificate = await a_certified_case(adviser)
    manager = as_(Role.SERVICE_MANAGER)
    longest = _schema("VoidCertificate")["properties"]["reason"]["maxLength"]
    path = f"/v1/cases/{case['id']}/certificates/{certificate['id']}/voiding"
    voided = await manager.post(path, {"reason": "é" * longest}, version=certificate["version"])
    assert voided.status_code == 200, voided.text


def test_every_body_of_the_contract_is_closed() -> None:
    for method, path, described in operations():
        for media in described.get("requestBody", {}).get("content", {}).values():
            name = media["schema"].get("$ref", "").rsplit("/", 1)[-1]
            if name in {"", "RecordFact"} or name.startswith("Body_"):
                continue
            assert document()["components"]["schemas"][name].get("additionalProperties") is False, f"{method} {path}"
