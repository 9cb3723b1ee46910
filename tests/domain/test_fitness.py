"""Guard 7: who may be given a case on a day, and whose turn it is."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.fitness import NOT_INDEPENDENT, Employer, Fitness, Turn, Unfit, check_fit, in_turn, unfit
from app.domain.refusals import GuardRefused

DAY = date(2025, 3, 12)
FIT = Fitness(DAY, DAY, DAY, DAY, DAY, Employer.NONE)


def test_everything_that_holds_to_the_day_itself_is_in_date() -> None:
    assert unfit(FIT, DAY) == ()
    assert set(unfit(FIT, date(2025, 3, 13))) == set(Unfit) - {Unfit.NO_RECORD, Unfit.EMPLOYER}


@pytest.mark.parametrize(
    ("name", "what"),
    [
        ("registered_until", Unfit.REGISTRATION),
        ("cpd_until", Unfit.CPD),
        ("dbs_until", Unfit.DBS),
        ("insured_until", Unfit.INSURANCE),
        ("independent_until", Unfit.INDEPENDENCE),
        ("employer", Unfit.EMPLOYER),
    ],
)
def test_what_is_not_known_is_not_in_date(name: str, what: Unfit) -> None:
    assert unfit(replace(FIT, **{name: None}), DAY) == (what,)


@pytest.mark.parametrize("employer", sorted(Employer))
def test_nobody_of_a_council_or_a_health_body_mediates(employer: Employer) -> None:
    barred = employer in {Employer.LA, Employer.ICB, Employer.NHS_ENGLAND}
    assert (employer in NOT_INDEPENDENT) is barred
    assert unfit(replace(FIT, employer=employer), DAY) == ((Unfit.EMPLOYER,) if barred else ())


def test_the_refusal_names_the_guard_and_everything_in_the_way() -> None:
    with pytest.raises(GuardRefused) as refused:
        check_fit(replace(FIT, dbs_until=None, employer=Employer.LA), DAY)
    assert refused.value.rule == "guard-7"
    assert refused.value.extra["unfit"] == ["dbs", "employer"]
    with pytest.raises(GuardRefused):
        check_fit(None, DAY)


def test_the_rotation_goes_by_language_then_cases_then_the_longest_wait() -> None:
    turns = [
        Turn("a", 2, None, True),
        Turn("b", 1, DAY, True),
        Turn("c", 1, date(2025, 1, 1), True),
        Turn("d", 0, None, False),
    ]
    assert [turn.user_id for turn in in_turn(turns)] == ["c", "b", "a", "d"]
