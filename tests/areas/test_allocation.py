"""Who may work on a case: fitness on the day, conflicts that blind at once, refusals, and a fair rotation."""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import delete

from app.domain.permissions import Role
from app.store.tables.allocation import MediatorRecord
from tests.builders.bodies import a_referral
from tests.builders.journeys import accepted, an_open_case, read_case
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import a_ground, rooms
from tests.views import every_read


async def _assign(caller: Caller, case: dict[str, Any], **who: str) -> Any:
    now = await read_case(caller, case["id"])
    return await caller.post(f"/v1/cases/{case['id']}/assignment", who, version=now["version"])


async def test_only_a_fit_mediator_is_given_a_case(as_: Callable[..., Caller], world: World) -> None:
    manager, mediator = as_(Role.SERVICE_MANAGER), world.actor(Role.MEDIATOR).id
    case = await an_open_case(as_(Role.ADVISER))
    path = f"/v1/mediators/{mediator}"
    changed = await manager.patch(path, {"insured_until": "2025-03-11", "employer": "la"}, version=1)
    assert changed.status_code == 200, changed.text
    assert (changed.json()["fit"], changed.json()["unfit"]) == (False, ["insurance", "employer"])
    refused = await _assign(manager, case, mediator_id=mediator)
    assert (refused.status_code, refused.json()["rule"]) == (409, "guard-7")
    assert refused.json()["unfit"] == ["insurance", "employer"]
    assert (await read_case(manager, case["id"]))["mediator_id"] is None
    stale = await manager.patch(path, {"insured_until": "2026-03-11"}, version=1)
    assert stale.status_code == 412
    await manager.patch(path, {"insured_until": "2025-03-12", "employer": "none"}, version=2)
    assert (await _assign(manager, case, mediator_id=mediator)).status_code == 200


async def test_a_mediator_reads_their_own_record_only(as_: Callable[..., Caller], world: World) -> None:
    mediator = as_(Role.MEDIATOR)
    assert (await mediator.get(f"/v1/mediators/{world.actor(Role.MEDIATOR).id}")).json()["fit"] is True
    assert world.home.other_mediator is not None
    assert (await mediator.get(f"/v1/mediators/{world.home.other_mediator.id}")).status_code == 404


@pytest.mark.parametrize("role", [Role.ADVISER, Role.MEDIATOR, Role.COORDINATOR, Role.SERVICE_MANAGER])
async def test_a_conflict_blinds_at_once(as_: Callable[..., Caller], world: World, role: Role) -> None:
    by = as_(Role.SERVICE_MANAGER if role is Role.COORDINATOR else Role.COORDINATOR)
    case = await an_open_case(as_(Role.ADVISER))
    assert (await _assign(by, case, mediator_id=world.actor(Role.MEDIATOR).id)).status_code == 200
    ids = {"case_id": [case["id"]]}
    caller = as_(role)
    seen = {path for path, answer in await every_read(caller, ids) if answer.status_code == 200 and case["id"] in path}
    assert seen
    body = {"user_id": world.actor(role).id, "kind": "related"}
    declared = await by.post(f"/v1/cases/{case['id']}/conflicts", body)
    assert declared.status_code == 201, declared.text
    for path, answer in await every_read(caller, ids):
        if case["id"] in path:
            assert answer.status_code in {403, 404}, path
        assert case["id"] not in answer.text, path
    assert (await by.post(f"/v1/cases/{case['id']}/conflicts", body)).status_code == 409
    lifted = await by.post(f"/v1/conflicts/{declared.json()['id']}/lifting", version=1)
    assert lifted.status_code == 200, lifted.text
    again = (await caller.get(f"/v1/cases/{case['id']}")).status_code
    # An assignment that the conflict ended does not come back by itself.
    assert again == (200 if role in {Role.COORDINATOR, Role.SERVICE_MANAGER} else 404)


