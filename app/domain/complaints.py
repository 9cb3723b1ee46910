"""Complaints about the service: their level, their end, and the days by which each step is due."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.calendars import Calendar


class ComplaintLevel(StrEnum):
    MINOR = "minor"
    MAJOR = "major"


class ComplaintOutcome(StrEnum):
    UPHELD = "upheld"
    PARTLY_UPHELD = "partly_upheld"
    NOT_UPHELD = "not_upheld"
    WITHDRAWN = "withdrawn"


class StepStatus(StrEnum):
    PENDING = "pending"
    MET = "met"
    LATE = "late"
    MISSED = "missed"


@dataclass(frozen=True, slots=True)
class Times:
    """In how many working days a contract wants a complaint acknowledged and closed."""

    acknowledge: int
    close: int


def due(received_on: date, working_days: int, calendar: Calendar) -> date:
    """Return the last day of a step, the day of receipt being day 0."""
    return calendar.add_working_days(received_on, working_days)


def status(due_on: date, done_on: date | None, today: date) -> StepStatus:
    """Return where a step stands on a day."""
    if done_on is not None:
        return StepStatus.MET if done_on <= due_on else StepStatus.LATE
    return StepStatus.PENDING if today <= due_on else StepStatus.MISSED
