"""The kinds of note, each behind a wall of its own, and what of a safeguarding record reaches whom."""

from enum import StrEnum


class NoteKind(StrEnum):
    ADVICE = "advice"
    MEDIATOR = "mediator"
    PRIVATE_SESSION = "private_session"
    JOINT = "joint"


class PrivateSide(StrEnum):
    """With whom a private session was held."""

    FAMILY = "family"
    LA = "la"
    ICB = "icb"
    SCHOOL = "school"
