"""The words of a period, each against the days that it means."""

from datetime import date

import pytest

from app.domain.periods import Term, as_at, contract_named_in, period_from
from app.domain.refusals import Invalid

CONTRACT = "01890000-0000-7000-8000-00000000000a"
TERM = Term(date(2025, 9, 1), date(2028, 8, 31))


@pytest.mark.parametrize(
    ("text", "first", "last", "label"),
    [
        ("calendar:2024", date(2024, 1, 1), date(2024, 12, 31), "Calendar year 2024"),
        ("calendar:1900", date(1900, 1, 1), date(1900, 12, 31), "Calendar year 1900"),
        ("calendar:2199", date(2199, 1, 1), date(2199, 12, 31), "Calendar year 2199"),
        ("calendar:2024-Q1", date(2024, 1, 1), date(2024, 3, 31), "January to March 2024"),
        ("calendar:2024-Q3", date(2024, 7, 1), date(2024, 9, 30), "July to September 2024"),
        ("calendar:2024-Q4", date(2024, 10, 1), date(2024, 12, 31), "October to December 2024"),
        ("financial:2024-25", date(2024, 4, 1), date(2025, 3, 31), "Financial year 2024-25"),
        ("financial:1999-00", date(1999, 4, 1), date(2000, 3, 31), "Financial year 1999-00"),
        ("academic:2023-24", date(2023, 9, 1), date(2024, 8, 31), "Academic year 2023-24"),
        ("dates:2024-01-01..2025-02-14", date(2024, 1, 1), date(2025, 2, 14), "1 January 2024 to 14 February 2025"),
        ("dates:2024-02-29..2024-02-29", date(2024, 2, 29), date(2024, 2, 29), "29 February 2024 to 29 February 2024"),
    ],
)
def test_every_form(text: str, first: date, last: date, label: str) -> None:
    period = period_from(text)
    assert (period.first, period.last, period.label) == (first, last, label)


def test_a_contract_year_begins_with_the_contract_and_ends_with_it_at_the_latest() -> None:
    assert contract_named_in(f"contract:{CONTRACT}:2025") == CONTRACT
    first_year = period_from(f"contract:{CONTRACT}:2025", term=TERM)
    assert (first_year.first, first_year.last) == (date(2025, 9, 1), date(2026, 8, 31))
    assert first_year.label == "Contract year 1 September 2025 to 31 August 2026"
    short = period_from(f"contract:{CONTRACT}:2027", term=Term(TERM.starts_on, date(2028, 3, 31)))
    assert (short.first, short.last) == (date(2027, 9, 1), date(2028, 3, 31))
    one_day = period_from(f"contract:{CONTRACT}:2027", term=Term(TERM.starts_on, date(2027, 9, 1)))
    assert (one_day.first, one_day.last) == (date(2027, 9, 1), date(2027, 9, 1))


def test_a_contract_that_began_on_29_february() -> None:
    period = period_from(f"contract:{CONTRACT}:2025", term=Term(date(2024, 2, 29), date(2030, 1, 1)))
    assert (period.first, period.last) == (date(2025, 2, 28), date(2026, 2, 27))


@pytest.mark.parametrize("text", ["calendar:2024", "contract:x:2025", "contract", "", f"calendar:{CONTRACT}:2025"])
def test_other_forms_need_no_contract(text: str) -> None:
    assert contract_named_in(text) is None


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "unknown_form"),
        ("2024", "unknown_form"),
        ("calendar:", "unknown_form"),
        ("calendar:24", "unknown_form"),
        ("calendar:2024-Q5", "unknown_form"),
        ("calendar:٢٠٢٤", "unknown_form"),
        ("Calendar:2024", "unknown_form"),
        ("calendar:2024\n", "unknown_form"),
        ("calendar:0000", "year_out_of_bounds"),
        ("calendar:9999", "year_out_of_bounds"),
        ("financial:9999-00", "year_out_of_bounds"),
        ("financial:2024", "unknown_form"),
        ("financial:2024-24", "years_do_not_follow"),
        ("academic:2024-26", "years_do_not_follow"),
        (f"contract:{CONTRACT}", "unknown_form"),
        (f"contract:{CONTRACT}:2025", "unknown_contract"),
        ("dates:2024-01-01", "unknown_form"),
        ("dates:2023-02-29..2024-01-01", "not_a_date"),
        ("dates:2024-02-01..2024-01-31", "wrong_order"),
        ("dates:0001-01-01..2024-01-31", "year_out_of_bounds"),
    ],
)
def test_what_is_no_period_is_refused_and_never_echoed(text: str, code: str) -> None:
    with pytest.raises(Invalid) as refused:
        period_from(text)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("?period", code)
    assert fault.detail.endswith(".")


@pytest.mark.parametrize("year", ["2024", "2028", "2030"])
def test_a_contract_has_no_year_outside_its_days(year: str) -> None:
    with pytest.raises(Invalid) as refused:
        period_from(f"contract:{CONTRACT}:{year}", term=TERM)
    (fault,) = refused.value.faults
    assert (fault.pointer, fault.code) == ("?period", "outside_contract")
    assert fault.detail.endswith("begins in the year named.")


def test_one_day() -> None:
    period = as_at(date(2026, 11, 24))
    assert (period.first, period.last, period.label) == (
        date(2026, 11, 24),
        date(2026, 11, 24),
        "As at 24 November 2026",
    )
