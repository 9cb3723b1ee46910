"""Cases, the facts that they are made of, and what is worked out from them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, ForeignKeyConstraint, Index, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.codes import CertificateKind, DecisionKind, Outcome, OwedBy, ReferralKind, Route
from app.domain.withdrawals import WithdrawalReason
from app.store.base import Base, HasId
from app.store.types import Code, Day, Document, Flag, Number, Short, UtcDateTime


class Case(HasId, Base):
    """One matter: one decision of a council, or one disagreement. Stage, route and outcome are caches of its facts."""

    __tablename__ = "cases"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "reference"),
        UniqueConstraint("tenant_id", "referral_id"),
        ForeignKeyConstraint(["tenant_id", "referral_id"], ["referrals.tenant_id", "referrals.id"]),
        ForeignKeyConstraint(["tenant_id", "child_id"], ["children.tenant_id", "children.id"]),
        ForeignKeyConstraint(["tenant_id", "la_id"], ["organisations.tenant_id", "organisations.id"]),
        ForeignKeyConstraint(["tenant_id", "icb_id"], ["organisations.tenant_id", "organisations.id"]),
        ForeignKeyConstraint(["tenant_id", "adviser_id"], ["users.tenant_id", "users.id"]),
        Index(None, "tenant_id", "received_on", "id"),
        Index(None, "tenant_id", "la_id", "received_on"),
        Index(None, "tenant_id", "la_id", "closed_on"),
        Index(None, "tenant_id", "closed_on"),
        Index(None, "tenant_id", "adviser_id"),
        Index(None, "tenant_id", "child_id"),
        Index(None, "tenant_id", "recompute_on"),
    )
    reference: Mapped[str] = mapped_column(Short(20))
    referral_id: Mapped[str] = mapped_column(Short(36))
    child_id: Mapped[str] = mapped_column(Short(36))
    la_id: Mapped[str] = mapped_column(Short(36))
    la_code: Mapped[str] = mapped_column(Short(20))
    icb_id: Mapped[str | None] = mapped_column(Short(36))
    kind: Mapped[ReferralKind] = mapped_column(Code(ReferralKind))
    route: Mapped[Route | None] = mapped_column(Code(Route))
    stage: Mapped[str] = mapped_column(Short(20))
    outcome: Mapped[Outcome | None] = mapped_column(Code(Outcome))
    withdrawal_reason: Mapped[WithdrawalReason | None] = mapped_column(Code(WithdrawalReason))
    decision_kind: Mapped[DecisionKind | None] = mapped_column(Code(DecisionKind))
    decision_sent_on: Mapped[date | None] = mapped_column(Day)
    adviser_id: Mapped[str | None] = mapped_column(Short(36))
    received_on: Mapped[date] = mapped_column(Day)
    closed_on: Mapped[date | None] = mapped_column(Day)
    transferred_on: Mapped[date | None] = mapped_column(Day)
    flags: Mapped[list[str]] = mapped_column(Document)
    warnings: Mapped[list[str]] = mapped_column(Document)
    recompute_on: Mapped[date | None] = mapped_column(Day)
    young_person_holds: Mapped[bool | None] = mapped_column(Flag)
    fact_count: Mapped[int] = mapped_column(Number)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


IS_OPEN_HERE: ColumnElement[bool] = and_(Case.closed_on.is_(None), Case.transferred_on.is_(None))
"""Whether a case is open, and this provider's still."""


class Fact(HasId, Base):
    """One recorded fact, never edited; the payload is read whole and never searched."""

    __tablename__ = "facts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("case_id", "sequence"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "supersedes_id"], ["facts.tenant_id", "facts.id"]),
        Index(None, "tenant_id", "type", "occurred_on"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    sequence: Mapped[int] = mapped_column(Number)
    type: Mapped[str] = mapped_column(Short(40))
    occurred_on: Mapped[date] = mapped_column(Day)
    payload: Mapped[dict[str, Any]] = mapped_column(Document)
    supersedes_id: Mapped[str | None] = mapped_column(Short(36))
    retracted: Mapped[bool] = mapped_column(Flag)
    recorded_at: Mapped[datetime] = mapped_column(UtcDateTime)
    recorded_by: Mapped[str] = mapped_column(Short(36))
    recorder_role: Mapped[str] = mapped_column(Short(40))


class Deadline(HasId, Base):
    """One statutory clock of a case as last worked out; `detail` holds what explains it."""

    __tablename__ = "deadlines"
    __table_args__ = (
        UniqueConstraint("case_id", "rule_id", "subject"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "due_on", "id"),
        Index(None, "tenant_id", "rule_id", "due_on"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    rule_id: Mapped[str] = mapped_column(Short(60))
    subject: Mapped[str] = mapped_column(Short(80))
    owed_by: Mapped[OwedBy] = mapped_column(Code(OwedBy))
    start_on: Mapped[date | None] = mapped_column(Day)
    due_on: Mapped[date | None] = mapped_column(Day)
    judged_on: Mapped[date | None] = mapped_column(Day)  # the last day in time, where later than the one shown
    act_by_on: Mapped[date | None] = mapped_column(Day)
    due_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    met_on: Mapped[date | None] = mapped_column(Day)
    not_needed: Mapped[bool] = mapped_column(Flag)
    holds_open: Mapped[bool] = mapped_column(Flag)
    calendar_version: Mapped[str] = mapped_column(Short(40))
    rule_version: Mapped[str] = mapped_column(Short(40))
    detail: Mapped[dict[str, Any]] = mapped_column(Document)


ADVISER, MEDIATOR = "adviser", "mediator"
"""The capacities in which somebody works on a case, one person at a time in each."""


class Assignment(HasId, Base):
    """Who worked on a case, in which capacity, from when to when."""

    __tablename__ = "assignments"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
        Index(None, "tenant_id", "user_id", "ended_at"),
        Index(None, "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    user_id: Mapped[str] = mapped_column(Short(36))
    capacity: Mapped[str] = mapped_column(Short(20))
    began_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)


class Certificate(HasId, Base):
    """A mediation certificate: issued once, never edited, only voided. `live_key` keeps one live per person."""

    __tablename__ = "certificates"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "number"),
        UniqueConstraint("case_id", "live_key"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "issued_by"], ["users.tenant_id", "users.id"]),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    number: Mapped[str] = mapped_column(Short(24))
    kind: Mapped[CertificateKind] = mapped_column(Code(CertificateKind))
    person: Mapped[str] = mapped_column(Short(20))
    issued_on: Mapped[date] = mapped_column(Day)
    first_issued_on: Mapped[date] = mapped_column(Day)
    additional: Mapped[bool] = mapped_column(Flag)
    live_key: Mapped[str | None] = mapped_column(Short(60))
    issued_by: Mapped[str] = mapped_column(Short(36))
    voided_on: Mapped[date | None] = mapped_column(Day)
    void_reason: Mapped[str | None] = mapped_column(Short(300))
    replaced_by: Mapped[str | None] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)
