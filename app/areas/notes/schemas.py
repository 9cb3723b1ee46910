"""Notes and safeguarding records: what is asked for, and what reaches whom."""

from datetime import date
from typing import Annotated

from app.domain.notes import NoteKind, PrivateSide
from app.wire.base import Answer, Strict, shown_as
from app.wire.text import short_text
from app.wire.types import Identifier, Instant, IsoDate
from app.wire.uk import Key, Line, Paragraph

Words = Annotated[str, short_text(10_000, multiline=True)]


class WriteNote(Strict):
    """Write a note. It is never changed: a correction is a new note that names the one it corrects."""

    model_config = shown_as({"words": "Called back; the line was engaged."})

    words: Words
    corrects_id: Identifier | None = None


class WriteMediatorNote(WriteNote):
    """Write a mediator's note; one of a private session names the side it was held with."""

    private_with: PrivateSide | None = None


class Note(Answer):
    """A note as those behind its wall see it."""

    id: str
    case_id: str
    author_id: str
    words: str
    corrects_id: str | None
    created_at: Instant


class MediatorNote(Note):
    """A mediator's note as the mediators of the case see it."""

    private_with: PrivateSide | None


class NoteSeen(Answer):
    """That there is a note: its kind, its time, and its author's role."""

    kind: NoteKind
    author_role: str
    created_at: Instant


class NotesSeen(Answer):
    """That there are notes on a case: never what they say."""

    items: list[NoteSeen]


class RaiseSafeguarding(Strict):
    """Raise a worry about somebody's safety."""

    model_config = shown_as({"words": "What gave cause for concern"})

    words: Words


class HandleSafeguarding(Strict):
    """Say how the case is to be handled safely, and where the worry was referred."""

    model_config = shown_as({"handling": "Ring before you write"})

    handling: Paragraph | None = None
    mash_reference: Key | None = None
    referred_at: Instant | None = None


class Disclose(Strict):
    """Record that somebody outside was told."""

    model_config = shown_as(
        {
            "told": "The council's multi-agency safeguarding hub",
            "words": "What was passed on",
            "disclosed_on": "2026-09-14",
        }
    )

    told: Line
    words: Words
    disclosed_on: IsoDate


class Disclosure(Answer):
    """That somebody outside was told, and what."""

    id: str
    told: str
    words: str
    disclosed_on: date


class SafeguardingFlag(Answer):
    """That there is a worry, and how to handle the case safely."""

    id: str
    case_id: str
    handling: str | None
    raised_at: Instant
    version: int


class Safeguarding(SafeguardingFlag):
    """A safeguarding record as the designated lead and its author see it."""

    raised_by: str
    words: str
    mash_reference: str | None
    referred_at: Instant | None
    disclosures: list[Disclosure]


class Raised(Answer):
    """That a worry was raised."""

    id: str
    raised_at: Instant
