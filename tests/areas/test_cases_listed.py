"""The list of cases, and the chain that every change of a case leaves behind."""

from collections.abc import Callable

from fastapi import FastAPI
from sqlalchemy import func, select

from app.domain.permissions import Role
from app.store.chronicle import broken_links
from app.store.tables import AuditEntry, OutboxEvent
from tests.builders.journeys import a_certified_case, a_declined_case, an_open_case, record
from tests.builders.world import World
from tests.conftest import Caller


async def test_every_change_is_in_the_chain(as_: Callable[..., Caller], app: FastAPI, world: World) -> None:
    adviser = as_(Role.ADVISER)
    await a_certified_case(adviser)
    async with app.state.database.write() as session:
        assert await broken_links(session, world.home.id) == []
    async with app.state.database.read() as connection:
        entries = (await connection.execute(select(func.count()).select_from(AuditEntry))).scalar_one()
        events = (await connection.execute(select(func.count()).select_from(OutboxEvent))).scalar_one()
    assert entries >= 8
    assert 0 < events <= entries


async def test_the_list_of_cases_is_filtered(as_: Callable[..., Caller]) -> None:
    adviser, manager = as_(Role.ADVISER), as_(Role.SERVICE_MANAGER)
    declined = await a_declined_case(adviser)
    other = await an_open_case(adviser, la_code="935")
    closed, _ = await a_certified_case(adviser)
    await record(adviser, closed, "case_closed", "2025-03-12", outcome="certificate_only")
    expected = {
        "": {declined["id"], other["id"], closed["id"]},
        "stage=declined": {declined["id"]},
        "stage=declined&stage=closed": {declined["id"], closed["id"]},
        "la=935": {other["id"]},
        "open=true": {declined["id"], other["id"]},
        "open=false": {closed["id"]},
        "outcome=certificate_only": {closed["id"]},
        f"adviser_id={declined['adviser_id']}": {declined["id"], other["id"], closed["id"]},
        "received_from=2025-03-13": set(),
        "received_to=2025-03-12": {declined["id"], other["id"], closed["id"]},
        "updated_since=2025-03-13T00:00:00Z": set(),
    }
    for query, ids in expected.items():
        answer = await manager.get(f"/v1/cases?{query}")
        assert {item["id"] for item in answer.json()["items"]} == ids, query
