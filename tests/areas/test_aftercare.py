"""After the case: questions some time after, reopening, complaints behind a wall, and cases handed over."""

import hashlib
import json
from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from app.domain.permissions import Role
from app.store.tables import AuditEntry
from tests.builders.journeys import (
    a_certified_case,
    a_declined_case,
    a_waiting_referral,
    accepted,
    an_open_case,
    read_case,
    record,
    try_fact,
)
from tests.builders.stories import an_arranging_story
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import a_ground
from tests.rooms.agreements import meet


async def test_a_family_is_asked_some_time_after(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World
) -> None:
    story = await an_arranging_story(app, as_, clock, world)
    await story.on("2025-03-20").tell("la_says_cannot_arrange")
    await story.certify("s55_5_deemed")
    path = f"/v1/cases/{story.case['id']}/follow-ups"
    due = (await story.adviser.get(path)).json()["due"]
    assert [(one["question"], one["due_on"], one["asked"]) for one in due] == [
        ("still_wants_meeting", "2025-04-03", False),
        ("appeal_lodged", "2025-04-23", False),
    ]
    story.on("2025-04-04")
    body = {"question": "still_wants_meeting", "answer": "yes", "asked_on": "2025-04-04", "channel": "phone"}
    first = await story.adviser.post(path, body, key="follow-up-1")
    again = await story.adviser.post(path, body, key="follow-up-1")
    assert (first.status_code, again.json()) == (201, first.json())
    answer = (await story.adviser.get(path)).json()
    assert ([one["asked"] for one in answer["due"]], len(answer["items"])) == ([True, False], 1)
    ahead = await story.adviser.post(path, body | {"asked_on": "2025-04-05"})
    assert (ahead.status_code, ahead.json()["errors"][0]["pointer"]) == (422, "/asked_on")


async def test_an_answer_follows_the_certificate_or_the_end_and_is_recorded_once_for_a_day(
    as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser)
    path = f"/v1/cases/{case['id']}/follow-ups"
    body = {"question": "appeal_lodged", "answer": "could_not_reach", "asked_on": "2025-03-12", "channel": "phone"}
    early: Any = await adviser.post(path, body)
    assert (early.status_code, early.json()["errors"][0]["code"]) == (422, "nothing_to_follow")
    issued = await adviser.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=case["version"])
    assert issued.status_code == 201
    clock.set_day(date(2025, 4, 15))
    for day, code in (("2025-03-11", "too_early"), ("2024-11-01", "too_early"), ("2025-04-16", "in_the_future")):
        refused: Any = await adviser.post(path, body | {"asked_on": day})
        (fault,) = refused.json()["errors"]
        assert (refused.status_code, fault["pointer"], fault["code"]) == (422, "/asked_on", code)
    for answer, status in (("could_not_reach", 201), ("no", 201), ("no", 409), ("yes", 409)):
        told: Any = await adviser.post(path, body | {"answer": answer, "asked_on": "2025-04-15"})
        assert told.status_code == status, answer
    other_day: Any = await adviser.post(path, body | {"answer": "no", "asked_on": "2025-04-14"})
    assert other_day.status_code == 201
    assert len((await adviser.get(path)).json()["items"]) == 3


async def test_whether_promises_are_kept_is_asked_from_the_agreement_on(
    as_: Callable[..., Caller], clock: Clock, world: World
) -> None:
    ground = await a_ground(as_, world, clock)
    path = f"/v1/cases/{ground.id}/follow-ups"
    body = {"question": "agreement_kept", "answer": "yes", "asked_on": "2025-03-12", "channel": "phone"}
    assert (await ground.adviser.post(path, body)).status_code == 422
    await meet(ground)
    term = {"term_id": "T1", "kind": "issue_plan", "owner": "la"}
    await record(ground.adviser, ground.case, "agreement_signed", "2025-03-12", extent="full", terms=[term])
    assert (await ground.adviser.post(path, body)).status_code == 201
    assert (await ground.adviser.post(path, body | {"question": "appeal_lodged"})).status_code == 422


