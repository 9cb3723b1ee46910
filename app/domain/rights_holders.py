"""Who holds the rights on a day: the child's parent, or the young person after compulsory school age."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from types import MappingProxyType

from app.domain.counting import say
from app.domain.refusals import Invalid

_JUNE, _AUGUST, _SEPTEMBER, _FRIDAY, _LAST_DOUBTFUL_DAY = 6, 8, 9, 4, 7
_SCHOOLS_OPEN_FROM = 15  # of August: no council's autumn term begins before it
_SCHOOL_LEAVING_BIRTHDAY, _LAST_BIRTHDAY = 16, 25
RIGHTS_HOLDER_CHECK = "rights_holder_check"
Terms = Mapping[int, date]
"""The first day of the autumn term by its year, as far as a council's term dates are recorded."""

NO_TERMS: Terms = MappingProxyType({})


class Holder(StrEnum):
    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class RightsHolder:
    """Who holds the rights on a day, when that changes next, and whether a person must check either."""

    holder: Holder
    changes_on: date | None
    flags: tuple[str, ...]
    explanation: tuple[str, ...]
    check_the_change: bool = False


def terms_may_matter(born_on: date) -> bool:
    """Say whether the first day of the autumn term could decide who holds the rights: a birthday round it."""
    return (_AUGUST, _SCHOOLS_OPEN_FROM) <= (born_on.month, born_on.day) <= (_SEPTEMBER, 30)


def leaving_date(year: int) -> date:
    """Return the school leaving date of a year: the last Friday in June."""
    end = date(year, _JUNE, 30)
    return end - timedelta(days=(end.weekday() - _FRIDAY) % 7)


def last_day_as_child(born_on: date, terms: Terms = NO_TERMS) -> date:
    """Return the day at the end of which compulsory school age ends (Education Act 1996, by birthday).

    Where the autumn term's first day is not recorded, the school year is taken to begin on 1 September.
    """
    birthday = _birthday(born_on, _SCHOOL_LEAVING_BIRTHDAY)
    begins = terms.get(birthday.year, date(birthday.year, _SEPTEMBER, 1))
    # A birthday before the school year begins ends school age in the June before it.
    return leaving_date(birthday.year if birthday < begins else birthday.year + 1)


def young_person_from(born_on: date, terms: Terms = NO_TERMS) -> date:
    """Return the first day on which the young person holds the rights."""
    return last_day_as_child(born_on, terms) + timedelta(days=1)


def turns_25_on(born_on: date) -> date:
    """Return the 25th birthday; a leap-day birthday is kept on 1 March, which is the more generous."""
    return _birthday(born_on, _LAST_BIRTHDAY)


def check_age(born_on: date, day: date, pointer: str) -> None:
    """Refuse a decision, or a contact before any, on or after the 26th birthday: no plan is kept to it (CFA 46)."""
    end = _birthday(born_on, _LAST_BIRTHDAY + 1)
    if end <= day:
        raise Invalid(
            pointer,
            "too_old",
            f"The 26th birthday was {say(end)}, and a plan ends with the academic year of the 25th at the latest: "
            "check the date of birth, and the day of the decision.",
            rule="party-young-person",
        )


def doubtful_days(born_on: date, terms: Terms = NO_TERMS) -> tuple[date, date] | None:
    """Return the days on which the holder must be checked by a person: births from 1 to 7 September only.

    If the autumn term had not begun by the 16th birthday, school age ended a year before the usual reading; a
    recorded first day of that term settles it.
    """
    if born_on.month != _SEPTEMBER or born_on.day > _LAST_DOUBTFUL_DAY or _sixteen_in(born_on) in terms:
        return None
    usual = last_day_as_child(born_on)
    return leaving_date(usual.year - 1) + timedelta(days=1), usual


def holder_on(born_on: date, day: date, terms: Terms = NO_TERMS) -> RightsHolder:
    """Work out who holds the rights on a day."""
    switch, end = young_person_from(born_on, terms), turns_25_on(born_on)
    doubt = doubtful_days(born_on, terms)
    if day < switch:
        holder, following = Holder.PARENT, switch
        words = f"Until {switch - timedelta(days=1)} (the end of compulsory school age) the parent holds the rights."
    elif day < end:
        holder, following = Holder.YOUNG_PERSON, end
        words = f"From {switch} until the 25th birthday, {end}, the young person holds the rights."
    else:
        holder, following = Holder.NONE, None
        words = f"The 25th birthday was {end}; a decision sent before it, or a plan kept to July, may still count."
    if doubt is None or day > doubt[1]:
        return RightsHolder(holder, following, (), (words, *_by_terms(born_on, terms)))
    check = "Born from 1 to 7 September: check whether the autumn term had begun by the 16th birthday."
    if day < doubt[0]:
        # On either reading the parent holds the rights today: only the change that comes next is in doubt.
        words = (
            f"Until {doubt[0] - timedelta(days=1)} the parent holds the rights. They may pass on {doubt[0]} already; "
            f"unless a check finds so, they pass on {switch}."
        )
        return RightsHolder(holder, doubt[0], (), (words, check), check_the_change=True)
    return RightsHolder(holder, following, (RIGHTS_HOLDER_CHECK,), (words, check))


def _by_terms(born_on: date, terms: Terms) -> tuple[str, ...]:
    year = _sixteen_in(born_on)
    if born_on.month != _SEPTEMBER or year not in terms:
        return ()
    return (
        f"By the council's term dates the school year began on {terms[year]}; "
        f"check if the school's own autumn term began on another day.",
    )


def _sixteen_in(born_on: date) -> int:
    return born_on.year + _SCHOOL_LEAVING_BIRTHDAY


def _birthday(born_on: date, age: int) -> date:
    try:
        return born_on.replace(year=born_on.year + age)
    except ValueError:
        return date(born_on.year + age, 3, 1)
