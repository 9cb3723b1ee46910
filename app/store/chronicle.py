"""The chronicle: one event becomes an audit entry and an outbox row, in the transaction of the change itself."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.dialects.sqlite import insert as insert_or_skip_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.permissions import Actor
from app.store.ids import new_id
from app.store.tables.chronicle import AuditEntry, AuditHead, OutboxEvent
from app.store.types import Short

GENESIS = "0" * 64
request_id: ContextVar[str] = ContextVar("request_id", default="-")


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a record. `data` holds opaque ids and codes only, never anything personal.

    `public` is False for what outsiders may not even know of: such an event is audited and not sent.
    """

    action: str
    subject_kind: str
    subject_id: str
    data: Mapping[str, Any] = field(default_factory=dict)
    public: bool = True


@dataclass(frozen=True, slots=True)
class _Pending:
    actor: Actor
    event: Event
    at: datetime
    request_id: str


def record(session: AsyncSession, actor: Actor, event: Event, *, now: datetime) -> None:
    """Note an event; it is written when the unit of work commits, so that the chain is locked only at its end."""
    session.info.setdefault("chronicle", []).append(_Pending(actor, event, now, request_id.get()))


_HEAD = (
    select(AuditHead.sequence, AuditHead.hash)
    .where(AuditHead.tenant_id == bindparam("tenant", type_=Short(36)))
    .with_for_update()
)
_MOVE_HEAD = update(AuditHead).where(AuditHead.tenant_id == bindparam("tenant", type_=Short(36)))


async def write(session: AsyncSession) -> None:
    """Write the noted events of a unit of work: chain, entries and outbox, one tenant after the other."""
    pending: list[_Pending] = session.info.pop("chronicle", [])
    for tenant in sorted({item.actor.tenant_id for item in pending}):
        await _write_chain(session, tenant, [item for item in pending if item.actor.tenant_id == tenant])


async def _write_chain(session: AsyncSession, tenant: str, pending: Sequence[_Pending]) -> None:
    head = (await session.execute(_HEAD, {"tenant": tenant})).one_or_none()
    if head is None:
        make = insert_or_skip_sqlite if session.get_bind().dialect.name == "sqlite" else insert_or_skip
        await session.execute(
            make(AuditHead).values(tenant_id=tenant, sequence=0, hash=GENESIS).on_conflict_do_nothing()
        )
        head = (await session.execute(_HEAD, {"tenant": tenant})).one()
    sequence, link = head.sequence, head.hash
    entries, outbox = [], []
    for item in pending:
        sequence += 1
        entry = {
            "tenant_id": tenant,
            "sequence": sequence,
            "at": item.at,
            "actor_kind": item.actor.kind,
            "actor_id": item.actor.id,
            "actor_role": item.actor.role.value,
            "action": item.event.action,
            "subject_kind": item.event.subject_kind,
            "subject_id": item.event.subject_id,
            "request_id": item.request_id,
            "details": dict(item.event.data),
            "previous_hash": link,
        }
        link = link_hash(entry)
        entries.append({**entry, "hash": link})
        if item.event.public:
            outbox.append(
                {
                    "id": new_id(item.at),
                    "tenant_id": tenant,
                    "sequence": sequence,
                    "type": item.event.action,
                    "subject_kind": item.event.subject_kind,
                    "subject_id": item.event.subject_id,
                    "data": dict(item.event.data),
                    "occurred_at": item.at,
                    "delivered_at": None,
                }
            )
    await session.execute(insert(AuditEntry), entries)
    if outbox:
        await session.execute(insert(OutboxEvent), outbox)
    await session.execute(_MOVE_HEAD.values(sequence=sequence, hash=link), {"tenant": tenant})


def link_hash(entry: Mapping[str, Any]) -> str:
    """Return the SHA-256 of an entry over the hash before it, in canonical JSON."""
    at = entry["at"].astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    content = {name: value for name, value in entry.items() if name not in {"hash", "at"}} | {"at": at}
    canonical = json.dumps(content, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(canonical.encode()).hexdigest()


async def broken_links(session: AsyncSession, tenant: str, *, batch: int = 5000) -> list[str]:
    """Return what is wrong with a tenant's chain, in plain words; nothing when it is whole."""
    faults: list[str] = []
    link, expected, last = GENESIS, 1, 0
    while True:
        page = (
            await session.execute(
                select(AuditEntry.__table__)
                .where(AuditEntry.tenant_id == tenant, AuditEntry.sequence > last)
                .order_by(AuditEntry.sequence)
                .limit(batch)
            )
        ).mappings()
        rows = page.all()
        for row in (dict(row) for row in rows):
            if row["sequence"] != expected:
                faults.append(f"entry {expected} is missing")
                expected = row["sequence"]
            if row["previous_hash"] != link or link_hash(row) != row["hash"]:
                faults.append(f"entry {row['sequence']} does not follow from the one before it")
            link, expected, last = row["hash"], expected + 1, row["sequence"]
        if len(rows) < batch:
            break
    head = (await session.execute(_HEAD, {"tenant": tenant})).one_or_none()
    if (head.sequence, head.hash) != (last, link) if head else last:
        faults.append("the head of the chain does not match its last entry")
    return faults
