"""Calendars as the common tests see them."""

from tests.rooms import Change, Ground, Records, Room
from tests.rooms.sessions import ROOM as SESSIONS


async def furnish(ground: Ground) -> Records:
    """Make a calendar of the service manager's, and plan a session for the case."""
    planned = await SESSIONS.furnish(ground)
    made = await ground.made(ground.manager, "/v1/calendar-feeds")
    return {"feed_id": [made["id"]], "session_id": planned["session_id"]}


_OWN = "ADV:E MED:E COO:E SMG:E LCO:E IBO:E"
ROOM = Room(
    furnish=furnish,
    changes=(
        Change("POST", "/v1/calendar-feeds"),
        Change("POST", "/v1/calendar-feeds/{feed_id}/revocation"),
    ),
    matrix={
        "listCalendarFeeds": _OWN,
        "makeCalendarFeed": _OWN,
        "revokeCalendarFeed": "SMG:E ADV:X MED:X COO:X LCO:X IBO:X",
        "readSessionCalendar": SESSIONS.matrix["readSession"],
    },
    told=SESSIONS.told,
    public=frozenset({("get", "/v1/calendars/{secret}")}),
)
