"""What is asked of a family some time after: whether it appealed, whether promises were kept, whether it would meet."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from app.domain import histories
from app.domain.codes import CertificateKind
from app.domain.counting import say
from app.domain.facts import Fact, FactType, live
from app.domain.refusals import AlreadyExists, Invalid


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
WORTH_ASKING = timedelta(weeks=26)
"""How long after its day a question is still listed: later, few families remember, and a call does more harm."""
LONGEST_WAIT = timedelta(days=366)
"""No question comes due later than that after the certificate or the agreement that it follows."""


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


def was_asked(one: FollowUp, answers: Iterable[tuple[Question, FollowUpAnswer, date]]) -> bool:
    """Return whether a family was asked on the day or later; one that could not be reached is still to be asked."""
    return any(
        question is one.question and answer is not FollowUpAnswer.COULD_NOT_REACH and day >= one.due_on
        for question, answer, day in answers
    )


_ENDS = frozenset({FactType.CERTIFICATE_ISSUED, FactType.CASE_CLOSED})
_BEGINS = {Question.AGREEMENT_KEPT: frozenset({FactType.AGREEMENT_SIGNED})}


def check_asked(question: Question, asked_on: date, facts: Sequence[Fact], *, today: date) -> None:
    """Refuse an answer of a day that has not come, or on which there was nothing to follow yet."""
    if asked_on > today:
        raise Invalid("/asked_on", "in_the_future", "An answer is recorded once it was given.")
    begins = min((fact.occurred_on for fact in histories.of(live(facts), *_BEGINS.get(question, _ENDS))), default=None)
    if begins is None:
        raise Invalid(
            "/asked_on",
            "nothing_to_follow",
            "A family is asked this after its certificate or the end of its case, and whether promises are kept from "
            "the agreement on: the case has not come to that.",
        )
    if asked_on < begins:
        raise Invalid("/asked_on", "too_early", f"There is something to follow from {say(begins)} on.")


def check_first(asked_that_day: Collection[FollowUpAnswer]) -> None:
    """Refuse a second answer to one question on one day; whoever could not be reached may be asked again."""
    if any(answer is not FollowUpAnswer.COULD_NOT_REACH for answer in asked_that_day):
        raise AlreadyExists("This question was answered on that day already. Give the day of the other answer.")


APPEAL_NOT_RECORDED = (
    "The case does not have the fact `appeal_lodged`: record it with the day on which the tribunal received the appeal."
)


def warnings_of(question: Question, answer: FollowUpAnswer, facts: Sequence[Fact]) -> list[str]:
    """Return what is still to be done about an answer: an appeal that the family tells of is a fact of the case."""
    told = question is Question.APPEAL_LODGED and answer is FollowUpAnswer.YES
    return [APPEAL_NOT_RECORDED] if told and not histories.of(live(facts), FactType.APPEAL_LODGED) else []
