"""People and their parts in a case: what is asked for, and what each audience sees."""

from datetime import date
from typing import Annotated

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError

from app.areas.cases.fact_payloads import a_set
from app.domain.parties import Adjustment, PartyRole, Side
from app.wire.base import Answer, Strict, shown_as
from app.wire.types import Email, Identifier, Instant, IsoDate, Phone, StrictBool
from app.wire.uk import Key, Line, Name, Paragraph, Postcode, Urn


class SearchPeople(Strict):
    """Look for somebody before adding them; who looked, and why, is kept.

    Three letters of a name are enough; a shorter name is looked for whole. With both names it is the family name.
    """

    model_config = shown_as({"family_name": "Example", "reason": "Adding the other parent to a case"})

    given_name: Name | None = None
    family_name: Name | None = Field(default=None, validate_default=True)
    reason: Line

    @field_validator("family_name")
    @classmethod
    def _named(cls, value: str | None, told: ValidationInfo) -> str | None:
        # A name that was refused is not there, and has its own error.
        if not (value or told.data.get("given_name", True)):
            raise PydanticCustomError("unnamed", "Give a given name or a family name.")
        return value


class PersonFound(Answer):
    """Somebody who may be the one looked for, and in how many of the cases that you see they have a part."""

    id: str
    given_name: str | None
    family_name: str | None
    job_title: str | None
    cases: int


class Found(Answer):
    """What a search found, and the id to name when somebody is added."""

    search_id: str
    items: list[PersonFound]


class NewPerson(Strict):
    """Somebody who is not known yet."""

    given_name: Name | None = None
    family_name: Name | None = None
    job_title: Name | None = None
    school_urn: Urn | None = Field(default=None, validate_default=True)

    @field_validator("school_urn")
    @classmethod
    def _named(cls, value: str | None, told: ValidationInfo) -> str | None:
        if not (value or told.data.get("given_name", True) or told.data.get("family_name", True)):
            raise PydanticCustomError("unnamed", "Give a name, or a school's number.")
        return value


class AddParty(Strict):
    """Give somebody a part in a case: a person who is known, or a new one after a search that found nobody."""

    model_config = shown_as({"role": "la_officer", "person": {"family_name": "Example", "job_title": "SEND officer"}})

    role: PartyRole
    person_id: Identifier | None = None
    person: NewPerson | None = Field(default=None, validate_default=True)
    search_id: Identifier | None = Field(default=None, description="The search that was made for this person.")
    begins_on: IsoDate | None = None
    can_decide: StrictBool | None = Field(default=None, description="Whether an officer has authority to settle.")

    @field_validator("person")
    @classmethod
    def _one(cls, value: NewPerson | None, told: ValidationInfo) -> NewPerson | None:
        if "person_id" in told.data and (told.data["person_id"] is None) == (value is None):
            raise PydanticCustomError("one_of_two", "Give either `person_id` or `person`.")
        return value


class CorrectParty(Strict):
    """Correct somebody's part in a case."""

    model_config = shown_as({"can_decide": True})

    role: PartyRole | None = None
    can_decide: StrictBool | None = None


class EndParty(Strict):
    """End somebody's part in a case."""

    model_config = shown_as({"ends_on": "2026-09-20"})

    ends_on: IsoDate


class SharedContact(Answer):
    """How to reach somebody who lets the council know it."""

    phone: str | None
    email: str | None


class PartyOutside(Answer):
    """A part in a case as a council or a health body sees it: the name, the role, and what a council is let know."""

    id: str
    case_id: str
    role: PartyRole
    side: Side
    given_name: str | None
    family_name: str | None
    job_title: str | None
    begins_on: date
    ends_on: date | None
    can_decide: bool | None
    version: int
    shared_contact: SharedContact | None


class PartyFamily(Answer):
    """A part in a case as the family's front end sees it: names and roles."""

    id: str
    case_id: str
    role: PartyRole
    side: Side
    given_name: str | None
    family_name: str | None
    job_title: str | None
    begins_on: date
    ends_on: date | None
    can_decide: bool | None
    version: int


class PartyStaff(PartyOutside):
    """A part in a case as the provider's staff see it: also who it is, and whether details are withheld."""

    person_id: str
    is_withheld: bool
    needs: list[Adjustment]


class CorrectPerson(Strict):
    """Correct who somebody is."""

    model_config = shown_as({"job_title": "SEND team manager"})

    given_name: Name | None = None
    family_name: Name | None = None
    job_title: Name | None = None
    school_urn: Urn | None = None


class PersonOfCase(Answer):
    """Somebody as the provider knows them."""

    id: str
    given_name: str | None
    family_name: str | None
    job_title: str | None
    school_urn: str | None
    organisation_id: str | None
    is_child: bool
    updated_at: Instant
    version: int


class CorrectPassport(Strict):
    """The adjustments that somebody needs; what is left out stays."""

    model_config = shown_as({"language": "Polish", "needs": ["interpreter", "breaks"]})

    language: Key | None = None
    needs: Annotated[list[Adjustment], Field(max_length=20), AfterValidator(a_set)] = Field(default=[])
    details: Paragraph | None = None


class Passport(Answer):
    """The adjustments that go with somebody into every booking."""

    person_id: str
    language: str | None
    needs: list[Adjustment]
    details: str | None
    version: int


class CorrectContact(Strict):
    """How to reach somebody; what is left out stays, null clears."""

    model_config = shown_as({"phone": "01632 960002", "safe_contact": "Weekday mornings, leave no message"})

    phone: Phone | None = None
    email: Email | None = None
    address: Paragraph | None = None
    postcode: Postcode | None = None
    safe_contact: Paragraph | None = Field(default=None, description="When and how it is safe to make contact.")


class CorrectSharedContact(CorrectContact):
    """How to reach somebody, and whether they let the council know the telephone number and the e-mail address."""

    model_config = shown_as({"phone": "01632 960001", "shared_with_la": True})

    shared_with_la: StrictBool = Field(default=False, description="Told where there is a consent on the case as well.")


class Contact(Answer):
    """How to reach somebody."""

    person_id: str
    phone: str | None
    email: str | None
    address: str | None
    postcode: str | None
    safe_contact: str | None
    version: int


class ContactStaff(Contact):
    """How to reach somebody, whether a council may know it that they consented to, and whether more is withheld."""

    shared_with_la: bool
    is_withheld: bool


class ReadWithheld(Strict):
    """Read withheld details, saying what for: the reading is kept."""

    model_config = shown_as({"reason": "To ring back as was asked"})

    reason: Line
