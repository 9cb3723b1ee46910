"""Allocation as the common tests see it."""

from app.domain.permissions import Role
from tests.rooms import Change, Ground, Records, Room


async def furnish(ground: Ground) -> Records:
    """Declare a conflict of somebody who has no part in the case, in confidential words."""
    home = ground.world.home
    other = home.other_adviser if ground.adviser.actor != home.other_adviser else home.actors[Role.ADVISER]
    assert other is not None
    body = {"user_id": other.id, "kind": "related", "words": ground.say("words")}
    made = await ground.made(ground.manager, f"/v1/cases/{ground.id}/conflicts", body)
    assert ground.mediator.actor is not None
    with_body = {"user_id": other.id, "organisation_id": home.suffolk, "kind": "related", "words": ground.say("why")}
    standing = (await ground.manager.get("/v1/organisation-conflicts")).json()["items"]
    body_conflicts = [known["id"] for known in standing]
    if not standing:
        body_conflicts = [(await ground.made(ground.manager, "/v1/organisation-conflicts", with_body))["id"]]
    return {
        "conflict_id": [made["id"]],
        "mediator_id": [ground.mediator.actor.id],
        "body_conflict_id": body_conflicts,
    }


NOBODY = "00000000-0000-7000-8000-000000000000"

ROOM = Room(
    furnish=furnish,
    changes=(
        Change("POST", "/v1/cases/{case_id}/assignment", {"mediator_id": NOBODY}),
        Change("POST", "/v1/cases/{case_id}/assignment-refusal", {"reason": "caseload"}, last=True),
        Change(
            "POST",
            "/v1/cases/{case_id}/conflicts",
            {"user_id": "00000000-0000-7000-8000-000000000000", "kind": "related"},
        ),
        Change("POST", "/v1/conflicts/{conflict_id}/lifting"),
        Change(
            "POST",
            "/v1/organisation-conflicts",
            {"user_id": NOBODY, "organisation_id": NOBODY, "kind": "worked_for_a_party"},
        ),
        Change("POST", "/v1/organisation-conflicts/{body_conflict_id}/lifting"),
        Change("PATCH", "/v1/mediators/{mediator_id}", {"cpd_hours": 12}),
    ),
    matrix={
        "reassignCase": "COO:T SMG:T",
        "listAssignments": "COO:T SMG:T",
        "suggestMediators": "COO:T SMG:T",
        "listConflicts": "COO:T SMG:T",
        "declareConflict": "ADV:A MED:A COO:T SMG:T",
        "liftConflict": "COO:T SMG:T",
        "declareBodyConflict": "ADV:E MED:E COO:E SMG:E",
        "listBodyConflicts": "COO:E SMG:E",
        "liftBodyConflict": "COO:E SMG:E",
        "listMediators": "ADV:E MED:E COO:E SMG:E",
        "readMediator": "ADV:E MED:O COO:E SMG:E",
        "correctMediator": "SMG:E",
        "refuseAssignment": "ADV:O MED:O",
    },
    appends=frozenset({"/v1/cases/{case_id}/conflicts"}),
)
