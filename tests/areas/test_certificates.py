"""Certificates through HTTP: issued under the hard guards, one a person, voided and replaced, never edited."""

from collections.abc import Callable
from typing import Any

from fastapi import FastAPI
from sqlalchemy import update

from app.domain.permissions import Role
from app.store.tables import User
from tests.builders.journeys import (
    a_certified_case,
    a_declined_case,
    a_waiting_referral,
    accepted,
    an_open_case,
    read_case,
    record,
)
from tests.builders.world import World
from tests.conftest import Caller, Clock


async def _issue(caller: Caller, case: dict[str, Any], **body: Any) -> Any:
    now = await read_case(caller, case["id"])
    return await caller.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4", **body}, version=now["version"])


async def test_a_certificate_is_read_as_it_was_issued(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case, issued = await a_certified_case(adviser)
    assert issued["issued_on"] == issued["first_issued_on"] == "2025-03-12"
    assert issued["number"]
    read = await adviser.get(f"/v1/certificates/{issued['id']}")
    assert read.json() == issued
    assert read.headers["etag"] == '"v1"'
    listed = (await adviser.get(f"/v1/cases/{case['id']}/certificates")).json()
    assert listed == {"items": [issued], "next_cursor": None}
    outside = (await as_(Role.LA_OFFICER).get(f"/v1/certificates/{issued['id']}")).json()
    assert not {"issued_by", "void_reason"} & outside.keys()


async def test_the_guards_say_no_by_name(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    uninformed = await an_open_case(adviser)
    await record(adviser, uninformed, "wish_stated", "2025-03-12", wish="not_mediate")
    without = await an_open_case(adviser, decision=None)
    await record(adviser, without, "advice_given", "2025-03-12", channel="phone", rights_explained=True)
    certified, _ = await a_certified_case(adviser)
    declined = await a_declined_case(adviser)
    for case, body, rule in (
        (uninformed, {}, "guard-1"),
        (without, {}, "guard-1"),
        (certified, {}, "guard-5"),
        (declined, {"kind": "s55_5"}, None),
        (declined, {"kind": "s55_5_deemed"}, None),
    ):
        answer = await _issue(adviser, case, **body)
        assert (answer.status_code, answer.json()["code"]) == (409, "guard_refused"), answer.text
        assert rule is None or answer.json()["rule"] == rule
        assert (await adviser.get(f"/v1/cases/{case['id']}/certificates")).json()["items"] in ([], [_])


async def test_what_is_offered_is_what_is_issued(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    for case in (await an_open_case(adviser), await a_declined_case(adviser)):
        for offer in case["allowed_certificates"]:
            answer = await _issue(adviser, case, kind=offer["kind"])
            assert answer.status_code == (201 if offer["allowed"] else 409), offer


async def test_independence_must_be_in_date(as_: Callable[..., Caller], app: FastAPI, clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser)
    async with app.state.database.write() as session:
        assert adviser.actor is not None
        await session.execute(update(User).where(User.id == adviser.actor.id).values(independent_until=None))
    answer = await _issue(adviser, case)
    assert (answer.status_code, answer.json()["rule"]) == (409, "guard-1")


async def test_only_those_who_may_issue_and_void(as_: Callable[..., Caller]) -> None:
    case, certificate = await a_certified_case(as_(Role.ADVISER))
    path = f"/v1/cases/{case['id']}/certificates"
    for role in Role:
        if role not in {Role.ADVISER, Role.MEDIATOR}:
            answer = await as_(role).post(path, {"kind": "s55_4"}, version=case["version"])
            assert answer.status_code == 403, role
        if role is not Role.SERVICE_MANAGER:
            answer = await as_(role).post(f"{path}/{certificate['id']}/voiding", {"reason": "x"}, version=1)
            assert answer.status_code == 403, role


async def test_a_void_certificate_is_replaced_once_and_keeps_its_first_day(
    as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser, manager = as_(Role.ADVISER), as_(Role.SERVICE_MANAGER)
    case, first = await a_certified_case(adviser)
    path = f"/v1/cases/{case['id']}/certificates/{first['id']}/voiding"
    assert (await manager.post(path, {"reason": "A misprint"})).status_code == 428
    assert (await manager.post(path, {"reason": "A misprint"}, version=9)).status_code == 412
    standing = await _issue(adviser, case, replaces=first["id"])
    assert standing.status_code == 409
    voided = await manager.post(path, {"reason": "A misprint"}, version=1)
    assert (voided.status_code, voided.json()["voided_on"]) == (200, "2025-03-12")
    assert voided.json()["void_reason"] == "A misprint"
    again = await manager.post(path, {"reason": "A misprint"}, version=2)
    assert (again.status_code, again.json()["rule"]) == (409, "guard-5")
    clock.move(days=1)
    unknown = await _issue(adviser, case, replaces=case["id"])
    assert (unknown.status_code, unknown.json()["errors"][0]["pointer"]) == (422, "/replaces")
    second = await _issue(adviser, case, replaces=first["id"])
    assert second.status_code == 201, second.text
    assert second.json()["issued_on"] == "2025-03-13"
    assert second.json()["first_issued_on"] == "2025-03-12"
    shown = (await adviser.get(f"/v1/certificates/{first['id']}")).json()
    assert shown["replaced_by"] == second.json()["id"]
    types = [fact["type"] for fact in (await adviser.get(f"/v1/cases/{case['id']}/facts")).json()["items"]]
    assert types[-3:] == ["certificate_issued", "certificate_voided", "certificate_issued"]
    clocks = (await adviser.get(f"/v1/cases/{case['id']}/deadlines")).json()["deadlines"]
    last = next(each for each in clocks if each["rule_id"] == "appeal-last-day")
    assert last["due_on"] == "2025-04-14"  # a month from the 12th, moved from a Saturday: the first day counts (R17)
    assert "R17" in last["rulings"]


async def test_a_certificate_of_another_case_is_not_voided_from_here(as_: Callable[..., Caller]) -> None:
    adviser, manager = as_(Role.ADVISER), as_(Role.SERVICE_MANAGER)
    _, certificate = await a_certified_case(adviser)
    other = await an_open_case(adviser)
    answer = await manager.post(
        f"/v1/cases/{other['id']}/certificates/{certificate['id']}/voiding", {"reason": "x"}, version=1
    )
    assert answer.status_code == 404
    assert (await adviser.get(f"/v1/certificates/{certificate['id']}")).json()["voided_on"] is None


async def test_it_is_issued_once_however_often_it_is_asked_for(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser)
    path = f"/v1/cases/{case['id']}/certificates"
    first = await adviser.post(path, {"kind": "s55_4"}, version=case["version"], key="issue-once")
    second = await adviser.post(path, {"kind": "s55_4"}, version=case["version"], key="issue-once")
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json() == second.json()
    assert len((await adviser.get(path)).json()["items"]) == 1


async def test_numbers_are_not_given_out_twice(as_: Callable[..., Caller], world: World) -> None:
    first, second = as_(Role.ADVISER), as_(world.stranger.actors[Role.ADVISER])
    numbers = [(await a_certified_case(first))[1]["number"] for _ in range(3)]
    assert len(set(numbers)) == 3
    referral = await a_waiting_referral(second)
    assert (await accepted(second, referral))["reference"]
