"""Documents as the common tests see them."""

from typing import Any

from app.domain.permissions import Role
from tests.conftest import Caller
from tests.rooms import Change, Ground, Records, Room

SMALL = b"%PDF-1.7\n%%EOF\n"


async def uploaded(
    caller: Caller, case_id: str, audience: str, name: str = "report.pdf", content: bytes = SMALL
) -> Any:
    """Announce a document and send its content."""
    body = {"name": name, "kind": "report", "audience_class": audience}
    made = await caller.post(f"/v1/cases/{case_id}/documents", body)
    assert made.status_code == 201, made.text
    sent = await caller("PUT", made.json()["links"]["content"], content=content, version=1)
    assert sent.status_code == 200, sent.text
    return sent.json()


async def furnish(ground: Ground) -> Records:
    """Keep a document of the provider's own and one that the family gave to the mediator, under confidential names."""
    own = await uploaded(ground.manager, ground.id, "internal", f"{ground.say('internal_name')}.pdf")
    seen = await ground.as_(Role.FAMILY_FRONT_END).get(f"/v1/cases/{ground.id}")
    if seen.status_code == 200:
        family = ground.as_(Role.FAMILY_FRONT_END)
        await uploaded(family, ground.id, "party_private", f"{ground.say('private_name')}.pdf")
    return {"document_id": [own["id"]]}


_STAFF = "ADV:A MED:A COO:T SMG:T"
ROOM = Room(
    furnish=furnish,
    changes=(
        Change(
            "POST",
            "/v1/cases/{case_id}/documents",
            {"name": "report.pdf", "kind": "report", "audience_class": "shared"},
        ),
        Change("PUT", "/v1/documents/{document_id}/content", options={"content": SMALL}),
        Change("POST", "/v1/documents/{document_id}/sharing"),
        Change("POST", "/v1/documents/{document_id}/withdrawal"),
    ),
    matrix={
        "listDocuments": f"{_STAFF} LCO:L IBO:I SUB:S PSY:P",
        "announceDocument": f"{_STAFF} LCO:L IBO:I SUB:S PSY:P",
        "readDocument": f"{_STAFF} LCO:X IBO:X SUB:X PSY:X",  # the one of this test is the provider's own
        "sendDocumentContent": "SMG:T ADV:X MED:X COO:X LCO:X IBO:X SUB:X PSY:X",
        "downloadDocument": f"{_STAFF} LCO:X IBO:X SUB:X PSY:X",
        "shareDocument": f"{_STAFF} LCO:X IBO:X SUB:X PSY:X",
        "withdrawDocument": "SMG:T ADV:X MED:X COO:X LCO:X IBO:X SUB:X PSY:X",
    },
    appends=frozenset({"/v1/cases/{case_id}/documents"}),
    told={"private_name": frozenset({Role.FAMILY_FRONT_END})},
)
