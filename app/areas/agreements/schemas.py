"""Agreements: what is asked for, and what each audience sees."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from app.areas.cases.fact_payloads import a_set
from app.domain.agreements import AgreementStatus, AgreementWarning, Extent, Owner, SigningSide, TermKind
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant, IsoDate, StrictBool
from app.wire.uk import Paragraph


class TermIn(Strict):
    """One thing agreed: who will do what, and the day where one was agreed in writing."""

    kind: TermKind
    owner: Owner
    words: Paragraph
    agreed_on: IsoDate | None = Field(
        default=None, description="A day agreed in writing, which takes the place of the statutory period."
    )


Terms = Annotated[list[TermIn], Field(max_length=50)]


class DraftAgreement(Strict):
    """Draft what was agreed, or record that nothing was."""

    model_config = shown_as(
        {
            "extent": "partial",
            "terms": [{"kind": "issue_plan", "owner": "la", "words": "The council will issue a plan."}],
        }
    )

    extent: Extent
    terms: Terms = Field(default=[])


class CorrectAgreement(Strict):
    """Change a draft; the terms that are sent take the place of all before, and signatures are asked for anew."""

    model_config = shown_as({"extent": "partial"})

    extent: Extent | None = None
    terms: Terms | None = None


class Sign(Strict):
    """Record a side's signature; an officer claims the authority to settle."""

    model_config = shown_as({"side": "la", "has_authority": True})

    side: SigningSide
    has_authority: StrictBool | None = None


class Conclude(Strict):
    """Close the agreement once everybody has signed: the statutory clocks begin."""

    model_config = shown_as({"acknowledged_warnings": ["recommendations-hsc"]})

    acknowledged_warnings: Annotated[list[AgreementWarning], Field(max_length=3), AfterValidator(a_set)] = Field(
        default=[]
    )


class CompleteTerm(Strict):
    """Say that something agreed was done, with the proof."""

    model_config = shown_as({"done_on": "2026-09-14", "proof": "The amended plan was sent."})

    done_on: IsoDate
    proof: Paragraph | None = None
    document_id: Identifier | None = Field(default=None, description="The document that proves it.")


class TermClock(Answer):
    """A statutory clock of a term, with its reasons."""

    rule_id: str
    due_on: date | None
    act_by_on: date | None
    status: str
    explanation: list[str]


class AgreementTerm(Answer):
    """One thing agreed, its clocks, and whether it was done."""

    id: str
    kind: TermKind
    owner: Owner
    words: str
    agreed_on: date | None
    appealable: bool
    reported_done_on: date | None
    done_on: date | None
    clocks: list[TermClock]
    version: int


class TermStaff(AgreementTerm):
    """One thing agreed as the provider's staff see it: also the proof that was given."""

    proof: str | None


class Signature(Answer):
    """That a side signed."""

    side: SigningSide
    has_authority: bool | None
    signed_on: date


class Warning(Answer):
    """What the family is to be told before it signs."""

    code: AgreementWarning
    detail: str


class Agreement(Answer):
    """An agreement as its parties see it."""

    id: str
    case_id: str
    extent: Extent
    status: AgreementStatus
    signed_on: date | None
    terms: list[AgreementTerm]
    signatures: list[Signature]
    updated_at: Instant
    version: int


class AgreementStaff(Answer):
    """An agreement as the mediator and the provider's staff see it: also what to warn of and who has yet to sign."""

    id: str
    case_id: str
    extent: Extent
    status: AgreementStatus
    signed_on: date | None
    terms: list[TermStaff]
    signatures: list[Signature]
    warnings: list[Warning]
    yet_to_sign: list[SigningSide]
    updated_at: Instant
    version: int
