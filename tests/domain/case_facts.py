"""Short ways to write a case's facts in tests."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.domain.deadlines import Deadline, compute
from app.domain.facts import Fact, FactType


def fact(kind: FactType, on: str | date, /, **payload: Any) -> Fact:
    """Write one fact; `case` gives it its place."""
    return Fact(id="", type=kind, occurred_on=date.fromisoformat(on) if isinstance(on, str) else on, payload=payload)


def case(*facts: Fact) -> list[Fact]:
    """Number facts in the order written, keeping any id already given."""
    return [replace(item, id=item.id or f"f{place}", sequence=place) for place, item in enumerate(facts, 1)]


def computed(facts: list[Fact], rule_id: str, as_of: str, **settings: Any) -> Deadline | None:
    """Return the one deadline of a rule, or None; fail where there are several."""
    found = [d for d in compute(facts, as_of=date.fromisoformat(as_of), **settings).deadlines if d.rule_id == rule_id]
    assert len(found) < 2, [(item.rule_id, item.subject) for item in found]
    return found[0] if found else None


def the(facts: list[Fact], rule_id: str, as_of: str, **settings: Any) -> Deadline:
    """Return the one deadline of a rule."""
    found = computed(facts, rule_id, as_of, **settings)
    assert found is not None, f"no {rule_id}"
    return found


def status(facts: list[Fact], rule_id: str, as_of: str, **settings: Any) -> str:
    """Return the status of the one deadline of a rule on a day."""
    return the(facts, rule_id, as_of, **settings).status(date.fromisoformat(as_of)).value
