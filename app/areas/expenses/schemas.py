"""Expense claims: what is asked for and answered. The council and the health body see nothing of them."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domain.codes import OwedBy
from app.domain.expenses import Claimant, ClaimStatus, ExpenseCategory
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant, IsoDate, StrictBool, bounded_int
from app.wire.uk import Paragraph

MOST_PENCE = 10_000_000
Pence = Annotated[int, bounded_int(1, MOST_PENCE)]


class ClaimExpense(Strict):
    """Claim what taking part has cost somebody of the family."""

    model_config = shown_as(
        {"claimant": "parent", "category": "travel", "amount_pence": 1250, "incurred_on": "2025-03-10"}
    )

    claimant: Claimant
    category: ExpenseCategory
    amount_pence: Pence
    incurred_on: IsoDate
    session_id: Identifier | None = None
    receipt_document_id: Identifier | None = Field(
        default=None, description="The receipt's document: whoever decides the claim sees it."
    )
    words: Paragraph | None = Field(default=None, description="What it was for.")


class DecideClaim(Strict):
    """Approve a claim, wholly or in part, or refuse it with the reason."""

    model_config = shown_as({"approve": True})

    approve: StrictBool
    amount_approved_pence: Pence | None = Field(
        default=None, description="Less than was claimed; the whole, up to the cap of its category, unless given."
    )
    reason: Paragraph | None = Field(default=None, description="Needed to refuse, or to approve less.")


class PayClaim(Strict):
    """Record that a claim was paid."""

    model_config = shown_as({"paid_on": "2025-03-12"})

    paid_on: IsoDate | None = Field(default=None, description="Today unless given.")


class ClaimLinks(Answer):
    """Where to go from here."""

    self: str
    case: str


class Claim(Answer):
    """An expense claim as the family sees it."""

    id: str
    case_id: str
    session_id: str | None
    claimant: Claimant
    category: ExpenseCategory
    amount_pence: int
    incurred_on: date
    receipt_document_id: str | None
    words: str | None
    status: ClaimStatus
    owed_by: OwedBy | None
    amount_approved_pence: int | None
    capped: bool | None
    decision_reason: str | None
    decided_on: date | None
    paid_on: date | None
    created_at: Instant
    version: int
    links: ClaimLinks


class ClaimStaff(Claim):
    """An expense claim as the provider's staff see it."""

    decided_by: str | None


class SetCap(Strict):
    """Set the most that is paid of one claim of a category, from a day on."""

    model_config = shown_as({"category": "travel", "cap_pence": 5000, "from_on": "2025-04-01"})

    category: ExpenseCategory
    cap_pence: Pence
    from_on: IsoDate


class Cap(Answer):
    """The most that is paid of one claim of a category, from a day on."""

    id: str
    category: ExpenseCategory
    cap_pence: int
    from_on: date
    created_at: Instant
