"""The bounded texts of a case, and the identifiers of British public bodies."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.domain import identifiers
from app.wire.text import clean


def _line(value: object) -> str:
    text = clean(value).strip()
    if not text:
        raise PydanticCustomError("blank", "Text that is not blank is expected.")
    return text


def _paragraph(value: object) -> str:
    text = clean(value, multiline=True).strip()
    if not text:
        raise PydanticCustomError("blank", "Text that is not blank is expected.")
    return text


Name = Annotated[str, BeforeValidator(_line), Field(max_length=100)]
Line = Annotated[str, BeforeValidator(_line), Field(max_length=200)]
Key = Annotated[str, BeforeValidator(_line), Field(max_length=80)]
Paragraph = Annotated[str, BeforeValidator(_paragraph), Field(max_length=500)]
OrganisationCode = Annotated[str, BeforeValidator(_line), Field(max_length=20)]


def _checked(normalise: Callable[[str], str | None], code: str, words: str) -> BeforeValidator:
    def check(value: object) -> str:
        found = normalise(clean(value))
        if found is None:
            raise PydanticCustomError(code, words)
        return found

    return BeforeValidator(check)


def _text(maximum: int) -> WithJsonSchema:
    return WithJsonSchema({"type": "string", "maxLength": maximum})


Upn = Annotated[
    str,
    _checked(identifiers.normalise_upn, "upn_invalid", "A unique pupil number with its check letter is expected."),
    _text(13),
]
NhsNumber = Annotated[
    str,
    _checked(
        identifiers.normalise_nhs_number,
        "nhs_number_invalid",
        "An NHS number of ten digits with its check digit is expected.",
    ),
    _text(12),
]
Postcode = Annotated[
    str, _checked(identifiers.normalise_postcode, "postcode_invalid", "A British postcode is expected."), _text(8)
]
Urn = Annotated[
    str, _checked(identifiers.normalise_urn, "urn_invalid", "A school's six-figure number is expected."), _text(6)
]

PlanSection = Literal["A", "B", "C", "D", "E", "F", "G", "H1", "H2", "I", "J", "K"]
Side = Literal["parent", "young_person", "la", "icb", "school"]
