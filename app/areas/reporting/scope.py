"""Whose cases may enter whose figures."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_

from app.areas.organisations.queries import succession
from app.domain.permissions import Actor, Role


def predecessors_of(actor: Actor) -> Select[Any]:
    """Return the ids of the actor's organisation and of every one that it has succeeded."""
    return succession(actor.tenant_id, actor.organisation_id)


def visible_to(actor: Actor, origin: Any, bodies: Select[Any]) -> ColumnElement[bool]:
    """Return the predicate of what may enter an actor's figures; everything else does not exist for them.

    `bodies` is `predecessors_of(actor)`, made once for a statement, since its name may stand in it only once.
    """
    own: ColumnElement[bool] = origin.tenant_id == actor.tenant_id
    match actor.role:
        case Role.COORDINATOR | Role.SERVICE_MANAGER:
            return own
        case Role.LA_COMMISSIONER:
            return and_(own, origin.la_id == actor.organisation_id)
        case Role.ICB_COMMISSIONER:
            return and_(own, origin.icb_id.in_(bodies))
        case Role.REPORTING if actor.organisation_id == actor.tenant_id:
            return own
        case Role.REPORTING:
            mine = or_(origin.la_id == actor.organisation_id, origin.icb_id.in_(bodies))
            return and_(own, mine)
        case _:
            return false()
