"""The stages of a case and the facts that move between them, as a table and drawn."""

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from app.domain.facts import FactType
from app.domain.guards import RECORDED_BY_ITS_RESOURCE
from app.domain.lifecycle import MOVES, Stage, leaves_of


@dataclass(frozen=True, slots=True)
class TableRow:
    """One reading of a type of fact: from which stages it may be recorded, and which stage it reaches."""

    type: FactType
    reading: str | None
    leaves: tuple[str, ...]
    reaches: str | None
    recorded_by_its_resource: bool


def table_rows() -> tuple[TableRow, ...]:
    """Return the table of moves, in the order of the vocabulary."""
    return tuple(
        TableRow(
            type_,
            move.reading or None,
            tuple(stage.value for stage in leaves_of(move)) or ("start",),
            move.reaches.value if move.reaches else None,
            type_ in RECORDED_BY_ITS_RESOURCE,
        )
        for type_ in FactType
        for move in MOVES[type_]
    )


_LEFT, _TOP, _WIDE, _HIGH = 330, 64, 112, 24
_INK, _MOVES, _STAYS, _LINE = "#1d2733", "#dcebdc", "#eef2f6", "#c3ccd5"


def drawing() -> str:
    """Return the moves as an SVG grid: a row for each reading of a fact, a column for each stage it may be recorded at.

    A cell names the stage that is reached, or says that the case stays; what is shown is also said in words.
    """
    rows = table_rows()
    stages = [stage.value for stage in Stage]
    width, height = _LEFT + _WIDE * len(stages) + 12, _TOP + _HIGH * len(rows) + 16
    moving = [f"{leaves} to {row.reaches} by {_named(row)}" for row in rows if row.reaches for leaves in row.leaves]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" role="img" '
        'aria-labelledby="t d" font-family="sans-serif" font-size="12">',
        '<title id="t">Which fact may be recorded at which stage of a case, and where it leads</title>',
        f'<desc id="d">{escape("; ".join(moving))}.</desc>',
        f'<rect width="{width}" height="{height}" fill="#ffffff"/>',
        _text(12, 22, "Which fact may be recorded at which stage, and where it leads", weight="bold", size=15),
    ]
    for column, stage in enumerate(stages):
        parts.append(_text(_LEFT + column * _WIDE + _WIDE / 2, _TOP - 10, stage, weight="bold", anchor="middle"))
    for place, row in enumerate(rows):
        parts += _row(place, row, stages)
    return "\n".join([*parts, "</svg>"])


def _row(place: int, row: TableRow, stages: Sequence[str]) -> list[str]:
    y = _TOP + place * _HIGH
    far = _LEFT + _WIDE * len(stages)
    parts = [
        f'<line x1="12" y1="{y}" x2="{far}" y2="{y}" stroke="{_LINE}"/>',
        _text(12, y + 16, _named(row)),
    ]
    for column, name in enumerate(stages):
        if name in row.leaves:
            x, fill = _LEFT + column * _WIDE, _MOVES if row.reaches else _STAYS
            parts.append(f'<rect x="{x + 2}" y="{y + 2}" width="{_WIDE - 4}" height="{_HIGH - 4}" fill="{fill}"/>')
            said = f"\u2192 {row.reaches}" if row.reaches else "stays"
            parts.append(_text(x + _WIDE / 2, y + 16, said, anchor="middle"))
    return parts


def _named(row: TableRow) -> str:
    return f"{row.type.value}: {row.reading}" if row.reading else row.type.value


def _text(x: float, y: float, words: str, *, weight: str = "normal", anchor: str = "start", size: int = 12) -> str:
    return (
        f'<text x="{x:.0f}" y="{y:.0f}" font-size="{size}" font-weight="{weight}" text-anchor="{anchor}" '
        f'fill="{_INK}">{escape(words)}</text>'
    )
