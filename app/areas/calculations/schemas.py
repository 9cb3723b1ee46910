"""What is asked of the calculators and what they answer; none of it is stored."""

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, model_validator
from pydantic_core import PydanticCustomError

from app.areas.cases.fact_bodies import Recordable, Told
from app.areas.cases.fact_payloads import Body, F, Token, a_set
from app.areas.deadlines.schemas import Citation, ComputedDeadline
from app.domain.codes import CertificateKind, Channel, DecisionKind, ReferralKind, ReferredBy
from app.domain.rights_holders import Holder
from app.domain.time_checks import Answer as TimeAnswer
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import IsoDate
from app.wire.uk import PlanSection

MOST_FACTS = 200


class ReferralReceived(Body):
    """The referral as the service received it."""

    type: Literal[F.REFERRAL_RECEIVED]
    channel: Channel = Channel.PHONE
    referred_by: ReferredBy


class CertificateIssued(Body):
    """A mediation certificate, by the day on it."""

    type: Literal[F.CERTIFICATE_ISSUED]
    certificate_id: Token = "1"
    kind: CertificateKind
    person: Literal["parent", "young_person"] = "parent"


class CertificateVoided(Body):
    """A certificate that was voided, and by which it was replaced."""

    type: Literal[F.CERTIFICATE_VOIDED]
    certificate_id: Token
    replaced_by: Token | None = None


class StatedFact(
    Told[Annotated[Recordable | ReferralReceived | CertificateIssued | CertificateVoided, Field(discriminator="type")]]
):
    """One fact, as somebody states it."""


def _as_stated(told: list[StatedFact]) -> list[StatedFact]:
    """Refuse what only a recorded fact can carry."""
    if any(fact.supersedes is not None for fact in told):
        raise PydanticCustomError("supersedes_not_used", "State each fact as it is now; none supersedes another.")
    return told


class CalculateDeadlines(Strict):
    """Facts, and the day on which their deadlines are judged: today in London by default."""

    model_config = shown_as(
        {
            "facts": [
                {"type": "decision_sent", "occurred_on": "2024-12-23", "decision_kind": "refusal_to_issue"},
                {"type": "family_contacted", "occurred_on": "2025-01-10", "channel": "phone", "person": "parent"},
                {"type": "certificate_issued", "occurred_on": "2025-01-31", "kind": "s55_4"},
            ],
            "as_of": "2025-02-01",
        }
    )

    facts: Annotated[list[StatedFact], Field(min_length=1, max_length=MOST_FACTS), AfterValidator(_as_stated)]
    as_of: IsoDate | None = None
    kind: ReferralKind = ReferralKind.MEDIATION
    born_on: IsoDate | None = None


class Warned(Answer):
    """Something to look at: a stable code and plain words."""

    code: str
    detail: str


class CalculatedDeadline(ComputedDeadline):
    """A deadline in the shape in which a case shows it; it has no id, since nothing is kept."""

    id: None = None


class Waiting(Answer):
    """A clock that has no date yet, and the fact that would start it."""

    rule_id: str
    title: str
    waits_for: str


class Calculation(Answer):
    """Every deadline that follows from the facts, what to look at, and what is not known yet."""

    as_of: date
    calendar_version: str
    law_edition: int
    deadlines: list[CalculatedDeadline]
    warnings: list[Warned]
    not_known_yet: list[Waiting]


class CheckTime(Strict):
    """One decision: when it was sent or dated, what was done since, and what an appeal would be about."""

    model_config = shown_as(
        {
            "decision_kind": "refusal_to_assess",
            "decision_sent_on": "2025-01-14",
            "contacted_on": "2025-01-30",
            "as_of": "2025-02-01",
        }
    )

    decision_kind: DecisionKind | None = None
    decision_sent_on: IsoDate | None = None
    letter_dated_on: IsoDate | None = None
    contacted_on: IsoDate | None = Field(default=None, description="The family's own contact with the adviser.")
    certificate_issued_on: IsoDate | None = None
    appeal_sections: Annotated[list[PlanSection], Field(min_length=1, max_length=12), AfterValidator(a_set)] | None = (
        Field(default=None, description="What the appeal is about; I alone needs no certificate.")
    )
    permission_asked_on: IsoDate | None = None
    appeal_received_on: IsoDate | None = None
    as_of: IsoDate | None = None

    @model_validator(mode="after")
    def _one_of_two_days(self) -> "CheckTime":
        if self.decision_sent_on is None and self.letter_dated_on is None:
            raise PydanticCustomError("decision_day_missing", "Give the day of sending, or the one on the letter.")
        return self


class Help(Answer):
    """Where to get help, free of charge."""

    name: str
    what: str
    url: str | None


class TimeCheck(Answer):
    """Where somebody stands, in plain words, with the dates and the rules behind it."""

    answer: TimeAnswer
    summary: str
    steps: list[str]
    certificate_needed: bool | None
    contact_by: date | None
    appeal_by: date | None
    days_left: int | None
    form: str
    as_of: date
    deadlines: list[CalculatedDeadline]
    warnings: list[Warned]
    help: list[Help]
    standing_warning: str
    calendar_version: str


class CheckRightsHolder(Strict):
    """A date of birth, and the day on which to ask."""

    model_config = shown_as({"born_on": "2009-08-31", "on": "2025-06-27"})

    born_on: IsoDate
    on: IsoDate | None = None


class RightsHolderChecked(Answer):
    """Who holds the rights on a day, when that changes, and whether a person must check it."""

    on: date
    holder: Holder
    changes_on: date | None
    holder_after: Holder | None
    last_day_as_child: date
    young_person_from: date
    turns_25_on: date
    flags: list[str]
    explanation: list[str]
    citations: list[Citation]


def warned(warning: str) -> Warned:
    """Return a warning of the rulebook in two parts."""
    code, _, detail = warning.partition(": ")
    return Warned(code=code, detail=detail)
