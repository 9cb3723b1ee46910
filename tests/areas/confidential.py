"""Canaries in every confidential field: values that occur nowhere else, so that any copy of one is a leak."""

from collections.abc import Callable
from typing import Any

from app.domain.permissions import Role
from tests.builders.journeys import accepted, read_case, record
from tests.conftest import Caller

PHONE = "+441632960987"


class Canaries(dict[str, str]):
    """One value of 32 characters for each name that is asked for."""

    def __missing__(self, name: str) -> str:
        self[name] = f"canary {len(self):02d} {name.replace('_', ' ')}".ljust(32, "q")[:32]
        return self[name]


def a_confidential_referral(canaries: Canaries, **changes: Any) -> dict[str, Any]:
    """Return a referral with a canary in every field that no outsider may read."""
    canaries["email"] = "canaryqqqqqqqqqqqqqq@example.org"
    canaries["phone"] = PHONE
    canaries["ethnicity"] = '"wirt"'
    canaries["sex"] = '"female"'
    canaries["need"] = '"pmld"'
    canaries["upn"] = "A123456789012"
    canaries["nhs_number"] = "9434765919"
    return {
        "kind": "mediation",
        "la_code": "926",
        "contacted_on": "2025-03-10",
        "child": {
            "given_name": "Robin",
            "family_name": "Reed",
            "born_on": "2015-05-04",
            "sex": "female",
            "ethnicity": "wirt",
            "primary_need": "pmld",
            "nhs_number": "9434765919",
            "postcode": "NR2 1TF",
        },
        "family": {
            "name": canaries["family_name"],
            "phone": "01632 960987",
            "email": canaries["email"],
            "address": canaries["withheld_address"],
            "safe_contact": canaries["safe_contact"],
            "withheld": True,
        },
        "referrer": {
            "role": "parent",
            "name": canaries["referrer_name"],
            "contact": canaries["referrer_contact"],
            "permission_given": True,
        },
        "decision": {"decision_kind": "refusal_to_issue", "sent_on": "2025-01-14"},
        "health_issues": True,
        "adjustments": canaries["adjustments"],
        **changes,
    }


async def a_confidential_case(
    as_: Callable[..., Caller], canaries: Canaries, referral: dict[str, Any]
) -> dict[str, Any]:
    """Walk a case through every fact that carries words of somebody's own, a canary in each."""
    adviser, manager = as_(Role.ADVISER), as_(Role.SERVICE_MANAGER)
    case = await accepted(adviser, referral)
    held = {"held_on": "2025-03-20", "mode": "online", "session_id": "S1"}
    steps: list[tuple[str, dict[str, Any]]] = [
        ("advice_given", {"channel": "phone", "rights_explained": True, "language": canaries["language"]}),
        (
            "issues_recorded",
            {
                "issues": [
                    {"kind": "education", "section": "B"},
                    {"kind": "health", "wanted_health_provision": canaries["wanted_health_provision"]},
                ]
            },
        ),
        ("intent_to_appeal_stated", {"intends": "unsure"}),
        ("wish_stated", {"wish": "mediate", "reason": canaries["wish_reason"]}),
        ("la_informed", {"informed_by": "adviser"}),
        ("la_says_cannot_arrange", {"reason": canaries["cannot_arrange_reason"]}),
        ("la_declined", {"reason": canaries["la_declined_reason"]}),
        ("session_fixed", held),
        ("session_cancelled", {"session_id": "S1", "cancelled_by": "family", "reason": canaries["cancelled_reason"]}),
        ("session_fixed", held),
        (
            "notice_shortening_consented",
            {"session_id": "S1", "consented_by": "parent", "how": canaries["consent_how"]},
        ),
        ("session_held", {"session_id": "S1", "present": ["parent", "la"]}),
        ("session_adjourned", {"session_id": "S1", "reason": canaries["adjourned_reason"]}),
        ("time_exception_claimed", {"rule_id": "hold-30d", "reason": canaries["exception_reason"]}),
        ("appeal_lodged", {"reference": canaries["appeal_reference"]}),
        (
            "withdrawn_by_party",
            {"party": "parent", "reason": canaries["withdrawn_reason"], "reason_code": "childs_wish"},
        ),
    ]
    for type, payload in steps:
        await record(adviser, case, type, "2025-03-12", **payload)
    now = await read_case(adviser, case["id"])
    issued = await adviser.post(f"/v1/cases/{case['id']}/certificates", {"kind": "s55_4"}, version=now["version"])
    assert issued.status_code == 201, issued.text
    voided = await manager.post(
        f"/v1/cases/{case['id']}/certificates/{issued.json()['id']}/voiding",
        {"reason": canaries["void_reason"]},
        version=1,
    )
    assert voided.status_code == 200, voided.text
    await record(adviser, case, "case_closed", "2025-03-12", outcome="mediation_meeting_held")
    await record(adviser, case, "reopened", "2025-03-12", reason=canaries["reopened_reason"])
    return {**await read_case(adviser, case["id"]), "certificate_id": issued.json()["id"]}
