"""The clocks of a case as the common tests see them."""

from tests.rooms import Ground, Records, Room


async def furnish(_ground: Ground) -> Records:
    """A case has its clocks from the start."""
    return {}


_READERS = "ADV:A MED:A COO:T SMG:T LCO:L IBO:I SUB:S"
ROOM = Room(
    furnish=furnish,
    matrix={"readCaseDeadlines": f"{_READERS} PSY:P", "listDeadlineChanges": _READERS},
)
