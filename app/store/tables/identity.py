"""People who sign in and the machines that call."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.permissions import Role
from app.store.base import Base, HasId
from app.store.types import Code, Day, Flag, Number, Short, UtcDateTime


class User(HasId, Base):
    """A person with one role in one organisation. `demo` users work on loopback only."""

    __tablename__ = "users"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("username"),
        ForeignKeyConstraint(["tenant_id", "organisation_id"], ["organisations.tenant_id", "organisations.id"]),
    )
    organisation_id: Mapped[str] = mapped_column(Short(36))
    username: Mapped[str] = mapped_column(Short(200))
    name: Mapped[str] = mapped_column(Short(200))
    role: Mapped[Role] = mapped_column(Code(Role))
    password_hash: Mapped[str | None] = mapped_column(Short(200))
    active: Mapped[bool] = mapped_column(Flag)
    demo: Mapped[bool] = mapped_column(Flag)
    independent_until: Mapped[date | None] = mapped_column(Day)  # the adviser's independence declaration
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class Client(HasId, Base):
    """A machine client. Two secrets may live at once, so that one can be changed without a gap."""

    __tablename__ = "clients"
    __table_args__ = (
        UniqueConstraint("tenant_id", "id"),
        UniqueConstraint("client_id"),
        ForeignKeyConstraint(["tenant_id", "organisation_id"], ["organisations.tenant_id", "organisations.id"]),
    )
    organisation_id: Mapped[str | None] = mapped_column(Short(36))
    client_id: Mapped[str] = mapped_column(Short(80))
    name: Mapped[str] = mapped_column(Short(200))
    role: Mapped[Role] = mapped_column(Code(Role))
    secret_hash: Mapped[str] = mapped_column(Short(64))
    next_secret_hash: Mapped[str | None] = mapped_column(Short(64))
    origins: Mapped[str | None] = mapped_column(Short(500))
    active: Mapped[bool] = mapped_column(Flag)
    demo: Mapped[bool] = mapped_column(Flag)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)
