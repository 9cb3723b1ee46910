"""What each type of fact carries when it is recorded: the payloads of the vocabulary, as strict models.

These models are the one place where payload fields stand; the rulebook reads the JSON values they leave behind.
"""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BeforeValidator, ConfigDict, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.domain.codes import Channel, DecisionKind, IssueKind, Outcome, Person
from app.domain.facts import FactType
from app.domain.withdrawals import WithdrawalReason
from app.wire.base import Strict
from app.wire.types import Identifier, Instant, IsoDate, StrictBool, pattern_text
from app.wire.uk import Key, Line, Paragraph, PlanSection, Side

F = FactType

Token = Annotated[str, pattern_text("[A-Za-z0-9][A-Za-z0-9._-]*", 64)]
"""A key of the caller's own, such as a session's or a term's: never text about a person."""

RuleId = Annotated[str, pattern_text("[a-z0-9][a-z0-9-]*", 64)]
IssueSection = Literal["B", "C", "D", "F", "G", "H1", "H2", "I"]
Party = Literal["parent", "young_person"]


def a_set(values: list[Any]) -> list[Any]:
    """Refuse a list that says the same thing twice."""
    if len(set(values)) < len(values):
        raise PydanticCustomError("repeated", "Each value may stand here once.")
    return values


def a_flag(value: Any) -> bool:
    """Refuse 1 and 0, which equal true and false, and so would pass for them."""
    if not isinstance(value, bool):
        raise PydanticCustomError("bool_expected", "true or false is expected.")
    return value


class Body(Strict):
    """What every fact carries beside its type: the day it happened, and the fact that it corrects."""

    occurred_on: IsoDate
    supersedes: Identifier | None = Field(default=None, description="The fact that this one corrects.")
    retracted: Annotated[Literal[False], BeforeValidator(a_flag)] = False


class Bare(Body):
    """A fact that says no more than that it happened, and when."""

    type: Literal[
        F.DECISION_RECEIVED,
        F.MEDIATION_CONCLUDED,
        F.LA_TOLD_OF_AGREEMENT,
        F.NO_AGREEMENT,
        F.CERTIFICATE_REQUESTED,
        F.CERTIFICATE_NOT_WANTED,
        F.ASSESSMENT_REQUESTED,
        F.DRAFT_PLAN_SERVED,
        F.AMENDMENT_NOTICE_SENT,
        F.REVIEW_MEETING_HELD,
        F.REASSESSMENT_REQUESTED,
    ]


class RecordedElsewhere(Body):
    """A fact that only its own resource records; it is read here so that the answer can say where."""

    model_config = ConfigDict(extra="ignore")

    type: Literal[F.REFERRAL_RECEIVED, F.CERTIFICATE_ISSUED, F.CERTIFICATE_VOIDED]


class DecisionSent(Body):
    type: Literal[F.DECISION_SENT]
    decision_kind: DecisionKind
    letter_dated_on: IsoDate | None = None


class AppealScopeStated(Body):
    type: Literal[F.APPEAL_SCOPE_STATED]
    sections: Annotated[list[PlanSection], Field(min_length=1, max_length=12), AfterValidator(a_set)]


class FamilyContacted(Body):
    type: Literal[F.FAMILY_CONTACTED]
    channel: Channel
    person: Person


class AdviceGiven(Body):
    type: Literal[F.ADVICE_GIVEN]
    channel: Channel
    language: Line | None = None
    rights_explained: Annotated[Literal[True], BeforeValidator(a_flag)]


class IntentToAppealStated(Body):
    type: Literal[F.INTENT_TO_APPEAL_STATED]
    intends: Literal["yes", "no", "unsure"]


class WishStated(Body):
    type: Literal[F.WISH_STATED]
    wish: Literal["mediate", "not_mediate", "undecided"]
    issue_kinds: Annotated[list[IssueKind], Field(min_length=1, max_length=3), AfterValidator(a_set)] | None = None
    reason: Paragraph | None = None
    reason_code: WithdrawalReason | None = Field(
        default=None, description="Needed where a family that wished to mediate no longer does."
    )

    @field_validator("reason_code")
    @classmethod
    def _of_a_no(cls, code: WithdrawalReason | None, told: ValidationInfo) -> WithdrawalReason | None:
        if code is not None and told.data.get("wish") in ("mediate", "undecided"):
            raise PydanticCustomError("reason_of_a_no", "A coded reason belongs to `not_mediate` alone.")
        return code


class Issue(Strict):
    """One issue; what health provision is wanted stays behind the case wall and out of feeds."""

    kind: IssueKind
    section: IssueSection | None = None
    wanted_health_provision: Paragraph | None = None


class IssuesRecorded(Body):
    type: Literal[F.ISSUES_RECORDED]
    issues: Annotated[list[Issue], Field(min_length=1, max_length=20)]


class LaInformed(Body):
    type: Literal[F.LA_INFORMED]
    informed_by: Literal["family", "adviser"]


class IcbNotified(Body):
    type: Literal[F.ICB_NOTIFIED]
    icb_ids: Annotated[list[Identifier], Field(min_length=1, max_length=10), AfterValidator(a_set)]
    notified_by: Literal["la", "adviser"]


class BodyArrangingSet(Body):
    type: Literal[F.BODY_ARRANGING_SET]
    body: Literal["la", "icb"]


class TimeExceptionClaimed(Body):
    type: Literal[F.TIME_EXCEPTION_CLAIMED]
    rule_id: RuleId
    reason: Paragraph


class LaSaysCannotArrange(Body):
    type: Literal[F.LA_SAYS_CANNOT_ARRANGE]
    reason: Paragraph | None = None


class LaDeclined(Body):
    type: Literal[F.LA_DECLINED]
    reason: Paragraph


class ResolvedBeforeSession(Body):
    type: Literal[F.RESOLVED_BEFORE_SESSION]
    how: Literal["la_reversed", "parties_settled", "other"]


class WithdrawnByParty(Body):
    type: Literal[F.WITHDRAWN_BY_PARTY]
    party: Party
    reason: Paragraph
    reason_code: WithdrawalReason


class ArrangingExtended(Body):
    """The family's written agreement to a date beyond day 30."""

    type: Literal[F.ARRANGING_EXTENDED]
    until: IsoDate
    agreed_by: Party


class AppealLodged(Body):
    """The appeal as received by the tribunal."""

    type: Literal[F.APPEAL_LODGED]
    received_at: Instant | None = None
    reference: Key | None = None


class PermissionAsked(Body):
    type: Literal[F.PERMISSION_ASKED]
    granted: StrictBool | None = None


class PermissionDecided(Body):
    type: Literal[F.PERMISSION_DECIDED]
    granted: StrictBool | None = None


class DrsAgreedBy(Body):
    type: Literal[F.DRS_AGREED_BY]
    party: Side


class DrsRefusedBy(Body):
    type: Literal[F.DRS_REFUSED_BY]
    party: Side
    reason: Paragraph | None = None


class CapacityOrAgeChange(Body):
    type: Literal[F.CAPACITY_OR_AGE_CHANGE]
    change: Literal["age", "capacity_lost", "capacity_regained", "representative_appointed"]


class CaseClosed(Body):
    type: Literal[F.CASE_CLOSED]
    outcome: Outcome


class Reopened(Body):
    type: Literal[F.REOPENED]
    reason: Paragraph


class Retraction(Strict):
    """Takes a fact back without putting another in its place; both stay readable."""

    type: FactType
    occurred_on: IsoDate
    supersedes: Identifier
    retracted: Annotated[Literal[True], BeforeValidator(a_flag)]
