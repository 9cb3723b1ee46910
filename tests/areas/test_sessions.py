"""Sessions: planned, fixed, told, held and concluded, each step with its fact in the case."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.permissions import Role
from tests.builders.journeys import read_case, record, try_fact
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground
from tests.rooms.sessions import a_party

AT = "2025-04-10T09:00:00Z"


async def arranging(as_: Callable[..., Caller], world: World, clock: Clock, **referral: Any) -> Ground:
    """Return a case whose family wishes to mediate and whose council was told."""
    ground = await a_ground(as_, world, clock, **referral)
    await record(ground.adviser, ground.case, "wish_stated", "2025-03-12", wish="mediate")
    await record(ground.adviser, ground.case, "la_informed", "2025-03-12", informed_by="adviser")
    return ground


async def planned(ground: Ground, caller: Caller | None = None, **changes: Any) -> dict[str, Any]:
    """Plan a session of a ground's case with its mediator."""
    body = {
        "kind": "mediation",
        "mode": "online",
        "starts_at": AT,
        "length_minutes": 120,
        "mediator_id": ground.mediator.actor.id if ground.mediator.actor else None,
    }
    return dict(await ground.made(caller or ground.coordinator, f"/v1/cases/{ground.id}/sessions", body | changes))


async def done(ground: Ground, session: dict[str, Any], step: str, body: Any, caller: Caller | None = None) -> Any:
    """Take a session a step on, from the version that it has now."""
    seen = (await ground.manager.get(f"/v1/sessions/{session['id']}")).json()
    path = f"/v1/sessions/{session['id']}/{step}"
    return await (caller or ground.coordinator).post(path, body, version=seen["version"])


async def stage(ground: Ground) -> str:
    return str((await read_case(ground.manager, ground.id))["stage"])


async def types(ground: Ground) -> list[str]:
    facts = await ground.manager.get(f"/v1/cases/{ground.id}/facts")
    return [fact["type"] for fact in facts.json()["items"]]


def codes(session: dict[str, Any]) -> set[str]:
    return {concern["code"] for concern in session["concerns"]}


async def invited(ground: Ground, session: dict[str, Any], role: str, basis: str, **more: Any) -> dict[str, Any]:
    """Ask somebody of the case to a session: who has that role, or somebody new."""
    parties = (await ground.manager.get(f"/v1/cases/{ground.id}/parties")).json()["items"]
    party = next((party for party in parties if party["role"] == role), None)
    if party is None:
        party = await a_party(ground, role)
    body = {"party_id": party["id"], "basis": basis, **more}
    return dict(await ground.made(ground.coordinator, f"/v1/sessions/{session['id']}/attendees", body))


