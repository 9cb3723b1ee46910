"""Calendars at private addresses, and one session as a calendar, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.adapters.calendars import calendar
from app.areas.feeds import schemas, service
from app.domain.permissions import Actor
from app.web.actor import MayManageFeeds, MayReadSessions
from app.web.answers import Replays, rebuilt
from app.web.clock import Now
from app.web.concurrency import IfMatch, answer_with
from app.web.limits import count_check
from app.web.transaction import PlainRoute, Read, ReadOnce, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/calendar-feeds", tags=["Calendars"], route_class=TransactionRoute)
public = APIRouter(prefix="/calendars", tags=["Calendars"], route_class=PlainRoute)
of_session = APIRouter(prefix="/sessions", tags=["Calendars"], route_class=TransactionRoute)
_ICAL: dict[int | str, dict[str, Any]] = {200: {"description": "The calendar.", "content": {"text/calendar": {}}}}


@router.get("", operation_id="listCalendarFeeds")
async def listed(actor: MayManageFeeds, connection: Read) -> Page[schemas.CalendarFeed]:
    """List the calendars that you made, those that you took back too."""
    rows = await service.own(connection, actor)
    return Page[schemas.CalendarFeed](
        items=[schemas.CalendarFeed.model_validate(row) for row in rows], next_cursor=None
    )


@router.post("", status_code=201, operation_id="makeCalendarFeed")
async def make(
    request: Request, response: Response, actor: MayManageFeeds, session: Write, now: Now
) -> schemas.NewCalendarFeed:
    """Make a calendar of your sessions at a private address, which is shown this once. Whoever has it sees it."""
    made, secret = await service.make(session, actor, now=now)
    address = f"{request.app.state.settings.public_url}/v1/calendars/{secret}"
    feed = schemas.CalendarFeed.model_validate(made)
    response.headers["ETag"] = f'"v{feed.version}"'
    return schemas.NewCalendarFeed(**feed.model_dump(), address=address)


@router.post("/{feed_id}/revocation", operation_id="revokeCalendarFeed")
async def revoke(
    feed_id: Identifier,
    request: Request,
    response: Response,
    actor: MayManageFeeds,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.CalendarFeed:
    """Take back a calendar: its address leads nowhere from now on."""
    made = await service.revoke(session, actor, feed_id, version=version, now=now)
    answer_with(request, response, "calendar_feed", made.id, made.version)
    return schemas.CalendarFeed.model_validate(made)


@public.get(
    "/{secret}",
    operation_id="readCalendarFeed",
    dependencies=[Depends(count_check)],
    response_class=Response,
    responses=_ICAL,
)
async def read(
    secret: Annotated[str, Path(max_length=100, description="The secret end of the address.")],
    database: ReadOnce,
    now: Now,
) -> Response:
    """Read a calendar at its private address: references, times and places of sessions, and nothing about anybody."""
    async with database.read() as connection:
        actor = await service.behind(connection, secret)
        found = await service.entries(connection, actor, now)
    return _answer(calendar(found))


@of_session.get("/{session_id}/calendar", operation_id="readSessionCalendar", response_class=Response, responses=_ICAL)
async def one(session_id: Identifier, actor: MayReadSessions, database: ReadOnce) -> Response:
    """Read one session as a calendar entry: its reference, time and place."""
    async with database.read() as connection:
        found = await service.entry(connection, actor, session_id)
    return _answer(calendar(found))


def _answer(content: bytes) -> Response:
    headers = {"Cache-Control": "no-store", "Content-Disposition": 'attachment; filename="sessions.ics"'}
    return Response(content, media_type="text/calendar; charset=utf-8", headers=headers)


async def _again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(schemas.CalendarFeed.model_validate(await service.one(session, actor, id)))


REPLAYS: Replays = {"calendar_feed": _again}
