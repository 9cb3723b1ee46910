"""Cases that belong together: what is asked for and answered."""

from app.domain.parties import LinkKind
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant


class LinkCases(Strict):
    """Say that another case belongs together with this one."""

    model_config = shown_as({"case_id": "00000000-0000-7000-8000-000000000001", "kind": "sibling"})

    case_id: Identifier
    kind: LinkKind


class LinkedCase(Answer):
    """A case that belongs together with this one."""

    id: str
    case_id: str
    reference: str
    kind: LinkKind
    is_later: bool
    made_at: Instant
    ended_at: Instant | None
    version: int
