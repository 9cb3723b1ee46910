"""Referrals over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.linking import queries as linked
from app.areas.linking.schemas import LinkedCase
from app.areas.parties.schemas import ReadWithheld
from app.areas.referrals import bodies, later, queries, schemas, service, withheld
from app.areas.referrals.shown import AnyReferral, as_sent, shown, shown_row
from app.domain.codes import ReferralStatus
from app.domain.permissions import Actor, Permission
from app.store.tables import Referral
from app.web.actor import (
    MayCorrectReferrals,
    MayCreateReferrals,
    MayDecideReferrals,
    MayLinkCases,
    MayReadReferrals,
    MayWithheldContacts,
)
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, etag, fresh
from app.web.idempotency import KEY_FROM_SYSTEMS
from app.web.paging import Paging
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, Instant, IsoDate, Page
from app.wire.uk import OrganisationCode

router = APIRouter(prefix="/referrals", tags=["Referrals"], route_class=TransactionRoute)
later_decisions = APIRouter(
    prefix="/cases/{case_id}/later-decisions", tags=["Linked cases"], route_class=TransactionRoute
)


@router.post("", status_code=201, operation_id="createReferral", dependencies=[KEY_FROM_SYSTEMS])
async def receive(
    body: bodies.ReceiveReferral,
    request: Request,
    response: Response,
    actor: MayCreateReferrals,
    session: Write,
    today: Today,
    now: Now,
) -> AnyReferral:
    """Record a referral: by an adviser, a council's system or a family's front end."""
    row = await service.receive(session, actor, body, today=today, now=now)
    answer_with(request, response, "referral", row["id"], row["version"], location=f"/v1/referrals/{row['id']}")
    return await shown_row(session, actor, row)


@router.get("", operation_id="listReferrals")
async def page(
    actor: MayReadReferrals,
    paging: Paging,
    connection: Read,
    status: Annotated[list[ReferralStatus] | None, Query(max_length=4)] = None,
    la: Annotated[OrganisationCode | None, Query()] = None,
    received_from: Annotated[IsoDate | None, Query()] = None,
    received_to: Annotated[IsoDate | None, Query()] = None,
    updated_since: Annotated[Instant | None, Query()] = None,
) -> Page[schemas.ReferralRow]:
    """List the referrals that you may see, the newest first."""
    statement = queries.page_statement(
        actor,
        status=status or (),
        la=la,
        received_from=received_from,
        received_to=received_to,
        updated_since=updated_since,
    )
    rows = await queries.page_of(connection, statement, after=paging.after(2), limit=paging.take)
    return paging.page(
        rows, key=lambda row: (row["received_on"], row["id"]), item=lambda row: schemas.ReferralRow.model_validate(row)
    )


@router.get("/{referral_id}", operation_id="readReferral")
async def read(
    referral_id: Identifier, request: Request, response: Response, actor: MayReadReferrals, connection: Read
) -> AnyReferral:
    """Read one referral; the provider's staff also see what is missing and possible duplicates."""
    answer = await shown(connection, actor, referral_id)
    if actor.is_staff:
        # Possible duplicates come and go while the referral's own version stands.
        response.headers["ETag"] = etag(answer.version)
    else:
        fresh(request, response, answer.version)
    return answer


@router.patch("/{referral_id}", operation_id="correctReferral")
async def correct(
    referral_id: Identifier,
    body: bodies.CorrectReferral,
    request: Request,
    response: Response,
    actor: MayCorrectReferrals,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyReferral:
    """Correct a waiting referral by a JSON merge patch."""
    referral = await service.correct(session, actor, referral_id, body, version=version, today=today, now=now)
    return await _changed(request, response, session, actor, referral)


@router.post("/{referral_id}/acceptance", status_code=201, operation_id="acceptReferral")
async def accept(
    referral_id: Identifier,
    body: bodies.AcceptReferral,
    request: Request,
    response: Response,
    actor: MayDecideReferrals,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyReferral:
    """Accept a referral as a case: the answer's `case_id` and `links.case` lead to it."""
    case_id = await service.accept(
        session, actor, referral_id, adviser_id=body.adviser_id, version=version, today=today, now=now
    )
    answer = await shown(session, actor, referral_id)
    answer_with(request, response, "referral", referral_id, answer.version, location=f"/v1/cases/{case_id}")
    return answer


@router.post("/{referral_id}/joining", operation_id="joinReferral")
async def join(
    referral_id: Identifier,
    body: bodies.JoinReferral,
    request: Request,
    response: Response,
    actor: MayDecideReferrals,
    version: IfMatch,
    session: Write,
    now: Now,
) -> AnyReferral:
    """Join a further contact to a case that is open already."""
    referral = await service.join(session, actor, referral_id, body.case_id, version=version, now=now)
    return await _changed(request, response, session, actor, referral)


@router.post("/{referral_id}/closure", operation_id="closeReferral")
async def close(
    referral_id: Identifier,
    body: bodies.CloseReferral,
    request: Request,
    response: Response,
    actor: MayDecideReferrals,
    version: IfMatch,
    session: Write,
    now: Now,
) -> AnyReferral:
    """Close a referral that does not become a case, with a coded reason."""
    referral = await service.close(session, actor, referral_id, body, version=version, now=now)
    return await _changed(request, response, session, actor, referral)


@router.post("/{referral_id}/withheld-contact-readings", operation_id="readWithheldFamily")
async def read_withheld(
    referral_id: Identifier, body: ReadWithheld, actor: MayWithheldContacts, session: Write, now: Now
) -> schemas.WithheldFamily:
    """Read how to reach a family whose details are withheld, saying what for: the reading is noted beforehand."""
    details = await withheld.read(session, actor, referral_id, reason=body.reason, now=now)
    return schemas.WithheldFamily.model_validate(details)


@later_decisions.post("", status_code=201, operation_id="openLaterDecision")
async def open_later(
    case_id: Identifier,
    body: bodies.OpenLaterDecision,
    request: Request,
    response: Response,
    actor: MayLinkCases,
    session: Write,
    today: Today,
    now: Now,
) -> LinkedCase:
    """Open a case of a later decision about the same child, linked to this one: `case_id` leads to it.

    It has the family's people of the first case and its adviser, and clocks of its own.
    """
    made = await later.open_later(session, actor, case_id, body, today=today, now=now)
    await session.flush()
    answer_with(request, response, "case_link", made.id, made.version, location=f"/v1/cases/{made.other_id}")
    return LinkedCase.model_validate(await linked.one(session, actor, made.id))


async def _changed(
    request: Request, response: Response, session: AsyncSession, actor: Actor, referral: Referral
) -> AnyReferral:
    await session.flush()
    answer_with(request, response, "referral", referral.id, referral.version)
    return await shown(session, actor, referral.id)


async def _again(session: AsyncSession, actor: Actor, id: str, request: Request) -> Response:
    """Return what the caller may read now; who refers and may not read is told what they sent, as the first time."""
    if not actor.may(Permission.REFERRALS_READ):
        body = bodies.ReceiveReferral.model_validate(await request.json())
        return rebuilt(await as_sent(session, actor, id, body), location=f"/v1/referrals/{id}")
    answer = await shown(session, actor, id)
    accepted = request.url.path.endswith("/acceptance") and answer.case_id
    return rebuilt(answer, location=f"/v1/cases/{answer.case_id}" if accepted else f"/v1/referrals/{id}")


REPLAYS: Replays = {"referral": _again}
