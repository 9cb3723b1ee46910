"""Public calculators over HTTP: no sign-in, nothing kept, the same engine that works cases out."""

from fastapi import APIRouter, Response

from app.areas.calculations import schemas, service
from app.areas.calendars.router import PublicLaw
from app.web.clock import Today
from app.web.transaction import PlainRoute

router = APIRouter(tags=["Calculators"], route_class=PlainRoute)


@router.post("/deadline-calculations", operation_id="calculateDeadlines", response_model=schemas.Calculation)
async def calculate(body: schemas.CalculateDeadlines, law: PublicLaw, today: Today) -> Response:
    """Work out every deadline of stated facts, with each step of the count and what is not known yet."""
    # Written as it was checked: the framework would check every date and word of it once more.
    answer = service.calculate(body, law, today=today)
    return Response(answer.model_dump_json(), media_type="application/json")


@router.post("/time-checks", operation_id="checkTime")
async def check_time(body: schemas.CheckTime, law: PublicLaw, today: Today) -> schemas.TimeCheck:
    """Say whether somebody is in time to appeal, whether a certificate is needed, and where to get help."""
    return service.check_time(body, law, today=today)


@router.post("/rights-holder-checks", operation_id="checkRightsHolder")
async def check_rights_holder(body: schemas.CheckRightsHolder, today: Today) -> schemas.RightsHolderChecked:
    """Say who holds the rights on a day, parent or young person, when that changes, and what a person must check."""
    return service.check_rights_holder(body, today=today)
