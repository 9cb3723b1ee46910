"""What is asked of a family some time after: whether it appealed, whether promises were kept, whether it would meet."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain import histories
from app.domain.codes import CertificateKind
from app.domain.facts import Fact, FactType, live


class Question(StrEnum):
    APPEAL_LODGED = "appeal_lodged"
    AGREEMENT_KEPT = "agreement_kept"
    STILL_WANTS_MEETING = "still_wants_meeting"


class FollowUpAnswer(StrEnum):
    YES = "yes"
    NO = "no"
    PARTLY = "partly"
    NOT_KNOWN = "not_known"
    COULD_NOT_REACH = "could_not_reach"


AGREEMENT_ASKED_AFTER = (timedelta(weeks=2), timedelta(weeks=12))
MEETING_ASKED_AFTER = timedelta(weeks=2)


@dataclass(frozen=True, slots=True)
class FollowUp:
    """One question, the day from which it is asked, and why then."""

    question: Question
    due_on: date
    why: str


def follow_ups(facts: Sequence[Fact], *, last_day_to_appeal: date | None) -> tuple[FollowUp, ...]:
    """Return what is to be asked on a case, the first question first."""
    standing = live(facts)
    found: list[FollowUp] = []
    certificates = histories.certificates(standing)
    if certificates and last_day_to_appeal and not histories.of(standing, FactType.APPEAL_LODGED):
        day = last_day_to_appeal + timedelta(days=1)
        found.append(FollowUp(Question.APPEAL_LODGED, day, "The time to appeal has ended the day before."))
    deemed = [fact for fact in certificates if fact.payload.get("kind") == CertificateKind.S55_5_DEEMED]
    if deemed and not histories.meetings(standing):
        day = deemed[-1].occurred_on + MEETING_ASKED_AFTER
        found.append(FollowUp(Question.STILL_WANTS_MEETING, day, "A meeting may be held after the certificate."))
    signed = histories.last(standing, FactType.AGREEMENT_SIGNED)
    if signed is not None:
        found += [
            FollowUp(Question.AGREEMENT_KEPT, signed.occurred_on + after, "An agreement was signed.")
            for after in AGREEMENT_ASKED_AFTER
        ]
    return tuple(sorted(found, key=lambda one: (one.due_on, one.question)))


def was_asked(one: FollowUp, answers: Iterable[tuple[Question, date]]) -> bool:
    """Return whether what is to be asked from a day on was asked on that day or later."""
    return any(question is one.question and day >= one.due_on for question, day in answers)
