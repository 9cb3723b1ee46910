"""Reference data as the common tests see it: for anyone."""

from tests.rooms import Ground, Records, Room


async def furnish(_ground: Ground) -> Records:
    """The lists are there from the start."""
    return {}


ROOM = Room(
    furnish=furnish,
    public=frozenset(
        ("get", f"/v1/reference-data{part}") for part in ("", "/{list}", "/fact-types", "/fact-types/diagram")
    ),
)
