"""Reporting periods: the words a caller may use, and the first and last day that each of them means."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.refusals import Invalid

PARAMETER = "?period"
FORMS = (
    "calendar:2024, calendar:2024-Q3, financial:2024-25, academic:2024-25, "
    "contract:{contract id}:2025 or dates:2024-01-01..2025-02-14"
)
_EARLIEST, _LATEST = 1900, 2199
_YEAR = re.compile(r"([0-9]{4})")
_QUARTER = re.compile(r"([0-9]{4})-Q([1-4])")
_SPLIT_YEAR = re.compile(r"([0-9]{4})-([0-9]{2})")
_CONTRACT_YEAR = re.compile(r"([0-9a-fA-F-]{36}):([0-9]{4})")
_SPAN = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})\.\.([0-9]{4}-[0-9]{2}-[0-9]{2})")
_MONTHS = ("January to March", "April to June", "July to September", "October to December")


@dataclass(frozen=True, slots=True)
class Period:
    """A span of days, both ends included, and how it is called in a report."""

    first: date
    last: date
    label: str


@dataclass(frozen=True, slots=True)
class Term:
    """The days between which a contract runs, both included."""

    starts_on: date
    ends_on: date


def contract_named_in(text: str) -> str | None:
    """Return the id of the contract whose days `period_from` will ask for, or None where it needs none."""
    form, _, rest = text.partition(":")
    found = _CONTRACT_YEAR.fullmatch(rest) if form == "contract" else None
    return found[1].lower() if found else None


def period_from(text: str, *, term: Term | None = None) -> Period:
    """Return the period that the text names; a contract year needs the contract's own days in `term`."""
    form, _, rest = text.partition(":")
    reader = _READERS.get(form)
    if reader is None:
        raise _unknown()
    return reader(rest, term)


def as_at(day: date) -> Period:
    """Return the period of one day that a count of what is live on it has."""
    return Period(day, day, f"As at {_spoken(day)}")


def _calendar(rest: str, _term: Term | None) -> Period:
    whole = _YEAR.fullmatch(rest)
    if whole:
        year = _bounded(whole[1])
        return Period(date(year, 1, 1), date(year, 12, 31), f"Calendar year {year}")
    part = _QUARTER.fullmatch(rest)
    if part is None:
        raise _unknown()
    year, quarter = _bounded(part[1]), int(part[2])
    after = date(year + 1, 1, 1) if quarter == 4 else date(year, 3 * quarter + 1, 1)
    return Period(date(year, 3 * quarter - 2, 1), after - timedelta(days=1), f"{_MONTHS[quarter - 1]} {year}")


def _financial(rest: str, _term: Term | None) -> Period:
    return _split_year("Financial year", 4, rest)


def _academic(rest: str, _term: Term | None) -> Period:
    return _split_year("Academic year", 9, rest)


def _split_year(name: str, month: int, rest: str) -> Period:
    """Return a year that begins on the first of a month and carries two years in its name."""
    found = _SPLIT_YEAR.fullmatch(rest)
    if found is None:
        raise _unknown()
    year = _bounded(found[1])
    if int(found[2]) != (year + 1) % 100:
        raise Invalid(PARAMETER, "years_do_not_follow", "The second year has to be the one after the first.")
    last = date(year + 1, month, 1) - timedelta(days=1)
    return Period(date(year, month, 1), last, f"{name} {rest}")


def _contract(rest: str, term: Term | None) -> Period:
    """Return the contract year that begins in the calendar year named; the last one ends with the contract."""
    found = _CONTRACT_YEAR.fullmatch(rest)
    if found is None:
        raise _unknown()
    if term is None:
        raise Invalid(PARAMETER, "unknown_contract", "There is no such contract within what you may see.")
    year = _bounded(found[2])
    first = _anniversary(term.starts_on, year)
    if year < term.starts_on.year or first > term.ends_on:
        raise Invalid(PARAMETER, "outside_contract", "No year of this contract begins in the year named.")
    last = min(_anniversary(term.starts_on, year + 1) - timedelta(days=1), term.ends_on)
    return Period(first, last, f"Contract year {_spoken(first)} to {_spoken(last)}")


def _dates(rest: str, _term: Term | None) -> Period:
    found = _SPAN.fullmatch(rest)
    if found is None:
        raise _unknown()
    try:
        first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
    except ValueError:
        raise Invalid(PARAMETER, "not_a_date", "One of the two days is not in the calendar.") from None
    for day in (first, last):
        _bounded(str(day.year))
    if last < first:
        raise Invalid(PARAMETER, "wrong_order", "The first day has to come before the last, or be the same.")
    return Period(first, last, f"{_spoken(first)} to {_spoken(last)}")


_READERS: dict[str, Callable[[str, Term | None], Period]] = {
    "calendar": _calendar,
    "financial": _financial,
    "academic": _academic,
    "contract": _contract,
    "dates": _dates,
}


def _anniversary(day: date, year: int) -> date:
    """Return the day in another year; 29 February is 28 February where there is none."""
    try:
        return day.replace(year=year)
    except ValueError:
        return date(year, 2, 28)


def _bounded(text: str) -> int:
    year = int(text)
    if not _EARLIEST <= year <= _LATEST:
        raise Invalid(PARAMETER, "year_out_of_bounds", f"The year has to lie between {_EARLIEST} and {_LATEST}.")
    return year


def _spoken(day: date) -> str:
    return f"{day.day} {day:%B} {day.year}"


def _unknown() -> Invalid:
    return Invalid(PARAMETER, "unknown_form", f"Write a period as one of: {FORMS}.")
