"""What belongs to a certificate beside its own row: how it is checked, and what the family was told."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, HasId
from app.store.types import Day, Document, Short, UtcDateTime


class CertificatePaper(HasId, Base):
    """What stands on a certificate, frozen when it was issued, and the code by which anyone may check it.

    Its id is that of the certificate. `content` is None for one that was issued before papers were kept.
    """

    __tablename__ = "certificate_papers"
    __table_args__ = (
        UniqueConstraint("code_hash"),
        ForeignKeyConstraint(["tenant_id", "id"], ["certificates.tenant_id", "certificates.id"]),
    )
    code: Mapped[str] = mapped_column(Short(40))
    code_hash: Mapped[str] = mapped_column(Short(64))
    content: Mapped[dict[str, Any] | None] = mapped_column(Document)


class Telling(HasId, Base):
    """What a family was told about a date: the words, the date, and what it was worked out from."""

    __tablename__ = "tellings"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    certificate_id: Mapped[str | None] = mapped_column(Short(36))
    rule_id: Mapped[str] = mapped_column(Short(60))
    due_on: Mapped[date | None] = mapped_column(Day)
    words: Mapped[list[str]] = mapped_column(Document)
    worked_out: Mapped[dict[str, Any]] = mapped_column(Document)
    rule_version: Mapped[str | None] = mapped_column(Short(40))
    calendar_version: Mapped[str | None] = mapped_column(Short(40))
    told_at: Mapped[datetime] = mapped_column(UtcDateTime)
