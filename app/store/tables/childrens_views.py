"""The child's voice: what was offered and obtained, with what was said in private apart."""

from datetime import date, datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.childrens_views import NotObtained, ViewMethod, ViewOutcome
from app.store.base import Base, HasId
from app.store.types import Code, Day, Flag, Number, Short, UtcDateTime


class ChildView(HasId, Base):
    """How the child's views were sought, and what the child agreed to share of them."""

    __tablename__ = "child_views"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    method: Mapped[ViewMethod] = mapped_column(Code(ViewMethod))
    outcome: Mapped[ViewOutcome] = mapped_column(Code(ViewOutcome))
    offered_on: Mapped[date] = mapped_column(Day)
    obtained_on: Mapped[date | None] = mapped_column(Day)
    reason: Mapped[NotObtained | None] = mapped_column(Code(NotObtained))
    words: Mapped[str | None] = mapped_column(Short(10000))
    shared: Mapped[bool] = mapped_column(Flag)
    feedback_on: Mapped[date | None] = mapped_column(Day)
    feedback: Mapped[str | None] = mapped_column(Short(2000))
    recorded_by: Mapped[str] = mapped_column(Short(36))
    offered_by: Mapped[str | None] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class PrivateChildView(HasId, Base):
    """What the child said to the mediator or the adviser alone."""

    __tablename__ = "private_child_views"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
    )
    case_id: Mapped[str] = mapped_column(Short(36))
    author_id: Mapped[str] = mapped_column(Short(36))
    words: Mapped[str] = mapped_column(Short(10000))
    said_on: Mapped[date] = mapped_column(Day)
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
