"""A young person's case: what opens it to the parent, and from which day on it is closed to them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from fastapi import FastAPI

from app.areas.cases import queries
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotFound
from app.jobs.daily import make_round
from tests.builders.journeys import a_waiting_referral, accepted, read_case
from tests.builders.world import World
from tests.conftest import Caller, Clock

OVER_SCHOOL_AGE = {"given_name": "Robin", "family_name": "Reed", "born_on": "2008-02-04"}


async def a_parents_referral(as_: Callable[..., Caller], child: dict[str, Any]) -> dict[str, Any]:
    """Return the case of a referral that came from the parent, by the family's front end."""
    sent = await a_waiting_referral(as_(Role.FAMILY_FRONT_END), child=child, key="parent-0001")
    seen = (await as_(Role.COORDINATOR).get(f"/v1/referrals/{sent['id']}")).json()
    return await accepted(as_(Role.ADVISER), seen)


async def person_of(as_: Callable[..., Caller], case: dict[str, Any], role: str) -> str:
    """Return the id of who has a part in a case."""
    items = (await as_(Role.SERVICE_MANAGER).get(f"/v1/cases/{case['id']}/parties")).json()["items"]
    return next(str(item["person_id"]) for item in items if item["role"] == role)


async def agrees(
    as_: Callable[..., Caller], case: dict[str, Any], person_id: str, *, may_not: str | None = None
) -> None:
    """Record that somebody agrees that the parent sees the case, or see it refused."""
    body = {"person_id": person_id, "kind": "share_with_parent", "how": "By phone", "given_on": "2025-03-12"}
    made = await as_(Role.ADVISER).post(f"/v1/cases/{case['id']}/consents", body)
    if may_not is None:
        assert made.status_code == 201, made.text
    else:
        assert made.status_code == 422, made.text
        assert [(fault["pointer"], fault["code"]) for fault in made.json()["errors"]] == [("/person_id", may_not)]


async def a_part(as_: Callable[..., Caller], case: dict[str, Any], role: str) -> str:
    """Give somebody new a part in a case and return who they are."""
    manager = as_(Role.SERVICE_MANAGER)
    search = (await manager.post("/v1/people/search", {"family_name": "Newcomer", "reason": "adding"})).json()
    body = {"role": role, "person": {"family_name": "Newcomer"}, "search_id": search["search_id"]}
    made = await manager.post(f"/v1/cases/{case['id']}/parties", body)
    assert made.status_code == 201, made.text
    return str(made.json()["person_id"])


async def assessed(as_: Callable[..., Caller], case: dict[str, Any], basis: str | None) -> None:
    """Record an assessment of the young person: without capacity and who stands in, or with capacity."""
    body = {
        "person_id": await person_of(as_, case, "young_person"),
        "assessed_on": "2025-03-12",
        "assessor": "A psychologist",
        "decision": "Whether to appeal",
        "has_capacity": basis is None,
        "grounds": "Weighed the choice, or could not",
        "representative_basis": basis,
    }
    version = (await read_case(as_(Role.ADVISER), case["id"]))["version"]
    made = await as_(Role.ADVISER).post(f"/v1/cases/{case['id']}/capacity-assessments", body, version=version)
    assert made.status_code == 201, made.text


@pytest.mark.parametrize("role", ["parent", "supporter", "la_officer", "representative"])
async def test_nobody_else_opens_a_young_persons_case_to_the_parent(as_: Callable[..., Caller], role: str) -> None:
    case = await a_parents_referral(as_, OVER_SCHOOL_AGE)
    family, path = as_(Role.FAMILY_FRONT_END), f"/v1/cases/{case['id']}"
    somebody = await (person_of if role == "parent" else a_part)(as_, case, role)
    await agrees(as_, case, somebody, may_not="not_theirs_to_give")
    assert (await family.get(path)).status_code == 404
    assert (await family.get("/v1/cases")).json()["items"] == []
    await agrees(as_, case, await person_of(as_, case, "young_person"))
    assert (await family.get(path)).status_code == 200


@pytest.mark.parametrize(
    ("basis", "role"),
    [
        ("deputy", "representative"),
        ("lasting_power", "representative"),
        ("parents_representative", "representative"),
        ("parent", "parent"),
    ],
)
async def test_who_stands_in_for_a_young_person_without_capacity_opens_it(
    as_: Callable[..., Caller], clock: Clock, basis: str, role: str
) -> None:
    case = await a_parents_referral(as_, OVER_SCHOOL_AGE)
    family, path = as_(Role.FAMILY_FRONT_END), f"/v1/cases/{case['id']}"
    standing_in = await (person_of if role == "parent" else a_part)(as_, case, role)
    await agrees(as_, case, standing_in, may_not="not_theirs_to_give")
    await assessed(as_, case, basis)
    assert (await family.get(path)).status_code == 404
    await agrees(as_, case, standing_in)
    assert (await family.get(path)).status_code == 200
    clock.move(hours=1)
    await assessed(as_, case, None)
    assert (await family.get(path)).status_code == 404


