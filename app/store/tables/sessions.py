"""Sessions, who comes to them, what is booked for them, when everybody can, and what taking part cost."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.attendance import AttendanceBasis, ConsentBy, Response
from app.domain.availability import AvailabilitySide
from app.domain.codes import OwedBy
from app.domain.expenses import Claimant, ClaimStatus, ExpenseCategory
from app.domain.sessions import BookingKind, BookingStatus, CalledBy, SessionKind, SessionMode, SessionStatus
from app.store.base import Base, HasId
from app.store.types import Code, Day, Flag, Number, Short, UtcDateTime


class MediationSession(HasId, Base):
    """A meeting of a case, or of several linked ones: a session, or a pre-meeting with one side."""

    __tablename__ = "sessions"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "mediator_id"], ["users.tenant_id", "users.id"]),
        ForeignKeyConstraint(["tenant_id", "co_mediator_id"], ["users.tenant_id", "users.id"]),
        ForeignKeyConstraint(["tenant_id", "follows_session_id"], ["sessions.tenant_id", "sessions.id"]),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "starts_at", "id"),
        Index(None, "tenant_id", "mediator_id", "starts_at"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    kind: Mapped[SessionKind] = mapped_column(Code(SessionKind))
    mode: Mapped[SessionMode] = mapped_column(Code(SessionMode))
    status: Mapped[SessionStatus] = mapped_column(Code(SessionStatus))
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    length_minutes: Mapped[int] = mapped_column(Number)
    venue: Mapped[str | None] = mapped_column(Short(200))
    mediator_id: Mapped[str | None] = mapped_column(Short(36))
    co_mediator_id: Mapped[str | None] = mapped_column(Short(36))
    follows_session_id: Mapped[str | None] = mapped_column(Short(36))
    proposed_on: Mapped[date | None] = mapped_column(Day)
    fixed_on: Mapped[date | None] = mapped_column(Day)
    family_told_on: Mapped[date | None] = mapped_column(Day)
    short_notice_agreed_on: Mapped[date | None] = mapped_column(Day)
    cancelled_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    cancelled_by: Mapped[CalledBy | None] = mapped_column(Code(CalledBy))
    cancellation_reason: Mapped[str | None] = mapped_column(Short(500))
    cancellation_minutes: Mapped[int | None] = mapped_column(Number)
    chargeable: Mapped[bool | None] = mapped_column(Flag)
    chargeable_why: Mapped[str | None] = mapped_column(Short(300))
    adjournment_reason: Mapped[str | None] = mapped_column(Short(500))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class SessionCase(HasId, Base):
    """A case that a session serves; its own case is one of them."""

    __tablename__ = "session_cases"
    __table_args__ = (
        UniqueConstraint("tenant_id", "session_id", "case_id"),
        ForeignKeyConstraint(["tenant_id", "session_id"], ["sessions.tenant_id", "sessions.id"]),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    session_id: Mapped[str] = mapped_column(Short(36))
    case_id: Mapped[str] = mapped_column(Short(36))


class SessionTick(HasId, Base):
    """A quarter of an hour that a mediator, a room or an interpreter gives to one session, and to no other."""

    __tablename__ = "session_ticks"
    __table_args__ = (
        UniqueConstraint("tenant_id", "resource", "tick"),
        ForeignKeyConstraint(["tenant_id", "session_id"], ["sessions.tenant_id", "sessions.id"]),
        Index(None, "tenant_id", "session_id"),
    )
    session_id: Mapped[str] = mapped_column(Short(36))
    resource: Mapped[str] = mapped_column(Short(300))
    tick: Mapped[int] = mapped_column(Number)


class Attendee(HasId, Base):
    """Somebody of a case who is asked to a session, on which ground, and with what authority."""

    __tablename__ = "attendees"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "session_id", "party_id"),
        ForeignKeyConstraint(["tenant_id", "session_id"], ["sessions.tenant_id", "sessions.id"]),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "party_id"], ["parties.tenant_id", "parties.id"]),
    )
    session_id: Mapped[str] = mapped_column(Short(36))
    case_id: Mapped[str] = mapped_column(Short(36))
    party_id: Mapped[str] = mapped_column(Short(36))
    basis: Mapped[AttendanceBasis] = mapped_column(Code(AttendanceBasis))
    response: Mapped[Response] = mapped_column(Code(Response))
    joining_link: Mapped[str | None] = mapped_column(Short(500))
    can_decide: Mapped[bool | None] = mapped_column(Flag)
    authority_confirmed_on: Mapped[date | None] = mapped_column(Day)
    authority_limits: Mapped[str | None] = mapped_column(Short(300))
    attended: Mapped[bool | None] = mapped_column(Flag)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class AttendeeConsent(HasId, Base):
    """What one of those whose consent counts said to an attendee, the last word of each."""

    __tablename__ = "attendee_consents"
    __table_args__ = (
        UniqueConstraint("tenant_id", "attendee_id", "given_by"),
        ForeignKeyConstraint(["tenant_id", "attendee_id"], ["attendees.tenant_id", "attendees.id"]),
    )
    attendee_id: Mapped[str] = mapped_column(Short(36))
    given_by: Mapped[ConsentBy] = mapped_column(Code(ConsentBy))
    given: Mapped[bool] = mapped_column(Flag)
    said_on: Mapped[date] = mapped_column(Day)


class SessionBooking(HasId, Base):
    """An interpreter or a room booked for a session. The provider's alone: it tells of adjustments."""

    __tablename__ = "session_bookings"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "session_id"], ["sessions.tenant_id", "sessions.id"]),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "session_id"),
    )
    session_id: Mapped[str] = mapped_column(Short(36))
    case_id: Mapped[str] = mapped_column(Short(36))
    kind: Mapped[BookingKind] = mapped_column(Code(BookingKind))
    name: Mapped[str] = mapped_column(Short(200))
    language: Mapped[str | None] = mapped_column(Short(60))
    status: Mapped[BookingStatus] = mapped_column(Code(BookingStatus))
    cost_pence: Mapped[int | None] = mapped_column(Number)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class AvailabilityWindow(HasId, Base):
    """When a side can or cannot come. Each side reads its own; a mediator's counts in every case of theirs."""

    __tablename__ = "availability_windows"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "mediator_id"], ["users.tenant_id", "users.id"]),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "mediator_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    side: Mapped[AvailabilitySide] = mapped_column(Code(AvailabilitySide))
    mediator_id: Mapped[str | None] = mapped_column(Short(36))
    possible: Mapped[bool] = mapped_column(Flag)
    starts_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ends_at: Mapped[datetime] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    stated_by: Mapped[str] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class ExpenseClaim(HasId, Base):
    """What a family claims for taking part. The council and the health body do not see it."""

    __tablename__ = "expense_claims"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "session_id"], ["sessions.tenant_id", "sessions.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    session_id: Mapped[str | None] = mapped_column(Short(36))
    claimant: Mapped[Claimant] = mapped_column(Code(Claimant))
    category: Mapped[ExpenseCategory] = mapped_column(Code(ExpenseCategory))
    amount_pence: Mapped[int] = mapped_column(Number)
    incurred_on: Mapped[date] = mapped_column(Day)
    receipt_document_id: Mapped[str | None] = mapped_column(Short(36))
    words: Mapped[str | None] = mapped_column(Short(500))
    status: Mapped[ClaimStatus] = mapped_column(Code(ClaimStatus))
    owed_by: Mapped[OwedBy | None] = mapped_column(Code(OwedBy))
    amount_approved_pence: Mapped[int | None] = mapped_column(Number)
    capped: Mapped[bool | None] = mapped_column(Flag)
    decision_reason: Mapped[str | None] = mapped_column(Short(500))
    decided_by: Mapped[str | None] = mapped_column(Short(36))
    decided_on: Mapped[date | None] = mapped_column(Day)
    paid_on: Mapped[date | None] = mapped_column(Day)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class ExpenseCap(HasId, Base):
    """The most that is paid of one claim of a category, from a day on."""

    __tablename__ = "expense_caps"
    __table_args__ = (UniqueConstraint("tenant_id", "category", "from_on"),)
    category: Mapped[ExpenseCategory] = mapped_column(Code(ExpenseCategory))
    cap_pence: Mapped[int] = mapped_column(Number)
    from_on: Mapped[date] = mapped_column(Day)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
