"""Each example that the documentation shows of a body can be sent as it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import TypeAdapter

from app.wire.base import Strict
from tests.guards.documents import document

SHOWN = sorted(name for name, schema in document()["components"]["schemas"].items() if "examples" in schema)


def _bodies(base: type[Strict]) -> Iterator[type[Strict]]:
    for model in base.__subclasses__():
        yield model
        yield from _bodies(model)


@pytest.mark.parametrize("name", SHOWN)
def test_the_example_of_a_body_is_valid(name: str) -> None:
    (example,) = document()["components"]["schemas"][name]["examples"]
    models: list[Any] = [
        model for model in _bodies(Strict) if model.__name__ == name and model.__module__.startswith("app.")
    ]
    assert models
    for model in models:
        assert TypeAdapter(model).validate_python(example)


def test_there_are_examples() -> None:
    assert len(SHOWN) > 5
