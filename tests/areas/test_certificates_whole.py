"""Whose certificate it is, what it replaces, and what the facts around it must agree with, through HTTP."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.domain.permissions import Role
from app.store.tables import OutboxEvent
from tests.builders.journeys import a_certified_case, a_declined_case, an_open_case, read_case, record, try_fact
from tests.conftest import Caller, Clock


def _child(born_on: str | None) -> dict[str, Any]:
    known = {"born_on": born_on} if born_on else {}
    return {"given_name": "Robin", "family_name": "Reed", "sex": "female", **known}


async def _issue(caller: Caller, case: dict[str, Any], **body: Any) -> Any:
    now = await read_case(caller, case["id"])
    return await caller.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4", **body}, version=now["version"])


@pytest.mark.parametrize(
    ("born_on", "wrong", "holder"),
    [("2015-05-04", "young_person", "parent"), ("2007-05-04", "parent", "young_person")],
)
async def test_a_certificate_is_in_the_name_of_who_holds_the_rights(
    as_: Callable[..., Caller], born_on: str, wrong: str, holder: str
) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser, child=_child(born_on))
    refused = await _issue(adviser, case, person=wrong)
    assert (refused.status_code, refused.json()["rule"]) == (409, "R19")
    issued = await _issue(adviser, case)
    assert (issued.status_code, issued.json()["person"]) == (201, holder), issued.text


async def test_a_certificate_of_a_young_person_without_capacity_goes_to_who_acts_for_them(
    as_: Callable[..., Caller],
) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser, child=_child("2007-05-04"))
    await record(adviser, case, "capacity_or_age_change", "2025-03-12", change="capacity_lost")
    refused = await _issue(adviser, case, person="young_person")
    assert (refused.status_code, refused.json()["rule"]) == (409, "capacity-young-person")
    issued = await _issue(adviser, case)
    assert (issued.status_code, issued.json()["person"]) == (201, "parent"), issued.text


@pytest.mark.parametrize("change", ["capacity_lost", "representative_appointed"])
async def test_a_parent_stands_in_for_a_young_person_without_capacity(as_: Callable[..., Caller], change: str) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser, child=_child("2007-05-04"))
    await record(adviser, case, "capacity_or_age_change", "2025-03-12", change=change)
    issued = await _issue(adviser, case, person="parent")
    assert (issued.status_code, issued.json()["person"]) == (201, "parent"), issued.text


async def test_no_certificate_until_the_date_of_birth_is_known(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser, child=_child(None))
    referral = await adviser.get(case["links"]["referral"])
    assert ("child.born_on", "certificate") in {
        (missing["field"], missing["needed_for"]) for missing in referral.json()["missing"]
    }
    for person in ({}, {"person": "parent"}, {"person": "young_person"}):
        refused = await _issue(adviser, case, **person)
        assert (refused.status_code, refused.json()["rule"]) == (409, "R19")
        assert "`child.born_on`" in refused.json()["detail"]
    assert (await adviser.get(f"/v1/cases/{case['id']}/certificates")).json()["items"] == []
    known = await adviser.patch(
        case["links"]["referral"], {"child": _child("2015-05-04")}, version=referral.json()["version"]
    )
    assert known.status_code == 200, known.text
    issued = await _issue(adviser, case)
    assert (issued.status_code, issued.json()["person"]) == (201, "parent"), issued.text


async def test_once_the_rights_have_passed_the_advice_and_the_no_are_the_young_persons(
    as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    clock.set_day(date(2025, 6, 20))
    sent = {"decision_kind": "plan_contents", "sent_on": "2025-06-01"}
    case = await an_open_case(adviser, contacted_on="2025-06-18", decision=sent, child=_child("2009-01-10"))
    await record(adviser, case, "advice_given", "2025-06-20", channel="phone", rights_explained=True)
    await record(adviser, case, "wish_stated", "2025-06-20", wish="not_mediate")
    clock.set_day(date(2025, 7, 1))  # the rights passed on 28 June
    for type_, payload, lacking in (
        ("advice_given", {"channel": "phone", "rights_explained": True}, "has not had advice since"),
        ("wish_stated", {"wish": "not_mediate"}, "the family said no before that"),
    ):
        offered = (await read_case(adviser, case["id"]))["allowed_certificates"][0]
        refused = await _issue(adviser, case)
        assert (refused.status_code, refused.json()["rule"]) == (409, "R19")
        assert lacking in refused.json()["detail"]
        assert (offered["allowed"], offered["rule"], offered["why_not"]) == (False, "R19", refused.json()["detail"])
        await record(adviser, case, type_, "2025-07-01", **payload)
    issued = await _issue(adviser, case)
    assert (issued.status_code, issued.json()["person"]) == (201, "young_person"), issued.text
    facts = (await adviser.get(f"/v1/cases/{case['id']}/facts")).json()["items"]
    (own,) = [one for one in facts if (one["type"], one["occurred_on"]) == ("advice_given", "2025-07-01")]
    back = {"type": "advice_given", "occurred_on": "2025-07-01", "supersedes": own["id"], "retracted": True}
    version = (await read_case(adviser, case["id"]))["version"]
    kept = await adviser.post(f"/v1/cases/{case['id']}/facts", back, version=version)
    assert (kept.status_code, kept.json()["rule"]) == (409, "R19")
    assert kept.json()["detail"].startswith("A certificate that stands was issued on this.")


@pytest.mark.parametrize("person", ["parent", "young_person"])
async def test_from_the_25th_birthday_the_name_is_not_checked(as_: Callable[..., Caller], person: str) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser, child=_child("2000-01-04"))
    assert (await _issue(adviser, case, person=person)).status_code == 201


async def test_a_certificate_issued_again_keeps_its_first_day_unasked(as_: Callable[..., Caller], clock: Clock) -> None:
    adviser, manager = as_(Role.ADVISER), as_(Role.SERVICE_MANAGER)
    case, first = await a_certified_case(adviser)
    path = f"/v1/cases/{case['id']}/certificates/{first['id']}/voiding"
    assert (await manager.post(path, {"reason": "A misprint"}, version=1)).status_code == 200
    clock.move(days=1)
    second = await _issue(adviser, case)
    assert second.status_code == 201, second.text
    assert (second.json()["issued_on"], second.json()["first_issued_on"]) == ("2025-03-13", "2025-03-12")
    shown = (await adviser.get(f"/v1/certificates/{first['id']}")).json()
    assert shown["replaced_by"] == second.json()["id"]


async def test_an_appeal_is_received_on_the_day_it_is_lodged_and_not_later_than_now(
    as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    case, _ = await a_certified_case(adviser)
    for received_at, code in (
        ("2025-03-12T23:59:00Z", "in_the_future"),
        ("2025-03-11T12:00:00Z", "another_day"),
        ("2025-03-12T00:30:00+01:00", "another_day"),
    ):
        answer = await try_fact(adviser, case, "appeal_lodged", "2025-03-12", received_at=received_at)
        assert answer.status_code == 422, answer.text
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/received_at", code)]
    await record(adviser, case, "appeal_lodged", "2025-03-12", received_at="2025-03-12T01:30:00+01:00")


async def test_a_fact_superseded_by_one_that_stays_within_is_seen_as_superseded(
    as_: Callable[..., Caller], app: FastAPI
) -> None:
    adviser, officer = as_(Role.ADVISER), as_(Role.LA_OFFICER)
    case = await a_declined_case(adviser, child=_child("2015-05-04"))
    path = f"/v1/cases/{case['id']}/facts"
    await record(adviser, case, "wish_stated", "2025-03-12", wish="mediate")
    now = await read_case(adviser, case["id"])
    informed = {"type": "la_informed", "occurred_on": "2025-03-12", "informed_by": "adviser"}
    first = (await adviser.post(path, informed, version=now["version"], key="la-told-once")).json()["fact"]
    within = await record(
        adviser, case, "family_contacted", "2025-03-12", channel="phone", person="parent", supersedes=first["id"]
    )
    seen = {fact["id"]: fact["superseded"] for fact in (await officer.get(path)).json()["items"]}
    assert seen[first["id"]] is True
    assert within["fact"]["id"] not in seen
    again = await adviser.post(path, informed, version=now["version"], key="la-told-once")
    assert (again.json()["fact"]["id"], again.json()["fact"]["superseded"]) == (first["id"], True)
    async with app.state.database.read() as connection:
        told = (await connection.execute(select(OutboxEvent.data))).scalars().all()
    types = {data["fact_id"]: data["type"] for data in told if "fact_id" in data}
    assert types[within["fact"]["id"]] == "la_informed"
    assert not {"wish_stated", "family_contacted"} & set(types.values())
