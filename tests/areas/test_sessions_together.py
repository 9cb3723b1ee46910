"""A session of several linked cases: each is told of its own people, and whoever lacks one of them learns nothing."""

from collections.abc import Callable
from datetime import date
from typing import Any

from app.domain.permissions import Role
from tests.areas.test_sessions import arranging, done, invited, planned
from tests.builders.journeys import read_case
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground

THEIRS = {"name": "Another Parent", "phone": "01632960002"}


async def together(as_: Callable[..., Caller], world: World, clock: Clock, **second: Any) -> tuple[Ground, Ground]:
    """Return two linked cases of two families, both arranging."""
    one = await arranging(as_, world, clock)
    child = {"given_name": "Sam", "family_name": "Reed", "born_on": "2013-05-04"}
    two = await arranging(as_, world, clock, key="two", child=child, family=THEIRS, **second)
    link = {"case_id": two.id, "kind": "sibling"}
    await one.made(one.manager, f"/v1/cases/{one.id}/linked-cases", link)
    return one, two


async def held_in(ground: Ground) -> list[str]:
    """Return who was present at the session that was held, as a case tells it."""
    facts = (await ground.manager.get(f"/v1/cases/{ground.id}/facts")).json()["items"]
    return list(next(fact for fact in facts if fact["type"] == "session_held")["payload"]["present"])


async def deadline(ground: Ground, rule: str) -> dict[str, Any]:
    case = await read_case(ground.manager, ground.id)
    return next(clock for clock in case["deadlines"] if clock["rule_id"] == rule)


async def test_who_came_is_recorded_in_their_own_case_alone(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    one, two = await together(as_, world, clock, la_code="935")
    session = await planned(one, serves_case_ids=[two.id])
    family = await invited(two, session, "parent", "a")
    council = await invited(two, session, "la_officer", "a", can_decide=True)
    await done(one, session, "fixing", {})
    clock.set_day(date(2025, 4, 11))
    came = {"attendee_ids": [family["id"], council["id"]]}
    held = await done(one, session, "holding", came, one.mediator)
    assert (held.status_code, held.json()["status"]) == (200, "held"), held.text
    assert (await held_in(one), await held_in(two)) == ([], ["la_with_authority", "parent"])
    assert (await deadline(one, "hold-30d"))["met_on"] is None
    assert (await deadline(two, "hold-30d"))["met_on"] == "2025-04-10"
    told = (await as_(Role.LA_OFFICER).get(f"/v1/cases/{one.id}/facts")).json()["items"]
    assert next(fact for fact in told if fact["type"] == "session_held")["payload"]["present"] == []


async def test_two_families_at_one_session_are_each_present_in_their_own_case(
    as_: Callable[..., Caller], world: World, clock: Clock
) -> None:
    one, two = await together(as_, world, clock)
    session = await planned(one, serves_case_ids=[two.id])
    for ground, others in ((one, ("supporter", "b")), (two, ("child", "c"))):
        await invited(ground, session, "parent", "a")
        await invited(ground, session, "la_officer", "a")
        await invited(ground, session, *others)
    await done(one, session, "fixing", {})
    clock.set_day(date(2025, 4, 11))
    everybody = [
        each["id"] for each in (await one.manager.get(f"/v1/sessions/{session['id']}/attendees")).json()["items"]
    ]
    await done(one, session, "holding", {"attendee_ids": everybody}, one.mediator)
    assert (await held_in(one), await held_in(two)) == (["la", "parent", "supporter"], ["child", "la", "parent"])
    for ground in (one, two):
        assert (await deadline(ground, "hold-30d"))["met_on"] == "2025-04-10"
    back = await done(one, session, "undoing", None)
    assert (back.status_code, back.json()["status"]) == (200, "fixed"), back.text
    assert (await deadline(one, "hold-30d"))["met_on"] is None
