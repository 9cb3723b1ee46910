"""The code lists as they are answered."""

from datetime import date

from app.wire.base import Answer


class CodeListRow(Answer):
    """A code list: its name, what it is, and where it comes from."""

    name: str
    title: str
    source: str
    codes: int
    href: str


class CodeLists(Answer):
    """Every code list."""

    items: list[CodeListRow]


class CodeEntry(Answer):
    """One code, its label, and from when to when it holds; null where not known."""

    code: str
    label: str
    description: str | None
    valid_from: date | None
    valid_to: date | None
    successor: str | None


class CodeList(Answer):
    """The codes of a list."""

    name: str
    title: str
    source: str
    items: list[CodeEntry]


class MoveRow(Answer):
    """One reading of a type of fact: from which stages it may be recorded, and which stage it reaches."""

    type: str
    reading: str | None
    leaves: list[str]
    reaches: str | None
    recorded_by_its_resource: bool


class Moves(Answer):
    """The table of moves: which facts may be recorded at which stage, and where each leads."""

    items: list[MoveRow]
    diagram: str
