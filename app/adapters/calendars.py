"""Sessions as iCalendar: a reference, a time and a place, and nothing about anybody."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from icalendar import Calendar, Event

LONDON = ZoneInfo("Europe/London")


@dataclass(frozen=True, slots=True)
class Entry:
    """One session as a calendar shows it."""

    id: str
    reference: str
    starts_at: datetime
    length_minutes: int
    place: str | None
    title: str
    status: str
    version: int
    updated_at: datetime


def calendar(entries: Sequence[Entry]) -> bytes:
    """Return sessions as one iCalendar, their times in Europe/London with its rules beside them."""
    made = Calendar()
    made.add("prodid", "-//send-mdr//sessions//EN")
    made.add("version", "2.0")
    made.add("method", "PUBLISH")
    for entry in entries:
        made.add_component(_event(entry))
    made.add_missing_timezones()
    content: bytes = made.to_ical()
    return content


def _event(entry: Entry) -> Event:
    begins = entry.starts_at.astimezone(LONDON)
    event = Event()
    event.add("uid", f"{entry.id}@send-mdr")
    event.add("dtstamp", entry.updated_at)
    event.add("sequence", entry.version)
    event.add("summary", f"{entry.title} {entry.reference}")
    event.add("dtstart", begins)
    event.add("dtend", (entry.starts_at + timedelta(minutes=entry.length_minutes)).astimezone(LONDON))
    if entry.place:
        event.add("location", entry.place)
    event.add("status", entry.status)
    event.add("class", "PRIVATE")
    return event
