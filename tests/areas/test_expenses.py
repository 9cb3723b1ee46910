"""Families' expense claims: claimed with a receipt, decided under a cap, owed by who arranges, and paid."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.areas.test_sessions import arranging, planned
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground
from tests.rooms.documents import uploaded

CLAIM = {"claimant": "parent", "category": "travel", "amount_pence": 6000, "incurred_on": "2025-03-10"}
CAP = {"category": "travel", "cap_pence": 5000, "from_on": "2025-03-01"}


async def claimed(ground: Ground, caller: Caller, **changes: Any) -> dict[str, Any]:
    return dict(await ground.made(caller, f"/v1/cases/{ground.id}/expense-claims", CLAIM | changes))


async def test_a_claim_is_capped_owed_by_the_council_and_paid(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    family, manager = as_(Role.FAMILY_FRONT_END), ground.manager
    assert (await manager.post("/v1/expense-caps", CAP)).status_code == 201
    assert (await manager.post("/v1/expense-caps", CAP)).status_code == 409
    await manager.post("/v1/expense-caps", {**CAP, "cap_pence": 1, "from_on": "2025-03-11"})
    receipt = await uploaded(family, ground.id, "party_private", "ticket.pdf")
    content = f"/v1/documents/{receipt['id']}/content"
    assert (await manager.get(content)).status_code == 404
    claim = await claimed(ground, family, words="The train", receipt_document_id=receipt["id"])
    assert (await manager.get(content)).status_code == 200  # who decides the claim sees what it rests on, nobody else
    shared = await manager.post(f"/v1/documents/{receipt['id']}/sharing", version=2)
    assert (shared.status_code, shared.json()["code"]) == (403, "not_permitted")
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.ADVISER):
        assert (await as_(role).get(content)).status_code == 404
    assert claim["receipt_document_id"] == receipt["id"]
    assert (claim["status"], claim["amount_approved_pence"], "decided_by" in claim) == ("claimed", None, False)
    place = f"/v1/expense-claims/{claim['id']}"
    over = await manager.post(
        f"{place}/decision", {"approve": True, "amount_approved_pence": 5500, "reason": "x"}, version=1
    )
    assert (over.status_code, over.json()["rule"], over.json()["cap_pence"]) == (409, "expenses", 5000)
    early = await manager.post(f"{place}/payment", {}, version=1)
    assert (early.status_code, early.json()["code"]) == (409, "state_conflict")
    decided = await manager.post(f"{place}/decision", {"approve": True}, version=1)
    assert decided.status_code == 200, decided.text
    told = {name: decided.json()[name] for name in ("status", "amount_approved_pence", "capped", "owed_by")}
    assert told == {"status": "approved", "amount_approved_pence": 5000, "capped": True, "owed_by": "la"}
    late = await manager.post(f"{place}/payment", {"paid_on": "2025-03-13"}, version=2)
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/paid_on")
    before = await manager.post(f"{place}/payment", {"paid_on": "2025-03-11"}, version=2)
    assert before.status_code == 422
    paid = await manager.post(f"{place}/payment", {}, version=2)
    assert (paid.json()["status"], paid.json()["paid_on"]) == ("paid", "2025-03-12")
    assert (await manager.post(f"{place}/payment", {}, version=3)).status_code == 409
    seen = (await family.get(place)).json()
    assert (seen["status"], seen["words"], seen["version"]) == ("paid", "The train", 3)
    caps = (await manager.get("/v1/expense-caps?limit=1")).json()
    assert (len(caps["items"]), caps["next_cursor"] is not None) == (1, True)


async def test_a_receipt_is_a_document_of_the_case_that_the_claimant_sees(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    """The other side's private document, one of another case and one that is not there are answered alike."""
    ground = await arranging(as_, world, clock)
    family, officer, manager = as_(Role.FAMILY_FRONT_END), as_(Role.LA_OFFICER), ground.manager
    elsewhere = await a_ground(as_, world, clock, key="elsewhere")
    theirs = await uploaded(officer, ground.id, "party_private")
    of_another = await uploaded(manager, elsewhere.id, "shared")
    gone = await uploaded(family, ground.id, "shared")
    assert (await family.post(f"/v1/documents/{gone['id']}/withdrawal", version=2)).status_code == 200
    body = {"name": "a.pdf", "kind": "receipt", "audience_class": "shared"}
    empty = await ground.made(family, f"/v1/cases/{ground.id}/documents", body)
    answers = []
    for document_id in (theirs["id"], of_another["id"], gone["id"], empty["id"], ground.id):
        refused = await family.post(
            f"/v1/cases/{ground.id}/expense-claims", CLAIM | {"receipt_document_id": document_id}
        )
        answers.append((refused.status_code, refused.json()["errors"]))
    assert answers[0][0] == 422
    assert answers[0][1][0]["pointer"] == "/receipt_document_id"
    assert all(answer == answers[0] for answer in answers)


