"""What may be read of people and their parts: through the cases that an actor sees."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases import queries as cases
from app.domain.parties import LEAST_LETTERS, ConsentKind
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotFound
from app.domain.sessions import SessionStatus
from app.store.tables import IS_OPEN_HERE, Case
from app.store.tables.parties import Party, Passport, Person
from app.store.tables.people_contacts import CapacityAssessment, Consent, PersonContact, WithheldContact
from app.store.tables.sessions import MediationSession, SessionCase

Reader = AsyncConnection | AsyncSession

_WITHHELD = exists().where(WithheldContact.tenant_id == Party.tenant_id, WithheldContact.person_id == Party.person_id)
_AGREES = exists().where(
    Consent.tenant_id == Party.tenant_id,
    Consent.case_id == Party.case_id,
    Consent.person_id == Party.person_id,
    Consent.kind == ConsentKind.SHARE_CONTACT_WITH_LA,
    Consent.withdrawn_on.is_(None),
)
_SHARED = and_(PersonContact.shared_with_la, Party.ends_on.is_(None), _AGREES.correlate(Party))
"""Whether the council of a case knows how to reach somebody: they agreed to it on this case, and still take part."""
_PARTIES = (
    select(
        *Party.__table__.columns,
        Person.given_name,
        Person.family_name,
        Person.job_title,
        Person.organisation_id,
        PersonContact.phone,
        PersonContact.email,
        _SHARED.label("is_shared"),
        Passport.needs,
        _WITHHELD.correlate(Party).label("is_withheld"),
    )
    .join(Person, and_(Person.tenant_id == Party.tenant_id, Person.id == Party.person_id))
    .outerjoin(
        PersonContact, and_(PersonContact.tenant_id == Party.tenant_id, PersonContact.person_id == Party.person_id)
    )
    .outerjoin(Passport, and_(Passport.tenant_id == Party.tenant_id, Passport.person_id == Party.person_id))
)


async def of_case(reader: Reader, case: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the parts that people have in a case, with their names and what they share."""
    asked = _PARTIES.where(Party.tenant_id == case["tenant_id"], Party.case_id == case["id"]).order_by(Party.id)
    return [dict(row) for row in (await reader.execute(asked)).mappings()]


