"""Sessions: planned, fixed, told, held and concluded, each step with its fact in the case."""

from collections.abc import Callable
from typing import Any

from tests.builders.journeys import read_case, record
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
