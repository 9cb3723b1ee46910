"""Which cases a change of the law can touch, and what may be read of such changes."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, or_, select, union

from app.areas.cases import queries as cases
from app.areas.due.queries import seen_by
from app.domain import bank_holidays
from app.domain.editions import law
from app.domain.permissions import Actor
from app.store.tables import (
    Case,
    Child,
    Deadline,
    DeadlineChange,
    Fact,
    LawChange,
    Organisation,
    ProclaimedDay,
    SchoolTerm,
)

Reader = cases.Reader

# No count, and no move of its end, looks further than this from a date of the case: six working days back over
# Christmas; and forward a month from a certificate, then all of August, then a letter dated weeks after its sending.
_BACK, _FORWARD = timedelta(days=20), timedelta(days=140)


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the changes of the law that an actor may see: its provider's."""
    return LawChange.tenant_id == actor.tenant_id


def touched_by_day(tenant_id: str, day: date) -> ColumnElement[bool]:
    """Return the predicate of the cases with a count, or the end of one, near a day: no others can change by it."""
    return _among(tenant_id, _near_day(tenant_id, day))


def touched_by_edition(tenant_id: str, since: int, days: Iterable[date] = ()) -> ColumnElement[bool]:
    """Return the predicate of the cases that the editions after one, and further days, can touch."""
    shipped = [day for day, edition in bank_holidays.ADDED_IN.items() if edition > since]
    picks = [pick for day in (*shipped, *days) for pick in _near_day(tenant_id, day)]
    begins = [row.in_force_from or date.min for row in law().rules.rows if row.edition > since]
    if begins:
        picks += _since(tenant_id, min(begins))
    return _among(tenant_id, picks)


def _among(tenant_id: str, picks: Sequence[Select[Any]]) -> ColumnElement[bool]:
    # One set of ids: asked for each case, or as sets side by side, it takes minutes over many cases.
    return and_(_ours(tenant_id), Case.id.in_(union(*picks))) if picks else false()


def _ours(tenant_id: str) -> ColumnElement[bool]:
    """Return the predicate of the cases that are a provider's still: those that have gone stay as they went."""
    return and_(Case.tenant_id == tenant_id, Case.transferred_on.is_(None))


def _near_day(tenant_id: str, day: date) -> list[Select[Any]]:
    early, late = day - _FORWARD, day + _BACK
    clocks = select(Deadline.case_id).where(
        Deadline.tenant_id == tenant_id,
        or_(Deadline.start_on <= late, Deadline.due_on <= late),
        or_(Deadline.due_on >= early, Deadline.judged_on >= early),
    )
    return [clocks, select(Fact.case_id).where(Fact.tenant_id == tenant_id, Fact.occurred_on.between(early, late))]


def _since(tenant_id: str, begin: date) -> list[Select[Any]]:
    # A clock may begin on a day that is worked out, such as the end of day 30, after the last fact.
    first = begin - _FORWARD if begin > date.min + _FORWARD else begin
    return [
        select(Fact.case_id).where(Fact.tenant_id == tenant_id, Fact.occurred_on >= first),
        select(Deadline.case_id).where(Deadline.tenant_id == tenant_id, Deadline.start_on >= begin),
    ]


def touched_by_term(tenant_id: str, la_id: str, year: int) -> ColumnElement[bool]:
    """Return the predicate of a council's cases of those who turn 16 round the start of a school year."""
    born_from, born_to = date(year - 16, 8, 15), date(year - 16, 9, 30)
    return and_(_ours(tenant_id), Case.la_id == la_id, Child.born_on.between(born_from, born_to))


async def count(reader: Reader, wanted: ColumnElement[bool]) -> int:
    """Return how many cases a predicate over case and child picks."""
    statement = (
        select(func.count())
        .select_from(Case)
        .join(Child, and_(Child.tenant_id == Case.tenant_id, Child.id == Case.child_id))
        .where(wanted)
    )
    return int((await reader.execute(statement)).scalar_one())


def changes_statement(actor: Actor) -> Select[Any]:
    """Return the select of the changes of the law, before paging."""
    return select(LawChange.__table__).where(visible_to(actor))


async def change(reader: Reader, actor: Actor, change_id: str) -> dict[str, Any] | None:
    """Return one change of the law, None where there is none within what the actor may see."""
    row = (await reader.execute(changes_statement(actor).where(LawChange.id == change_id))).mappings().one_or_none()
    return None if row is None else dict(row)


def moved_statement(actor: Actor, change_id: str) -> Select[Any]:
    """Return the select of what a change moved, on the cases and of the rules that the actor may see."""
    return (
        select(DeadlineChange.__table__, Case.reference.label("case_reference"))
        .join(Case, and_(Case.tenant_id == DeadlineChange.tenant_id, Case.id == DeadlineChange.case_id))
        .where(
            DeadlineChange.tenant_id == actor.tenant_id,
            DeadlineChange.cause_id == change_id,
            DeadlineChange.cause == "law",
            cases.visible_to(actor),
            seen_by(actor.role),
        )
    )


def days_statement(actor: Actor) -> Select[Any]:
    """Return the select of the provider's proclaimed days, withdrawn ones too, before paging."""
    return select(ProclaimedDay.__table__).where(ProclaimedDay.tenant_id == actor.tenant_id)


def terms_statement(actor: Actor, *, la: str | None, school_year: str | None) -> Select[Any]:
    """Return the select of councils' terms as they stand, before paging."""
    wanted = [SchoolTerm.tenant_id == actor.tenant_id, SchoolTerm.live_key.is_not(None)]
    if la is not None:
        wanted.append(Organisation.code == la)
    if school_year is not None:
        wanted.append(SchoolTerm.school_year == school_year)
    return (
        select(SchoolTerm.__table__, Organisation.code.label("la_code"))
        .join(
            Organisation,
            and_(Organisation.tenant_id == SchoolTerm.tenant_id, Organisation.id == SchoolTerm.la_id),
        )
        .where(*wanted)
    )
