"""Later decisions about the same child as linked cases, over HTTP."""

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.linking import queries, schemas, service
from app.domain.permissions import Actor
from app.web.actor import MayLinkCases, MayReadCases
from app.web.answers import Replays, rebuilt
from app.web.clock import Now
from app.web.concurrency import IfMatch, answer_with
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}/linked-cases", tags=["Linked cases"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/case-links", tags=["Linked cases"], route_class=TransactionRoute)


@router.get("", operation_id="listLinkedCases")
async def listed(case_id: Identifier, actor: MayReadCases, connection: Read) -> Page[schemas.LinkedCase]:
    """List the cases that belong together with one, as far as you see them."""
    rows = await queries.of_case(connection, actor, case_id)
    return Page[schemas.LinkedCase](items=[schemas.LinkedCase.model_validate(row) for row in rows], next_cursor=None)


@router.post("", status_code=201, operation_id="linkCases")
async def link(
    case_id: Identifier,
    body: schemas.LinkCases,
    request: Request,
    response: Response,
    actor: MayLinkCases,
    session: Write,
    now: Now,
) -> schemas.LinkedCase:
    """Link a case with another: a later decision, the same child, a sibling."""
    made = await service.link(session, actor, case_id, body, now=now)
    await session.flush()
    answer_with(request, response, "case_link", made.id, made.version)
    return schemas.LinkedCase.model_validate(await queries.one(session, actor, made.id))


@by_id.post("/{link_id}/ending", operation_id="endCaseLink")
async def end(
    link_id: Identifier,
    request: Request,
    response: Response,
    actor: MayLinkCases,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.LinkedCase:
    """End a link that was a mistake."""
    made = await service.end(session, actor, link_id, version=version, now=now)
    await session.flush()
    answer_with(request, response, "case_link", made.id, made.version)
    return schemas.LinkedCase.model_validate(await queries.one(session, actor, made.id))


async def _link_again(session: AsyncSession, actor: Actor, id: str, request: Request) -> Response:
    shown = schemas.LinkedCase.model_validate(await queries.one(session, actor, id))
    opened = request.url.path.endswith("/later-decisions")
    return rebuilt(shown, location=f"/v1/cases/{shown.case_id}" if opened else "")


REPLAYS: Replays = {"case_link": _link_again}
