"""Documents: what is asked for and answered."""

from pydantic import Field

from app.domain.documents import AudienceClass, DocumentKind, DocumentSide
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Instant
from app.wire.uk import Line


class AnnounceDocument(Strict):
    """Announce a document: its content is sent after it, to the address that the answer names."""

    model_config = shown_as({"name": "report.pdf", "kind": "report", "audience_class": "shared"})

    name: Line = Field(description="The file's name, without a path.")
    kind: DocumentKind
    audience_class: AudienceClass = Field(
        description="Who it is for: `party_private` goes to the mediator alone, and as the receipt of a claim to "
        "those who decide it."
    )


class DocumentLinks(Answer):
    """Where to go from here."""

    self: str
    content: str


class Document(Answer):
    """What is kept of a document beside its content."""

    id: str
    case_id: str
    name: str
    kind: DocumentKind
    audience_class: AudienceClass
    side: DocumentSide
    media_type: str | None
    size: int | None
    sha256: str | None
    created_at: Instant
    received_at: Instant | None
    withdrawn_at: Instant | None
    version: int
    links: DocumentLinks
