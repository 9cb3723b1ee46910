"""How to reach the people of a case, what they consented to, who searched for whom, and which cases belong together."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.parties import ConsentKind, LinkKind, RepresentativeBasis, SearchDecision
from app.store.base import Base, HasId
from app.store.types import Code, Day, Flag, Number, Short, UtcDateTime


class _Reached:
    """The ways in which somebody can be reached."""

    person_id: Mapped[str] = mapped_column(Short(36))
    phone: Mapped[str | None] = mapped_column(Short(40))
    email: Mapped[str | None] = mapped_column(Short(254))
    address: Mapped[str | None] = mapped_column(Short(500))
    postcode: Mapped[str | None] = mapped_column(Short(8))
    safe_contact: Mapped[str | None] = mapped_column(Short(500))
    updated_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class PersonContact(_Reached, HasId, Base):
    """How to reach a person, and whether they let the council know it."""

    __tablename__ = "person_contacts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "person_id"),
        ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"]),
    )
    shared_with_la: Mapped[bool] = mapped_column(Flag)


class WithheldContact(_Reached, HasId, Base):
    """How to reach a person whose whereabouts nobody outside may learn: a table of its own, each reading audited."""

    __tablename__ = "withheld_contacts"
    __table_args__ = (
        UniqueConstraint("tenant_id", "person_id"),
        ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"]),
    )


class Consent(HasId, Base):
    """What somebody agreed to, from when to when."""

    __tablename__ = "consents"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"]),
        Index(None, "tenant_id", "case_id", "kind"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    person_id: Mapped[str] = mapped_column(Short(36))
    kind: Mapped[ConsentKind] = mapped_column(Code(ConsentKind))
    how: Mapped[str] = mapped_column(Short(200))
    given_on: Mapped[date] = mapped_column(Day)
    withdrawn_on: Mapped[date | None] = mapped_column(Day)
    recorded_by: Mapped[str] = mapped_column(Short(36))
    version: Mapped[int] = mapped_column(Number)


class CapacityAssessment(HasId, Base):
    """Whether somebody can make one decision at one time, who found so and why, and who stands in for them."""

    __tablename__ = "capacity_assessments"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "person_id"], ["people.tenant_id", "people.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    person_id: Mapped[str] = mapped_column(Short(36))
    assessed_on: Mapped[date] = mapped_column(Day)
    assessor: Mapped[str] = mapped_column(Short(200))
    decision: Mapped[str] = mapped_column(Short(500))
    has_capacity: Mapped[bool] = mapped_column(Flag)
    grounds: Mapped[str] = mapped_column(Short(500))
    representative_basis: Mapped[RepresentativeBasis | None] = mapped_column(Code(RepresentativeBasis))
    recorded_by: Mapped[str] = mapped_column(Short(36))


class PersonSearch(HasId, Base):
    """Who looked for somebody, why, how many were found, and what they decided: never what they typed."""

    __tablename__ = "person_searches"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        Index(None, "tenant_id", "searched_by"),
    )
    searched_by: Mapped[str] = mapped_column(Short(36))
    searched_at: Mapped[datetime] = mapped_column(UtcDateTime)
    reason: Mapped[str] = mapped_column(Short(200))
    name_hash: Mapped[str] = mapped_column(Short(64))
    found: Mapped[int] = mapped_column(Number)
    decision: Mapped[SearchDecision | None] = mapped_column(Code(SearchDecision))
    person_id: Mapped[str | None] = mapped_column(Short(36))


class CaseLink(HasId, Base):
    """Two cases that belong together."""

    __tablename__ = "case_links"
    __table_args__ = (
        UniqueConstraint("tenant_id", "case_id", "other_id", "live_key"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        ForeignKeyConstraint(["tenant_id", "other_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "other_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    other_id: Mapped[str] = mapped_column(Short(36))
    kind: Mapped[LinkKind] = mapped_column(Code(LinkKind))
    live_key: Mapped[str | None] = mapped_column(Short(10))
    made_by: Mapped[str] = mapped_column(Short(36))
    made_at: Mapped[datetime] = mapped_column(UtcDateTime)
    ended_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)
