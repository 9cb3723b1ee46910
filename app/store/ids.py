"""Ids of rows: UUIDv7, so that both databases keep them in the order of making."""

import os
import threading
from datetime import datetime
from uuid import UUID

_turn = threading.Lock()
_latest = (-1, 0)
_RANDOM_BITS = 74
_STEP_BITS = 32


def new_id(now: datetime) -> str:
    """Return a new UUIDv7 whose leading bits are the instant given.

    Of two made one after the other in a process for the same millisecond, the later is the greater, so that a list
    by id is in the order of writing. The step between them is random.
    """
    global _latest
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    entropy = int.from_bytes(os.urandom(10), "big")
    with _turn:
        if milliseconds == _latest[0]:
            tail = _latest[1] + 1 + (entropy & ((1 << _STEP_BITS) - 1))
        else:
            # The first bit stays free, so that no number of steps within a millisecond runs over.
            tail = entropy & ((1 << (_RANDOM_BITS - 1)) - 1)
        _latest = (milliseconds, tail)
    number = (milliseconds << 80) | (7 << 76) | ((tail >> 62) & 0xFFF) << 64 | (0b10 << 62) | (tail & ((1 << 62) - 1))
    return str(UUID(int=number))
