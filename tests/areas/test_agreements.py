"""Agreements: drafted, signed by those who can, closed into a fact, and followed to the proof or to a letter."""

import io
from collections.abc import Callable
from typing import Any

import pypdf
import pytest
from fastapi import FastAPI

from app.domain.permissions import Role
from tests.builders.journeys import try_fact
from tests.builders.stories import Story, an_arranging_story
from tests.builders.world import World
from tests.conftest import Caller, Clock

PLAN = {"kind": "issue_plan", "owner": "la", "words": "Issue a plan"}


@pytest.fixture
async def met(app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World) -> Story:
    """Return a mixed case whose session was held on 2 April 2025, with a mediator."""
    story = await an_arranging_story(app, as_, clock, world, health_issues=True)
    now = await story.now()
    body = {"mediator_id": world.actor(Role.MEDIATOR).id}
    given = await as_(Role.COORDINATOR).post(f"/v1/cases/{now['id']}/assignment", body, version=now["version"])
    assert given.status_code == 200, given.text
    await story.tell("session_fixed", held_on="2025-04-02", mode="online")
    await story.on("2025-04-02").tell("session_held", present=["parent", "la_with_authority"])
    return story


async def _draft(story: Story, **body: Any) -> dict[str, Any]:
    path = f"/v1/cases/{story.case['id']}/agreements"
    version = (await story.now())["version"]
    made = await story.as_(Role.MEDIATOR).post(path, {"extent": "full", "terms": [PLAN], **body}, version=version)
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def _at(caller: Caller, agreement: dict[str, Any], part: str, body: Any) -> Any:
    now = (await caller.get(f"/v1/agreements/{agreement['id']}")).json()
    return await caller.post(f"/v1/agreements/{agreement['id']}/{part}", body, version=now["version"])


async def _signed(story: Story, **body: Any) -> dict[str, Any]:
    made, mediator = await _draft(story, **body), story.as_(Role.MEDIATOR)
    for side in made["yet_to_sign"]:
        signed = await _at(mediator, made, "signatures", {"side": side, "has_authority": True})
        assert signed.status_code == 200, signed.text
    closed = await _at(mediator, made, "closing", {"acknowledged_warnings": ["recommendations-hsc"]})
    assert closed.status_code == 200, closed.text
    answer: dict[str, Any] = closed.json()
    return answer


async def test_an_agreement_is_signed_by_each_side_and_starts_the_clocks(met: Story) -> None:
    made = await _draft(met)
    mediator, officer, family = met.as_(Role.MEDIATOR), met.as_(Role.LA_OFFICER), met.as_(Role.MEDIATOR)
    assert (made["status"], made["yet_to_sign"]) == ("draft", ["family", "la"])
    early = await _at(mediator, made, "closing", {})
    assert (early.status_code, early.json()["rule"], early.json()["missing"]) == (
        409,
        "agreement-written",
        ["family", "la"],
    )
    without = await _at(officer, made, "signatures", {"side": "la"})
    assert (without.status_code, without.json()["errors"][0]["pointer"]) == (422, "/has_authority")
    other = await _at(officer, made, "signatures", {"side": "family"})
    assert (other.status_code, other.json()["errors"][0]["pointer"]) == (422, "/side")
    assert (await _at(officer, made, "signatures", {"side": "la", "has_authority": True})).status_code == 200
    assert (await _at(officer, made, "signatures", {"side": "la", "has_authority": True})).status_code == 409
    assert (await _at(family, made, "signatures", {"side": "family"})).status_code == 200
    closed = (await _at(mediator, made, "closing", {})).json()
    assert (closed["status"], closed["signed_on"]) == ("signed", "2025-04-02")
    (term,) = closed["terms"]
    assert term["appealable"] is True
    assert [(clock["rule_id"], clock["due_on"], clock["status"]) for clock in term["clocks"]] == [
        ("agr-issue-plan", "2025-05-07", "pending"),
        ("agr-issue-plan", "2025-06-18", "pending"),
    ]
    assert term["clocks"][0]["explanation"]
    facts = (await met.adviser.get(f"/v1/cases/{met.case['id']}/facts")).json()["items"]
    (signed,) = [fact for fact in facts if fact["type"] == "agreement_signed"]
    assert signed["payload"]["terms"] == [{"term_id": term["id"], "kind": "issue_plan", "owner": "la"}]
    assert [warning["code"] for warning in closed["warnings"]] == ["no-written-dates", "new-decision"]


async def test_what_is_kept_as_an_agreement_is_not_told_as_a_fact(met: Story) -> None:
    made = await _signed(met)
    for type, payload in (
        ("agreement_signed", {"extent": "full", "terms": []}),
        ("no_agreement", {}),
        ("agreement_action_done", {"term_id": made["terms"][0]["id"]}),
    ):
        refused = await try_fact(met.adviser, met.case, type, "2025-04-02", **payload)
        assert (refused.status_code, refused.json()["rule"]) == (409, "recorded-by-its-resource"), type


