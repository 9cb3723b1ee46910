"""Figures over HTTP: who may ask, what a wrong question gets, and pages of cases."""

from collections.abc import Awaitable, Callable
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI

from app.domain.kpis import DEFINITIONS
from app.domain.permissions import GRANTS, Permission, Role
from tests.areas.reporting_records import Records
from tests.builders.world import Tenant, World

YEAR = {"period": "calendar:2024"}
Made = Callable[[Tenant, int], Awaitable[list[str]]]


@pytest.fixture
async def made(app: FastAPI) -> Made:
    """Return what writes cases closed in 2024 with an outcome, one in three of them Suffolk's."""

    async def write(tenant: Tenant, how_many: int) -> list[str]:
        records = Records(tenant)
        cases = [
            records.case(
                date(2024, 4, 1),
                date(2024, 6, 3),
                "guidance_only",
                la="935" if number % 3 == 2 else "926",
                icb_id=tenant.icb,
                reasons=("plan_contents", "named_institution"),
            )
            for number in range(how_many)
        ]
        for case in cases:
            records.clock(case, "hold-30d", date(2024, 5, 3), date(2024, 5, 1))
        await records.save(app.state.database)
        return cases

    return write


async def test_the_definitions_say_what_is_counted(as_: Any) -> None:
    answer = await as_(Role.COORDINATOR).get("/v1/kpis")
    assert answer.status_code == 200
    items = {item["code"]: item for item in answer.json()["items"]}
    assert set(items) == set(DEFINITIONS)
    assert items["T1"]["target_percent"] == 100.0
    assert items["T1"]["default_basis"] == "due"
    assert items["needs"]["audience"] == ["service_manager"]
    assert set(items["V1"]["service_manager_only"]) == {"need", "sex", "ethnicity"}


async def test_a_figure_as_the_issue_asks_for_it(as_: Any, world: World, made: Made) -> None:
    await made(world.home, 3)
    asked = YEAR | {"basis": "closed", "la": "926", "group_by": "outcome"}
    answer = await as_(Role.COORDINATOR).get("/v1/kpis/outcomes", params=asked)
    assert answer.status_code == 200
    body = answer.json()
    assert body["period"] == {"label": "Calendar year 2024", "first_on": "2024-01-01", "last_on": "2024-12-31"}
    assert next(row for row in body["rows"] if row["numerator"]) == {
        "group": {"outcome": "guidance_only"},
        "numerator": 2,
        "denominator": 2,
        "excluded": [],
        "percent": 100.0,
        "reason": None,
    }
    assert body["cut_off_at"] == "2025-03-12T10:00:00.000Z"
    split = await as_(Role.COORDINATOR).get(
        "/v1/kpis/V1", params=[("period", "calendar:2024"), ("group_by", "la"), ("group_by", "month")]
    )
    assert [row["group"] for row in split.json()["rows"]] == [
        {"la": "926", "month": "2024-04"},
        {"la": "935", "month": "2024-04"},
    ]
    on_time = (await as_(Role.COORDINATOR).get("/v1/kpis/T1", params=YEAR)).json()["totals"]
    assert (on_time["numerator"], on_time["denominator"], on_time["percent"]) == (3, 3, 100.0)


async def test_a_live_count_needs_no_period(as_: Any, world: World, made: Made) -> None:
    await made(world.home, 2)
    answer = await as_(Role.SERVICE_MANAGER).get("/v1/kpis/V1", params={"basis": "live", "as_at": "2024-05-01"})
    assert answer.json()["totals"]["numerator"] == 2
    assert answer.json()["period"]["first_on"] == "2024-05-01"


async def test_outsiders_count_their_own_and_never_learn_of_a_case(as_: Any, world: World, made: Made) -> None:
    cases = await made(world.home, 3)
    await made(world.stranger, 5)
    for role, expected in ((Role.LA_COMMISSIONER, 2), (Role.REPORTING, 2), (Role.ICB_COMMISSIONER, 3)):
        caller = as_(role)
        for code, definition in DEFINITIONS.items():
            answer = await caller.get(f"/v1/kpis/{code}", params=YEAR)
            allowed = role in definition.audience
            assert answer.status_code == (200 if allowed else 403)
            assert not any(case in answer.text for case in cases)
            refused = await caller.get(f"/v1/kpis/{code}/cases", params=YEAR)
            assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")
        totals = (await caller.get("/v1/kpis/outcomes", params=YEAR)).json()["totals"]
        assert totals["denominator"] == expected
    assert (await as_(Role.COORDINATOR).get("/v1/kpis/outcomes", params=YEAR)).json()["totals"]["denominator"] == 3


