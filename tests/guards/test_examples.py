"""Each example that the documentation shows of a body can be sent as it is."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import BaseModel, RootModel, TypeAdapter

from app.wire.base import Strict
from tests.guards.documents import document

SHOWN = sorted(name for name, schema in document()["components"]["schemas"].items() if "examples" in schema)


def _bodies(base: type[BaseModel]) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from _bodies(model)


@pytest.mark.parametrize("name", SHOWN)
def test_the_example_of_a_body_is_valid(name: str) -> None:
    (example,) = document()["components"]["schemas"][name]["examples"]
    models: list[Any] = [
        model
        for base in (Strict, RootModel)
        for model in _bodies(base)
        if model.__name__ == name and model.__module__.startswith("app.")
    ]
    assert models
    for model in models:
        assert TypeAdapter(model).validate_python(example)


def test_every_body_is_shown_by_an_example() -> None:
    bodies = {
        content["schema"]["$ref"].rsplit("/", 1)[-1]
        for item in document()["paths"].values()
        for operation in item.values()
        for kind, content in operation.get("requestBody", {}).get("content", {}).items()
        if kind.endswith("json")
    }
    assert len(bodies) > 70
    assert bodies <= set(SHOWN)
