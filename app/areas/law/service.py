"""What changes the law in use: a proclaimed day, a term, a newer edition. Each is one unit of work, told whole."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.calendars import queries as calendars
from app.areas.cases.batches import in_batches
from app.areas.cases.settling import Cause, take
from app.areas.deadlines.queries import sees
from app.areas.law import queries, schemas
from app.areas.organisations import queries as organisations
from app.domain.calendars import BeyondCalendar
from app.domain.editions import newest
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound, Refusal, StateConflict
from app.store import chronicle, ids
from app.store.tables import LawChange, LawInUse, ProclaimedDay, SchoolTerm
from app.store.versions import check_version

MOST_AT_ONCE = 2_000
"""More cases than this are not worked out again while a caller waits; `mdr law` has no such bound."""

Progress = Callable[[int, int], None]


def silent(done: int, of: int) -> None:
    """Show nothing: the progress of work that nobody watches."""


class TooManyCases(Refusal):
    """Too many cases would change at once."""

    code = "too_many_cases"


async def add_day(
    session: AsyncSession,
    actor: Actor,
    body: schemas.AddProclaimedDay,
    *,
    today: date,
    now: datetime,
    most: int | None = MOST_AT_ONCE,
    progress: Progress = silent,
) -> LawChange:
    """Add a one-off bank holiday, and work out again what it can touch."""
    row = await _take_law(session, actor.tenant_id)
    before = await calendars.in_use(session, actor.tenant_id)
    why = before.law.calendar.why_not_working(body.holiday_on)
    if not before.law.calendar.covers(body.holiday_on):
        raise Invalid("/holiday_on", "beyond_calendar", "The day lies outside the calendar's years.")
    if why is not None:
        raise Invalid("/holiday_on", "no_working_day", "That day is no working day already.")
    row.days_edition += 1
    change = _change(actor, "holiday", row, {"holiday_on": body.holiday_on.isoformat(), "name": body.name}, now)
    session.add(change)
    await session.flush()
    session.add(
        ProclaimedDay(
            id=ids.new_id(now),
            tenant_id=actor.tenant_id,
            holiday_on=body.holiday_on,
            live_on=body.holiday_on,
            name=body.name,
            source=body.source,
            from_edition=row.days_edition,
            to_edition=None,
            change_id=change.id,
            version=1,
        )
    )
    wanted = queries.touched_by_day(actor.tenant_id, body.holiday_on)
    await _work_out_again(session, actor, change, wanted, today=today, now=now, most=most, progress=progress)
    return change


async def withdraw_day(
    session: AsyncSession, actor: Actor, day_id: str, *, version: int | None, today: date, now: datetime
) -> LawChange:
    """Withdraw a proclaimed day that was entered by mistake; that it once counted stays on record."""
    row = await _take_law(session, actor.tenant_id)
    found = await session.execute(
        select(ProclaimedDay).where(ProclaimedDay.tenant_id == actor.tenant_id, ProclaimedDay.id == day_id)
    )
    day = found.scalar_one_or_none()
    if day is None:
        raise NotFound
    check_version(day.version, version)
    if day.to_edition is not None:
        raise StateConflict("That day was withdrawn already.")
    row.days_edition += 1
    day.to_edition, day.live_on, day.version = row.days_edition, None, day.version + 1
    change = _change(actor, "withdrawal", row, {"holiday_on": day.holiday_on.isoformat(), "name": day.name}, now)
    session.add(change)
    wanted = queries.touched_by_day(actor.tenant_id, day.holiday_on)
    await _work_out_again(session, actor, change, wanted, today=today, now=now, most=MOST_AT_ONCE, progress=silent)
    return change


async def set_term(
    session: AsyncSession, actor: Actor, body: schemas.SetTerm, *, today: date, now: datetime
) -> LawChange:
    """Record a term of a council's schools, in place of what was recorded of it before."""
    row = await _take_law(session, actor.tenant_id)
    council = await organisations.by_code(session, actor.tenant_id, "la", body.la_code)
    if council is None:
        raise Invalid("/la_code", "unknown", "The provider works with no council of this code.")
    live_key = f"{body.school_year}-{body.term}"
    found = await session.execute(
        select(SchoolTerm).where(
            SchoolTerm.tenant_id == actor.tenant_id, SchoolTerm.la_id == council.id, SchoolTerm.live_key == live_key
        )
    )
    for former in found.scalars():
        former.live_key, former.replaced_at = None, now
    detail = {
        "la_code": body.la_code,
        "school_year": body.school_year,
        "term": body.term,
        "begins_on": body.begins_on.isoformat(),
        "ends_on": body.ends_on.isoformat(),
    }
    change = _change(actor, "terms", row, detail, now)
    session.add(change)
    await session.flush()
    session.add(
        SchoolTerm(
            id=ids.new_id(now),
            tenant_id=actor.tenant_id,
            la_id=council.id,
            school_year=body.school_year,
            term=body.term,
            live_key=live_key,
            begins_on=body.begins_on,
            ends_on=body.ends_on,
            source=body.source,
            change_id=change.id,
            recorded_at=now,
        )
    )
    await session.flush()
    wanted = queries.touched_by_term(actor.tenant_id, council.id, int(body.school_year[:4]))
    await _work_out_again(session, actor, change, wanted, today=today, now=now, most=MOST_AT_ONCE, progress=silent)
    return change


