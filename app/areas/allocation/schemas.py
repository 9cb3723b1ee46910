"""Allocation: what is asked for and answered. Nothing of it leaves the provider."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field

from app.areas.cases.fact_payloads import a_set
from app.domain.conflicts import ConflictKind, RefusalReason
from app.domain.fitness import Employer, RegisterBody
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Identifier, Instant, IsoDate
from app.wire.uk import Key, Line, Paragraph

RegistrationNumber = Annotated[Key, Field(max_length=40)]
Languages = Annotated[list[Line], Field(max_length=20), AfterValidator(a_set)]


class CorrectMediator(Strict):
    """What is recorded of a mediator; what is left out stays, null clears."""

    model_config = shown_as({"registered_until": "2027-08-31", "employer": "none", "languages": ["Polish"]})

    register_body: RegisterBody | None = None
    registration_number: RegistrationNumber | None = None
    registered_until: IsoDate | None = None
    cpd_hours: Annotated[int, Field(ge=0, le=1000, strict=True)] | None = None
    cpd_until: IsoDate | None = Field(default=None, description="Until when the CPD of the year is accepted.")
    dbs_until: IsoDate | None = None
    insured_until: IsoDate | None = None
    independent_until: IsoDate | None = Field(
        default=None, description="How long the declaration of independence holds."
    )
    employer: Employer | None = Field(default=None, description="Who they work for, as they declare it.")
    employer_declared_on: IsoDate | None = Field(
        default=None, description="When they declared who they work for; today where it is left out."
    )
    languages: Languages = Field(default=[])


class EmployerDeclared(Answer):
    """What a mediator declared of their employer, and when."""

    employer: Employer | None
    declared_on: date


class MediatorRow(Answer):
    """A mediator in a list: whether they may be given a case today, and how many they have."""

    id: str
    name: str
    fit: bool
    unfit: list[str]
    live_cases: int
    languages: list[str]


class Mediator(MediatorRow):
    """A mediator with everything that is recorded of their fitness."""

    register_body: RegisterBody | None
    registration_number: str | None
    registered_until: date | None
    cpd_hours: int | None
    cpd_until: date | None
    dbs_until: date | None
    insured_until: date | None
    independent_until: date | None
    employer: Employer | None
    employer_declarations: list[EmployerDeclared] = Field(description="Every declaration, the last one first.")
    version: int


class DeclareConflict(Strict):
    """Declare that somebody may have nothing to do with this case: they lose sight of it at once."""

    model_config = shown_as({"user_id": "00000000-0000-7000-8000-000000000001", "kind": "knows_a_party"})

    user_id: Identifier
    kind: ConflictKind
    words: Paragraph | None = None


class Conflict(Answer):
    """A conflict of interest as those who allocate cases see it."""

    id: str
    case_id: str
    user_id: str
    kind: ConflictKind
    words: str | None
    declared_by: str
    declared_at: Instant
    lifted_by: str | None
    lifted_at: Instant | None
    version: int


class DeclareBodyConflict(Strict):
    """Declare that somebody may have nothing to do with any case of a council or a health body."""

    model_config = shown_as(
        {
            "user_id": "00000000-0000-7000-8000-000000000001",
            "organisation_id": "00000000-0000-7000-8000-000000000002",
            "kind": "worked_for_a_party",
            "words": "Worked there until last year",
        }
    )

    user_id: Identifier
    organisation_id: Identifier
    kind: ConflictKind
    words: Paragraph | None = None


class BodyDeclared(Answer):
    """That a conflict with a council or a health body was declared."""

    id: str
    organisation_id: str
    user_id: str
    version: int


class BodyConflict(BodyDeclared):
    """A conflict with a council or a health body as those who allocate cases see it."""

    kind: ConflictKind
    words: str | None
    declared_by: str
    declared_at: Instant
    lifted_by: str | None
    lifted_at: Instant | None


class Declared(Answer):
    """That a conflict was declared: who declares one of their own loses sight of the case with it."""

    id: str
    case_id: str
    user_id: str
    version: int


class RefuseAssignment(Strict):
    """Give a case back, saying why: whoever allocates cases reads it."""

    model_config = shown_as({"reason": "caseload"})

    reason: RefusalReason
    words: Paragraph | None = None


class Assignment(Answer):
    """Who worked on a case, in which capacity, from when to when, and why it ended where they gave it back."""

    id: str
    user_id: str
    name: str
    capacity: str
    began_at: Instant
    ended_at: Instant | None
    refused_for: RefusalReason | None
    refusal_words: str | None


class Assignments(Answer):
    """The assignments of a case, the first one first; whether one person advises and mediates."""

    items: list[Assignment]
    same_person: bool


class Refused(Answer):
    """That a case was given back."""

    id: str
    case_id: str
    capacity: str
    reason: RefusalReason
    case_version: int


class Suggestion(Answer):
    """A mediator for a case: the place in a fair rotation, or why not."""

    id: str
    name: str
    place: int | None
    live_cases: int
    last_given_on: date | None
    speaks_language: bool
    why_not: list[str]


class Suggestions(Answer):
    """Who may mediate a case, in the order of a fair rotation, and who may not."""

    items: list[Suggestion]
