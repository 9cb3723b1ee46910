"""Providers, councils and health bodies, and the contracts between them."""

from datetime import date

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.store.base import Base, HasId
from app.store.types import Day, Short


class Organisation(HasId, Base):
    """A provider (its own tenant), a council or a health body, with the dates between which it exists."""

    __tablename__ = "organisations"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("tenant_id", "kind", "code"),
        ForeignKeyConstraint(["tenant_id", "successor_id"], ["organisations.tenant_id", "organisations.id"]),
    )
    kind: Mapped[str] = mapped_column(Short(10))  # provider, la, icb
    code: Mapped[str] = mapped_column(Short(20))
    name: Mapped[str] = mapped_column(Short(200))
    valid_from: Mapped[date | None] = mapped_column(Day)
    valid_to: Mapped[date | None] = mapped_column(Day)
    successor_id: Mapped[str | None] = mapped_column(Short(36))


class Contract(HasId, Base):
    """A contract under which the provider serves the councils and health bodies that it names."""

    __tablename__ = "contracts"
    __table_args__ = (UniqueConstraint("tenant_id", "id"), UniqueConstraint("tenant_id", "reference"))
    reference: Mapped[str] = mapped_column(Short(40))
    name: Mapped[str] = mapped_column(Short(200))
    starts_on: Mapped[date] = mapped_column(Day)
    ends_on: Mapped[date] = mapped_column(Day)


class ContractParty(Base):
    """One council or health body of a contract."""

    __tablename__ = "contract_parties"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "contract_id"], ["contracts.tenant_id", "contracts.id"]),
        ForeignKeyConstraint(["tenant_id", "organisation_id"], ["organisations.tenant_id", "organisations.id"]),
        Index(None, "tenant_id", "organisation_id"),
    )
    contract_id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    organisation_id: Mapped[str] = mapped_column(Short(36), primary_key=True)
    tenant_id: Mapped[str] = mapped_column(Short(36))
