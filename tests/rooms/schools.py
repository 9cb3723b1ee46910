"""Schools as the common tests see them."""

from tests.rooms import Change, Ground, Records, Room

SCHOOL = {"urn": "100001", "name": "A School", "role": "proposed", "named_by": "family", "may_be_told": True}


async def furnish(ground: Ground) -> Records:
    """Invite a school, and keep its answer in confidential words."""
    made = await ground.made(ground.manager, f"/v1/cases/{ground.id}/schools", SCHOOL)
    body = {
        "invited_on": "2025-03-11",
        "answer": "cannot_meet_need",
        "answered_on": "2025-03-12",
        "words": ground.say("words"),
    }
    kept = await ground.manager.patch(f"/v1/schools/{made['id']}", body, version=1)
    assert kept.status_code == 200, kept.text
    return {"involvement_id": [made["id"]]}


ROOM = Room(
    furnish=furnish,
    changes=(
        Change("POST", "/v1/cases/{case_id}/schools", SCHOOL),
        Change("PATCH", "/v1/schools/{involvement_id}", {"attended": True}),
    ),
    matrix={
        "listSchools": "ADV:A MED:A COO:T SMG:T LCO:L",
        "addSchool": "MED:A COO:T SMG:T",
        "readSchool": "ADV:A MED:A COO:T SMG:T LCO:L",
        "correctSchool": "MED:A COO:T SMG:T",
    },
    appends=frozenset({"/v1/cases/{case_id}/schools"}),
)
