"""What a referral looks like coming in: each body a command."""

from typing import Annotated

from pydantic import Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from app.domain.codes import (
    Channel,
    ClosureReason,
    DecisionKind,
    Ethnicity,
    Need,
    Reason,
    ReferralKind,
    ReferredBy,
    Sex,
)
from app.wire.base import Strict, shown_as
from app.wire.types import Email, Identifier, IsoDate, Phone, StrictBool
from app.wire.uk import (
    Key,
    Line,
    Name,
    NhsNumber,
    OrganisationCode,
    Paragraph,
    PlanSection,
    Postcode,
    Side,
    Upn,
    Urn,
)


class ChildIn(Strict):
    """The child or young person; a given or a family name is the least that is needed."""

    given_name: Name | None = None
    family_name: Name | None = None
    born_on: IsoDate | None = None
    sex: Sex | None = None
    ethnicity: Ethnicity | None = None
    primary_need: Need | None = None
    upn: Upn | None = None
    nhs_number: NhsNumber | None = None
    school_urn: Urn | None = None
    postcode: Postcode | None = None

    @model_validator(mode="after")
    def _named(self) -> "ChildIn":
        if not (self.given_name or self.family_name):
            raise PydanticCustomError("unnamed", "Give the child's given name or family name.")
        return self


class FamilyIn(Strict):
    """How to reach the family: a telephone number, an e-mail address or a postal address."""

    name: Line | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: Paragraph | None = None
    safe_contact: Paragraph | None = Field(default=None, description="When and how it is safe to make contact.")
    withheld: StrictBool = Field(default=False, description="These details must reach nobody outside the provider.")

    @model_validator(mode="after")
    def _reachable(self) -> "FamilyIn":
        if not (self.phone or self.email or self.address):
            raise PydanticCustomError(
                "not_reachable", "Give a telephone number, an e-mail address or a postal address."
            )
        return self


class ReferrerIn(Strict):
    """Who made the referral, where it was not the family itself."""

    role: ReferredBy = Field(
        description="What a council or a health body sends is its own referral, even where the family stands here."
    )
    name: Line | None = None
    contact: Line | None = None
    permission_given: StrictBool | None = Field(default=None, description="Whether the family agreed to it.")


class DecisionIn(Strict):
    """The council's decision that the family disagrees with."""

    decision_kind: DecisionKind
    sent_on: IsoDate | None = None
    letter_dated_on: IsoDate | None = None


Sections = Annotated[list[PlanSection], Field(max_length=8)]
Reasons = Annotated[list[Reason], Field(max_length=5, description="A set; the first is the primary one.")]
Sides = Annotated[list[Side], Field(max_length=5, description="Who must agree to disagreement resolution.")]


_EXAMPLE: dict[str, JsonValue] = {
    "kind": "mediation",
    "la_code": "926",
    "contacted_on": "2026-09-14",
    "channel": "phone",
    "child": {"given_name": "Example", "family_name": "Child", "born_on": "2016-05-04"},
    "family": {"phone": "01632 960001", "safe_contact": "After four o'clock"},
    "referrer": {"role": "parent", "permission_given": True},
    "decision": {"decision_kind": "refusal_to_assess", "sent_on": "2026-09-01"},
}


class ReceiveReferral(Strict):
    """A new referral."""

    model_config = shown_as(_EXAMPLE)

    kind: ReferralKind
    la_code: OrganisationCode
    contacted_on: IsoDate
    child: ChildIn
    family: FamilyIn
    channel: Channel | None = None
    referrer: ReferrerIn | None = None
    icb_id: Identifier | None = None
    external_reference: Key | None = None
    decision: DecisionIn | None = None
    appeal_sections: Sections = Field(default_factory=list)
    reasons: Reasons = Field(default_factory=list)
    drs_sides: Sides = Field(default_factory=list)
    health_issues: StrictBool | None = None
    social_care_issues: StrictBool | None = None
    adjustments: Paragraph | None = None


class OpenLaterDecision(Strict):
    """A further decision of the council about the same child: a case of its own, with clocks of its own."""

    model_config = shown_as(
        {
            "decision": {"decision_kind": "plan_contents", "sent_on": "2026-09-21"},
            "contacted_on": "2026-09-23",
            "referrer": {"role": "parent"},
            "appeal_sections": ["B", "F"],
        }
    )

    decision: DecisionIn
    contacted_on: IsoDate
    channel: Channel | None = None
    referrer: ReferrerIn | None = None
    appeal_sections: Sections = Field(default_factory=list)
    reasons: Reasons = Field(default_factory=list)
    external_reference: Key | None = None
    health_issues: StrictBool | None = None
    social_care_issues: StrictBool | None = None


class CorrectChild(Strict):
    """What to correct of the child: a field left out stays, null clears."""

    given_name: Name | None = None
    family_name: Name | None = None
    born_on: IsoDate | None = None
    sex: Sex | None = None
    ethnicity: Ethnicity | None = None
    primary_need: Need | None = None
    upn: Upn | None = None
    nhs_number: NhsNumber | None = None
    school_urn: Urn | None = None
    postcode: Postcode | None = None


class CorrectFamily(Strict):
    """What to correct of how to reach the family: a field left out stays, null clears."""

    name: Line | None = None
    phone: Phone | None = None
    email: Email | None = None
    address: Paragraph | None = None
    safe_contact: Paragraph | None = None
    withheld: StrictBool = False


class CorrectReferrer(Strict):
    """What to correct of who referred: a field left out stays, null clears."""

    role: ReferredBy | None = None
    name: Line | None = None
    contact: Line | None = None
    permission_given: StrictBool | None = None


class CorrectDecision(Strict):
    """What to correct of the decision: a field left out stays, null clears."""

    decision_kind: DecisionKind | None = None
    sent_on: IsoDate | None = None
    letter_dated_on: IsoDate | None = None


class CorrectReferral(Strict):
    """What to correct, as a JSON merge patch: what is left out stays, null clears, a list replaces the whole list.

    Once the referral is a case, its kind, council, dates, channel, scope and decision are facts of the case.
    """

    model_config = shown_as({"external_reference": "SEND-2026-0042"})

    kind: ReferralKind | None = None
    la_code: OrganisationCode | None = None
    contacted_on: IsoDate | None = None
    child: CorrectChild | None = None
    family: CorrectFamily | None = None
    channel: Channel | None = None
    referrer: CorrectReferrer | None = None
    icb_id: Identifier | None = None
    external_reference: Key | None = None
    decision: CorrectDecision | None = None
    appeal_sections: Sections | None = None
    reasons: Reasons | None = None
    drs_sides: Sides | None = None
    health_issues: StrictBool | None = None
    social_care_issues: StrictBool | None = None
    adjustments: Paragraph | None = None


class AcceptReferral(Strict):
    """Open a case; an adviser is assigned to themselves, others may name one."""

    model_config = shown_as({"adviser_id": "00000000-0000-7000-8000-000000000001"})

    adviser_id: Identifier | None = None


class JoinReferral(Strict):
    """Add this contact to a matter that is already open."""

    model_config = shown_as({"case_id": "00000000-0000-7000-8000-000000000001"})

    case_id: Identifier


class CloseReferral(Strict):
    """Close a referral that will not become a case."""

    model_config = shown_as({"reason": "duplicate"})

    reason: ClosureReason
