"""Another provider sees nothing: every GET of the published document, asked by everyone of that provider."""

import json
from collections.abc import Callable
from typing import Any

from app.domain.permissions import Actor, Role
from app.store.ids import new_id
from tests.builders.journeys import a_certified_case, a_proclaimed_day, a_waiting_referral
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.guards.documents import operations
from tests.rooms import a_ground, rooms

PERIOD = {"period": "calendar:2025", "basis": "received"}
NEEDED_QUERIES: dict[str, list[dict[str, str]]] = {
    "/v1/kpis/{code}": [PERIOD, {**PERIOD, "group_by": "la"}],
    "/v1/kpis/{code}/cases": [PERIOD],
}
ROOMS = rooms()
NEEDED_QUERIES |= {path: [dict(query)] for room in ROOMS.values() for path, query in room.queries.items()}
GENERAL = {"code": ["V1", "T1", "outcomes"]}
"""Parameters of paths that name no record of anyone's."""


def _reads() -> list[tuple[str, list[str]]]:
    found = []
    for method, path, described in operations():
        if method == "get" and described.get("security"):
            names = [part["name"] for part in described.get("parameters", ()) if part["in"] == "path"]
            found.append((path, names))
    return found


def _bare(answer: Any) -> tuple[int, bytes, dict[str, str]]:
    """Return an answer without what differs between any two requests."""
    content = answer.content
    if answer.headers["content-type"] == "application/problem+json":
        body = answer.json()
        body.pop("instance")
        body.pop("request_id")
        content = json.dumps(body).encode()
    headers = {name: value for name, value in answer.headers.items() if name not in {"x-request-id", "date"}}
    return answer.status_code, content, {name: value for name, value in headers.items() if "ratelimit" not in name}


async def test_another_provider_sees_nothing(as_: Callable[..., Caller], world: World, clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    case, certificate = await a_certified_case(adviser)
    waiting = await a_waiting_referral(adviser, external_reference="X-1")
    change, _ = await a_proclaimed_day(as_(Role.PROVIDER_ADMIN))
    records = {
        "change_id": [change["id"]],
        "referral_id": [waiting["id"], case["links"]["referral"].rsplit("/", 1)[1]],
        "case_id": [case["id"]],
        "certificate_id": [certificate["id"]],
    }
    for name, room in ROOMS.items():
        ground = await a_ground(as_, world, clock, key=name)
        records |= await room.furnish(ground)
        records["case_id"].append(ground.id)
    secrets = [id.encode() for ids in records.values() for id in ids]
    secrets += [actor.id.encode() for actor in world.home.actors.values()]
    secrets += [world.home.id.encode(), world.home.contract.encode(), world.home.norfolk.encode(), b"Reed"]
    strangers: list[Actor] = [*world.stranger.actors.values()]
    asked = 0
    insiders = [as_(role) for role in (Role.SERVICE_MANAGER, Role.MEDIATOR, Role.ADVISER, Role.LA_OFFICER)]
    for path, names in _reads():
        queries = NEEDED_QUERIES.get(path, [{}])
        ours = {**{name: ids[-1] for name, ids in records.items()}, "code": "V1"}
        ours_seen = [await caller.get(path.format(**ours), params=queries[0]) for caller in insiders]
        assert {200, 409} & {answer.status_code for answer in ours_seen}, path
        for actor in strangers:
            caller = as_(actor)
            for query in queries:
                if not names:
                    answers = [await caller.get(path, params=query)]
                elif set(names) <= GENERAL.keys():
                    answers = [await caller.get(path.format(code=code), params=query) for code in GENERAL["code"]]
                else:
                    assert len(names) == 1, f"{path}: say in this test which records its parameters name"
                    answers = []
                    for id in records[names[0]]:
                        theirs = await caller.get(path.format(**{names[0]: id}), params=query)
                        nothing = await caller.get(path.format(**{names[0]: new_id(clock.now)}), params=query)
                        assert theirs.status_code in {403, 404}, f"{actor.role} {path}: {theirs.status_code}"
                        assert _bare(theirs) == _bare(nothing), f"{actor.role} {path}"
                        answers.append(theirs)
                for answer in answers:
                    asked += 1
                    assert answer.status_code < 500, f"{actor.role} {path}: {answer.text}"
                    told = answer.content + repr(sorted(answer.headers.items())).encode()
                    assert not [secret for secret in secrets if secret in told], f"{actor.role} {path}"
    assert asked > 100


async def test_another_provider_changes_nothing(as_: Callable[..., Caller], world: World, clock: Clock) -> None:
    adviser = as_(Role.ADVISER)
    case, certificate = await a_certified_case(adviser)
    waiting = await a_waiting_referral(adviser)
    _, day = await a_proclaimed_day(as_(Role.PROVIDER_ADMIN))
    bodies: dict[str, tuple[str, Any]] = {
        "/v1/law/proclaimed-days/{id}/withdrawal": (day["id"], None),
        "/v1/referrals/{id}": (waiting["id"], {"health_issues": True}),
        "/v1/referrals/{id}/acceptance": (waiting["id"], {}),
        "/v1/referrals/{id}/closure": (waiting["id"], {"reason": "no_contact"}),
        "/v1/referrals/{id}/joining": (waiting["id"], {"case_id": case["id"]}),
        "/v1/referrals/{id}/withheld-contact-readings": (waiting["id"], {"reason": "A call"}),
        "/v1/cases/{id}/facts": (case["id"], {"type": "decision_received", "occurred_on": "2025-03-12"}),
        "/v1/cases/{id}/certificates": (case["id"], {"kind": "s55_4"}),
        "/v1/cases/" + case["id"] + "/certificates/{id}/voiding": (certificate["id"], {"reason": "wrong"}),
    }
    changes = []
    for name, room in ROOMS.items():
        ground = await a_ground(as_, world, clock, key=name)
        furnished = {"case_id": [ground.id], **await room.furnish(ground)}
        changes += [(change, furnished) for change in room.changes]
    generated = {path for method, path, _ in operations() if method != "get" and "{" in path and "/v1/" in path}
    paths = len({change.path for change, _ in changes if "{" in change.path})
    assert len(generated) == len(bodies) + paths, "Say in this test what a new operation takes"
    for actor in world.stranger.actors.values():
        caller = as_(actor)
        for path, (id, body) in bodies.items():
            method = "PATCH" if path == "/v1/referrals/{id}" else "POST"
            theirs = await caller(method, path.format(id=id), json=body, version=case["version"])
            nothing = await caller(method, path.format(id=new_id(clock.now)), json=body, version=case["version"])
            assert theirs.status_code in {403, 404}, f"{actor.role} {path}: {theirs.text}"
            assert _bare(theirs) == _bare(nothing), f"{actor.role} {path}"
        for change, records in changes:
            names = [name for name in records if f"{{{name}}}" in change.path]
            if not names:
                continue
            body = {} if change.body is None else {"json": change.body}
            answers = []
            for id in (records[names[0]][0], new_id(clock.now)):
                path = change.path.format(**{names[0]: id})
                answers.append(await caller(change.method, path, version=1, **body, **change.options))
            assert answers[0].status_code in {403, 404}, f"{actor.role} {change.path}: {answers[0].text}"
            assert _bare(answers[0]) == _bare(answers[1]), f"{actor.role} {change.path}"
