"""What a date of birth tells of who holds the rights, against the rule that tells it of one person."""

from datetime import date, timedelta

import pytest

from app.domain.births import passed_by
from app.domain.rights_holders import NO_TERMS, Holder, Terms, holder_on

DAYS = [date(2024, 6, 27) + timedelta(days=count) for count in range(0, 800, 3)]
BIRTHS = [date(2007, 6, 1) + timedelta(days=count) for count in range(0, 1300)]


def test_the_rights_pass_at_the_end_of_the_last_friday_of_june() -> None:
    assert passed_by(date(2025, 6, 27)) == (date(2008, 8, 15), date(2008, 10, 1))
    assert passed_by(date(2025, 6, 28)) == (date(2009, 8, 15), date(2009, 10, 1))


@pytest.mark.parametrize(
    "terms",
    [
        NO_TERMS,
        {year: date(year, 8, 15) for year in range(2020, 2030)},
        {year: date(year, 9, 30) for year in range(2020, 2030)},
    ],
)
def test_it_tells_what_the_rule_tells_wherever_the_terms_do_not_matter(terms: Terms) -> None:
    for day in DAYS:
        surely, never = passed_by(day)
        for born_on in (birth for birth in BIRTHS if abs((birth - surely).days) < 420):
            parent = holder_on(born_on, day, terms).holder is Holder.PARENT
            if born_on < surely:
                assert not parent, (born_on, day)
            if born_on >= never:
                assert parent, (born_on, day)
