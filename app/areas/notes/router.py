"""Notes and safeguarding records, over HTTP: every reading is noted before it is answered."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases.parts import part
from app.areas.notes import queries, schemas, service
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotPermitted
from app.store.tables.notes import AdviceNote, JointNote, MediatorNote, SafeguardingRecord
from app.web.actor import (
    MayCountNotes,
    MayKeepAdviceNotes,
    MayKeepJointNotes,
    MayKeepMediatorNotes,
    MayRaiseSafeguarding,
    MayReadSafeguarding,
)
from app.web.answers import Replay, Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, done
from app.web.transaction import AuditedRoute, Read, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}", tags=["Notes"], route_class=AuditedRoute)
counts = APIRouter(prefix="/cases/{case_id}", tags=["Notes"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/safeguarding-records", tags=["Notes"], route_class=TransactionRoute)
AnyWorry = schemas.Safeguarding | schemas.SafeHandling | schemas.SafeguardingFlag


@router.get("/advice-notes", operation_id="readAdviceNotes")
async def advice_notes(case_id: Identifier, actor: MayKeepAdviceNotes, session: Write, now: Now) -> Page[schemas.Note]:
    """Read the notes of the advisers of a case: for its adviser alone."""
    rows = await service.read(session, actor, AdviceNote, case_id, now=now)
    return Page[schemas.Note](items=[schemas.Note.model_validate(row) for row in rows], next_cursor=None)


@router.post("/advice-notes", status_code=201, operation_id="writeAdviceNote")
async def write_advice_note(
    case_id: Identifier,
    body: schemas.WriteNote,
    request: Request,
    actor: MayKeepAdviceNotes,
    session: Write,
    now: Now,
) -> schemas.Note:
    """Write an adviser's note."""
    made = await service.write(session, actor, AdviceNote, case_id, body, now=now)
    done(request, "advice_note", made.id)
    return schemas.Note.model_validate(made)


@router.get("/mediator-notes", operation_id="readMediatorNotes")
async def mediator_notes(
    case_id: Identifier, actor: MayKeepMediatorNotes, session: Write, now: Now
) -> Page[schemas.MediatorNote]:
    """Read the notes of the mediators of a case, those of private sessions too: for its mediators alone."""
    rows = await service.read(session, actor, MediatorNote, case_id, now=now)
    items = [schemas.MediatorNote.model_validate(row) for row in rows]
    return Page[schemas.MediatorNote](items=items, next_cursor=None)


@router.post("/mediator-notes", status_code=201, operation_id="writeMediatorNote")
async def write_mediator_note(
    case_id: Identifier,
    body: schemas.WriteMediatorNote,
    request: Request,
    actor: MayKeepMediatorNotes,
    session: Write,
    now: Now,
) -> schemas.MediatorNote:
    """Write a mediator's note, in general or of a private session with one side."""
    made = await service.write(session, actor, MediatorNote, case_id, body, now=now)
    done(request, "mediator_note", made.id)
    return schemas.MediatorNote.model_validate(made)


@router.get("/joint-notes", operation_id="readJointNotes")
async def joint_notes(case_id: Identifier, actor: MayKeepJointNotes, session: Write, now: Now) -> Page[schemas.Note]:
    """Read what adviser and mediator of a case note for each other."""
    rows = await service.read(session, actor, JointNote, case_id, now=now)
    return Page[schemas.Note](items=[schemas.Note.model_validate(row) for row in rows], next_cursor=None)


@router.post("/joint-notes", status_code=201, operation_id="writeJointNote")
async def write_joint_note(
    case_id: Identifier,
    body: schemas.WriteNote,
    request: Request,
    actor: MayKeepJointNotes,
    session: Write,
    now: Now,
) -> schemas.Note:
    """Write a note for the adviser and the mediator of a case."""
    made = await service.write(session, actor, JointNote, case_id, body, now=now)
    done(request, "joint_note", made.id)
    return schemas.Note.model_validate(made)


