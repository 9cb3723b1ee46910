"""What the sources may not do: read a clock or the environment below the edge, compare stages, cross a floor."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APP = ROOT / "app"
CLOCKS = {
    "datetime.now",
    "datetime.utcnow",
    "datetime.today",
    "date.today",
    "time.time",
    "time.time_ns",
    "time.localtime",
    "time.gmtime",
    "os.environ",
    "os.getenv",
}
MAY_READ_CLOCKS = ("web/", "jobs/", "main.py", "cli.py", "cli/", "settings.py")


def _sources() -> Iterator[tuple[str, ast.Module]]:
    for path in sorted(APP.rglob("*.py")):
        yield path.relative_to(APP).as_posix(), ast.parse(path.read_text(encoding="utf-8"))


def _dotted(node: ast.AST) -> str:
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def clocks_read(tree: ast.AST) -> set[str]:
    """Return the clocks and the like that a source reads, however they were imported."""
    read = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            last_two = ".".join(_dotted(node).split(".")[-2:])
            if last_two in CLOCKS:
                read.add(last_two)
        if isinstance(node, ast.ImportFrom) and node.module in {"time", "os"}:
            read |= {f"{node.module}.{name.name}" for name in node.names} & CLOCKS
    return read


def test_no_clock_and_no_environment_is_read_below_the_edge() -> None:
    guilty = {name: clocks_read(tree) for name, tree in _sources() if not name.startswith(MAY_READ_CLOCKS)}
    assert {name: read for name, read in guilty.items() if read} == {}


@pytest.mark.parametrize(
    "source",
    ["datetime.datetime.now(UTC)", "datetime.now()", "from time import time", "date.today()", "os.environ['X']"],
)
def test_the_guard_sees_a_clock(source: str) -> None:
    assert clocks_read(ast.parse(source))


def compares_stages(tree: ast.AST) -> list[int]:
    """Return the lines on which a stage is compared, by its enum or by an attribute called `stage`."""
    lines = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = [_dotted(part) for part in (node.left, *node.comparators)]
            if any(".Stage." in f".{part}" or part.endswith(".stage") or part == "stage" for part in parts):
                lines.append(node.lineno)
        if isinstance(node, ast.MatchValue) and ".Stage." in f".{_dotted(node.value)}":
            lines.append(node.lineno)
    return lines


def test_only_the_lifecycle_compares_stages() -> None:
    found = {name: compares_stages(tree) for name, tree in _sources() if name != "domain/lifecycle.py"}
    assert {name: lines for name, lines in found.items() if lines} == {}


@pytest.mark.parametrize("source", ["case.stage == 'closed'", "x is Stage.CLOSED", "stage in lifecycle.Stage.OPEN"])
def test_the_guard_sees_a_compared_stage(source: str) -> None:
    assert compares_stages(ast.parse(source))


def test_the_floors_hold() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint, "--no-logo"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_body_refuses_without_words_of_its_own() -> None:
    # A ValueError reaches the caller as "This value is not valid.", which helps nobody.
    bare = [
        name
        for name, tree in _sources()
        if name.startswith(("areas/", "wire/"))
        for node in ast.walk(tree)
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call) and _dotted(node.exc.func) == "ValueError"
    ]
    assert not bare
