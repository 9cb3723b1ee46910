"""Write notes, raise worries, and note every reading. Nothing here touches a row that an outsider may see."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.cases.parts import case_of_part, part_for_change, parts
from app.areas.notes import schemas
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid
from app.store import chronicle, ids
from app.store.tables.notes import SafeguardingDisclosure, SafeguardingRecord


async def write(
    session: AsyncSession, actor: Actor, table: Any, case_id: str, body: schemas.WriteNote, *, now: datetime
) -> Any:
    """Write a note on a case that the actor works on."""
    case = await case_of_part(session, actor, case_id)
    if body.corrects_id is not None:
        known = select(table.id).where(table.case_id == case["id"], table.id == body.corrects_id)
        if (await session.execute(known)).first() is None:
            raise Invalid("/corrects_id", "unknown", "There is no such note of this kind on the case.")
    more = {"private_with": body.private_with} if isinstance(body, schemas.WriteMediatorNote) else {}
    made = table(
        id=ids.new_id(now),
        tenant_id=case["tenant_id"],
        case_id=case["id"],
        author_id=actor.id,
        author_role=actor.role.value,
        words=body.words,
        corrects_id=body.corrects_id,
        created_at=now,
        **more,
    )
    session.add(made)
    _note(session, actor, "note.written", case["id"], now, kind=table.__tablename__)
    return made


async def read(session: AsyncSession, actor: Actor, table: Any, case_id: str, *, now: datetime) -> list[dict[str, Any]]:
    """Return the notes of a kind on a case, once the reading is noted."""
    case = await cases.one(session, actor, case_id)
    rows = await parts(session, case, table)
    _note(session, actor, "notes.read", case["id"], now, kind=table.__tablename__)
    return rows


async def raise_worry(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.RaiseSafeguarding, *, now: datetime
) -> SafeguardingRecord:
    """Raise a worry about somebody's safety."""
    case = await case_of_part(session, actor, case_id)
    made = SafeguardingRecord(
        id=ids.new_id(now),
        tenant_id=case["tenant_id"],
        case_id=case["id"],
        raised_by=actor.id,
        raiser_role=actor.role.value,
        words=body.words,
        raised_at=now,
        version=1,
    )
    session.add(made)
    _note(session, actor, "safeguarding.raised", case["id"], now)
    return made


async def worries(session: AsyncSession, actor: Actor, case_id: str, *, now: datetime) -> list[dict[str, Any]]:
    """Return the safeguarding records of a case, to an adviser their own, once the reading is noted."""
    case = await cases.one(session, actor, case_id)
    own = (SafeguardingRecord.raised_by == actor.id,) if actor.role is Role.ADVISER else ()
    rows = await parts(session, case, SafeguardingRecord, *own)
    told = await parts(session, case, SafeguardingDisclosure)
    _note(session, actor, "safeguarding.read", case["id"], now)
    return [{**row, "disclosures": [one for one in told if one["record_id"] == row["id"]]} for row in rows]


async def handle(
    session: AsyncSession,
    actor: Actor,
    record_id: str,
    body: schemas.HandleSafeguarding,
    *,
    version: int | None,
    now: datetime,
) -> SafeguardingRecord:
    """Keep how a case is handled safely, and where the worry was referred."""
    record = await part_for_change(session, actor, SafeguardingRecord, record_id, version)
    if body.referred_at is not None and body.referred_at > now:
        raise Invalid("/referred_at", "in_the_future", "A referral is recorded once it was made.")
    for name in body.model_fields_set:
        setattr(record, name, getattr(body, name))
    record.version += 1
    _note(session, actor, "safeguarding.handled", record.case_id, now)
    return record


async def disclose(
    session: AsyncSession,
    actor: Actor,
    record_id: str,
    body: schemas.Disclose,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> SafeguardingRecord:
    """Record that the designated lead told somebody outside."""
    record = await part_for_change(session, actor, SafeguardingRecord, record_id, version)
    if body.disclosed_on > today:
        raise Invalid("/disclosed_on", "in_the_future", "A disclosure is recorded once it was made.")
    session.add(
        SafeguardingDisclosure(
            id=ids.new_id(now),
            tenant_id=record.tenant_id,
            case_id=record.case_id,
            record_id=record.id,
            told=body.told,
            words=body.words,
            disclosed_on=body.disclosed_on,
            disclosed_by=actor.id,
        )
    )
    record.version += 1
    _note(session, actor, "safeguarding.disclosed", record.case_id, now)
    return record


def _note(session: AsyncSession, actor: Actor, action: str, case_id: str, now: datetime, **data: str) -> None:
    chronicle.record(session, actor, chronicle.Event(action, "case", case_id, data, public=False), now=now)