@counts.get("/note-counts", operation_id="countNotes")
async def counted(case_id: Identifier, actor: MayCountNotes, connection: Read) -> schemas.NotesSeen:
    """Read that there are notes on a case: kind, time and the author's role, never what they say."""
    rows = await queries.seen(connection, actor, case_id)
    return schemas.NotesSeen(items=[schemas.NoteSeen.model_validate(row) for row in rows])


@router.post("/safeguarding-records", status_code=201, operation_id="raiseSafeguarding")
async def raise_worry(
    case_id: Identifier,
    body: schemas.RaiseSafeguarding,
    request: Request,
    actor: MayRaiseSafeguarding,
    session: Write,
    now: Now,
) -> schemas.Raised:
    """Raise a worry about somebody's safety: it goes to the designated lead."""
    made = await service.raise_worry(session, actor, case_id, body, now=now)
    done(request, "safeguarding_record", made.id)
    return schemas.Raised.model_validate(made)


@router.get("/safeguarding-records", operation_id="readSafeguarding")
async def worries(case_id: Identifier, actor: MayReadSafeguarding, session: Write, now: Now) -> Page[AnyWorry]:
    """Read the safeguarding records of a case: in full for the designated lead and for the author of each.

    A mediator reads how to handle the case safely, a coordinator that there is a worry, an adviser their own alone.
    """
    rows = await service.worries(session, actor, case_id, now=now)
    return Page[AnyWorry](items=[_worry(actor, row) for row in rows], next_cursor=None)


@by_id.patch("/{record_id}", operation_id="handleSafeguarding")
async def handle(
    record_id: Identifier,
    body: schemas.HandleSafeguarding,
    request: Request,
    response: Response,
    actor: MayReadSafeguarding,
    version: IfMatch,
    session: Write,
    now: Now,
) -> AnyWorry:
    """Say how the case is to be handled safely, and where the worry was referred: for the designated lead."""
    _lead_only(actor)
    record = await service.handle(session, actor, record_id, body, version=version, now=now)
    return await _answered(request, response, session, actor, record, now)


@by_id.post("/{record_id}/disclosures", operation_id="discloseSafeguarding")
async def disclose(
    record_id: Identifier,
    body: schemas.Disclose,
    request: Request,
    response: Response,
    actor: MayReadSafeguarding,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyWorry:
    """Record that somebody outside was told, and what: for the designated lead."""
    _lead_only(actor)
    record = await service.disclose(session, actor, record_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, record, now)


def _lead_only(actor: Actor) -> None:
    if actor.role is not Role.SERVICE_MANAGER:
        raise NotPermitted("The designated lead keeps safeguarding records.")


async def _answered(
    request: Request, response: Response, session: Write, actor: Actor, record: Any, now: Now
) -> AnyWorry:
    await session.flush()
    answer_with(request, response, "safeguarding_record", record.id, record.version)
    rows = await service.worries(session, actor, record.case_id, now=now)
    return next(_worry(actor, row) for row in rows if row["id"] == record.id)


def _worry(actor: Actor, row: dict[str, Any]) -> AnyWorry:
    if actor.role is Role.SERVICE_MANAGER or row["raised_by"] == actor.id:
        return schemas.Safeguarding.model_validate(row)
    if actor.role is Role.MEDIATOR:
        return schemas.SafeHandling.model_validate(row)
    return schemas.SafeguardingFlag.model_validate(row)


def _again(table: Any, model: type[schemas.Note | schemas.MediatorNote | schemas.Raised]) -> Replay:
    async def rebuild(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
        return rebuilt(model.model_validate(await part(session, actor, table, id)))

    return rebuild


REPLAYS: Replays = {
    "advice_note": _again(AdviceNote, schemas.Note),
    "mediator_note": _again(MediatorNote, schemas.MediatorNote),
    "joint_note": _again(JointNote, schemas.Note),
    "safeguarding_record": _again(SafeguardingRecord, schemas.Raised),
}
