"""Whose rights have passed to the young person by a day, told by the date of birth: for a wall inside a database."""

from datetime import date
from typing import NamedTuple

from app.domain.rights_holders import leaving_date

_AGE, _TERMS_FROM, _TERMS_TO = 16, (8, 15), (10, 1)


class Passed(NamedTuple):
    """Born before `surely`, the young person holds the rights; from `never` on, the parent does.

    Between the two it depends on when the council's autumn term begins, which a date of birth does not tell.
    """

    surely: date
    never: date


def passed_by(day: date) -> Passed:
    """Return the dates of birth that tell who holds the rights on a day."""
    left = day.year if day > leaving_date(day.year) else day.year - 1
    return Passed(date(left - _AGE, *_TERMS_FROM), date(left - _AGE, *_TERMS_TO))
