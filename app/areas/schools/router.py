"""Which schools were asked to take part, and what they answered, over HTTP."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.schools import queries, schemas, service
from app.domain.permissions import Actor
from app.domain.schools import NOT_INVITED, is_about_a_school
from app.web.actor import MayChangeSchools, MayReadSchools
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier

router = APIRouter(prefix="/cases/{case_id}/schools", tags=["Schools"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/schools", tags=["Schools"], route_class=TransactionRoute)
AnySchool = schemas.School | schemas.SchoolOutside


@router.get("", operation_id="listSchools")
async def listed(case_id: Identifier, actor: MayReadSchools, connection: Read) -> schemas.Schools:
    """List the schools of a case: who was asked, what they answered on which ground, and whether they came."""
    case = await cases.one(connection, actor, case_id)
    rows = await queries.of_case(connection, actor, case)
    facts = [cases.to_fact(row) for row in await cases.fact_rows(connection, case)] if actor.is_staff else []
    missing = is_about_a_school(facts) and not any(row["invited_on"] for row in rows)
    items: Any = [_shown(actor, row) for row in rows]
    return schemas.Schools(items=items, warnings=[NOT_INVITED] if missing else [])


@router.post("", status_code=201, operation_id="addSchool")
async def add(
    case_id: Identifier,
    body: schemas.AddSchool,
    request: Request,
    response: Response,
    actor: MayChangeSchools,
    session: Write,
    now: Now,
) -> AnySchool:
    """Name a school that is to be asked: any that a party wants named, and those that said they cannot meet need."""
    made = await service.add(session, actor, case_id, body, now=now)
    answer_with(request, response, "school", made.id, made.version, location=f"/v1/schools/{made.id}")
    return schemas.School.model_validate(made)


@by_id.get("/{involvement_id}", operation_id="readSchool")
async def read(involvement_id: Identifier, response: Response, actor: MayReadSchools, connection: Read) -> AnySchool:
    """Read one school's part in a case."""
    answer = _shown(actor, await queries.one(connection, actor, involvement_id))
    response.headers["ETag"] = f'"v{answer.version}"'
    return answer


@by_id.patch("/{involvement_id}", operation_id="correctSchool")
async def correct(
    involvement_id: Identifier,
    body: schemas.CorrectSchool,
    request: Request,
    response: Response,
    actor: MayChangeSchools,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySchool:
    """Go on with a school's part: the family's consent, the invitation, the answer, and whether it came."""
    made = await service.correct(session, actor, involvement_id, body, version=version, today=today, now=now)
    answer_with(request, response, "school", made.id, made.version)
    return schemas.School.model_validate(made)


def _shown(actor: Actor, row: dict[str, Any]) -> AnySchool:
    model = schemas.School if actor.is_staff else schemas.SchoolOutside
    return model.model_validate(row)


async def _again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(_shown(actor, await queries.one(session, actor, id)), location=f"/v1/schools/{id}")


REPLAYS: Replays = {"school": _again}
