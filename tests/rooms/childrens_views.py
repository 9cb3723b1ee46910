"""The child's voice as the common tests see it."""

from tests.rooms import Change, Ground, Records, Room


async def furnish(ground: Ground) -> Records:
    """Record views that the child did not agree to share, and what was said in private, in confidential words."""
    at = f"/v1/cases/{ground.id}"
    body = {
        "method": "drawing",
        "outcome": "obtained",
        "offered_on": "2025-03-11",
        "obtained_on": "2025-03-11",
        "words": ground.say("words"),
    }
    made = await ground.made(ground.adviser, f"{at}/child-views", body)
    told = {"feedback_on": "2025-03-12", "feedback": ground.say("feedback")}
    kept = await ground.adviser.patch(f"/v1/child-views/{made['id']}", told, version=1)
    assert kept.status_code == 200, kept.text
    said = {"words": ground.say("private_words"), "said_on": "2025-03-11"}
    await ground.made(ground.mediator, f"{at}/private-child-views", said)
    return {"view_id": [made["id"]]}


_STAFF = "ADV:A MED:A COO:T SMG:T"
ROOM = Room(
    furnish=furnish,
    changes=(
        Change(
            "POST",
            "/v1/cases/{case_id}/child-views",
            {"method": "letter", "outcome": "offered", "offered_on": "2025-03-12"},
        ),
        Change("PATCH", "/v1/child-views/{view_id}", {"shared": False}),
        Change("POST", "/v1/cases/{case_id}/private-child-views", {"words": "Said so", "said_on": "2025-03-12"}),
    ),
    matrix={
        "listChildViews": f"{_STAFF} LCO:L IBO:I SUB:S",
        "recordChildView": "ADV:A MED:A SUB:S",
        "readChildView": f"{_STAFF} LCO:X IBO:X SUB:X",  # the one of this test is not shared
        "correctChildView": "ADV:A MED:A SUB:X",
        "readPrivateChildViews": "ADV:A MED:A",
        "keepPrivateChildView": "ADV:A MED:A",
    },
    appends=frozenset({"/v1/cases/{case_id}/child-views", "/v1/cases/{case_id}/private-child-views"}),
)
