"""Referrals through HTTP: received, corrected, accepted, joined, closed; once each, and never blindly."""

import asyncio
from collections.abc import Callable
from typing import Any

from app.domain.permissions import Role
from tests.builders.bodies import a_referral
from tests.builders.journeys import a_waiting_referral, accepted, an_open_case, read_case
from tests.builders.world import World
from tests.conftest import Caller, Clock

LEAST = {
    "kind": "unsure",
    "la_code": "926",
    "contacted_on": "2025-03-10",
    "child": {"given_name": "Robin"},
    "family": {"phone": "01632960001"},
}


async def test_the_least_that_makes_a_referral(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await adviser.post("/v1/referrals", LEAST)
    assert made.status_code == 201, made.text
    assert made.headers["location"] == f"/v1/referrals/{made.json()['id']}"
    assert made.headers["etag"] == '"v1"'
    missing = {gap["field"] for gap in made.json()["missing"]}
    assert missing
    assert (await adviser.get(made.headers["location"])).json() == made.json()


async def test_nothing_of_the_least_may_be_left_out(as_: Callable[..., Caller]) -> None:
    for name in LEAST:
        answer = await as_(Role.ADVISER).post("/v1/referrals", {k: v for k, v in LEAST.items() if k != name})
        assert answer.status_code == 422
        assert [error["pointer"] for error in answer.json()["errors"]] == [f"/{name}"]
    for name, empty in (("child", {"born_on": "2015-01-01"}), ("family", {"name": "A Parent"})):
        answer = await as_(Role.ADVISER).post("/v1/referrals", {**LEAST, name: empty})
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, f"/{name}")


async def test_a_whole_referral_lacks_nothing(as_: Callable[..., Caller]) -> None:
    made = await a_waiting_referral(as_(Role.ADVISER), health_issues=False, social_care_issues=False)
    assert made["missing"] == []
    assert made["primary_reason"] == "refusal_to_issue"
    assert made["family"]["phone"] == "+441632960001"


IMPOSSIBLE: list[tuple[str, dict[str, Any]]] = [
    ("/contacted_on", {"contacted_on": "2025-03-13"}),
    ("/child/born_on", {"child": {"given_name": "R", "born_on": "2025-03-13"}}),
    ("/decision/sent_on", {"decision": {"decision_kind": "plan_contents", "sent_on": "2025-03-13"}}),
    ("/decision/letter_dated_on", {"decision": {"decision_kind": "plan_contents", "letter_dated_on": "2025-03-13"}}),
    ("/contacted_on", {"contacted_on": "1900-01-01"}),
    ("/contacted_on", {"contacted_on": "2014-08-31"}),  # the day before Part 3 of the Act began
    ("/decision/sent_on", {"decision": {"decision_kind": "plan_contents", "sent_on": "1900-01-01"}}),
    ("/decision/letter_dated_on", {"decision": {"decision_kind": "plan_contents", "letter_dated_on": "2014-08-31"}}),
    ("/child/born_on", {"child": {"given_name": "R", "born_on": "2025-03-12"}}),  # born today
    ("/child/born_on", {"child": {"given_name": "R", "born_on": "2025-03-10"}}),  # on the day of the contact
    ("/child/born_on", {"child": {"given_name": "R", "born_on": "2025-01-14"}}),  # on the day of the decision
    ("/child/born_on", {"child": {"given_name": "R", "born_on": "1900-01-01"}}),
    ("/child/born_on", {"child": {"given_name": "R", "born_on": "1999-01-14"}}),  # 26 on the day of the decision
    ("/la_code", {"la_code": "999"}),
    ("/icb_id", {"icb_id": "00000000-0000-7000-8000-00000000000f"}),
]


async def test_what_cannot_be_is_refused_at_its_field(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await a_waiting_referral(adviser)
    for pointer, change in IMPOSSIBLE:
        answer = await adviser.post("/v1/referrals", a_referral(**change))
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
        answer = await adviser.patch(f"/v1/referrals/{made['id']}", change, version=1)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer)
    assert len((await adviser.get("/v1/referrals")).json()["items"]) == 1


