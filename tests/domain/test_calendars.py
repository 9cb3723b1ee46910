"""The calendar against two published packages, and its look-ups against a plain walk through the days."""

from dataclasses import replace
from datetime import date, timedelta

import holidays
import pytest
from govuk_bank_holidays.bank_holidays import BankHolidays
from hypothesis import assume, given
from hypothesis import strategies as st

from app.domain import bank_holidays
from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.calendars import BeyondCalendar, Calendar

ONE = timedelta(days=1)
DAYS = st.dates(min_value=date(2012, 2, 1), max_value=date(2028, 11, 30))
COUNTS = st.integers(min_value=1, max_value=12)
OUTSIDE = [date(2011, 12, 31), date(2029, 1, 1), date.min, date.max]


def test_bank_holidays_equal_those_of_the_government_feed() -> None:
    feed = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    known = {row["date"] for row in feed if CALENDAR.covers(row["date"])}
    assert known == set(bank_holidays.HOLIDAYS), sorted(known ^ set(bank_holidays.HOLIDAYS))


def test_bank_holidays_equal_those_of_the_holidays_package() -> None:
    package = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))
    known = {day for day in package if day.weekday() < 5}
    assert known == set(bank_holidays.HOLIDAYS), sorted(known ^ set(bank_holidays.HOLIDAYS))


def test_every_bank_holiday_is_a_weekday_within_the_calendar() -> None:
    assert all(day.weekday() < 5 and CALENDAR.covers(day) for day in bank_holidays.HOLIDAYS)


def walk(day: date, count: int) -> date:
    """Add working days one day at a time."""
    step = ONE if count > 0 else -ONE
    while count:
        day += step
        if CALENDAR.is_working_day(day):
            count -= 1 if count > 0 else -1
    return day


@given(DAYS, COUNTS, st.booleans())
def test_adding_working_days_equals_a_walk(day: date, count: int, back: bool) -> None:
    signed = -count if back else count
    assert CALENDAR.add_working_days(day, signed) == walk(day, signed)


@given(DAYS, st.integers(min_value=-20, max_value=40))
def test_working_days_between_counts_the_days_strictly_inside(earlier: date, span: int) -> None:
    later = earlier + timedelta(days=span)
    assume(CALENDAR.covers(later))
    inside = [earlier + timedelta(days=step) for step in range(1, span)]
    assert CALENDAR.working_days_between(earlier, later) == sum(CALENDAR.is_working_day(day) for day in inside)


@given(DAYS)
def test_the_nearest_working_days_stand_on_either_side(day: date) -> None:
    before, after = CALENDAR.last_working_day(day), CALENDAR.next_working_day(day)
    assert before <= day <= after
    assert CALENDAR.is_working_day(before)
    assert CALENDAR.is_working_day(after)
    assert CALENDAR.working_days_between(before, after) == 0
    assert (before == day == after) is CALENDAR.is_working_day(day)


@given(DAYS)
def test_a_day_not_counted_has_its_reason(day: date) -> None:
    assert (CALENDAR.why_not_working(day) is None) is CALENDAR.is_working_day(day)


@pytest.mark.parametrize("day", OUTSIDE)
def test_days_outside_the_calendar_are_refused(day: date) -> None:
    for ask in (CALENDAR.is_working_day, CALENDAR.next_working_day, CALENDAR.last_working_day):
        with pytest.raises(BeyondCalendar):
            ask(day)
    with pytest.raises(BeyondCalendar):
        CALENDAR.add_working_days(day, 1)


def test_a_count_that_leaves_the_calendar_is_refused_at_both_ends() -> None:
    assert CALENDAR.add_working_days(date(2028, 12, 28), 1) == date(2028, 12, 29)
    assert CALENDAR.add_working_days(date(2012, 1, 4), -1) == date(2012, 1, 3)
    for day, count in [(date(2028, 12, 29), 1), (date(2012, 1, 3), -1), (date(2012, 1, 10), -30)]:
        with pytest.raises(BeyondCalendar) as refused:
            CALENDAR.add_working_days(day, count)
        assert day.isoformat() in refused.value.detail
    with pytest.raises(BeyondCalendar):
        CALENDAR.next_working_day(date(2028, 12, 30))
    with pytest.raises(BeyondCalendar):
        CALENDAR.last_working_day(date(2012, 1, 2))


