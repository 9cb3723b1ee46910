"""A last day to appeal that moves earlier than it was shown, through HTTP: who is warned, and what is kept of it."""

from collections.abc import Callable
from datetime import date
from typing import Any

from fastapi import FastAPI
from sqlalchemy import select

from app.domain.permissions import Role
from app.jobs.daily import make_round
from app.jobs.verify import verify
from app.store.tables import DeadlineChange
from tests.builders.journeys import a_certified_case, a_declined_case, read_case, record
from tests.conftest import Caller, Clock

CODE = "last_day_earlier"


def _urgent(case: dict[str, Any]) -> list[str]:
    return [text for text in case["warnings"] if text.startswith(CODE)]


async def _void(manager: Caller, case: dict[str, Any], certificate: dict[str, Any]) -> None:
    path = f"/v1/cases/{case['id']}/certificates/{certificate['id']}/voiding"
    answer = await manager.post(path, {"reason": "A misprint"}, version=1)
    assert answer.status_code == 200, answer.text


async def test_voiding_warns_until_the_certificate_is_issued_again_and_the_history_keeps_both_days(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    case, certificate = await a_certified_case(adviser)
    assert _urgent(case) == []
    await _void(as_(Role.SERVICE_MANAGER), case, certificate)
    now = await read_case(adviser, case["id"])
    assert _urgent(now) == [
        f"{CODE}: Urgent: the last day to appeal is now Fri 14 March 2025, and Mon 14 April 2025 was shown before. "
        "Tell the family today."
    ]
    assert CODE in now["flags"]
    async with app.state.database.read() as connection:
        asked = select(DeadlineChange.before, DeadlineChange.after).where(
            DeadlineChange.case_id == case["id"], DeadlineChange.rule_id == "appeal-last-day"
        )
        kept = {(row.before["due_on"], row.after["due_on"]): row.after for row in await connection.execute(asked)}
    moved = kept["2025-04-14", "2025-03-14"]
    assert moved["explanation"][-1] == "Mon 14 April 2025 was shown before; the last day is now earlier than that."
    assert await verify(app.state.database, today=clock.today) == []
    again = await adviser.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=now["version"])
    assert again.status_code == 201, again.text
    assert _urgent(await read_case(adviser, case["id"])) == []


async def test_a_corrected_decision_warns_until_the_day_that_was_shown_has_ended(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    case = await a_declined_case(adviser)
    facts = (await adviser.get(f"/v1/cases/{case['id']}/facts")).json()["items"]
    sent = next(fact for fact in facts if fact["type"] == "decision_sent")
    await record(adviser, case, "decision_sent", "2025-01-08", decision_kind="refusal_to_issue", supersedes=sent["id"])
    (told,) = _urgent(await read_case(adviser, case["id"]))
    assert "is now Mon 10 March 2025, and Fri 14 March 2025 was shown before. That day has passed" in told
    for day, stands in ((date(2025, 3, 14), 1), (date(2025, 3, 15), 0)):
        clock.set_day(day)
        await make_round(app.state.database, today=day, now=clock.now)
        assert len(_urgent(await read_case(adviser, case["id"]))) == stands
        assert await verify(app.state.database, today=day) == []


async def test_the_council_is_told_nothing_of_it(as_: Callable[..., Caller]) -> None:
    case, certificate = await a_certified_case(as_(Role.ADVISER))
    await _void(as_(Role.SERVICE_MANAGER), case, certificate)
    answer = await as_(Role.LA_OFFICER).get(f"/v1/cases/{case['id']}")
    assert answer.status_code == 200
    assert not [word for word in (CODE, "Urgent", "earlier", "14 April") if word in answer.text]


async def test_closing_the_case_ends_the_warning(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    case, certificate = await a_certified_case(adviser)
    await _void(as_(Role.SERVICE_MANAGER), case, certificate)
    await record(adviser, case, "case_closed", "2025-03-12", outcome="guidance_only")
    assert _urgent(await read_case(adviser, case["id"])) == []
