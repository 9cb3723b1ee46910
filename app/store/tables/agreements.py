"""Agreements, their terms, and how they were kept."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.agreements import AgreementStatus, Extent, Owner, SigningSide, TermKind
from app.store.base import Base, HasId
from app.store.types import Code, Day, Document, Flag, Number, Short, UtcDateTime


class Agreement(HasId, Base):
    """What was agreed, or that nothing was; `live_key` keeps one to a case."""

    __tablename__ = "agreements"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("case_id", "live_key"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    extent: Mapped[Extent] = mapped_column(Code(Extent))
    status: Mapped[AgreementStatus] = mapped_column(Code(AgreementStatus))
    acknowledged: Mapped[list[str]] = mapped_column(Document)
    signed_on: Mapped[date | None] = mapped_column(Day)
    live_key: Mapped[str | None] = mapped_column(Short(10))
    drafted_by: Mapped[str] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class AgreementTerm(HasId, Base):
    """One thing agreed: its words are the parties' alone."""

    __tablename__ = "agreement_terms"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "agreement_id"),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    agreement_id: Mapped[str] = mapped_column(Short(36))
    place: Mapped[int] = mapped_column(Number)
    kind: Mapped[TermKind] = mapped_column(Code(TermKind))
    owner: Mapped[Owner] = mapped_column(Code(Owner))
    words: Mapped[str] = mapped_column(Short(500))
    agreed_on: Mapped[date | None] = mapped_column(Day)
    reported_done_on: Mapped[date | None] = mapped_column(Day)
    reported_by: Mapped[str | None] = mapped_column(Short(36))
    proof: Mapped[str | None] = mapped_column(Short(500))
    done_on: Mapped[date | None] = mapped_column(Day)
    confirmed_by: Mapped[str | None] = mapped_column(Short(36))
    version: Mapped[int] = mapped_column(Number)


class AgreementSignature(HasId, Base):
    """That a side signed, on which day, and that an officer claimed the authority to."""

    __tablename__ = "agreement_signatures"
    __table_args__ = (
        UniqueConstraint("agreement_id", "side"),
        ForeignKeyConstraint(["tenant_id", "agreement_id"], ["agreements.tenant_id", "agreements.id"]),
        Index(None, "tenant_id", "agreement_id"),
    )
    agreement_id: Mapped[str] = mapped_column(Short(36))
    side: Mapped[SigningSide] = mapped_column(Code(SigningSide))
    has_authority: Mapped[bool | None] = mapped_column(Flag)
    signed_on: Mapped[date] = mapped_column(Day)
    recorded_by: Mapped[str] = mapped_column(Short(36))
