"""What follows a case: checks at set times, complaints, and transfers to another provider."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.codes import Channel
from app.domain.complaints import ComplaintLevel, ComplaintOutcome
from app.domain.follow_ups import FollowUpAnswer, Question
from app.store.base import Base, HasId
from app.store.types import Code, Day, Number, Short, UtcDateTime


class FollowUpRecord(HasId, Base):
    """That a family was asked some time after, and what it answered."""

    __tablename__ = "follow_up_records"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    question: Mapped[Question] = mapped_column(Code(Question))
    answer: Mapped[FollowUpAnswer] = mapped_column(Code(FollowUpAnswer))
    asked_on: Mapped[date] = mapped_column(Day)
    channel: Mapped[Channel] = mapped_column(Code(Channel))
    words: Mapped[str | None] = mapped_column(Short(500))
    recorded_by: Mapped[str] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)


class Complaint(HasId, Base):
    """A complaint about the service: read by the service manager, never by whom it is about."""

    __tablename__ = "complaints"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "received_on"),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    about_user_id: Mapped[str | None] = mapped_column(Short(36))
    level: Mapped[ComplaintLevel] = mapped_column(Code(ComplaintLevel))
    words: Mapped[str] = mapped_column(Short(10000))
    received_on: Mapped[date] = mapped_column(Day)
    acknowledge_by: Mapped[date] = mapped_column(Day)
    close_by: Mapped[date] = mapped_column(Day)
    acknowledged_on: Mapped[date | None] = mapped_column(Day)
    closed_on: Mapped[date | None] = mapped_column(Day)
    outcome: Mapped[ComplaintOutcome | None] = mapped_column(Code(ComplaintOutcome))
    answer: Mapped[str | None] = mapped_column(Short(2000))
    recorded_by: Mapped[str] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class Transfer(HasId, Base):
    """The cases of a council that go to another provider from a day on."""

    __tablename__ = "transfers"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "la_id"], ["organisations.tenant_id", "organisations.id"]),
    )
    la_id: Mapped[str] = mapped_column(Short(36))
    incoming_provider: Mapped[str] = mapped_column(Short(200))
    transfer_on: Mapped[date] = mapped_column(Day)
    cases: Mapped[int] = mapped_column(Number)
    made_by: Mapped[str] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    completed_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class TransferredCase(HasId, Base):
    """One case of a transfer; once that is complete the case has its `transferred_on`."""

    __tablename__ = "transferred_cases"
    __table_args__ = (
        UniqueConstraint("tenant_id", "case_id"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "transfer_id"], ["transfers.tenant_id", "transfers.id"]),
        Index(None, "tenant_id", "transfer_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    transfer_id: Mapped[str] = mapped_column(Short(36))
