"""The law as each provider has loaded it: proclaimed days, term dates, and each change with what it moved."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, HasId
from app.store.types import Day, Document, Number, Short, UtcDateTime


class LawInUse(Base):
    """The law by which a provider's cases are worked out: shared by those who compute, alone for who changes it."""

    __tablename__ = "laws_in_use"
    tenant_id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    edition: Mapped[int] = mapped_column(Number)
    days_edition: Mapped[int] = mapped_column(Number)


class LawChange(HasId, Base):
    """One change of the law in use, with how many cases were worked out again and how many deadlines moved.

    `edition` and `days_edition` are those in use from it on: the list of changes tells what was loaded when.
    """

    __tablename__ = "law_changes"
    __table_args__ = (UniqueConstraint("tenant_id", "id"), Index(None, "tenant_id", "made_at"))
    kind: Mapped[str] = mapped_column(Short(20))  # edition, holiday, withdrawal, terms
    edition: Mapped[int] = mapped_column(Number)
    days_edition: Mapped[int] = mapped_column(Number)
    detail: Mapped[dict[str, Any]] = mapped_column(Document)
    cases_worked_out: Mapped[int] = mapped_column(Number)
    cases_changed: Mapped[int] = mapped_column(Number)
    deadlines_changed: Mapped[int] = mapped_column(Number)
    made_by: Mapped[str] = mapped_column(Short(36))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)


class ProclaimedDay(HasId, Base):
    """A one-off bank holiday that the shipped calendar does not know, from and to which edition of the days."""

    __tablename__ = "proclaimed_days"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "live_on"),
        ForeignKeyConstraint(["tenant_id", "change_id"], ["law_changes.tenant_id", "law_changes.id"]),
    )
    holiday_on: Mapped[date] = mapped_column(Day)
    live_on: Mapped[date | None] = mapped_column(Day)  # the same day while it stands
    name: Mapped[str] = mapped_column(Short(100))
    source: Mapped[str] = mapped_column(Short(300))
    from_edition: Mapped[int] = mapped_column(Number)
    to_edition: Mapped[int | None] = mapped_column(Number)
    change_id: Mapped[str] = mapped_column(Short(36))
    version: Mapped[int] = mapped_column(Number)


class SchoolTerm(HasId, Base):
    """A term of a council's schools; a corrected one replaces the row before it, which stays."""

    __tablename__ = "school_terms"
    __table_args__ = (
        UniqueConstraint("tenant_id", "la_id", "live_key"),
        ForeignKeyConstraint(["tenant_id", "la_id"], ["organisations.tenant_id", "organisations.id"]),
        ForeignKeyConstraint(["tenant_id", "change_id"], ["law_changes.tenant_id", "law_changes.id"]),
    )
    la_id: Mapped[str] = mapped_column(Short(36))
    school_year: Mapped[str] = mapped_column(Short(7))  # 2025-26
    term: Mapped[str] = mapped_column(Short(10))  # autumn, spring, summer
    live_key: Mapped[str | None] = mapped_column(Short(20))
    begins_on: Mapped[date] = mapped_column(Day)
    ends_on: Mapped[date] = mapped_column(Day)
    source: Mapped[str] = mapped_column(Short(300))
    change_id: Mapped[str] = mapped_column(Short(36))
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    replaced_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class DeadlineChange(HasId, Base):
    """What was said of one clock of a case before and after something changed it; None where there was no clock."""

    __tablename__ = "deadline_changes"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id", "changed_at"),
        Index(None, "tenant_id", "cause_id", "id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    rule_id: Mapped[str] = mapped_column(Short(60))
    subject: Mapped[str] = mapped_column(Short(80))
    cause: Mapped[str] = mapped_column(Short(20))  # fact, referral, law, day
    cause_id: Mapped[str | None] = mapped_column(Short(36))
    before: Mapped[dict[str, Any] | None] = mapped_column(Document)
    after: Mapped[dict[str, Any] | None] = mapped_column(Document)
    changed_at: Mapped[datetime] = mapped_column(UtcDateTime)
