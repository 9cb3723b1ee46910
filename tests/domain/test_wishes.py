"""The family's wish to mediate, kind by kind and day by day."""

from datetime import date

import pytest

from app.domain.facts import FactType
from app.domain.wishes import ALL_KINDS, EDUCATION, HEALTH, Wish, Wishes
from tests.domain.case_facts import case, fact

STATED = FactType.WISH_STATED


@pytest.mark.parametrize(
    "wish, stands",
    [("mediate", Wish.MEDIATE), ("undecided", Wish.UNDECIDED), ("not_mediate", Wish.DECLINED)],
)
def test_a_wish_about_one_kind_of_issue_is_the_standing_while_the_others_are_unstated(wish: str, stands: Wish) -> None:
    facts = case(fact(STATED, "2025-03-03", wish=wish, issue_kinds=["education"]))
    assert Wishes(enumerate(facts), ALL_KINDS).stands is stands
    assert Wishes(enumerate(facts), frozenset({EDUCATION})).stands is stands
    assert Wishes(enumerate(facts), frozenset({HEALTH})).stands is Wish.UNSTATED


def test_a_wish_to_mediate_one_kind_outweighs_a_no_to_another() -> None:
    facts = case(
        fact(STATED, "2025-03-03", wish="mediate", issue_kinds=["health"]),
        fact(STATED, "2025-03-04", wish="not_mediate", issue_kinds=["education"]),
    )
    assert Wishes(enumerate(facts), ALL_KINDS).stands is Wish.MEDIATE
    assert Wishes(enumerate(facts), frozenset({EDUCATION})).stands is Wish.DECLINED


def test_a_wish_stands_from_the_day_it_was_stated() -> None:
    wishes = Wishes(enumerate(case(fact(STATED, "2025-03-03", wish="mediate"))), ALL_KINDS)
    assert wishes.on(date(2025, 3, 2)) is Wish.UNSTATED
    assert wishes.on(date(2025, 3, 3)) is Wish.MEDIATE


def test_a_wish_without_words_is_undecided() -> None:
    assert Wishes(enumerate(case(fact(STATED, "2025-03-03"))), ALL_KINDS).stands is Wish.UNDECIDED


def test_a_closing_ends_the_wish_until_it_is_undone() -> None:
    wished = (fact(STATED, "2025-03-03", wish="mediate"),)
    closed = (*wished, fact(FactType.CASE_CLOSED, "2025-03-10", outcome="guidance_only"))
    reopened = (*closed, fact(FactType.REOPENED, "2025-03-11", reason="slip"))
    again = (*reopened, fact(FactType.CASE_CLOSED, "2025-04-10", outcome="guidance_only"))
    assert Wishes(enumerate(case(*closed)), ALL_KINDS).stands is Wish.CLOSED
    undone = Wishes(enumerate(case(*reopened)), ALL_KINDS)
    assert (undone.stands, undone.ended, undone.attempt_starts_after) == (Wish.MEDIATE, None, -1)
    ended = Wishes(enumerate(case(*again)), ALL_KINDS).ended
    assert ended is not None
    assert ended.on == date(2025, 4, 10)
