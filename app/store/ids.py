"""Ids of rows: UUIDv7, so that both databases keep them in the order of making."""

import os
from datetime import datetime
from uuid import UUID


def new_id(now: datetime) -> str:
    """Return a new UUIDv7 whose leading bits are the instant given."""
    milliseconds = int(now.timestamp() * 1000) & ((1 << 48) - 1)
    tail = int.from_bytes(os.urandom(10), "big")
    number = (milliseconds << 80) | (7 << 76) | ((tail >> 68) & 0xFFF) << 64 | (0b10 << 62) | (tail & ((1 << 62) - 1))
    return str(UUID(int=number))
