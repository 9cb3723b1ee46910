"""A newer edition of the law on real cases: seen before it is applied, applied in one batch, and known by its day."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

import pytest
from fastapi import FastAPI

from app.areas.calendars import queries as calendars
from app.areas.law import comparing, service
from app.areas.organisations.service import operator
from app.domain import editions
from app.domain.permissions import Role
from app.domain.rules import Rulebook
from app.jobs.verify import verify
from tests.builders.journeys import a_declined_case, an_open_case, read_case, record
from tests.builders.world import World
from tests.conftest import Caller, Clock

As = Callable[..., Caller]
RULE = "cert-no-mediation-3wd"


def forget() -> None:
    """Have every law laid out anew: the rulebook has been exchanged under it."""
    editions._law.cache_clear()
    calendars._with_days.cache_clear()


@pytest.fixture
def amended(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], None]]:
    """Have this service bring a second edition: from 12 March 2025 the adviser has five working days (imaginary)."""
    row = editions.RULEBOOK.on(RULE, date(2025, 1, 1))
    assert row is not None
    newer = replace(row, amount=5, in_force_from=date(2025, 3, 12), version="2", edition=2)
    book = Rulebook([*editions.RULEBOOK.rows, newer])

    def bring() -> None:
        monkeypatch.setattr(editions, "RULEBOOK", book)
        forget()

    yield bring
    monkeypatch.undo()
    forget()


async def test_an_edition_is_seen_then_applied_and_known_by_its_day(
    app: FastAPI, as_: As, world: World, clock: Clock, amended: Callable[[], None]
) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser)
    untouched = await an_open_case(
        adviser, decision={"decision_kind": "refusal_to_assess", "sent_on": "2024-05-01"}, contacted_on="2024-05-02"
    )
    amended()
    database = app.state.database
    lines: list[str] = []

    async def compare() -> comparing.Compared:
        lines.clear()
        async with database.session() as session:
            return await comparing.compare(session, world.home.id, days={}, today=clock.today, tell=lines.append)

    compared = await compare()
    assert (compared.all_cases, compared.worked_out, compared.cases, compared.deadlines) == (2, 1, 1, 1)
    assert lines == [f"{case['reference']}  {RULE}: 2025-03-17 -> 2025-03-19"]
    assert (await read_case(adviser, case["id"]))["version"] == case["version"]
    # Until it is applied, new facts go by the edition in use.
    assert not await verify(database, today=clock.today)

    clock.set_day(date(2025, 3, 13))
    async with database.write() as session:
        change = await service.apply_newest(session, operator(world.home.id), today=clock.today, now=clock.now)
    assert change is not None
    assert (change.cases_worked_out, change.cases_changed, change.deadlines_changed) == (1, 1, 1)
    due = {
        line["rule_id"]: (line["due_on"], line["rule_version"])
        for line in (await read_case(adviser, case["id"]))["deadlines"]
    }
    assert due[RULE] == ("2025-03-19", "2")
    assert (await read_case(adviser, untouched["id"]))["version"] == untouched["version"]
    assert not await verify(database, today=clock.today)
    assert (await compare()).deadlines == 0
    async with database.write() as session:
        assert await service.apply_newest(session, operator(world.home.id), today=clock.today, now=clock.now) is None

    for day, expected in (("2025-03-12", ("2025-03-17", 1)), ("2025-03-13", ("2025-03-19", 2))):
        known = (await adviser.get(f"/v1/cases/{case['id']}/deadlines?known_on={day}")).json()
        found = next(line["due_on"] for line in known["deadlines"] if line["rule_id"] == RULE)
        assert (found, known["law_edition"]) == expected


async def test_an_edition_reaches_clocks_that_begin_after_the_last_fact(
    app: FastAPI, as_: As, world: World, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The end of day 30 is no fact's day; a rule amended from a day before it applies all the same."""
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser, contacted_on="2025-01-20")
    await record(adviser, case, "advice_given", "2025-02-01", channel="phone", rights_explained=True)
    await record(adviser, case, "wish_stated", "2025-02-02", wish="mediate")
    await record(adviser, case, "la_informed", "2025-02-05", informed_by="adviser")
    row = editions.RULEBOOK.on("cert-deemed-3wd", date(2025, 1, 1))
    assert row is not None
    newer = replace(row, amount=5, in_force_from=date(2025, 3, 1), version="2", edition=2)
    monkeypatch.setattr(editions, "RULEBOOK", Rulebook([*editions.RULEBOOK.rows, newer]))
    forget()
    try:
        async with app.state.database.write() as session:
            change = await service.apply_newest(session, operator(world.home.id), today=clock.today, now=clock.now)
        assert change is not None
        lines = (await read_case(adviser, case["id"]))["deadlines"]
        assert [line["due_on"] for line in lines if line["rule_id"] == "cert-deemed-3wd"] == ["2025-03-14"]
        assert not await verify(app.state.database, today=clock.today)
    finally:
        monkeypatch.undo()
        forget()


async def test_a_holiday_is_tried_out_before_it_is_added(app: FastAPI, as_: As, world: World, clock: Clock) -> None:
    case = await a_declined_case(as_(Role.ADVISER))
    lines: list[str] = []
    async with app.state.database.session() as session:
        found = await comparing.compare(
            session, world.home.id, days={date(2025, 3, 14): "A day"}, today=clock.today, tell=lines.append
        )
    assert f"{case['reference']}  {RULE}: 2025-03-17 -> 2025-03-18" in lines
    assert found.cases == 1
    async with app.state.database.write() as session:
        change = await service.add_day(
            session,
            operator(world.home.id),
            service.schemas.AddProclaimedDay(holiday_on=date(2025, 3, 14), name="A day", source="A page"),
            today=clock.today,
            now=clock.now,
            most=None,
        )
    assert change.deadlines_changed == found.deadlines
    assert not await verify(app.state.database, today=clock.today)
