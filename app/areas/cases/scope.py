"""Which cases exist for whom: the one predicate that every read and every change of a case goes through."""

from datetime import date
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, bindparam, exists, false, func, not_, or_, select, true
from sqlalchemy.orm import aliased

from app.areas.organisations.queries import succession
from app.domain.births import Passed, passed_by
from app.domain.codes import ReferredBy, Route
from app.domain.parties import ConsentKind, PartyRole, RepresentativeBasis
from app.domain.permissions import Actor, Role
from app.store.tables import Assignment, Case, Child, Organisation, Referral
from app.store.tables.allocation import Conflict, OrganisationConflict
from app.store.tables.parties import Party, Person
from app.store.tables.people_contacts import CapacityAssessment, Consent
from app.store.types import Day, Short

HEALTH_ROUTES = (Route.HEALTH_ONLY, Route.MIXED)
"""The routes on which a case is a health body's business."""


class _Who(NamedTuple):
    """Who asks, and on which day: as values, or as the parameters of a statement that is built once."""

    tenant: Any
    id: Any
    organisation: Any
    today: Any
    surely: Any
    never: Any


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the cases that an actor may see; everything else does not exist for them."""
    return _scope(actor.role, _of(actor))


def _of(actor: Actor) -> _Who:
    """Return who an actor is; without a day nothing has come to pass since it was last worked out."""
    births = passed_by(actor.today) if actor.today else Passed(date.min, date.min)
    return _Who(actor.tenant_id, actor.id, actor.organisation_id, actor.today or date.min, *births)


_DAYS = ("today", "surely", "never")
_PARAMETERS = _Who(
    *(bindparam(f"actor_{name}", type_=Day() if name in _DAYS else Short(36)) for name in _Who._fields),
)


def visible_to_role(role: Role) -> ColumnElement[bool]:
    """Return the same predicate for a statement that is built once for a role: `who` gives its parameters."""
    return _scope(role, _PARAMETERS)


def who(actor: Actor) -> dict[str, Any]:
    """Return the parameters by which a statement that is built for a role knows who asks."""
    return {f"actor_{name}": value for name, value in zip(_Who._fields, _of(actor), strict=True)}


def conflict_of(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the cases that a conflict of interest hides from an actor."""
    return and_(Case.tenant_id == actor.tenant_id, _conflict_of(actor.tenant_id, actor.id))


def _scope(role: Role, who: _Who) -> ColumnElement[bool]:
    """Return what a role may see."""
    tenant, own_id, organisation = who.tenant, who.id, who.organisation
    own: ColumnElement[bool] = Case.tenant_id == tenant
    created = select(Referral.id).where(Referral.tenant_id == tenant, Referral.created_by == own_id)
    match role:
        case Role.COORDINATOR | Role.SERVICE_MANAGER:
            return and_(own, not_(_conflict_of(tenant, own_id)))
        case Role.ADVISER | Role.MEDIATOR:
            assigned = exists().where(
                Assignment.case_id == Case.id, Assignment.user_id == own_id, Assignment.ended_at.is_(None)
            )
            return and_(own, assigned.correlate(Case), not_(_conflict_of(tenant, own_id)))
        case Role.LA_OFFICER:
            return and_(own, Case.la_id == organisation, not_(_conflict_of(tenant, own_id)))
        case Role.ICB_OFFICER:
            return and_(
                own,
                not_(_conflict_of(tenant, own_id)),
                Case.icb_id.in_(succession(tenant, organisation)),
                Case.route.in_(HEALTH_ROUTES),
            )
        case Role.PARTNER_SYSTEM:
            return and_(own, Case.la_id == organisation, Case.referral_id.in_(created))
        case Role.FAMILY_FRONT_END:
            return and_(own, Case.referral_id.in_(created), or_(not_(_parent_shut_out(who)), _shares_with_parent()))
        case _:
            return false()


def _parent_shut_out(who: _Who) -> ColumnElement[bool]:
    """Return whether the rights are the young person's, and what opened the case was not theirs (party-young-person).

    Until families have mandates of their own, what a front end may see of a case goes by who referred. What was last
    worked out may be of a day before, so the date of birth is asked too; where it does not tell, the wall stands until
    the case is worked out again.
    """
    by_young_person = exists().where(
        Referral.tenant_id == Case.tenant_id,
        Referral.id == Case.referral_id,
        Referral.referred_by == ReferredBy.YOUNG_PERSON,
    )
    return and_(_young_person_holds(who), not_(by_young_person.correlate(Case)))


