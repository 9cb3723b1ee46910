"""The child's voice, over HTTP."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases.parts import part
from app.areas.childrens_views import queries, schemas, service
from app.domain.permissions import Actor
from app.store.tables.childrens_views import PrivateChildView
from app.web.actor import MayPrivateChildViews, MayReadChildViews, MayRecordChildViews
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, done
from app.web.transaction import AuditedRoute, Read, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}/child-views", tags=["Child's voice"], route_class=TransactionRoute)
private = APIRouter(prefix="/cases/{case_id}/private-child-views", tags=["Child's voice"], route_class=AuditedRoute)
by_id = APIRouter(prefix="/child-views", tags=["Child's voice"], route_class=TransactionRoute)
AnyView = schemas.ChildView | schemas.ChildViewOutside


@router.get("", operation_id="listChildViews")
async def listed(case_id: Identifier, actor: MayReadChildViews, connection: Read) -> schemas.ChildViews:
    """Read the child's voice in a case: what the child agreed to share; for staff, how it was sought too."""
    rows, measure = await queries.of_case(connection, actor, case_id)
    items: Any = [_shown(actor, row) for row in rows]
    return schemas.ChildViews(items=items, measure=measure if actor.is_staff else None)


@router.post("", status_code=201, operation_id="recordChildView")
async def record(
    case_id: Identifier,
    body: schemas.RecordView,
    request: Request,
    response: Response,
    actor: MayRecordChildViews,
    session: Write,
    today: Today,
    now: Now,
) -> AnyView:
    """Record how the child's views were sought: an attempt with its reason counts as well as views obtained."""
    made = await service.record(session, actor, case_id, body, today=today, now=now)
    answer_with(request, response, "child_view", made.id, made.version, location=f"/v1/child-views/{made.id}")
    await session.flush()
    return _shown(actor, await queries.one(session, actor, made.id))


@by_id.get("/{view_id}", operation_id="readChildView")
async def read(view_id: Identifier, response: Response, actor: MayReadChildViews, connection: Read) -> AnyView:
    """Read one record of the child's voice."""
    answer = _shown(actor, await queries.one(connection, actor, view_id))
    response.headers["ETag"] = f'"v{answer.version}"'
    return answer


@by_id.patch("/{view_id}", operation_id="correctChildView")
async def correct(
    view_id: Identifier,
    body: schemas.CorrectView,
    request: Request,
    response: Response,
    actor: MayRecordChildViews,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyView:
    """Go on with a record: what came of it, what the child agrees to share, and what the child was told after."""
    made = await service.correct(session, actor, view_id, body, version=version, today=today, now=now)
    answer_with(request, response, "child_view", made.id, made.version)
    await session.flush()
    return _shown(actor, await queries.one(session, actor, view_id))


@private.get("", operation_id="readPrivateChildViews")
async def read_private(
    case_id: Identifier, actor: MayPrivateChildViews, session: Write, now: Now
) -> Page[schemas.PrivateView]:
    """Read what the child said in private: the mediator of the case all of it, an adviser their own record."""
    rows = await service.read_private(session, actor, case_id, now=now)
    items = [schemas.PrivateView.model_validate(row) for row in rows]
    return Page[schemas.PrivateView](items=items, next_cursor=None)


@private.post("", status_code=201, operation_id="keepPrivateChildView")
async def keep_private(
    case_id: Identifier,
    body: schemas.RecordPrivateView,
    request: Request,
    actor: MayPrivateChildViews,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.PrivateView:
    """Keep what the child said to you alone."""
    made = await service.keep_private(session, actor, case_id, body, today=today, now=now)
    done(request, "private_child_view", made.id)
    return schemas.PrivateView.model_validate(made)


def _shown(actor: Actor, row: dict[str, Any]) -> AnyView:
    model = schemas.ChildView if actor.is_staff else schemas.ChildViewOutside
    return model.model_validate(row)


async def _view_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(_shown(actor, await queries.one(session, actor, id)), location=f"/v1/child-views/{id}")


async def _private_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(schemas.PrivateView.model_validate(await part(session, actor, PrivateChildView, id)))


REPLAYS: Replays = {"child_view": _view_again, "private_child_view": _private_again}
