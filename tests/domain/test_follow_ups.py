"""What is asked of a family some time after, and by when a complaint is dealt with."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.complaints import StepStatus, due, status
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.follow_ups import (
    APPEAL_NOT_RECORDED,
    FollowUp,
    FollowUpAnswer,
    Question,
    check_asked,
    check_first,
    follow_ups,
    warnings_of,
    was_asked,
)
from app.domain.refusals import AlreadyExists, Invalid
from tests.domain.case_facts import case, fact

LAST = date(2025, 4, 14)


def _asked(*facts: object, last: date | None = LAST) -> list[tuple[Question, str]]:
    found = follow_ups(case(*facts), last_day_to_appeal=last)  # type: ignore[arg-type]
    return [(one.question, one.due_on.isoformat()) for one in found]


def test_whether_it_appealed_is_asked_the_day_after_the_last() -> None:
    issued = fact(F.CERTIFICATE_ISSUED, "2025-03-13", certificate_id="c", kind="s55_4", person="parent")
    assert _asked(issued) == [(Question.APPEAL_LODGED, "2025-04-15")]
    assert _asked(issued, fact(F.APPEAL_LODGED, "2025-04-01")) == []
    assert _asked(issued, last=None) == []
    assert _asked() == []


def test_who_never_met_is_asked_whether_it_still_would() -> None:
    deemed = fact(F.CERTIFICATE_ISSUED, "2025-03-13", certificate_id="c", kind="s55_5_deemed", person="parent")
    assert _asked(deemed)[0] == (Question.STILL_WANTS_MEETING, "2025-03-27")
    met = fact(F.SESSION_HELD, "2025-03-20", present=["parent", "la"])
    assert Question.STILL_WANTS_MEETING not in [question for question, _ in _asked(deemed, met)]


def test_each_question_says_why_it_is_asked() -> None:
    deemed = fact(F.CERTIFICATE_ISSUED, "2025-03-13", certificate_id="c", kind="s55_5_deemed", person="parent")
    signed = fact(F.AGREEMENT_SIGNED, "2025-03-20", extent="partial", terms=[])
    found = follow_ups(case(deemed, signed), last_day_to_appeal=LAST)
    assert [(one.question.value, one.why) for one in found] == [
        ("still_wants_meeting", "A meeting may be held after the certificate."),
        ("agreement_kept", "An agreement was signed."),
        ("appeal_lodged", "The time to appeal has ended the day before."),
        ("agreement_kept", "An agreement was signed."),
    ]


def test_promises_are_asked_about_twice() -> None:
    signed = fact(F.AGREEMENT_SIGNED, "2025-04-02", extent="full", terms=[])
    assert _asked(signed) == [(Question.AGREEMENT_KEPT, "2025-04-16"), (Question.AGREEMENT_KEPT, "2025-06-25")]


def test_a_complaint_is_due_in_working_days() -> None:
    received = date(2025, 4, 17)  # before Easter
    assert due(received, 1, ENGLAND_AND_WALES) == date(2025, 4, 22)
    assert due(received, 15, ENGLAND_AND_WALES) == date(2025, 5, 13)
    by = date(2025, 4, 22)
    assert status(by, None, by) is StepStatus.PENDING
    assert status(by, None, date(2025, 4, 23)) is StepStatus.MISSED
    assert status(by, by, date(2025, 5, 1)) is StepStatus.MET
    assert status(by, date(2025, 4, 23), date(2025, 5, 1)) is StepStatus.LATE


DUE = FollowUp(Question.APPEAL_LODGED, date(2025, 4, 15), "The time to appeal has ended the day before.")


@pytest.mark.parametrize(
    "question, answer, day, asked",
    [
        (Question.APPEAL_LODGED, FollowUpAnswer.NO, "2025-04-15", True),
        (Question.APPEAL_LODGED, FollowUpAnswer.NOT_KNOWN, "2025-05-01", True),
        (Question.APPEAL_LODGED, FollowUpAnswer.NO, "2025-04-14", False),
        (Question.APPEAL_LODGED, FollowUpAnswer.COULD_NOT_REACH, "2025-04-15", False),
        (Question.AGREEMENT_KEPT, FollowUpAnswer.NO, "2025-04-15", False),
    ],
)
def test_a_question_is_asked_once_a_family_was_reached_with_it(
    question: Question, answer: FollowUpAnswer, day: str, asked: bool
) -> None:
    assert was_asked(DUE, [(question, answer, date.fromisoformat(day))]) is asked
    assert was_asked(DUE, []) is False


ISSUED = fact(F.CERTIFICATE_ISSUED, "2025-03-13", certificate_id="c", kind="s55_4", person="parent")
SIGNED = fact(F.AGREEMENT_SIGNED, "2025-03-10", extent="full", terms=[])
CLOSED = fact(F.CASE_CLOSED, "2025-03-20", outcome="guidance_only")
TODAY = date(2025, 4, 1)


@pytest.mark.parametrize(
    "question, day, facts, code",
    [
        (Question.APPEAL_LODGED, "2025-04-02", [ISSUED], "in_the_future"),
        (Question.APPEAL_LODGED, "2025-04-01", [], "nothing_to_follow"),
        (Question.APPEAL_LODGED, "2025-04-01", [SIGNED], "nothing_to_follow"),
        (Question.STILL_WANTS_MEETING, "2025-04-01", [SIGNED], "nothing_to_follow"),
        (Question.APPEAL_LODGED, "2025-03-12", [ISSUED, CLOSED], "too_early"),
        (Question.APPEAL_LODGED, "2025-03-19", [CLOSED], "too_early"),
        (Question.AGREEMENT_KEPT, "2025-03-09", [SIGNED, ISSUED], "too_early"),
    ],
)
def test_an_answer_follows_something(question: Question, day: str, facts: list[Fact], code: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_asked(question, date.fromisoformat(day), facts, today=TODAY)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("/asked_on", code)
    assert fault.detail.startswith(
        {
            "in_the_future": "An answer is recorded once it was given.",
            "nothing_to_follow": "A family is asked this after its certificate",
            "too_early": "There is something to follow from ",
        }[code]
    )


@pytest.mark.parametrize(
    "question, day, facts",
    [
        (Question.APPEAL_LODGED, "2025-04-01", [ISSUED]),
        (Question.APPEAL_LODGED, "2025-03-13", [CLOSED, ISSUED]),
        (Question.STILL_WANTS_MEETING, "2025-03-20", [CLOSED]),
        (Question.AGREEMENT_KEPT, "2025-03-10", [ISSUED, SIGNED]),
    ],
)
def test_from_its_first_day_on_it_is_taken(question: Question, day: str, facts: list[Fact]) -> None:
    check_asked(question, date.fromisoformat(day), facts, today=TODAY)


def test_what_was_taken_back_is_nothing_to_follow() -> None:
    gone = replace(ISSUED, id="gone")
    back = Fact("back", F.CERTIFICATE_ISSUED, gone.occurred_on, sequence=9, supersedes="gone", retracted=True)
    with pytest.raises(Invalid):
        check_asked(Question.APPEAL_LODGED, TODAY, [gone, back], today=TODAY)


def test_a_family_answers_once_a_day() -> None:
    check_first([])
    check_first([FollowUpAnswer.COULD_NOT_REACH, FollowUpAnswer.COULD_NOT_REACH])
    for answers in ([FollowUpAnswer.NO], [FollowUpAnswer.COULD_NOT_REACH, FollowUpAnswer.NOT_KNOWN]):
        with pytest.raises(AlreadyExists, match="This question was answered on that day already"):
            check_first(answers)


def test_an_appeal_that_is_told_of_is_to_be_recorded() -> None:
    lodged = fact(F.APPEAL_LODGED, "2025-04-01")
    assert warnings_of(Question.APPEAL_LODGED, FollowUpAnswer.YES, [ISSUED]) == [APPEAL_NOT_RECORDED]
    assert warnings_of(Question.APPEAL_LODGED, FollowUpAnswer.YES, [ISSUED, lodged]) == []
    assert warnings_of(Question.APPEAL_LODGED, FollowUpAnswer.NO, [ISSUED]) == []
    assert warnings_of(Question.AGREEMENT_KEPT, FollowUpAnswer.YES, [ISSUED]) == []
