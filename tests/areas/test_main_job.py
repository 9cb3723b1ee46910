"""The main job through HTTP: a referral becomes a case, its clocks run, and its certificate is issued."""

from collections.abc import Callable
from typing import Any

from app.domain.permissions import Role
from tests.builders.bodies import a_referral
from tests.conftest import Caller, Clock


async def _open_case(as_: Callable[..., Caller], **changes: Any) -> dict[str, Any]:
    adviser = as_(Role.ADVISER)
    made = await adviser.post("/v1/referrals", a_referral(**changes))
    assert made.status_code == 201, made.text
    accepted = await adviser.post(f"/v1/referrals/{made.json()['id']}/acceptance", {}, version=1)
    assert accepted.status_code == 201, accepted.text
    case = await adviser.get(f"/v1/cases/{accepted.json()['case_id']}")
    assert case.status_code == 200, case.text
    answer: dict[str, Any] = case.json()
    return answer


async def _record(caller: Caller, case_id: str, version: int, type: str, occurred_on: str, **payload: Any) -> Any:
    answer = await caller.post(
        f"/v1/cases/{case_id}/facts", {"type": type, "occurred_on": occurred_on, **payload}, version=version
    )
    assert answer.status_code == 201, answer.text
    return answer.json()


async def test_a_referral_becomes_a_case_with_its_clocks(as_: Callable[..., Caller]) -> None:
    case = await _open_case(as_)
    assert case["stage"] == "referred"
    assert case["adviser_id"] == as_(Role.ADVISER).actor.id
    due = {deadline["rule_id"]: deadline for deadline in case["deadlines"]}
    assert due["contact-adviser-2m"]["due_on"] == "2025-03-14"
    assert due["contact-adviser-2m"]["status"] == "met"
    assert due["appeal-last-day"]["due_on"] == "2025-03-14"
    assert due["appeal-last-day"]["explanation"]
    assert due["appeal-last-day"]["citation"]["verification"] in {"primary", "secondary", "unverified"}


async def test_a_family_that_declines_gets_its_certificate(as_: Callable[..., Caller], clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    case = await _open_case(as_)
    case_id = case["id"]
    step = await _record(
        adviser, case_id, case["version"], "advice_given", "2025-03-11", channel="phone", rights_explained=True
    )
    step = await _record(adviser, case_id, step["case_version"], "wish_stated", "2025-03-12", wish="not_mediate")
    assert step["stage"] == "declined"
    before = (await adviser.get(f"/v1/cases/{case_id}")).json()
    due = {deadline["rule_id"]: deadline for deadline in before["deadlines"]}
    assert due["cert-no-mediation-3wd"]["due_on"] == "2025-03-17"
    issued = await adviser.post(f"/v1/cases/{case_id}/certificates", {"kind": "s55_4"}, version=step["case_version"])
    assert issued.status_code == 201, issued.text
    after = (await adviser.get(f"/v1/cases/{case_id}")).json()
    due = {deadline["rule_id"]: deadline for deadline in after["deadlines"]}
    assert due["cert-no-mediation-3wd"]["status"] == "met"
    assert due["appeal-last-day"]["due_on"] == "2025-04-14"  # 12 April is a Saturday
    again = await adviser.post(f"/v1/cases/{case_id}/certificates", {"kind": "s55_4"}, version=after["version"])
    assert again.status_code == 409
    assert again.json()["rule"] == "guard-5"


async def test_what_is_due_is_listed_across_cases(as_: Callable[..., Caller]) -> None:
    await _open_case(as_)
    answer = await as_(Role.ADVISER).get("/v1/deadlines?due_from=2025-03-10&due_to=2025-03-16")
    assert answer.status_code == 200, answer.text
    assert {item["due_on"] for item in answer.json()["items"]} == {"2025-03-14"}