async def test_a_draft_that_changes_is_signed_anew_and_a_signed_one_never_changes(met: Story) -> None:
    made, mediator = await _draft(met), met.as_(Role.MEDIATOR)
    await _at(mediator, made, "signatures", {"side": "family"})
    path = f"/v1/agreements/{made['id']}"
    version = (await mediator.get(path)).json()["version"]
    school = {"kind": "name_school", "owner": "la", "words": "Name the school", "agreed_on": "2025-04-30"}
    changed = await mediator.patch(path, {"terms": [school]}, version=version)
    assert (changed.json()["yet_to_sign"], changed.json()["terms"][0]["agreed_on"]) == (["family", "la"], "2025-04-30")
    assert (await mediator.patch(path, {"terms": []}, version=version)).status_code == 412
    for side in ("family", "la"):
        await _at(mediator, made, "signatures", {"side": side, "has_authority": True})
    closed = (await _at(mediator, made, "closing", {})).json()
    assert closed["terms"][0]["clocks"][0]["due_on"] == "2025-04-30"  # agreed in writing
    late = await mediator.patch(path, {"extent": "partial"}, version=closed["version"])
    assert late.status_code == 409
    again = await mediator.post(
        f"/v1/cases/{met.case['id']}/agreements", {"extent": "none"}, version=(await met.now())["version"]
    )
    assert again.status_code == 409


async def test_the_family_is_warned_before_a_partial_agreement(met: Story) -> None:
    made, mediator = await _draft(met, extent="partial"), met.as_(Role.MEDIATOR)
    for side in ("family", "la"):
        await _at(mediator, made, "signatures", {"side": side, "has_authority": True})
    refused = await _at(mediator, made, "closing", {})
    assert (refused.status_code, refused.json()["rule"]) == (409, "recommendations-hsc")
    closed = await _at(mediator, made, "closing", {"acknowledged_warnings": ["recommendations-hsc"]})
    assert closed.status_code == 200


async def test_nothing_agreed_is_recorded_as_such(met: Story) -> None:
    path = f"/v1/cases/{met.case['id']}/agreements"
    mediator, version = met.as_(Role.MEDIATOR), (await met.now())["version"]
    wrong = await mediator.post(path, {"extent": "none", "terms": [PLAN]}, version=version)
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/terms")
    made = await _draft(met, extent="none", terms=[])
    closed = (await _at(mediator, made, "closing", {})).json()
    assert (closed["status"], closed["yet_to_sign"]) == ("none", [])
    facts = (await met.adviser.get(f"/v1/cases/{met.case['id']}/facts")).json()["items"]
    assert facts[-1]["type"] == "no_agreement"


async def test_a_council_reports_what_it_did_and_staff_confirm_it(met: Story) -> None:
    made = await _signed(met)
    (term,) = made["terms"]
    path, officer = f"/v1/agreement-terms/{term['id']}/completion", met.as_(Role.LA_OFFICER)
    met.on("2025-06-10")
    for wrong in ("2025-04-01", "2025-06-11"):
        assert (await officer.post(path, {"done_on": wrong}, version=1)).status_code == 422
    reported = await officer.post(path, {"done_on": "2025-06-09", "proof": "Plan sent"}, version=1)
    assert (reported.json()["reported_done_on"], reported.json()["done_on"]) == ("2025-06-09", None)
    assert "proof" not in reported.json()
    confirmed = await met.as_(Role.COORDINATOR).post(path, {"done_on": "2025-06-09"}, version=2)
    assert (confirmed.json()["done_on"], confirmed.json()["proof"]) == ("2025-06-09", "Plan sent")
    final = max(confirmed.json()["clocks"], key=lambda clock: clock["due_on"])
    assert (final["due_on"], final["status"]) == ("2025-06-18", "met")
    assert (await officer.post(path, {"done_on": "2025-06-09"}, version=3)).status_code == 409


async def test_a_broken_promise_makes_a_letter(met: Story) -> None:
    made = await _signed(met)
    path = f"/v1/agreement-terms/{made['terms'][0]['id']}/breach-letter"
    coordinator = met.as_(Role.COORDINATOR)
    assert (await coordinator.get(path)).status_code == 409
    met.on("2025-06-20")
    await met.now()
    answer = await coordinator.get(path)
    assert answer.status_code == 200, answer.text
    reader = pypdf.PdfReader(io.BytesIO(answer.content))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    for said in ("Issue a plan", "18 June 2025", "2 April 2025", "regulation 44", "the local authority"):
        assert said.lower() in text.lower(), said
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"
    assert (await met.as_(Role.LA_OFFICER).get(path)).status_code == 403