async def test_a_refusal_and_a_lesser_amount_need_a_reason(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    place = f"/v1/expense-claims/{(await claimed(ground, ground.coordinator))['id']}/decision"
    for body, pointer in (
        ({"approve": False}, "/reason"),
        ({"approve": True, "amount_approved_pence": 100}, "/reason"),
        ({"approve": True, "amount_approved_pence": 6001}, "/amount_approved_pence"),
        ({"approve": False, "amount_approved_pence": 1, "reason": "No receipt"}, "/amount_approved_pence"),
        ({"approve": "yes"}, "/approve"),
        ({}, "/approve"),
    ):
        answer = await ground.manager.post(place, body, version=1)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), body
    assert (await ground.coordinator.post(place, {"approve": True}, version=1)).status_code == 403
    refused = await ground.manager.post(place, {"approve": False, "reason": "No receipt"}, version=1)
    assert (refused.json()["status"], refused.json()["amount_approved_pence"]) == ("refused", None)
    again = await ground.manager.post(place, {"approve": True}, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")


async def test_the_council_and_the_health_body_see_no_claim(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    claim = await claimed(ground, as_(Role.FAMILY_FRONT_END))
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM, Role.MEDIATOR, Role.ADVISER):
        for path in (f"/v1/expense-claims/{claim['id']}", f"/v1/cases/{ground.id}/expense-claims"):
            assert (await as_(role).get(path)).status_code == 403, role


@pytest.mark.parametrize(
    ("change", "pointer"),
    [
        ({"amount_pence": 0}, "/amount_pence"),
        ({"amount_pence": 12.5}, "/amount_pence"),
        ({"amount_pence": 10_000_001}, "/amount_pence"),
        ({"category": "lunch"}, "/category"),
        ({"claimant": "la"}, "/claimant"),
        ({"incurred_on": "2025-03-13"}, "/incurred_on"),
        ({"incurred_on": "2025-03-09"}, "/incurred_on"),  # the day before the family's contact
        ({"incurred_on": "1900-01-01"}, "/incurred_on"),
        ({"incurred_on": "10/03/2025"}, "/incurred_on"),
        ({"words": " "}, "/words"),
        ({"session_id": "00000000-0000-7000-8000-000000000000"}, "/session_id"),
        ({"status": "paid"}, "/status"),
    ],
)
async def test_a_claim_is_refused_by_the_field(
    as_: Callable[..., Caller], world: World, clock: Clock, change: dict[str, Any], pointer: str
) -> None:
    ground = await arranging(as_, world, clock)
    answer = await ground.coordinator.post(f"/v1/cases/{ground.id}/expense-claims", CLAIM | change)
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), answer.text
    assert (await ground.coordinator.get(f"/v1/cases/{ground.id}/expense-claims")).json()["items"] == []


async def test_a_claim_names_a_session_that_its_sender_sees(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    named = {"session_id": session["id"]}
    hidden = await as_(Role.FAMILY_FRONT_END).post(f"/v1/cases/{ground.id}/expense-claims", CLAIM | named)
    assert (hidden.status_code, hidden.json()["errors"][0]["pointer"]) == (422, "/session_id")
    assert (await claimed(ground, ground.coordinator, **named))["session_id"] == session["id"]
