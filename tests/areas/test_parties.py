"""People of a case: who they are, how they are reached, what they agreed to, and who holds the rights."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI

from app.domain.permissions import Role
from app.jobs.daily import make_round
from tests.builders.journeys import a_waiting_referral, accepted, an_open_case, read_case, record
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.views import every_read


async def _parties(caller: Caller, case: dict[str, Any]) -> dict[str, dict[str, Any]]:
    answer = await caller.get(f"/v1/cases/{case['id']}/parties")
    assert answer.status_code == 200, answer.text
    return {party["role"]: party for party in answer.json()["items"]}


async def test_a_case_has_its_people_from_the_start(as_: Callable[..., Caller]) -> None:
    case = await an_open_case(as_(Role.ADVISER))
    parties = await _parties(as_(Role.ADVISER), case)
    assert {role: (party["given_name"], party["family_name"]) for role, party in parties.items()} == {
        "child": ("Robin", "Reed"),
        "parent": (None, "A Parent"),
    }
    contact = (await as_(Role.ADVISER).get(f"/v1/people/{parties['parent']['person_id']}/contact")).json()
    assert (contact["phone"], contact["shared_with_la"], contact["is_withheld"]) == ("+441632960001", False, False)


async def test_a_young_person_who_calls_is_the_party(as_: Callable[..., Caller]) -> None:
    child = {"given_name": "Robin", "family_name": "Reed", "born_on": "2006-05-04"}
    case = await an_open_case(as_(Role.ADVISER), child=child, referrer={"role": "young_person"})
    assert set(await _parties(as_(Role.ADVISER), case)) == {"young_person"}


async def test_nobody_is_added_before_a_search(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    path = f"/v1/cases/{case['id']}/parties"
    body: dict[str, Any] = {"role": "parent", "person": {"given_name": "Sam", "family_name": "Reed"}}
    refused = await adviser.post(path, body)
    assert (refused.status_code, refused.json()["rule"]) == (409, "search-first")
    found = (await adviser.post("/v1/people/search", {"family_name": "reed", "reason": "The other parent"})).json()
    assert [item["given_name"] for item in found["items"]] == ["Robin"]
    other = await adviser.post(path, body | {"search_id": found["search_id"]})
    assert (other.status_code, other.json()["rule"]) == (409, "search-first")  # it was for another name
    asked = {"given_name": "Sam", "family_name": "Reed", "reason": "The other parent"}
    search_id = (await adviser.post("/v1/people/search", asked)).json()["search_id"]
    stranger = await as_(Role.COORDINATOR).post(path, body | {"search_id": search_id})
    assert stranger.status_code == 409
    made = await adviser.post(path, body | {"search_id": search_id})
    assert made.status_code == 201, made.text
    again = await adviser.post(path, body | {"search_id": search_id})
    assert (again.status_code, again.json()["rule"]) == (409, "search-first")
    twice = await adviser.post(path, {"role": "parent", "person_id": made.json()["person_id"]})
    assert (twice.status_code, twice.json()["code"]) == (409, "state_conflict")


async def test_two_parents_keep_their_contacts_apart(as_: Callable[..., Caller]) -> None:
    adviser, officer = as_(Role.ADVISER), as_(Role.LA_OFFICER)
    case = await an_open_case(adviser)
    asked = {"given_name": "Sam", "family_name": "Reed", "reason": "The other parent"}
    search = (await adviser.post("/v1/people/search", asked)).json()["search_id"]
    person = {"given_name": "Sam", "family_name": "Reed"}
    made = await adviser.post(
        f"/v1/cases/{case['id']}/parties", {"role": "parent", "person": person, "search_id": search}
    )
    path = f"/v1/people/{made.json()['person_id']}/contact"
    agreed = {"person_id": made.json()["person_id"], "kind": "share_contact_with_la", "how": "By telephone"}
    consent = await adviser.post(f"/v1/cases/{case['id']}/consents", agreed | {"given_on": "2025-03-12"})
    assert consent.status_code == 201, consent.text
    kept = await adviser.patch(path, {"phone": "01632 960002", "shared_with_la": True}, version=0)
    assert (kept.status_code, kept.headers["etag"]) == (200, '"v1"')
    assert (await adviser.patch(path, {"phone": "01632 960003"}, version=0)).status_code == 412
    seen = (await officer.get(f"/v1/cases/{case['id']}/parties")).json()["items"]
    shared = {party["given_name"]: party["shared_contact"] for party in seen}
    assert shared == {"Robin": None, None: None, "Sam": {"phone": "+441632960002", "email": None}}
    assert (await officer.get(path)).status_code == 403


async def test_a_council_adds_its_own_officers_only(as_: Callable[..., Caller], world: World) -> None:
    case = await an_open_case(as_(Role.ADVISER))
    officer, path = as_(Role.LA_OFFICER), f"/v1/cases/{case['id']}/parties"
    body = {"role": "la_officer", "person": {"family_name": "An Officer", "job_title": "SEND lead"}, "can_decide": True}
    made = await officer.post(path, body)
    assert (made.status_code, made.json()["can_decide"]) == (201, True)
    for role, pointer in (("supporter", "/role"), ("icb_officer", "/role")):
        refused = await officer.post(path, {"role": role, "person": {"family_name": "Somebody"}})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    own = f"/v1/parties/{made.json()['id']}"
    assert (await officer.patch(own, {"can_decide": False}, version=1)).json()["can_decide"] is False
    parent = (await _parties(officer, case))["parent"]
    assert (await officer.patch(f"/v1/parties/{parent['id']}", {"role": "parent"}, version=1)).status_code == 403
    ended = await officer.post(f"{own}/ending", {"ends_on": "2025-03-12"}, version=2)
    assert ended.json()["ends_on"] == "2025-03-12"
    assert (await officer.post(f"{own}/ending", {"ends_on": "2025-03-12"}, version=3)).status_code == 409


async def test_what_is_withheld_changes_nothing_that_an_outsider_sees(as_: Callable[..., Caller], world: World) -> None:
    sent = await a_waiting_referral(
        as_(Role.PARTNER_SYSTEM), key="withheld-1", icb_id=world.home.icb, health_issues=True
    )
    case = await accepted(as_(Role.ADVISER), sent)
    parent = (await _parties(as_(Role.ADVISER), case))["parent"]
    ids = {"case_id": [case["id"]], "party_id": [parent["id"]], "referral_id": [sent["id"]]}
    outsiders = (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END)

    async def views() -> list[Any]:
        found = []
        for role in outsiders:
            for path, answer in await every_read(as_(role), ids):
                headers = {name: value for name, value in answer.headers.items() if "request-id" not in name}
                headers = {name: value for name, value in headers.items() if "ratelimit" not in name}
                body = answer.content if answer.status_code < 400 else answer.status_code
                found.append((role, path, body, headers.get("etag")))
        return found

    before = await views()
    person = f"/v1/people/{parent['person_id']}"
    body = {"address": "A refuge", "phone": "01632 960003"}
    kept = await as_(Role.ADVISER).patch(f"{person}/withheld-contact", body, version=0)
    assert kept.status_code == 200, kept.text
    read = await as_(Role.COORDINATOR).post(f"{person}/withheld-contact-readings", {"reason": "A call"})
    assert read.json()["address"] == "A refuge"
    assert (await as_(Role.ADVISER).get(f"{person}/contact")).json()["is_withheld"] is True
    assert await views() == before
    assert (await as_(Role.COORDINATOR).post(f"{person}/withheld-contact-readings", {})).status_code == 422


async def test_the_passport_follows_the_person(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    parent = (await _parties(adviser, case))["parent"]
    path = f"/v1/people/{parent['person_id']}/passport"
    assert (await adviser.get(path)).json()["version"] == 0
    body = {"language": "Polish", "needs": ["interpreter", "written_first"], "details": "A short break each half hour"}
    assert (await adviser.patch(path, body, version=0)).status_code == 200
    assert (await _parties(adviser, case))["parent"]["needs"] == ["interpreter", "written_first"]
    for wrong, pointer in (({"needs": ["shouting"]}, "/needs/0"), ({"needs": ["bsl", "bsl"]}, "/needs")):
        refused = await adviser.patch(path, wrong, version=1)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_the_rights_pass_at_the_end_of_compulsory_school_age(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    child = {"given_name": "Robin", "family_name": "Reed", "born_on": "2009-02-04"}
    sent = await a_waiting_referral(as_(Role.FAMILY_FRONT_END), child=child, key="rights-0001")
    seen = (await as_(Role.COORDINATOR).get(f"/v1/referrals/{sent['id']}")).json()
    case = await accepted(as_(Role.ADVISER), seen)
    path, adviser, family = f"/v1/cases/{case['id']}/rights-holder", as_(Role.ADVISER), as_(Role.FAMILY_FRONT_END)
    assert (await adviser.get(path)).json()["warning"] is None
    # The last Friday of June 2025 is the 27th: the rights pass at the end of that day in London.
    clock.set_day(date(2025, 5, 5))
    early = (await adviser.get(path)).json()
    assert (early["holder"], early["changes_on"], early["days_until_change"]) == ("parent", "2025-06-28", 54)
    assert "2025-06-28" in early["warning"]
    assert len(early["at_the_change"]) == 4
    clock.now = datetime(2025, 6, 27, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in London
    await make_round(app.state.database, today=date(2025, 6, 27), now=clock.now)
    assert (await adviser.get(path)).json()["holder"] == "parent"
    assert (await family.get(f"/v1/cases/{case['id']}")).status_code == 200
    clock.now = datetime(2025, 6, 27, 23, 0, 0, tzinfo=UTC)  # midnight
    await make_round(app.state.database, today=date(2025, 6, 28), now=clock.now)
    late = (await adviser.get(path)).json()
    assert (late["holder"], late["write_to"]) == ("young_person", "young_person only")
    for part in ("", "/parties", "/deadlines", "/certificates"):
        assert (await family.get(f"/v1/cases/{case['id']}{part}")).status_code == 404
    person = (await _parties(adviser, case))["young_person"]["person_id"]
    body = {"person_id": person, "kind": "share_with_parent", "how": "By phone", "given_on": "2025-06-28"}
    consent = (await adviser.post(f"/v1/cases/{case['id']}/consents", body)).json()
    assert (await family.get(f"/v1/cases/{case['id']}")).status_code == 200
    assert "parent" in (await adviser.get(path)).json()["write_to"]
    gone = await adviser.post(f"/v1/consents/{consent['id']}/withdrawal", {"withdrawn_on": "2025-06-28"}, version=1)
    assert gone.status_code == 200, gone.text
    assert (await family.get(f"/v1/cases/{case['id']}")).status_code == 404


async def test_a_young_person_is_a_party_whoever_referred(as_: Callable[..., Caller]) -> None:
    """At 17 the young person attends as a party on ground (a), not as a child on ground (c)."""
    child = {"given_name": "Robin", "family_name": "Reed", "born_on": "2008-02-04"}
    case = await an_open_case(as_(Role.ADVISER), child=child, referrer={"role": "parent", "permission_given": True})
    parties = await _parties(as_(Role.ADVISER), case)
    assert set(parties) == {"young_person", "parent"}
    later = {
        "decision": {"decision_kind": "plan_contents", "sent_on": "2025-03-11"},
        "contacted_on": "2025-03-12",
        "referrer": {"role": "parent"},
    }
    made: Any = await as_(Role.ADVISER).post(f"/v1/cases/{case['id']}/later-decisions", later)
    assert made.status_code == 201, made.text
    assert set(await _parties(as_(Role.ADVISER), {"id": made.json()["case_id"]})) == {"young_person", "parent"}


async def test_the_part_of_a_child_becomes_that_of_a_young_person_on_its_day(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    child = {"given_name": "Robin", "family_name": "Reed", "born_on": "2009-02-04"}
    case = await an_open_case(adviser, child=child)
    closed = await an_open_case(adviser, child=child | {"given_name": "Rowan"})
    await record(adviser, closed, "advice_given", "2025-03-11", channel="phone", rights_explained=True)
    await record(adviser, closed, "case_closed", "2025-03-12", outcome="guidance_only")
    before = (await _parties(adviser, case))["child"]
    clock.set_day(date(2025, 6, 28))  # the day after the leaving date
    await make_round(app.state.database, today=date(2025, 6, 28), now=clock.now)
    after = (await _parties(adviser, case))["young_person"]
    assert (after["id"], after["version"]) == (before["id"], before["version"] + 1)
    assert "child" in await _parties(adviser, closed)  # it took part as that
    reopened = await adviser.post(
        f"/v1/cases/{closed['id']}/reopening",
        {"reason": "Rang again"},
        version=(await read_case(adviser, closed["id"]))["version"],
    )
    assert reopened.status_code == 200, reopened.text
    assert "young_person" in await _parties(adviser, closed)


async def test_a_corrected_date_of_birth_corrects_the_part(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    old = {"given_name": "Robin", "family_name": "Reed", "born_on": "2008-02-04"}
    for referrer, parts in (("parent", ("young_person", "child")), ("young_person", ("young_person", "young_person"))):
        case = await an_open_case(adviser, child=old, referrer={"role": referrer, "permission_given": True})
        path = case["links"]["referral"]
        for born_on, part in (("2008-02-04", parts[0]), ("2015-02-04", parts[1]), ("2008-02-04", "young_person")):
            version = (await adviser.get(path)).json()["version"]
            told: Any = await adviser.patch(path, {"child": {"born_on": born_on}}, version=version)
            assert told.status_code == 200, told.text
            assert part in await _parties(adviser, case), (referrer, born_on)


async def test_born_in_the_first_week_of_september_is_checked_by_a_person(
    as_: Callable[..., Caller], clock: Clock
) -> None:
    child = {"given_name": "Robin", "family_name": "Reed", "born_on": "2009-09-03"}
    case = await an_open_case(as_(Role.ADVISER), child=child)
    clock.set_day(date(2025, 9, 10))
    answer = (await as_(Role.ADVISER).get(f"/v1/cases/{case['id']}/rights-holder")).json()
    assert answer["flags"] == ["rights_holder_check"]


async def test_lost_capacity_changes_who_decides(as_: Callable[..., Caller], clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    child = {"given_name": "Robin", "family_name": "Reed", "born_on": "2006-05-04"}
    case = await an_open_case(adviser, child=child, referrer={"role": "young_person"})
    person = (await _parties(adviser, case))["young_person"]["person_id"]
    body: dict[str, Any] = {
        "person_id": person,
        "assessed_on": "2025-03-11",
        "assessor": "A psychologist",
        "decision": "Whether to appeal",
        "has_capacity": False,
        "grounds": "Cannot weigh the choice",
        "representative_basis": "deputy",
    }
    path = f"/v1/cases/{case['id']}/capacity-assessments"
    assert (await adviser.post(path, body | {"assessed_on": "2025-03-13"}, version=case["version"])).status_code == 422
    made = await adviser.post(path, body, version=case["version"])
    assert made.status_code == 201, made.text
    assert (await adviser.post(path, body, version=case["version"])).status_code == 412
    answer = (await adviser.get(f"/v1/cases/{case['id']}/rights-holder")).json()
    assert answer["lacks_capacity"] is True
    assert answer["write_to"] == "deputy, keeping the young person informed"
    facts = (await adviser.get(f"/v1/cases/{case['id']}/facts")).json()["items"]
    assert [fact["payload"] for fact in facts if fact["type"] == "capacity_or_age_change"] == [
        {"change": "capacity_lost"}
    ]


async def test_issues_are_tagged_and_the_route_is_explained(as_: Callable[..., Caller], world: World) -> None:
    adviser = as_(Role.ADVISER)
    decision = {"decision_kind": "plan_contents", "sent_on": "2025-01-14"}
    case = await an_open_case(adviser, decision=decision, icb_id=world.home.icb)
    issues = [
        {"kind": "education", "section": "F"},
        {"kind": "education", "section": "D"},
        {"kind": "health", "section": "G", "wanted_health_provision": "Weekly therapy"},
    ]
    await record(adviser, case, "issues_recorded", "2025-03-12", issues=issues)
    answer = (await adviser.get(f"/v1/cases/{case['id']}/issues")).json()
    assert [(item["section"], item["appealable"]) for item in answer["items"]] == [
        ("F", True),
        ("D", False),
        ("G", False),
    ]
    assert (answer["route"], answer["items"][2]["wanted_health_provision"]) == ("mixed", "Weekly therapy")
    assert "therapy" not in (await as_(Role.LA_OFFICER).get(f"/v1/cases/{case['id']}/issues")).text


async def test_a_later_decision_is_a_linked_case(as_: Callable[..., Caller], world: World) -> None:
    adviser = as_(Role.ADVISER)
    first = await an_open_case(adviser)
    second = await an_open_case(adviser, decision={"decision_kind": "plan_contents", "sent_on": "2025-03-01"})
    path = f"/v1/cases/{first['id']}/linked-cases"
    made = await adviser.post(path, {"case_id": second["id"], "kind": "later_decision"})
    assert made.status_code == 201, made.text
    assert (await adviser.post(path, {"case_id": second["id"], "kind": "same_child"})).status_code == 409
    back = (await adviser.get(f"/v1/cases/{second['id']}/linked-cases")).json()["items"]
    assert [(link["case_id"], link["is_later"]) for link in back] == [(first["id"], False)]
    assert [link["is_later"] for link in (await adviser.get(path)).json()["items"]] == [True]
    suffolk = await an_open_case(adviser, la_code="935")
    await adviser.post(path, {"case_id": suffolk["id"], "kind": "sibling"})
    seen = (await as_(Role.LA_OFFICER).get(path)).json()["items"]
    assert [link["case_id"] for link in seen] == [second["id"]]
    for wrong in (first["id"], world.home.id):
        refused = await adviser.post(path, {"case_id": wrong, "kind": "sibling"})
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/case_id")
    ended = await adviser.post(f"/v1/case-links/{made.json()['id']}/ending", version=1)
    assert ended.status_code == 200, ended.text
    assert (await adviser.post(path, {"case_id": second["id"], "kind": "same_child"})).status_code == 201


@pytest.mark.parametrize("version", [None, 99])
async def test_people_are_changed_by_who_has_read_them(as_: Callable[..., Caller], version: int | None) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    parent = (await _parties(adviser, case))["parent"]
    for path in (f"/v1/parties/{parent['id']}", f"/v1/people/{parent['person_id']}"):
        answer = await adviser.patch(path, {}, version=version)
        assert answer.status_code == (428 if version is None else 412)
    assert (await read_case(adviser, case["id"]))["version"] == case["version"]


async def test_a_case_is_about_one_child_whose_part_stays(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    path = f"/v1/cases/{case['id']}/parties"
    asked = {"given_name": "Sam", "family_name": "Reed", "reason": "A brother"}
    search_id = (await adviser.post("/v1/people/search", asked)).json()["search_id"]
    person = {"given_name": "Sam", "family_name": "Reed"}
    second = await adviser.post(path, {"role": "child", "person": person, "search_id": search_id})
    assert (second.status_code, second.json()["errors"][0]["pointer"]) == (422, "/role")
    assert second.json()["errors"][0]["code"] == "one_child"
    parties = await _parties(adviser, case)
    assert set(parties) == {"child", "parent"}
    for role, other in (("parent", "young_person"), ("child", "supporter")):
        place = f"/v1/parties/{parties[role]['id']}"
        moved = await adviser.patch(place, {"role": other}, version=1)
        assert (moved.status_code, moved.json()["errors"][0]["code"]) == (422, "one_child")
    grown = await adviser.patch(f"/v1/parties/{parties['child']['id']}", {"role": "young_person"}, version=1)
    assert (grown.status_code, grown.json()["errors"][0]["code"]) == (422, "by_age")
    found = (await adviser.post("/v1/people/search", {"family_name": "Reed", "reason": "Looking"})).json()
    for role, status in (("young_person", 409), ("child", 409), ("parent", 422), ("supporter", 422)):
        itself = {"role": role, "person_id": parties["child"]["person_id"], "search_id": found["search_id"]}
        assert (await adviser.post(path, itself)).status_code == status, role
    ending = {"ends_on": "2025-03-12"}
    ended = await adviser.post(f"/v1/parties/{parties['child']['id']}/ending", ending, version=1)
    assert ended.status_code == 409
