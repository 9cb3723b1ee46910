"""What is asked of a family some time after, and by when a complaint is dealt with."""

from datetime import date

from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.complaints import StepStatus, due, status
from app.domain.facts import FactType as F
from app.domain.follow_ups import Question, follow_ups
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
