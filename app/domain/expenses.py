"""What families may claim for taking part (law.md 1.3, `expenses`): categories, states and caps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.counting import say
from app.domain.refusals import GuardRefused, Invalid, StateConflict


class ExpenseCategory(StrEnum):
    TRAVEL = "travel"
    CHILDCARE = "childcare"
    LOSS_OF_EARNINGS = "loss_of_earnings"
    OTHER = "other"


class Claimant(StrEnum):
    """Whose expense it is: the parent's, the young person's, or that of somebody who came for them."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    SUPPORTER = "supporter"
    WITNESS = "witness"


class ClaimStatus(StrEnum):
    CLAIMED = "claimed"
    APPROVED = "approved"
    REFUSED = "refused"
    PAID = "paid"


def check_incurred(incurred_on: date, *, contacted_on: date, today: date) -> None:
    """Refuse an expense that is not of taking part: of a day before the first contact, or of one that has not come."""
    if incurred_on > today:
        raise Invalid("/incurred_on", "in_the_future", "An expense is claimed once it was incurred.")
    if incurred_on < contacted_on:
        raise Invalid(
            "/incurred_on",
            "before_the_case",
            f"The case began with the contact of {say(contacted_on)}: an expense of taking part is of that day or "
            "later.",
            rule="expenses",
        )


@dataclass(frozen=True, slots=True)
class Approved:
    """What is to be paid of a claim, and whether a cap cut it."""

    pence: int
    capped: bool


def approved(claimed: int, asked: int | None, cap: int | None) -> Approved:
    """Return what may be approved of a claim: never more than was claimed, nor than the cap of its category."""
    wanted = claimed if asked is None else asked
    if wanted > claimed:
        raise Invalid("/amount_approved_pence", "more_than_claimed", "No more is approved than was claimed.")
    if cap is None or wanted <= cap:
        return Approved(wanted, False)
    if asked is not None:
        raise GuardRefused(
            f"The cap of this category is {cap} pence. Approve that, or less.",
            rule="expenses",
            extra={"cap_pence": cap},
        )
    return Approved(cap, True)


_DECIDED = {True: ClaimStatus.APPROVED, False: ClaimStatus.REFUSED}
_WORDS: Mapping[ClaimStatus, str] = {
    ClaimStatus.CLAIMED: "has not been decided yet",
    ClaimStatus.APPROVED: "was approved already",
    ClaimStatus.REFUSED: "was refused",
    ClaimStatus.PAID: "was paid already",
}


def decided(status: ClaimStatus, *, approve: bool) -> ClaimStatus:
    """Return the state of a claim once it is decided; a decision is made once."""
    if status is not ClaimStatus.CLAIMED:
        raise StateConflict(f"The claim {_WORDS[status]}.")
    return _DECIDED[approve]


def paid(status: ClaimStatus) -> ClaimStatus:
    """Return the state of a claim once it is paid; only what was approved is."""
    if status is not ClaimStatus.APPROVED:
        raise StateConflict(f"The claim {_WORDS[status]}.")
    return ClaimStatus.PAID
