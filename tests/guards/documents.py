"""The service without a database, for guards that only look at what it publishes."""

import tempfile
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

from app.main import create_app
from app.settings import Settings

METHODS = ("get", "put", "post", "delete", "patch")


class Operation(NamedTuple):
    """One operation of the published document."""

    method: str
    path: str
    described: dict[str, Any]


@cache
def document() -> dict[str, Any]:
    """Return the OpenAPI document that the service would publish."""
    with tempfile.TemporaryDirectory() as folder:
        return create_app(Settings(var_dir=Path(folder) / "var")).openapi()


def operations() -> Iterator[Operation]:
    """Return every operation of the document."""
    for path, item in document()["paths"].items():
        for method in METHODS:
            if method in item:
                yield Operation(method, path, item[method])
