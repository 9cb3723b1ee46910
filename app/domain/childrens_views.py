"""The child's voice: how it was sought, what came of it, and whether that counts as a reasonable attempt."""

from enum import StrEnum


class ViewMethod(StrEnum):
    IN_PERSON_FULL = "in_person_full"
    IN_PERSON_PART = "in_person_part"
    VIDEO = "video"
    AUDIO = "audio"
    DRAWING = "drawing"
    LETTER = "letter"
    VIA_PARENT = "via_parent"
    VIA_SCHOOL = "via_school"
    VIA_ADVOCATE = "via_advocate"
    SECTION_A = "section_a"
    OTHER = "other"


class ViewOutcome(StrEnum):
    OFFERED = "offered"
    OBTAINED = "obtained"
    NOT_OBTAINED = "not_obtained"


class NotObtained(StrEnum):
    """Why the child's views were not obtained."""

    CHILD_DECLINED = "child_declined"
    PARENT_DECLINED = "parent_declined"
    NOT_APPROPRIATE = "not_appropriate"
    NO_ANSWER = "no_answer"
    NO_TIME = "no_time"
    OTHER = "other"


class Measure(StrEnum):
    """What the record amounts to: an attempt with its reason counts as well as views obtained."""

    OBTAINED = "obtained"
    ATTEMPTED = "attempted"
    NOTHING_YET = "nothing_yet"


def measure_of(outcomes: list[tuple[ViewOutcome, NotObtained | None]]) -> Measure:
    """Return what was done to learn the child's views (SEND Regulations, regulation on taking part)."""
    if any(outcome is ViewOutcome.OBTAINED for outcome, _ in outcomes):
        return Measure.OBTAINED
    reasoned = any(outcome is ViewOutcome.NOT_OBTAINED and reason is not None for outcome, reason in outcomes)
    return Measure.ATTEMPTED if reasoned else Measure.NOTHING_YET
