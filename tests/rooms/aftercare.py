"""What follows a case as the common tests see it."""

from tests.builders.journeys import record
from tests.rooms import Change, Ground, Records, Room

ASKED = {"question": "appeal_lodged", "answer": "could_not_reach", "asked_on": "2025-03-12", "channel": "phone"}
COMPLAINT = {"level": "minor", "words": "Nobody rang back", "received_on": "2025-03-11"}


async def furnish(ground: Ground) -> Records:
    """Record an answer that follows a certificate, and a complaint, in confidential words."""
    at = f"/v1/cases/{ground.id}"
    await record(ground.adviser, ground.case, "wish_stated", "2025-03-12", wish="not_mediate")
    await ground.made(ground.adviser, f"{at}/certificates", {"kind": "s55_4"}, version=await ground.version())
    await ground.made(ground.manager, f"{at}/follow-ups", ASKED | {"words": ground.say("answer_words")})
    made = await ground.made(ground.manager, f"{at}/complaints", COMPLAINT | {"words": ground.say("complaint")})
    transfers = (await ground.manager.get("/v1/transfers")).json()["items"]
    if not transfers:
        body = {"la_code": "926", "incoming_provider": ground.say("incoming"), "transfer_on": "2025-09-01"}
        transfers = [await ground.made(ground.manager, "/v1/transfers", body)]
    return {"complaint_id": [made["id"]], "transfer_id": [transfers[0]["id"]]}


ROOM = Room(
    furnish=furnish,
    changes=(
        Change("POST", "/v1/cases/{case_id}/follow-ups", ASKED),
        Change("POST", "/v1/cases/{case_id}/reopening", {"reason": "Rang again"}),
        Change("POST", "/v1/cases/{case_id}/complaints", COMPLAINT),
        Change("POST", "/v1/complaints/{complaint_id}/acknowledgement", {"acknowledged_on": "2025-03-12"}),
        Change(
            "POST",
            "/v1/complaints/{complaint_id}/closing",
            {"closed_on": "2025-03-12", "outcome": "upheld", "answer": "Sorry"},
        ),
        Change("POST", "/v1/transfers", {"la_code": "935", "incoming_provider": "X", "transfer_on": "2025-09-01"}),
        Change("POST", "/v1/transfers/{transfer_id}/completion"),
        Change("POST", "/v1/transfers/{transfer_id}/withdrawal"),
    ),
    matrix={
        "listFollowUps": "ADV:A COO:T SMG:T",
        "recordFollowUp": "ADV:A COO:T SMG:T",
        "reopenCase": "ADV:A MED:A COO:T SMG:T",
        "recordComplaint": "ADV:A COO:T SMG:T",
        "listComplaints": "SMG:E",
        "readComplaint": "SMG:T",
        "acknowledgeComplaint": "SMG:T",
        "closeComplaint": "SMG:T",
        "listFollowUpsDue": "ADV:A COO:T SMG:T",
        "listTransfers": "SMG:E",
        "withdrawTransfer": "SMG:E",
        "makeTransfer": "SMG:E",
        "readTransferBundle": "SMG:E",
        "completeTransfer": "SMG:E",
    },
    appends=frozenset({"/v1/cases/{case_id}/follow-ups", "/v1/cases/{case_id}/complaints"}),
)
