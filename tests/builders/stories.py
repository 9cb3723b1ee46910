"""A case told day by day through HTTP: who does what when, and what the service says of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import FastAPI

from app.domain.permissions import Role
from app.jobs.daily import make_round
from tests.builders.journeys import a_waiting_referral, accepted, read_case, try_fact
from tests.builders.world import World
from tests.conftest import Caller, Clock


class Story:
    """One case and its adviser, from the day the referral is accepted."""

    def __init__(self, app: FastAPI, as_: Callable[..., Caller], clock: Clock, case: dict[str, Any]) -> None:
        self.app, self.as_, self.clock, self.case = app, as_, clock, case
        self.adviser = as_(Role.ADVISER)

    def on(self, day: str) -> "Story":
        """Go on at a later day."""
        self.clock.set_day(date.fromisoformat(day))
        return self

    async def tell(self, type: str, **payload: Any) -> None:
        """Record a fact of today."""
        answer = await try_fact(self.adviser, self.case, type, self.clock.today.isoformat(), **payload)
        assert answer.status_code == 201, f"{type}: {answer.text}"

    async def certify(self, kind: str) -> dict[str, Any]:
        """Issue a certificate today."""
        answer = await self._issue(kind)
        assert answer.status_code == 201, answer.text
        issued: dict[str, Any] = answer.json()
        return issued

    async def refused(self, kind: str) -> str:
        """Ask for a certificate that may not be issued, and return the rule that said no."""
        answer = await self._issue(kind)
        assert answer.status_code == 409, answer.text
        assert answer.json()["detail"]
        return str(answer.json()["rule"])

    async def _issue(self, kind: str) -> Any:
        now = await self.now()
        return await self.adviser.post(
            f"/v1/cases/{self.case['id']}/certificates", {"kind": kind}, version=now["version"]
        )

    async def close(self, outcome: str) -> None:
        """Close the case under an outcome."""
        await self.tell("case_closed", outcome=outcome)
        now = await self.now()
        assert (now["stage"], now["outcome"]) == ("closed", outcome)

    async def now(self) -> dict[str, Any]:
        """Return the case as the adviser sees it today, once the round of the day is made."""
        await make_round(self.app.state.database, today=self.clock.today, now=self.clock.now)
        return await read_case(self.adviser, self.case["id"])

    async def meet(self, fixed_on: str, starts_at: str, roles: list[str], *, kind: str = "mediation") -> str:
        """Fix a session with these people through its own record, give notice, hold it on its day and conclude."""
        at, coordinator, mediator = f"/v1/cases/{self.case['id']}", self.as_(Role.COORDINATOR), self.as_(Role.MEDIATOR)
        self.on(fixed_on)
        assert mediator.actor is not None
        version = (await self.now())["version"]
        await self._done(coordinator, f"{at}/assignment", {"mediator_id": mediator.actor.id}, version)
        plan = {"kind": kind, "mode": "online", "starts_at": starts_at, "length_minutes": 120}
        plan["mediator_id"] = mediator.actor.id
        session = await self._done(coordinator, f"{at}/sessions", plan)
        path = f"/v1/sessions/{session['id']}"
        session = await self._done(coordinator, f"{path}/fixing", {"venue": "A platform"}, session["version"])
        session = await self._done(coordinator, f"{path}/notice", {"to": "all"}, session["version"])
        asked = [await self._ask(coordinator, path, role) for role in roles]
        self.on(starts_at[:10])
        session = await self._done(mediator, f"{path}/holding", {"attendee_ids": asked}, session["version"])
        await self._done(mediator, f"{path}/conclusion", {}, session["version"])
        return path

    async def _ask(self, coordinator: Caller, path: str, role: str) -> str:
        """Ask somebody to a session: the parent who is there, or an officer who can decide."""
        at = f"/v1/cases/{self.case['id']}/parties"
        known = [one for one in (await coordinator.get(at)).json()["items"] if one["role"] == role]
        officer: dict[str, Any] = {}
        if not known:
            asked = {"family_name": role, "reason": "Asked to a session"}
            found = await self._done(coordinator, "/v1/people/search", asked)
            body = {"role": role, "person": {"family_name": role}, "search_id": found["search_id"], "can_decide": True}
            known = [await self._done(coordinator, at, body)]
            officer = {"can_decide": True, "authority_confirmed_on": self.clock.today.isoformat()}
        invited = {"party_id": known[0]["id"], "basis": "a", **officer}
        return str((await self._done(coordinator, f"{path}/attendees", invited))["id"])

    async def agree(self, extent: str, *terms: dict[str, Any]) -> dict[str, Any]:
        """Draft an agreement, have every side sign it, and close it."""
        mediator, path = self.as_(Role.MEDIATOR), f"/v1/cases/{self.case['id']}/agreements"
        body = {"extent": extent, "terms": list(terms)}
        made = await self._done(mediator, path, body, (await self.now())["version"])
        at = f"/v1/agreements/{made['id']}"
        for side in made["yet_to_sign"]:
            signed = {"side": side, "has_authority": True}
            made = await self._done(mediator, f"{at}/signatures", signed, made["version"])
        told = {"acknowledged_warnings": ["recommendations-hsc"]}
        return await self._done(mediator, f"{at}/closing", told, made["version"])

    async def _done(self, caller: Caller, path: str, body: Any, version: int | None = None) -> dict[str, Any]:
        answer = await caller.post(path, body, version=version)
        assert answer.status_code in {200, 201}, f"{path}: {answer.text}"
        made: dict[str, Any] = answer.json()
        return made

    async def due(self) -> dict[str, tuple[str | None, str]]:
        """Return the day and the status of each clock by its rule; the last of several of one rule."""
        return {item["rule_id"]: (item["due_on"], item["status"]) for item in (await self.now())["deadlines"]}

    async def clock_of(self, rule: str) -> dict[str, Any]:
        """Return the one clock of a rule."""
        (found,) = [item for item in (await self.now())["deadlines"] if item["rule_id"] == rule]
        return dict(found)

    async def may_issue(self) -> set[str]:
        """Return the kinds of certificate that may be issued today."""
        return {item["kind"] for item in (await self.now())["allowed_certificates"] if item["allowed"]}


async def a_story(app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World, **referral: Any) -> Story:
    """Open a case on 10 March 2025, by default about a refusal to issue that was sent on 14 January."""
    clock.set_day(date(2025, 3, 10))
    if referral.get("health_issues"):
        referral.setdefault("icb_id", world.home.icb)
    adviser = as_(Role.ADVISER)
    case = await accepted(adviser, await a_waiting_referral(adviser, **referral))
    return Story(app, as_, clock, case)


async def an_advised_story(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World, **referral: Any
) -> Story:
    """Open a case and give information and advice the day after."""
    story = (await a_story(app, as_, clock, world, **referral)).on("2025-03-11")
    await story.tell("advice_given", channel="phone", rights_explained=True)
    return story


async def an_arranging_story(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World, **referral: Any
) -> Story:
    """Open a case whose family wishes to mediate, with the council informed on 12 March."""
    story = await an_advised_story(app, as_, clock, world, **referral)
    await story.tell("wish_stated", wish="mediate")
    await story.on("2025-03-12").tell("la_informed", informed_by="adviser")
    return story
