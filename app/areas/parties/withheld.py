"""Read what is withheld of how somebody is reached: with a reason, and noted before it is answered."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.parties import queries, schemas
from app.areas.parties.service import hashed, note
from app.domain.permissions import Actor, Role
from app.domain.refusals import GuardRefused, NotFound
from app.domain.sessions import day_begins, london_day
from app.store.tables.people_contacts import WithheldContact


async def read(
    session: AsyncSession, actor: Actor, person_id: str, body: schemas.ReadWithheld, *, now: datetime
) -> dict[str, Any]:
    """Return withheld details once the reading is noted; there is nothing to tell of somebody without any.

    A mediator reads them for a session that is set, and for nothing else; an adviser while a case of theirs is open.
    """
    await queries.person(session, actor, person_id)
    today = day_begins(london_day(now))
    if actor.role is Role.MEDIATOR and not await queries.meets(session, actor.tenant_id, actor.id, person_id, today):
        raise GuardRefused(
            "A mediator reads withheld details for a session that is fixed. Have it fixed first.", rule="party-contact"
        )
    if actor.role is Role.ADVISER and not await queries.in_open_case(session, actor, person_id):
        raise GuardRefused(
            "An adviser reads withheld details while a case of theirs is open here. Ask the service manager.",
            rule="party-contact",
        )
    row = await queries.of_person(session, WithheldContact, actor.tenant_id, person_id)
    if row is None:
        raise NotFound
    note_reading(session, actor, "person", person_id, body.reason, now)
    return row


def note_reading(session: AsyncSession, actor: Actor, kind: str, id: str, reason: str, now: datetime) -> None:
    """Note that somebody read withheld details, and for what."""
    note(session, actor, "withheld_contact.read", kind, id, now, reading=hashed(reason)[:16])
