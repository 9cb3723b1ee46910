"""Notes and safeguarding as the common tests see them."""

from app.domain.permissions import Role
from tests.rooms import Change, Ground, Records, Room


async def furnish(ground: Ground) -> Records:
    """Write a note of every kind and raise a worry, in confidential words, and disclose it."""
    at = f"/v1/cases/{ground.id}"
    await ground.made(ground.adviser, f"{at}/advice-notes", {"words": ground.say("advice_words")})
    body = {"words": ground.say("private_words"), "private_with": "family"}
    await ground.made(ground.mediator, f"{at}/mediator-notes", body)
    await ground.made(ground.mediator, f"{at}/joint-notes", {"words": ground.say("joint_words")})
    raised = await ground.made(ground.adviser, f"{at}/safeguarding-records", {"words": ground.say("worry")})
    record = f"/v1/safeguarding-records/{raised['id']}"
    handling = {"handling": ground.say("handling"), "mash_reference": ground.say("mash_reference")}
    kept = await ground.manager.patch(record, handling, version=1)
    assert kept.status_code == 200, kept.text
    told = {"told": ground.say("told"), "words": ground.say("disclosed"), "disclosed_on": "2025-03-12"}
    await ground.made(ground.manager, f"{record}/disclosures", told, version=2)
    assert ground.as_(Role.SERVICE_MANAGER).actor is not None
    return {"record_id": [raised["id"]]}


_WORDS = {"words": "A call back"}
ROOM = Room(
    furnish=furnish,
    changes=(
        Change("POST", "/v1/cases/{case_id}/advice-notes", _WORDS),
        Change("POST", "/v1/cases/{case_id}/mediator-notes", _WORDS),
        Change("POST", "/v1/cases/{case_id}/joint-notes", _WORDS),
        Change("POST", "/v1/cases/{case_id}/safeguarding-records", _WORDS),
        Change("PATCH", "/v1/safeguarding-records/{record_id}", {"handling": "Ring the mobile only"}),
        Change(
            "POST",
            "/v1/safeguarding-records/{record_id}/disclosures",
            {"told": "MASH", "words": "The worry", "disclosed_on": "2025-03-12"},
        ),
    ),
    matrix={
        "readAdviceNotes": "ADV:A",
        "writeAdviceNote": "ADV:A",
        "readMediatorNotes": "MED:A",
        "writeMediatorNote": "MED:A",
        "readJointNotes": "ADV:A MED:A",
        "writeJointNote": "ADV:A MED:A",
        "countNotes": "COO:T SMG:T",
        "raiseSafeguarding": "ADV:A MED:A COO:T SMG:T SUB:S",
        "readSafeguarding": "ADV:A MED:A COO:T SMG:T",
        "handleSafeguarding": "SMG:T",
        "discloseSafeguarding": "SMG:T",
    },
    appends=frozenset(
        f"/v1/cases/{{case_id}}/{kind}"
        for kind in ("advice-notes", "mediator-notes", "joint-notes", "safeguarding-records")
    ),
)