async def test_a_conflict_bars_assignment_until_it_is_lifted(as_: Callable[..., Caller], world: World) -> None:
    manager, other = as_(Role.SERVICE_MANAGER), world.home.other_adviser
    assert other is not None
    case = await an_open_case(as_(Role.ADVISER))
    path = f"/v1/cases/{case['id']}/conflicts"
    made = await manager.post(path, {"user_id": other.id, "kind": "knows_a_party", "words": "A neighbour"})
    refused = await _assign(manager, case, adviser_id=other.id)
    assert (refused.status_code, refused.json()["rule"]) == (409, "guard-7")
    assert "neighbour" not in refused.text
    own = await as_(other).post(f"/v1/conflicts/{made.json()['id']}/lifting", version=1)
    assert own.status_code == 403
    await manager.post(f"/v1/conflicts/{made.json()['id']}/lifting", version=1)
    assert (await _assign(manager, case, adviser_id=other.id)).status_code == 200


async def test_an_adviser_declares_conflicts_of_their_own_only(as_: Callable[..., Caller], world: World) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    path = f"/v1/cases/{case['id']}/conflicts"
    refused = await adviser.post(path, {"user_id": world.actor(Role.MEDIATOR).id, "kind": "related"})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/user_id")
    assert (await adviser.post(path, {"user_id": world.actor(Role.ADVISER).id, "kind": "related"})).status_code == 201
    assert (await adviser.get(f"/v1/cases/{case['id']}")).status_code == 404
    assert (await read_case(as_(Role.COORDINATOR), case["id"]))["adviser_id"] is None


async def test_a_case_is_given_back_with_a_reason(as_: Callable[..., Caller], world: World) -> None:
    adviser, coordinator = as_(Role.ADVISER), as_(Role.COORDINATOR)
    case = await an_open_case(adviser)
    path = f"/v1/cases/{case['id']}/assignment-refusal"
    assert (await adviser.post(path, {"reason": "bored"}, version=case["version"])).status_code == 422
    body = {"reason": "caseload", "words": "Away for a month"}
    refused = await adviser.post(path, body, version=case["version"])
    assert refused.status_code == 201, refused.text
    assert (await adviser.get(f"/v1/cases/{case['id']}")).status_code == 404
    (item,) = (await coordinator.get(f"/v1/cases/{case['id']}/assignments")).json()["items"]
    assert (item["refused_for"], item["refusal_words"]) == ("caseload", "Away for a month")
    assert item["ended_at"] is not None


async def test_one_person_in_both_capacities_is_recorded(as_: Callable[..., Caller], world: World) -> None:
    coordinator = as_(Role.COORDINATOR)
    case = await an_open_case(as_(Role.ADVISER))
    await _assign(coordinator, case, mediator_id=world.actor(Role.MEDIATOR).id)
    answer = (await coordinator.get(f"/v1/cases/{case['id']}/assignments")).json()
    assert (answer["same_person"], len(answer["items"])) == (False, 2)


async def test_mediators_are_suggested_in_turn_with_reasons(as_: Callable[..., Caller], world: World) -> None:
    coordinator, manager = as_(Role.COORDINATOR), as_(Role.SERVICE_MANAGER)
    first, second = world.actor(Role.MEDIATOR).id, world.home.other_mediator
    assert second is not None
    case, other = await an_open_case(as_(Role.ADVISER)), await an_open_case(as_(Role.ADVISER))
    await _assign(coordinator, other, mediator_id=first)
    path = f"/v1/cases/{case['id']}/mediator-suggestions"
    items = (await coordinator.get(path)).json()["items"]
    assert [(item["id"], item["place"], item["live_cases"]) for item in items] == [(second.id, 1, 0), (first, 2, 1)]
    await manager.patch(f"/v1/mediators/{first}", {"languages": ["Polish"]}, version=1)
    items = (await coordinator.get(path, params={"language": "polish"})).json()["items"]
    assert [(item["id"], item["speaks_language"]) for item in items] == [(first, True), (second.id, False)]
    await manager.patch(f"/v1/mediators/{second.id}", {"dbs_until": None}, version=1)
    items = (await coordinator.get(path)).json()["items"]
    assert [(item["id"], item["place"], item["why_not"]) for item in items] == [
        (first, 1, []),
        (second.id, None, ["dbs"]),
    ]


