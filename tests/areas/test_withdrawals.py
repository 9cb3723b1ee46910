"""A family that changes its mind: the reason in a code, kept from everybody outside, counted for the managers."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from app.domain.permissions import Role
from tests.builders.stories import Story, an_arranging_story
from tests.builders.world import World
from tests.conftest import Caller, Clock


@pytest.fixture
async def story(app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World) -> Story:
    return (await an_arranging_story(app, as_, clock, world)).on("2025-03-18")


async def _refused(story: Story, body: dict[str, Any]) -> Any:
    now = await story.now()
    told = {"occurred_on": "2025-03-18", **body}
    return await story.adviser.post(f"/v1/cases/{now['id']}/facts", told, version=now["version"])


async def test_a_change_of_mind_without_its_reason_is_refused_and_changes_nothing(story: Story) -> None:
    before = await story.now()
    no = await _refused(story, {"type": "wish_stated", "wish": "not_mediate"})
    assert (no.status_code, no.json()["errors"][0]["pointer"]) == (422, "/reason_code")
    assert no.json()["rule"] == "coded-withdrawal"
    left = await _refused(story, {"type": "withdrawn_by_party", "party": "parent", "reason": "Enough"})
    assert (left.status_code, left.json()["errors"][0]["pointer"]) == (422, "/reason_code")
    stray = await _refused(story, {"type": "wish_stated", "wish": "mediate", "reason_code": "other"})
    assert (stray.status_code, stray.json()["errors"][0]["pointer"]) == (422, "/reason_code")
    assert await story.now() == before


async def test_a_mind_changed_and_changed_back_leaves_both_on_the_record(story: Story) -> None:
    case_id = (await story.now())["id"]
    await story.tell("wish_stated", wish="not_mediate", reason_code="no_suitable_date_or_place")
    assert (await story.now())["stage"] == "declined"
    assert (await story.due())["cert-no-mediation-3wd"] == ("2025-03-21", "pending")
    await story.on("2025-03-19").tell("wish_stated", wish="mediate")
    assert (await story.now())["stage"] == "arranging"
    assert (await story.due())["cert-no-mediation-3wd"][1] == "not_needed"
    kept = (await story.adviser.get(f"/v1/cases/{case_id}/facts")).json()["items"]
    wishes = [(fact["payload"]["wish"], fact["superseded"]) for fact in kept if fact["type"] == "wish_stated"]
    assert wishes == [("mediate", False), ("not_mediate", False), ("mediate", False)]


async def test_the_reason_is_the_providers_and_its_managers_count_it(story: Story, as_: Callable[..., Caller]) -> None:
    case_id = (await story.now())["id"]
    await story.tell("withdrawn_by_party", party="parent", reason="In confidence", reason_code="childs_wish")
    await story.close("changed_mind")
    assert (await story.now())["withdrawal_reason"] == "childs_wish"
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.FAMILY_FRONT_END, Role.PARTNER_SYSTEM):
        for path in (f"/v1/cases/{case_id}", f"/v1/cases/{case_id}/facts"):
            assert "childs_wish" not in (await as_(role).get(path)).text
            assert "withdrawal_reason" not in (await as_(role).get(path)).text
    asked = "/v1/kpis/withdrawals?period=calendar:2025"
    figure = (await as_(Role.SERVICE_MANAGER).get(asked)).json()
    counted = {row["group"]["withdrawal_reason"]: row["numerator"] for row in figure["rows"]}
    assert {reason: count for reason, count in counted.items() if count} == {"childs_wish": 1}
    assert counted["not_said"] == 0
    behind = await as_(Role.SERVICE_MANAGER).get(
        "/v1/kpis/withdrawals/cases?period=calendar:2025&withdrawal_reason=childs_wish"
    )
    assert [row["case_id"] for row in behind.json()["items"]] == [case_id]
    for role in (Role.LA_COMMISSIONER, Role.ADVISER, Role.REPORTING):
        assert (await as_(role).get(asked)).status_code == 403
