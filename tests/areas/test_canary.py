"""Nothing confidential reaches an outsider: no answer, no header, no event, no audit entry, no line of a log."""

import json
import logging
from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI
from sqlalchemy import select

from app.domain.permissions import Role
from app.store.tables import AuditEntry, IdempotencyKey, OutboxEvent
from tests.areas.confidential import Canaries, a_confidential_case, a_confidential_referral
from tests.builders.journeys import a_proclaimed_day
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import a_ground, rooms
from tests.views import PERIOD, every_read

OUTSIDE = [
    Role.LA_OFFICER,
    Role.LA_COMMISSIONER,
    Role.ICB_OFFICER,
    Role.ICB_COMMISSIONER,
    Role.FAMILY_FRONT_END,
    Role.PARTNER_SYSTEM,
    Role.REPORTING,
]
ROOMS = rooms()


def leaks(canaries: Canaries, told: str) -> list[str]:
    """Return the names of the canaries that are found in a text, however it is spaced or escaped."""
    plain = told.lower().replace(" ", "").replace("\\", "")
    return [name for name, value in canaries.items() if value.lower().replace(" ", "") in plain]


def _told(answer: Any) -> str:
    return "\n".join([answer.text, *(f"{name}: {value}" for name, value in answer.headers.items())])


async def test_no_canary_reaches_an_outsider(
    app: FastAPI, world: World, clock: Clock, as_: Callable[..., Caller], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    canaries = Canaries()
    heard: list[tuple[str, Any]] = []
    ids: dict[str, list[str]] = {"referral_id": [], "case_id": [], "certificate_id": []}
    for sender in (Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END, Role.LA_OFFICER, Role.ICB_OFFICER):
        of_council = sender in {Role.PARTNER_SYSTEM, Role.LA_OFFICER}
        own = {"external_reference": f"X-{sender}"} if of_council else {}
        body = a_confidential_referral(canaries, icb_id=world.home.icb, **own)
        made = await as_(sender).post("/v1/referrals", body, key=f"key-of-{sender}")
        assert made.status_code == 201, made.text
        again = await as_(sender).post("/v1/referrals", body, key=f"key-of-{sender}")
        twice = await as_(sender).post("/v1/referrals", body, key=f"other-{sender}")
        assert (again.status_code, twice.status_code) == (201, 409 if of_council else 201), twice.text
        heard += [(f"{sender} creates", made), (f"{sender} again", again), (f"{sender} twice", twice)]
        case = await a_confidential_case(as_, canaries, made.json())
        ids["referral_id"].append(made.json()["id"])
        ids["case_id"].append(case["id"])
        ids["certificate_id"].append(case["certificate_id"])
    waiting = await as_(Role.PARTNER_SYSTEM).post("/v1/referrals", a_confidential_referral(canaries), key="waiting-1")
    path = f"/v1/referrals/{waiting.json()['id']}"
    for change in ({"adjustments": canaries["corrected"]}, {"adjustments": 5}, {"family": {"name": canaries["bare"]}}):
        answer = await as_(Role.PARTNER_SYSTEM).patch(path, change, version=1)
        heard.append((f"corrects {list(change)}", answer))
    ids["referral_id"].append(waiting.json()["id"])

    change, _ = await a_proclaimed_day(as_(Role.PROVIDER_ADMIN), "2025-03-14")
    assert change["deadlines_changed"] > 0
    ids["change_id"] = [change["id"]]

    not_stored = {"upn", "bare"}
    # Whom the family speaks through is a party: the other sides know the name.
    told = {"family_name": frozenset({Role.LA_OFFICER, Role.ICB_OFFICER, Role.FAMILY_FRONT_END})}
    for name, room in ROOMS.items():
        for sender in (Role.PARTNER_SYSTEM, Role.FAMILY_FRONT_END):

            def say(field: str, name: str = name) -> str:
                return canaries[f"{name} {field}"]

            ground = await a_ground(as_, world, clock, sender=sender, say=say, key=name)
            for parameter, found_ids in (await room.furnish(ground)).items():
                ids.setdefault(parameter, []).extend(found_ids)
            ids["case_id"].append(ground.id)
        not_stored |= {f"{name} {field}" for field in room.unseen}
        told |= {f"{name} {field}": roles for field, roles in room.told.items()}

    # The canaries are there: those who work on the case do see them.
    # What is withheld is read by a POST, with a reason.
    inside = _told(await as_(Role.COORDINATOR).post(f"{path}/withheld-contact-readings", {"reason": "A call"}))
    for role in (Role.ADVISER, Role.MEDIATOR, Role.COORDINATOR, Role.SERVICE_MANAGER):
        inside += "".join(_told(answer) for _, answer in await every_read(as_(role), ids))
    assert set(leaks(canaries, inside)) == set(canaries) - not_stored

    for role in OUTSIDE:
        answers = await every_read(as_(role), ids)
        assert all(answer.status_code < 500 for _, answer in answers)
        heard += [(f"{role} {path}", answer) for path, answer in answers]
    heard += [(f"officer-2 {path}", answer) for path, answer in await every_read(_second_officer(as_, world), ids)]
    assert sum(answer.status_code == 200 for _, answer in heard) > 60
    found = {
        who: [name for name in leaks(canaries, _told(answer)) if who.split()[0] not in told.get(name, ())]
        for who, answer in heard
    }
    assert {who: names for who, names in found.items() if names} == {}

    for table in (OutboxEvent, AuditEntry, IdempotencyKey):
        async with app.state.database.read() as connection:
            rows = [dict(row) for row in (await connection.execute(select(table.__table__))).mappings()]
        assert rows
        assert leaks(canaries, json.dumps(rows, default=str)) == [], table.__tablename__
    logged = "\n".join(f"{line.getMessage()} {line.args} {line.exc_text}" for line in caplog.records)
    assert leaks(canaries, logged) == []


def _second_officer(as_: Callable[..., Caller], world: World) -> Caller:
    return as_(world.home.other_council_officer)


async def test_no_name_stands_in_an_event_a_chain_or_a_log(
    app: FastAPI, as_: Callable[..., Caller], caplog: pytest.LogCaptureFixture
) -> None:
    """The child's name may be read by outsiders of the matter; copies of it may not be made anywhere."""
    caplog.set_level(logging.DEBUG)
    body = a_confidential_referral(Canaries(), external_reference="canary-external-reference")
    body["child"] |= {"given_name": "Canarygiven", "family_name": "Canaryfamily"}
    made = await as_(Role.ADVISER).post("/v1/referrals", body, key="key-for-names")
    assert made.status_code == 201
    await as_(Role.ADVISER).get(f"/v1/referrals/{made.json()['id']}")
    copies = [line.getMessage() for line in caplog.records]
    for table in (OutboxEvent, AuditEntry, IdempotencyKey):
        async with app.state.database.read() as connection:
            copies += [str(dict(row)) for row in (await connection.execute(select(table.__table__))).mappings()]
    assert not [copy for copy in copies if "canary" in copy.lower()]


@pytest.mark.parametrize("role", [Role.LA_COMMISSIONER, Role.ICB_COMMISSIONER, Role.REPORTING])
async def test_exact_characteristics_go_to_the_providers_managers_only(as_: Callable[..., Caller], role: Role) -> None:
    for group in ("ethnicity", "sex", "need"):
        for code in ("V1", "outcomes"):
            answer = await as_(role).get(f"/v1/kpis/{code}?{PERIOD}&group_by={group}")
            assert answer.status_code in {403, 422}, f"{code} {group}: {answer.status_code}"