async def test_a_registration_number_has_the_length_that_is_kept(as_: Callable[..., Caller], world: World) -> None:
    path = f"/v1/mediators/{world.actor(Role.MEDIATOR).id}"
    long = await as_(Role.SERVICE_MANAGER).patch(path, {"registration_number": "1" * 41}, version=1)
    assert (long.status_code, long.json()["errors"][0]["pointer"]) == (422, "/registration_number")
    kept = await as_(Role.SERVICE_MANAGER).patch(path, {"registration_number": "1" * 40}, version=1)
    assert kept.json()["registration_number"] == "1" * 40


async def test_of_two_first_records_of_a_mediator_one_is_kept(
    app: FastAPI, as_: Callable[..., Caller], world: World
) -> None:
    other = world.home.other_mediator
    assert other is not None
    async with app.state.database.write() as session:
        await session.execute(delete(MediatorRecord).where(MediatorRecord.user_id == other.id))
    path = f"/v1/mediators/{other.id}"
    caller = as_(Role.SERVICE_MANAGER)
    answers = await asyncio.gather(*(caller.patch(path, {"cpd_hours": hours}, version=0) for hours in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 412, 412, 412]


async def test_a_mediator_does_not_read_what_colleagues_lack(as_: Callable[..., Caller], world: World) -> None:
    own = world.actor(Role.MEDIATOR).id
    items = (await as_(Role.MEDIATOR).get("/v1/mediators")).json()["items"]
    assert [item["id"] for item in items] == [own]
    assert len((await as_(Role.COORDINATOR).get("/v1/mediators")).json()["items"]) == 2


async def test_who_has_the_case_or_gave_it_back_is_not_suggested(as_: Callable[..., Caller], world: World) -> None:
    coordinator, mediator = as_(Role.COORDINATOR), as_(Role.MEDIATOR)
    case = await an_open_case(as_(Role.ADVISER))
    await _assign(coordinator, case, mediator_id=world.actor(Role.MEDIATOR).id)
    path = f"/v1/cases/{case['id']}"

    async def why_not() -> list[str]:
        items = (await coordinator.get(f"{path}/mediator-suggestions")).json()["items"]
        return next(item["why_not"] for item in items if item["id"] == world.actor(Role.MEDIATOR).id)

    assert await why_not() == ["assigned_already"]
    now = await read_case(mediator, case["id"])
    body = {"reason": "conflict_of_interest", "words": "My neighbour"}
    assert (await mediator.post(f"{path}/assignment-refusal", body, version=now["version"])).status_code == 201
    assert await why_not() == ["conflict_of_interest", "gave_it_back"]
    (conflict,) = (await coordinator.get(f"{path}/conflicts")).json()["items"]
    assert (conflict["user_id"], conflict["kind"], conflict["words"]) == (
        world.actor(Role.MEDIATOR).id,
        "other",
        "My neighbour",
    )
    refused = await _assign(coordinator, case, mediator_id=world.actor(Role.MEDIATOR).id)
    assert (refused.status_code, refused.json()["rule"]) == (409, "guard-7")


BLINDED = [
    Role.ADVISER,
    Role.MEDIATOR,
    Role.COORDINATOR,
    Role.SERVICE_MANAGER,
    Role.LA_OFFICER,
    Role.ICB_OFFICER,
]


@pytest.mark.parametrize("role", BLINDED)
async def test_a_conflict_hides_every_part_of_the_case(
    as_: Callable[..., Caller], world: World, clock: Clock, role: Role
) -> None:
    """Whatever address is asked of whatever record hangs on the case, councils' and health bodies' officers too."""
    by = as_(Role.COORDINATOR if role is Role.SERVICE_MANAGER else Role.SERVICE_MANAGER)
    ids: dict[str, list[str]] = {"case_id": [], "referral_id": []}
    for name, room in rooms().items():
        ground = await a_ground(as_, world, clock, key=name)
        referral = (await by.get(f"/v1/cases/{ground.id}")).json()["links"]["referral"].rsplit("/", 1)[-1]
        found = await room.furnish(ground)
        for parameter, made in ({"case_id": [ground.id], "referral_id": [referral]} | found).items():
            ids.setdefault(parameter, []).extend(made)
    for of_no_case in ("mediator_id", "transfer_id", "feed_id", "body_conflict_id"):
        ids.pop(of_no_case)
    hidden = [id for found in ids.values() for id in found]
    caller = as_(role)

    async def told() -> list[str]:
        answers = [(path, answer) for path, answer in await every_read(caller, ids) if answer.status_code == 200]
        return [path for path, answer in answers if any(id in path or id in answer.text for id in hidden)]

    assert len(await told()) > 5
    for case_id in ids["case_id"]:
        body = {"user_id": world.actor(role).id, "kind": "related"}
        assert (await by.post(f"/v1/cases/{case_id}/conflicts", body)).status_code == 201
    assert await told() == []


async def test_a_conflict_hides_the_answer_to_a_referral_sent_again(as_: Callable[..., Caller], world: World) -> None:
    adviser = as_(Role.ADVISER)
    made = await adviser.post("/v1/referrals", a_referral(), key="sent-once-more")
    case = await accepted(adviser, made.json())
    body = {"user_id": world.actor(Role.ADVISER).id, "kind": "related"}
    assert (await as_(Role.COORDINATOR).post(f"/v1/cases/{case['id']}/conflicts", body)).status_code == 201
    again = await adviser.post("/v1/referrals", a_referral(), key="sent-once-more")
    assert again.status_code == 404
    assert made.json()["id"] not in again.text


async def test_a_declaration_and_a_refusal_sent_again_happen_once(as_: Callable[..., Caller], world: World) -> None:
    adviser, coordinator = as_(Role.ADVISER), as_(Role.COORDINATOR)
    case = await an_open_case(adviser)
    path, other = f"/v1/cases/{case['id']}", world.home.other_adviser
    assert other is not None
    body = {"user_id": other.id, "kind": "related", "words": "A cousin"}
    answers = [await coordinator.post(f"{path}/conflicts", body, key="declared-once") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [201, 201]
    assert answers[0].json() == answers[1].json()
    assert len((await coordinator.get(f"{path}/conflicts")).json()["items"]) == 1
    case = await read_case(adviser, case["id"])
    given = [
        await adviser.post(
            f"{path}/assignment-refusal", {"reason": "caseload"}, version=case["version"], key="given-once"
        )
        for _ in range(2)
    ]
    assert [answer.status_code for answer in given] == [201, 404]


async def test_what_was_declared_of_an_employer_stays_with_its_day(as_: Callable[..., Caller], world: World) -> None:
    manager, path = as_(Role.SERVICE_MANAGER), f"/v1/mediators/{world.actor(Role.MEDIATOR).id}"
    first = {"employer": "icb", "employer_declared_on": "2025-01-06"}
    assert (await manager.patch(path, first, version=1)).json()["unfit"] == ["employer"]
    assert (await manager.patch(path, {"employer": "none"}, version=2)).json()["fit"] is True
    assert (await as_(Role.MEDIATOR).get(path)).json()["employer_declarations"] == [
        {"employer": "none", "declared_on": "2025-03-12"},
        {"employer": "icb", "declared_on": "2025-01-06"},
    ]
    for body, pointer in (
        ({"employer": "none", "employer_declared_on": "2025-03-13"}, "/employer_declared_on"),
        ({"employer_declared_on": "2025-03-11"}, "/employer"),
    ):
        refused = await manager.patch(path, body, version=3)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)
    assert len((await manager.get(path)).json()["employer_declarations"]) == 2
