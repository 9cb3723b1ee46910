"""Who holds the rights: compulsory school age, the young person, the 25th birthday (law.md 1.1)."""

from datetime import date

from tests.domain.oracle.days import A_DAY


def leaving_date(year: int) -> date:
    """`csa-end`: the last Friday in June."""
    day = date(year, 6, 30)
    while day.weekday() != 4:
        day -= A_DAY
    return day


def birthday(born_on: date, age: int) -> date:
    """`party-young-person`: a leap-day birthday in another year falls on 1 March."""
    day = date(born_on.year + age, born_on.month, 1)
    while (day.month, day.day) < (born_on.month, born_on.day):
        day += A_DAY
    return day


def last_day_as_child(born_on: date) -> date:
    """`csa-end` (a) to (c), with 1 September as the default start of the school year."""
    sixteen = birthday(born_on, 16)
    leaving = leaving_date(sixteen.year)
    if sixteen == leaving or (sixteen > leaving and sixteen < date(sixteen.year, 9, 1)):
        return leaving
    day = sixteen
    while day != leaving_date(day.year):
        day += A_DAY
    return day


def young_person_from(born_on: date) -> date:
    """`party-young-person`: the day after compulsory school age ends."""
    return last_day_as_child(born_on) + A_DAY


def turns_25_on(born_on: date) -> date:
    """`party-young-person`: rights stop at the start of the 25th birthday."""
    return birthday(born_on, 25)


def doubtful(born_on: date) -> tuple[date, date] | None:
    """`csa-end`, law.md 5 no. 11: born on 1-7 September, the year between the two readings is in doubt."""
    if born_on.month != 9 or born_on.day > 7:
        return None
    return leaving_date(born_on.year + 16) + A_DAY, last_day_as_child(born_on)


def check_needed(born_on: date, as_of: date) -> bool:
    """R19: in the doubtful year, whoever holds the rights is checked."""
    doubt = doubtful(born_on)
    return doubt is not None and doubt[0] <= as_of <= doubt[1]


def check_arguable(born_on: date, sent_on: date, as_of: date) -> bool:
    """R19, R25: a holder who changed since the decision, or who is past 25, may be flagged on the deadline.

    R25 calls the 25th birthday "a flag"; whether that is one of a deadline's flags or a warning is not said.
    """
    changed = sent_on <= young_person_from(born_on) <= as_of
    return check_needed(born_on, as_of) or changed or turns_25_on(born_on) <= as_of
