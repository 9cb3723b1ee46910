"""The chronicle: one event becomes an audit entry and an outbox row, in the transaction of the change itself."""

import functools
import hashlib
import json
from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Insert, Table, Update, bindparam, insert, select, update
from sqlalchemy.dialects.postgresql import insert as insert_or_skip
from sqlalchemy.dialects.sqlite import insert as insert_or_skip_sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.permissions import Actor
from app.store.ids import new_id
from app.store.statements import execute, insert_named
from app.store.tables.chronicle import AuditEntry, AuditHead, OutboxEvent
from app.store.types import Number, Short

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


_HEADS, _ENTRIES, _OUTBOX = (
    AuditHead.metadata.tables[table.__tablename__] for table in (AuditHead, AuditEntry, OutboxEvent)
)
_TENANT = bindparam("tenant", type_=Short(36))
_HEAD = select(_HEADS.c.sequence, _HEADS.c.hash).where(_HEADS.c.tenant_id == _TENANT).with_for_update()
_MOVE_HEAD = (
    update(_HEADS)
    .where(_HEADS.c.tenant_id == _TENANT)
    .values(sequence=bindparam("head_sequence", type_=Number()), hash=bindparam("head_hash", type_=Short(64)))
)
_ADD_ENTRY = insert(_ENTRIES)
_ADD_OUTBOX = insert(_OUTBOX)


def _with_prefix(table: Table, prefix: str) -> Insert:
    return insert_named(table, table.columns.keys(), prefix)


@functools.lru_cache(maxsize=16)
def _move_by_one(public: bool, left: Update | None) -> Any:
    """Return the statement that writes one event, with what is left to be run beside it.

    Most units of work note one event, and every one holds the chain while it is written: on PostgreSQL in one trip.
    """
    statement = _MOVE_HEAD.add_cte(_with_prefix(_ENTRIES, "entry").cte("entry"))
    if public:
        statement = statement.add_cte(_with_prefix(_OUTBOX, "outbox").cte("outbox"))
    return statement if left is None else statement.add_cte(left.cte("beside"))


def beside(session: AsyncSession, statement: Update, values: Mapping[str, Any]) -> None:
    """Leave a statement, one that is built once, to be run with the last of a unit of work: it spares a round trip."""
    session.info["beside"] = (statement, values)


async def write(session: AsyncSession) -> None:
    """Write the noted events of a unit of work: chain, entries and outbox, one tenant after the other."""
    pending: list[_Pending] = session.info.pop("chronicle", [])
    left: tuple[Update, Mapping[str, Any]] | None = session.info.pop("beside", None)
    if left is not None and (len(pending) != 1 or session.get_bind().dialect.name == "sqlite"):
        await execute(session, *left)
        left = None
    for tenant in sorted({item.actor.tenant_id for item in pending}):
        await _write_chain(session, tenant, [item for item in pending if item.actor.tenant_id == tenant], left)


async def _write_chain(
    session: AsyncSession, tenant: str, pending: Sequence[_Pending], left: tuple[Update, Mapping[str, Any]] | None
) -> None:
    head = (await execute(session, _HEAD, {"tenant": tenant})).one_or_none()
    if head is None:
        make = insert_or_skip_sqlite if session.get_bind().dialect.name == "sqlite" else insert_or_skip
        await execute(session, make(_HEADS).values(tenant_id=tenant, sequence=0, hash=GENESIS).on_conflict_do_nothing())
        head = (await execute(session, _HEAD, {"tenant": tenant})).one()
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
    moved = {"tenant": tenant, "head_sequence": sequence, "head_hash": link}
    if len(entries) == 1 and session.get_bind().dialect.name == "postgresql":
        values = moved | {f"entry_{name}": value for name, value in entries[0].items()}
        for event in outbox:
            values |= {f"outbox_{name}": value for name, value in event.items()}
        statement, more = left or (None, {})
        await execute(session, _move_by_one(bool(outbox), statement), {**values, **more})
        return
    await execute(session, _ADD_ENTRY, entries)
    if outbox:
        await execute(session, _ADD_OUTBOX, outbox)
    await execute(session, _MOVE_HEAD, moved)


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
