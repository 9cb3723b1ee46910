"""What is kept beside a case and stops a fact of it: sessions of ours, its closing, its going to another provider."""

from datetime import date

import pytest

from app.domain.facts import Fact, FactType
from app.domain.facts import FactType as F
from app.domain.guards import GONE, check_fact, check_not_gone, check_open, none_allowed
from app.domain.refusals import GuardRefused, Invalid
from tests.domain.recording import Recording, arranging

TODAY = date(2025, 3, 1)
OURS = "00000000-0000-7000-8000-000000000001"


def at_a_session() -> tuple[Recording, Fact]:
    story = arranging()
    fixed = story.record(F.SESSION_FIXED, "2025-02-20", session_id=OURS, held_on="2025-03-10", mode="online")
    return story, fixed


def told(kind: FactType, supersedes: str | None = None, **payload: str) -> Fact:
    return Fact(
        "new", kind, date(2025, 2, 21), payload=payload, supersedes=supersedes, retracted=supersedes is not None
    )


def test_what_happens_to_a_session_of_ours_is_told_there() -> None:
    story, fixed = at_a_session()
    called_off = told(F.SESSION_CANCELLED, session_id=OURS, cancelled_by="la", reason="x")
    for fact in (called_off, told(F.SESSION_FIXED, supersedes=fixed.id)):
        with pytest.raises(GuardRefused) as refused:
            check_fact(fact, story.facts, today=TODAY, own_sessions=[OURS])
        assert refused.value.rule == "recorded-by-its-resource"
        assert refused.value.detail == "This session is kept here: record what happens to it at `/v1/sessions`."
        check_fact(fact, story.facts, today=TODAY, own_sessions=["another"])
        check_fact(fact, story.facts, today=TODAY, own_sessions=[OURS], by_resource=True)
        check_fact(fact, story.facts, today=TODAY)
    check_fact(
        told(F.FAMILY_CONTACTED, channel="phone", person="parent"), story.facts, today=TODAY, own_sessions=[OURS]
    )


def test_nothing_is_told_of_a_case_that_has_gone() -> None:
    check_not_gone(None)
    with pytest.raises(GuardRefused) as refused:
        check_not_gone(TODAY)
    assert (refused.value.rule, refused.value.detail) == ("transferred", GONE)
    found = none_allowed()
    assert [one.type for one in found] == list(FactType)
    assert {(one.allowed, one.rule, one.why_not) for one in found} == {(False, "transferred", GONE)}


def test_nothing_is_begun_on_a_case_that_is_closed() -> None:
    check_open(None)
    with pytest.raises(GuardRefused) as refused:
        check_open(TODAY)
    assert (refused.value.rule, refused.value.detail) == (
        "lifecycle",
        "The case is closed. Reopen it first, then go on.",
    )


def test_a_letter_of_a_day_to_come_is_refused_in_words() -> None:
    letter = told(F.DECISION_SENT, decision_kind="plan_contents", letter_dated_on="2025-03-02")
    with pytest.raises(Invalid) as refused:
        check_fact(letter, [], today=TODAY)
    assert refused.value.faults[0].detail == "A letter is dated on or before today; check its year."
