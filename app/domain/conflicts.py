"""Conflicts of interest, and the reasons for which a case is given back."""

from enum import StrEnum


class ConflictKind(StrEnum):
    RELATED = "related"
    KNOWS_A_PARTY = "knows_a_party"
    WORKED_FOR_A_PARTY = "worked_for_a_party"
    ACTED_IN_THE_MATTER = "acted_in_the_matter"
    OTHER = "other"


class RefusalReason(StrEnum):
    CONFLICT_OF_INTEREST = "conflict_of_interest"
    NOT_AVAILABLE = "not_available"
    CASELOAD = "caseload"
    OUTSIDE_EXPERIENCE = "outside_experience"
    OTHER = "other"
