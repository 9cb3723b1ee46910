"""Schools asked to take part, and what they answered."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.schools import NamedBy, SchoolAnswer, SchoolRole
from app.store.base import Base, HasId
from app.store.types import Code, Day, Flag, Number, Short, UtcDateTime


class SchoolInvolvement(HasId, Base):
    """One school's part in a case: who named it, whether it may be told, what it answered, and whether it came."""

    __tablename__ = "school_involvements"
    __table_args__ = (
        UniqueConstraint("case_id", "urn", "role"),
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    urn: Mapped[str] = mapped_column(Short(6))
    name: Mapped[str] = mapped_column(Short(200))
    role: Mapped[SchoolRole] = mapped_column(Code(SchoolRole))
    named_by: Mapped[NamedBy] = mapped_column(Code(NamedBy))
    may_be_told: Mapped[bool] = mapped_column(Flag)
    invited_on: Mapped[date | None] = mapped_column(Day)
    answer: Mapped[SchoolAnswer | None] = mapped_column(Code(SchoolAnswer))
    answered_on: Mapped[date | None] = mapped_column(Day)
    words: Mapped[str | None] = mapped_column(Short(500))
    attended: Mapped[bool | None] = mapped_column(Flag)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)