@pytest.mark.parametrize("role", [None, *Role])
async def test_who_may_read_figures(as_: Any, role: Role | None) -> None:
    expected = 401 if role is None else 200 if Permission.KPIS_READ in GRANTS[role] else 403
    for path in ("/v1/kpis", "/v1/kpis/outcomes?period=calendar:2024"):
        assert (await as_(role).get(path)).status_code == expected
    behind = await as_(role).get("/v1/kpis/outcomes/cases?period=calendar:2024")
    may = role in (Role.COORDINATOR, Role.SERVICE_MANAGER)
    assert behind.status_code == (401 if role is None else 200 if may else 403)


async def test_exact_characteristics_are_for_the_service_manager(as_: Any) -> None:
    for path in ("/v1/kpis/needs", "/v1/kpis/sex", "/v1/kpis/ethnicity"):
        assert (await as_(Role.SERVICE_MANAGER).get(path, params=YEAR)).status_code == 200
        assert (await as_(Role.COORDINATOR).get(path, params=YEAR)).status_code == 403
    by_sex = YEAR | {"group_by": "sex"}
    assert (await as_(Role.COORDINATOR).get("/v1/kpis/V1", params=by_sex)).status_code == 403
    one_sex = YEAR | {"sex": "male"}
    assert (await as_(Role.COORDINATOR).get("/v1/kpis/V1/cases", params=one_sex)).status_code == 403


async def test_the_cases_behind_a_row_page_by_page(as_: Any, world: World, made: Made) -> None:
    cases = await made(world.home, 5)
    await made(world.stranger, 2)
    caller, seen, params = as_(Role.COORDINATOR), [], YEAR | {"outcome": "guidance_only", "limit": "2"}
    for _ in range(3):
        answer = await caller.get("/v1/kpis/outcomes/cases", params=params)
        assert answer.status_code == 200
        seen += [item["case_id"] for item in answer.json()["items"]]
        params = params | {"cursor": answer.json()["next_cursor"] or ""}
    assert seen == cases
    assert not params["cursor"]
    assert set(answer.json()["items"][0]) == {"case_id", "referral_id", "reference"}

    first = await caller.get("/v1/kpis/outcomes/cases", params=YEAR | {"limit": "2"})
    assert 'rel="next"' in first.headers["link"]
    cursor = first.json()["next_cursor"]
    elsewhere = await caller.get("/v1/kpis/outcomes/cases", params=YEAR | {"limit": "2", "la": "926", "cursor": cursor})
    assert (elsewhere.status_code, elsewhere.json()["code"]) == (400, "cursor_invalid")


@pytest.mark.parametrize(
    ("query", "parameter"),
    [
        ("", "period"),
        ("period=calendar:20canary", "period"),
        ("period=financial:2024-29", "period"),
        ("period=contract:01890000-0000-7000-8000-00000000000a:2024", "period"),
        ("period=calendar:2024&basis=canary", "basis"),
        ("period=calendar:2024&basis=live", "basis"),
        ("period=calendar:2024&group_by=canary", "group_by"),
        ("period=calendar:2024&group_by=stage", "group_by"),
        ("period=calendar:2024&la=canary", "la"),
        ("period=calendar:2024&as_at=canary", "as_at"),
        ("period=calendar:2024&period=calendar:2023", "period"),
        ("period=calendar:2024&canary=1", ""),
    ],
)
async def test_a_wrong_question_is_answered_with_its_parameter(as_: Any, query: str, parameter: str) -> None:
    answer = await as_(Role.SERVICE_MANAGER).get(f"/v1/kpis/outcomes?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["errors"][0]["parameter"] == parameter
    assert "canary" not in answer.text


@pytest.mark.parametrize("query", ["outcome=canary", "month=2024-99", "stage=informed", "part=canary", "need=CANARY"])
async def test_a_wrong_group_value_is_answered_with_its_parameter(as_: Any, query: str) -> None:
    answer = await as_(Role.SERVICE_MANAGER).get(f"/v1/kpis/outcomes/cases?period=calendar:2024&{query}")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["parameter"] == query.partition("=")[0]
    assert "canary" not in answer.text.lower()


@pytest.mark.parametrize("path", ["/v1/kpis/T9", "/v1/kpis/t1", "/v1/kpis/T9/cases", f"/v1/kpis/{'x' * 30}"])
async def test_a_figure_that_there_is_not(as_: Any, path: str) -> None:
    assert (await as_(Role.SERVICE_MANAGER).get(path, params=YEAR)).status_code == 404
