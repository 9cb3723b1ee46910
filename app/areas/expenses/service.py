"""Claim, decide and pay what taking part has cost a family. Nothing that a case says changes by it."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.dialects.sqlite import insert as insert_or_skip_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases.parts import case_of_part, part_for_change
from app.areas.documents import queries as documents
from app.areas.expenses import queries, schemas
from app.areas.sessions import queries as sessions
from app.domain import expenses as rules
from app.domain.permissions import Actor
from app.domain.refusals import AlreadyExists, Invalid, NotFound
from app.store import chronicle, ids
from app.store.statements import execute
from app.store.tables import Referral
from app.store.tables.sessions import ExpenseCap, ExpenseClaim

_CAPS = ExpenseCap.metadata.tables[ExpenseCap.__tablename__]


async def claim(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.ClaimExpense, *, today: date, now: datetime
) -> ExpenseClaim:
    """Keep a claim until somebody decides it."""
    case = await case_of_part(session, actor, case_id)
    began = select(Referral.contacted_on).where(
        Referral.tenant_id == case["tenant_id"], Referral.id == case["referral_id"]
    )
    contacted_on = (await session.execute(began)).scalar_one()
    rules.check_incurred(body.incurred_on, contacted_on=contacted_on, today=today)
    if body.session_id is not None:
        await _check_session(session, actor, body.session_id, case["id"])
    if body.receipt_document_id is not None:
        await _check_receipt(session, actor, body.receipt_document_id, case["id"])
    made = ExpenseClaim(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        case_id=case["id"],
        session_id=body.session_id,
        claimant=body.claimant,
        category=body.category,
        amount_pence=body.amount_pence,
        incurred_on=body.incurred_on,
        receipt_document_id=body.receipt_document_id,
        words=body.words,
        status=rules.ClaimStatus.CLAIMED,
        created_at=now,
        version=1,
    )
    session.add(made)
    _note(session, actor, "claimed", made, now)
    return made


async def decide(
    session: AsyncSession,
    actor: Actor,
    claim_id: str,
    body: schemas.DecideClaim,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> ExpenseClaim:
    """Approve or refuse a claim; the cap in force on the day of the expense bounds what is approved."""
    row = await part_for_change(session, actor, ExpenseClaim, claim_id, version)
    row.status = rules.decided(row.status, approve=body.approve)
    asked = body.amount_approved_pence
    if not body.approve and asked is not None:
        raise Invalid("/amount_approved_pence", "not_approved", "A claim that is refused has no amount.")
    if body.reason is None and (not body.approve or (asked is not None and asked < row.amount_pence)):
        raise Invalid("/reason", "missing", "Say why less is approved than was claimed.")
    if body.approve:
        cap = await queries.cap_on(session, row.tenant_id, row.category, row.incurred_on)
        found = rules.approved(row.amount_pence, asked, cap)
        row.amount_approved_pence, row.capped = found.pence, found.capped
        row.owed_by = await queries.owed_by(session, row.tenant_id, row.case_id)
    row.decision_reason, row.decided_by, row.decided_on = body.reason, actor.id, today
    row.version += 1
    _note(session, actor, "decided", row, now)
    return row


async def pay(
    session: AsyncSession,
    actor: Actor,
    claim_id: str,
    body: schemas.PayClaim,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> ExpenseClaim:
    """Record that a claim was paid."""
    row = await part_for_change(session, actor, ExpenseClaim, claim_id, version)
    row.status = rules.paid(row.status)
    paid_on = today if body.paid_on is None else body.paid_on
    if paid_on > today:
        raise Invalid("/paid_on", "in_the_future", "A payment is recorded once it was made.")
    if row.decided_on is not None and paid_on < row.decided_on:
        raise Invalid("/paid_on", "before_the_decision", "A claim is paid once it is approved, not before.")
    row.paid_on, row.version = paid_on, row.version + 1
    _note(session, actor, "paid", row, now)
    return row


async def set_cap(session: AsyncSession, actor: Actor, body: schemas.SetCap, *, now: datetime) -> ExpenseCap:
    """Set a cap from a day on; decisions that were made stay."""
    values = {
        "id": ids.new_id(now),
        "tenant_id": actor.tenant_id,
        "category": body.category,
        "cap_pence": body.cap_pence,
        "from_on": body.from_on,
        "created_at": now,
    }
    make = insert_or_skip_sqlite if session.get_bind().dialect.name == "sqlite" else insert_or_skip
    done = await execute(session, make(_CAPS).values(values).on_conflict_do_nothing())
    if done.rowcount != 1:
        raise AlreadyExists("A cap of this category from this day on is set already.")
    cap = await session.get_one(ExpenseCap, values["id"])
    event = chronicle.Event("expense_cap.set", "expense_cap", cap.id, {"category": body.category.value}, public=False)
    chronicle.record(session, actor, event, now=now)
    return cap


async def _check_receipt(session: AsyncSession, actor: Actor, document_id: str, case_id: str) -> None:
    """Refuse a receipt that is no document of this case, or of which the claimant sees nothing: alike, or it told."""
    try:
        _, document = await documents.one(session, actor, document_id)
    except NotFound:
        document = {"case_id": None}
    if document["case_id"] != case_id or document["received_at"] is None or document["withdrawn_at"] is not None:
        raise Invalid("/receipt_document_id", "unknown", "No document of this case that you see has this id.")


async def _check_session(session: AsyncSession, actor: Actor, session_id: str, case_id: str) -> None:
    try:
        found = await sessions.one(session, actor, session_id)
    except NotFound:
        found = {"case_ids": []}
    if case_id not in found["case_ids"]:
        raise Invalid("/session_id", "unknown", "The case has no such session.")


def _note(session: AsyncSession, actor: Actor, verb: str, row: ExpenseClaim, now: datetime) -> None:
    data = {"case_id": row.case_id, "category": row.category.value, "status": row.status.value}
    event = chronicle.Event(f"expense_claim.{verb}", "expense_claim", row.id, data, public=False)
    chronicle.record(session, actor, event, now=now)
