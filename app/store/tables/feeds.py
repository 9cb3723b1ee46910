"""Private addresses of calendars."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.permissions import Role
from app.store.base import Base, HasId
from app.store.types import Code, Number, Short, UtcDateTime


class CalendarFeed(HasId, Base):
    """A calendar of one person's sessions at an address that only they know: its secret is kept as a hash."""

    __tablename__ = "calendar_feeds"
    __table_args__ = (
        UniqueConstraint("secret_hash"),
        ForeignKeyConstraint(["tenant_id", "user_id"], ["users.tenant_id", "users.id"]),
        Index(None, "tenant_id", "user_id"),
    )
    user_id: Mapped[str] = mapped_column(Short(36))
    organisation_id: Mapped[str] = mapped_column(Short(36))
    role: Mapped[Role] = mapped_column(Code(Role))
    user_version: Mapped[int] = mapped_column(Number)
    secret_hash: Mapped[str] = mapped_column(Short(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)
