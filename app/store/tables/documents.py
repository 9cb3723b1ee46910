"""Documents of a case by who may see them; those of one side alone have a table of their own."""

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index
from sqlalchemy.orm import Mapped, mapped_column

from app.domain.documents import AudienceClass, DocumentKind, DocumentSide
from app.store.base import Base, HasId
from app.store.types import Code, Number, Short, UtcDateTime


class _Kept:
    """What is kept of a document beside its content, which lies with the files under a key of its own."""

    case_id: Mapped[str] = mapped_column(Short(36))
    audience_class: Mapped[AudienceClass] = mapped_column(Code(AudienceClass))
    side: Mapped[DocumentSide] = mapped_column(Code(DocumentSide))
    kind: Mapped[DocumentKind] = mapped_column(Code(DocumentKind))
    name: Mapped[str] = mapped_column(Short(200))
    media_type: Mapped[str | None] = mapped_column(Short(100))
    size: Mapped[int | None] = mapped_column(Number)
    sha256: Mapped[str | None] = mapped_column(Short(64))
    file_key: Mapped[str | None] = mapped_column(Short(64))
    uploaded_by: Mapped[str] = mapped_column(Short(36))
    organisation_id: Mapped[str | None] = mapped_column(Short(36))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime)
    received_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    withdrawn_at: Mapped[datetime | None] = mapped_column(UtcDateTime)
    version: Mapped[int] = mapped_column(Number)


class Document(_Kept, HasId, Base):
    """A document that every side sees, or one of the provider's own."""

    __tablename__ = "documents"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
        Index(None, "file_key"),
    )


class PrivateDocument(_Kept, HasId, Base):
    """A document that one side gave to the mediator alone."""

    __tablename__ = "private_documents"
    __table_args__ = (
        ForeignKeyConstraint(["tenant_id", "case_id"], ["cases.tenant_id", "cases.id"]),
        Index(None, "tenant_id", "case_id"),
        Index(None, "file_key"),
    )
