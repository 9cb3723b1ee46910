"""What a family's front end sees of a referral: what it may see of the case that came of it, and no more."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

from fastapi import FastAPI

from app.domain.permissions import Role
from app.jobs.daily import make_round
from tests.builders.journeys import a_waiting_referral, accepted, an_open_case
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms.linking import LATER

BEFORE = {"given_name": "Robin", "family_name": "Reed", "born_on": "2009-02-04"}
"""A child whose rights pass on 28 June 2025."""
YOUNG = BEFORE | {"born_on": "2008-02-04"}
"""A young person, who holds the rights already."""


async def _sent_and_accepted(as_: Callable[..., Caller], **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a referral of the family's front end, and the case that it became."""
    sent = await a_waiting_referral(as_(Role.FAMILY_FRONT_END), key="sent-by-family", **changes)
    return sent, await accepted(as_(Role.ADVISER), sent)


async def _listed(caller: Caller) -> list[str]:
    answer = await caller.get("/v1/referrals")
    assert answer.status_code == 200, answer.text
    return [row["id"] for row in answer.json()["items"]]


async def _the_rights_pass(app: FastAPI, clock: Clock) -> None:
    clock.now = datetime(2025, 7, 10, 10, 0, tzinfo=UTC)
    await make_round(app.state.database, today=date(2025, 7, 10), now=clock.now)


async def test_a_parent_is_shut_out_of_the_referral_as_of_the_case(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    sent, case = await _sent_and_accepted(as_, child=BEFORE)
    family, adviser, path = as_(Role.FAMILY_FRONT_END), as_(Role.ADVISER), f"/v1/referrals/{sent['id']}"
    assert (await family.get(path)).json()["case_id"] == case["id"]
    await _the_rights_pass(app, clock)
    assert (await family.get(path)).status_code == 404
    assert await _listed(family) == []
    parties = (await adviser.get(f"/v1/cases/{case['id']}/parties")).json()["items"]
    person = next(party["person_id"] for party in parties if party["role"] == "young_person")
    agreed = {"person_id": person, "kind": "share_with_parent", "how": "By phone", "given_on": "2025-07-10"}
    assert (await adviser.post(f"/v1/cases/{case['id']}/consents", agreed)).status_code == 201
    assert (await family.get(path)).status_code == 200
    assert await _listed(family) == [sent["id"]]


async def test_a_parent_who_is_shut_out_is_not_told_of_a_later_decision(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    _, case = await _sent_and_accepted(as_, child=BEFORE)
    await _the_rights_pass(app, clock)
    family, later = as_(Role.FAMILY_FRONT_END), LATER | {"referrer": {"role": "young_person"}}
    opened = await as_(Role.ADVISER).post(f"/v1/cases/{case['id']}/later-decisions", later)
    assert opened.status_code == 201, opened.text
    assert (await family.get(f"/v1/cases/{opened.json()['case_id']}")).status_code == 404
    assert await _listed(family) == []


async def test_a_young_persons_front_end_sees_the_later_decision(as_: Callable[..., Caller]) -> None:
    sent, case = await _sent_and_accepted(as_, child=YOUNG, referrer={"role": "young_person"})
    later = {name: value for name, value in LATER.items() if name != "referrer"}
    opened = await as_(Role.ADVISER).post(f"/v1/cases/{case['id']}/later-decisions", later)
    assert opened.status_code == 201, opened.text
    family = as_(Role.FAMILY_FRONT_END)
    assert (await family.get(f"/v1/cases/{opened.json()['case_id']}")).status_code == 200
    listed = await _listed(family)
    assert sent["id"] in listed
    assert len(listed) == 2
    for each in listed:
        assert (await family.get(f"/v1/referrals/{each}")).status_code == 200


async def test_a_referral_that_joined_the_young_persons_own_case_is_the_parents_no_more(
    as_: Callable[..., Caller],
) -> None:
    adviser, family = as_(Role.ADVISER), as_(Role.FAMILY_FRONT_END)
    own = await an_open_case(adviser, child=YOUNG, referrer={"role": "young_person"})
    sent = await a_waiting_referral(family, key="sent-by-family", child=YOUNG)
    joined = await adviser.post(f"/v1/referrals/{sent['id']}/joining", {"case_id": own["id"]}, version=1)
    assert (joined.status_code, joined.json()["case_id"]) == (200, own["id"])
    assert (await family.get(f"/v1/referrals/{sent['id']}")).status_code == 404
    assert await _listed(family) == []


async def test_a_joined_referral_does_not_name_a_case_that_its_sender_may_not_see(
    as_: Callable[..., Caller], world: World
) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    for role in (Role.FAMILY_FRONT_END, Role.PARTNER_SYSTEM):
        sender = as_(role)
        sent = await a_waiting_referral(sender, key=f"sent-by-{role}")
        path = f"/v1/referrals/{sent['id']}"
        assert (await adviser.post(f"{path}/joining", {"case_id": case["id"]}, version=1)).status_code == 200
        read = await sender.get(path)
        assert (read.json()["status"], read.json()["case_id"], read.json()["links"]["case"]) == ("joined", None, None)
        for told in (read, await sender.get("/v1/referrals")):
            assert case["id"] not in told.text
        assert (await as_(Role.LA_OFFICER).get(path)).json()["case_id"] == case["id"]