def young_person_holds(actor: Actor | None) -> ColumnElement[bool]:
    """Return whether the rights of a case are the young person's; with nobody named, for `who` to say who asks."""
    return _young_person_holds(_of(actor) if actor is not None else _PARAMETERS)


def _young_person_holds(who: _Who) -> ColumnElement[bool]:
    by_birth = exists().where(
        Child.tenant_id == Case.tenant_id,
        Child.id == Case.child_id,
        or_(Child.born_on < who.surely, and_(Child.born_on < who.never, Case.recompute_on <= who.today)),
    )
    worked_out = func.coalesce(Case.young_person_holds, false()) == true()
    return or_(worked_out, by_birth.correlate(Case))


def _shares_with_parent() -> ColumnElement[bool]:
    """Return whether the young person agrees that the parent sees the case."""
    agreed = exists().where(
        Consent.tenant_id == Case.tenant_id,
        Consent.case_id == Case.id,
        Consent.kind == ConsentKind.SHARE_WITH_PARENT,
        Consent.withdrawn_on.is_(None),
        speaks_for_young_person(Consent.person_id),
    )
    return agreed.correlate(Case)


def speaks_for_young_person(person_id: Any) -> ColumnElement[bool]:
    """Return whether somebody decides in a case for its young person: themselves, or who stands in for them.

    Somebody stands in while the latest assessment finds no capacity (`capacity-young-person`), in the part that goes
    with the basis it names; a parent who only helps does not.
    """
    of_case = (Party.tenant_id == Case.tenant_id, Party.case_id == Case.id, Party.person_id == person_id)
    young_person = (Person.tenant_id == Case.tenant_id, Person.child_id == Case.child_id)
    themselves = exists().where(*of_case, *young_person, Person.id == Party.person_id)
    found, later = CapacityAssessment, aliased(CapacityAssessment)
    superseded = exists().where(
        later.tenant_id == found.tenant_id,
        later.case_id == found.case_id,
        later.person_id == found.person_id,
        or_(later.assessed_on > found.assessed_on, and_(later.assessed_on == found.assessed_on, later.id > found.id)),
    )
    parent = and_(found.representative_basis == RepresentativeBasis.PARENT, Party.role == PartyRole.PARENT)
    other = and_(found.representative_basis != RepresentativeBasis.PARENT, Party.role == PartyRole.REPRESENTATIVE)
    stands_in = exists().where(
        *of_case,
        Party.ends_on.is_(None),
        *young_person,
        found.tenant_id == Case.tenant_id,
        found.case_id == Case.id,
        found.person_id == Person.id,
        found.has_capacity == false(),
        not_(superseded.correlate(found)),
        or_(parent, other),
    )
    return or_(themselves.correlate(Case, Consent), stands_in.correlate(Case, Consent))


def _conflict_of(tenant: Any, own_id: Any) -> ColumnElement[bool]:
    """Return whether somebody has a conflict of interest with a case or a body of it: that beats every other right."""
    with_it = exists().where(
        Conflict.tenant_id == Case.tenant_id,
        Conflict.user_id == own_id,
        Conflict.case_id == Case.id,
        Conflict.lifted_at.is_(None),
    )
    barred = bodies_barred_to(tenant, own_id).subquery()
    with_a_body = exists().where(or_(barred.c.id == Case.la_id, barred.c.id == Case.icb_id))
    return or_(with_it.correlate(Case), with_a_body.correlate(Case))


def bodies_barred_to(tenant: Any, user: Any) -> Select[Any]:
    """Return the ids of the bodies that somebody has a conflict of interest with, and of all that these succeeded.

    What was a body's business is its successor's, so whoever may not touch the one may not touch the other.
    """
    declared = select(OrganisationConflict.organisation_id.label("id")).where(
        OrganisationConflict.tenant_id == tenant,
        OrganisationConflict.user_id == user,
        OrganisationConflict.lifted_at.is_(None),
    )
    # It has no name of its own, since it may stand in one statement several times.
    chain = declared.cte(recursive=True)
    earlier = Organisation.__table__.alias()
    chain = chain.union(select(earlier.c.id).where(earlier.c.tenant_id == tenant, earlier.c.successor_id == chain.c.id))
    return select(chain.c.id)
