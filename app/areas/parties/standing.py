"""What people agreed to, and who may decide for whom: consents and assessments of capacity."""

from datetime import date, datetime

from sqlalchemy import literal, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import service as cases
from app.areas.cases.parts import part_for_change
from app.areas.cases.scope import speaks_for_young_person
from app.areas.parties import queries
from app.areas.parties import standing_schemas as schemas
from app.areas.parties.service import note
from app.domain.facts import FactType
from app.domain.parties import ConsentKind
from app.domain.permissions import Actor
from app.domain.refusals import Invalid, StateConflict
from app.store import ids
from app.store.tables import Case
from app.store.tables.parties import Party
from app.store.tables.people_contacts import CapacityAssessment, Consent
from app.store.versions import check_version


async def consent(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: schemas.RecordConsent,
    *,
    today: date,
    now: datetime,
) -> Consent:
    """Record what a person of the case agreed to."""
    case = await cases.for_change(session, actor, case_id)
    if body.given_on > today:
        raise Invalid("/given_on", "in_the_future", "A consent is recorded once it was given.")
    await _check_in_case(session, case, body.person_id)
    if body.kind is ConsentKind.SHARE_WITH_PARENT:
        theirs = select(Case.id).where(Case.id == case.id, speaks_for_young_person(literal(body.person_id)))
        if (await session.execute(theirs)).first() is None:
            raise Invalid(
                "/person_id", "not_theirs_to_give", "The young person agrees to this, or who stands in for them."
            )
    made = Consent(
        id=ids.new_id(now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        person_id=body.person_id,
        kind=body.kind,
        how=body.how,
        given_on=body.given_on,
        recorded_by=actor.id,
        version=1,
    )
    session.add(made)
    note(session, actor, "consent.recorded", "consent", made.id, now, case_id=case.id, consent=body.kind.value)
    return made


async def withdraw_consent(
    session: AsyncSession,
    actor: Actor,
    consent_id: str,
    body: schemas.WithdrawConsent,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Consent:
    """End a consent from a day on."""
    made = await part_for_change(session, actor, Consent, consent_id, version)
    if made.withdrawn_on is not None:
        raise StateConflict("That consent has been withdrawn already.")
    if not made.given_on <= body.withdrawn_on <= today:
        raise Invalid("/withdrawn_on", "out_of_order", "A consent ends between the day it was given and today.")
    made.withdrawn_on, made.version = body.withdrawn_on, made.version + 1
    note(session, actor, "consent.withdrawn", "consent", made.id, now, case_id=made.case_id)
    return made


async def assess(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: schemas.RecordCapacity,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> CapacityAssessment:
    """Record an assessment of capacity; where it changes who may decide, the fact of the case goes with it."""
    case = await cases.for_change(session, actor, case_id)
    check_version(case.version, version)
    if body.assessed_on > today:
        raise Invalid("/assessed_on", "in_the_future", "An assessment is recorded once it was made.")
    if body.has_capacity and body.representative_basis is not None:
        raise Invalid("/representative_basis", "not_needed", "Nobody stands in for a person who has capacity.")
    await _check_in_case(session, case, body.person_id)
    columns = {column.name: getattr(case, column.name) for column in Case.__table__.columns}
    before = await queries.capacity_in_force(session, columns, today)
    made = CapacityAssessment(
        id=ids.new_id(now), tenant_id=case.tenant_id, case_id=case.id, recorded_by=actor.id, **body.model_dump()
    )
    session.add(made)
    await session.flush()
    note(session, actor, "capacity.assessed", "case", case.id, now)
    could = before is None or before["has_capacity"]
    if could != body.has_capacity:
        change = "capacity_regained" if body.has_capacity else "capacity_lost"
        await cases.record_fact(
            session,
            actor,
            case.id,
            type=FactType.CAPACITY_OR_AGE_CHANGE,
            occurred_on=body.assessed_on,
            payload={"change": change},
            supersedes=None,
            retracted=False,
            version=None,
            today=today,
            now=now,
        )
    return made


async def _check_in_case(session: AsyncSession, case: Case, person_id: str) -> None:
    asked = select(Party.id).where(
        Party.tenant_id == case.tenant_id, Party.case_id == case.id, Party.person_id == person_id
    )
    if (await session.execute(asked.limit(1))).first() is None:
        raise Invalid("/person_id", "not_in_the_case", "That person has no part in this case.")
