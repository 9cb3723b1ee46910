"""Each audience has a model of its own: what one leaves out is nowhere else for the same reader."""

import json
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.areas.cases.schemas import StageAsked
from app.domain.lifecycle import NOT_TOLD_APART, OutsideStage, Stage, seen_inside, seen_outside
from app.domain.permissions import Role
from app.store.tables import OutboxEvent
from tests.areas.test_canary import OUTSIDE
from tests.builders.journeys import a_proclaimed_day, a_waiting_referral, accepted, an_open_case, read_case, record
from tests.builders.world import World
from tests.conftest import Caller
from tests.views import every_read

ADVICE = {"channel": "phone", "rights_explained": True}
OUTSIDERS = (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM)


async def _ended(as_: Callable[..., Caller], world: World, how: str, sender: Role = Role.PARTNER_SYSTEM) -> Any:
    """Return a case that a system sent and whose family has declined or withdrawn since."""
    adviser = as_(Role.ADVISER)
    sent = await a_waiting_referral(as_(sender), key=f"sent-{how}", icb_id=world.home.icb, health_issues=True)
    case = await accepted(adviser, sent)
    await record(adviser, case, "advice_given", "2025-03-11", **ADVICE)
    if how == "declined":
        await record(adviser, case, "wish_stated", "2025-03-11", wish="not_mediate")
    else:
        await record(
            adviser, case, "withdrawn_by_party", "2025-03-11", party="parent", reason="Told", reason_code="other"
        )
    # What is told outside after it carries where the case stands.
    now = await read_case(adviser, case["id"])
    issued = await adviser.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=now["version"])
    assert issued.status_code == 201, issued.text
    return {**await read_case(adviser, case["id"]), "certificate_id": issued.json()["id"]}


def test_every_stage_has_a_word_outside_and_every_word_stages_inside() -> None:
    assert {stage for word in OutsideStage for stage in seen_inside(word)} == set(Stage)
    assert {seen_outside(stage) for stage in Stage} == set(OutsideStage)
    assert all(stage in seen_inside(seen_outside(stage)) for stage in Stage)
    assert not {stage.value for stage in NOT_TOLD_APART} & {word.value for word in OutsideStage}
    assert {word.value for word in StageAsked} == {word.value for word in (*Stage, *OutsideStage)}


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
async def test_no_outsider_is_told_whether_a_family_declined_or_withdrew(
    app: FastAPI, as_: Callable[..., Caller], world: World, how: str
) -> None:
    case = await _ended(as_, world, how)
    assert case["stage"] == how
    for role in OUTSIDERS:
        caller = as_(role)
        assert (await read_case(caller, case["id"]))["stage"] == "not_proceeding"
        for query in ("", "?stage=not_proceeding", "?stage=not_proceeding&stage=arranging"):
            (item,) = (await caller.get(f"/v1/cases{query}")).json()["items"]
            assert item["stage"] == "not_proceeding"
        assert (await caller.get("/v1/cases?stage=arranging")).json()["items"] == []
        # A filter by a word that the answer hides would tell as much as the answer.
        for word in NOT_TOLD_APART:
            refused = await caller.get(f"/v1/cases?stage={word}")
            fault = refused.json()["errors"][0]
            assert (refused.status_code, fault["parameter"], fault["code"]) == (422, "stage", "not_filterable")
        for path in ("", "/facts", "/certificates"):
            told = (await caller.get(f"/v1/cases/{case['id']}{path}")).text + (await caller.get("/v1/deadlines")).text
            assert not [word for word in ("declin", "withdr", "not_mediate", "wish") if word in told.lower()]
    staff = as_(Role.ADVISER)
    assert [item["stage"] for item in (await staff.get(f"/v1/cases?stage={how}")).json()["items"]] == [how]
    assert (await staff.get("/v1/cases?stage=not_proceeding")).status_code == 422
    async with app.state.database.read() as connection:
        events = [dict(row) for row in (await connection.execute(select(OutboxEvent.__table__))).mappings()]
    stages = {event["data"]["stage"] for event in events if "stage" in event["data"]}
    assert "not_proceeding" in stages
    assert not {"declined", "withdrawn"} & stages


