"""Which facts stand, and in what order: by the day, then as recorded, a correction of the day in its old place."""

from dataclasses import replace
from datetime import date

from app.domain.facts import Fact, FactType, live

DAY, NEXT = date(2025, 2, 5), date(2025, 2, 6)


def recorded(name: str, sequence: int, on: date = DAY, **more: object) -> Fact:
    return replace(Fact(name, FactType.DECISION_RECEIVED, on, sequence), **more)  # type: ignore[arg-type]


def order(*facts: Fact) -> str:
    return "".join(fact.id for fact in live(facts))


def test_facts_stand_by_their_day_then_as_recorded() -> None:
    assert order(recorded("c", 1, NEXT), recorded("b", 3), recorded("a", 2)) == "abc"


def test_what_is_superseded_or_taken_back_does_not_stand() -> None:
    a, b = recorded("a", 1), recorded("b", 2)
    assert order(a, b, recorded("c", 3, supersedes="a", retracted=True)) == "b"


def test_a_correction_of_the_same_day_stands_in_the_place_of_what_it_corrects() -> None:
    a, b = recorded("a", 1), recorded("b", 2)
    corrected = recorded("c", 3, supersedes="a")
    assert order(a, b, corrected) == "cb"
    assert order(a, b, corrected, recorded("d", 4, supersedes="c")) == "db"


def test_a_correction_moved_from_another_day_comes_after_what_was_recorded_of_its_day() -> None:
    a, b = recorded("a", 1, NEXT), recorded("b", 2)
    assert order(a, b, recorded("c", 3, supersedes="a")) == "bc"
    moved_back = recorded("d", 4, NEXT, supersedes="c")
    assert order(a, b, recorded("c", 3, supersedes="a"), recorded("e", 5, NEXT), moved_back) == "bde"


def test_a_payload_day_is_read_whether_written_or_given() -> None:
    read = Fact("a", FactType.SESSION_FIXED, DAY, payload={"held_on": "2025-03-04", "until": NEXT})
    assert (read.day("held_on"), read.day("until"), read.day("other")) == (date(2025, 3, 4), NEXT, None)
