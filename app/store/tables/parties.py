"""People as the provider knows them, the adjustments that go with them, and their parts in cases."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.parties import PartyRole, Side
from app.store.base import Base, HasId
from app.store.types import Code, Day, Document, Flag, Number, Short, UtcDateTime


class Person(HasId, Base):
    """Somebody who has a part in cases. `child_id` ties the child or young person to what the referral says of them."""

    __tablename__ = "people"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "child_id"),
        ForeignKeyConstraint(["tenant_id", "child_id"], ["children.tenant_id", "children.id"]),
        ForeignKeyConstraint(["tenant_id", "organisation_id"], ["organisations.tenant_id", "organisations.id"]),
        Index(None, "tenant_id", "search_name"),
    )
    given_name: Mapped[str | None] = mapped_column(Short(100))
    family_name: Mapped[str | None] = mapped_column(Short(100))
    search_name: Mapped[str] = mapped_column(Short(210))
    child_id: Mapped[str | None] = mapped_column(Short(36))
    organisation_id: Mapped[str | None] = mapped_column(Short(36))
    school_urn: Mapped[str | None] = mapped_column(Short(6))
    job_title: Mapped[str | None] = mapped_column(Short(100))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class Passport(HasId, Base):
    """The adjustments that a person needs, kept once and taken into every booking."""

    __tablename__ = "passports"
    __table_args__ = (
        UniqueConstraint("tenant_id", "person_id"),
        ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"]),
    )
    person_id: Mapped[str] = mapped_column(Short(36))
    language: Mapped[str | None] = mapped_column(Short(60))
    needs: Mapped[list[str]] = mapped_column(Document)
    details: Mapped[str | None] = mapped_column(Short(500))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class Party(HasId, Base):
    """A person's part in one case, from a day to a day."""

    __tablename__ = "parties"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"]),
        Index(None, "tenant_id", "case_id"),
        Index(None, "tenant_id", "person_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    person_id: Mapped[str] = mapped_column(Short(36))
    role: Mapped[PartyRole] = mapped_column(Code(PartyRole))
    side: Mapped[Side] = mapped_column(Code(Side))
    begins_on: Mapped[date] = mapped_column(Day)
    ends_on: Mapped[date | None] = mapped_column(Day)
    can_decide: Mapped[bool | None] = mapped_column(Flag)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)
