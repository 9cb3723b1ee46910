"""Referrals, the child that each is about, and how to reach the family."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.codes import (
    Channel,
    ClosureReason,
    DecisionKind,
    Ethnicity,
    Need,
    Reason,
    ReferralKind,
    ReferralStatus,
    ReferredBy,
    Sex,
)
from app.store.base import Base, HasId
from app.store.types import Code, Day, Document, Flag, Number, Short, UtcDateTime


class Child(HasId, Base):
    """The child or young person. `search_name` is folded, so that both databases compare alike."""

    __tablename__ = "children"
    __table_args__ = (UniqueConstraint("tenant_id", "id"), Index(None, "tenant_id", "search_name"))
    given_name: Mapped[str | None] = mapped_column(Short(100))
    family_name: Mapped[str | None] = mapped_column(Short(100))
    search_name: Mapped[str] = mapped_column(Short(210))
    born_on: Mapped[date | None] = mapped_column(Day)
    sex: Mapped[Sex | None] = mapped_column(Code(Sex))
    ethnicity: Mapped[Ethnicity | None] = mapped_column(Code(Ethnicity))
    primary_need: Mapped[Need | None] = mapped_column(Code(Need))
    upn: Mapped[str | None] = mapped_column(Short(13))
    nhs_number: Mapped[str | None] = mapped_column(Short(10))
    school_urn: Mapped[str | None] = mapped_column(Short(6))
    postcode: Mapped[str | None] = mapped_column(Short(8))


class Referral(HasId, Base):
    """A request to the service as it arrived, corrected until it is accepted, joined or closed."""

    __tablename__ = "referrals"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "reference"),
        UniqueConstraint("tenant_id", "la_id", "external_reference"),
        ForeignKeyConstraint(["tenant_id", "child_id"], ["children.tenant_id", "children.id"]),
        ForeignKeyConstraint(["tenant_id", "la_id"], ["organisations.tenant_id", "organisations.id"]),
        ForeignKeyConstraint(["tenant_id", "icb_id"], ["organisations.tenant_id", "organisations.id"]),
        Index(None, "tenant_id", "received_on", "id"),
        Index(None, "tenant_id", "status", "received_on", "id"),
        Index(None, "tenant_id", "child_id"),
        Index(None, "tenant_id", "case_id"),
    )
    reference: Mapped[str] = mapped_column(Short(20))
    status: Mapped[ReferralStatus] = mapped_column(Code(ReferralStatus))
    kind: Mapped[ReferralKind] = mapped_column(Code(ReferralKind))
    child_id: Mapped[str] = mapped_column(Short(36))
    la_id: Mapped[str] = mapped_column(Short(36))
    la_code: Mapped[str] = mapped_column(Short(20))
    icb_id: Mapped[str | None] = mapped_column(Short(36))
    external_reference: Mapped[str | None] = mapped_column(Short(80))
    contacted_on: Mapped[date] = mapped_column(Day)
    received_on: Mapped[date] = mapped_column(Day)
    channel: Mapped[Channel] = mapped_column(Code(Channel))
    referred_by: Mapped[ReferredBy] = mapped_column(Code(ReferredBy))
    permission_given: Mapped[bool | None] = mapped_column(Flag)
    decision_kind: Mapped[DecisionKind | None] = mapped_column(Code(DecisionKind))
    decision_sent_on: Mapped[date | None] = mapped_column(Day)
    letter_dated_on: Mapped[date | None] = mapped_column(Day)
    appeal_sections: Mapped[list[str]] = mapped_column(Document)
    drs_sides: Mapped[list[str]] = mapped_column(Document)
    health_issues: Mapped[bool | None] = mapped_column(Flag)
    social_care_issues: Mapped[bool | None] = mapped_column(Flag)
    adjustments: Mapped[str | None] = mapped_column(Short(500))
    case_id: Mapped[str | None] = mapped_column(Short(36))
    closure_reason: Mapped[ClosureReason | None] = mapped_column(Code(ClosureReason))
    created_by: Mapped[str] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class ReferralReason(Base):
    """One reason of a referral's set; one of them is primary."""

    __tablename__ = "referral_reasons"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "referral_id"], ["referrals.tenant_id", "referrals.id"]),
        Index(None, "tenant_id", "referral_id"),
    )
    referral_id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    reason: Mapped[Reason] = mapped_column(Code(Reason), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(Short(36))
    is_primary: Mapped[bool] = mapped_column(Flag)


class Contact(HasId, Base):
    """How to reach a person of a referral: a table of its own, behind the provider's wall."""

    __tablename__ = "contacts"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "referral_id"], ["referrals.tenant_id", "referrals.id"]),
        UniqueConstraint("referral_id", "side"),
    )
    referral_id: Mapped[str] = mapped_column(Short(36))
    side: Mapped[str] = mapped_column(Short(10))  # family, referrer
    name: Mapped[str | None] = mapped_column(Short(200))
    phone: Mapped[str | None] = mapped_column(Short(40))
    email: Mapped[str | None] = mapped_column(Short(254))
    address: Mapped[str | None] = mapped_column(Short(500))
    safe_contact: Mapped[str | None] = mapped_column(Short(500))
    withheld: Mapped[bool] = mapped_column(Flag)
