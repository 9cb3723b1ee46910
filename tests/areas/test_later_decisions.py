"""A later decision about the same child: one call opens a case of its own, with the same people and no confidences."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import func, select

from app.domain.permissions import Role
from app.store.tables import Case, Child, Referral
from app.store.tables.people_contacts import WithheldContact
from tests.builders.journeys import read_case
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground
from tests.rooms.linking import LATER


@pytest.fixture
async def ground(as_: Callable[..., Caller], world: World, clock: Clock) -> Ground:
    family = {"name": "A Parent", "phone": "01632960001", "withheld": True}
    return await a_ground(as_, world, clock, sender=Role.FAMILY_FRONT_END, family=family)


async def _opened(ground: Ground, caller: Caller, **changes: Any) -> Any:
    return await caller.post(f"/v1/cases/{ground.id}/later-decisions", LATER | changes)


async def _counts(app: FastAPI) -> list[int]:
    async with app.state.database.read() as connection:
        return [
            (await connection.execute(select(func.count()).select_from(table))).scalar_one()
            for table in (Case, Referral, Child, WithheldContact)
        ]


@pytest.mark.parametrize("role", [Role.ADVISER, Role.SERVICE_MANAGER])
async def test_one_call_opens_a_linked_case_with_clocks_of_its_own(ground: Ground, app: FastAPI, role: Role) -> None:
    cases, referrals, children, withheld = await _counts(app)
    answer = await _opened(ground, ground.as_(role))
    assert answer.status_code == 201, answer.text
    link = answer.json()
    assert (link["kind"], link["is_later"]) == ("later_decision", True)
    assert answer.headers["location"] == f"/v1/cases/{link['case_id']}"
    assert await _counts(app) == [cases + 1, referrals + 1, children, withheld]
    later = await read_case(ground.adviser, link["case_id"])
    first = await read_case(ground.adviser, ground.id)
    assert (later["decision_kind"], later["decision_sent_on"]) == ("plan_contents", "2025-03-04")
    assert (later["adviser_id"], later["child"]) == (first["adviser_id"], first["child"])
    due = {clock["rule_id"]: clock["due_on"] for clock in later["deadlines"]}
    assert due["contact-adviser-2m"] == "2025-05-04"
    before = {clock["rule_id"]: clock["due_on"] for clock in first["deadlines"]}
    assert before["contact-adviser-2m"] == "2025-03-14"
    listed = (await ground.adviser.get(f"/v1/cases/{ground.id}/linked-cases")).json()["items"]
    assert [(other["case_id"], other["is_later"]) for other in listed] == [(later["id"], True)]


async def test_the_familys_people_go_over_and_nothing_that_was_said(ground: Ground) -> None:
    manager, said = ground.manager, "Said in confidence"
    assert (await ground.adviser.post(f"/v1/cases/{ground.id}/advice-notes", {"words": said})).status_code == 201
    parties = (await manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    later_id = (await _opened(ground, manager)).json()["case_id"]
    over = (await manager.get(f"/v1/cases/{later_id}/parties")).json()["items"]
    assert {(party["role"], party["person_id"]) for party in over} == {
        (party["role"], party["person_id"]) for party in parties if party["side"] == "family"
    }
    for kept in ("advice-notes", "joint-notes", "consents", "documents", "schools"):
        found = await ground.adviser.get(f"/v1/cases/{later_id}/{kept}")
        assert found.status_code in {200, 404}, f"{kept}: {found.text}"
        assert said not in found.text
        assert found.status_code == 404 or found.json()["items"] == [], kept
    officer = await ground.as_(Role.LA_OFFICER).get(f"/v1/cases/{later_id}")
    assert officer.status_code == 200
    assert "01632" not in officer.text
    # The front end that the family sent the first through sees the later one as well.
    assert (await ground.as_(Role.FAMILY_FRONT_END).get(f"/v1/cases/{later_id}")).status_code == 200


async def test_whoever_has_a_conflict_with_the_first_has_it_with_the_later(ground: Ground) -> None:
    coordinator = ground.coordinator
    assert coordinator.actor is not None
    conflict = {"user_id": coordinator.actor.id, "kind": "knows_a_party"}
    declared = await ground.manager.post(f"/v1/cases/{ground.id}/conflicts", conflict)
    assert declared.status_code == 201, declared.text
    later_id = (await _opened(ground, ground.manager)).json()["case_id"]
    assert (await coordinator.get(f"/v1/cases/{later_id}")).status_code == 404


async def test_a_request_that_is_sent_again_opens_one_case(ground: Ground, app: FastAPI) -> None:
    path = f"/v1/cases/{ground.id}/later-decisions"
    first = await ground.adviser.post(path, LATER, key="later-decision-1")
    counted = await _counts(app)
    again = await ground.adviser.post(path, LATER, key="later-decision-1")
    assert (again.status_code, again.json(), again.headers["location"]) == (
        201,
        first.json(),
        first.headers["location"],
    )
    assert await _counts(app) == counted


@pytest.mark.parametrize(
    ("changes", "pointer", "code"),
    [
        ({"decision": {"decision_kind": "plan_contents"}}, "/decision/sent_on", "required"),
        ({"decision": {"decision_kind": "plan_contents", "sent_on": "2025-01-13"}}, "/decision/sent_on", None),
        ({"decision": {"decision_kind": "refusal_to_issue", "sent_on": "2025-01-14"}}, "/decision", "the_same"),
        ({"decision": {"decision_kind": "plan_contents", "sent_on": "2025-03-13"}}, "/decision/sent_on", None),
        ({"contacted_on": "2025-03-13"}, "/contacted_on", "in_the_future"),
    ],
)
async def test_a_decision_that_is_no_later_one_is_refused_by_the_field(
    ground: Ground, app: FastAPI, changes: dict[str, Any], pointer: str, code: str | None
) -> None:
    before = await _counts(app)
    refused = await _opened(ground, ground.adviser, **changes)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert code is None or refused.json()["errors"][0]["code"] == code
    assert await _counts(app) == before


async def test_a_case_out_of_sight_has_no_later_decision(ground: Ground) -> None:
    strangers = ground.world.stranger.actors[Role.SERVICE_MANAGER]
    assert (await _opened(ground, ground.as_(strangers))).status_code == 404
    assert (await _opened(ground, ground.as_(Role.LA_OFFICER))).status_code == 403
