"""Mediators' fitness, conflicts of interest, and assignments refused."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.conflicts import ConflictKind, RefusalReason
from app.domain.fitness import Employer, RegisterBody
from app.store.base import Base, HasId
from app.store.types import Code, Day, Document, Number, Short, UtcDateTime


class MediatorRecord(HasId, Base):
    """What makes a mediator fit to be given a case, each with the day until which it holds."""

    __tablename__ = "mediator_records"
    __table_args__ = (
        UniqueConstraint("tenant_id", "user_id"),
        ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
    )
    user_id: Mapped[str] = mapped_column(Short(36))
    register_body: Mapped[RegisterBody | None] = mapped_column(Code(RegisterBody))
    registration_number: Mapped[str | None] = mapped_column(Short(40))
    registered_until: Mapped[date | None] = mapped_column(Day)
    cpd_hours: Mapped[int | None] = mapped_column(Number)
    cpd_until: Mapped[date | None] = mapped_column(Day)
    dbs_until: Mapped[date | None] = mapped_column(Day)
    insured_until: Mapped[date | None] = mapped_column(Day)
    independent_until: Mapped[date | None] = mapped_column(Day)
    employer: Mapped[Employer | None] = mapped_column(Code(Employer))
    languages: Mapped[list[str]] = mapped_column(Document)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class EmployerDeclaration(HasId, Base):
    """What a mediator declared of their employer, and when: each one stays."""

    __tablename__ = "employer_declarations"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
        Index(None, "tenant_id", "user_id"),
    )
    user_id: Mapped[str] = mapped_column(Short(36))
    employer: Mapped[Employer | None] = mapped_column(Code(Employer))
    declared_on: Mapped[date] = mapped_column(Day)
    recorded_by: Mapped[str] = mapped_column(Short(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Conflict(HasId, Base):
    """Why somebody may have nothing to do with a case."""

    __tablename__ = "conflicts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
        Index(None, "tenant_id", "user_id", "lifted_at"),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    user_id: Mapped[str] = mapped_column(Short(36))
    kind: Mapped[ConflictKind] = mapped_column(Code(ConflictKind))
    words: Mapped[str | None] = mapped_column(Short(500))
    declared_by: Mapped[str] = mapped_column(Short(36))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by: Mapped[str | None] = mapped_column(Short(36))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class OrganisationConflict(HasId, Base):
    """Why somebody may have nothing to do with any case of a council or a health body."""

    __tablename__ = "body_conflicts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("user_id", "organisation_id", "live_key"),
        ForeignKeyConstraint(["tenant_id", "organisation_id"], ["organisations.tenant_id", "organisations.id"]),
        ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
        Index(None, "tenant_id", "user_id"),
    )
    organisation_id: Mapped[str] = mapped_column(Short(36))
    user_id: Mapped[str] = mapped_column(Short(36))
    kind: Mapped[ConflictKind] = mapped_column(Code(ConflictKind))
    words: Mapped[str | None] = mapped_column(Short(500))
    live_key: Mapped[str | None] = mapped_column(Short(10))
    declared_by: Mapped[str] = mapped_column(Short(36))
    declared_at: Mapped[datetime] = mapped_column(UtcDateTime)
    lifted_by: Mapped[str | None] = mapped_column(Short(36))
    lifted_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class AssignmentRefusal(HasId, Base):
    """Why somebody gave a case back."""

    __tablename__ = "assignment_refusals"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    user_id: Mapped[str] = mapped_column(Short(36))
    capacity: Mapped[str] = mapped_column(Short(20))
    reason: Mapped[RefusalReason] = mapped_column(Code(RefusalReason))
    words: Mapped[str | None] = mapped_column(Short(500))
    refused_at: Mapped[datetime] = mapped_column(UtcDateTime)
