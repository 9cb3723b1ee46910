"""The only clock that a request reads: `Now` and `Today` are arguments from here on."""

from datetime import UTC, date, datetime
from typing import Annotated, Any
from zoneinfo import ZoneInfo

from fastapi import Depends, Request

LONDON = ZoneInfo("Europe/London")


def system_clock() -> datetime:
    """Return the instant that it is; what `app.state.clock` holds outside tests."""
    return datetime.now(UTC)


async def now(request: Request) -> datetime:
    """Return the instant of this request: the same however often it is asked for."""
    state: dict[str, Any] = request.scope.setdefault("state", {})
    moment: datetime | None = state.get("now")
    if moment is None:
        moment = state["now"] = request.app.state.clock()
    return moment


async def today(request: Request) -> date:
    """Return the day of this request in Europe/London, where statutory days are counted."""
    return (await now(request)).astimezone(LONDON).date()


Now = Annotated[datetime, Depends(now)]
Today = Annotated[date, Depends(today)]
