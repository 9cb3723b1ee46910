"""Propose, fix, hold and record sessions, and find a time that everybody can keep, over HTTP.

What is done to a session takes the version of the session, not of a case: see `planning.for_change`.
"""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.sessions import attending_router, planning, queries, schemas, service, undoing
from app.areas.sessions.shown import AnyRow, AnySession, row_shown, shown
from app.domain.permissions import Actor
from app.domain.refusals import Invalid
from app.domain.sessions import SessionStatus, day_begins, day_ends
from app.store.tables.sessions import MediationSession
from app.web.actor import MayArrangeSessions, MayConductSessions, MayReadSessions
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with
from app.web.paging import Paging
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, IsoDate, Page

router = APIRouter(prefix="/cases/{case_id}/sessions", tags=["Sessions"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/sessions", tags=["Sessions"], route_class=TransactionRoute)


@router.post("", status_code=201, operation_id="planSession")
async def plan(
    case_id: Identifier,
    body: schemas.PlanSession,
    request: Request,
    response: Response,
    actor: MayConductSessions,
    session: Write,
    now: Now,
) -> AnySession:
    """Plan a session or a pre-meeting: its time is held at once, so that nobody is booked twice."""
    row = await planning.plan(session, actor, case_id, body, now=now)
    return await _answered(request, response, session, actor, row, location=f"/v1/sessions/{row.id}")


@router.get("", operation_id="listCaseSessions")
async def of_case(case_id: Identifier, actor: MayReadSessions, connection: Read) -> Page[AnyRow]:
    """List the sessions that serve a case, in the order of their time. Pre-meetings are for those asked to them."""
    case = await cases.one(connection, actor, case_id)
    rows = await queries.of_case(connection, actor, case)
    return Page[AnyRow](items=[row_shown(actor, row) for row in rows], next_cursor=None)


@by_id.get("", operation_id="listSessions")
async def listed(
    actor: MayReadSessions,
    paging: Paging,
    connection: Read,
    from_on: Annotated[IsoDate | None, Query(description="On or after this day.")] = None,
    to_on: Annotated[IsoDate | None, Query(description="On or before this day.")] = None,
    mediator_id: Annotated[Identifier | None, Query(description="For the provider's staff.")] = None,
    status: Annotated[list[SessionStatus] | None, Query(max_length=7)] = None,
) -> Page[AnyRow]:
    """List the sessions of the cases that you may see, the earliest first: a diary."""
    if mediator_id is not None and not actor.is_staff:
        raise Invalid("?mediator_id", "not_filterable", "You do not see who mediates.")
    rows = await queries.page_of(
        connection,
        actor,
        begins=day_begins(from_on) if from_on else None,
        ends=day_ends(to_on) if to_on else None,
        mediator_id=mediator_id,
        status=status or (),
        after=paging.after(2),
        limit=paging.take,
    )
    return paging.page(rows, key=lambda row: (row["starts_at"], row["id"]), item=lambda row: row_shown(actor, row))


@by_id.get("/{session_id}", operation_id="readSession")
async def read(session_id: Identifier, response: Response, actor: MayReadSessions, connection: Read) -> AnySession:
    """Read one session."""
    answer = await shown(connection, actor, session_id)
    # What is seen changes with the attendees and bookings too: the tag is for If-Match alone.
    response.headers["ETag"] = f'"v{answer.version}"'
    return answer


@by_id.patch("/{session_id}", operation_id="changeSession")
async def change(
    session_id: Identifier,
    body: schemas.ChangeSession,
    request: Request,
    response: Response,
    actor: MayArrangeSessions,
    version: IfMatch,
    session: Write,
    now: Now,
) -> AnySession:
    """Change the plan of a session that is not fixed."""
    row = await planning.change(session, actor, session_id, body, version=version, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/proposal", operation_id="proposeSession")
async def propose(
    session_id: Identifier,
    body: schemas.ProposeSession,
    request: Request,
    response: Response,
    actor: MayConductSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Propose the session to the parties, and record `session_proposed`."""
    row = await service.propose(session, actor, session_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/fixing", operation_id="fixSession")
async def fix(
    session_id: Identifier,
    body: schemas.FixSession,
    request: Request,
    response: Response,
    actor: MayArrangeSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Fix the session, or fix it anew at another time or place, and record `session_fixed`."""
    row = await service.fix(session, actor, session_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/notice", operation_id="giveSessionNotice")
async def notice(
    session_id: Identifier,
    body: schemas.GiveNotice,
    request: Request,
    response: Response,
    actor: MayArrangeSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Record that notice was given (`session_notice_given`); short notice is flagged and needs the family's consent."""
    row = await service.give_notice(session, actor, session_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/notice-consent", operation_id="agreeShortNotice")
async def notice_consent(
    session_id: Identifier,
    body: schemas.AgreeShortNotice,
    request: Request,
    response: Response,
    actor: MayArrangeSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Record that the family agrees to shorter notice (`notice_shortening_consented`)."""
    row = await service.agree_short_notice(session, actor, session_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/cancellation", operation_id="cancelSession")
async def cancel(
    session_id: Identifier,
    body: schemas.CancelSession,
    request: Request,
    response: Response,
    actor: MayArrangeSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Call the session off, and record `session_cancelled` where it was fixed."""
    row = await service.cancel(session, actor, session_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/holding", operation_id="holdSession")
async def hold(
    session_id: Identifier,
    body: schemas.HoldSession,
    request: Request,
    response: Response,
    actor: MayConductSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Record that the session was held and who came (`session_held`)."""
    row = await service.hold(session, actor, session_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/adjournment", operation_id="adjournSession")
async def adjourn(
    session_id: Identifier,
    body: schemas.AdjournSession,
    request: Request,
    response: Response,
    actor: MayConductSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Adjourn the session that was held (`session_adjourned`)."""
    row = await service.adjourn(session, actor, session_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/conclusion", operation_id="concludeSession")
async def conclude(
    session_id: Identifier,
    body: schemas.ConcludeSession,
    request: Request,
    response: Response,
    actor: MayConductSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Record that mediation ended with the session (`mediation_concluded`)."""
    row = await service.conclude(session, actor, session_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/{session_id}/undoing", operation_id="undoSessionStep")
async def undo(
    session_id: Identifier,
    request: Request,
    response: Response,
    actor: MayArrangeSessions,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnySession:
    """Take back the last step, if it was a mistake: a cancellation, a holding, an adjournment or the end."""
    row = await undoing.undo(session, actor, session_id, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


async def _answered(
    request: Request,
    response: Response,
    session: AsyncSession,
    actor: Actor,
    row: MediationSession,
    *,
    location: str | None = None,
) -> AnySession:
    await session.flush()
    answer_with(request, response, "session", row.id, row.version, location=location)
    return await shown(session, actor, row.id)


async def _session_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(await shown(session, actor, id), location=f"/v1/sessions/{id}")


by_id.routes.extend([*attending_router.router.routes, *attending_router.searches.routes])
REPLAYS: Replays = {"session": _session_again, **attending_router.REPLAYS}
