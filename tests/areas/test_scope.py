"""Who sees which records: everything outside one's part in a matter does not exist."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fastapi import FastAPI
from sqlalchemy import update

from app.domain.permissions import Role
from app.store.ids import new_id
from app.store.tables import Organisation, User
from tests.builders.journeys import a_certified_case, a_waiting_referral, accepted, an_open_case
from tests.builders.world import World
from tests.conftest import Caller, Clock


async def _sees(caller: Caller, case: dict[str, Any]) -> set[int]:
    """Return the statuses with which somebody is answered who asks for a case and its parts."""
    paths = ["", "/facts", "/certificates"]
    return {(await caller.get(f"/v1/cases/{case['id']}{path}")).status_code for path in paths}


async def _listed(caller: Caller, path: str) -> list[str]:
    answer = await caller.get(path)
    assert answer.status_code == 200, answer.text
    return [item["id"] for item in answer.json()["items"]]


async def test_an_officer_sees_the_cases_of_the_own_council_only(as_: Callable[..., Caller], world: World) -> None:
    case, certificate = await a_certified_case(as_(Role.ADVISER))
    referral_id = case["links"]["referral"].rsplit("/", 1)[1]
    ours, theirs = as_(Role.LA_OFFICER), as_(world.home.other_council_officer)
    assert await _sees(ours, case) == {200}
    assert await _sees(theirs, case) == {404}
    assert (await ours.get(f"/v1/certificates/{certificate['id']}")).status_code == 200
    assert (await theirs.get(f"/v1/certificates/{certificate['id']}")).status_code == 404
    assert (await theirs.get(f"/v1/referrals/{referral_id}")).status_code == 404
    for path in ("/v1/cases", "/v1/referrals", "/v1/deadlines", "/v1/cases?la=926"):
        assert await _listed(theirs, path) == []
    assert await _listed(ours, "/v1/cases") == [case["id"]]


async def test_an_adviser_sees_the_cases_that_are_theirs(as_: Callable[..., Caller], world: World) -> None:
    first, second = as_(Role.ADVISER), as_(world.home.other_adviser)
    case = await an_open_case(first)
    assert await _sees(first, case) == {200}
    assert await _sees(second, case) == {404}
    assert await _listed(second, "/v1/cases") == []
    assert await _listed(second, "/v1/deadlines") == []
    fact = {"type": "decision_received", "occurred_on": "2025-03-12"}
    refused = await second.post(f"/v1/cases/{case['id']}/facts", fact, version=case["version"])
    assert refused.status_code == 404
    issued = await second.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=case["version"])
    assert issued.status_code == 404


async def test_a_reassigned_case_changes_eyes_at_once(as_: Callable[..., Caller], world: World) -> None:
    first, second = as_(Role.ADVISER), as_(world.home.other_adviser)
    assert second.actor is not None
    case = await an_open_case(first)
    moved = await as_(Role.COORDINATOR).post(
        f"/v1/cases/{case['id']}/assignment", {"adviser_id": second.actor.id}, version=case["version"]
    )
    assert moved.status_code == 200, moved.text
    assert moved.json()["adviser_id"] == second.actor.id
    assert await _sees(first, case) == {404}
    assert await _sees(second, case) == {200}


async def test_only_coordinators_and_managers_reassign(as_: Callable[..., Caller], world: World) -> None:
    case = await an_open_case(as_(Role.ADVISER))
    path, body = f"/v1/cases/{case['id']}/assignment", {"adviser_id": _second(world)}
    for role in Role:
        if role in {Role.COORDINATOR, Role.SERVICE_MANAGER}:
            continue
        assert (await as_(role).post(path, body, version=case["version"])).status_code == 403, role
    for wrong in (as_(Role.MEDIATOR), as_(Role.COORDINATOR), as_(world.stranger.actors[Role.ADVISER])):
        assert wrong.actor is not None
        answer = await as_(Role.COORDINATOR).post(path, {"adviser_id": wrong.actor.id}, version=case["version"])
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/adviser_id")
    same = await as_(Role.COORDINATOR).post(
        path,
        {"adviser_id": world.actor(Role.ADVISER).id},
        version=case["version"],
    )
    assert same.status_code == 409


async def test_a_health_body_sees_cases_with_health_issues_only(as_: Callable[..., Caller], world: World) -> None:
    adviser, officer = as_(Role.ADVISER), as_(Role.ICB_OFFICER)
    education = await an_open_case(adviser, icb_id=world.home.icb)
    mixed = await an_open_case(adviser, icb_id=world.home.icb, health_issues=True)
    nobody = await an_open_case(adviser, health_issues=True)
    assert await _sees(officer, education) == {404}
    assert await _sees(officer, nobody) == {404}
    assert await _sees(officer, mixed) == {200}
    assert await _listed(officer, "/v1/cases") == [mixed["id"]]


async def test_a_health_body_sees_the_cases_of_all_that_it_has_succeeded(
    app: FastAPI, as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    first, second, third = world.home.icb, new_id(clock.now), new_id(clock.now)
    async with app.state.database.write() as session:
        for id, code in ((third, "Q3"), (second, "Q2")):
            session.add(
                Organisation(
                    id=id,
                    tenant_id=world.home.id,
                    kind="icb",
                    code=code,
                    name=code,
                    successor_id=third if id == second else None,
                )
            )
            await session.flush()
        await session.execute(update(Organisation).where(Organisation.id == first).values(successor_id=second))
        officer_id = world.actor(Role.ICB_OFFICER).id
        await session.execute(update(User).where(User.id == officer_id).values(organisation_id=third))
    officer = as_(replace(world.actor(Role.ICB_OFFICER), organisation_id=third))
    before = as_(world.actor(Role.ICB_OFFICER))
    oldest = await an_open_case(as_(Role.ADVISER), icb_id=first, health_issues=True)
    newest = await an_open_case(as_(Role.ADVISER), icb_id=third, health_issues=True)
    assert await _sees(officer, oldest) == {200}
    assert set(await _listed(officer, "/v1/cases")) == {oldest["id"], newest["id"]}
    assert {item["case_id"] for item in (await officer.get("/v1/deadlines")).json()["items"]} <= {
        oldest["id"],
        newest["id"],
    }
    # It goes one way: who has been succeeded does not see what came after.
    assert await _sees(before, newest) == {404}


async def test_a_health_body_that_refers_gets_its_receipt_and_no_more(as_: Callable[..., Caller]) -> None:
    officer = as_(Role.ICB_OFFICER)
    made = await a_waiting_referral(officer)
    assert made["audience"] == "outside"
    assert (await officer.get(f"/v1/referrals/{made['id']}")).status_code == 403
    assert (await officer.get("/v1/referrals")).status_code == 403


async def test_a_system_sees_what_it_sent(as_: Callable[..., Caller]) -> None:
    adviser, partner, family = as_(Role.ADVISER), as_(Role.PARTNER_SYSTEM), as_(Role.FAMILY_FRONT_END)
    by_partner = await accepted(adviser, await a_waiting_referral(partner, key="partner-key-1"))
    by_family = await accepted(adviser, await a_waiting_referral(family, key="family-key-1"))
    by_adviser = await an_open_case(adviser)
    assert await _listed(partner, "/v1/cases") == [by_partner["id"]]
    assert await _listed(family, "/v1/cases") == [by_family["id"]]
    for caller, other in ((partner, by_family), (partner, by_adviser), (family, by_partner), (family, by_adviser)):
        assert (await caller.get(f"/v1/cases/{other['id']}")).status_code == 404
    # A front end shows where the case stands and by when to act, not who said what.
    assert (await family.get(f"/v1/cases/{by_family['id']}/facts")).status_code == 403
    assert (await family.get(f"/v1/cases/{by_family['id']}")).json()["audience"] == "family"
    brief = (await partner.get(f"/v1/cases/{by_partner['id']}")).json()
    assert brief["audience"] == "partner"
    assert "child" not in brief


async def test_the_familys_own_clocks_are_not_shown_to_the_other_side(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    inside = {due["rule_id"] for due in (await adviser.get("/v1/deadlines?limit=200")).json()["items"]}
    assert "appeal-last-day" in inside
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM):
        outside = {due["rule_id"] for due in (await as_(role).get("/v1/deadlines?limit=200")).json()["items"]}
        assert not outside & {"appeal-last-day", "appeal-limb-i", "appeal-limb-ii", "contact-adviser-2m"}
    shown = (await as_(Role.LA_OFFICER).get(f"/v1/cases/{case['id']}")).json()
    assert "appeal-last-day" not in {due["rule_id"] for due in shown["deadlines"]}
    assert not {"outcome", "flags", "adviser_id", "allowed_facts"} & shown.keys()


async def test_an_outsiders_timeline_holds_what_both_sides_know(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case, _ = await a_certified_case(adviser)
    inside = (await adviser.get(f"/v1/cases/{case['id']}/facts")).json()["items"]
    outside = (await as_(Role.LA_OFFICER).get(f"/v1/cases/{case['id']}/facts")).json()["items"]
    assert {"wish_stated", "advice_given"} <= {fact["type"] for fact in inside}
    assert {fact["type"] for fact in outside} == {"decision_sent", "referral_received", "certificate_issued"}
    assert all("recorded_by" not in fact for fact in outside)


async def test_a_filter_on_what_one_may_not_read_is_refused(as_: Callable[..., Caller], clock: Clock) -> None:
    """An empty answer would tell as much as a full one."""
    await an_open_case(as_(Role.ADVISER))
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END):
        for path in (
            "/v1/cases?outcome=guidance_only",
            f"/v1/cases?adviser_id={new_id(clock.now)}",
            f"/v1/deadlines?adviser_id={new_id(clock.now)}",
        ):
            answer = await as_(role).get(path)
            assert answer.status_code == 422, f"{role} {path}"
            assert answer.json()["errors"][0]["code"] == "not_filterable"


async def test_a_filter_does_not_tell_what_the_answer_hides(as_: Callable[..., Caller]) -> None:
    await an_open_case(as_(Role.ADVISER))
    for rule in ("appeal-last-day", "contact-adviser-2m"):
        answer = await as_(Role.LA_OFFICER).get(f"/v1/deadlines?rule_id={rule}")
        assert answer.json()["items"] == []


async def test_a_cursor_serves_only_those_it_was_given_to(as_: Callable[..., Caller], world: World) -> None:
    for _ in range(3):
        await an_open_case(as_(Role.ADVISER))
    page = (await as_(Role.ADVISER).get("/v1/cases?limit=1")).json()
    following = f"/v1/cases?limit=1&cursor={page['next_cursor']}"
    assert (await as_(Role.ADVISER).get(following)).status_code == 200
    for other in (Role.COORDINATOR, Role.LA_OFFICER, world.stranger.actors[Role.ADVISER]):
        assert (await as_(other).get(following)).status_code == 400
    assert (await as_(Role.ADVISER).get(f"{following}&la=926")).status_code == 400


async def test_a_council_refers_for_itself_only(as_: Callable[..., Caller]) -> None:
    for role in (Role.LA_OFFICER, Role.PARTNER_SYSTEM):
        answer = await as_(role).post("/v1/referrals", _for_the_other_council(), key="wrong-council-1")
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/la_code")


def _for_the_other_council() -> dict[str, Any]:
    return {
        "kind": "mediation",
        "la_code": "935",
        "contacted_on": "2025-03-10",
        "child": {"given_name": "Robin"},
        "family": {"phone": "01632960001"},
    }


def _second(world: World) -> str:
    assert world.home.other_adviser is not None
    return world.home.other_adviser.id
