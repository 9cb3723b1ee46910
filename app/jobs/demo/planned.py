"""What a plan of the demo years consists of: referrals, their cases, and everyone who takes part."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from app.domain.codes import ClosureReason, ReferralKind, ReferralStatus
from app.domain.facts import Fact
from app.jobs.demo.cast import Cast
from app.jobs.demo.people import Child, Contact
from app.jobs.demo.profiles import Profile
from app.jobs.demo.story import Certificate


@dataclass(frozen=True, slots=True)
class Case:
    """A case and all that has happened on it so far."""

    id: str
    reference: str
    adviser_id: str
    mediator_id: str | None
    opened_at: datetime
    facts: tuple[Fact, ...]
    certificates: tuple[tuple[str, Certificate], ...]


@dataclass(frozen=True, slots=True)
class Referral:
    """A referral with its child, its contacts, and its case where it was accepted."""

    id: str
    reference: str
    child_id: str
    profile: Profile
    child: Child
    contacts: tuple[Contact, ...]
    icb_id: str | None
    external_reference: str | None
    adjustments: str | None
    status: ReferralStatus
    created_by: str
    created_at: datetime
    decided_at: datetime | None = None
    closure_reason: ClosureReason | None = None
    joined_to: str | None = None
    case: Case | None = None

    @property
    def received_on(self) -> date:
        return self.profile.slot.received_on

    @property
    def drs_sides(self) -> tuple[str, ...]:
        """Who must agree to disagreement resolution."""
        is_dr = self.profile.kind is ReferralKind.DISAGREEMENT_RESOLUTION
        return tuple(sorted(("la", self.profile.person))) if is_dr else ()


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything to be loaded, the referrals by the day received."""

    seed: str
    today: date
    cast: Cast
    referrals: tuple[Referral, ...]
    counters: dict[str, int]

    @property
    def cases(self) -> Iterator[tuple[Referral, Case]]:
        """Every accepted referral with its case."""
        return ((referral, referral.case) for referral in self.referrals if referral.case)