async def test_an_appeal_that_a_family_tells_of_is_to_be_recorded(as_: Callable[..., Caller], clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    case, _ = await a_certified_case(adviser)
    clock.set_day(date(2025, 4, 15))
    path = f"/v1/cases/{case['id']}/follow-ups"
    body = {"question": "appeal_lodged", "answer": "no", "asked_on": "2025-04-14", "channel": "phone"}
    no: Any = await adviser.post(path, body)
    yes: Any = await adviser.post(path, body | {"answer": "yes", "asked_on": "2025-04-15"}, key="an-appeal-is-told")
    assert no.status_code == 201, no.text
    assert (no.json()["warnings"], len(yes.json()["warnings"])) == ([], 1)
    assert "appeal_lodged" in yes.json()["warnings"][0]
    again: Any = await adviser.post(path, body | {"answer": "yes", "asked_on": "2025-04-15"}, key="an-appeal-is-told")
    assert again.json() == yes.json()
    await record(adviser, case, "appeal_lodged", "2025-04-10")
    assert [item["warnings"] for item in (await adviser.get(path)).json()["items"]] == [[], []]


async def test_a_case_is_opened_again_for_the_meeting(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World
) -> None:
    story = await an_arranging_story(app, as_, clock, world)
    await story.on("2025-03-20").tell("la_says_cannot_arrange")
    await story.certify("s55_5_deemed")
    path = f"/v1/cases/{story.case['id']}/reopening"
    body = {"reason": "Still wants the meeting", "wants_to_mediate": True}
    early = await story.adviser.post(path, body, version=(await story.now())["version"])
    assert (early.status_code, early.json()["rule"]) == (409, "lifecycle")
    await story.close("la_declined")
    story.on("2025-04-10")
    version = (await story.now())["version"]
    opened = await story.adviser.post(path, body, version=version)
    assert (opened.status_code, opened.json()["stage"]) == (200, "arranging")
    assert len(opened.json()["warnings"]) == 1
    assert (await story.adviser.post(path, body, version=version)).status_code == 412
    assert await story.refused("s55_5_deemed") == "guard-5"
    assert (await story.due())["appeal-last-day"][
        0
    ] == "2025-04-22"  # the first month goes on: Easter Sunday is the 20th


async def test_a_complaint_is_dealt_with_in_time_and_hidden_from_whom_it_is_about(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    manager, adviser = as_(Role.SERVICE_MANAGER), as_(Role.ADVISER)
    case = await an_open_case(adviser)
    body = {"level": "major", "words": "Nobody rang back", "received_on": "2025-03-11"}
    path = f"/v1/cases/{case['id']}/complaints"
    taken = await as_(Role.COORDINATOR).post(path, body | {"about_user_id": world.actor(Role.ADVISER).id})
    assert (taken.json()["acknowledge_by"], taken.json()["close_by"]) == ("2025-03-12", "2025-04-01")
    one = f"/v1/complaints/{taken.json()['id']}"
    assert (await adviser.get(one)).status_code == 403
    assert (await adviser.get("/v1/complaints")).status_code == 403
    clock.set_day(date(2025, 3, 13))
    read = (await manager.get(one)).json()
    assert (read["acknowledgement_status"], read["closing_status"]) == ("missed", "pending")
    wrong = await manager.post(f"{one}/acknowledgement", {"acknowledged_on": "2025-03-10"}, version=1)
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/acknowledged_on")
    noted = await manager.post(f"{one}/acknowledgement", {"acknowledged_on": "2025-03-13"}, version=1)
    assert noted.json()["acknowledgement_status"] == "late"
    end = {"closed_on": "2025-03-13", "outcome": "upheld", "answer": "We are sorry"}
    closed = await manager.post(f"{one}/closing", end, version=2)
    assert (closed.json()["closing_status"], closed.json()["outcome"]) == ("met", "upheld")
    assert (await manager.post(f"{one}/closing", end, version=3)).status_code == 409
    assert (await read_case(adviser, case["id"]))["version"] == case["version"]
    own = await manager.post(path, body | {"about_user_id": world.actor(Role.SERVICE_MANAGER).id})
    assert own.status_code == 201
    assert (await manager.get(f"/v1/complaints/{own.json()['id']}")).status_code == 404
    assert len((await manager.get("/v1/complaints")).json()["items"]) == 1


async def test_a_complaint_of_a_day_without_a_calendar_is_refused_at_its_field(as_: Callable[..., Caller]) -> None:
    case = await an_open_case(as_(Role.ADVISER))
    body = {"level": "minor", "words": "Nobody rang back", "received_on": "1999-03-11"}
    refused = await as_(Role.SERVICE_MANAGER).post(f"/v1/cases/{case['id']}/complaints", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/received_on")
    answer = {"question": "appeal_lodged", "answer": "no", "asked_on": "2025-03-12", "channel": "phone"}
    long = await as_(Role.ADVISER).post(f"/v1/cases/{case['id']}/follow-ups", answer | {"words": "x" * 501})
    assert long.json()["errors"][0]["detail"] == "At most 500 characters are expected."


async def test_reading_what_goes_over_is_noted(app: FastAPI, as_: Callable[..., Caller]) -> None:
    manager = as_(Role.SERVICE_MANAGER)
    await an_open_case(as_(Role.ADVISER))
    body = {"la_code": "926", "incoming_provider": "Another provider", "transfer_on": "2025-04-01"}
    made = (await manager.post("/v1/transfers", body)).json()
    path = f"/v1/transfers/{made['id']}/bundle"
    read = await manager.get(path)
    refused = [(await as_(Role.COORDINATOR).get(path)).status_code]
    refused.append((await manager.get("/v1/transfers/00000000-0000-7000-8000-000000000000/bundle")).status_code)
    assert refused == [403, 404]
    asked = select(AuditEntry.actor_id, AuditEntry.subject_id, AuditEntry.details)
    async with app.state.database.read() as connection:
        noted = (await connection.execute(asked.where(AuditEntry.action == "transfer.bundle_read"))).all()
    assert manager.actor is not None
    assert [tuple(row) for row in noted] == [(manager.actor.id, made["id"], {"sha256": read.json()["sha256"]})]


async def test_cases_go_to_another_provider_with_what_may_go(
    as_: Callable[..., Caller], clock: Clock, world: World
) -> None:
    manager, adviser = as_(Role.SERVICE_MANAGER), as_(Role.ADVISER)
    first, second = await an_open_case(adviser), await an_open_case(adviser)
    elsewhere = await an_open_case(adviser, la_code="935")
    await adviser.post(f"/v1/cases/{first['id']}/advice-notes", {"words": "A secret word"})
    body = {"la_code": "926", "incoming_provider": "Another provider", "transfer_on": "2025-04-01"}
    made = (await manager.post("/v1/transfers", body)).json()
    assert made["cases"] == 2
    assert (await manager.post("/v1/transfers", body)).status_code == 409
    bundle = (await manager.get(f"/v1/transfers/{made['id']}/bundle")).json()
    assert {one["case"]["id"] for one in bundle["cases"]} == {first["id"], second["id"]}
    assert {"facts", "certificates", "agreements", "parties"} <= set(bundle["cases"][0])
    assert "secret word" not in json.dumps(bundle)
    canonical = json.dumps(bundle["cases"], sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    assert hashlib.sha256(canonical.encode()).hexdigest() == bundle["sha256"]
    early = await manager.post(f"/v1/transfers/{made['id']}/completion", version=1)
    assert early.status_code == 409
    clock.set_day(date(2025, 4, 1))
    gone = await manager.post(f"/v1/transfers/{made['id']}/completion", version=1)
    assert gone.status_code == 200, gone.text
    refused: Any = await try_fact(adviser, first, "decision_received", "2025-04-01")
    assert (refused.status_code, refused.json()["rule"]) == (409, "transferred")
    assert (await try_fact(adviser, elsewhere, "decision_received", "2025-04-01")).status_code == 201
    path, coordinator = f"/v1/cases/{first['id']}", as_(Role.COORDINATOR)
    session = {"kind": "mediation", "mode": "online", "starts_at": "2025-04-20T10:00:00Z", "length_minutes": 60}
    window = {
        "side": "family",
        "possible": True,
        "starts_at": "2025-04-20T08:00:00Z",
        "ends_at": "2025-04-20T12:00:00Z",
    }
    for caller, part, body in (
        (adviser, "advice-notes", {"words": "Too late"}),
        (adviser, "documents", {"name": "late.pdf", "kind": "report", "audience_class": "shared"}),
        (adviser, "safeguarding-records", {"words": "Too late"}),
        (coordinator, "sessions", session),
        (coordinator, "availability", window),
    ):
        refused = await caller.post(f"{path}/{part}", body)
        assert (refused.status_code, refused.json()["rule"]) == (409, "transferred"), part
    for role in (Role.COORDINATOR, Role.PROVIDER_ADMIN, Role.LA_COMMISSIONER):
        assert (await as_(role).get(f"/v1/transfers/{made['id']}/bundle")).status_code == 403
    referral = (await adviser.get(first["links"]["referral"])).json()
    body = {"child": {"given_name": "Another"}}
    corrected = await adviser.patch(first["links"]["referral"], body, version=referral["version"])
    assert (corrected.status_code, corrected.json()["rule"]) == (409, "transferred")


async def test_a_transfer_with_a_case_in_conflict_is_read_by_somebody_else(as_: Callable[..., Caller]) -> None:
    manager = as_(Role.SERVICE_MANAGER)
    case = await an_open_case(as_(Role.ADVISER))
    body = {"la_code": "926", "incoming_provider": "Another provider", "transfer_on": "2025-04-01"}
    made = (await manager.post("/v1/transfers", body)).json()
    assert manager.actor is not None
    conflict = {"user_id": manager.actor.id, "kind": "related"}
    declared = await manager.post(f"/v1/cases/{case['id']}/conflicts", conflict)
    assert declared.status_code == 201, declared.text
    refused = await manager.get(f"/v1/transfers/{made['id']}/bundle")
    assert (refused.status_code, refused.json()["code"]) == (409, "state_conflict")


async def test_everyone_sees_that_a_case_has_gone_and_it_is_open_here_no_more(
    as_: Callable[..., Caller], clock: Clock, world: World
) -> None:
    manager, adviser, coordinator = as_(Role.SERVICE_MANAGER), as_(Role.ADVISER), as_(Role.COORDINATOR)
    family, council, partner = as_(Role.FAMILY_FRONT_END), as_(Role.LA_OFFICER), as_(Role.PARTNER_SYSTEM)
    case = await accepted(adviser, await a_waiting_referral(partner, key="from-a-partner"))
    path = f"/v1/cases/{case['id']}"
    seen = (adviser, council, partner)
    before = [await caller.get(path) for caller in seen]
    assert [answer.json()["transferred_on"] for answer in before] == [None] * 3
    assert (await family.get(path)).status_code == 404  # another's case
    body = {"la_code": "926", "incoming_provider": "Another provider", "transfer_on": "2025-04-01"}
    made = (await manager.post("/v1/transfers", body)).json()
    clock.set_day(date(2025, 4, 1))
    assert (await manager.post(f"/v1/transfers/{made['id']}/completion", version=1)).status_code == 200
    after = [await caller.get(path) for caller in seen]
    assert [answer.json()["transferred_on"] for answer in after] == ["2025-04-01"] * 3
    for old, new in zip(before, after, strict=True):
        assert new.json()["version"] > old.json()["version"]
        assert new.headers["ETag"] != old.headers["ETag"]
        assert new.json()["updated_at"] > old.json()["updated_at"]
    staff = after[0].json()
    for allowed in (*staff["allowed_facts"], *staff["allowed_certificates"]):
        assert (allowed["allowed"], allowed["rule"]) == (False, "transferred")
    for caller in (coordinator, council, partner):
        listed = (await caller.get("/v1/cases", params={"open": "true"})).json()["items"]
        assert case["id"] not in {row["id"] for row in listed}
        left = (await caller.get("/v1/cases", params={"open": "false"})).json()["items"]
        assert case["id"] in {row["id"] for row in left}
        since = (await caller.get("/v1/cases", params={"updated_since": "2025-04-01T00:00:00Z"})).json()["items"]
        assert case["id"] in {row["id"] for row in since}
    for query, there in ((True, False), (False, True)):
        due = (await coordinator.get("/v1/deadlines", params={"open": str(query).lower(), "limit": 200})).json()
        assert (case["id"] in {row["case_id"] for row in due["items"]}) is there


async def test_a_transfer_is_taken_back_before_its_day(as_: Callable[..., Caller], clock: Clock) -> None:
    manager, adviser = as_(Role.SERVICE_MANAGER), as_(Role.ADVISER)
    case = await an_open_case(adviser)
    body = {"la_code": "926", "incoming_provider": "Another provider", "transfer_on": "2025-04-01"}
    made = (await manager.post("/v1/transfers", body)).json()
    path = f"/v1/transfers/{made['id']}"
    taken_back = await manager.post(f"{path}/withdrawal", version=1)
    assert (taken_back.status_code, taken_back.json()["withdrawn_at"] is not None) == (200, True)
    assert (await manager.get(f"{path}/bundle")).json()["cases"] == []
    clock.set_day(date(2025, 4, 1))
    for step in ("completion", "withdrawal"):
        assert (await manager.post(f"{path}/{step}", version=2)).status_code == 409
    assert (await try_fact(adviser, case, "decision_received", "2025-04-01")).status_code == 201
    again = (await manager.post("/v1/transfers", body)).json()
    assert again["cases"] == made["cases"]
    assert (await manager.post(f"/v1/transfers/{again['id']}/completion", version=1)).status_code == 200
    assert (await manager.post(f"/v1/transfers/{again['id']}/withdrawal", version=2)).status_code == 409


async def test_what_is_to_be_asked_is_listed_across_cases(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World
) -> None:
    story = await an_arranging_story(app, as_, clock, world)
    await story.on("2025-03-20").tell("la_says_cannot_arrange")
    await story.certify("s55_5_deemed")
    story.on("2025-04-30")
    path, caller = "/v1/follow-ups", story.adviser
    listed = (await caller.get(path)).json()["items"]
    assert [(row["case_id"], row["question"], row["due_on"]) for row in listed] == [
        (story.case["id"], "still_wants_meeting", "2025-04-03"),
        (story.case["id"], "appeal_lodged", "2025-04-23"),
    ]
    first = (await caller.get(path, params={"limit": 1})).json()
    second = (await caller.get(path, params={"limit": 1, "cursor": first["next_cursor"]})).json()
    assert [first["items"], second["items"], second["next_cursor"]] == [listed[:1], listed[1:], None]
    assert (await caller.get(path, params={"due_to": "2025-04-10"})).json()["items"] == listed[:1]
    assert (await caller.get(path, params={"due_to": "2025-04-02"})).json()["items"] == []
    assert (await caller.get(path, params={"due_from": "2025-04-04"})).json()["items"] == listed[1:]
    assert (await caller.get(path, params={"due_to": "2025-10-02"})).json()["items"] == listed
    assert (await caller.get(path, params={"due_to": "2025-10-03"})).json()["items"] == listed[1:]
    turned = await caller.get(path, params={"due_from": "2025-05-01"})
    assert (turned.status_code, turned.json()["errors"][0]["parameter"]) == (422, "due_from")
    body = {"question": "still_wants_meeting", "asked_on": "2025-04-30", "channel": "phone"}
    tried = await caller.post(f"/v1/cases/{story.case['id']}/follow-ups", body | {"answer": "could_not_reach"})
    assert (tried.status_code, (await caller.get(path)).json()["items"]) == (201, listed)
    assert (await caller.post(f"/v1/cases/{story.case['id']}/follow-ups", body | {"answer": "no"})).status_code == 201
    assert (await caller.get(path)).json()["items"] == listed[1:]
    assert (await as_(Role.COORDINATOR).get(path)).json()["items"] == listed[1:]
    assert (await as_(world.stranger.actors[Role.COORDINATOR]).get(path)).json()["items"] == []
    assert (await as_(Role.LA_OFFICER).get(path)).status_code == 403


async def test_a_case_is_closed_when_no_session_of_it_stands(
    as_: Callable[..., Caller], clock: Clock, world: World
) -> None:
    adviser, coordinator = as_(Role.ADVISER), as_(Role.COORDINATOR)
    case = await an_open_case(adviser)
    session = {"kind": "mediation", "mode": "online", "starts_at": "2025-04-20T10:00:00Z", "length_minutes": 60}
    planned = (await coordinator.post(f"/v1/cases/{case['id']}/sessions", session)).json()
    await record(adviser, case, "advice_given", "2025-03-11", channel="phone", rights_explained=True)
    refused = await try_fact(adviser, case, "case_closed", "2025-03-12", outcome="guidance_only")
    assert (refused.status_code, refused.json()["rule"]) == (409, "session-stands")
    assert "2025-04-20" not in refused.text
    reason = {"cancelled_by": "family", "reason": "They will not meet", "cancelled_at": "2025-03-12T09:00:00Z"}
    off = await coordinator.post(f"/v1/sessions/{planned['id']}/cancellation", reason, version=1)
    assert off.status_code == 200, off.text
    await record(adviser, case, "case_closed", "2025-03-12", outcome="guidance_only")


async def test_nothing_is_begun_on_a_closed_case(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    await record(adviser, case, "advice_given", "2025-03-11", channel="phone", rights_explained=True)
    await record(adviser, case, "case_closed", "2025-03-12", outcome="guidance_only")
    session = {"kind": "mediation", "mode": "online", "starts_at": "2025-04-20T10:00:00Z", "length_minutes": 60}
    refused = await as_(Role.COORDINATOR).post(f"/v1/cases/{case['id']}/sessions", session)
    assert (refused.status_code, refused.json()["rule"]) == (409, "lifecycle")
    assert (await adviser.post(f"/v1/cases/{case['id']}/advice-notes", {"words": "A last call"})).status_code == 201


async def test_a_health_body_that_nobody_knows_was_not_told(as_: Callable[..., Caller], world: World) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    for stranger in (world.home.id, "00000000-0000-7000-8000-0000000000ff"):
        told = {"icb_ids": [world.home.icb, stranger], "notified_by": "adviser"}
        refused: Any = await try_fact(adviser, case, "icb_notified", "2025-03-12", **told)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/icb_ids/1")
