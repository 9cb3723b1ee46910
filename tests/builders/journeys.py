"""The ways of a case that tests start from, walked through HTTP as a caller would."""

from typing import Any

from tests.builders.bodies import a_referral
from tests.conftest import Caller


async def a_waiting_referral(caller: Caller, **changes: Any) -> dict[str, Any]:
    """Send a referral and return it as its sender sees it."""
    key = changes.pop("key", None)
    made = await caller.post("/v1/referrals", a_referral(**changes), key=key)
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def an_open_case(adviser: Caller, **changes: Any) -> dict[str, Any]:
    """Send a referral, accept it, and return the case."""
    referral = await a_waiting_referral(adviser, **changes)
    return await accepted(adviser, referral)


async def accepted(adviser: Caller, referral: dict[str, Any]) -> dict[str, Any]:
    """Accept a waiting referral and return the case."""
    answer = await adviser.post(f"/v1/referrals/{referral['id']}/acceptance", {}, version=referral["version"])
    assert answer.status_code == 201, answer.text
    return await read_case(adviser, answer.json()["case_id"])


async def read_case(caller: Caller, case_id: str) -> dict[str, Any]:
    """Return the case as the caller sees it."""
    answer = await caller.get(f"/v1/cases/{case_id}")
    assert answer.status_code == 200, answer.text
    case: dict[str, Any] = answer.json()
    return case


async def try_fact(caller: Caller, case: dict[str, Any], type: str, occurred_on: str, **payload: Any) -> Any:
    """Send a fact with the version that the case has now, and return the answer, whatever it is."""
    now = await read_case(caller, case["id"])
    body = {"type": type, "occurred_on": occurred_on, **payload}
    return await caller.post(f"/v1/cases/{case['id']}/facts", body, version=now["version"])


async def record(caller: Caller, case: dict[str, Any], type: str, occurred_on: str, **payload: Any) -> dict[str, Any]:
    """Record a fact and return what the service said of it."""
    answer = await try_fact(caller, case, type, occurred_on, **payload)
    assert answer.status_code == 201, answer.text
    recorded: dict[str, Any] = answer.json()
    return recorded


async def a_declined_case(adviser: Caller, **changes: Any) -> dict[str, Any]:
    """Return a case whose family was informed and does not wish to mediate."""
    case = await an_open_case(adviser, **changes)
    await record(adviser, case, "advice_given", "2025-03-11", channel="phone", rights_explained=True)
    await record(adviser, case, "wish_stated", "2025-03-12", wish="not_mediate")
    return await read_case(adviser, case["id"])


async def a_certified_case(adviser: Caller, **changes: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return a case with its certificate."""
    case = await a_declined_case(adviser, **changes)
    issued = await adviser.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=case["version"])
    assert issued.status_code == 201, issued.text
    return await read_case(adviser, case["id"]), issued.json()


async def a_proclaimed_day(admin: Caller, on: str = "2025-03-26") -> tuple[dict[str, Any], dict[str, Any]]:
    """Add a one-off bank holiday; return the change of the law, and the day."""
    body = {"holiday_on": on, "name": "A proclaimed day", "source": "A proclamation"}
    made = await admin.post("/v1/law/proclaimed-days", body)
    assert made.status_code == 201, made.text
    days = await admin.get("/v1/law/proclaimed-days")
    return made.json(), next(day for day in days.json()["items"] if day["holiday_on"] == on)
