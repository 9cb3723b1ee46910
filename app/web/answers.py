"""How the answer to a request that is sent again is rebuilt: each area says it of the records that it makes."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from fastapi import Request, Response
from fastapi.responses import JSONResponse
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.permissions import Actor
from app.web.concurrency import etag

Replay = Callable[[AsyncSession, Actor, str, Request], Awaitable[Response]]
Replays = Mapping[str, Replay]
"""By the kind of record: what shows it anew to an actor, who is asked for the right to see it anew."""


def rebuilt(model: Any, *, location: str = "") -> Response:
    """Return a record as an answer, with its ETag and its address where it has them."""
    response = JSONResponse(model.model_dump(mode="json"))
    version = getattr(model, "version", None) or getattr(model, "case_version", None)
    if version is not None:
        response.headers["ETag"] = etag(version)
    if location:
        response.headers["Location"] = location
    return response
