"""Whose cases may enter whose figures."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_

from app.areas.cases.scope import HEALTH_ROUTES
from app.areas.organisations.queries import succession
from app.domain.permissions import Actor, Role
from app.store.tables import Case


def predecessors_of(actor: Actor) -> Select[Any]:
    """Return the ids of the actor's organisation and of every one that it has succeeded."""
    return succession(actor.tenant_id, actor.organisation_id)


def visible_to(actor: Actor, origin: Any, bodies: Select[Any]) -> ColumnElement[bool]:
    """Return the predicate of what may enter an actor's figures; everything else does not exist for them.

    A health body's figures are of the cases that its officers may see, and so never of a referral that is no case.
    `bodies` is `predecessors_of(actor)`, made once for a statement, since its name may stand in it only once.
    """
    own: ColumnElement[bool] = origin.tenant_id == actor.tenant_id
    of_health_body = and_(origin.icb_id.in_(bodies), Case.route.in_(HEALTH_ROUTES))
    match actor.role:
        case Role.COORDINATOR | Role.SERVICE_MANAGER:
            return own
        case Role.LA_COMMISSIONER:
            return and_(own, origin.la_id == actor.organisation_id)
        case Role.ICB_COMMISSIONER:
            return and_(own, of_health_body)
        case Role.REPORTING if actor.organisation_id == actor.tenant_id:
            return own
        case Role.REPORTING:
            return and_(own, or_(origin.la_id == actor.organisation_id, of_health_body))
        case _:
            return false()