async def test_a_session_is_planned_proposed_and_fixed_and_its_facts_follow(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    before = await ground.version()
    session = await planned(ground)
    assert (session["status"], session["version"], session["ends_at"]) == ("planned", 1, "2025-04-10T11:00:00.000Z")
    assert await ground.version() == before
    proposed = await done(ground, session, "proposal", {"proposed_by": "mediator"}, ground.mediator)
    assert (proposed.status_code, proposed.json()["status"]) == (200, "proposed"), proposed.text
    fixed = await done(ground, session, "fixing", {"venue": "A platform"})
    assert (fixed.status_code, fixed.json()["venue"]) == (200, "A platform"), fixed.text
    assert (fixed.json()["status"], fixed.json()["fixed_on"]) == ("fixed", "2025-03-12")
    assert await stage(ground) == "scheduled"
    facts = (await ground.manager.get(f"/v1/cases/{ground.id}/facts")).json()["items"]
    told = [fact["payload"] for fact in facts if fact["type"] in {"session_proposed", "session_fixed"}]
    assert told == [
        {"session_id": session["id"], "held_on": "2025-04-10", "proposed_by": "mediator"},
        {"session_id": session["id"], "held_on": "2025-04-10", "mode": "online"},
    ]
    assert fixed.headers["ETag"] == '"v3"'
    stale = await ground.coordinator.post(f"/v1/sessions/{session['id']}/notice", {"to": "all"}, version=2)
    assert stale.status_code == 412


async def test_a_session_is_told_held_and_concluded(as_: Callable[..., Caller], world: World, clock: Clock) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    await done(ground, session, "fixing", {})
    seen = (await ground.manager.get(f"/v1/sessions/{session['id']}")).json()
    assert seen["notice"] == {
        "last_day": "2025-04-02",
        "whole_working_days": None,
        "enough": None,
        "words": seen["notice"]["words"],
    }
    assert {"notice_not_given", "no_pre_meeting", "nobody_asked", "authority_not_confirmed"} <= codes(seen)
    told = await done(ground, session, "notice", {"to": "family"})
    assert (told.json()["notice"]["whole_working_days"], told.json()["notice"]["enough"]) == (20, True)
    parent = await invited(ground, session, "parent", "a")
    officer = await invited(ground, session, "la_officer", "a", can_decide=True, authority_confirmed_on="2025-03-11")
    absent = await invited(ground, session, "supporter", "b")
    early = await done(ground, session, "holding", {"attendee_ids": [parent["id"]]}, ground.mediator)
    assert (early.status_code, early.json()["code"]) == (409, "state_conflict")
    clock.set_day(date(2025, 4, 11))
    nobody = await done(ground, session, "holding", {"attendee_ids": []}, ground.mediator)
    assert (nobody.status_code, nobody.json()["errors"][0]["pointer"]) == (422, "/attendee_ids")
    held = await done(ground, session, "holding", {"attendee_ids": [parent["id"], officer["id"]]}, ground.mediator)
    assert (held.status_code, held.json()["status"]) == (200, "held"), held.text
    facts = (await ground.manager.get(f"/v1/cases/{ground.id}/facts")).json()["items"]
    fact = next(fact for fact in facts if fact["type"] == "session_held")
    assert (fact["occurred_on"], fact["payload"]) == (
        "2025-04-10",
        {"session_id": session["id"], "present": ["la_with_authority", "parent"]},
    )
    assert await stage(ground) == "meeting"
    assert (await ground.manager.get(f"/v1/attendees/{absent['id']}")).json()["attended"] is False
    over = await done(ground, session, "conclusion", {}, ground.mediator)
    assert (over.json()["status"], await stage(ground)) == ("concluded", "concluded")
    again = await done(ground, session, "conclusion", {}, ground.mediator)
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")


async def test_late_notice_is_a_fact_that_is_flagged_and_needs_consent(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground, starts_at="2025-03-19T09:00:00Z")
    await done(ground, session, "fixing", {})
    told = await done(ground, session, "notice", {"to": "all"})
    assert told.status_code == 200, told.text
    # From Wed 12 to Wed 19 March: Thursday, Friday, Monday and Tuesday lie between.
    assert (told.json()["notice"]["whole_working_days"], told.json()["notice"]["enough"]) == (4, False)
    assert "short_notice" in codes(told.json())
    assert "short_notice" in (await read_case(ground.manager, ground.id))["flags"]
    agreed = await done(ground, session, "notice-consent", {"consented_by": "parent", "how": "By phone"})
    assert agreed.json()["short_notice_agreed_on"] == "2025-03-12"
    assert "short_notice" not in codes(agreed.json())
    assert "short_notice" not in (await read_case(ground.manager, ground.id))["flags"]
    moved = await done(ground, session, "fixing", {"venue": "Elsewhere"})
    assert (moved.json()["family_told_on"], moved.json()["short_notice_agreed_on"]) == (None, None)
    assert {"notice_not_given"} <= codes(moved.json())


async def test_a_fact_of_a_session_that_is_kept_here_comes_from_it_alone(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground)
    named = {"session_id": session["id"], "held_on": "2025-04-10", "mode": "online"}
    refused = await try_fact(ground.adviser, ground.case, "session_fixed", "2025-03-12", **named)
    assert (refused.status_code, refused.json()["rule"]) == (409, "recorded-by-its-resource")
    await done(ground, session, "fixing", {})
    facts = (await ground.manager.get(f"/v1/cases/{ground.id}/facts")).json()["items"]
    fixed = next(fact for fact in facts if fact["type"] == "session_fixed")
    back = await try_fact(
        ground.adviser,
        ground.case,
        "session_fixed",
        "2025-03-12",
        held_on="2025-04-11",
        mode="online",
        supersedes=fixed["id"],
    )
    assert (back.status_code, back.json()["rule"]) == (409, "recorded-by-its-resource")
    # History that was kept elsewhere may still be told.
    told = await try_fact(
        ground.adviser,
        ground.case,
        "session_fixed",
        "2025-03-12",
        session_id="old-1",
        held_on="2025-04-01",
        mode="online",
    )
    assert told.status_code == 201, told.text


async def test_a_cancellation_frees_the_time_and_settles_the_charge(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground, starts_at="2025-03-14T11:00:00Z")
    await done(ground, session, "fixing", {})
    twice = await ground.coordinator.post(
        f"/v1/cases/{ground.id}/sessions",
        {
            "kind": "pre_meeting",
            "mode": "online",
            "starts_at": "2025-03-14T12:45:00Z",
            "length_minutes": 30,
            "mediator_id": world.actor(Role.MEDIATOR).id,
        },
    )
    assert (twice.status_code, twice.json()["rule"], twice.json()["taken"]) == (409, "double-booking", ["mediator"])
    half = await done(ground, session, "cancellation", {"cancelled_by": "la", "reason": "Illness", "chargeable": False})
    assert (half.status_code, half.json()["errors"][0]["pointer"]) == (422, "/chargeable_why")
    off = await done(ground, session, "cancellation", {"cancelled_by": "la", "reason": "Illness"})
    # From 10:00 on Wednesday: 7 hours, 8 on Thursday, and 2 on Friday.
    assert (off.status_code, off.json()["cancellation_working_hours"]) == (200, 17), off.text
    assert (off.json()["chargeable"], off.json()["status"]) == (False, "cancelled")
    assert "17 working hours" in off.json()["chargeable_why"]
    assert await stage(ground) == "arranging"
    await planned(ground, starts_at="2025-03-14T11:00:00Z", follows_session_id=session["id"])


async def test_the_family_is_never_charged_and_late_councils_are(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    for by, chargeable in (("family", False), ("la", True), ("provider", False)):
        session = await planned(ground, starts_at="2025-03-13T11:00:00Z")
        await done(ground, session, "fixing", {})
        off = await done(ground, session, "cancellation", {"cancelled_by": by, "reason": "Illness"})
        assert off.json()["chargeable"] is chargeable, by


async def test_an_adjourned_session_is_followed_by_another(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground, starts_at="2025-03-13T09:00:00Z")
    await done(ground, session, "fixing", {})
    parent = await invited(ground, session, "parent", "a")
    clock.set_day(date(2025, 3, 13))
    await done(ground, session, "holding", {"attendee_ids": [parent["id"]]}, ground.mediator)
    adjourned = await done(ground, session, "adjournment", {"reason": "A report is awaited"}, ground.mediator)
    assert (adjourned.status_code, adjourned.json()["status"]) == (200, "adjourned"), adjourned.text
    after = await planned(ground, follows_session_id=session["id"])
    fixed = await done(ground, after, "fixing", {})
    assert (fixed.status_code, await stage(ground)) == (200, "meeting"), fixed.text


async def test_a_session_is_fixed_with_a_mediator_who_may_mediate_only(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    mediator, other = world.actor(Role.MEDIATOR).id, world.home.other_mediator
    assert other is not None
    for changes, words in (({"mediator_id": None}, "Name the mediator"), ({"mediator_id": other.id}, "Give the case")):
        session = await planned(ground, **changes)
        refused = await done(ground, session, "fixing", {})
        assert (refused.status_code, refused.json()["rule"]) == (409, "guard-7")
        assert words in refused.json()["detail"]
    session = await planned(ground)
    record_ = f"/v1/mediators/{mediator}"
    await ground.manager.patch(record_, {"insured_until": "2025-04-09"}, version=1)
    unfit = await done(ground, session, "fixing", {})
    assert (unfit.status_code, unfit.json()["unfit"]) == (409, ["insurance"])
    assert await stage(ground) == "arranging"
    await ground.manager.patch(record_, {"insured_until": "2025-04-10"}, version=2)
    assert (await done(ground, session, "fixing", {})).status_code == 200


async def test_a_pre_meeting_records_no_fact_and_should_have_the_same_mediator(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    before = await types(ground)
    version = await ground.version()
    session = await planned(ground)
    assert "no_pre_meeting" in codes(session)
    pre = await planned(ground, kind="pre_meeting", starts_at="2025-03-12T11:00:00Z", length_minutes=60)
    assert "no_pre_meeting" not in codes((await ground.manager.get(f"/v1/sessions/{session['id']}")).json())
    assert (await done(ground, pre, "fixing", {})).json()["status"] == "fixed"
    refused = await done(ground, pre, "proposal", {"proposed_by": "mediator"})
    assert refused.status_code == 409
    clock.move(hours=3)
    assert (await done(ground, pre, "holding", {}, ground.mediator)).json()["status"] == "held"
    assert (await types(ground), await ground.version()) == (before, version)
    assert world.home.other_mediator is not None
    body = {"mediator_id": world.home.other_mediator.id}
    changed = await ground.coordinator.patch(f"/v1/sessions/{session['id']}", body, version=1)
    assert "other_mediator" in codes(changed.json())


async def test_linked_cases_are_heard_together_or_not_at_all(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    one, two = await arranging(as_, world, clock), await a_ground(as_, world, clock, key="two")
    alone = {"serves_case_ids": [two.id]}
    body = {"kind": "mediation", "mode": "online", "starts_at": AT, "length_minutes": 60, **alone}
    unlinked = await one.coordinator.post(f"/v1/cases/{one.id}/sessions", body)
    assert (unlinked.status_code, unlinked.json()["errors"][0]["pointer"]) == (422, "/serves_case_ids/0")
    link = {"case_id": two.id, "kind": "same_child"}
    await one.made(one.coordinator, f"/v1/cases/{one.id}/linked-cases", link)
    session = await planned(one, **alone)
    assert set(session["case_ids"]) == {one.id, two.id}
    # The other case is not arranging yet: nothing is recorded in either.
    refused = await done(one, session, "fixing", {})
    assert (refused.status_code, refused.json()["rule"]) == (409, "lifecycle")
    assert await stage(one) == "arranging"
    await record(two.adviser, two.case, "wish_stated", "2025-03-12", wish="mediate")
    fixed = await done(one, session, "fixing", {})
    assert fixed.status_code == 200, fixed.text
    assert (await stage(one), await stage(two)) == ("scheduled", "scheduled")
    listed = (await one.manager.get(f"/v1/cases/{two.id}/sessions")).json()["items"]
    assert [each["id"] for each in listed] == [session["id"]]


async def test_a_diary_pages_through_the_sessions_in_the_order_of_their_time(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    for day in (14, 11, 12):
        await planned(ground, starts_at=f"2025-04-{day}T09:00:00Z")
    first = (await ground.mediator.get("/v1/sessions?from_on=2025-04-11&limit=2")).json()
    rest = (await ground.mediator.get(f"/v1/sessions?from_on=2025-04-11&limit=2&cursor={first['next_cursor']}")).json()
    starts = [item["starts_at"][8:10] for item in (*first["items"], *rest["items"])]
    assert (starts, rest["next_cursor"]) == (["11", "12", "14"], None)
    none = (await ground.mediator.get("/v1/sessions?to_on=2025-04-10")).json()
    assert none["items"] == []
    mediator = world.actor(Role.MEDIATOR).id
    assert len((await ground.manager.get(f"/v1/sessions?mediator_id={mediator}&status=planned")).json()["items"]) == 3
    assert (await ground.manager.get("/v1/sessions?status=held")).json()["items"] == []
    assert (await as_(Role.LA_OFFICER).get(f"/v1/sessions?mediator_id={mediator}")).status_code == 422


async def test_a_day_and_a_place_that_are_odd_are_said_and_the_place_is_needed_to_fix(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    odd = {"day_has_passed", "not_a_working_day", "venue_missing"}
    for starts_at, found in (
        ("2025-03-11T09:00:00Z", {"day_has_passed"}),
        ("2025-03-22T03:00:00Z", {"not_a_working_day"}),  # a Saturday
        ("2025-12-25T09:00:00Z", {"not_a_working_day"}),
        ("2025-04-09T09:00:00Z", set()),
    ):
        session = await planned(ground, starts_at=starts_at)
        assert {concern["code"] for concern in session["concerns"]} & odd == found, starts_at
    session = await planned(ground, mode="in_person")
    assert {concern["code"] for concern in session["concerns"]} & odd == {"venue_missing"}
    refused = await done(ground, session, "fixing", {})
    (fault,) = refused.json()["errors"]
    assert (refused.status_code, fault["pointer"], fault["code"]) == (422, "/venue", "missing")
    fixed = await done(ground, session, "fixing", {"venue": "The town hall, room 2"})
    assert fixed.status_code == 200
    assert {concern["code"] for concern in fixed.json()["concerns"]} & odd == set()


async def test_bad_input_is_refused_by_the_field(as_: Callable[..., Caller], world: World, clock: Clock) -> None:
    ground = await arranging(as_, world, clock)
    good = {"kind": "mediation", "mode": "online", "starts_at": AT, "length_minutes": 60}
    path = f"/v1/cases/{ground.id}/sessions"
    for change, pointer in (
        ({"kind": "party"}, "/kind"),
        ({"kind": "disagreement_resolution"}, "/kind"),
        ({"starts_at": "2025-04-10"}, "/starts_at"),
        ({"starts_at": "2025-04-10T09:05:00Z"}, "/starts_at"),
        ({"starts_at": "2025-04-10T09:00:00.5Z"}, "/starts_at"),
        ({"starts_at": "2199-01-02T09:00:00Z"}, "/starts_at"),
        ({"starts_at": "2029-01-01T09:00:00Z"}, "/starts_at"),
        ({"length_minutes": 50}, "/length_minutes"),
        ({"length_minutes": 615}, "/length_minutes"),
        ({"length_minutes": "60"}, "/length_minutes"),
        ({"venue": ""}, "/venue"),
        ({"venue": "x" * 201}, "/venue"),
        ({"mediator_id": "nobody"}, "/mediator_id"),
        ({"mediator_id": ground.id}, "/mediator_id"),
        ({"follows_session_id": ground.id}, "/follows_session_id"),
        ({"serves_case_ids": [ground.id, ground.id]}, "/serves_case_ids"),
        ({"status": "fixed"}, "/status"),
    ):
        answer = await ground.coordinator.post(path, good | change)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), change
    session = await planned(ground)
    off = {"cancelled_by": "la", "reason": "Illness"}
    for step, body, pointer in (
        ("fixing", {"occurred_on": "2025-03-13"}, "/occurred_on"),
        ("fixing", {"mode": None}, "/mode"),
        ("fixing", {"starts_at": "2025-04-10T09:01:00Z"}, "/starts_at"),
        ("fixing", {"starts_at": "2029-01-01T09:00:00Z"}, "/starts_at"),
        ("fixing", {"mode": "in_person"}, "/venue"),
        ("fixing", {"mode": "hybrid", "venue": None}, "/venue"),
        ("proposal", {"proposed_by": "child"}, "/proposed_by"),
        ("cancellation", {"cancelled_by": "la", "reason": ""}, "/reason"),
        ("cancellation", {**off, "cancelled_at": "2025-03-13T09:00:00Z"}, "/cancelled_at"),
    ):
        answer = await done(ground, session, step, body)
        assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, pointer), (step, answer.text)
    unread = await ground.coordinator.post(f"/v1/sessions/{session['id']}/fixing", {})
    assert unread.status_code == 428
    seen = (await ground.manager.get(f"/v1/sessions/{session['id']}")).json()
    assert (seen["status"], seen["version"]) == ("planned", 1)


async def test_a_request_that_is_sent_again_plans_one_session(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    body = {"kind": "mediation", "mode": "online", "starts_at": AT, "length_minutes": 60}
    path = f"/v1/cases/{ground.id}/sessions"
    answers = [await ground.coordinator.post(path, body, key="plan-once-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len((await ground.manager.get(path)).json()["items"]) == 1


async def test_a_step_that_was_a_mistake_is_taken_back_with_its_fact(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    ground = await arranging(as_, world, clock)
    session = await planned(ground, starts_at="2025-03-13T09:00:00Z")
    await done(ground, session, "fixing", {})
    nothing = await done(ground, session, "undoing", None)
    assert (nothing.status_code, nothing.json()["code"]) == (409, "state_conflict")
    await done(ground, session, "cancellation", {"cancelled_by": "la", "reason": "Illness"})
    back = await done(ground, session, "undoing", None)
    assert (back.status_code, back.json()["status"], back.json()["cancelled_by"]) == (200, "fixed", None), back.text
    assert await stage(ground) == "scheduled"
    parent = await invited(ground, session, "parent", "a")
    officer = await invited(ground, session, "la_officer", "a")
    clock.set_day(date(2025, 3, 13))
    everybody = {"attendee_ids": [parent["id"], officer["id"]]}
    for body, present in ((everybody, ["la", "parent"]), ({"attendee_ids": [parent["id"]]}, ["parent"])):
        held = await done(ground, session, "holding", body, ground.mediator)
        assert held.status_code == 200, held.text
        facts = (await ground.manager.get(f"/v1/cases/{ground.id}/facts")).json()["items"]
        assert [fact for fact in facts if fact["type"] == "session_held"][-1]["payload"]["present"] == present
        assert (await done(ground, session, "undoing", None)).json()["status"] == "fixed"
        assert await stage(ground) == "scheduled"
    await done(ground, session, "holding", everybody, ground.mediator)
    await done(ground, session, "conclusion", {}, ground.mediator)
    assert (await done(ground, session, "undoing", None)).json()["status"] == "held"
    assert await stage(ground) == "meeting"
    await done(ground, session, "cancellation", {"cancelled_by": "la", "reason": "Illness"})
    assert await stage(ground) == "meeting"
