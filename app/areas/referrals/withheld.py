"""Read how to reach a family whose details are withheld, as long as their referral is not a case of its own."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.parties.withheld import note_reading
from app.areas.referrals import queries
from app.domain.codes import ReferralStatus
from app.domain.permissions import Actor, Role
from app.domain.refusals import GuardRefused, NotFound, StateConflict
from app.store.tables import IS_OPEN_HERE, Case


async def read(session: AsyncSession, actor: Actor, referral_id: str, *, reason: str, now: datetime) -> dict[str, Any]:
    """Return withheld details once the reading is noted; there is nothing to tell of a family without any.

    An adviser reads them while the matter is open. With a case of its own, they are its people's.
    """
    row = await queries.one(session, actor, referral_id)
    if row["status"] is ReferralStatus.ACCEPTED:
        raise StateConflict(
            "The referral is a case now: read them at /v1/people/{person_id}/withheld-contact-readings, "
            f"of a person of /v1/cases/{row['case_id']}/parties."
        )
    if actor.role is Role.ADVISER and not await _is_open(session, row):
        raise GuardRefused("An adviser reads withheld details while the matter is open.", rule="party-contact")
    family = (await queries.contacts_of(session, row)).get("family")
    if family is None or not family["withheld"]:
        raise NotFound
    note_reading(session, actor, "referral", referral_id, reason, now)
    return dict(family)


async def _is_open(session: AsyncSession, row: Mapping[str, Any]) -> bool:
    """Return whether a referral is waiting, or was joined to a case that is open."""
    if row["case_id"] is None:
        return row["status"] is ReferralStatus.RECEIVED
    asked = select(Case.id).where(Case.tenant_id == row["tenant_id"], Case.id == row["case_id"])
    return (await session.execute(asked.where(IS_OPEN_HERE))).first() is not None