async def party(reader: Reader, actor: Actor, party_id: str) -> dict[str, Any]:
    """Return one part in a case that the actor sees."""
    asked = _PARTIES.join(Case, and_(Case.tenant_id == Party.tenant_id, Case.id == Party.case_id)).where(
        Party.id == party_id, cases.visible_to(actor)
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def people_seen(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the people an actor may look up: those of their cases; coordinators, the provider's."""
    own: ColumnElement[bool] = Person.tenant_id == actor.tenant_id
    if actor.role in {Role.COORDINATOR, Role.SERVICE_MANAGER}:
        return and_(own, not_(_hidden_from(actor)))
    return and_(own, _has_part(cases.visible_to(actor)))


def _hidden_from(actor: Actor) -> ColumnElement[bool]:
    """Return whether a conflict of interest hides somebody: they have a part in the case, and in none that is seen."""
    return and_(_has_part(cases.conflict_of(actor)), not_(_has_part(cases.visible_to(actor))))


def _has_part(wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return whether somebody has a part in a case of a kind."""
    part = exists().where(
        Party.tenant_id == Person.tenant_id,
        Party.person_id == Person.id,
        Case.tenant_id == Party.tenant_id,
        Case.id == Party.case_id,
        wanted,
    )
    return part.correlate(Person)


async def person(reader: Reader, actor: Actor, person_id: str) -> dict[str, Any]:
    """Return somebody that the actor may look up."""
    asked = select(*Person.__table__.columns).where(Person.id == person_id, people_seen(actor))
    row = (await reader.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


async def in_open_case(reader: Reader, actor: Actor, person_id: str) -> bool:
    """Return whether somebody has a part in an open case that the actor sees."""
    seen_and_open = and_(cases.visible_to(actor), IS_OPEN_HERE)
    asked = select(Person.id).where(Person.id == person_id, _has_part(seen_and_open))
    return (await reader.execute(asked)).first() is not None


async def alike(reader: Reader, actor: Actor, given: str, family: str, *, limit: int = 20) -> list[dict[str, Any]]:
    """Return people of a like folded name, with how many cases that the actor sees each has a part in."""
    parts = (
        select(func.count())
        .where(
            Party.tenant_id == Person.tenant_id,
            Party.person_id == Person.id,
            Case.tenant_id == Party.tenant_id,
            Case.id == Party.case_id,
            cases.visible_to(actor),
        )
        .correlate(Person)
        .scalar_subquery()
    )
    wanted = [_named(family or given)]
    if given and family:
        # Given names vary more than family names; of whom only the given name is known, it is the whole name.
        wanted.append(Person.search_name == given)
    asked = (
        select(Person.id, Person.given_name, Person.family_name, Person.job_title, parts.label("cases"))
        .where(Person.tenant_id == actor.tenant_id, not_(_hidden_from(actor)), or_(*wanted))
        .order_by(Person.search_name, Person.id)
        .limit(limit)
    )
    return [dict(row) for row in (await reader.execute(asked)).mappings()]


def _named(folded: str) -> ColumnElement[bool]:
    """Return whether somebody has a name that holds this one; one that is too short for that is looked for whole."""
    if len(folded) >= LEAST_LETTERS:
        return Person.search_name.contains(folded, autoescape=True)
    return or_(
        Person.search_name == folded,
        Person.search_name.startswith(f"{folded} ", autoescape=True),
        Person.search_name.endswith(f" {folded}", autoescape=True),
    )


async def of_person(reader: Reader, table: Any, tenant_id: str, person_id: str) -> dict[str, Any] | None:
    """Return the one row that a table keeps of somebody."""
    asked = select(*table.__table__.columns).where(table.tenant_id == tenant_id, table.person_id == person_id)
    row = (await reader.execute(asked)).mappings().one_or_none()
    return None if row is None else dict(row)


async def capacity_in_force(reader: Reader, case: Mapping[str, Any], on: date) -> dict[str, Any] | None:
    """Return the latest assessment of capacity that was made by a day."""
    asked = (
        select(*CapacityAssessment.__table__.columns)
        .where(
            CapacityAssessment.tenant_id == case["tenant_id"],
            CapacityAssessment.case_id == case["id"],
            CapacityAssessment.assessed_on <= on,
        )
        .order_by(CapacityAssessment.assessed_on.desc(), CapacityAssessment.id.desc())
        .limit(1)
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    return None if row is None else dict(row)


def _given_by_right(case: Mapping[str, Any], kind: ConsentKind) -> list[ColumnElement[bool]]:
    """Return what makes a consent count: a young person's is their own, or of who stands in for them."""
    if kind is not ConsentKind.SHARE_WITH_PARENT:
        return []
    theirs = exists().where(Case.id == case["id"], cases.speaks_for_young_person(Consent.person_id))
    return [theirs.correlate(Consent)]


async def agreed(reader: Reader, case: Mapping[str, Any], kind: ConsentKind, on: date) -> bool:
    """Return whether a consent of this kind stands on a day."""
    asked = select(Consent.id).where(
        Consent.tenant_id == case["tenant_id"],
        Consent.case_id == case["id"],
        Consent.kind == kind,
        *_given_by_right(case, kind),
        Consent.given_on <= on,
        or_(Consent.withdrawn_on.is_(None), Consent.withdrawn_on > on),
    )
    return (await reader.execute(asked.limit(1))).first() is not None


async def is_subject(reader: Reader, case: Case, person_id: str) -> bool:
    """Return whether somebody is the child or young person that a case is about."""
    asked = select(Person.id).where(
        Person.tenant_id == case.tenant_id, Person.id == person_id, Person.child_id == case.child_id
    )
    return (await reader.execute(asked)).first() is not None


async def shares_contact(reader: Reader, tenant_id: str, person_id: str) -> bool:
    """Return whether somebody agrees, on any case, that its council knows how to reach them."""
    asked = select(Consent.id).where(
        Consent.tenant_id == tenant_id,
        Consent.person_id == person_id,
        Consent.kind == ConsentKind.SHARE_CONTACT_WITH_LA,
        Consent.withdrawn_on.is_(None),
    )
    return (await reader.execute(asked.limit(1))).first() is not None


async def meets(reader: Reader, tenant_id: str, mediator_id: str, person_id: str, since: datetime) -> bool:
    """Return whether a mediator has a session set, and not over, in a case in which somebody has a part."""
    asked = (
        select(MediationSession.id)
        .join(
            SessionCase,
            and_(SessionCase.tenant_id == MediationSession.tenant_id, SessionCase.session_id == MediationSession.id),
        )
        .join(Party, and_(Party.tenant_id == SessionCase.tenant_id, Party.case_id == SessionCase.case_id))
        .where(
            MediationSession.tenant_id == tenant_id,
            MediationSession.status == SessionStatus.FIXED,
            MediationSession.starts_at >= since,
            Party.person_id == person_id,
            or_(MediationSession.mediator_id == mediator_id, MediationSession.co_mediator_id == mediator_id),
        )
        .limit(1)
    )
    return (await reader.execute(asked)).first() is not None
