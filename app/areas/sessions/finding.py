"""Look for a time that everybody can keep."""

import asyncio
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import and_, select

from app.areas.allocation import queries as allocation
from app.areas.calendars import queries as calendars
from app.areas.cases import queries as cases
from app.areas.sessions import queries, slot_schemas
from app.domain import slots
from app.domain.availability import AvailabilitySide
from app.domain.calendars import BeyondCalendar
from app.domain.fitness import unfit
from app.domain.parties import Adjustment
from app.domain.permissions import Actor
from app.domain.refusals import Fault, Invalid
from app.domain.sessions import SessionKind, day_begins, day_ends
from app.store.tables import MEDIATOR, Assignment, SchoolTerm
from app.store.tables.parties import Party, Passport
from app.store.tables.sessions import AvailabilityWindow

_COLUMNS = tuple(AvailabilityWindow.__table__.columns)


async def search(
    reader: queries.Reader, actor: Actor, case_id: str, body: slot_schemas.SearchSlots, *, today: date, now: datetime
) -> tuple[int, slots.Found]:
    """Return how long the session takes with people's adjustments, and the times that everybody can keep."""
    case = await cases.one(reader, actor, case_id)
    law = (await calendars.in_use(reader, case["tenant_id"])).law
    told_on = max(body.told_on or today, today)
    rule = law.rules.on("session-notice-5wd", told_on)
    needs = await _needs(reader, case)
    length = slots.length_for(body.length_minutes, needs)
    pre_meeting = body.kind is SessionKind.PRE_MEETING
    hold_by = body.hold_by or (None if pre_meeting else await queries.hold_by(reader, case["tenant_id"], case["id"]))
    not_before = max(now, day_begins(told_on))
    spoken = {Adjustment.INTERPRETER, Adjustment.BSL} & set(needs)
    lead = slots.INTERPRETER_LEAD if body.interpreter_lead_days is None else body.interpreter_lead_days
    if told_on > law.calendar.last:
        words = f"The calendar ends on {law.calendar.last.isoformat()}."
        raise BeyondCalendar(words, faults=(Fault("/told_on", "beyond_calendar", words),))
    windows = await _windows(reader, case)
    asked = slots.Asked(
        calendar=law.calendar,
        not_before=not_before,
        told_on=told_on,
        length_minutes=length,
        hold_by=hold_by,
        notice_days=None if pre_meeting or rule is None or body.short_notice_agreed else rule.amount,
        sides={
            side.value: _availability([row for row in windows if row["side"] is side])
            for side in AvailabilitySide
            if side is not AvailabilitySide.MEDIATOR and (body.sides is None or side in body.sides)
            if any(row["side"] is side for row in windows)
        },
        mediators=await _mediators(reader, case, body, not_before, hold_by or told_on),
        lead_days=lead if spoken else 0,
        terms=await _terms(reader, case) if body.school_needed else None,
    )
    # Many mediators take a while to try: others are answered meanwhile.
    return length, await asyncio.to_thread(slots.find, asked, most=body.limit)


async def _windows(reader: queries.Reader, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    asked = select(*_COLUMNS).where(
        AvailabilityWindow.tenant_id == case["tenant_id"],
        AvailabilityWindow.case_id == case["id"],
        AvailabilityWindow.withdrawn_at.is_(None),
    )
    return [dict(row) for row in (await reader.execute(asked)).mappings()]


def _availability(rows: Sequence[Mapping[str, Any]]) -> slots.Availability:
    windows = [(row["possible"], slots.Window(row["starts_at"], row["ends_at"])) for row in rows]
    return slots.Availability(
        tuple(window for possible, window in windows if possible),
        tuple(window for possible, window in windows if not possible),
    )


async def _mediators(
    reader: queries.Reader,
    case: Mapping[str, Any],
    body: slot_schemas.SearchSlots,
    begins: datetime,
    last: date,
) -> list[slots.Candidate]:
    """Return the mediators to look at: those named, else the one of the case, else everybody."""
    tenant_id = case["tenant_id"]
    known = {row["id"]: row for row in await allocation.mediators(reader, tenant_id)}
    wanted = body.mediator_ids or await _given(reader, case) or list(known)
    for place, id in enumerate(body.mediator_ids):
        if id not in known:
            raise Invalid(f"/mediator_ids/{place}", "not_a_mediator", "An active mediator is expected.")
    barred = await allocation.conflicted(reader, tenant_id, case["id"])
    ends = day_ends(last) + slots.LOOK_BEYOND
    busy = await queries.times_of_mediators(reader, tenant_id, wanted, day_begins(begins.date()), ends)
    stated = await reader.execute(
        select(*_COLUMNS).where(
            AvailabilityWindow.tenant_id == tenant_id,
            AvailabilityWindow.mediator_id.in_(wanted),
            AvailabilityWindow.withdrawn_at.is_(None),
        )
    )
    windows = [dict(row) for row in stated.mappings()]
    return [
        slots.Candidate(
            id=id,
            busy=tuple(_busy(row) for row in busy if id in {row["mediator_id"], row["co_mediator_id"]}),
            availability=_availability([row for row in windows if row["mediator_id"] == id]),
            unfit_on=_unfit_on(known[id]) if id in known else (lambda _day: ("inactive",)),
            conflicted=id in barred,
        )
        for id in wanted
    ]


async def _given(reader: queries.Reader, case: Mapping[str, Any]) -> list[str]:
    """Return the mediator who has a case, as a list of one; nobody where it has none."""
    asked = select(Assignment.user_id).where(
        Assignment.tenant_id == case["tenant_id"],
        Assignment.case_id == case["id"],
        Assignment.capacity == MEDIATOR,
        Assignment.ended_at.is_(None),
    )
    return list((await reader.execute(asked)).scalars())


def _busy(row: Mapping[str, Any]) -> slots.Window:
    return slots.window(row["starts_at"], row["length_minutes"])


def _unfit_on(row: Mapping[str, Any]) -> Any:
    fitness = allocation.fitness_of(row)
    return lambda day: unfit(fitness, day)


async def _needs(reader: queries.Reader, case: Mapping[str, Any]) -> list[Adjustment]:
    """Return the adjustments of the people who have a part in a case."""
    asked = (
        select(Passport.needs)
        .join(Party, and_(Party.tenant_id == Passport.tenant_id, Party.person_id == Passport.person_id))
        .where(Party.tenant_id == case["tenant_id"], Party.case_id == case["id"], Party.ends_on.is_(None))
    )
    found = {need for needs in (await reader.execute(asked)).scalars() for need in needs}
    return [need for need in Adjustment if need.value in found]


async def _terms(reader: queries.Reader, case: Mapping[str, Any]) -> list[tuple[date, date]] | None:
    """Return the terms of the council's schools; None where none are recorded, and so none is in the way."""
    asked = select(SchoolTerm.begins_on, SchoolTerm.ends_on).where(
        SchoolTerm.tenant_id == case["tenant_id"],
        SchoolTerm.la_id == case["la_id"],
        SchoolTerm.live_key.is_not(None),
    )
    return [(row.begins_on, row.ends_on) for row in await reader.execute(asked)] or None
