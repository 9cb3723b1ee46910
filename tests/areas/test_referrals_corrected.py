"""A correction changes what it names and nothing else: not what its sender cannot see, nor what is a fact by now."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.builders.bodies import a_referral
from tests.conftest import Caller


async def _made(caller: Caller, **changes: Any) -> dict[str, Any]:
    answer = await caller.post("/v1/referrals", a_referral(**changes), key="a-key-of-this-test")
    assert answer.status_code == 201, answer.text
    made: dict[str, Any] = answer.json()
    return made


async def test_a_system_cannot_wipe_what_it_cannot_see(as_: Callable[..., Caller]) -> None:
    system, adviser = as_(Role.PARTNER_SYSTEM), as_(Role.ADVISER)
    made = await _made(system, family={"phone": "01632960001", "withheld": True})
    path = f"/v1/referrals/{made['id']}"
    staff = {"family": {"safe_contact": "Mornings only"}, "child": {"ethnicity": "wbri"}}
    assert (await adviser.patch(path, staff, version=1)).status_code == 200
    blind = {"family": {"phone": "01632960002"}, "child": {"given_name": "Rowan"}}
    assert (await system.patch(path, blind, version=2)).status_code == 200
    seen = (await adviser.get(path)).json()
    assert seen["family"]["withheld"] is True
    kept = (await adviser.post(f"{path}/withheld-contact-readings", {"reason": "A call"})).json()
    assert (kept["safe_contact"], kept["phone"]) == ("Mornings only", "+441632960002")
    assert (seen["child"]["ethnicity"], seen["child"]["born_on"]) == ("wbri", "2015-05-04")
    opened = await system.patch(path, {"family": {"withheld": False}}, version=3)
    assert (opened.status_code, opened.json()["errors"][0]["pointer"]) == (422, "/family/withheld")


@pytest.mark.parametrize("role", [Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END])
async def test_a_sender_is_answered_alike_whatever_staff_added_or_withheld(
    as_: Callable[..., Caller], role: Role
) -> None:
    sender, adviser = as_(role), as_(Role.ADVISER)
    patches: list[dict[str, Any]] = [
        {"withheld": False},
        {"phone": None},
        {"phone": None, "email": None},
        {"phone": None, "email": "new@example.org"},
        {"withheld": True},
        {"name": None},
    ]
    answers = []
    for place, added in enumerate(({}, {"withheld": True}, {"address": "A refuge"})):
        body = a_referral(family={"name": "A", "phone": "01632960001"})
        sent = (await sender.post("/v1/referrals", body, key=f"sent-{place}-once")).json()
        path = f"/v1/referrals/{sent['id']}"
        assert (await adviser.patch(path, {"family": {"name": "B"} | added}, version=1)).status_code == 200
        told = []
        for patch in patches:
            version = (await sender.get(path)).json()["version"]
            answer = await sender.patch(path, {"family": patch}, version=version)
            faults = [(fault["pointer"], fault["code"]) for fault in answer.json().get("errors", ())]
            told.append((answer.status_code, faults, answer.json().get("version")))
        answers.append(told)
    assert answers[0] == answers[1] == answers[2]
    assert [told[0] for told in answers[0]] == [422, 422, 422, 200, 200, 200]
    assert answers[0][0][1] == [("/family/withheld", "staff_only")]
    assert answers[0][1][1] == [("/family", "not_reachable")]


async def test_how_to_reach_the_family_of_a_case_is_corrected_with_its_people(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await _made(adviser)
    path = f"/v1/referrals/{made['id']}"
    case_id = (await adviser.post(f"{path}/acceptance", {}, version=1)).json()["case_id"]
    before = ((await adviser.get(path)).content, (await adviser.get(f"/v1/cases/{case_id}")).content)
    for family in ({"withheld": True}, {"phone": "01632960002"}):
        refused = await adviser.patch(path, {"family": family, "adjustments": "Breaks"}, version=2)
        assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")
        assert f"/v1/cases/{case_id}/parties" in refused.json()["detail"]
    assert ((await adviser.get(path)).content, (await adviser.get(f"/v1/cases/{case_id}")).content) == before


async def test_a_councils_referral_is_not_the_familys_contact(as_: Callable[..., Caller]) -> None:
    made = await _made(as_(Role.PARTNER_SYSTEM), referrer={"role": "parent", "permission_given": True})
    seen = (await as_(Role.ADVISER).get(f"/v1/referrals/{made['id']}")).json()
    assert seen["referrer"]["role"] == "la"


async def test_reasons_follow_the_decision_until_they_are_given(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    body = a_referral()
    del body["decision"]
    made = (await adviser.post("/v1/referrals", body)).json()
    assert made["reasons"] == []
    path = f"/v1/referrals/{made['id']}"
    decided = await adviser.patch(path, {"decision": {"decision_kind": "refusal_to_assess"}}, version=1)
    assert decided.json()["reasons"] == ["refusal_to_assess"]
    given = await adviser.patch(path, {"reasons": ["other"]}, version=2)
    moved = await adviser.patch(path, {"decision": {"decision_kind": "plan_contents"}}, version=3)
    assert (given.json()["reasons"], moved.json()["reasons"]) == (["other"], ["other"])


async def test_an_empty_correction_changes_nothing(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await _made(adviser)
    assert (await adviser.patch(f"/v1/referrals/{made['id']}", {}, version=1)).json()["version"] == 1


async def test_what_is_missing_may_come_once_there_is_a_case(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await _made(adviser, child={"given_name": "Robin"})
    path = f"/v1/referrals/{made['id']}"
    accepted = (await adviser.post(f"{path}/acceptance", {}, version=1)).json()
    later = await adviser.patch(path, {"child": {"born_on": "2015-05-04", "sex": "female"}}, version=2)
    assert later.status_code == 200, later.text
    case = (await adviser.get(f"/v1/cases/{accepted['case_id']}")).json()
    assert (case["child"]["born_on"], case["version"]) == ("2015-05-04", 2)
    fixed = await adviser.patch(path, {"contacted_on": "2025-03-01"}, version=3)
    assert (fixed.status_code, fixed.json()["code"]) == (409, "state_conflict")


async def test_a_family_cannot_probe_for_a_councils_reference(as_: Callable[..., Caller]) -> None:
    probe = await as_(Role.FAMILY_FRONT_END).post(
        "/v1/referrals", a_referral(external_reference="X-1"), key="a-key-of-this-test"
    )
    assert (probe.status_code, probe.json()["errors"][0]["pointer"]) == (422, "/external_reference")


async def test_a_referral_joins_a_case_of_its_own_council_only(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    first = (await adviser.post("/v1/referrals", a_referral())).json()
    case_id = (await adviser.post(f"/v1/referrals/{first['id']}/acceptance", {}, version=1)).json()["case_id"]
    other = (await adviser.post("/v1/referrals", a_referral(la_code="935"))).json()
    joined = await adviser.post(f"/v1/referrals/{other['id']}/joining", {"case_id": case_id}, version=1)
    assert (joined.status_code, joined.json()["errors"][0]["pointer"]) == (422, "/case_id")


async def test_staff_are_never_told_that_nothing_changed_while_duplicates_may_have(as_: Callable[..., Caller]) -> None:
    adviser, system = as_(Role.ADVISER), as_(Role.PARTNER_SYSTEM)
    made = await _made(system)
    path = f"/v1/referrals/{made['id']}"
    held = {"If-None-Match": (await adviser.get(path)).headers["etag"]}
    assert (await adviser.post("/v1/referrals", a_referral())).status_code == 201
    again = await adviser.get(path, headers=held)
    assert (again.status_code, len(again.json()["possible_duplicates"])) == (200, 1)
    assert (await system.get(path, headers=held)).status_code == 304
