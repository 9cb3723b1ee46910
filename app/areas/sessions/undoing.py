"""Take back the last step of a session that was a mistake, and the fact of it in every case that it serves."""

from datetime import date, datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import service as cases
from app.areas.sessions import queries, times
from app.areas.sessions.planning import for_change, note
from app.domain.facts import Fact, live
from app.domain.guards import check_open
from app.domain.permissions import Actor
from app.domain.refusals import StateConflict
from app.domain.sessions import Step, fact_of, last_step
from app.store.tables.sessions import MediationSession


async def undo(
    session: AsyncSession, actor: Actor, session_id: str, *, version: int | None, today: date, now: datetime
) -> MediationSession:
    """Take back a session's last step: what was recorded of it stays readable as what was believed."""
    row = await for_change(session, actor, session_id, version)
    step, before = last_step(row.status, proposed=row.proposed_on is not None, fixed=row.fixed_on is not None)
    served = await queries.served_by(session, row.tenant_id, row.id)
    if step is Step.CANCELLATION:
        for case_id in served:
            check_open((await cases.for_change(session, actor, case_id)).closed_on)
    type_ = fact_of(step, row.kind, before)
    if type_ is not None:
        for case_id in served:
            case = await cases.for_change(session, actor, case_id)
            target = _last(live(await cases.facts_of(session, case)), type_, row.id)
            await cases.record_fact(
                session,
                actor,
                case_id,
                type=type_,
                occurred_on=target.occurred_on,
                payload={},
                supersedes=target.id,
                retracted=True,
                version=None,
                today=today,
                now=now,
                by_resource=True,
            )
    row.status, row.version, row.updated_at = before, row.version + 1, now
    if step is Step.CANCELLATION:
        row.cancelled_at = row.cancelled_by = row.cancellation_reason = row.cancellation_minutes = None
        row.chargeable = row.chargeable_why = None
        await times.retake(session, row, now=now)
    elif step is Step.ADJOURNMENT:
        row.adjournment_reason = None
    note(session, actor, row, f"{step.value}_undone", now)
    return row


def _last(facts: tuple[Fact, ...], type_: str, session_id: str) -> Fact:
    """Return the last such fact of a session that stands; the end of a mediation names none."""
    for fact in reversed(facts):
        if fact.type == type_ and fact.payload.get("session_id", session_id) == session_id:
            return fact
    raise StateConflict("What this step recorded does not stand any more.")
