"""Which schools of a case may be read, and by whom."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, or_, true

from app.areas.cases.parts import part, parts
from app.areas.cases.queries import Reader
from app.domain.permissions import Actor
from app.domain.schools import NamedBy
from app.store.tables.schools import SchoolInvolvement


async def of_case(reader: Reader, actor: Actor, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the schools of a case that an actor may know of, in the order in which they were named."""
    return await parts(reader, case, SchoolInvolvement, _known_to(actor))


async def one(reader: Reader, actor: Actor, involvement_id: str) -> dict[str, Any]:
    """Return one school's part in a case; refuse what is not there for the actor."""
    return await part(reader, actor, SchoolInvolvement, involvement_id, _known_to(actor))


def _known_to(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the schools that an actor may know of.

    A council knows those that it named. Of another it learns once the family agrees that the school is told: whoever
    knows that a school is wanted can tell it.
    """
    if actor.is_staff:
        return true()
    return or_(SchoolInvolvement.named_by == NamedBy.LA, SchoolInvolvement.may_be_told == true())
