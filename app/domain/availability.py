"""Whose availability is asked for, and who may state it."""

from collections.abc import Mapping
from enum import StrEnum

from app.domain.permissions import Role
from app.domain.refusals import Invalid


class AvailabilitySide(StrEnum):
    FAMILY = "family"
    LA = "la"
    ICB = "icb"
    SCHOOL = "school"
    MEDIATOR = "mediator"


_OWN: Mapping[Role, AvailabilitySide] = {
    Role.FAMILY_FRONT_END: AvailabilitySide.FAMILY,
    Role.LA_OFFICER: AvailabilitySide.LA,
    Role.PARTNER_SYSTEM: AvailabilitySide.LA,
    Role.ICB_OFFICER: AvailabilitySide.ICB,
    Role.MEDIATOR: AvailabilitySide.MEDIATOR,
}


def own_side(role: Role) -> AvailabilitySide | None:
    """Return the one side that a role speaks for; None for those who take down what every side tells them."""
    return _OWN.get(role)


def side_for(role: Role, asked: AvailabilitySide | None) -> AvailabilitySide:
    """Return the side that a statement is of: one's own, or the one that staff name."""
    own = own_side(role)
    if own is None:
        if asked is None:
            raise Invalid("/side", "missing", "Say which side this is the availability of.")
        return asked
    if asked not in {None, own}:
        raise Invalid("/side", "not_yours", f"You state the availability of one side: {own}.")
    return own