async def apply_newest(
    session: AsyncSession, actor: Actor, *, today: date, now: datetime, progress: Progress = silent
) -> LawChange | None:
    """Bring a provider to the newest edition of the law; None where it is there already."""
    row = await _take_law(session, actor.tenant_id)
    if row.edition >= newest():
        return None
    wanted = queries.touched_by_edition(actor.tenant_id, row.edition)
    former, row.edition = row.edition, newest()
    change = _change(actor, "edition", row, {}, now, from_edition=former)
    session.add(change)
    await _work_out_again(session, actor, change, wanted, today=today, now=now, most=None, progress=progress)
    return change


async def _take_law(session: AsyncSession, tenant_id: str) -> LawInUse:
    """Return a provider's law for changing: nobody computes by it until the unit of work ends."""
    found = await session.execute(select(LawInUse).where(LawInUse.tenant_id == tenant_id).with_for_update())
    row = found.scalar_one_or_none()
    if row is None:
        row = LawInUse(tenant_id=tenant_id, edition=calendars.FIRST.edition, days_edition=0)
        session.add(row)
        await session.flush()
    return row


def _change(
    actor: Actor, kind: str, row: LawInUse, detail: dict[str, Any], now: datetime, *, from_edition: int | None = None
) -> LawChange:
    return LawChange(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        kind=kind,
        edition=row.edition,
        days_edition=row.days_edition,
        detail={**detail, "from_edition": row.edition if from_edition is None else from_edition},
        cases_worked_out=0,
        cases_changed=0,
        deadlines_changed=0,
        made_by=actor.id,
        made_at=now,
    )


async def _work_out_again(
    session: AsyncSession,
    actor: Actor,
    change: LawChange,
    wanted: ColumnElement[bool],
    *,
    today: date,
    now: datetime,
    most: int | None,
    progress: Progress,
) -> None:
    """Work out every case that a change can touch, and note the change and each case that it moved."""
    await session.flush()
    total = await queries.count(session, wanted)
    if most is not None and total > most:
        raise TooManyCases(
            f"{total} cases would have to be worked out again, more than the {most} that are done while you wait. "
            "Ask the operator to make the change with `mdr law`."
        )
    in_use = await calendars.in_use(session, actor.tenant_id)
    cause = Cause("law", change.id)
    done, moved, deadlines = 0, 0, 0
    async for batch in in_batches(session, wanted, lock=True):
        for whole in batch:
            try:
                worked = whole.work_out(in_use.law, as_of=today)
            except BeyondCalendar as beyond:
                words = "With this change a case's working days run beyond the calendar: it needs a longer one first."
                raise Invalid("/holiday_on", "beyond_calendar", words, rule=beyond.rule) from None
            changed = await take(session, whole.case, worked, whole.deadlines, now=now, cause=cause)
            if changed:
                moved, deadlines = moved + 1, deadlines + len(changed)
                whole.case.version += 1
                whole.case.updated_at = now
                data = {"law_change_id": change.id, "la_code": whole.case.la_code}
                # Told outside only where a clock moved that is seen there.
                public = any(sees(Role.LA_OFFICER, rule_id) for rule_id in changed)
                event = chronicle.Event("case.deadlines_changed", "case", whole.case.id, data, public)
                chronicle.record(session, actor, event, now=now)
        done += len(batch)
        progress(done, total)
    change.cases_worked_out, change.cases_changed, change.deadlines_changed = done, moved, deadlines
    noted = {"kind": change.kind, "cases_changed": moved, "deadlines_changed": deadlines}
    event = chronicle.Event("law.changed", "law_change", change.id, noted, public=False)
    chronicle.record(session, actor, event, now=now)
