"""What may be read of the child's voice: what was shared, by every side; the rest by those who work on the case."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases import queries as cases
from app.areas.cases.parts import part, parts
from app.domain.childrens_views import Measure, ViewOutcome, measure_of
from app.domain.permissions import Actor, Role
from app.store.tables.childrens_views import ChildView

Reader = AsyncConnection | AsyncSession


def seen(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the records that an actor may read: outsiders, what was shared and what they made."""
    if actor.is_staff:
        return true()
    shared = and_(ChildView.shared == true(), ChildView.outcome == ViewOutcome.OBTAINED)
    return or_(shared, ChildView.recorded_by == actor.id)


async def of_case(reader: Reader, actor: Actor, case_id: str) -> tuple[list[dict[str, Any]], Measure]:
    """Return the child's voice in a case as far as the actor may read it, and what the whole record amounts to."""
    case = await cases.one(reader, actor, case_id)
    every = await parts(reader, case, ChildView)
    rows = [told(actor, row) for row in await parts(reader, case, ChildView, seen(actor))]
    return rows, measure_of([(row["outcome"], row["reason"]) for row in every])


async def one(reader: Reader, actor: Actor, view_id: str) -> dict[str, Any]:
    """Return one record that the actor may read."""
    return told(actor, await part(reader, actor, ChildView, view_id, seen(actor)))


def reads_words(actor: Actor, row: Mapping[str, Any]) -> bool:
    """Return whether an actor reads what the child said: the author and the mediator; others once it is shared."""
    return row["shared"] or row["recorded_by"] == actor.id or actor.role is Role.MEDIATOR


def told(actor: Actor, row: Mapping[str, Any]) -> dict[str, Any]:
    """Return a record as an actor is told it: without the words that the child does not share with them."""
    return {**row, "words": row["words"] if reads_words(actor, row) else None}
