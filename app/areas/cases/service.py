"""What a person does with a case: open it, record a fact on it, reassign it."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.calendars import queries as calendars
from app.areas.cases import kept, queries
from app.areas.cases.audiences import SEEN_OUTSIDE
from app.areas.cases.schemas import ReassignCase
from app.areas.cases.settling import NEW_DAY, OPENING, Cause, settle, sides_of
from app.areas.identity import queries as identity
from app.domain import appeals, guards, lifecycle, withdrawals
from app.domain.codes import IssueKind
from app.domain.facts import Fact, FactType
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound, StateConflict
from app.domain.rights_holders import young_person_from
from app.store import chronicle, ids, tables
from app.store.tables import ADVISER, MEDIATOR, Assignment, Case, Referral
from app.store.versions import check_version


async def for_change(session: AsyncSession, actor: Actor, case_id: str) -> Case:
    """Return a case that the actor may see, locked until the unit of work ends, and the law with it."""
    # The law first, as a change of the law takes them: the other way round two could wait for each other.
    await calendars.held(session, actor.tenant_id)
    found = await session.execute(select(Case).where(Case.id == case_id, queries.visible_to(actor)).with_for_update())
    case = found.scalar_one_or_none()
    if case is None:
        raise NotFound
    guards.check_not_gone(case.transferred_on)
    return case


async def open_case(
    session: AsyncSession,
    actor: Actor,
    referral: Referral,
    *,
    reference: str,
    adviser_id: str | None,
    today: date,
    now: datetime,
) -> Case:
    """Open a case of an accepted referral, with the facts that the referral already holds."""
    if adviser_id is not None:
        await _check_capacity(session, actor, ADVISER, adviser_id)
    case = Case(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        reference=reference,
        referral_id=referral.id,
        child_id=referral.child_id,
        la_id=referral.la_id,
        la_code=referral.la_code,
        icb_id=referral.icb_id,
        kind=referral.kind,
        adviser_id=adviser_id,
        received_on=referral.received_on,
        stage=lifecycle.Stage.REFERRED.value,
        flags=[],
        warnings=[],
        fact_count=0,
        created_at=now,
        updated_at=now,
        version=1,
    )
    session.add(case)
    await session.flush()
    if adviser_id is not None:
        session.add(_assignment(case, adviser_id, now))
    facts = facts_of_referral(referral, now)
    session.add_all(_row(case, fact, actor) for fact in facts)
    await session.flush()
    await settle(session, case, facts, today=today, now=now, cause=OPENING)
    chronicle.record(session, actor, _event("opened", case), now=now)
    for fact in facts:
        chronicle.record(session, actor, _fact_event(case, fact, ()), now=now)
    return case


def facts_of_referral(referral: Referral, now: datetime) -> list[Fact]:
    """Return the facts that a referral holds: the decision, the contact, the scope of an appeal, the issues."""
    found: list[tuple[FactType, date, dict[str, Any]]] = []
    sent_on = referral.decision_sent_on or referral.letter_dated_on
    if referral.decision_kind is not None and sent_on is not None:
        payload = {"decision_kind": referral.decision_kind.value}
        if referral.letter_dated_on is not None:
            payload["letter_dated_on"] = referral.letter_dated_on.isoformat()
        found.append((FactType.DECISION_SENT, sent_on, payload))
    contacted_on = referral.contacted_on
    contact = {"channel": referral.channel.value, "referred_by": referral.referred_by.value}
    found.append((FactType.REFERRAL_RECEIVED, contacted_on, contact))
    if referral.appeal_sections:
        found.append((FactType.APPEAL_SCOPE_STATED, contacted_on, {"sections": list(referral.appeal_sections)}))
    issues = [IssueKind.HEALTH] * bool(referral.health_issues) + [IssueKind.SOCIAL_CARE] * bool(
        referral.social_care_issues
    )
    if issues:
        kinds = [IssueKind.EDUCATION, *issues] if referral.decision_kind is not None else issues
        recorded = {"issues": [{"kind": kind.value} for kind in kinds]}
        found.append((FactType.ISSUES_RECORDED, contacted_on, recorded))
    return [
        Fact(ids.new_id(now), kind, day, sequence=place, recorded_at=now, payload=payload)
        for place, (kind, day, payload) in enumerate(found, start=1)
    ]


async def record_fact(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    *,
    type: FactType,
    occurred_on: date,
    payload: dict[str, Any],
    supersedes: str | None,
    retracted: bool,
    version: int | None,
    today: date,
    now: datetime,
    by_resource: bool = False,
) -> tuple[Case, Fact]:
    """Record a fact on a case, if its stage and the hard guards allow it, and work the case out again."""
    case = await for_change(session, actor, case_id)
    check_version(case.version, version)
    facts = await facts_of(session, case)
    sides = await sides_of(session, case)
    fact = Fact(
        ids.new_id(now),
        type,
        occurred_on,
        sequence=case.fact_count + 1,
        recorded_at=now,
        payload=payload,
        supersedes=supersedes,
        retracted=retracted,
    )
    if type is FactType.APPEAL_LODGED and not retracted:
        appeals.check_received(payload, occurred_on, now)
    if not by_resource:
        await kept.check(session, case, fact)
    guards.check_fact(
        fact,
        facts,
        today=today,
        kind=case.kind,
        sides=sides,
        by_resource=by_resource,
        own_sessions=() if by_resource else await kept.own_sessions(session, case),
        passes_on=await _rights_pass_on(session, case) if supersedes else None,
    )
    withdrawals.check_reason(fact, facts)
    session.add(_row(case, fact, actor))
    await session.flush()
    await settle(session, case, [*facts, fact], today=today, now=now, cause=Cause("fact", fact.id))
    case.version += 1
    case.updated_at = now
    chronicle.record(session, actor, _fact_event(case, fact, facts), now=now)
    return case, fact


async def reassign(
    session: AsyncSession, actor: Actor, case_id: str, body: ReassignCase, *, version: int | None, now: datetime
) -> Case:
    """Give a case to another adviser or mediator; the one before in that capacity loses sight of it."""
    case = await for_change(session, actor, case_id)
    check_version(case.version, version)
    capacity, user_id = _named_in(body)
    await _check_capacity(session, actor, capacity, user_id)
    standing = (
        Assignment.tenant_id == case.tenant_id,
        Assignment.case_id == case.id,
        Assignment.capacity == capacity,
        Assignment.ended_at.is_(None),
    )
    before = (await session.execute(select(Assignment.user_id).where(*standing))).scalars().all()
    if user_id in before:
        raise StateConflict(f"The case is with this {capacity} already.")
    await session.execute(update(Assignment).where(*standing).values(ended_at=now))
    session.add(_assignment(case, user_id, now, capacity))
    if capacity == ADVISER:
        case.adviser_id = user_id
    case.version, case.updated_at = case.version + 1, now
    told = {f"{capacity}_id": user_id}
    chronicle.record(session, actor, _event("reassigned", case, public=False, **told), now=now)
    return case


async def _rights_pass_on(session: AsyncSession, case: Case) -> date | None:
    """Return the day on which the rights pass to the young person of a case; None without a date of birth."""
    born_on = await queries.born_on(session, case.tenant_id, case.id)
    if born_on is None:
        return None
    return young_person_from(born_on, await calendars.terms_of(session, case.tenant_id, case.la_id, born_on))


async def hand_on(session: AsyncSession, actor: Actor, case_ids: Sequence[str], *, today: date, now: datetime) -> None:
    """Note of cases that they have gone to another provider: they stay readable here, and nothing is added to them."""
    await calendars.held(session, actor.tenant_id)
    asked = select(Case).where(Case.tenant_id == actor.tenant_id, Case.id.in_(case_ids)).order_by(Case.id)
    for case in (await session.execute(asked.with_for_update())).scalars():
        case.transferred_on, case.updated_at, case.version = today, now, case.version + 1
        chronicle.record(session, actor, _event("transferred", case), now=now)


def _named_in(body: ReassignCase) -> tuple[str, str]:
    """Return the capacity and the person that a reassignment names: exactly one."""
    if body.adviser_id is not None and body.mediator_id is not None:
        raise Invalid("/mediator_id", "one_at_a_time", "Name an adviser or a mediator, not both in one request.")
    if body.mediator_id is not None:
        return MEDIATOR, body.mediator_id
    if body.adviser_id is None:
        raise Invalid("/adviser_id", "missing", "Name an adviser, or a mediator as `mediator_id`.")
    return ADVISER, body.adviser_id


async def take_correction(session: AsyncSession, referral: Referral, *, today: date, now: datetime) -> None:
    """Follow a correction of the referral that the case came from: its health body, and whatever rests on the child."""
    case = (
        await session.execute(
            select(Case).where(Case.tenant_id == referral.tenant_id, Case.id == referral.case_id).with_for_update()
        )
    ).scalar_one()
    guards.check_not_gone(case.transferred_on)
    case.icb_id, case.version, case.updated_at = referral.icb_id, case.version + 1, now
    await session.flush()
    facts = await facts_of(session, case)
    await settle(session, case, facts, today=today, now=now, cause=Cause("referral", referral.id))


async def work_out_again(session: AsyncSession, case: Case, *, today: date, now: datetime) -> None:
    """Bring what is cached of a case up to the day, when time alone has changed it."""
    await settle(session, case, await facts_of(session, case), today=today, now=now, cause=NEW_DAY)


async def facts_of(session: AsyncSession, case: Case) -> list[Fact]:
    """Return every fact of a case, superseded ones too, in the order of recording."""
    rows = await session.execute(
        select(tables.Fact).where(tables.Fact.case_id == case.id).order_by(tables.Fact.sequence)
    )
    return [queries.to_fact(row) for row in rows.scalars()]


_ROLE_FOR = {ADVISER: Role.ADVISER, MEDIATOR: Role.MEDIATOR}


async def _check_capacity(session: AsyncSession, actor: Actor, capacity: str, user_id: str) -> None:
    """Refuse to give a case to who is not active, or not of the role that works in this capacity."""
    user = await identity.user(session, actor.tenant_id, user_id)
    if user is None or not user.active or user.role is not _ROLE_FOR[capacity]:
        code = "not_an_adviser" if capacity == ADVISER else "not_a_mediator"
        raise Invalid(f"/{capacity}_id", code, f"An active {capacity} of the provider is expected.")


def _assignment(case: Case, user_id: str, now: datetime, capacity: str = ADVISER) -> Assignment:
    return Assignment(
        id=ids.new_id(now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        user_id=user_id,
        capacity=capacity,
        began_at=now,
        ended_at=None,
    )


def _row(case: Case, fact: Fact, actor: Actor) -> tables.Fact:
    return tables.Fact(
        id=fact.id,
        tenant_id=case.tenant_id,
        case_id=case.id,
        sequence=fact.sequence,
        type=fact.type.value,
        occurred_on=fact.occurred_on,
        payload=dict(fact.payload),
        supersedes_id=fact.supersedes,
        retracted=fact.retracted,
        recorded_at=fact.recorded_at,
        recorded_by=actor.id,
        recorder_role=actor.role.value,
    )


def _event(verb: str, case: Case, *, public: bool = True, **data: str) -> chronicle.Event:
    return chronicle.Event(f"case.{verb}", "case", case.id, {"la_code": case.la_code, **data}, public)


def _fact_event(case: Case, fact: Fact, facts: Sequence[Fact]) -> chronicle.Event:
    """Tell of a fact; beyond the provider too where it, or the fact that it supersedes, is seen there."""
    types = [fact.type, *(known.type for known in facts if known.id == fact.supersedes)]
    # A type that stays within is not told by the event that says that a fact seen outside no longer stands.
    told = next((type_ for type_ in types if type_ in SEEN_OUTSIDE), None)
    data = {"fact_id": fact.id, "type": (told or fact.type).value, "stage": lifecycle.seen_outside(case.stage).value}
    return chronicle.Event("case.fact_recorded", "case", case.id, data, told is not None)
