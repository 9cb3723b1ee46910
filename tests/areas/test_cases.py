"""Cases through HTTP: facts recorded, refused, superseded and taken back; what is soft is flagged, never refused."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import FastAPI
from sqlalchemy import func, select

from app.domain.permissions import Role
from app.store.base import Base
from tests.builders.journeys import (
    a_certified_case,
    a_declined_case,
    a_waiting_referral,
    an_open_case,
    read_case,
    record,
    try_fact,
)
from tests.conftest import Caller, Clock

ELSEWHERE = "recorded-by-its-resource"
ADVICE = {"channel": "phone", "rights_explained": True}


async def _rows(app: FastAPI) -> dict[str, int]:
    counted = {}
    async with app.state.database.read() as connection:
        for name, table in Base.metadata.tables.items():
            counted[name] = int((await connection.execute(select(func.count()).select_from(table))).scalar_one())
    return counted


async def _timeline(caller: Caller, case: dict[str, Any]) -> list[dict[str, Any]]:
    answer = await caller.get(f"/v1/cases/{case['id']}/facts")
    assert answer.status_code == 200
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


async def test_a_fact_moves_the_case_and_is_listed(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    recorded = await record(adviser, case, "advice_given", "2025-03-11", **ADVICE, language="Polish")
    assert (recorded["stage"], recorded["case_version"]) == ("informed", case["version"] + 1)
    assert recorded["fact"]["payload"] == {**ADVICE, "language": "Polish"}
    last = (await _timeline(adviser, case))[-1]
    assert (last["type"], last["superseded"], last["recorder_role"]) == ("advice_given", False, "adviser")
    now = await read_case(adviser, case["id"])
    assert (now["stage"], now["version"], now["fact_count"]) == ("informed", 2, 3)


async def test_the_timeline_is_in_the_order_in_which_things_happened(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    await record(adviser, case, "advice_given", "2025-03-12", **ADVICE)
    late = await record(adviser, case, "family_contacted", "2025-03-10", channel="email", person="parent")
    types = [fact["type"] for fact in await _timeline(adviser, case)]
    assert types == ["decision_sent", "referral_received", "family_contacted", "advice_given"]
    assert late["fact"]["recorded_at"].startswith("2025-03-12T10:00")


async def test_what_is_not_allowed_says_why_not_and_by_which_rule(as_: Callable[..., Caller], app: FastAPI) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    before = await _rows(app)
    refused: list[tuple[str, dict[str, Any], str, str]] = [
        ("session_held", {"present": ["parent"]}, "2025-03-12", "lifecycle"),
        ("mediation_concluded", {}, "2025-03-12", "lifecycle"),
        ("reopened", {"reason": "New information"}, "2025-03-12", "lifecycle"),
        ("decision_sent", {"decision_kind": "plan_contents"}, "2025-03-01", "R13"),
        ("appeal_lodged", {}, "2025-01-13", "guard-6"),
        (
            "certificate_issued",
            {"certificate_id": case["id"], "kind": "s55_4"},
            "2025-03-12",
            "recorded-by-its-resource",
        ),
        ("certificate_voided", {"certificate_id": case["id"]}, "2025-03-12", "recorded-by-its-resource"),
        ("referral_received", {"channel": "phone", "referred_by": "parent"}, "2025-03-12", "recorded-by-its-resource"),
        ("case_closed", {"outcome": "mediation_meeting_held"}, "2025-03-12", "outcome"),
    ]
    for type, payload, day, rule in refused:
        answer = await try_fact(adviser, case, type, day, **payload)
        assert (answer.status_code, answer.json()["code"]) == (409, "guard_refused"), f"{type}: {answer.text}"
        assert answer.json()["rule"] == rule, type
        assert answer.json()["detail"]
    assert await _rows(app) == before
    allowed = {fact["type"]: fact for fact in case["allowed_facts"]}
    assert allowed["advice_given"]["allowed"]
    assert allowed["session_held"]["rule"] == "lifecycle"
    assert allowed["session_held"]["why_not"]
    assert allowed["decision_sent"]["rule"] == "R13"


async def test_what_is_offered_is_what_is_taken(as_: Callable[..., Caller]) -> None:
    """Each type without payload that a case offers can be recorded, and each that it does not offer cannot."""
    adviser = as_(Role.ADVISER)
    bare = {"decision_received", "mediation_concluded", "la_told_of_agreement", "no_agreement"}
    bare |= {"certificate_requested", "certificate_not_wanted", "assessment_requested", "draft_plan_served"}
    for case in (await an_open_case(adviser), await a_declined_case(adviser)):
        for fact in case["allowed_facts"]:
            if fact["type"] in bare:
                answer = await try_fact(adviser, case, fact["type"], "2025-03-12")
                assert answer.status_code == (201 if fact["allowed"] else 409), fact


async def test_a_day_or_value_that_cannot_be_is_not_valid(as_: Callable[..., Caller], app: FastAPI) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser)
    before = await _rows(app)
    refused: list[tuple[str, str, dict[str, Any], str]] = [
        ("decision_received", "2025-03-13", {}, "/occurred_on"),
        ("decision_received", "2025-03-12", {"supersedes": case["id"]}, "/supersedes"),
        ("agreement_action_done", "2025-03-12", {"term_id": "t1"}, "/term_id"),
        ("wish_stated", "2025-03-12", {"wish": "maybe"}, "/wish"),
    ]
    for type, day, payload, pointer in refused:
        answer = await try_fact(adviser, case, type, day, **payload)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), f"{type}: {answer.text}"
    assert await _rows(app) == before


async def test_a_day_beyond_the_calendar_is_not_valid(as_: Callable[..., Caller], clock: Clock, app: FastAPI) -> None:
    """A count of working days beyond the bank holidays that are known is refused, not guessed."""
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    await record(adviser, case, "advice_given", "2025-03-11", **ADVICE)
    await record(adviser, case, "wish_stated", "2025-03-12", wish="mediate")
    clock.set_day(date(2028, 12, 29))
    before = await _rows(app)
    fixed = await try_fact(adviser, case, "session_fixed", "2028-12-29", held_on="2199-01-01", mode="online")
    assert (fixed.status_code, fixed.json()["code"]) == (422, "beyond_calendar"), fixed.text
    waiting = await a_waiting_referral(adviser, decision={"decision_kind": "plan_contents", "sent_on": "2028-12-29"})
    refused = await adviser.post(f"/v1/referrals/{waiting['id']}/acceptance", {}, version=1)
    assert (refused.status_code, refused.json()["code"]) == (422, "beyond_calendar")
    after = await _rows(app)
    assert {name: after[name] for name in ("cases", "facts", "deadlines")} == {
        name: before[name] for name in ("cases", "facts", "deadlines")
    }
    assert (await adviser.get(f"/v1/cases/{case['id']}")).status_code == 200


async def test_a_wrong_fact_is_superseded_and_stays_readable(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    await record(adviser, case, "advice_given", "2025-03-11", **ADVICE)
    wrong = await record(adviser, case, "wish_stated", "2025-03-12", wish="not_mediate")
    assert wrong["stage"] == "declined"
    right = await record(adviser, case, "wish_stated", "2025-03-12", wish="mediate", supersedes=wrong["fact"]["id"])
    assert right["stage"] == "arranging"
    shown = {fact["id"]: fact for fact in await _timeline(adviser, case)}
    assert shown[wrong["fact"]["id"]]["superseded"]
    assert shown[right["fact"]["id"]]["supersedes"] == wrong["fact"]["id"]
    again = await try_fact(adviser, case, "wish_stated", "2025-03-12", wish="undecided", supersedes=wrong["fact"]["id"])
    assert (again.status_code, again.json()["rule"]) == (409, "supersede")


async def test_a_fact_is_taken_back(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser)
    wish = (await _timeline(adviser, case))[-1]
    advice = (await _timeline(adviser, case))[-2]
    kept = await try_fact(adviser, case, "advice_given", "2025-03-12", supersedes=advice["id"], retracted=True)
    assert kept.status_code in {201, 409}
    back = await record(adviser, case, "wish_stated", "2025-03-12", supersedes=wish["id"], retracted=True)
    assert back["stage"] in {"informed", "referred"}
    assert back["fact"]["retracted"]
    assert wish["id"] in {fact["id"] for fact in await _timeline(adviser, case)}


async def test_a_decision_may_be_corrected_while_no_certificate_stands(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case, _ = await a_certified_case(adviser)
    decision = (await _timeline(adviser, case))[0]
    later = await try_fact(
        adviser, case, "decision_sent", "2025-03-13", decision_kind="refusal_to_issue", supersedes=decision["id"]
    )
    assert later.status_code == 422
    taken = await try_fact(adviser, case, "decision_sent", "2025-03-12", supersedes=decision["id"], retracted=True)
    assert (taken.status_code, taken.json()["rule"]) == (409, "guard-1")
    moved = await record(
        adviser, case, "decision_sent", "2025-01-15", decision_kind="refusal_to_issue", supersedes=decision["id"]
    )
    assert moved["fact"]["occurred_on"] == "2025-01-15"
    now = await read_case(adviser, case["id"])
    assert now["decision_sent_on"] == "2025-01-15"


async def test_what_is_soft_is_recorded_and_flagged(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    late = await an_open_case(
        adviser, decision={"decision_kind": "refusal_to_issue", "sent_on": "2024-12-02"}, contacted_on="2025-03-10"
    )
    assert "contact_late" in late["flags"]
    case = await an_open_case(adviser)
    await record(adviser, case, "wish_stated", "2025-03-11", wish="not_mediate")
    assert "advice_outstanding" in (await read_case(adviser, case["id"]))["flags"]
    await record(adviser, case, "advice_given", "2025-03-12", **ADVICE)
    await record(adviser, case, "wish_stated", "2025-03-12", wish="mediate")
    await record(adviser, case, "session_fixed", "2025-03-12", held_on="2025-03-14", mode="online")
    assert "short_notice" in (await read_case(adviser, case["id"]))["flags"]


async def test_nobody_records_on_what_they_have_not_read(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    path, fact = f"/v1/cases/{case['id']}/facts", {"type": "decision_received", "occurred_on": "2025-03-12"}
    assert (await adviser.post(path, fact)).status_code == 428
    assert (await adviser.post(path, fact, version=1)).status_code == 201
    stale = await adviser.post(path, fact, version=1)
    assert (stale.status_code, stale.json()["code"]) == (412, "stale")
    assert stale.headers["etag"] == '"v2"'


async def test_a_closed_case_is_opened_again_only_by_saying_so(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case, _ = await a_certified_case(adviser)
    closed = await record(adviser, case, "case_closed", "2025-03-12", outcome="certificate_only")
    assert closed["stage"] == "closed"
    now = await read_case(adviser, case["id"])
    assert (now["outcome"], now["closed_on"]) == ("certificate_only", "2025-03-12")
    assert (
        await try_fact(adviser, case, "family_contacted", "2025-03-12", channel="phone", person="parent")
    ).status_code == 409
    assert (await try_fact(adviser, case, "appeal_lodged", "2025-03-12")).status_code == 201
    reopened = await record(adviser, case, "reopened", "2025-03-12", reason="The family came back")
    assert reopened["stage"] == "informed"
    now = await read_case(adviser, case["id"])
    assert (now["outcome"], now["closed_on"]) == (None, None)