async def test_where_somebody_else_stands_in_the_parent_does_not_open_it(as_: Callable[..., Caller]) -> None:
    case = await a_parents_referral(as_, OVER_SCHOOL_AGE)
    await assessed(as_, case, "deputy")
    await agrees(as_, case, await person_of(as_, case, "parent"), may_not="not_theirs_to_give")
    assert (await as_(Role.FAMILY_FRONT_END).get(f"/v1/cases/{case['id']}")).status_code == 404


PASSES, TERM_DECIDES = "2009-02-04", "2009-09-03"


async def _seen_on(app: FastAPI, actor: Actor, case: dict[str, Any], day: date) -> bool:
    """Return whether a case is there for an actor on a day, before any round has worked it out: read and listed."""
    asking = replace(actor, today=day)
    async with app.state.database.read() as connection:
        listed = await queries.page_of(connection, queries.page_statement(asking), after=None, limit=5)
        try:
            seen = (await queries.one(connection, asking, case["id"]))["id"] == case["id"]
        except NotFound:
            seen = False
    assert [row["id"] for row in listed] == [case["id"]] * seen
    return seen


@pytest.mark.parametrize(
    ("born_on", "day", "seen"),
    [
        (PASSES, date(2025, 6, 27), True),
        (PASSES, date(2025, 6, 28), False),  # the last Friday of June was the day before
        ("2009-08-20", date(2025, 6, 28), False),  # which of two years it is, the council's term decides
        (TERM_DECIDES, date(2025, 6, 27), True),
        ("2009-10-01", date(2025, 6, 28), True),
        ("2009-10-01", date(2026, 6, 27), False),
    ],
)
async def test_the_rights_pass_on_the_day_and_not_with_the_round(
    app: FastAPI, as_: Callable[..., Caller], world: World, born_on: str, day: date, seen: bool
) -> None:
    case = await a_parents_referral(as_, OVER_SCHOOL_AGE | {"born_on": born_on})
    assert await _seen_on(app, world.actor(Role.FAMILY_FRONT_END), case, day) is seen
    assert await _seen_on(app, world.actor(Role.COORDINATOR), case, day) is True


async def test_where_the_term_decides_the_wall_stands_until_the_case_is_worked_out(
    app: FastAPI, as_: Callable[..., Caller], world: World
) -> None:
    case, family = await a_parents_referral(as_, OVER_SCHOOL_AGE | {"born_on": TERM_DECIDES}), Role.FAMILY_FRONT_END
    day = date(2025, 6, 28)
    assert await _seen_on(app, world.actor(family), case, day) is False
    await make_round(app.state.database, today=day, now=datetime(2025, 6, 28, 10, 0, tzinfo=UTC))
    assert await _seen_on(app, world.actor(family), case, day) is True


async def test_a_young_person_who_referred_is_not_shut_out_on_the_day(
    app: FastAPI, as_: Callable[..., Caller], world: World
) -> None:
    family = as_(Role.FAMILY_FRONT_END)
    own = {"child": OVER_SCHOOL_AGE | {"born_on": PASSES}, "referrer": {"role": "young_person"}}
    sent = await a_waiting_referral(family, key="own-0001", **own)
    seen = (await as_(Role.COORDINATOR).get(f"/v1/referrals/{sent['id']}")).json()
    case = await accepted(as_(Role.ADVISER), seen)
    assert await _seen_on(app, world.actor(Role.FAMILY_FRONT_END), case, date(2025, 6, 28)) is True


async def test_a_front_end_no_longer_reads_the_case_from_midnight_on(as_: Callable[..., Caller], clock: Clock) -> None:
    case, family = await a_parents_referral(as_, OVER_SCHOOL_AGE | {"born_on": PASSES}), as_(Role.FAMILY_FRONT_END)
    clock.now = datetime(2025, 6, 27, 22, 59, 59, tzinfo=UTC)  # 23:59:59 in London
    assert (await family.get(f"/v1/cases/{case['id']}")).status_code == 200
    clock.now = datetime(2025, 6, 27, 23, 0, tzinfo=UTC)
    for part in ("", "/parties", "/deadlines", "/certificates", "/child-views", "/agreements"):
        assert (await family.get(f"/v1/cases/{case['id']}{part}")).status_code == 404
    assert (await family.get("/v1/cases")).json()["items"] == []
    assert (await family.get("/v1/deadlines")).json()["items"] == []
