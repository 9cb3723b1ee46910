"""The law over HTTP: what anyone reads, what an administrator changes, and what each change moves."""

import asyncio
from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from app.areas.law import service
from app.domain.permissions import Role
from app.jobs.verify import verify
from app.store.tables import AuditEntry, OutboxEvent
from tests.builders.journeys import a_declined_case, a_proclaimed_day, an_open_case, read_case, record
from tests.builders.world import World
from tests.conftest import Caller, Clock

As = Callable[..., Caller]


def due(case: dict[str, Any], rule_id: str) -> str:
    found = [deadline["due_on"] for deadline in case["deadlines"] if deadline["rule_id"] == rule_id]
    assert len(found) == 1, found
    day: str = found[0]
    return day


async def test_anyone_reads_the_rules_and_keeps_them(as_: As) -> None:
    nobody = as_(None)
    answer = await nobody.get("/v1/law/rules")
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "public, max-age=3600"
    again = await nobody.get("/v1/law/rules", headers={"If-None-Match": answer.headers["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    rows = {(row["id"], row["step"]): row for row in answer.json()["items"]}
    contact = rows["contact-adviser-2m", None]
    assert (contact["period"], contact["convention"]) == ({"amount": 2, "unit": "months"}, "cc-month")
    assert (contact["owed_by"], contact["trigger"]) == ("family", "decision_sent")
    assert contact["citation"]["verification"] == "primary"
    assert (contact["in_force_from"], contact["in_force_to"]) == ("2014-09-01", None)
    assert rows["appeal-late", None]["kind"] == "duty"
    for row in rows.values():
        url = row["citation"]["url"]
        assert url is None or "legislation.gov.uk" in url, row["id"]
        assert row["citation"]["verification"] != "unverified" or url is None, row["id"]
    one = await nobody.get("/v1/law/rules/agr-assess")
    assert [row["step"] for row in one.json()["items"]] == [None, "reasons", "final"]
    assert (await nobody.get("/v1/law/rules/no-such-rule")).status_code == 404


async def test_every_ruling_a_date_names_is_explained(as_: As) -> None:
    nobody = as_(None)
    known = {row["id"] for row in (await nobody.get("/v1/law/rulings")).json()["items"]}
    named = {ruling for row in (await nobody.get("/v1/law/rules")).json()["items"] for ruling in row["rulings"]}
    assert named
    assert named <= known


async def test_a_proclaimed_day_moves_what_it_touches_in_one_audited_batch(app: FastAPI, as_: As, clock: Clock) -> None:
    adviser, admin = as_(Role.ADVISER), as_(Role.PROVIDER_ADMIN)
    touched = await a_declined_case(adviser)
    far = await an_open_case(
        adviser, decision={"decision_kind": "refusal_to_assess", "sent_on": "2024-05-01"}, contacted_on="2024-05-02"
    )
    assert due(touched, "cert-no-mediation-3wd") == "2025-03-17"

    change, day = await a_proclaimed_day(admin, "2025-03-14")
    moved = await read_case(adviser, touched["id"])
    assert due(moved, "cert-no-mediation-3wd") == "2025-03-18"
    assert moved["version"] == touched["version"] + 1
    assert (await read_case(adviser, far["id"]))["version"] == far["version"]
    assert (change["kind"], change["cases_worked_out"], change["cases_changed"]) == ("holiday", 1, 1)

    listed = (await adviser.get(f"/v1/law/changes/{change['id']}/deadlines")).json()["items"]
    assert len(listed) == change["deadlines_changed"]
    row = next(item for item in listed if item["rule_id"] == "cert-no-mediation-3wd")
    assert (row["before"]["due_on"], row["after"]["due_on"]) == ("2025-03-17", "2025-03-18")
    assert row["case_reference"] == touched["reference"]
    assert any("A proclaimed day" in step for step in row["after"]["explanation"])

    async with app.state.database.read() as connection:
        entries = (await connection.execute(select(AuditEntry.action, AuditEntry.details))).all()
        events = (await connection.execute(select(OutboxEvent.type, OutboxEvent.data))).all()
    assert [entry.details["cases_changed"] for entry in entries if entry.action == "law.changed"] == [1]
    # No clock moved that anybody outside sees, so nothing is told there; it is audited all the same.
    assert "case.deadlines_changed" in {entry.action for entry in entries}
    assert not {"case.deadlines_changed", "law.changed"} & {event.type for event in events}

    back = await admin.post(f"/v1/law/proclaimed-days/{day['id']}/withdrawal", version=day["version"])
    assert back.status_code == 201, back.text
    assert due(await read_case(adviser, touched["id"]), "cert-no-mediation-3wd") == "2025-03-17"
    again = await admin.post(f"/v1/law/proclaimed-days/{day['id']}/withdrawal", version=day["version"] + 1)
    assert again.status_code == 409


async def test_a_clock_that_moves_in_sight_of_the_council_is_told_outside(app: FastAPI, as_: As) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    await record(adviser, case, "advice_given", "2025-03-11", channel="phone", rights_explained=True)
    await record(adviser, case, "wish_stated", "2025-03-11", wish="mediate")
    await record(adviser, case, "la_informed", "2025-03-11", informed_by="adviser")
    await record(adviser, case, "session_fixed", "2025-03-12", held_on="2025-03-27", mode="online")
    change, _ = await a_proclaimed_day(as_(Role.PROVIDER_ADMIN), "2025-03-21")
    async with app.state.database.read() as connection:
        events = (await connection.execute(select(OutboxEvent.type, OutboxEvent.data))).all()
    told = [event.data for event in events if event.type == "case.deadlines_changed"]
    assert told == [{"law_change_id": change["id"], "la_code": "926"}]


async def test_what_was_known_on_a_past_day_and_what_was_said_since(as_: As, clock: Clock) -> None:
    adviser, admin = as_(Role.ADVISER), as_(Role.PROVIDER_ADMIN)
    case = await a_declined_case(adviser)
    path = f"/v1/cases/{case['id']}"
    clock.set_day(date(2025, 3, 13))
    await a_proclaimed_day(admin, "2025-03-14")
    clock.set_day(date(2025, 3, 14))
    timeline = (await adviser.get(f"{path}/facts")).json()["items"]
    wish = next(fact for fact in timeline if fact["type"] == "wish_stated")
    await record(adviser, case, "wish_stated", "2025-03-11", wish="not_mediate", supersedes=wish["id"])

    expected = {"2025-03-11": None, "2025-03-12": "2025-03-17", "2025-03-13": "2025-03-18", "2025-03-14": "2025-03-17"}
    for day, due_on in expected.items():
        known = (await adviser.get(f"{path}/deadlines?known_on={day}")).json()
        found = [line["due_on"] for line in known["deadlines"] if line["rule_id"] == "cert-no-mediation-3wd"]
        assert found == ([] if due_on is None else [due_on]), day
        assert (known["known_on"], known["as_of"]) == (day, day)
    judged = (await adviser.get(f"{path}/deadlines?known_on=2025-03-12&as_of=2025-03-20")).json()
    assert [
        (line["due_on"], line["status"]) for line in judged["deadlines"] if line["rule_id"] == "cert-no-mediation-3wd"
    ] == [("2025-03-17", "missed")]
    assert (await adviser.get(f"{path}/deadlines?known_on=2025-03-15")).status_code == 422

    said = (await adviser.get(f"{path}/deadline-changes")).json()["items"]
    dates = [
        ((row["before"] or {}).get("due_on"), (row["after"] or {}).get("due_on"), row["cause"])
        for row in said
        if row["rule_id"] == "cert-no-mediation-3wd"
    ]
    assert dates == [
        (None, "2025-03-17", "fact"),
        ("2025-03-17", "2025-03-18", "law"),
        ("2025-03-18", "2025-03-17", "fact"),
    ]


async def test_outsiders_read_of_past_deadlines_only_their_own_clocks(as_: As, clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    await record(adviser, case, "advice_given", "2025-03-11", channel="phone", rights_explained=True)
    await record(adviser, case, "wish_stated", "2025-03-11", wish="mediate")
    await record(adviser, case, "la_informed", "2025-03-11", informed_by="adviser")
    path = f"/v1/cases/{case['id']}"
    officer = (await as_(Role.LA_OFFICER).get(f"{path}/deadlines")).json()
    assert officer["audience"] == "outside"
    assert {line["rule_id"] for line in officer["deadlines"]} == {"arrange-30d-education", "hold-30d"}
    assert "warnings" not in officer
    told = (await as_(Role.LA_OFFICER).get(f"{path}/deadline-changes")).json()["items"]
    assert {row["rule_id"] for row in told} == {"arrange-30d-education", "hold-30d"}
    assert "cause" not in told[0]
    assert (await as_(Role.PARTNER_SYSTEM).get(f"{path}/deadline-changes")).status_code == 403


async def test_a_councils_term_dates_settle_who_holds_the_rights(as_: As, clock: Clock) -> None:
    clock.set_day(date(2026, 6, 1))
    adviser, admin = as_(Role.ADVISER), as_(Role.PROVIDER_ADMIN)
    case = await an_open_case(
        adviser,
        child={"given_name": "A", "family_name": "B", "born_on": "2009-09-03"},
        contacted_on="2026-05-10",
        decision={"decision_kind": "plan_contents", "sent_on": "2026-05-01"},
    )
    assert "rights_holder_check" in case["flags"]
    term = {"la_code": "926", "school_year": "2025-26", "term": "autumn", "source": "The council's own page"}
    # Sixteen the day before the term began, so school age ended in June 2025.
    late = {**term, "begins_on": "2025-09-04", "ends_on": "2025-12-19"}
    made = await admin.post("/v1/law/term-dates", late)
    assert made.status_code == 201, made.text
    assert made.json()["cases_worked_out"] == 1
    assert "rights_holder_check" not in (await read_case(adviser, case["id"]))["flags"]
    corrected = await admin.post("/v1/law/term-dates", {**late, "begins_on": "2025-09-02"})
    assert corrected.status_code == 201
    listed = (await adviser.get("/v1/law/term-dates?la=926&school_year=2025-26")).json()["items"]
    assert [(row["begins_on"], row["term"]) for row in listed] == [("2025-09-02", "autumn")]


async def test_bad_days_and_terms_are_refused_by_name(as_: As) -> None:
    admin = as_(Role.PROVIDER_ADMIN)
    day = {"holiday_on": "2025-03-15", "name": "A day", "source": "A proclamation"}
    for on, code in (
        ("2025-03-15", "no_working_day"),
        ("2025-12-25", "no_working_day"),
        ("2035-03-14", "beyond_calendar"),
    ):
        answer = await admin.post("/v1/law/proclaimed-days", {**day, "holiday_on": on})
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (422, code), answer.text
        assert answer.json()["errors"][0]["pointer"] == "/holiday_on"
    term = {"la_code": "926", "school_year": "2025-26", "term": "autumn", "source": "A page"}
    for change in (
        {"begins_on": "2025-10-04", "ends_on": "2025-12-19"},
        {"begins_on": "2025-09-04", "ends_on": "2025-09-01"},
        {"begins_on": "2025-09-04", "ends_on": "2026-09-01"},
        {"begins_on": "2025-09-04", "ends_on": "2025-12-19", "school_year": "2025-27"},
        {"begins_on": "2025-09-04", "ends_on": "2025-12-19", "la_code": "999"},
    ):
        answer = await admin.post("/v1/law/term-dates", {**term, **change})
        assert answer.status_code == 422, answer.text
    assert (await as_(Role.ADVISER).post("/v1/law/proclaimed-days", day)).status_code == 403


async def test_a_change_that_touches_too_much_is_left_to_the_operator(as_: As, monkeypatch: Any) -> None:
    adviser, admin = as_(Role.ADVISER), as_(Role.PROVIDER_ADMIN)
    await a_declined_case(adviser)
    monkeypatch.setattr(service, "MOST_AT_ONCE", 0)
    monkeypatch.setitem(service.add_day.__kwdefaults__, "most", 0)
    answer = await admin.post(
        "/v1/law/proclaimed-days", {"holiday_on": "2025-03-14", "name": "A day", "source": "A proclamation"}
    )
    assert (answer.status_code, answer.json()["code"]) == (409, "too_many_cases")
    assert (await admin.get("/v1/law/proclaimed-days")).json()["items"] == []


async def test_one_providers_slip_moves_nothing_of_another(as_: As, world: World) -> None:
    nobody, facts = as_(None), [{"type": "session_held", "occurred_on": "2025-03-12", "present": ["parent", "la"]}]
    body = {
        "as_of": "2025-03-12",
        "facts": [*facts, {"type": "mediation_concluded", "occurred_on": "2025-03-12"}],
    }

    async def certificate_by() -> str:
        answer = await nobody.post("/v1/deadline-calculations", body)
        assert answer.status_code == 200, answer.text
        return due(answer.json(), "cert-after-mediation-3wd")

    assert await certificate_by() == "2025-03-17"
    await a_proclaimed_day(as_(Role.PROVIDER_ADMIN), "2025-03-14")
    assert await certificate_by() == "2025-03-17"
    await a_proclaimed_day(as_(world.stranger.actors[Role.PROVIDER_ADMIN]), "2025-03-14")
    assert await certificate_by() == "2025-03-18"
    held = (await nobody.get("/v1/law/calendars")).json()["items"][0]["holidays"]
    assert {"holiday_on": "2025-03-14", "name": "A proclaimed day", "proclaimed": True} in held


async def test_a_change_sent_twice_happens_once(as_: As) -> None:
    admin = as_(Role.PROVIDER_ADMIN)
    body = {"holiday_on": "2025-03-14", "name": "A day", "source": "A proclamation"}
    first = await admin.post("/v1/law/proclaimed-days", body, key="one-holiday")
    again = await admin.post("/v1/law/proclaimed-days", body, key="one-holiday")
    assert (first.status_code, again.status_code) == (201, 201)
    assert again.headers["Idempotency-Replayed"] == "true"
    assert again.json() == first.json()
    assert len((await admin.get("/v1/law/proclaimed-days")).json()["items"]) == 1


async def test_facts_recorded_while_the_law_changes_end_under_the_new_law(app: FastAPI, as_: As, clock: Clock) -> None:
    adviser, admin = as_(Role.ADVISER), as_(Role.PROVIDER_ADMIN)
    cases = [await a_declined_case(adviser) for _ in range(6)]

    async def tell(case: dict[str, Any]) -> int:
        body = {"type": "decision_received", "occurred_on": "2025-03-12"}
        answer = await adviser.post(f"/v1/cases/{case['id']}/facts", body, version=case["version"])
        return int(answer.status_code)

    async def proclaim() -> int:
        body = {"holiday_on": "2025-03-14", "name": "A day", "source": "A proclamation"}
        return int((await admin.post("/v1/law/proclaimed-days", body)).status_code)

    statuses = await asyncio.gather(
        *(tell(case) for case in cases[:3]), proclaim(), *(tell(case) for case in cases[3:])
    )
    assert set(statuses) <= {201, 412}, statuses
    assert statuses[3] == 201
    for case in cases:
        assert due(await read_case(adviser, case["id"]), "cert-no-mediation-3wd") == "2025-03-18"
    assert not await verify(app.state.database, today=clock.today)
