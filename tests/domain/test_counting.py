"""Each counting convention at its edges, the tribunal's roll, and the words that go with them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.calendars import BeyondCalendar
from app.domain.counting import CONVENTIONS, in_closed_window, number, say, tribunal_roll

DAYS = st.dates(min_value=date(2012, 2, 1), max_value=date(2028, 11, 1))


def count(convention: str, start: str, amount: int) -> date:
    return CONVENTIONS[convention](date.fromisoformat(start), amount, CALENDAR).on


@pytest.mark.parametrize(
    "convention, start, amount, ends",
    [
        ("cc-month", "2024-09-30", 4, "2025-01-30"),
        ("cc-month", "2025-02-28", 2, "2025-04-28"),
        ("cc-month", "2024-12-31", 2, "2025-02-28"),
        ("cc-month", "2023-12-31", 2, "2024-02-29"),
        ("cc-month", "2024-10-31", 2, "2024-12-31"),
        ("cc-month", "2024-11-15", 1, "2024-12-15"),
        ("cc-month", "2024-12-15", 1, "2025-01-15"),
        ("cc-week", "2024-12-11", 2, "2024-12-25"),
        ("cc-days", "2024-12-02", 30, "2025-01-01"),
        ("cc-wd", "2024-12-24", 3, "2024-12-31"),
        ("cc-clear-wd-before", "2025-09-02", 5, "2025-08-22"),
        ("cc-beginning-with", "2025-03-03", 15, "2025-03-17"),
        ("cc-beginning-with", "2025-03-03", 1, "2025-03-03"),
        ("cc-days-roll", "2026-07-01", 30, "2026-07-31"),
        ("cc-days-roll", "2026-07-02", 30, "2026-08-03"),
        ("cc-days-roll", "2026-11-26", 30, "2026-12-29"),
        ("cc-immediate", "2025-12-25", 0, "2025-12-25"),
        ("cc-fixed-date", "2025-02-15", 215, "2025-02-15"),
        ("cc-fixed-date", "2025-02-16", 215, "2026-02-15"),
        ("cc-fixed-date", "2025-02-16", 331, "2025-03-31"),
    ],
)
def test_a_convention_ends_where_the_law_page_says(convention: str, start: str, amount: int, ends: str) -> None:
    assert count(convention, start, amount) == date.fromisoformat(ends)


def test_months_weeks_and_days_have_no_horizon() -> None:
    assert count("cc-month", "2040-01-31", 1) == date(2040, 2, 29)
    assert count("cc-week", "2040-01-01", 2) == date(2040, 1, 15)
    assert count("cc-days", "2040-01-01", 30) == date(2040, 1, 31)
    assert count("cc-month", "9999-10-15", 2) == date(9999, 12, 15)


@pytest.mark.parametrize(
    "convention, amount",
    [("cc-month", 2), ("cc-week", 5), ("cc-days", 30), ("cc-days-roll", 30), ("cc-beginning-with", 40)],
)
def test_a_count_past_the_end_of_dates_is_refused(convention: str, amount: int) -> None:
    with pytest.raises(BeyondCalendar, match="9999-12-"):
        count(convention, "9999-12-15", amount)


@pytest.mark.parametrize("convention", ["cc-wd", "cc-clear-wd-before", "cc-days-roll"])
def test_working_days_beyond_the_calendar_are_refused(convention: str) -> None:
    with pytest.raises(BeyondCalendar):
        count(convention, "2029-02-01", 3)


@given(DAYS, st.integers(min_value=1, max_value=6))
def test_months_never_stretch_and_never_pass_the_end_of_their_month(start: date, months: int) -> None:
    end = CONVENTIONS["cc-month"](start, months, CALENDAR).on
    assert (end.year * 12 + end.month) - (start.year * 12 + start.month) == months
    assert end.day == start.day or (end.day < start.day and (end + timedelta(days=1)).day == 1)


@given(DAYS)
def test_clear_days_leave_that_many_whole_working_days_between(event: date) -> None:
    notice = CONVENTIONS["cc-clear-wd-before"](event, 5, CALENDAR).on
    assert CALENDAR.working_days_between(notice, event) == 5
    assert CALENDAR.is_working_day(notice)


@given(DAYS, st.integers(min_value=0, max_value=40))
def test_the_roll_is_monotone_and_never_goes_back(earlier: date, gap: int) -> None:
    later = min(earlier + timedelta(days=gap), date(2028, 11, 1))
    first, second = tribunal_roll(earlier, CALENDAR).on, tribunal_roll(later, CALENDAR).on
    assert earlier <= first <= second
    assert CALENDAR.is_working_day(first)
    assert tribunal_roll(max(earlier, later), CALENDAR).on == max(first, second)


def test_the_roll_is_monotone_day_by_day_through_the_whole_calendar() -> None:
    last = date.min
    for step in range((date(2028, 12, 24) - date(2012, 1, 1)).days):
        rolled = tribunal_roll(date(2012, 1, 1) + timedelta(days=step), CALENDAR).on
        assert rolled >= last
        last = rolled


@pytest.mark.parametrize(
    "raw, rolled",
    [
        ("2021-07-31", "2021-08-02"),
        ("2022-12-24", "2022-12-28"),
        ("2024-12-24", "2024-12-24"),
        ("2024-12-25", "2025-01-02"),
        ("2025-01-01", "2025-01-02"),
        ("2025-01-02", "2025-01-02"),
        ("2025-08-01", "2025-09-01"),
        ("2026-08-31", "2026-09-01"),
    ],
)
def test_the_window_is_tested_once_on_the_unmoved_day(raw: str, rolled: str) -> None:
    assert tribunal_roll(date.fromisoformat(raw), CALENDAR).on == date.fromisoformat(rolled)


def test_a_roll_out_of_the_calendar_is_refused() -> None:
    for raw in (date(2028, 12, 25), date(2029, 1, 1), date(9999, 12, 31), date(2028, 12, 30)):
        with pytest.raises(BeyondCalendar):
            tribunal_roll(raw, CALENDAR)


@given(DAYS)
def test_the_window_is_august_and_christmas(day: date) -> None:
    inside = day.month == 8 or (day.month, day.day) >= (12, 25) or (day.month, day.day) == (1, 1)
    assert in_closed_window(day) is inside


def test_the_steps_name_the_days_counted_and_the_days_skipped() -> None:
    steps = CONVENTIONS["cc-wd"](date(2024, 12, 20), 3, CALENDAR).steps
    assert steps == (
        "Fri 20 December 2024 is day 0 and is not counted.",
        "Working days counted: Mon 23 December, Tue 24 December, Fri 27 December.",
        "Not counted: Sat 21 December, Sun 22 December, Wed 25 December (Christmas Day), Thu 26 December (Boxing Day).",
    )
    assert CONVENTIONS["cc-month"](date(2024, 12, 31), 2, CALENDAR).steps == (
        "Tue 31 December 2024 is day 0 and is not counted; two months after it ends on Fri 28 February 2025. "
        "February 2025 has no day 31, so its last day is taken.",
    )
    assert tribunal_roll(date(2025, 4, 18), CALENDAR).steps == (
        "Fri 18 April 2025 is not a working day (Good Friday), so the next one counts: Tue 22 April 2025.",
    )


@pytest.mark.parametrize("convention", sorted(CONVENTIONS))
def test_every_count_names_the_day_it_ends_on(convention: str) -> None:
    amount = 331 if convention == "cc-fixed-date" else 5
    counted = CONVENTIONS[convention](date(2025, 3, 14), amount, CALENDAR)
    day = f"{counted.on:%a} {counted.on.day} {counted.on:%B}"
    assert day in counted.steps[-1] or (convention == "cc-wd" and day in counted.steps[1])


def test_a_count_that_needs_no_move_speaks_of_none() -> None:
    (only,) = CONVENTIONS["cc-days-roll"](date(2026, 7, 1), 30, CALENDAR).steps
    assert "Fri 31 July 2026" in only
    unmoved, moved = CONVENTIONS["cc-days-roll"](date(2026, 7, 2), 30, CALENDAR).steps
    assert "Sat 1 August 2026" in unmoved
    assert "Mon 3 August 2026" in moved
    assert "has no day" not in CONVENTIONS["cc-month"](date(2025, 1, 15), 2, CALENDAR).steps[0]


def test_clear_days_name_the_days_between_and_the_days_skipped() -> None:
    between, skipped, last = CONVENTIONS["cc-clear-wd-before"](date(2025, 9, 2), 5, CALENDAR).steps
    assert between.endswith(": Tue 26 August, Wed 27 August, Thu 28 August, Fri 29 August, Mon 1 September.")
    assert "Mon 25 August (" in skipped
    assert "Sat 30 August, Sun 31 August" in skipped
    assert "Tue 2 September" not in skipped
    assert "Fri 22 August 2025" in last


def test_numbers_and_days_read_as_words() -> None:
    assert [number(count, "day") for count in (0, 2, 10, 11)] == ["no days", "two days", "ten days", "11 days"]
    assert number(1, "month") == "one month"
    assert number(14, "week") == "14 weeks"
    assert say(date(2025, 2, 28)) == "Fri 28 February 2025"
