"""Ask some time after, open again, take complaints, and hand cases over."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.aftercare import queries, schemas
from app.areas.calendars import queries as calendars
from app.areas.cases import queries as case_queries
from app.areas.cases import service as cases
from app.areas.identity import queries as identity
from app.areas.organisations import queries as organisations
from app.areas.sessions import times
from app.domain import follow_ups as rules
from app.domain.calendars import BeyondCalendar
from app.domain.complaints import Times, due
from app.domain.facts import FactType, live
from app.domain.histories import certificates
from app.domain.permissions import Actor
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.store import chronicle, ids
from app.store.tables import Case
from app.store.tables.aftercare import Complaint, FollowUpRecord, Transfer, TransferredCase
from app.store.versions import check_version

STILL_RUNS = "A certificate stands on this case: its month to appeal goes on, and no second one begins it again."


async def follow_up(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.RecordFollowUp, *, today: date, now: datetime
) -> FollowUpRecord:
    """Record what a family answered some time after."""
    # Locked, so that of two who record one answer at once the second sees the first.
    case = await cases.for_change(session, actor, case_id)
    rules.check_asked(body.question, body.asked_on, await cases.facts_of(session, case), today=today)
    asked = select(FollowUpRecord.answer).where(
        FollowUpRecord.tenant_id == case.tenant_id,
        FollowUpRecord.case_id == case.id,
        FollowUpRecord.question == body.question,
        FollowUpRecord.asked_on == body.asked_on,
    )
    rules.check_first((await session.execute(asked)).scalars().all())
    made = FollowUpRecord(
        id=ids.new_id(now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        recorded_by=actor.id,
        created_at=now,
        **body.model_dump(),
    )
    session.add(made)
    _note(session, actor, "follow_up.recorded", "case", case.id, now, question=body.question.value)
    return made


async def reopen(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: schemas.ReopenCase,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> tuple[Case, list[str]]:
    """Open a closed case again, with the family's wish where it still wants the meeting (paths D and K)."""
    steps: list[tuple[FactType, dict[str, Any]]] = [(FactType.REOPENED, {"reason": body.reason})]
    if body.wants_to_mediate:
        steps.append((FactType.WISH_STATED, {"wish": "mediate"}))
    case = await cases.for_change(session, actor, case_id)
    check_version(case.version, version)
    for type, payload in steps:
        case, _ = await cases.record_fact(
            session,
            actor,
            case_id,
            type=type,
            occurred_on=today,
            payload=payload,
            supersedes=None,
            retracted=False,
            version=None,
            today=today,
            now=now,
        )
    stands = certificates(live(await cases.facts_of(session, case)))
    return case, [STILL_RUNS] if stands else []


async def complain(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: schemas.RecordComplaint,
    times: Times,
    *,
    today: date,
    now: datetime,
) -> Complaint:
    """Take a complaint about the service, with the days by which it is acknowledged and closed."""
    case = await case_queries.one(session, actor, case_id)
    if body.received_on > today:
        raise Invalid("/received_on", "in_the_future", "A complaint is taken once it was received.")
    if body.about_user_id and await identity.user(session, actor.tenant_id, body.about_user_id) is None:
        raise Invalid("/about_user_id", "unknown", "The provider has nobody of that id.")
    calendar = (await calendars.in_use(session, actor.tenant_id)).law.calendar
    try:
        acknowledge_by = due(body.received_on, times.acknowledge, calendar)
        close_by = due(body.received_on, times.close, calendar)
    except BeyondCalendar as beyond:
        raise Invalid("/received_on", "beyond_calendar", beyond.detail) from None
    made = Complaint(
        id=ids.new_id(now),
        tenant_id=case["tenant_id"],
        case_id=case["id"],
        about_user_id=body.about_user_id,
        level=body.level,
        words=body.words,
        received_on=body.received_on,
        acknowledge_by=acknowledge_by,
        close_by=close_by,
        recorded_by=actor.id,
        created_at=now,
        version=1,
    )
    session.add(made)
    _note(session, actor, "complaint.taken", "complaint", made.id, now)
    return made


