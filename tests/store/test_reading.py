"""Rows by the shortest way are the rows that SQLAlchemy gives, on both databases."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select, text

from app.areas.cases import queries, whole
from app.domain.permissions import Actor, Role
from app.store.reading import fetch, first
from app.store.tables import Organisation
from tests.areas.test_main_job import _open_case
from tests.conftest import Caller, Clock


@pytest.mark.parametrize("role", list(Role))
async def test_a_case_and_a_page_are_the_same_by_both_ways(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, role: Role
) -> None:
    case = await _open_case(as_)
    actor = as_(role).actor
    assert isinstance(actor, Actor)
    database: Any = app.state.database
    values = {"id": case["id"], "today": clock.today, **queries.who(actor)}
    statement = whole._select_for(role, "sqlite" if database.is_sqlite else "postgresql")
    async with database.read() as connection:
        ordinary = await first(connection, statement, values)
        for asked in (
            queries.page_statement(actor),
            queries.page_statement(actor, open_only=True, received_from=clock.today.replace(year=2020)),
            queries.page_statement(actor, stage=["referred", "informed"], la=case["la_code"]),
        ):
            page = await queries.page_of(connection, asked, after=None, limit=10)
            assert await queries.page_of(database, asked, after=None, limit=10) == page
    assert await first(database, statement, values) == ordinary
    if role is Role.ADVISER:
        assert ordinary is not None
        assert ordinary["id"] == case["id"]


async def test_a_connection_that_broke_in_the_pool_is_not_lent(app: FastAPI, world: Any) -> None:
    database: Any = app.state.database
    if database.is_sqlite:
        pytest.skip("SQLite has no server to lose")
    statement = select(Organisation.id)
    async with database.borrow() as driver:
        lost = driver.get_server_pid()
    async with database.read() as connection:
        if (await connection.execute(text("SELECT pg_backend_pid()"))).scalar() == lost:
            async with database.borrow() as other:
                await other.execute("SELECT pg_terminate_backend($1)", lost)
        else:
            await connection.execute(text(f"SELECT pg_terminate_backend({lost})"))
    await asyncio.sleep(0.1)
    found = await fetch(database, statement, {})
    assert found
    async with database.borrow() as driver:
        assert driver.get_server_pid() != lost
