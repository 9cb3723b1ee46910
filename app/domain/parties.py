"""Who has a part in a case: the roles, the side each stands on, and the adjustments that somebody may need."""

from collections.abc import Mapping
from enum import StrEnum


class Side(StrEnum):
    """On whose side somebody takes part; a school and whoever helps the meeting stand apart from the parties."""

    FAMILY = "family"
    LA = "la"
    ICB = "icb"
    SCHOOL = "school"
    NEUTRAL = "neutral"


class PartyRole(StrEnum):
    CHILD = "child"
    YOUNG_PERSON = "young_person"
    PARENT = "parent"
    REPRESENTATIVE = "representative"
    SUPPORTER = "supporter"
    LEGAL_REPRESENTATIVE = "legal_representative"
    LA_OFFICER = "la_officer"
    LA_SOCIAL_CARE = "la_social_care"
    ICB_OFFICER = "icb_officer"
    CURRENT_SCHOOL = "current_school"
    PROPOSED_SCHOOL = "proposed_school"
    CONSULTED_SCHOOL = "consulted_school"
    INTERPRETER = "interpreter"
    INTERMEDIARY = "intermediary"


_R = PartyRole
SIDE_OF: Mapping[PartyRole, Side] = {
    _R.CHILD: Side.FAMILY,
    _R.YOUNG_PERSON: Side.FAMILY,
    _R.PARENT: Side.FAMILY,
    _R.REPRESENTATIVE: Side.FAMILY,
    _R.SUPPORTER: Side.FAMILY,
    _R.LEGAL_REPRESENTATIVE: Side.FAMILY,
    _R.LA_OFFICER: Side.LA,
    _R.LA_SOCIAL_CARE: Side.LA,
    _R.ICB_OFFICER: Side.ICB,
    _R.CURRENT_SCHOOL: Side.SCHOOL,
    _R.PROPOSED_SCHOOL: Side.SCHOOL,
    _R.CONSULTED_SCHOOL: Side.SCHOOL,
    _R.INTERPRETER: Side.NEUTRAL,
    _R.INTERMEDIARY: Side.NEUTRAL,
}


class Adjustment(StrEnum):
    """What somebody may need in order to take part."""

    INTERPRETER = "interpreter"
    BSL = "bsl"
    EASY_READ = "easy_read"
    BREAKS = "breaks"
    SHORTER_MEETING = "shorter_meeting"
    CAMERA_OFF = "camera_off"
    WRITTEN_FIRST = "written_first"
    TEXT_RELAY = "text_relay"
    STEP_FREE = "step_free"
    HEARING_LOOP = "hearing_loop"
    IN_PERSON = "in_person"
    SEPARATE_ROOMS = "separate_rooms"
    OTHER = "other"


class ConsentKind(StrEnum):
    """What somebody may agree to."""

    SHARE_WITH_PARENT = "share_with_parent"
    SHARE_CONTACT_WITH_LA = "share_contact_with_la"
    SHARE_WITH_SCHOOL = "share_with_school"
    SHARE_VIEWS = "share_views"
    TAKE_PART = "take_part"


class RepresentativeBasis(StrEnum):
    """On what footing somebody stands in for a person without capacity (SEND Regulations, part 6)."""

    DEPUTY = "deputy"
    LASTING_POWER = "lasting_power"
    PARENT = "parent"
    PARENTS_REPRESENTATIVE = "parents_representative"


class SearchDecision(StrEnum):
    """What came of looking for somebody before adding them."""

    EXISTING = "existing"
    NEW = "new"


SUBJECT = frozenset({PartyRole.CHILD, PartyRole.YOUNG_PERSON})
"""Whom a case is about: one of the two, and one person."""


class LinkKind(StrEnum):
    """How two cases belong together."""

    LATER_DECISION = "later_decision"
    SAME_CHILD = "same_child"
    SIBLING = "sibling"


SEARCH_HOLDS_MINUTES = 60
"""How long a search counts for adding somebody of that name."""

LEAST_LETTERS = 3
"""From how many letters on a part of a name is enough to find somebody by; a shorter name is looked for whole."""

OFFICERS: Mapping[Side, frozenset[PartyRole]] = {
    Side.LA: frozenset({PartyRole.LA_OFFICER, PartyRole.LA_SOCIAL_CARE}),
    Side.ICB: frozenset({PartyRole.ICB_OFFICER}),
}
"""The roles that a council and a health body may fill by themselves: their own."""


def full_name(given_name: str | None, family_name: str | None) -> str:
    """Return a name as it is written, from the parts that are known."""
    return " ".join(part for part in (given_name, family_name) if part)
