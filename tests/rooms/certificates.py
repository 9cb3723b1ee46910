"""Certificates as the common tests see them."""

from tests.builders.journeys import record
from tests.rooms import Ground, Records, Room


async def furnish(ground: Ground) -> Records:
    """Issue the certificate of a family that does not wish to mediate."""
    await record(ground.adviser, ground.case, "wish_stated", "2025-03-12", wish="not_mediate")
    path = f"/v1/cases/{ground.id}/certificates"
    issued = await ground.made(ground.adviser, path, {"kind": "s55_4"}, version=await ground.version())
    return {"certificate_id": [issued["id"]]}


ROOM = Room(
    furnish=furnish,
    matrix={
        "listCertificates": "ADV:A MED:A COO:T SMG:T LCO:L IBO:I SUB:S PSY:P",
        "readCertificate": "ADV:A MED:A COO:T SMG:T LCO:L IBO:I SUB:S PSY:P",
        "downloadCertificate": "ADV:A MED:A COO:T SMG:T SUB:S",
        "listTellings": "ADV:A MED:A COO:T SMG:T SUB:S",
    },
    public=frozenset({("get", "/v1/certificates/verify/{code}")}),
)
