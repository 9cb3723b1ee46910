"""Every way of saying no has a line in the catalogue, and with it a status and a page."""

import importlib
import pkgutil
from collections.abc import Iterator

import app
from app.domain.refusals import Refusal
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