async def test_a_family_is_told_its_own_choice(as_: Callable[..., Caller], world: World) -> None:
    case = await _ended(as_, world, "declined", Role.FAMILY_FRONT_END)
    family = as_(Role.FAMILY_FRONT_END)
    assert (await read_case(family, case["id"]))["stage"] == "declined"
    (item,) = (await family.get("/v1/cases?stage=declined")).json()["items"]
    assert (item["stage"], item["decision_kind"]) == ("declined", "refusal_to_issue")


async def test_a_partner_system_reads_nowhere_what_its_brief_leaves_out(
    as_: Callable[..., Caller], world: World
) -> None:
    adviser, partner, officer = as_(Role.ADVISER), as_(Role.PARTNER_SYSTEM), as_(Role.LA_OFFICER)
    sent = await a_waiting_referral(partner, key="sent-by-partner", icb_id=world.home.icb, health_issues=True)
    case = await accepted(adviser, sent)
    for type, payload in (
        ("advice_given", ADVICE),
        ("wish_stated", {"wish": "mediate"}),
        ("la_informed", {"informed_by": "adviser"}),
        ("icb_notified", {"icb_ids": [world.home.icb], "notified_by": "adviser"}),
        ("body_arranging_set", {"body": "la"}),
        ("session_fixed", {"held_on": "2025-03-27", "mode": "online"}),
    ):
        await record(adviser, case, type, "2025-03-11", **payload)
    brief = await read_case(partner, case["id"])
    outside = await read_case(officer, case["id"])
    hidden = {"route", "decision_kind", "decision_sent_on", "child"}
    assert not hidden & brief.keys()
    assert hidden <= outside.keys()
    (row,) = (await partner.get("/v1/cases")).json()["items"]
    (full_row,) = (await officer.get("/v1/cases")).json()["items"]
    assert "decision_kind" not in row
    assert "decision_kind" in full_row
    timeline = (await partner.get(f"/v1/cases/{case['id']}/facts")).json()["items"]
    assert [fact["type"] for fact in timeline] == ["referral_received", "session_fixed"]
    assert not [fact for fact in timeline if "payload" in fact]
    listed = (await partner.get("/v1/deadlines")).json()["items"]
    assert [due["rule_id"] for due in listed] == [due["rule_id"] for due in brief["deadlines"]] == ["hold-30d"]
    for due in (*listed, *brief["deadlines"]):
        assert not {"owed_by", "start_on", "explanation", "flags", "alternatives", "subject"} & due.keys()
    assert len(outside["deadlines"]) > 2
    told = json.dumps([brief, row, timeline, listed])
    assert not [word for word in ("health", "icb", "mixed", "refusal", "2025-01-14", "Reed") if word in told]
    refused = await partner.get("/v1/deadlines?owed_by=icb")
    assert (refused.status_code, refused.json()["errors"][0]["parameter"]) == (422, "owed_by")
    assert (await officer.get("/v1/deadlines?owed_by=icb")).status_code == 200


async def test_a_partner_system_sees_that_there_is_a_certificate_and_not_of_which_kind(
    as_: Callable[..., Caller], world: World
) -> None:
    case = await _ended(as_, world, "declined")
    partner, officer = as_(Role.PARTNER_SYSTEM), as_(Role.LA_OFFICER)
    for path in (f"/v1/certificates/{case['certificate_id']}", f"/v1/cases/{case['id']}/certificates"):
        mine, theirs = await partner.get(path), await officer.get(path)
        assert "issued_on" in mine.text
        assert "s55_4" not in mine.text
        assert "person" not in mine.text
        assert '"kind":"s55_4"' in theirs.text
        assert "issued_by" not in theirs.text


