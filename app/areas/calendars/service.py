"""What starts a provider's law: the newest edition, noted as its first."""

from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.editions import newest
from app.store import ids
from app.store.tables import LawChange, LawInUse


async def begin(session: AsyncSession, tenant_id: str, *, by: str, now: datetime) -> None:
    """Start a provider on the newest edition of the law."""
    session.add(LawInUse(tenant_id=tenant_id, edition=newest(), days_edition=0))
    session.add(
        LawChange(
            id=ids.new_id(now),
            tenant_id=tenant_id,
            kind="edition",
            edition=newest(),
            days_edition=0,
            detail={"from_edition": newest()},
            cases_worked_out=0,
            cases_changed=0,
            deadlines_changed=0,
            made_by=by,
            made_at=now,
        )
    )
    await session.flush()
