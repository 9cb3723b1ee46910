"""Short ways to write a case's facts in tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.facts import Fact, FactType


def fact(kind: FactType, on: str | date, /, **payload: Any) -> Fact:
    """Write one fact; `case` gives it its place."""
    return Fact(id="", type=kind, occurred_on=date.fromisoformat(on) if isinstance(on, str) else on, payload=payload)


def case(*facts: Fact) -> list[Fact]:
    """Number facts in the order written, keeping any id already given."""
    return [replace(item, id=item.id or f"f{place}", sequence=place) for place, item in enumerate(facts, 1)]
