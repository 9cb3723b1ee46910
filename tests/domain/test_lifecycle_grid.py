"""The whole grid of stages against fact types, as a picture that a reviewer can read."""

from pathlib import Path

from app.domain.facts import FactType
from app.domain.lifecycle import MOVES, START, Stage

GRID = Path(__file__).with_name("lifecycle_grid.txt")


def grid() -> str:
    """Draw one row for each reading of each fact: the stage reached, "=" where it stays, "." where it is refused."""
    columns = [START, *Stage]
    names = ["start", *(stage.value for stage in Stage)]
    rows = [["fact", *names]]
    for type_ in FactType:
        for reading in dict.fromkeys(move.reading for move in MOVES[type_]):
            moves = [move for move in MOVES[type_] if move.reading == reading]
            label = f"{type_.value} ({reading})" if reading else type_.value
            cells = []
            for stage in columns:
                move = next((move for move in moves if stage in move.leaves), None)
                cells.append("." if move is None else move.reaches.value if move.reaches else "=")
            rows.append([label, *cells])
    width = max(len(row[0]) for row in rows)
    return "".join(f"{row[0]:<{width}}  {'  '.join(f'{cell:<9}' for cell in row[1:])}".rstrip() + "\n" for row in rows)


def test_the_grid_is_as_drawn() -> None:
    # To redraw it after a change that is meant: python -m tests.domain.test_lifecycle_grid
    assert grid() == GRID.read_text(encoding="utf-8")


def test_every_fact_type_has_moves_and_every_stage_can_be_left() -> None:
    assert set(MOVES) == set(FactType)
    for stage in Stage:
        assert any(
            move.reaches not in (None, stage) for moves in MOVES.values() for move in moves if stage in move.leaves
        )
        assert any(move.reaches is stage for moves in MOVES.values() for move in moves)


if __name__ == "__main__":
    GRID.write_text(grid(), encoding="utf-8")
