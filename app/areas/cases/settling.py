"""Makes what is stored of a case equal to what follows from its facts, and keeps what was said before."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, NamedTuple

from sqlalchemy import and_, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.calendars import queries as calendars
from app.areas.cases import queries
from app.areas.cases.working import WorkedOut, deadline_rows, said, says_otherwise, work_out
from app.domain.attendance import Ground
from app.domain.codes import ReferralKind, ReferredBy
from app.domain.facts import Fact
from app.domain.parties import PartyRole
from app.domain.sessions import LIVE
from app.store import ids
from app.store.tables import Case, Deadline, DeadlineChange, Referral
from app.store.tables.parties import Party, Person
from app.store.tables.sessions import Attendee, MediationSession


class Cause(NamedTuple):
    """Why a case is worked out again: a fact, a correction of its referral, a change of the law, or a new day."""

    kind: str
    id: str | None = None


OPENING = Cause("opening")
NEW_DAY = Cause("day")


async def settle(
    session: AsyncSession, case: Case, facts: Sequence[Fact], *, today: date, now: datetime, cause: Cause
) -> None:
    """Work a case out from its facts under the law in use, and store what follows."""
    in_use = await calendars.held(session, case.tenant_id)
    born_on = await queries.born_on(session, case.tenant_id, case.id)
    worked = work_out(
        facts,
        kind=case.kind,
        sides=await sides_of(session, case),
        born_on=born_on,
        as_of=today,
        law=in_use.law,
        terms=await calendars.terms_of(session, case.tenant_id, case.la_id, born_on),
    )
    found = await session.execute(select(Deadline).where(Deadline.case_id == case.id))
    await take(session, case, worked, found.scalars(), now=now, cause=cause)


async def take(
    session: AsyncSession, case: Case, worked: WorkedOut, stored: Iterable[Deadline], *, now: datetime, cause: Cause
) -> list[str]:
    """Store what was worked out; return the rules of the deadlines that now say something else.

    A deadline that stays keeps its id.
    """
    held, held_once = _held_by_young_person(case), case.young_person_holds
    for name, value in worked.case.items():
        if getattr(case, name) != value:
            setattr(case, name, value)
    if _held_by_young_person(case) and not held:
        await _change_part(session, case, PartyRole.CHILD, PartyRole.YOUNG_PERSON, now)
    elif held_once and not case.young_person_holds and not await _by_young_person(session, case):
        # The date of birth was wrong, or the term began later than it was taken to.
        await _change_part(session, case, PartyRole.YOUNG_PERSON, PartyRole.CHILD, now)
    left = {(row.rule_id, row.subject): row for row in stored}
    changes: list[DeadlineChange] = []
    for values in deadline_rows(worked, tenant_id=case.tenant_id, case_id=case.id, now=now):
        row = left.pop((values["rule_id"], values["subject"]), None)
        before = None if row is None else said_of(row)
        if row is None:
            session.add(Deadline(**values))
        else:
            for name, value in values.items():
                if name != "id" and getattr(row, name) != value:
                    setattr(row, name, value)
        changes += _change(case, values, before, said(values), cause, now)
    for row in left.values():
        changes += _change(case, _values(row), said_of(row), None, cause, now)
    if left:
        await session.execute(delete(Deadline).where(Deadline.id.in_([row.id for row in left.values()])))
    if cause is not OPENING:
        session.add_all(changes)
    return [change.rule_id for change in changes]


def _held_by_young_person(case: Case) -> bool:
    return bool(case.young_person_holds) and case.closed_on is None


async def _change_part(session: AsyncSession, case: Case, before: PartyRole, after: PartyRole, now: datetime) -> None:
    """Give whom a case is about the part that goes with the rights: as a party, or as a child of one (attend-list)."""
    asked = (
        select(Party)
        .join(Person, and_(Person.tenant_id == Party.tenant_id, Person.id == Party.person_id))
        .where(
            Party.tenant_id == case.tenant_id,
            Party.case_id == case.id,
            Party.role == before,
            Party.ends_on.is_(None),
            Person.child_id == case.child_id,
        )
    )
    changed: list[str] = []
    for party in (await session.execute(asked.with_for_update(of=Party))).scalars():
        party.role, party.version, party.updated_at = after, party.version + 1, now
        changed.append(party.id)
    before_ground, after_ground = _GROUND_OF[before], _GROUND_OF[after]
    to_come = select(MediationSession.id).where(
        MediationSession.tenant_id == case.tenant_id, MediationSession.status.in_(LIVE)
    )
    await session.execute(
        update(Attendee)
        .where(
            Attendee.tenant_id == case.tenant_id,
            Attendee.party_id.in_(changed),
            Attendee.basis == before_ground,
            Attendee.session_id.in_(to_come),
        )
        .values(basis=after_ground, version=Attendee.version + 1, updated_at=now)
    )


_GROUND_OF = {PartyRole.CHILD: Ground.CHILD, PartyRole.YOUNG_PERSON: Ground.PARTY}
"""On which ground whom a case is about comes to its sessions (attend-list)."""


async def _by_young_person(session: AsyncSession, case: Case) -> bool:
    """Return whether the young person referred: then they take part as one, whatever their age is found to be."""
    asked = select(Referral.referred_by).where(Referral.tenant_id == case.tenant_id, Referral.id == case.referral_id)
    return await session.scalar(asked) is ReferredBy.YOUNG_PERSON


async def sides_of(session: AsyncSession, case: Case) -> tuple[str, ...]:
    """Return the sides that the referral named for disagreement resolution."""
    if case.kind is ReferralKind.MEDIATION:
        return ()
    sides = await session.scalar(
        select(Referral.drs_sides).where(Referral.tenant_id == case.tenant_id, Referral.id == case.referral_id)
    )
    return tuple(sides or ())


def said_of(row: Deadline) -> dict[str, Any]:
    """Return what a stored deadline says."""
    return said(_values(row))


def _values(row: Deadline) -> dict[str, Any]:
    return {column.name: getattr(row, column.name) for column in Deadline.__table__.columns}


def _change(
    case: Case,
    values: Mapping[str, Any],
    before: dict[str, Any] | None,
    after: dict[str, Any] | None,
    cause: Cause,
    now: datetime,
) -> list[DeadlineChange]:
    if not says_otherwise(before, after):
        return []
    return [
        DeadlineChange(
            id=ids.new_id(now),
            tenant_id=case.tenant_id,
            case_id=case.id,
            rule_id=values["rule_id"],
            subject=values["subject"],
            cause=cause.kind,
            cause_id=cause.id,
            before=before,
            after=after,
            changed_at=now,
        )
    ]