@pytest.mark.parametrize("role", [role for role in Role if role not in {Role.PROVIDER_ADMIN, Role.REPORTING}])
async def test_a_link_is_offered_to_who_may_follow_it_only(
    as_: Callable[..., Caller], world: World, role: Role
) -> None:
    sender = role if role in {Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END} else Role.ADVISER
    sent = await a_waiting_referral(as_(sender), key="sent-for-links", icb_id=world.home.icb, health_issues=True)
    case = await accepted(as_(Role.ADVISER), sent)
    mediator = as_(Role.MEDIATOR).actor
    assert mediator is not None
    given = await as_(Role.COORDINATOR).post(
        f"/v1/cases/{case['id']}/assignment", {"mediator_id": mediator.id}, version=case["version"]
    )
    assert given.status_code == 200, given.text
    caller = as_(role)
    answer = await caller.get(f"/v1/cases/{case['id']}")
    if answer.status_code == 403:
        return
    assert "Authorization" in answer.headers["vary"]
    links = answer.json()["links"]
    assert links.keys() == {"self", "facts", "certificates", "referral"}
    everywhere = {
        "facts": f"/v1/cases/{case['id']}/facts",
        "certificates": f"/v1/cases/{case['id']}/certificates",
        "referral": f"/v1/referrals/{sent['id']}",
    }
    for name, address in everywhere.items():
        may = (await caller.get(address)).status_code == 200
        assert links[name] == (address if may else None), name


async def test_a_receipt_links_to_nothing_that_cannot_be_read(as_: Callable[..., Caller]) -> None:
    receipt = await a_waiting_referral(as_(Role.ICB_OFFICER))
    assert receipt["links"] == {"self": None, "case": None}


async def test_a_joined_referral_links_to_a_case_that_its_sender_sees_only(as_: Callable[..., Caller]) -> None:
    adviser, family = as_(Role.ADVISER), as_(Role.FAMILY_FRONT_END)
    others = await an_open_case(adviser)
    own = await accepted(adviser, await a_waiting_referral(family, key="first-contact"))
    for case, link in ((others, None), (own, f"/v1/cases/{own['id']}")):
        again = await a_waiting_referral(family, key=f"again-{case['id']}")
        joined = await adviser.post(f"/v1/referrals/{again['id']}/joining", {"case_id": case["id"]}, version=1)
        assert joined.status_code == 200, joined.text
        assert joined.json()["links"]["case"] == f"/v1/cases/{case['id']}"
        assert (await family.get(f"/v1/referrals/{again['id']}")).json()["links"]["case"] == link


@pytest.mark.parametrize("how", ["declined", "withdrawn"])
async def test_no_read_of_any_outsider_holds_the_two_words(as_: Callable[..., Caller], world: World, how: str) -> None:
    """Every GET of the published document, so that a new one cannot tell either."""
    case = await _ended(as_, world, how)
    ids = {
        "case_id": [case["id"]],
        "certificate_id": [case["certificate_id"]],
        "referral_id": [case["links"]["referral"].rsplit("/", 1)[1]],
    }
    change, _ = await a_proclaimed_day(as_(Role.PROVIDER_ADMIN), "2025-03-14")
    ids["change_id"] = [change["id"]]
    inside = [answer.text for _, answer in await every_read(as_(Role.ADVISER), ids)]
    assert any(f'"{how}"' in text for text in inside)
    for role in OUTSIDE:
        if role is Role.FAMILY_FRONT_END:
            continue
        reads = await every_read(as_(role), ids)
        by_stage = "/v1/kpis/V1?basis=live&group_by=stage"
        for path, answer in [*reads, (by_stage, await as_(role).get(by_stage))]:
            found = [word for word in NOT_TOLD_APART if f'"{word}"' in answer.text]
            assert not found, f"{role} {path}"
