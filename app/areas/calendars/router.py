"""The law for whoever asks without signing in, as the parameter of a route."""

import time
from typing import Annotated

from fastapi import Depends, Request

from app.areas.calendars import queries
from app.domain.editions import Law

REMEMBERED_SECONDS = 60.0


async def public_law(request: Request) -> Law:
    """Return the law that is told to anyone; what changes it in another process is heard of within a minute."""
    state = request.app.state
    until, law = getattr(state, "public_law", (0.0, None))
    if law is None or until < time.monotonic():
        async with state.database.read() as connection:
            law = await queries.public(connection)
        state.public_law = (time.monotonic() + REMEMBERED_SECONDS, law)
    found: Law = law
    return found


def forget(request: Request) -> None:
    """Have the next caller ask the database: the law has just changed here."""
    request.app.state.public_law = (0.0, None)


PublicLaw = Annotated[Law, Depends(public_law)]
