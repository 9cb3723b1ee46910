"""What a case is flagged with follows the child's date of birth and the day, for the provider's staff alone."""

from collections.abc import Callable
from datetime import date

from fastapi import FastAPI

from app.domain.permissions import Role
from app.jobs.daily import make_round
from tests.builders.bodies import a_referral
from tests.builders.journeys import an_open_case, read_case, record
from tests.conftest import Caller, Clock

COMES_OF_AGE = a_referral()["child"] | {"born_on": "2009-01-10"}  # the rights pass on 28 June 2025


async def test_a_session_after_the_rights_pass_is_flagged_until_the_day_and_then_new_advice_is_asked_for(
    app: FastAPI, as_: Callable[..., Caller], clock: Clock
) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser, child=COMES_OF_AGE)
    await record(adviser, case, "advice_given", "2025-03-12", channel="phone", rights_explained=True)
    await record(adviser, case, "wish_stated", "2025-03-12", wish="mediate")
    assert "rights_pass_before_session" not in (await read_case(adviser, case["id"]))["flags"]
    await record(adviser, case, "session_fixed", "2025-03-12", held_on="2025-07-01", mode="online")
    assert "rights_pass_before_session" in (await read_case(adviser, case["id"]))["flags"]
    clock.set_day(date(2025, 6, 28))
    await make_round(app.state.database, today=clock.today, now=clock.now)
    flags = (await read_case(adviser, case["id"]))["flags"]
    assert "rights_pass_before_session" not in flags
    assert "rights_holder_changed" in flags


async def test_the_calculator_flags_it_too_where_the_date_of_birth_is_stated(as_: Callable[..., Caller]) -> None:
    facts = [
        {"type": "family_contacted", "occurred_on": "2025-03-10", "channel": "phone", "person": "parent"},
        {"type": "session_fixed", "occurred_on": "2025-03-12", "held_on": "2025-07-01", "mode": "online"},
    ]
    body = {"facts": facts, "as_of": "2025-03-12", "born_on": "2009-01-10"}
    answer = await as_(Role.ADVISER).post("/v1/deadline-calculations", body)
    assert answer.status_code == 200, answer.text
    assert "rights_pass_before_session" in {warning["code"] for warning in answer.json()["warnings"]}
