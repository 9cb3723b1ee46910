"""Who holds the rights on a day, when that changes, and when a person must check."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.rights_holders import Holder, doubtful_days, holder_on, last_day_as_child, leaving_date, turns_25_on


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


@given(st.dates(min_value=date(1985, 1, 1), max_value=date(2030, 1, 1)))
def test_school_age_ends_on_a_last_friday_in_june_near_the_16th_birthday(born_on: date) -> None:
    end = last_day_as_child(born_on)
    assert end == leaving_date(end.year)
    assert end.weekday() == 4
    assert (end + timedelta(days=7)).month == 7
    turns_16 = turns_25_on(born_on).replace(year=turns_25_on(born_on).year - 9)
    assert timedelta(days=-70) < end - turns_16 < timedelta(days=305)