async def test_days_that_are_just_possible_are_taken(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    for born_on in ("1999-01-15", "2025-01-13"):
        await a_waiting_referral(adviser, child={"given_name": "R", "family_name": "R", "born_on": born_on})
    first_day = {"decision_kind": "plan_contents", "sent_on": "2014-09-01"}
    await a_waiting_referral(adviser, contacted_on="2014-09-01", decision=first_day, child={"given_name": "R"})


async def test_a_corrected_day_is_refused_where_it_contradicts_what_stands(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    born = {"given_name": "R", "born_on": "2016-03-01"}
    made = await a_waiting_referral(adviser, child=born)
    path = f"/v1/referrals/{made['id']}"
    for body, pointer in (
        ({"contacted_on": "2016-02-29"}, "/contacted_on"),
        ({"decision": {"sent_on": "2016-03-01"}}, "/decision/sent_on"),
        ({"decision": {"letter_dated_on": "2015-06-01"}}, "/decision/letter_dated_on"),
        ({"child": {"born_on": "2025-02-01"}}, "/child/born_on"),
    ):
        refused: Any = await adviser.patch(path, body, version=1)
        (fault,) = refused.json()["errors"]
        assert (refused.status_code, fault["pointer"], fault["code"]) == (422, pointer, "before_the_birth"), body
    kept: Any = await adviser.patch(path, {"external_reference": "X-9"}, version=1)
    assert kept.status_code == 200
    await accepted(adviser, kept.json())
    late: Any = await adviser.patch(path, {"child": {"born_on": "2025-02-01"}}, version=3)
    assert (late.status_code, late.json()["errors"][0]["pointer"]) == (422, "/child/born_on"), late.text
    mended: Any = await adviser.patch(path, {"child": {"born_on": "2017-03-01"}}, version=3)
    assert mended.status_code == 200


async def test_possible_duplicates_are_shown_to_staff_only(as_: Callable[..., Caller]) -> None:
    adviser, partner = as_(Role.ADVISER), as_(Role.PARTNER_SYSTEM)
    first = await a_waiting_referral(partner, key="first-of-two")
    second = await a_waiting_referral(partner, key="second-of-two")
    assert "possible_duplicates" not in first
    assert "possible_duplicates" not in (await partner.get(f"/v1/referrals/{second['id']}")).json()
    alike = (await adviser.get(f"/v1/referrals/{second['id']}")).json()["possible_duplicates"]
    assert [(other["referral_id"], bool(other["why"])) for other in alike] == [(first["id"], True)]
    other = await a_waiting_referral(adviser, child={"given_name": "Somebody", "family_name": "Else"})
    assert other["possible_duplicates"] == []


async def test_a_possible_duplicate_that_a_conflict_of_interest_hides_is_not_named(
    as_: Callable[..., Caller], world: World
) -> None:
    coordinator, manager = as_(Role.COORDINATOR), as_(Role.SERVICE_MANAGER)
    case = await an_open_case(as_(Role.ADVISER))
    hidden = {"user_id": world.actor(Role.COORDINATOR).id, "kind": "knows_a_party"}
    declared = await manager.post(f"/v1/cases/{case['id']}/conflicts", hidden)
    assert declared.status_code == 201, declared.text
    made = await coordinator.post("/v1/referrals", a_referral())
    assert (made.status_code, made.json()["possible_duplicates"]) == (201, [])
    path = f"/v1/referrals/{made.json()['id']}"
    assert (await coordinator.get(path)).json()["possible_duplicates"] == []
    seen = (await manager.get(path)).json()["possible_duplicates"]
    assert [other["case_id"] for other in seen] == [case["id"]]


async def test_a_reference_in_use_is_refused_and_led_to_where_it_may_be_seen(as_: Callable[..., Caller]) -> None:
    partner, family = as_(Role.PARTNER_SYSTEM), as_(Role.FAMILY_FRONT_END)
    first = await a_waiting_referral(partner, external_reference="X-1", key="external-1")
    again = await partner.post("/v1/referrals", a_referral(external_reference="X-1"), key="external-2")
    assert (again.status_code, again.json()["code"]) == (409, "already_exists")
    assert again.json()["existing"] == f"/v1/referrals/{first['id']}"
    blind = await family.post("/v1/referrals", a_referral(external_reference="X-1"), key="external-3")
    assert blind.status_code == 422
    assert first["id"] not in blind.text
    # Another council may use the same reference.
    other = await as_(Role.ADVISER).post("/v1/referrals", a_referral(external_reference="X-1", la_code="935"))
    assert other.status_code == 201


async def test_of_many_at_once_with_one_reference_one_is_stored(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    sent = await asyncio.gather(
        *(adviser.post("/v1/referrals", a_referral(external_reference="X-1")) for _ in range(8))
    )
    assert sorted(answer.status_code for answer in sent) == [201] + [409] * 7
    assert len((await adviser.get("/v1/referrals")).json()["items"]) == 1


async def test_moving_a_referral_to_another_council_does_not_double_its_reference(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    await a_waiting_referral(adviser, external_reference="X-1")
    other = await a_waiting_referral(adviser, external_reference="X-1", la_code="935")
    moved = await adviser.patch(f"/v1/referrals/{other['id']}", {"la_code": "926"}, version=1)
    assert (moved.status_code, moved.json()["code"]) == (409, "already_exists")


async def test_a_correction_merges_what_is_given(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await a_waiting_referral(adviser, adjustments="Large print")
    path = f"/v1/referrals/{made['id']}"
    change = {"child": {"given_name": "Rowan"}, "adjustments": None, "health_issues": True, "reasons": ["other"]}
    changed = await adviser.patch(path, change, version=1)
    assert changed.status_code == 200, changed.text
    body = changed.json()
    assert (body["child"]["given_name"], body["child"]["family_name"]) == ("Rowan", "Reed")
    assert (body["adjustments"], body["health_issues"], body["reasons"]) == (None, True, ["other"])
    assert body["family"] == made["family"]
    assert body["version"] == 2
    assert changed.headers["etag"] == '"v2"'
    for name in ("kind", "la_code", "contacted_on", "channel", "child", "family", "referrer"):
        refused = await adviser.patch(path, {name: None}, version=2)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, f"/{name}")
    for name in ("decision", "icb_id", "external_reference", "appeal_sections", "drs_sides", "reasons"):
        version = (await adviser.get(path)).json()["version"]
        cleared = await adviser.patch(path, {name: None}, version=version)
        assert cleared.status_code == 200, f"{name}: {cleared.text}"


async def test_nobody_overwrites_what_they_have_not_read(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await a_waiting_referral(adviser)
    path = f"/v1/referrals/{made['id']}"
    for action, method, body in (
        ("", "PATCH", {"health_issues": True}),
        ("/acceptance", "POST", {}),
        ("/closure", "POST", {"reason": "no_contact"}),
        ("/joining", "POST", {"case_id": made["id"]}),
    ):
        assert (await adviser(method, path + action, json=body)).status_code == 428
        stale = await adviser(method, path + action, json=body, version=7)
        assert stale.status_code == 412, stale.text
        assert (await adviser(method, path + action, json=body, headers={"If-Match": "v1"})).status_code == 400
        foreign = await adviser(method, path + action, json=body, headers={"If-Match": '"abc"'})
        assert foreign.status_code == 412


async def test_an_accepted_referral_is_a_case_of_the_one_who_accepts(as_: Callable[..., Caller], world: World) -> None:
    adviser = as_(Role.ADVISER)
    made = await a_waiting_referral(adviser)
    answer = await adviser.post(f"/v1/referrals/{made['id']}/acceptance", {}, version=1)
    assert answer.status_code == 201
    assert answer.headers["location"] == answer.json()["links"]["case"]
    assert answer.json()["status"] == "accepted"
    case = await read_case(adviser, answer.json()["case_id"])
    assert adviser.actor is not None
    assert case["adviser_id"] == adviser.actor.id
    facts = (await adviser.get(f"/v1/cases/{case['id']}/facts")).json()["items"]
    assert [fact["type"] for fact in facts] == ["decision_sent", "referral_received"]
    again = await adviser.post(f"/v1/referrals/{made['id']}/acceptance", {}, version=2)
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")
    other = await a_waiting_referral(adviser)
    for_another = {"adviser_id": _second(world)}
    path = f"/v1/referrals/{other['id']}/acceptance"
    assert (await adviser.post(path, for_another, version=1)).status_code == 422
    given = await as_(Role.COORDINATOR).post(path, for_another, version=1)
    assert given.status_code == 201
    assert (await adviser.get(f"/v1/cases/{given.json()['case_id']}")).status_code == 404


async def test_a_further_contact_joins_the_matter_that_is_open(as_: Callable[..., Caller], world: World) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    further = await a_waiting_referral(adviser)
    path = f"/v1/referrals/{further['id']}/joining"
    unknown = await adviser.post(path, {"case_id": further["id"]}, version=1)
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/case_id")
    blind = await as_(world.home.other_adviser).post(path, {"case_id": case["id"]}, version=1)
    assert blind.status_code in {404, 422}
    stranger = {"given_name": "Quentin", "family_name": "Marsh", "born_on": "2012-01-02"}
    theirs = await an_open_case(adviser, child=stranger)
    refused = await adviser.post(path, {"case_id": theirs["id"]}, version=1)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "another_child")
    joined = await adviser.post(path, {"case_id": case["id"]}, version=1)
    assert joined.status_code == 200, joined.text
    assert (joined.json()["status"], joined.json()["case_id"]) == ("joined", case["id"])


async def test_a_referral_is_closed_with_a_coded_reason(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    made = await a_waiting_referral(adviser)
    path = f"/v1/referrals/{made['id']}"
    closed = await adviser.post(f"{path}/closure", {"reason": "wrong_area"}, version=1)
    assert (closed.status_code, closed.json()["status"]) == (200, "closed")
    assert closed.json()["closure_reason"] == "wrong_area"
    for action, body in (("/acceptance", {}), ("/closure", {"reason": "no_contact"})):
        assert (await adviser.post(path + action, body, version=2)).status_code == 409
    assert (await adviser.patch(path, {"health_issues": True}, version=2)).status_code == 409


async def test_the_list_is_filtered_and_paged(as_: Callable[..., Caller], clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    made = []
    for code in ("926", "935", "926", "926"):
        made.append(await a_waiting_referral(adviser, la_code=code))
        clock.move(seconds=1)
    await accepted(adviser, made[0])
    manager = as_(Role.SERVICE_MANAGER)

    async def ids(query: str) -> list[str]:
        return [item["id"] for item in (await manager.get(f"/v1/referrals?{query}")).json()["items"]]

    assert await ids("status=received") == [made[3]["id"], made[2]["id"], made[1]["id"]]
    assert await ids("status=received&status=accepted&la=926") == [made[3]["id"], made[2]["id"], made[0]["id"]]
    assert await ids("received_from=2025-03-13") == []
    seen, cursor = [], ""
    while True:
        page = (await manager.get(f"/v1/referrals?limit=3{cursor}")).json()
        seen += [item["id"] for item in page["items"]]
        if page["next_cursor"] is None:
            break
        cursor = f"&cursor={page['next_cursor']}"
    assert seen == [referral["id"] for referral in reversed(made)]


def _second(world: World) -> str:
    assert world.home.other_adviser is not None
    return world.home.other_adviser.id
