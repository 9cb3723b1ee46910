"""Random walks through cases: whatever is recorded in whatever order, nothing breaks and all that is cached is true."""

from collections.abc import Callable
from datetime import date, timedelta
from random import Random
from typing import Any

from fastapi import FastAPI
from sqlalchemy import inspect, select

from app.areas.cases import service
from app.domain.codes import ReferralKind
from app.domain.lifecycle import stage_of
from app.domain.permissions import Role
from app.jobs.daily import make_round
from app.store.chronicle import broken_links
from app.store.tables import Case
from tests.areas.corpus import kind_of, resolved
from tests.builders.journeys import an_open_case, read_case
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.guards.documents import document

STEPS = 120
WORDS = ["S1", "t1", "hold-30d"]


def _fact_schemas() -> list[dict[str, Any]]:
    schemas = document()["components"]["schemas"].values()
    facts = [schema for schema in schemas if {"type", "occurred_on"} <= schema.get("properties", {}).keys()]
    closed = [schema for schema in facts if schema.get("additionalProperties") is False]
    return [schema for schema in closed if schema["title"] != "Retraction"]


def _value(schema: dict[str, Any], rng: Random, day: date) -> Any:
    schema = resolved(schema)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return rng.choice(schema["enum"])
    match kind_of(schema):
        case "list":
            count = rng.randint(schema.get("minItems", 0), 2)
            values = [_value(schema["items"], rng, day) for _ in range(count)]
            return [value for place, value in enumerate(values) if value not in values[:place]]
        case "object":
            return _object(schema, rng, day)
        case "flag":
            return rng.random() < 0.5
        case "day":
            return (day + timedelta(days=rng.randint(-40, 40))).isoformat()
        case "instant":
            return f"{(day - timedelta(days=rng.randint(0, 40))).isoformat()}T16:59:59Z"
        case "id":
            return f"00000000-0000-7000-8000-0000000000{rng.randint(10, 99)}"
    return rng.choice(WORDS)


def _object(schema: dict[str, Any], rng: Random, day: date) -> dict[str, Any]:
    needed = set(schema.get("required", ()))
    names = [name for name in schema["properties"] if name not in {"supersedes", "retracted"}]
    return {
        name: _value(schema["properties"][name], rng, day) for name in names if name in needed or rng.random() < 0.6
    }


async def test_random_walks(app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock) -> None:
    rng = Random(20250312)  # so that it can be walked again
    adviser, officer = as_(Role.ADVISER), as_(Role.LA_OFFICER)
    schemas = _fact_schemas()
    cases = [
        await an_open_case(adviser),
        await an_open_case(adviser, health_issues=True, icb_id=world.home.icb),
        await an_open_case(adviser, kind="disagreement_resolution", decision=None, drs_sides=["parent", "la"]),
    ]
    recorded = 0
    for step in range(STEPS):
        if step % 10 == 9:
            clock.move(days=rng.randint(1, 12))
        case = rng.choice(cases)
        now = await read_case(adviser, case["id"])
        offered = {fact["type"] for fact in now["allowed_facts"] if fact["allowed"]}
        fitting = [schema for schema in schemas if _types(schema) & offered] if rng.random() < 0.8 else schemas
        body = _object(rng.choice(fitting), rng, clock.today)
        body["occurred_on"] = (clock.today - timedelta(days=rng.choice([0, 0, 0, 1, 5, 30]))).isoformat()
        if rng.random() < 0.15:
            timeline = (await adviser.get(f"/v1/cases/{case['id']}/facts")).json()["items"]
            body["supersedes"] = rng.choice(timeline)["id"]
        if rng.random() < 0.1:
            path, body = "certificates", {"kind": rng.choice(["s55_4", "s55_5", "s55_5_deemed"])}
        else:
            path = "facts"
        answer = await adviser.post(f"/v1/cases/{case['id']}/{path}", body, version=now["version"])
        assert answer.status_code in {201, 409, 422}, f"{body}: {answer.text}"
        assert answer.status_code != 409 or answer.json()["rule"], answer.text
        recorded += answer.status_code == 201
        for caller in (adviser, officer):
            assert (await caller.get(f"/v1/cases/{case['id']}")).status_code == 200, body
            assert (await caller.get(f"/v1/cases/{case['id']}/facts")).status_code == 200, body
        assert (await officer.get("/v1/deadlines")).status_code == 200
        await make_round(app.state.database, today=clock.today, now=clock.now)
    assert recorded > STEPS / 3
    await _all_is_true(app, world, clock)


def _types(schema: dict[str, Any]) -> set[str]:
    described = resolved(schema["properties"]["type"])
    return set(described.get("enum", [described.get("const")]))


async def _all_is_true(app: FastAPI, world: World, clock: Clock) -> None:
    """Everything that is cached is what the facts say when it is worked out again, and the chain is whole."""
    async with app.state.database.write() as session:
        assert await broken_links(session, world.home.id) == []
        for case in (await session.execute(select(Case))).scalars().all():
            facts = await service.facts_of(session, case)
            sides = () if case.kind is ReferralKind.MEDIATION else ("la", "parent")
            assert [fact.sequence for fact in facts] == list(range(1, case.fact_count + 1))
            assert case.stage == stage_of(facts, sides=sides).value
            await service.work_out_again(session, case, today=clock.today, now=clock.now)
            changed = {column.name for column in Case.__table__.columns if _has_changed(case, column.name)}
            assert changed == set()


def _has_changed(case: Case, name: str) -> bool:
    history = inspect(case).attrs[name].history
    return bool(history.has_changes() and history.added != history.deleted)