async def acknowledge(
    session: AsyncSession,
    actor: Actor,
    complaint_id: str,
    body: schemas.AcknowledgeComplaint,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> None:
    """Note that a complaint was acknowledged."""
    made = await _complaint(session, actor, complaint_id, version)
    if made.acknowledged_on is not None:
        raise StateConflict("The complaint has been acknowledged already.")
    _check_day("/acknowledged_on", body.acknowledged_on, made.received_on, today)
    made.acknowledged_on, made.version = body.acknowledged_on, made.version + 1
    _note(session, actor, "complaint.acknowledged", "complaint", made.id, now)


async def close_complaint(
    session: AsyncSession,
    actor: Actor,
    complaint_id: str,
    body: schemas.CloseComplaint,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> None:
    """Close a complaint with its outcome and the answer that was given."""
    made = await _complaint(session, actor, complaint_id, version)
    if made.closed_on is not None:
        raise StateConflict("The complaint has been closed already.")
    _check_day("/closed_on", body.closed_on, made.acknowledged_on or made.received_on, today)
    made.closed_on, made.outcome, made.answer = body.closed_on, body.outcome, body.answer
    made.version += 1
    _note(session, actor, "complaint.closed", "complaint", made.id, now, outcome=body.outcome.value)


def _check_day(pointer: str, day: date, earliest: date, today: date) -> None:
    if not earliest <= day <= today:
        raise Invalid(pointer, "out_of_order", "This day lies between the step before it and today.")


async def _complaint(session: AsyncSession, actor: Actor, complaint_id: str, version: int | None) -> Complaint:
    if not await queries.complaints(session, actor, complaint_id):
        raise NotFound
    made = (await session.execute(select(Complaint).where(Complaint.id == complaint_id).with_for_update())).scalar_one()
    check_version(made.version, version)
    return made


async def make_transfer(session: AsyncSession, actor: Actor, body: schemas.MakeTransfer, *, now: datetime) -> Transfer:
    """Name the cases of a council that go to another provider: every one that is open and not named already."""
    council = await organisations.by_code(session, actor.tenant_id, "la", body.la_code)
    if council is None:
        raise Invalid("/la_code", "unknown_council", "The provider serves no council of that code.")
    named = select(TransferredCase.case_id).where(TransferredCase.tenant_id == actor.tenant_id)
    going = (
        (
            await session.execute(
                select(Case.id).where(
                    Case.tenant_id == actor.tenant_id,
                    Case.la_id == council.id,
                    Case.closed_on.is_(None),
                    Case.id.not_in(named),
                )
            )
        )
        .scalars()
        .all()
    )
    if not going:
        raise StateConflict("That council has no open case that is not named already.")
    made = Transfer(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        la_id=council.id,
        incoming_provider=body.incoming_provider,
        transfer_on=body.transfer_on,
        cases=len(going),
        made_by=actor.id,
        created_at=now,
        version=1,
    )
    session.add(made)
    await session.flush()
    session.add_all(
        TransferredCase(id=ids.new_id(now), tenant_id=actor.tenant_id, case_id=case_id, transfer_id=made.id)
        for case_id in going
    )
    _note(session, actor, "transfer.made", "transfer", made.id, now)
    return made


async def hand_over(
    session: AsyncSession, actor: Actor, transfer_id: str, *, today: date, now: datetime
) -> tuple[list[dict[str, Any]], str]:
    """Return the cases of a transfer with all that goes over and its SHA-256, once the reading is noted."""
    found, digest = await queries.bundle(session, actor, transfer_id, today)
    _note(session, actor, "transfer.bundle_read", "transfer", transfer_id, now, sha256=digest)
    return found, digest


async def complete_transfer(
    session: AsyncSession, actor: Actor, transfer_id: str, *, version: int | None, today: date, now: datetime
) -> Transfer:
    """Complete a transfer on its day: from then on nothing is recorded on its cases here (rule `transferred`)."""
    made = await _standing_transfer(session, actor, transfer_id, version)
    if today < made.transfer_on:
        raise StateConflict("The day of the transfer has not come yet.")
    made.completed_at, made.version = now, made.version + 1
    asked = select(TransferredCase.case_id).where(TransferredCase.transfer_id == made.id)
    going = list((await session.execute(asked)).scalars())
    if await times.shared_with_others(session, actor.tenant_id, going):
        raise StateConflict(
            "A session to come serves one of these cases and one that stays. Call it off, or hold it first."
        )
    await cases.hand_on(session, actor, going, today=today, now=now)
    await times.give_back_of(session, actor.tenant_id, going)
    _note(session, actor, "transfer.completed", "transfer", made.id, now)
    return made


async def withdraw_transfer(
    session: AsyncSession, actor: Actor, transfer_id: str, *, version: int | None, now: datetime
) -> Transfer:
    """Take a transfer back before it is complete: its cases stay here, and may be named again."""
    made = await _standing_transfer(session, actor, transfer_id, version)
    made.withdrawn_at, made.version = now, made.version + 1
    await session.execute(delete(TransferredCase).where(TransferredCase.transfer_id == made.id))
    _note(session, actor, "transfer.withdrawn", "transfer", made.id, now)
    return made


async def _standing_transfer(session: AsyncSession, actor: Actor, transfer_id: str, version: int | None) -> Transfer:
    asked = select(Transfer).where(Transfer.tenant_id == actor.tenant_id, Transfer.id == transfer_id)
    made = (await session.execute(asked.with_for_update())).scalar_one_or_none()
    if made is None:
        raise NotFound
    check_version(made.version, version)
    if made.completed_at is not None:
        raise StateConflict("The transfer is complete already.")
    if made.withdrawn_at is not None:
        raise StateConflict("The transfer was withdrawn: make another.")
    return made


def _note(session: AsyncSession, actor: Actor, action: str, kind: str, id: str, now: datetime, **data: str) -> None:
    chronicle.record(session, actor, chronicle.Event(action, kind, id, data, public=False), now=now)
