"""How often what is told of a session has changed: its own version moves for what is kept inside too."""

from collections.abc import Collection
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain.sessions import Step
from app.store.tables import AuditEntry

REPLANNED, PREPARED = "replanned", "prepared"
"""The plan changed: of a session that was proposed, in what is told of it; or otherwise."""

_INSIDE = frozenset({Step.NOTICE, Step.NOTICE_CONSENT})
_COUNTED = frozenset(
    {f"session.{REPLANNED}"}
    | {f"session.{verb}" for step in Step if step not in _INSIDE for verb in (step.value, f"{step.value}_undone")}
)
_BEGINS = frozenset({f"session.{Step.PROPOSAL.value}", f"session.{Step.FIXING.value}"})


class Told(NamedTuple):
    """How often a session was told of, and when last: its version beyond the provider."""

    version: int
    updated_at: datetime


async def of_sessions(
    reader: AsyncConnection | AsyncSession, tenant_id: str, session_ids: Collection[str]
) -> dict[str, Told]:
    """Return how often each of some sessions was told of, from its first proposal or fixing on, as was recorded."""
    asked = (
        select(AuditEntry.subject_id, AuditEntry.action, AuditEntry.at)
        .where(
            AuditEntry.tenant_id == tenant_id,
            AuditEntry.subject_id.in_(session_ids),
            AuditEntry.action.in_(_COUNTED),
        )
        .order_by(AuditEntry.sequence)
    )
    found: dict[str, Told] = {}
    for id, action, at in await reader.execute(asked):
        if id in found:
            found[id] = Told(found[id].version + 1, at)
        elif action in _BEGINS:
            found[id] = Told(1, at)
    return found
