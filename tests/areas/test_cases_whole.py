"""What the database builds for the hottest read equals what is stored, on both databases."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import event, select

from app.areas.cases import queries, whole
from app.areas.cases.shown import shown as shown_case
from app.areas.deadlines import queries as deadlines
from app.areas.deadlines.schemas import Deadline, shown
from app.domain.permissions import Role
from app.store import tables
from tests.areas.test_main_job import _open_case, _record
from tests.conftest import Caller, Clock


async def _a_case(as_: Callable[..., Caller]) -> str:
    case = await _open_case(as_)
    adviser, case_id, version = as_(Role.ADVISER), case["id"], case["version"]
    for type, day, payload in (
        ("advice_given", "2025-03-10", {"channel": "phone", "rights_explained": True}),
        ("wish_stated", "2025-03-10", {"wish": "mediate"}),
        ("la_informed", "2025-03-11", {"informed_by": "adviser"}),
        ("session_fixed", "2025-03-12", {"held_on": "2025-03-27", "mode": "online"}),
    ):
        version = (await _record(adviser, case_id, version, type, day, **payload))["case_version"]
    return str(case_id)


@pytest.mark.parametrize("role", [Role.ADVISER, Role.LA_OFFICER])
async def test_a_case_read_whole_equals_its_rows(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, role: Role
) -> None:
    case_id = await _a_case(as_)
    actor = as_(role).actor
    assert actor is not None
    async with app.state.database.write() as session:
        found = await session.execute(
            select(*tables.Deadline.__table__.columns).where(
                tables.Deadline.case_id == case_id, deadlines.visible_rules(actor)
            )
        )
        stored: list[Any] = [dict(row) for row in found.mappings()]
        found_whole = await whole.read(session, actor, case_id, clock.today)
        facts = await session.scalars(
            select(tables.Fact)
            .where(tables.Fact.case_id == case_id)
            .order_by(tables.Fact.occurred_on, tables.Fact.sequence)
        )
        recorded = [queries.to_fact(row) for row in facts]
    built = {row["id"]: row for row in found_whole["deadlines"]}
    assert stored
    assert len(built) == len(stored)
    for row in stored:
        status = built[row["id"]]["status"]
        assert Deadline.model_validate(shown(built[row["id"]])) == Deadline.model_validate(
            shown({**row, "status": status})
        )
    order = [(row["due_on"] is None, row["due_on"] or "", row["rule_id"]) for row in found_whole["deadlines"]]
    assert order == sorted(order)
    if role is Role.ADVISER:
        assert whole.facts_of(found_whole) == recorded


async def test_a_case_is_read_in_one_statement(app: FastAPI, as_: Callable[..., Caller], clock: Clock) -> None:
    """Who mediates and how long the caller's declaration holds come with the case itself."""
    case_id = await _a_case(as_)
    adviser = as_(Role.ADVISER)
    assert adviser.actor is not None
    statements: list[str] = []
    async with app.state.database.read() as connection:
        engine = connection.engine.sync_engine

        @event.listens_for(engine, "before_cursor_execute")
        def _note(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
            statements.append(statement)

        try:
            answer = await shown_case(connection, adviser.actor, case_id, today=clock.today)
        finally:
            event.remove(engine, "before_cursor_execute", _note)
    assert answer.audience == "staff"
    assert len([statement for statement in statements if not statement.startswith("BEGIN")]) == 1, statements
