"""Whose availability somebody may state: their own side's, and staff anybody's."""

import pytest

from app.domain.availability import AvailabilitySide, own_side, side_for
from app.domain.permissions import Role
from app.domain.refusals import Invalid

OWN = {
    Role.LA_OFFICER: AvailabilitySide.LA,
    Role.PARTNER_SYSTEM: AvailabilitySide.LA,
    Role.ICB_OFFICER: AvailabilitySide.ICB,
    Role.FAMILY_FRONT_END: AvailabilitySide.FAMILY,
    Role.MEDIATOR: AvailabilitySide.MEDIATOR,
}


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.SERVICE_MANAGER, *OWN])
def test_each_side_speaks_for_itself(role: Role) -> None:
    own = OWN.get(role)
    assert own_side(role) is own
    for side in AvailabilitySide:
        if own in (None, side):
            assert side_for(role, side) is side
        else:
            with pytest.raises(Invalid) as refused:
                side_for(role, side)
            words = f"You state the availability of one side: {own}."
            assert refused.value.faults[0] == ("/side", "not_yours", words)
    if own is not None:
        assert side_for(role, None) is own
    else:
        with pytest.raises(Invalid) as refused:
            side_for(role, None)
        words = "Say which side this is the availability of."
        assert refused.value.faults[0] == ("/side", "missing", words)
