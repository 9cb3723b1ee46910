"""What is said of a mediator who may not be given a case, and ties in the rotation."""

from datetime import date

import pytest

from app.domain.fitness import Employer, Fitness, Turn, Unfit, check_fit, check_no_conflict, in_turn, unfit
from app.domain.refusals import GuardRefused

DAY = date(2025, 3, 12)
FIT = Fitness(DAY, DAY, DAY, DAY, DAY, Employer.OTHER)


def test_who_is_fit_is_taken() -> None:
    check_fit(FIT, DAY)
    check_no_conflict(False)


def test_who_is_not_recorded_is_told_as_that_alone() -> None:
    assert unfit(None, DAY) == (Unfit.NO_RECORD,)


def test_the_refusal_says_the_day_and_everything_in_the_way() -> None:
    with pytest.raises(GuardRefused) as refused:
        check_fit(Fitness(DAY, None, DAY, DAY, DAY, None), DAY)
    assert refused.value.detail == (
        "This mediator may not be given a case on 2025-03-12: their continuing professional development is not in "
        "date; they work for a council, a health body or NHS England. Record what is in date, or choose another."
    )


def test_a_conflict_is_refused_under_the_same_guard() -> None:
    with pytest.raises(GuardRefused) as refused:
        check_no_conflict(True)
    assert refused.value.rule == "guard-7"
    assert refused.value.detail.endswith("Choose another, or lift the conflict if it was a mistake.")


def test_whoever_never_had_a_case_comes_first_and_ties_go_by_name() -> None:
    turns = [Turn("d", 1, DAY, True), Turn("b", 1, None, True), Turn("a", 1, None, True), Turn("c", 1, DAY, True)]
    assert [turn.user_id for turn in in_turn(turns)] == ["a", "b", "c", "d"]
