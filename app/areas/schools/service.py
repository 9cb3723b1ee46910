"""Name schools, invite them, and keep what they answer."""

from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import service as cases
from app.areas.cases.parts import part_for_change
from app.areas.schools import schemas
from app.domain.permissions import Actor
from app.domain.refusals import GuardRefused, Invalid, StateConflict
from app.store import chronicle, ids
from app.store.tables.schools import SchoolInvolvement


async def add(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.AddSchool, *, now: datetime
) -> SchoolInvolvement:
    """Name a school that is to be asked, once for each of its parts."""
    case = await cases.for_change(session, actor, case_id)
    known = select(SchoolInvolvement.id).where(
        SchoolInvolvement.case_id == case.id, SchoolInvolvement.urn == body.urn, SchoolInvolvement.role == body.role
    )
    if (await session.execute(known)).first() is not None:
        raise StateConflict("That school has this part in the case already.")
    made = SchoolInvolvement(
        id=ids.new_id(now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        created_at=now,
        version=1,
        **body.model_dump(),
    )
    session.add(made)
    _note(session, actor, "school.named", made, now)
    return made


async def correct(
    session: AsyncSession,
    actor: Actor,
    involvement_id: str,
    body: schemas.CorrectSchool,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> SchoolInvolvement:
    """Go on with a school's part; a school is invited once the family agrees that it is told."""
    made = await part_for_change(session, actor, SchoolInvolvement, involvement_id, version)
    for name in body.model_fields_set:
        value = getattr(body, name)
        if name == "may_be_told" and value is None:
            raise Invalid("/may_be_told", "null_not_allowed", "This is never unknown.")
        setattr(made, name, value)
    for name, day in (("invited_on", made.invited_on), ("answered_on", made.answered_on)):
        if day is not None and day > today:
            raise Invalid(f"/{name}", "in_the_future", "This day has not come yet.")
    if made.invited_on is not None and not made.may_be_told:
        raise GuardRefused(
            "The family has not agreed that this school is told. Record `may_be_told` once it has.",
            rule="school-consent",
        )
    if made.answer is not None and made.invited_on is None:
        raise Invalid("/answer", "not_invited", "A school answers an invitation: record `invited_on`.")
    if made.answered_on and made.invited_on and made.answered_on < made.invited_on:
        raise Invalid("/answered_on", "out_of_order", "A school answers once it was invited.")
    made.version += 1
    _note(session, actor, "school.corrected", made, now)
    return made


def _note(session: AsyncSession, actor: Actor, action: str, made: SchoolInvolvement, now: datetime) -> None:
    data = {"case_id": made.case_id}
    chronicle.record(session, actor, chronicle.Event(action, "school", made.id, data, public=False), now=now)
