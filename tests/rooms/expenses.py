"""Expense claims as the common tests see them: what is the family's is told to the family."""

from app.domain.permissions import Role
from tests.rooms import Change, Ground, Records, Room


async def furnish(ground: Ground) -> Records:
    """Claim an expense and refuse another, in confidential words."""
    path = f"/v1/cases/{ground.id}/expense-claims"
    body = {"claimant": "parent", "category": "travel", "amount_pence": 1250, "incurred_on": "2025-03-10"}
    claimed = await ground.made(ground.coordinator, path, {**body, "words": ground.say("words")})
    refused = await ground.made(ground.coordinator, path, body)
    decision = {"approve": False, "reason": ground.say("reason")}
    await ground.made(ground.manager, f"/v1/expense-claims/{refused['id']}/decision", decision, version=1)
    return {"claim_id": [claimed["id"], refused["id"]]}


_FAMILY = frozenset({Role.FAMILY_FRONT_END})
ROOM = Room(
    furnish=furnish,
    changes=(
        Change(
            "POST",
            "/v1/cases/{case_id}/expense-claims",
            {"claimant": "parent", "category": "travel", "amount_pence": 1250, "incurred_on": "2025-03-10"},
        ),
        Change("POST", "/v1/expense-claims/{claim_id}/decision", {"approve": True}),
        Change("POST", "/v1/expense-claims/{claim_id}/payment", {}),
        Change("POST", "/v1/expense-caps", {"category": "other", "cap_pence": 100, "from_on": "2026-01-01"}),
    ),
    matrix={
        "claimExpense": "COO:T SMG:T SUB:S",
        "listExpenseClaims": "COO:T SMG:T SUB:S",
        "readExpenseClaim": "COO:T SMG:T SUB:S",
        "decideExpenseClaim": "SMG:T",
        "payExpenseClaim": "SMG:T",
        "setExpenseCap": "SMG:E",
        "listExpenseCaps": "SMG:E",
    },
    appends=frozenset({"/v1/cases/{case_id}/expense-claims"}),
    told={"words": _FAMILY, "reason": _FAMILY},
)
