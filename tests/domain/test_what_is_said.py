"""Whatever the facts, a deadline speaks in whole sentences, in known codes and of known rulings."""

import re
from datetime import UTC, date, datetime

import pytest

from app.domain.appeals import check_received
from app.domain.calendars import BeyondCalendar
from app.domain.deadlines import compute
from app.domain.facts import FactType
from app.domain.refusals import Invalid
from app.domain.rulings import BY_ID
from tests.domain.case_facts import case, computed, fact, the
from tests.domain.oracle.histories import history

F = FactType
CODE = re.compile(r"[a-z0-9]+(_[a-z0-9]+)*")
LETTER = fact(F.DECISION_SENT, "2025-01-10", decision_kind="plan_contents", letter_dated_on="2025-01-08")
SENT = fact(F.DECISION_SENT, "2025-01-10", decision_kind="plan_contents")
SECTION_I = fact(F.APPEAL_SCOPE_STATED, "2025-01-20", sections=["I"])
NOON = datetime(2025, 3, 10, 12, tzinfo=UTC)


@pytest.mark.parametrize("seeds", [range(start, start + 100) for start in range(0, 400, 100)], ids=str)
def test_every_deadline_speaks_in_words_codes_and_known_rulings(seeds: range) -> None:
    for seed in seeds:
        found = history(seed)
        try:
            got = compute(found.facts, as_of=found.as_of, born_on=found.born_on)
        except BeyondCalendar:
            continue
        for item in got.deadlines:
            assert all(isinstance(step, str) and step.endswith(".") for step in item.explanation), (seed, item)
            assert item.explanation, (seed, item)
            assert all(other.ground and isinstance(other.due_on, date) for other in item.alternatives), (seed, item)
            assert all(CODE.fullmatch(flag) for flag in item.flags), (seed, item)
            assert set(item.rulings) <= BY_ID.keys(), (seed, item)
        for warning in got.warnings:
            code, words = warning.split(": ", 1)
            assert CODE.fullmatch(code), warning
            assert words.endswith("."), warning


def test_the_contact_clock_says_from_when_it_counts_and_offers_both_readings_of_the_letter() -> None:
    found = the(case(LETTER), "contact-adviser-2m", "2025-02-01")
    assert (found.start_on, found.due_on) == (date(2025, 1, 8), date(2025, 3, 8))
    assert found.certificate_needed is True
    assert date(2025, 3, 10) in [other.due_on for other in found.alternatives]
    alike = computed(case(SENT), "contact-adviser-2m", "2025-02-01")
    assert alike is not None
    assert alike.alternatives == ()
    assert the(case(SENT, SECTION_I), "contact-adviser-2m", "2025-02-01").certificate_needed is False


@pytest.mark.parametrize(
    "received, code",
    [
        ("2025-03-10T12:00:00+00:00", None),
        ("2025-03-10T12:00:00", None),
        (datetime(2025, 3, 10, 11, tzinfo=UTC), None),
        (None, None),
        ("2025-03-10T12:00:01Z", "in_the_future"),
        ("2025-03-09T12:00:00Z", "another_day"),
    ],
)
def test_an_appeal_is_recorded_on_the_day_the_tribunal_had_it(received: object, code: str | None) -> None:
    if code is None:
        check_received({"received_at": received}, date(2025, 3, 10), NOON)
        return
    with pytest.raises(Invalid) as refused:
        check_received({"received_at": received}, date(2025, 3, 10), NOON)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("/received_at", code)
    assert fault.detail.endswith(".")


def test_the_day_of_receipt_is_londons() -> None:
    summer = datetime(2025, 7, 2, 12, tzinfo=UTC)
    check_received({"received_at": "2025-06-30T23:30:00Z"}, date(2025, 7, 1), summer)
    with pytest.raises(Invalid):
        check_received({"received_at": "2025-06-30T23:30:00Z"}, date(2025, 6, 30), summer)
