"""A referral as each audience sees it."""

from datetime import date

from app.areas.cases.schemas import ChildName
from app.domain.codes import (
    Channel,
    ClosureReason,
    DecisionKind,
    Ethnicity,
    Need,
    Reason,
    ReferralKind,
    ReferralStatus,
    ReferredBy,
    Sex,
)
from app.wire.base import Answer
from app.wire.types import Instant


class Links(Answer):
    """Where to go from here; null where you may not go, or there is nothing there yet."""

    self: str | None
    case: str | None


class Missing(Answer):
    """One thing that is still needed, and what for."""

    field: str
    needed_for: str
    detail: str


class Duplicate(Answer):
    """Another referral that may be about the same child."""

    referral_id: str
    reference: str
    case_id: str | None
    why: list[str]


class Child(ChildName):
    """What the provider's staff see of the child."""

    sex: Sex | None
    ethnicity: Ethnicity | None
    primary_need: Need | None
    upn: str | None
    nhs_number: str | None
    school_urn: str | None
    postcode: str | None


class Family(Answer):
    """How to reach the family; the provider's staff only. Of what is withheld there is the name alone."""

    name: str | None
    phone: str | None
    email: str | None
    address: str | None
    safe_contact: str | None
    withheld: bool


class WithheldFamily(Answer):
    """How to reach a family whose details are withheld."""

    name: str | None
    phone: str | None
    email: str | None
    address: str | None
    safe_contact: str | None


class Referrer(Answer):
    """Who made the referral."""

    role: ReferredBy
    name: str | None
    contact: str | None
    permission_given: bool | None


class Decision(Answer):
    """The decision in dispute."""

    decision_kind: DecisionKind
    sent_on: date | None
    letter_dated_on: date | None


class ReferralOutside(Answer):
    """A referral as its council, its partner system or its family's front end sees it."""

    audience: str = "outside"
    id: str
    reference: str
    external_reference: str | None
    status: ReferralStatus
    kind: ReferralKind
    la_code: str
    contacted_on: date
    received_on: date
    child: ChildName
    decision: Decision | None
    case_id: str | None
    created_at: Instant
    updated_at: Instant
    version: int
    links: Links


class ReferralStaff(Answer):
    """A referral as the provider's staff see it."""

    audience: str = "staff"
    id: str
    reference: str
    external_reference: str | None
    status: ReferralStatus
    kind: ReferralKind
    la_code: str
    icb_id: str | None
    contacted_on: date
    received_on: date
    channel: Channel
    child: Child
    family: Family | None
    referrer: Referrer
    decision: Decision | None
    appeal_sections: list[str]
    reasons: list[Reason]
    primary_reason: Reason | None
    drs_sides: list[str]
    health_issues: bool | None
    social_care_issues: bool | None
    adjustments: str | None
    closure_reason: ClosureReason | None
    case_id: str | None
    missing: list[Missing]
    possible_duplicates: list[Duplicate]
    created_at: Instant
    updated_at: Instant
    version: int
    links: Links


class ReferralRow(Answer):
    """A referral in a list: the same for everyone who may see it."""

    id: str
    reference: str
    external_reference: str | None
    status: ReferralStatus
    kind: ReferralKind
    la_code: str
    contacted_on: date
    received_on: date
    child: ChildName
    case_id: str | None
    updated_at: Instant
    version: int
