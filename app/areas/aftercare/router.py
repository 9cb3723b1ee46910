"""What follows a case, over HTTP: questions some time after, reopening, complaints and transfers."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.aftercare import queries, schemas, service
from app.domain.complaints import Times, status
from app.domain.follow_ups import WORTH_ASKING, was_asked
from app.domain.permissions import Actor
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.web.actor import (
    MayDecideComplaints,
    MayMakeTransfers,
    MayReadFollowUps,
    MayRecordComplaints,
    MayRecordFacts,
    MayRecordFollowUps,
)
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, done, etag
from app.web.openapi import refuses
from app.web.paging import Paging
from app.web.transaction import AuditedRoute, Read, TransactionRoute, Write
from app.wire.types import Identifier, IsoDate, Page

router = APIRouter(prefix="/cases/{case_id}", tags=["After the case"], route_class=TransactionRoute)
by_id = APIRouter(prefix="", tags=["After the case"], route_class=TransactionRoute)


@router.get("/follow-ups", operation_id="listFollowUps")
async def follow_ups(case_id: Identifier, actor: MayReadFollowUps, connection: Read) -> schemas.FollowUps:
    """Read what is to be asked of the family some time after, from which day on, and what it answered."""
    due, rows = await queries.asked(connection, actor, case_id)
    answered = [(row["question"], row["answer"], row["asked_on"]) for row in rows]
    return schemas.FollowUps(
        due=[
            schemas.FollowUpDue(
                question=one.question,
                due_on=one.due_on,
                why=one.why,
                asked=was_asked(one, answered),
            )
            for one in due
        ],
        items=[schemas.FollowUpRecord.model_validate(row) for row in rows],
    )


@router.post("/follow-ups", status_code=201, operation_id="recordFollowUp")
async def record_follow_up(
    case_id: Identifier,
    body: schemas.RecordFollowUp,
    request: Request,
    actor: MayRecordFollowUps,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.FollowUpRecord:
    """Record what the family answered, or that it could not be reached."""
    made = await service.follow_up(session, actor, case_id, body, today=today, now=now)
    done(request, "follow_up", made.id)
    await session.flush()
    return schemas.FollowUpRecord.model_validate(await queries.answered(session, actor, made.id))


@router.post("/reopening", operation_id="reopenCase")
async def reopen(
    case_id: Identifier,
    body: schemas.ReopenCase,
    actor: MayRecordFacts,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.ReopenedCase:
    """Open a closed case again, such as for a family that still wants the meeting after its certificate."""
    case, warnings = await service.reopen(session, actor, case_id, body, version=version, today=today, now=now)
    return schemas.ReopenedCase(case_id=case.id, stage=case.stage, case_version=case.version, warnings=warnings)


@router.post("/complaints", status_code=201, operation_id="recordComplaint")
async def complain(
    case_id: Identifier,
    body: schemas.RecordComplaint,
    request: Request,
    actor: MayRecordComplaints,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.ComplaintTaken:
    """Take a complaint about the service: the service manager reads it, and never whom it is about."""
    settings = request.app.state.settings
    times = Times(settings.complaint_acknowledged_in, settings.complaint_closed_in)
    made = await service.complain(session, actor, case_id, body, times, today=today, now=now)
    return schemas.ComplaintTaken.model_validate(made)


@by_id.get("/follow-ups", operation_id="listFollowUpsDue")
async def follow_ups_due(
    actor: MayReadFollowUps,
    paging: Paging,
    connection: Read,
    today: Today,
    due_from: Annotated[
        IsoDate | None, Query(description="What came due on this day or later; 26 weeks before `due_to` by default.")
    ] = None,
    due_to: Annotated[IsoDate | None, Query(description="What comes due by this day; today by default.")] = None,
) -> Page[schemas.FollowUpToAsk]:
    """List what is to be asked of families and was not asked yet, in the cases that you see: the longest due first."""
    until = due_to or today
    since = due_from or until - WORTH_ASKING
    if since > until:
        raise Invalid("?due_from", "out_of_order", "`due_from` lies on or before `due_to`.")
    rows = await queries.to_ask(connection, actor, since=since, until=until)

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return row["due_on"], row["case_id"], row["question"].value

    after = paging.after(3)
    rest = [row for row in rows if after is None or key(row) > after]
    return paging.page(rest[: paging.take], key=key, item=schemas.FollowUpToAsk.model_validate)


@by_id.get("/complaints", operation_id="listComplaints")
async def complaints(actor: MayDecideComplaints, connection: Read, today: Today) -> Page[schemas.Complaint]:
    """List the complaints about the service, the newest first, with what is due."""
    rows = await queries.complaints(connection, actor)
    return Page[schemas.Complaint](items=[_complaint(row, today) for row in rows], next_cursor=None)


@by_id.get("/complaints/{complaint_id}", operation_id="readComplaint")
async def complaint(
    complaint_id: Identifier, response: Response, actor: MayDecideComplaints, connection: Read, today: Today
) -> schemas.Complaint:
    """Read a complaint about the service."""
    return await _one_complaint(connection, actor, complaint_id, today, response)


@by_id.post("/complaints/{complaint_id}/acknowledgement", operation_id="acknowledgeComplaint")
async def acknowledge(
    complaint_id: Identifier,
    body: schemas.AcknowledgeComplaint,
    response: Response,
    actor: MayDecideComplaints,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.Complaint:
    """Note that a complaint was acknowledged."""
    await service.acknowledge(session, actor, complaint_id, body, version=version, today=today, now=now)
    await session.flush()
    return await _one_complaint(session, actor, complaint_id, today, response)


@by_id.post("/complaints/{complaint_id}/closing", operation_id="closeComplaint")
async def close_complaint(
    complaint_id: Identifier,
    body: schemas.CloseComplaint,
    response: Response,
    actor: MayDecideComplaints,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.Complaint:
    """Close a complaint with its outcome and the answer that was given."""
    await service.close_complaint(session, actor, complaint_id, body, version=version, today=today, now=now)
    await session.flush()
    return await _one_complaint(session, actor, complaint_id, today, response)


@by_id.get("/transfers", operation_id="listTransfers")
async def transfers(actor: MayMakeTransfers, connection: Read) -> Page[schemas.Transfer]:
    """List the transfers of cases to other providers."""
    rows = await queries.transfers(connection, actor)
    return Page[schemas.Transfer](items=[schemas.Transfer.model_validate(row) for row in rows], next_cursor=None)


@by_id.post("/transfers", status_code=201, operation_id="makeTransfer")
async def make_transfer(
    body: schemas.MakeTransfer,
    request: Request,
    response: Response,
    actor: MayMakeTransfers,
    session: Write,
    now: Now,
) -> schemas.Transfer:
    """Name the open cases of a council that go to another provider at the end of a contract."""
    made = await service.make_transfer(session, actor, body, now=now)
    answer_with(request, response, "transfer", made.id, made.version)
    return schemas.Transfer.model_validate(made)


async def bundle(
    transfer_id: Identifier, actor: MayMakeTransfers, session: Write, today: Today, now: Now
) -> schemas.Bundle:
    """Read all that goes over with a transfer, with its SHA-256: never notes, private views or withheld details."""
    found, digest = await service.hand_over(session, actor, transfer_id, today=today, now=now)
    return schemas.Bundle(transfer_id=transfer_id, left_out=queries.LEFT_OUT, sha256=digest, cases=found)


# A whole council's files leave by this one read, so it is noted before it is answered.
by_id.add_api_route(
    "/transfers/{transfer_id}/bundle",
    bundle,
    methods=["GET"],
    operation_id="readTransferBundle",
    responses=refuses(StateConflict),
    route_class_override=AuditedRoute,
)


@by_id.post("/transfers/{transfer_id}/withdrawal", operation_id="withdrawTransfer")
async def withdraw_transfer(
    transfer_id: Identifier,
    request: Request,
    response: Response,
    actor: MayMakeTransfers,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.Transfer:
    """Take a transfer back before it is complete: its cases stay here, and may be named again."""
    made = await service.withdraw_transfer(session, actor, transfer_id, version=version, now=now)
    answer_with(request, response, "transfer", made.id, made.version)
    return schemas.Transfer.model_validate(made)


@by_id.post("/transfers/{transfer_id}/completion", operation_id="completeTransfer")
async def complete_transfer(
    transfer_id: Identifier,
    request: Request,
    response: Response,
    actor: MayMakeTransfers,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.Transfer:
    """Complete a transfer on its day: from then on nothing is recorded on its cases here."""
    made = await service.complete_transfer(session, actor, transfer_id, version=version, today=today, now=now)
    answer_with(request, response, "transfer", made.id, made.version)
    return schemas.Transfer.model_validate(made)


async def _one_complaint(
    reader: queries.Reader, actor: Actor, complaint_id: str, today: Today, response: Response
) -> schemas.Complaint:
    rows = await queries.complaints(reader, actor, complaint_id)
    if not rows:
        raise NotFound
    response.headers["ETag"] = etag(rows[0]["version"])
    return _complaint(rows[0], today)


def _complaint(row: dict[str, Any], today: Today) -> schemas.Complaint:
    return schemas.Complaint.model_validate(
        {
            **row,
            "acknowledgement_status": status(row["acknowledge_by"], row["acknowledged_on"], today),
            "closing_status": status(row["close_by"], row["closed_on"], today),
        }
    )


async def _follow_up_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(schemas.FollowUpRecord.model_validate(await queries.answered(session, actor, id)))


async def _transfer_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    (row,) = await queries.transfers(session, actor, id)
    return rebuilt(schemas.Transfer.model_validate(row))


REPLAYS: Replays = {"follow_up": _follow_up_again, "transfer": _transfer_again}