async def test_a_health_body_reads_the_health_parts_only(met: Story) -> None:
    therapy = {"kind": "health", "owner": "icb", "words": "Book a therapy review"}
    made = await _signed(met, terms=[PLAN, therapy])
    health = met.as_(Role.ICB_OFFICER)
    seen = (await health.get(f"/v1/agreements/{made['id']}")).json()
    assert [term["words"] for term in seen["terms"]] == ["Book a therapy review"]
    assert seen["terms"][0]["clocks"][0]["due_on"] == "2025-04-16"
    plan = next(term for term in made["terms"] if term["kind"] == "issue_plan")
    path = f"/v1/agreement-terms/{plan['id']}/completion"
    assert (await health.post(path, {"done_on": "2025-04-02"}, version=1)).status_code == 404
    assert (await met.as_(Role.ADVISER).get(f"/v1/agreements/{made['id']}")).status_code == 403


async def test_a_health_body_is_told_nowhere_of_the_other_parts(met: Story) -> None:
    school = {"kind": "name_school", "owner": "la", "words": "Name the school", "agreed_on": "2025-04-30"}
    care = {"kind": "social_care", "owner": "la", "words": "Offer short breaks"}
    theirs = {"kind": "other", "owner": "icb", "words": "Book a therapy review"}
    about_health = {"kind": "health", "owner": "la", "words": "Write to the surgery"}
    made = await _signed(met, extent="partial", terms=[school, care, theirs, about_health])
    terms = {(term["kind"], term["owner"]): term["id"] for term in made["terms"]}
    own = {terms["other", "icb"], terms["health", "la"]}
    met.on("2025-04-09")
    for term_id in terms.values():
        done = {"done_on": "2025-04-09"}
        confirmed = await met.as_(Role.COORDINATOR).post(f"/v1/agreement-terms/{term_id}/completion", done, version=1)
        assert confirmed.status_code == 200, confirmed.text

    async def told(role: Role) -> dict[str, set[str]]:
        """Return by path the terms that somebody is told of."""
        caller, at = met.as_(role), f"/v1/cases/{met.case['id']}"
        paths = (f"{at}/facts", at, f"{at}/deadlines", f"{at}/deadline-changes", "/v1/deadlines?status=met&status=late")
        return {path: {id for id in terms.values() if id in (await caller.get(path)).text} for path in paths}

    assert set(map(frozenset, (await told(Role.ICB_OFFICER)).values())) == {frozenset(own)}
    assert set(map(frozenset, (await told(Role.LA_OFFICER)).values())) == {frozenset(terms.values())}
    facts = (await met.as_(Role.ICB_OFFICER).get(f"/v1/cases/{met.case['id']}/facts")).json()["items"]
    (signed,) = [fact["payload"] for fact in facts if fact["type"] == "agreement_signed"]
    assert (signed["extent"], len(signed["terms"])) == ("partial", 2)
    assert {f["payload"]["term_id"] for f in facts if f["type"] == "agreement_action_done"} == own


async def test_of_an_agreement_told_as_a_fact_a_health_body_sees_its_own_promises(met: Story) -> None:
    """Of such promises there is no more than what was said when they were signed."""
    terms = [
        {"term_id": "their-own-promise", "kind": "other", "owner": "icb"},
        {"term_id": "the-councils-promise", "kind": "issue_plan", "owner": "la"},
    ]
    await met.tell("agreement_signed", extent="full", terms=terms)
    health, at = met.as_(Role.ICB_OFFICER), f"/v1/cases/{met.case['id']}"
    for path in (f"{at}/facts", at, f"{at}/deadlines", f"{at}/deadline-changes", "/v1/deadlines"):
        told = (await health.get(path)).text
        assert ("their-own-promise" in told, "the-councils-promise" in told) == (True, False), path
        assert "the-councils-promise" in (await met.as_(Role.LA_OFFICER).get(path)).text, path


@pytest.mark.parametrize(
    ("body", "pointer"),
    [
        ({"extent": "full", "terms": [{**PLAN, "kind": "promise"}]}, "/terms/0/kind"),
        ({"extent": "full", "terms": [{**PLAN, "owner": "mediator"}]}, "/terms/0/owner"),
        ({"extent": "full", "terms": [{**PLAN, "words": " "}]}, "/terms/0/words"),
        ({"extent": "full", "terms": [{**PLAN, "agreed_on": "soon"}]}, "/terms/0/agreed_on"),
        ({"extent": "full", "terms": [PLAN] * 51}, "/terms"),
        ({"extent": "whole"}, "/extent"),
        ({"extent": "full", "price": 1}, "/price"),
    ],
)
async def test_a_draft_that_cannot_be_is_refused(met: Story, body: dict[str, Any], pointer: str) -> None:
    path = f"/v1/cases/{met.case['id']}/agreements"
    refused = await met.as_(Role.MEDIATOR).post(path, body, version=(await met.now())["version"])
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert (await met.as_(Role.MEDIATOR).get(path)).json()["items"] == []
