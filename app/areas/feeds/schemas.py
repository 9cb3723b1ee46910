"""Calendars at private addresses: what is answered."""

from app.wire.base import Answer
from app.wire.types import Instant


class CalendarFeed(Answer):
    """A calendar of one's own sessions; its address is shown once, when it is made."""

    id: str
    created_at: Instant
    revoked_at: Instant | None
    version: int


class NewCalendarFeed(CalendarFeed):
    """A calendar that was just made, with its private address: whoever has it sees the calendar."""

    address: str
