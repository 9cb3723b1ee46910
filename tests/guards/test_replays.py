"""Whatever a request may be remembered by, its repetition can be answered: no kind of record lacks its replayer."""

import ast
from pathlib import Path

import pytest

from app.main import REPLAYERS

AREAS = Path(__file__).resolve().parents[2] / "app" / "areas"
_PLACE = {"answer_with": 2, "done": 1}
"""Which argument names the kind of the record, by the function that remembers it."""


def kinds_in(source: str) -> list[str | None]:
    """Return the kinds of records that a source remembers; None for one that is not written out."""
    calls = (node for node in ast.walk(ast.parse(source)) if isinstance(node, ast.Call))
    named = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id in _PLACE]
    found: list[str | None] = []
    for call in named:
        assert isinstance(call.func, ast.Name)
        kind = call.args[_PLACE[call.func.id]]
        found.append(kind.value if isinstance(kind, ast.Constant) and isinstance(kind.value, str) else None)
    return found


def test_every_kind_that_is_remembered_has_a_replayer() -> None:
    used = {path.relative_to(AREAS).as_posix(): kinds_in(path.read_text("utf-8")) for path in AREAS.rglob("*.py")}
    remembered = {kind for kinds in used.values() for kind in kinds}
    assert {"referral", "session", "calendar_feed"} <= remembered  # the search finds something
    assert {name: kinds for name, kinds in used.items() if not REPLAYERS.keys() >= set(kinds)} == {}


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('answer_with(request, response, "a", row.id, row.version)', ["a"]),
        ('if new:\n    done(request, "b", row.id)', ["b"]),
        ("answer_with(request, response, kind, row.id, 1)", [None]),
        ('other(request, response, "c")', []),
    ],
)
def test_the_search_for_kinds_finds_them(source: str, found: list[str | None]) -> None:
    assert kinds_in(source) == found
