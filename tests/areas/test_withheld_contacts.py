"""What a family withholds of how it is reached is read through one door, with a reason, and leaves through no other."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.domain.permissions import Role
from app.store.tables.chronicle import AuditEntry, OutboxEvent
from tests.builders.bodies import a_referral
from tests.builders.journeys import a_waiting_referral, accepted, an_open_case, record
from tests.builders.world import World
from tests.conftest import Caller

FAMILY = {
    "name": "A Parent",
    "phone": "01632960001",
    "email": "hidden@example.org",
    "address": "A refuge, 1 Hidden Street",
    "safe_contact": "Never in the evening",
    "withheld": True,
}
HIDDEN = ("960001", "hidden@example.org", "Hidden Street", "Never in the evening")
MASKED = {"name": "A Parent", "withheld": True} | dict.fromkeys(("phone", "email", "address", "safe_contact"))
WHY = {"reason": "Ringing about the decision"}
STAFF = (Role.ADVISER, Role.COORDINATOR, Role.SERVICE_MANAGER)


async def _readings(app: FastAPI) -> list[dict[str, Any]]:
    async with app.state.database.read() as connection:
        asked = select(AuditEntry.__table__).where(AuditEntry.action == "withheld_contact.read")
        return [dict(row) for row in (await connection.execute(asked)).mappings()]


def _reading(referral_id: str) -> str:
    return f"/v1/referrals/{referral_id}/withheld-contact-readings"


async def _person_of(adviser: Caller, case: dict[str, Any]) -> str:
    parties = (await adviser.get(f"/v1/cases/{case['id']}/parties")).json()["items"]
    return next(f"/v1/people/{party['person_id']}" for party in parties if party["role"] == "parent")


async def test_no_answer_of_a_referral_shows_what_is_withheld(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await adviser.post("/v1/referrals", a_referral(family=FAMILY), key="made-once")
    path = f"/v1/referrals/{made.json()['id']}"
    answers = [made, await adviser.post("/v1/referrals", a_referral(family=FAMILY), key="made-once")]
    answers += [await as_(role).get(path) for role in STAFF]
    answers.append(await adviser.patch(path, {"adjustments": "Breaks"}, version=1))
    answers.append(await adviser.post(f"{path}/acceptance", {}, version=2))
    answers += [await as_(role).get(path) for role in STAFF]
    other = await adviser.post("/v1/referrals", a_referral(family=FAMILY))
    answers.append(
        await adviser.post(
            f"/v1/referrals/{other.json()['id']}/joining", {"case_id": answers[-1].json()["case_id"]}, version=1
        )
    )
    third = await adviser.post("/v1/referrals", a_referral(family=FAMILY))
    closed = {"reason": "duplicate"}
    answers.append(await adviser.post(f"/v1/referrals/{third.json()['id']}/closure", closed, version=1))
    for answer in answers:
        assert answer.status_code in {200, 201}, answer.text
        assert answer.json()["family"] == MASKED
        assert not [word for word in HIDDEN if word in answer.text]


async def test_what_is_not_withheld_is_shown_as_ever(as_: Callable[..., Caller]) -> None:
    case = await an_open_case(as_(Role.ADVISER), family=FAMILY | {"withheld": False})
    seen = (await as_(Role.COORDINATOR).get(case["links"]["referral"])).json()["family"]
    assert seen == FAMILY | {"withheld": False, "phone": "+441632960001"}


@pytest.mark.parametrize("role", STAFF)
async def test_staff_who_must_ring_read_a_waiting_familys_details_with_a_reason(
    app: FastAPI, as_: Callable[..., Caller], role: Role
) -> None:
    sent = await a_waiting_referral(as_(Role.PARTNER_SYSTEM), key="sent-by-system", family=FAMILY)
    caller, path = as_(role), _reading(sent["id"])
    refused = await caller.post(path, {})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/reason")
    assert await _readings(app) == []
    read = await caller.post(path, WHY)
    expected = {name: value for name, value in FAMILY.items() if name != "withheld"}
    assert (read.status_code, read.json()) == (200, expected | {"phone": "+441632960001"})
    (entry,) = await _readings(app)
    assert (entry["actor_role"], entry["subject_kind"], entry["subject_id"]) == (role, "referral", sent["id"])
    assert "Ringing" not in str(entry["details"])
    async with app.state.database.read() as connection:
        told = (await connection.execute(select(OutboxEvent.type))).scalars().all()
    assert "withheld_contact.read" not in told


async def test_the_door_of_a_referral_opens_for_nobody_else(
    app: FastAPI, as_: Callable[..., Caller], world: World
) -> None:
    sent = await a_waiting_referral(as_(Role.PARTNER_SYSTEM), key="sent-by-system", family=FAMILY)
    path = _reading(sent["id"])
    for role in set(Role) - set(STAFF):
        assert (await as_(role).post(path, WHY)).status_code == (404 if role is Role.MEDIATOR else 403), role
    stranger = as_(world.stranger.actors[Role.SERVICE_MANAGER])
    assert (await stranger.post(path, WHY)).status_code == 404
    open_details = await a_waiting_referral(as_(Role.ADVISER))
    assert (await as_(Role.ADVISER).post(_reading(open_details["id"]), WHY)).status_code == 404
    assert await _readings(app) == []


async def test_the_door_of_a_referral_leads_to_the_people_once_there_is_a_case(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser, family=FAMILY)
    moved = await adviser.post(_reading(case["links"]["referral"].rsplit("/", 1)[1]), WHY)
    assert (moved.status_code, moved.json()["code"]) == (409, "state_conflict")
    assert f"/v1/cases/{case['id']}/parties" in moved.json()["detail"]
    read = await adviser.post(f"{await _person_of(adviser, case)}/withheld-contact-readings", WHY)
    assert (read.status_code, read.json()["address"]) == (200, FAMILY["address"])


async def test_a_joined_referrals_details_are_read_while_the_case_is_open(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    sent = await a_waiting_referral(adviser, family=FAMILY)
    joined = await adviser.post(f"/v1/referrals/{sent['id']}/joining", {"case_id": case["id"]}, version=1)
    assert joined.status_code == 200, joined.text
    assert (await adviser.post(_reading(sent["id"]), WHY)).status_code == 200
    await _closed(adviser, case)
    refused = await adviser.post(_reading(sent["id"]), WHY)
    assert (refused.status_code, refused.json()["rule"]) == (409, "party-contact")
    assert (await as_(Role.COORDINATOR).post(_reading(sent["id"]), WHY)).status_code == 200


async def _closed(adviser: Caller, case: dict[str, Any]) -> None:
    await record(adviser, case, "advice_given", "2025-03-12", channel="phone", rights_explained=True)
    await record(adviser, case, "case_closed", "2025-03-12", outcome="guidance_only")


async def test_what_is_withheld_later_is_shown_no_more_by_the_referral(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser, family=FAMILY | {"withheld": False})
    person = await _person_of(adviser, case)
    kept = await adviser.patch(f"{person}/withheld-contact", {"address": FAMILY["address"]}, version=0)
    assert kept.status_code == 200, kept.text
    assert (await as_(Role.COORDINATOR).get(case["links"]["referral"])).json()["family"] == MASKED


async def test_a_correction_of_withheld_details_answers_with_what_was_sent(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser, family=FAMILY)
    path = f"{await _person_of(adviser, case)}/withheld-contact"
    changed = await adviser.patch(path, {"postcode": "NR2 1TF"}, version=1)
    assert (changed.status_code, changed.json()["postcode"]) == (200, "NR2 1TF")
    for answer in (changed, await adviser.patch(path, {}, version=2)):
        assert answer.status_code == 200, answer.text
        assert not [word for word in HIDDEN if word in answer.text]


async def test_an_advisers_door_shuts_with_the_case(app: FastAPI, as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    sent = await a_waiting_referral(adviser, family=FAMILY)
    case = await accepted(adviser, sent)
    path = f"{await _person_of(adviser, case)}/withheld-contact-readings"
    assert (await adviser.post(path, WHY)).status_code == 200
    await _closed(adviser, case)
    refused = await adviser.post(path, WHY)
    assert (refused.status_code, refused.json()["rule"]) == (409, "party-contact")
    assert len(await _readings(app)) == 1
    assert (await as_(Role.SERVICE_MANAGER).post(path, WHY)).status_code == 200
