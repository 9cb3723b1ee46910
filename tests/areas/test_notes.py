"""Notes and worries: whom each reaches, that every reading is noted, and that nobody else can tell they are there."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.domain.permissions import Role
from app.store.tables import AuditEntry, OutboxEvent
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground
from tests.rooms.notes import furnish
from tests.views import views

OUTSIDERS = (Role.LA_OFFICER, Role.ICB_OFFICER, Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END)


@pytest.fixture
async def ground(as_: Callable[..., Caller], world: World, clock: Clock) -> Ground:
    return await a_ground(as_, world, clock, sender=Role.PARTNER_SYSTEM)


async def _words(caller: Caller, ground: Ground, kind: str) -> list[str]:
    answer = await caller.get(f"/v1/cases/{ground.id}/{kind}")
    assert answer.status_code == 200, answer.text
    return [item["words"] for item in answer.json()["items"]]


async def test_each_note_reaches_those_behind_its_wall_alone(ground: Ground) -> None:
    await furnish(ground)
    assert await _words(ground.adviser, ground, "advice-notes") == ["some advice words"]
    assert await _words(ground.mediator, ground, "mediator-notes") == ["some private words"]
    for caller in (ground.adviser, ground.mediator):
        assert await _words(caller, ground, "joint-notes") == ["some joint words"]
    assert (await ground.mediator.get(f"/v1/cases/{ground.id}/advice-notes")).status_code == 403
    assert (await ground.adviser.get(f"/v1/cases/{ground.id}/mediator-notes")).status_code == 403
    counted = (await ground.manager.get(f"/v1/cases/{ground.id}/note-counts")).json()["items"]
    assert [(item["kind"], item["author_role"]) for item in counted] == [
        ("advice", "adviser"),
        ("private_session", "mediator"),
        ("joint", "mediator"),
    ]
    assert all(set(item) == {"kind", "author_role", "created_at"} for item in counted)


async def test_a_later_adviser_reads_the_notes_and_the_one_before_no_longer(
    ground: Ground, as_: Callable[..., Caller], world: World
) -> None:
    await furnish(ground)
    assert world.home.other_adviser is not None
    path = f"/v1/cases/{ground.id}/assignment"
    body = {"adviser_id": world.home.other_adviser.id}
    assert (await ground.manager.post(path, body, version=await ground.version())).status_code == 200
    assert await _words(as_(world.home.other_adviser), ground, "advice-notes") == ["some advice words"]
    assert (await ground.adviser.get(f"/v1/cases/{ground.id}/advice-notes")).status_code == 404


async def test_writing_notes_changes_nothing_that_an_outsider_sees(ground: Ground, app: FastAPI) -> None:
    ids = {"case_id": [ground.id], "referral_id": [ground.case["links"]["referral"].rsplit("/", 1)[1]]}
    callers = [ground.as_(role) for role in OUTSIDERS]
    before = await views(callers, ids)
    async with app.state.database.read() as connection:
        sent = (await connection.execute(select(OutboxEvent.id))).all()
    for _ in range(5):
        await furnish(ground)
    assert await views(callers, ids) == before
    async with app.state.database.read() as connection:
        assert (await connection.execute(select(OutboxEvent.id))).all() == sent
    case = await ground.manager.get(f"/v1/cases/{ground.id}")
    assert case.json()["version"] == ground.case["version"]


async def test_every_reading_is_noted_before_it_is_answered(ground: Ground, app: FastAPI) -> None:
    await furnish(ground)

    async def noted(action: str) -> list[Any]:
        asked = select(AuditEntry.actor_id, AuditEntry.details).where(AuditEntry.action == action)
        async with app.state.database.read() as connection:
            return list((await connection.execute(asked)).all())

    before = len(await noted("notes.read"))
    await _words(ground.mediator, ground, "mediator-notes")
    readings = await noted("notes.read")
    assert len(readings) == before + 1
    assert ground.mediator.actor is not None
    assert readings[-1].actor_id == ground.mediator.actor.id
    assert readings[-1].details == {"kind": "mediator_notes"}


async def test_a_note_is_corrected_by_another(ground: Ground) -> None:
    path = f"/v1/cases/{ground.id}/advice-notes"
    first = await ground.made(ground.adviser, path, {"words": "Called on Monday"})
    second = await ground.made(ground.adviser, path, {"words": "Called on Tuesday", "corrects_id": first["id"]})
    assert second["corrects_id"] == first["id"]
    wrong = await ground.adviser.post(path, {"words": "Other", "corrects_id": ground.id})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/corrects_id")
    for body, pointer in (({"words": " "}, "/words"), ({"words": "x" * 10_001}, "/words"), ({}, "/words")):
        refused = await ground.adviser.post(path, body)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_the_same_note_sent_twice_is_written_once(ground: Ground) -> None:
    path, body = f"/v1/cases/{ground.id}/advice-notes", {"words": "Called on Monday"}
    first = await ground.adviser.post(path, body, key="note-key-1")
    again = await ground.adviser.post(path, body, key="note-key-1")
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json()
    assert len(await _words(ground.adviser, ground, "advice-notes")) == 1


async def test_a_worry_reaches_the_lead_in_full_and_others_as_a_flag(ground: Ground) -> None:
    await furnish(ground)
    path = f"/v1/cases/{ground.id}/safeguarding-records"
    full = (await ground.manager.get(path)).json()["items"][0]
    assert (full["words"], full["disclosures"][0]["words"]) == ("some worry", "some disclosed")
    author = (await ground.adviser.get(path)).json()["items"][0]
    assert author["words"] == "some worry"
    flag = {"id": full["id"], "case_id": ground.id, "raised_at": full["raised_at"], "version": full["version"]}
    assert (await ground.mediator.get(path)).json()["items"] == [flag | {"handling": "some handling"}]
    assert (await ground.coordinator.get(path)).json()["items"] == [flag]
    assert (await ground.coordinator.patch(f"/v1/safeguarding-records/{full['id']}", {}, version=3)).status_code == 403
    ahead = {"told": "MASH", "words": "It", "disclosed_on": "2025-03-13"}
    refused = await ground.manager.post(f"/v1/safeguarding-records/{full['id']}/disclosures", ahead, version=3)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/disclosed_on")


async def test_an_adviser_reads_the_worries_that_they_raised_alone(ground: Ground) -> None:
    path = f"/v1/cases/{ground.id}/safeguarding-records"
    for caller, words in ((ground.adviser, "Seen by me"), (ground.mediator, "Seen by another")):
        await ground.made(caller, path, {"words": words})
    assert await _words(ground.adviser, ground, "safeguarding-records") == ["Seen by me"]
    assert await _words(ground.manager, ground, "safeguarding-records") == ["Seen by me", "Seen by another"]
