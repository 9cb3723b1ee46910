"""A request sent again happens once, and is answered only to those who may still see what it led to."""

from collections.abc import Callable

import pytest

from app.domain.permissions import Role
from tests.builders.bodies import a_referral
from tests.builders.journeys import an_open_case
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


def _second(world: World) -> str:
    assert world.home.other_adviser is not None
    return world.home.other_adviser.id
