"""Who holds the rights on a day, when that changes, and when a person must check."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.refusals import Invalid
from app.domain.rights_holders import (
    Holder,
    check_age,
    doubtful_days,
    holder_on,
    last_day_as_child,
    leaving_date,
    terms_may_matter,
    turns_25_on,
    young_person_from,
)


@pytest.mark.parametrize(
    "born_on, day, holder, changes_on",
    [
        ("2010-01-15", "2026-06-26", Holder.PARENT, "2026-06-27"),
        ("2010-01-15", "2026-06-27", Holder.YOUNG_PERSON, "2035-01-15"),
        ("2010-01-15", "2035-01-14", Holder.YOUNG_PERSON, "2035-01-15"),
        ("2010-01-15", "2035-01-15", Holder.NONE, None),
        ("2008-02-29", "2033-02-28", Holder.YOUNG_PERSON, "2033-03-01"),
        ("2008-02-29", "2033-03-01", Holder.NONE, None),
    ],
)
def test_the_rights_pass_on_the_day_after_school_age_and_end_at_25(
    born_on: str, day: str, holder: Holder, changes_on: str | None
) -> None:
    found = holder_on(date.fromisoformat(born_on), date.fromisoformat(day))
    assert found.holder is holder
    assert found.changes_on == (date.fromisoformat(changes_on) if changes_on else None)


@pytest.mark.parametrize(
    "born_on, doubtful", [("2009-08-31", False), ("2009-09-01", True), ("2009-09-07", True), ("2009-09-08", False)]
)
def test_only_births_from_1_to_7_september_are_in_doubt(born_on: str, doubtful: bool) -> None:
    assert (doubtful_days(date.fromisoformat(born_on)) is not None) is doubtful


def test_the_doubt_lasts_the_year_between_the_two_readings() -> None:
    born_on = date(2009, 9, 1)
    flagged = {
        day: bool(holder_on(born_on, date.fromisoformat(day)).flags)
        for day in ("2025-06-27", "2025-06-28", "2026-06-26", "2026-06-27")
    }
    assert flagged == {"2025-06-27": False, "2025-06-28": True, "2026-06-26": True, "2026-06-27": False}


@pytest.mark.parametrize("day", ["2020-01-01", "2025-06-01", "2025-06-27"])
def test_before_the_doubt_the_next_change_is_the_earlier_reading_and_to_be_checked(day: str) -> None:
    found = holder_on(date(2009, 9, 3), date.fromisoformat(day))
    # No certificate is held up by a doubt that is still to come.
    assert (found.holder, found.flags, found.check_the_change) == (Holder.PARENT, (), True)
    assert found.changes_on == date(2025, 6, 28)
    assert all(switch in found.explanation[0] for switch in ("2025-06-28", "2026-06-27"))
    assert "autumn term" in found.explanation[1]


@pytest.mark.parametrize(
    ("born_on", "day", "terms"),
    [
        ("2009-09-03", "2025-06-28", {}),
        ("2009-09-03", "2026-06-27", {}),
        ("2009-09-03", "2025-06-27", {2025: date(2025, 9, 2)}),
        ("2009-09-08", "2025-06-27", {}),
    ],
)
def test_no_other_change_is_to_be_checked(born_on: str, day: str, terms: dict[int, date]) -> None:
    assert not holder_on(date.fromisoformat(born_on), date.fromisoformat(day), terms).check_the_change


@given(st.dates(min_value=date(1985, 1, 1), max_value=date(2030, 1, 1)))
def test_school_age_ends_on_a_last_friday_in_june_near_the_16th_birthday(born_on: date) -> None:
    end = last_day_as_child(born_on)
    assert end == leaving_date(end.year)
    assert end.weekday() == 4
    assert (end + timedelta(days=7)).month == 7
    turns_16 = turns_25_on(born_on).replace(year=turns_25_on(born_on).year - 9)
    assert timedelta(days=-70) < end - turns_16 < timedelta(days=305)


@pytest.mark.parametrize(
    "term_began, switches_on",
    [("2025-09-04", "2025-06-28"), ("2025-09-03", "2026-06-27"), ("2025-09-02", "2026-06-27")],
)
def test_a_recorded_first_day_of_term_settles_who_holds_the_rights(term_began: str, switches_on: str) -> None:
    born_on, terms, switch = date(2009, 9, 3), {2025: date.fromisoformat(term_began)}, date.fromisoformat(switches_on)
    assert doubtful_days(born_on, terms) is None
    assert young_person_from(born_on, terms) == switch
    before = holder_on(born_on, switch - timedelta(days=1), terms)
    assert (before.holder, before.changes_on, before.flags) == (Holder.PARENT, switch, ())
    assert holder_on(born_on, switch, terms).holder is Holder.YOUNG_PERSON
    assert term_began in before.explanation[-1]
    assert str(switch - timedelta(days=1)) in before.explanation[0]


def test_a_first_day_of_another_years_term_settles_nothing() -> None:
    found = holder_on(date(2009, 9, 3), date(2025, 12, 1), {2024: date(2024, 9, 4)})
    assert (found.holder, found.changes_on) == (Holder.PARENT, date(2026, 6, 27))
    assert found.flags == ("rights_holder_check",)
    assert "term" in found.explanation[-1]


def test_each_holder_is_named_with_the_day_it_rests_on() -> None:
    said = [holder_on(date(2010, 1, 15), day).explanation for day in (date(2026, 7, 1), date(2035, 1, 15))]
    assert all("2035-01-15" in words[0] for words in said)


@pytest.mark.parametrize(("month", "day", "matters"), [(8, 14, False), (8, 15, True), (9, 30, True), (10, 1, False)])
def test_terms_matter_to_birthdays_round_their_first_day_only(month: int, day: int, matters: bool) -> None:
    assert terms_may_matter(date(2009, month, day)) is matters


@pytest.mark.parametrize(
    "born_on, day, said",
    [
        ("1999-02-03", "2025-02-02", None),
        ("1999-02-03", "2025-02-03", "Mon 3 February 2025"),
        ("1996-02-29", "2022-02-28", None),
        ("1996-02-29", "2022-03-01", "Tue 1 March 2022"),
    ],
)
def test_no_decision_is_about_somebody_of_26(born_on: str, day: str, said: str | None) -> None:
    def check() -> None:
        check_age(date.fromisoformat(born_on), date.fromisoformat(day), "/born_on")

    if said is None:
        return check()
    with pytest.raises(Invalid) as refused:
        check()
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code, refused.value.rule) == ("/born_on", "too_old", "party-young-person")
    assert fault.detail.startswith(f"The 26th birthday was {said}, ")
    return None
