"""Linked cases as the common tests see them."""

from tests.builders.journeys import an_open_case
from tests.rooms import Change, Ground, Records, Room

LATER = {
    "decision": {"decision_kind": "plan_contents", "sent_on": "2025-03-04"},
    "contacted_on": "2025-03-10",
    "referrer": {"role": "parent"},
}
NOBODY = "00000000-0000-7000-8000-000000000000"


async def furnish(ground: Ground) -> Records:
    """Link the case with another of the same adviser's."""
    council = {"la_code": ground.case["la_code"]}
    other = await an_open_case(ground.adviser, **council)
    made = await ground.made(
        ground.manager, f"/v1/cases/{ground.id}/linked-cases", {"case_id": other["id"], "kind": "later_decision"}
    )
    return {"link_id": [made["id"]]}


ROOM = Room(
    furnish=furnish,
    changes=(
        Change("POST", "/v1/cases/{case_id}/linked-cases", {"case_id": NOBODY, "kind": "same_child"}),
        Change("POST", "/v1/cases/{case_id}/later-decisions", LATER),
        Change("POST", "/v1/case-links/{link_id}/ending"),
    ),
    matrix={
        "listLinkedCases": "ADV:A MED:A COO:T SMG:T LCO:L IBO:I SUB:S PSY:P",
        "linkCases": "ADV:A COO:T SMG:T",
        "openLaterDecision": "ADV:A COO:T SMG:T",
        "endCaseLink": "ADV:A COO:T SMG:T",
    },
    appends=frozenset({"/v1/cases/{case_id}/linked-cases", "/v1/cases/{case_id}/later-decisions"}),
)
