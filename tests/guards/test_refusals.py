"""Every way of saying no has a line in the catalogue, and with it a status and a page."""

import ast
import importlib
import pkgutil
from collections.abc import Iterator
from pathlib import Path

import app
from app.domain.duties import DUTIES
from app.domain.refusals import Refusal
from app.domain.rulebook import RULEBOOK
from app.domain.rulings import RULINGS
from app.domain.service_rules import SERVICE_RULES
from app.web.catalogue import CATALOGUE


def _modules() -> Iterator[str]:
    for found in pkgutil.walk_packages(app.__path__, "app."):
        if not found.name.endswith("__main__"):
            yield found.name


def _below(kind: type[Refusal]) -> Iterator[type[Refusal]]:
    yield kind
    for child in kind.__subclasses__():
        yield from _below(child)


def test_every_refusal_has_a_status() -> None:
    for module in _modules():
        importlib.import_module(module)
    kinds = {kind for kind in _below(Refusal) if kind.__module__.startswith("app.")}
    assert len(kinds) > 10
    missing = {f"{kind.__module__}.{kind.__name__}: {kind.code}" for kind in kinds if kind.code not in CATALOGUE}
    assert not missing


def test_every_kind_of_problem_has_a_status_that_is_a_refusal() -> None:
    assert all(400 <= kind.status < 600 and kind.title and kind.advice for kind in CATALOGUE.values())


def _rules_named() -> Iterator[tuple[str, str]]:
    for path in sorted(Path(app.__file__).parent.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for keyword in node.keywords if isinstance(node, ast.Call) else ():
                if keyword.arg == "rule" and isinstance(keyword.value, ast.Constant) and keyword.value.value:
                    yield str(keyword.value.value), path.name


def test_every_rule_that_a_refusal_names_can_be_looked_up() -> None:
    known = {row.id for row in RULEBOOK.rows} | {duty.id for duty in DUTIES} | {ruling.id for ruling in RULINGS}
    named = list(_rules_named())
    assert len(named) > 20
    assert [rule for rule in named if rule[0] not in known | set(SERVICE_RULES)] == []
    assert set(SERVICE_RULES) <= {rule for rule, _ in named}
