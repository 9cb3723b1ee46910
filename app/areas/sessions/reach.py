"""Which sessions and which of their attendees exist for whom, as predicates."""

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlalchemy.orm import aliased

from app.areas.cases import queries as cases
from app.domain.availability import own_side
from app.domain.codes import ReferredBy
from app.domain.parties import PartyRole
from app.domain.permissions import Actor, Role
from app.domain.sessions import SessionKind
from app.store.tables import Case, Referral
from app.store.tables.parties import Party
from app.store.tables.sessions import Attendee, MediationSession, SessionCase

SERVED = and_(SessionCase.tenant_id == MediationSession.tenant_id, SessionCase.session_id == MediationSession.id)
CASE = and_(Case.tenant_id == SessionCase.tenant_id, Case.id == SessionCase.case_id)
_TOLD = or_(MediationSession.proposed_on.is_not(None), MediationSession.fixed_on.is_not(None))
_SPEAKS_AS = {
    ReferredBy.PARENT: PartyRole.PARENT,
    ReferredBy.YOUNG_PERSON: PartyRole.YOUNG_PERSON,
    ReferredBy.REPRESENTATIVE: PartyRole.REPRESENTATIVE,
}
"""In which role of the family a front end speaks, by who made its referral."""


def visible_to(actor: Actor, seen: ColumnElement[bool] | None = None) -> ColumnElement[bool]:
    """Return the predicate of the sessions an actor may see; `seen` is that of their cases, once for a statement.

    Beyond the provider nothing is seen that was not proposed or fixed, and of pre-meetings only those to which
    somebody is asked for whom the actor speaks: not that there is one with anybody else.
    """
    seen = cases.visible_to(actor) if seen is None else seen
    served = exists().where(SERVED, CASE, seen).correlate(MediationSession)
    if actor.is_staff:
        return served
    own = (
        exists()
        .where(
            Attendee.tenant_id == MediationSession.tenant_id,
            Attendee.session_id == MediationSession.id,
            spoken_for(actor, seen),
        )
        .correlate(MediationSession)
    )
    return and_(served, _TOLD, or_(MediationSession.kind != SessionKind.PRE_MEETING, own))


def invited(actor: Actor, seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the predicate of the attendees of cases that an actor sees; beyond the provider, of their own side."""
    return _of_party(seen) if actor.is_staff else _of_party(seen, Party.side == str(own_side(actor.role)))


def spoken_for(actor: Actor, seen: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the predicate of the attendees for whom an actor speaks: for a body those of its side.

    A family's front end is one caller for all of a family. Until families have mandates of their own it speaks for
    whoever made the referral, in whose role: what is for the child alone, or for somebody else, is not its own.
    """
    if actor.role is not Role.FAMILY_FRONT_END:
        return invited(actor, seen)
    referral = aliased(Referral)
    made = [and_(referral.referred_by == by, Party.role == role) for by, role in _SPEAKS_AS.items()]
    return _of_party(seen, referral.tenant_id == Case.tenant_id, referral.id == Case.referral_id, or_(*made))


def _of_party(seen: ColumnElement[bool], *wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return (
        exists()
        .where(
            Party.tenant_id == Attendee.tenant_id,
            Party.id == Attendee.party_id,
            Case.tenant_id == Attendee.tenant_id,
            Case.id == Attendee.case_id,
            seen,
            *wanted,
        )
        .correlate(Attendee)
    )
