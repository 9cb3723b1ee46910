"""Schools asked to take part where a school or its type is in dispute, and what they answered."""

from collections.abc import Sequence
from enum import StrEnum

from app.domain import histories
from app.domain.facts import Fact, FactType, live


class SchoolRole(StrEnum):
    CURRENT = "current"
    PROPOSED = "proposed"
    CONSULTED = "consulted"


class NamedBy(StrEnum):
    FAMILY = "family"
    LA = "la"
    PROVIDER = "provider"


class SchoolAnswer(StrEnum):
    """What a school said: the grounds are those of section 39 of the Children and Families Act 2014."""

    CAN_MEET_NEED = "can_meet_need"
    CANNOT_MEET_NEED = "cannot_meet_need"
    INCOMPATIBLE_WITH_OTHERS = "incompatible_with_others"
    INEFFICIENT_USE_OF_RESOURCES = "inefficient_use_of_resources"
    WILL_NOT_TAKE_PART = "will_not_take_part"
    NO_ANSWER = "no_answer"
    OTHER = "other"


NOT_INVITED = (
    "The school or its type is in dispute and no school has been invited: those that a party wants named, and those "
    "that said they cannot meet need, should be."
)


def is_about_a_school(facts: Sequence[Fact]) -> bool:
    """Return whether section I is in dispute: by the scope of the appeal, or by an issue that was recorded."""
    standing = live(facts)
    scope = histories.last(standing, FactType.APPEAL_SCOPE_STATED)
    if scope is not None and "I" in scope.payload.get("sections", ()):
        return True
    recorded = histories.of(standing, FactType.ISSUES_RECORDED)
    return any(issue.get("section") == "I" for fact in recorded for issue in fact.payload.get("issues", ()))
