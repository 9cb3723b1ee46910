"""The audit chain of each tenant, the outbox, stored idempotency keys and the counters of references."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base
from app.store.types import Document, Number, Short, UtcDateTime


class AuditHead(Base):
    """The last link of a tenant's chain: locked while links are added, so that the chain never forks."""

    __tablename__ = "audit_heads"
    tenant_id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    sequence: Mapped[int] = mapped_column(Number)
    hash: Mapped[str] = mapped_column(Short(64))


class AuditEntry(Base):
    """One link of the chain: who did what to which record; `details` holds nothing personal."""

    __tablename__ = "audit_entries"
    __table_args__ = (Index(None, "tenant_id", "subject_id"),)
    tenant_id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    sequence: Mapped[int] = mapped_column(Number, primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcDateTime)
    actor_kind: Mapped[str] = mapped_column(Short(10))
    actor_id: Mapped[str] = mapped_column(Short(36))
    actor_role: Mapped[str] = mapped_column(Short(40))
    action: Mapped[str] = mapped_column(Short(60))
    subject_kind: Mapped[str] = mapped_column(Short(40))
    subject_id: Mapped[str] = mapped_column(Short(36))
    request_id: Mapped[str] = mapped_column(Short(64))
    details: Mapped[dict[str, Any]] = mapped_column(Document)
    previous_hash: Mapped[str] = mapped_column(Short(64))
    hash: Mapped[str] = mapped_column(Short(64))


class OutboxEvent(Base):
    """One event to be delivered to the outside: opaque ids and codes only."""

    __tablename__ = "outbox_events"
    __table_args__ = (
        UniqueConstraint("tenant_id", "sequence"),
        Index(None, "delivered_at", "tenant_id", "sequence"),
    )
    id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(Short(36))
    sequence: Mapped[int] = mapped_column(Number)
    type: Mapped[str] = mapped_column(Short(60))
    subject_kind: Mapped[str] = mapped_column(Short(40))
    subject_id: Mapped[str] = mapped_column(Short(36))
    data: Mapped[dict[str, Any]] = mapped_column(Document)
    occurred_at: Mapped[datetime] = mapped_column(UtcDateTime)
    delivered_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class IdempotencyKey(Base):
    """What a key led to: the status and the record, never a body. A replay rebuilds its answer."""

    __tablename__ = "idempotency_keys"
    __table_args__ = (Index(None, "expires_at"),)
    principal_id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    method: Mapped[str] = mapped_column(Short(8), primary_key=True)
    path: Mapped[str] = mapped_column(Short(200), primary_key=True)
    key: Mapped[str] = mapped_column(Short(128), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(Short(36))
    request_hash: Mapped[str] = mapped_column(Short(64))
    status: Mapped[int | None] = mapped_column(Number)
    resource_kind: Mapped[str | None] = mapped_column(Short(40))
    resource_id: Mapped[str | None] = mapped_column(Short(36))
    resource_version: Mapped[int | None] = mapped_column(Number)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    expires_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Counter(Base):
    """The last number given out in a series, such as a year's case references."""

    __tablename__ = "counters"
    tenant_id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    series: Mapped[str] = mapped_column(Short(20), primary_key=True)
    last: Mapped[int] = mapped_column(Number)
