"""Agreements as the common tests see them."""

from app.domain.permissions import Role
from tests.builders.journeys import record
from tests.rooms import Change, Ground, Records, Room


async def meet(ground: Ground) -> None:
    """Take the case to a session that was held, with its LA."""
    for type, payload in (
        ("wish_stated", {"wish": "mediate"}),
        ("la_informed", {"informed_by": "adviser"}),
        ("session_fixed", {"held_on": "2025-03-12", "mode": "online"}),
        ("session_held", {"present": ["parent", "la_with_authority", "icb_with_authority"]}),
    ):
        await record(ground.adviser, ground.case, type, "2025-03-12", **payload)


async def furnish(ground: Ground) -> Records:
    """Draft an agreement of a council and sign it; what the council promised may be read by it and the family alone."""
    await meet(ground)
    term = {"kind": "issue_plan", "owner": "la", "words": ground.say("words")}
    path = f"/v1/cases/{ground.id}/agreements"
    made = await ground.made(ground.mediator, path, {"extent": "full", "terms": [term]}, version=await ground.version())
    at = f"/v1/agreements/{made['id']}"
    for side in ("family", "la"):
        body = {"side": side, "has_authority": True if side == "la" else None}
        made = await ground.made(ground.mediator, f"{at}/signatures", body, version=made["version"])
    made = await ground.made(ground.mediator, f"{at}/closing", {}, version=made["version"])
    return {"agreement_id": [made["id"]], "term_id": [made["terms"][0]["id"]]}


ROOM = Room(
    furnish=furnish,
    changes=(
        Change("POST", "/v1/cases/{case_id}/agreements", {"extent": "none"}),
        Change("PATCH", "/v1/agreements/{agreement_id}", {"extent": "partial"}),
        Change("POST", "/v1/agreements/{agreement_id}/signatures", {"side": "mediator"}),
        Change("POST", "/v1/agreements/{agreement_id}/closing", {}),
        Change("POST", "/v1/agreement-terms/{term_id}/completion", {"done_on": "2025-03-12"}),
    ),
    matrix={
        "listAgreements": "MED:A COO:T SMG:T LCO:L IBO:I SUB:S",
        "draftAgreement": "MED:A",
        "readAgreement": "MED:A COO:T SMG:T LCO:L IBO:I SUB:S",
        "correctAgreement": "MED:A",
        "signAgreement": "MED:A LCO:L IBO:I SUB:S",
        "closeAgreement": "MED:A",
        "completeAgreementTerm": "COO:T SMG:T LCO:L IBO:X",
        "downloadBreachLetter": "MED:A COO:T SMG:T SUB:S",
    },
    told={"words": frozenset({Role.LA_OFFICER, Role.FAMILY_FRONT_END})},
)
