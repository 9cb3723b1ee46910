"""A session as each audience sees it."""

from collections.abc import Mapping
from typing import Any

from app.areas.sessions import attending_queries, queries, schemas
from app.domain.permissions import Actor

AnySession = schemas.Session | schemas.SessionOutside
AnyRow = schemas.SessionRow | schemas.SessionOutside


async def shown(reader: queries.Reader, actor: Actor, session_id: str) -> AnySession:
    """Return a session as this actor's audience sees it."""
    row = await queries.one(reader, actor, session_id)
    if not actor.is_staff:
        return schemas.SessionOutside.model_validate(_linked(actor, row))
    minutes = row["cancellation_minutes"]
    found = await attending_queries.looked_at(reader, actor, row)
    hours = None if minutes is None else minutes // 60
    return schemas.Session.model_validate({**_linked(actor, row), **found, "cancellation_working_hours": hours})


def row_shown(actor: Actor, row: Mapping[str, Any]) -> AnyRow:
    """Return a session in a list as this actor's audience sees it."""
    model: type[AnyRow] = schemas.SessionRow if actor.is_staff else schemas.SessionOutside
    return model.model_validate(_linked(actor, row))


def _linked(actor: Actor, row: Mapping[str, Any]) -> dict[str, Any]:
    own = f"/v1/sessions/{row['id']}"
    bookings = f"{own}/bookings" if actor.is_staff and row["whole"] else None
    # Why it was called off or adjourned may be about the family of a case that is not theirs.
    unsaid = {} if row["whole"] else {"cancellation_reason": None, "adjournment_reason": None}
    return {**row, **unsaid, "links": schemas.SessionLinks(self=own, attendees=f"{own}/attendees", bookings=bookings)}
