"""What is due across cases: filtered, in order, page by page; judged alike by the rulebook and by the database."""

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

from fastapi import FastAPI
from sqlalchemy import literal, select

from app.areas.cases import service
from app.areas.deadlines import queries as deadlines
from app.domain.deadlines import compute
from app.domain.permissions import Role
from app.store.tables import Case, Deadline
from app.store.types import Day
from tests.builders.journeys import a_certified_case, a_declined_case, an_open_case, record
from tests.conftest import Caller, Clock

Item = dict[str, Any]


async def _due(caller: Caller, query: str) -> list[Item]:
    answer = await caller.get(f"/v1/deadlines?limit=200&{query}")
    assert answer.status_code == 200, answer.text
    items: list[Item] = answer.json()["items"]
    return items


async def _some_cases(adviser: Caller) -> list[dict[str, Any]]:
    informed = await an_open_case(adviser, la_code="935")
    await record(adviser, informed, "advice_given", "2025-03-11", channel="phone", rights_explained=True)
    await record(adviser, informed, "wish_stated", "2025-03-11", wish="mediate")
    await record(adviser, informed, "la_informed", "2025-03-11", informed_by="adviser")
    return [informed, await a_declined_case(adviser), (await a_certified_case(adviser))[0]]


async def test_filters_choose_and_order_is_by_day(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    await _some_cases(adviser)
    everything = await _due(adviser, "")
    assert len(everything) > 5
    assert [item["due_on"] for item in everything] == sorted(item["due_on"] for item in everything)
    assert all(item["act_by_on"] is None or item["act_by_on"] <= item["due_on"] for item in everything)

    def chosen(wanted: Callable[[Item], bool]) -> list[str]:
        return sorted(item["id"] for item in everything if wanted(item))

    for query, wanted in {
        "due_from=2025-03-14": lambda item: item["due_on"] >= "2025-03-14",
        "due_to=2025-03-14": lambda item: item["due_on"] <= "2025-03-14",
        "due_from=2025-03-14&due_to=2025-03-17": lambda item: "2025-03-14" <= item["due_on"] <= "2025-03-17",
        "status=pending": lambda item: item["status"] == "pending",
        "status=met&status=late": lambda item: item["status"] in {"met", "late"},
        "owed_by=family": lambda item: item["owed_by"] == "family",
        "owed_by=la&owed_by=adviser": lambda item: item["owed_by"] in {"la", "adviser"},
        "rule_id=appeal-last-day": lambda item: item["rule_id"] == "appeal-last-day",
        "la=935": lambda item: item["la_code"] == "935",
        "la=926&status=pending": lambda item: item["la_code"] == "926" and item["status"] == "pending",
    }.items():
        found = await _due(adviser, query)
        assert sorted(item["id"] for item in found) == chosen(wanted), query
        assert found, query
    assert adviser.actor is not None
    assert len(await _due(as_(Role.COORDINATOR), f"adviser_id={adviser.actor.id}")) == len(everything)
    turned = await adviser.get("/v1/deadlines?due_from=2025-03-18&due_to=2025-03-17")
    assert (turned.status_code, turned.json()["errors"][0]["parameter"]) == (422, "due_from")


async def test_pages_are_whole_and_in_order(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    await _some_cases(adviser)
    everything = [item["id"] for item in await _due(adviser, "")]
    for size in (1, 3, 7):
        seen: list[str] = []
        path: str | None = f"/v1/deadlines?limit={size}"
        while path:
            answer = await adviser.get(path)
            page = answer.json()
            assert len(page["items"]) <= size
            seen += [item["id"] for item in page["items"]]
            cursor = page["next_cursor"]
            path = f"/v1/deadlines?limit={size}&cursor={cursor}" if cursor else None
            assert ("link" in answer.headers) == bool(cursor)
        assert seen == everything, size


async def test_a_deadline_explains_itself(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    await _some_cases(adviser)
    for item in await _due(adviser, ""):
        assert item["explanation"], item["rule_id"]
        assert item["calendar_version"]
        assert item["rule_version"]
        assert item["citation"]["provision"]
        assert item["citation"]["verification"] in {"primary", "secondary", "unverified"}
        assert item["case_reference"]
    one = (await _due(adviser, "rule_id=appeal-last-day"))[0]
    assert one["certificate_needed"] is not None
    assert one["due_at"] is not None


async def test_a_day_that_passes_makes_what_is_pending_missed(as_: Callable[..., Caller], clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser)

    async def status() -> str:
        found = await _due(adviser, "rule_id=cert-no-mediation-3wd")
        assert [item["case_id"] for item in found] == [case["id"]]
        return str(found[0]["status"])

    for day, expected in ((date(2025, 3, 17), "pending"), (date(2025, 3, 18), "missed")):
        clock.set_day(day)
        assert await status() == expected
        assert len(await _due(adviser, f"rule_id=cert-no-mediation-3wd&status={expected}")) == 1
        shown = (await adviser.get(f"/v1/cases/{case['id']}")).json()["deadlines"]
        assert next(due for due in shown if due["rule_id"] == "cert-no-mediation-3wd")["status"] == expected


async def test_the_database_judges_as_the_rulebook_does(app: FastAPI, as_: Callable[..., Caller], clock: Clock) -> None:
    """The status is worked out twice, in SQL for lists and in the rulebook: on every day the same."""
    adviser = as_(Role.ADVISER)
    await _some_cases(adviser)
    judged = 0
    for days in range(0, 90, 9):
        day = clock.today + timedelta(days=days)
        async with app.state.database.write() as session:
            for case in (await session.execute(select(Case))).scalars():
                await service.work_out_again(session, case, today=day, now=clock.now)
        async with app.state.database.write() as session:
            for case in (await session.execute(select(Case))).scalars().all():
                facts = await service.facts_of(session, case)
                computed = compute(facts, as_of=day, kind=case.kind, born_on=date(2015, 5, 4))
                expected = {(due.rule_id, due.subject or None): str(due.status(day)) for due in computed.deadlines}
                stored = await _statuses(session, case, day)
                assert stored == expected, day
                judged += len(stored)
    assert judged > 100


async def _statuses(session: Any, case: Case, day: date) -> dict[tuple[str, str | None], str]:
    judged = deadlines.status_on(literal(day, Day())).label("status")
    statement = select(Deadline.rule_id, Deadline.subject, judged).where(Deadline.case_id == case.id)
    return {(row.rule_id, row.subject or None): row.status for row in await session.execute(statement)}