def test_adding_no_working_days_stays() -> None:
    assert CALENDAR.add_working_days(date(2024, 12, 25), 0) == date(2024, 12, 25)


def test_a_new_holiday_makes_another_calendar() -> None:
    proclaimed = {**bank_holidays.HOLIDAYS, date(2026, 7, 1): "A proclaimed day"}
    other = Calendar("test.2", "a test", bank_holidays.FIRST, bank_holidays.LAST, proclaimed)
    assert CALENDAR.add_working_days(date(2026, 6, 30), 1) == date(2026, 7, 1)
    assert other.add_working_days(date(2026, 6, 30), 1) == date(2026, 7, 2)
    assert other.why_not_working(date(2026, 7, 1)) == "A proclaimed day"


def test_a_calendar_counts_from_its_first_day_to_its_last() -> None:
    week = Calendar("week", "a test", date(2025, 3, 7), date(2025, 3, 15), {date(2025, 3, 11): "A day off"})
    known = [date(2025, 3, day) for day in range(7, 16)]
    assert [day.day for day in known if week.is_working_day(day)] == [7, 10, 12, 13, 14]
    assert week.covers(date(2025, 3, 7))
    assert week.covers(date(2025, 3, 15))
    assert week.add_working_days(date(2025, 3, 7), 4) == date(2025, 3, 14)
    assert week.add_working_days(date(2025, 3, 15), -5) == date(2025, 3, 7)
    assert week.last_working_day(date(2025, 3, 15)) == date(2025, 3, 14)
    for outside in (date(2025, 3, 6), date(2025, 3, 16), date(2025, 3, 17)):
        with pytest.raises(BeyondCalendar):
            week.is_working_day(outside)
    for day, count in [(date(2025, 3, 7), 5), (date(2025, 3, 14), 1), (date(2025, 3, 7), -1)]:
        with pytest.raises(BeyondCalendar):
            week.add_working_days(day, count)


def test_counting_starts_from_the_first_day_of_the_calendar_too() -> None:
    assert CALENDAR.add_working_days(date(2012, 1, 1), 1) == date(2012, 1, 3)


def test_more_days_off_make_another_calendar_and_leave_the_first_alone() -> None:
    strike, christmas = date(2026, 7, 1), date(2026, 12, 25)
    other = CALENDAR.with_days({strike: "Closed", christmas: "Closed"}, version="test.3")
    assert (other.version, other.source) == ("test.3", CALENDAR.source)
    assert (other.first, other.last) == (CALENDAR.first, CALENDAR.last)
    assert other.why_not_working(strike) == "Closed"
    assert other.why_not_working(christmas) == "Christmas Day"
    assert other.add_working_days(date(2026, 6, 30), 1) == date(2026, 7, 2)
    assert CALENDAR.is_working_day(strike)
    with pytest.raises(BeyondCalendar):
        CALENDAR.with_days({date(2029, 1, 2): "Closed"}, version="test.4")


def test_what_is_kept_answers_for_its_own_day_and_count_alone() -> None:
    counts = (1, 3, 59, 60, 61, 62, 120, 121, 122)
    for day in (date(2024, 12, 20), date(2025, 3, 8), date(2026, 8, 30)):
        answers = {count: CALENDAR.add_working_days(day, count) for count in (*counts, *(-each for each in counts))}
        assert len(set(answers.values())) == len(answers)
        assert {count: CALENDAR.add_working_days(day, count) for count in answers} == answers
        assert all(walk(day, count) == found for count, found in answers.items())
    for _ in range(2):
        with pytest.raises(BeyondCalendar):
            CALENDAR.add_working_days(CALENDAR.last, 3)


def test_answers_are_kept_up_to_sixty() -> None:
    calendar = replace(CALENDAR)
    day = date(2025, 3, 7)
    expected = {count: walk(day, count) for count in (1, 2, 59, 60, 61, -1, -60)}
    assert {count: calendar.add_working_days(day, count) for count in expected} == expected
    assert {count: table[day] for count, table in enumerate(calendar._after) if day in table} == {
        count: expected[count] for count in (1, 2, 59, 60)
    }
    fresh = replace(CALENDAR)
    assert fresh.add_working_days(day, 0) == day
    assert not any(fresh._after)
