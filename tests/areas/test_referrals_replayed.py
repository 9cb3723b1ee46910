"""A request sent again happens once, and is answered only to those who may still see what it led to."""

from collections.abc import Callable

import pytest

from app.domain.permissions import Role
from tests.builders.bodies import a_referral
from tests.builders.journeys import accepted, an_open_case
from tests.builders.world import World
from tests.conftest import Caller


async def test_the_same_request_sent_twice_happens_once(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    first = await adviser.post("/v1/referrals", a_referral(), key="the-same-key")
    second = await adviser.post("/v1/referrals", a_referral(), key="the-same-key")
    assert second.headers["idempotency-replayed"] == "true"
    assert second.status_code == 201
    assert second.json() == first.json()
    assert second.headers["location"] == first.headers["location"]
    other = await adviser.post("/v1/referrals", a_referral(channel="email"), key="the-same-key")
    assert (other.status_code, other.json()["code"]) == (422, "idempotency_key_reused")
    assert len((await adviser.get("/v1/referrals")).json()["items"]) == 1
    path = f"/v1/referrals/{first.json()['id']}/acceptance"
    once = await adviser.post(path, {}, version=1, key="accept-once")
    twice = await adviser.post(path, {}, version=1, key="accept-once")
    assert (once.status_code, twice.status_code) == (201, 201)
    assert twice.headers["location"] == once.headers["location"]


@pytest.mark.parametrize("role", [Role.ADVISER, Role.LA_OFFICER, Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END])
async def test_the_first_answer_is_what_was_stored(as_: Callable[..., Caller], role: Role) -> None:
    """The first answer is made of what was sent, and the second of the rows that it became."""
    body = a_referral()
    body["child"] |= {"sex": "female", "upn": None, "postcode": "NR1 1AA"}
    answers = [await as_(role).post("/v1/referrals", body, key="the-same-key") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    read = await as_(role).get(f"/v1/referrals/{answers[0].json()['id']}")
    assert read.json() == answers[0].json()


async def test_systems_must_send_a_key(as_: Callable[..., Caller]) -> None:
    for role in (Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END):
        answer = await as_(role).post("/v1/referrals", a_referral())
        assert (answer.status_code, answer.json()["code"]) == (400, "idempotency_key_required")


async def test_a_replay_is_authorised_anew(as_: Callable[..., Caller], world: World) -> None:
    """Who has lost a case does not get yesterday's answer about it."""
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    fact = {"type": "advice_given", "occurred_on": "2025-03-12", "channel": "phone", "rights_explained": True}
    path = f"/v1/cases/{case['id']}/facts"
    first = await adviser.post(path, fact, version=case["version"], key="fact-once")
    again = await adviser.post(path, fact, version=case["version"], key="fact-once")
    assert (first.status_code, again.status_code) == (201, 201)
    moved = await as_(Role.COORDINATOR).post(
        f"/v1/cases/{case['id']}/assignment",
        {"adviser_id": _second(world)},
        version=first.json()["case_version"],
    )
    assert moved.status_code == 200
    lost = await adviser.post(path, fact, version=case["version"], key="fact-once")
    assert lost.status_code == 404
    assert "advice_given" not in lost.text


async def test_a_referral_is_not_replayed_to_whom_it_was_taken_from(as_: Callable[..., Caller], world: World) -> None:
    adviser, coordinator = as_(Role.ADVISER), as_(Role.COORDINATOR)
    made = (await adviser.post("/v1/referrals", a_referral(), key="the-same-key")).json()
    case = await accepted(adviser, made)
    moved = await coordinator.post(
        f"/v1/cases/{case['id']}/assignment", {"adviser_id": _second(world)}, version=case["version"]
    )
    assert moved.status_code == 200, moved.text
    lost = await adviser.post("/v1/referrals", a_referral(), key="the-same-key")
    assert (lost.status_code, lost.json()["code"]) == (404, "not_found")


@pytest.mark.parametrize("role", [Role.LA_OFFICER, Role.PARTNER_SYSTEM])
async def test_a_referral_is_not_replayed_to_a_council_that_it_has_left(as_: Callable[..., Caller], role: Role) -> None:
    sender, adviser = as_(role), as_(Role.ADVISER)
    made = (await sender.post("/v1/referrals", a_referral(), key="the-same-key")).json()
    now = {"la_code": "935", "child": {"family_name": "Newname"}}
    assert (await adviser.patch(f"/v1/referrals/{made['id']}", now, version=1)).status_code == 200
    lost = await sender.post("/v1/referrals", a_referral(), key="the-same-key")
    assert lost.status_code == 404
    assert "Newname" not in lost.text


async def test_who_refers_and_may_not_read_is_told_what_they_sent_and_nothing_later(
    as_: Callable[..., Caller], world: World
) -> None:
    officer, adviser = as_(Role.ICB_OFFICER), as_(Role.ADVISER)
    body = a_referral(icb_id=world.home.icb)
    first = await officer.post("/v1/referrals", body, key="the-same-key")
    assert (first.status_code, first.json()["links"]) == (201, {"self": None, "case": None})
    case = await accepted(adviser, first.json())
    later = {"child": {"given_name": "Rowan", "family_name": "Newname"}}
    corrected = await adviser.patch(f"/v1/referrals/{first.json()['id']}", later, version=2)
    assert corrected.status_code == 200, corrected.text
    again = await officer.post("/v1/referrals", body, key="the-same-key")
    assert again.headers["idempotency-replayed"] == "true"
    assert (again.status_code, again.content) == (201, first.content)
    assert case["id"] not in again.text
    conflict = {"user_id": officer.actor.id, "kind": "knows_a_party"} if officer.actor else {}
    declared = await as_(Role.SERVICE_MANAGER).post(f"/v1/cases/{case['id']}/conflicts", conflict)
    assert declared.status_code == 201, declared.text
    assert (await officer.post("/v1/referrals", body, key="the-same-key")).status_code == 404


def _second(world: World) -> str:
    assert world.home.other_adviser is not None
    return world.home.other_adviser.id
