"""Notes of advisers and mediators, joint notes, and safeguarding records: each behind a wall of its own."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.notes import PrivateSide
from app.store.base import Base, HasId
from app.store.types import Code, Day, Number, Short, UtcDateTime


class _Note:
    """What every note carries: it is written once; a correction is a note of its own that names the one it corrects."""

    case_id: Mapped[str] = mapped_column(Short(36))
    author_id: Mapped[str] = mapped_column(Short(36))
    author_role: Mapped[str] = mapped_column(Short(40))
    words: Mapped[str] = mapped_column(Short(10000))
    corrects_id: Mapped[str | None] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class AdviceNote(_Note, HasId, Base):
    """What an adviser noted: for the adviser of the case alone."""

    __tablename__ = "advice_notes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )


class MediatorNote(_Note, HasId, Base):
    """What a mediator noted, in general or of a private session with one side: for the mediators of the case alone."""

    __tablename__ = "mediator_notes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    private_with: Mapped[PrivateSide | None] = mapped_column(Code(PrivateSide))


class JointNote(_Note, HasId, Base):
    """What adviser and mediator of a case note for each other."""

    __tablename__ = "joint_notes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )


class SafeguardingRecord(HasId, Base):
    """A worry about somebody's safety: in full for the designated lead and its author, a flag for who works on it."""

    __tablename__ = "safeguarding_records"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    raised_by: Mapped[str] = mapped_column(Short(36))
    raiser_role: Mapped[str] = mapped_column(Short(40))
    words: Mapped[str] = mapped_column(Short(10000))
    handling: Mapped[str | None] = mapped_column(Short(500))
    mash_reference: Mapped[str | None] = mapped_column(Short(80))
    referred_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    raised_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class SafeguardingDisclosure(HasId, Base):
    """That the designated lead told somebody outside, what, and on which day."""

    __tablename__ = "safeguarding_disclosures"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "record_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    record_id: Mapped[str] = mapped_column(Short(36))
    told: Mapped[str] = mapped_column(Short(200))
    words: Mapped[str] = mapped_column(Short(10000))
    disclosed_on: Mapped[date] = mapped_column(Day)
    disclosed_by: Mapped[str] = mapped_column(Short(36))
