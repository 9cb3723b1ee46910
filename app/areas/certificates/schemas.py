"""A mediation certificate: what is asked for, and what each audience sees."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field

from app.domain.codes import CertificateKind
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant
from app.wire.uk import Paragraph

Holder = Literal["parent", "young_person"]


class IssueCertificate(Strict):
    """Issue the certificate that a family needs before it can appeal."""

    model_config = shown_as({"kind": "s55_4"})

    kind: CertificateKind
    person: Holder | None = Field(
        default=None,
        description="Who holds the right and is named on it: worked out from the date of birth unless given.",
    )
    replaces: Identifier | None = Field(
        default=None,
        description="The voided certificate that this one corrects; the first date of issue stays. Unless given, it "
        "is the one of the same person that was voided last and not replaced.",
    )


class VoidCertificate(Strict):
    """Void a certificate, saying why."""

    model_config = shown_as({"reason": "The family name was misspelt"})

    reason: Annotated[Paragraph, Field(max_length=300)]


class CertificateLinks(Answer):
    """Where to go from here; the paper, on which the code to check it stands, is null for whom it is not."""

    self: str
    case: str
    pdf: str | None


class CertificatePartner(Answer):
    """A certificate as a partner system sees it: the fact and the dates."""

    id: str
    number: str
    case_id: str
    issued_on: date
    first_issued_on: date
    voided_on: date | None
    replaced_by: str | None
    created_at: Instant
    version: int
    links: CertificateLinks


class Certificate(CertificatePartner):
    """A certificate as its council or its health body sees it: the fact, the kind and the dates."""

    kind: CertificateKind
    person: str


class CertificateStaff(Certificate):
    """A certificate as the provider's staff see it: also who issued it, and why it was voided."""

    issued_by: str
    void_reason: str | None


class CertificateCheck(Answer):
    """What anyone may know of a certificate whose code they hold: that it stands or not, its number and its date."""

    status: Literal["valid", "void", "unknown"]
    number: str | None
    issued_on: date | None


class Telling(Answer):
    """What the family was told about a date, and what it was worked out from."""

    id: str
    certificate_id: str | None
    rule_id: str
    due_on: date | None
    words: list[str]
    explanation: list[str]
    rule_version: str | None
    calendar_version: str | None
    told_at: Instant
