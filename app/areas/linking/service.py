"""Say that two cases belong together, and that they do not."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases.parts import case_of_part, check_here
from app.areas.linking import queries, schemas
from app.domain.permissions import Actor
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.store import chronicle, ids
from app.store.tables.people_contacts import CaseLink
from app.store.versions import check_version

STANDS = "stands"


async def link(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.LinkCases, *, now: datetime
) -> CaseLink:
    """Link a case with another that the actor sees; once, whichever of the two is named first."""
    case = await case_of_part(session, actor, case_id)
    if body.case_id == case["id"]:
        raise Invalid("/case_id", "itself", "A case is not linked with itself.")
    try:
        await case_of_part(session, actor, body.case_id)
    except NotFound:
        raise Invalid("/case_id", "unknown", "There is no such case within what you may see.") from None
    for known in await queries.of_case(session, actor, case_id):
        if known["case_id"] == body.case_id and known["ended_at"] is None:
            raise StateConflict("These two cases are linked already.")
    made = CaseLink(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        case_id=case["id"],
        other_id=body.case_id,
        kind=body.kind,
        live_key=STANDS,
        made_by=actor.id,
        made_at=now,
        version=1,
    )
    session.add(made)
    _note(session, actor, "case.linked", made, now)
    return made


async def end(session: AsyncSession, actor: Actor, link_id: str, *, version: int | None, now: datetime) -> CaseLink:
    """End a link that was a mistake."""
    await queries.one(session, actor, link_id)
    made = (
        await session.execute(
            select(CaseLink).where(CaseLink.tenant_id == actor.tenant_id, CaseLink.id == link_id).with_for_update()
        )
    ).scalar_one()
    check_version(made.version, version)
    if made.ended_at is not None:
        raise StateConflict("That link has been ended already.")
    await check_here(session, made.tenant_id, (made.case_id, made.other_id))
    made.ended_at, made.live_key, made.version = now, None, made.version + 1
    _note(session, actor, "case.unlinked", made, now)
    return made


def _note(session: AsyncSession, actor: Actor, action: str, made: CaseLink, now: datetime) -> None:
    data = {"case_id": made.case_id, "other_id": made.other_id}
    chronicle.record(session, actor, chronicle.Event(action, "case_link", made.id, data, public=False), now=now)
