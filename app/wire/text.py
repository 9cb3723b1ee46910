"""Text as it may come in: normal form, no controls, a bounded number of code points, and nothing invisible."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from annotated_types import BaseMetadata, GroupedMetadata, MaxLen, MinLen
from email_validator import EmailNotValidError, validate_email
from phonenumbers import NumberParseException, PhoneNumberFormat, format_number, is_possible_number, parse
from pydantic import BeforeValidator, WithJsonSchema
from pydantic_core import PydanticCustomError

_REFUSED_CATEGORIES = frozenset({"Cc", "Cs", "Cf", "Co", "Zl", "Zp"})
# Joiners are part of Persian and Indic spelling and of emoji, so running text may hold them.
_ALLOWED_IN_RUNNING_TEXT = frozenset("\t\n\u200c\u200d\u00ad")
_EMOJI_TAGS = range(0xE0020, 0xE0080)


def _is_noncharacter(point: int) -> bool:
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE


def _is_refused(character: str, *, multiline: bool) -> bool:
    if multiline and (character in _ALLOWED_IN_RUNNING_TEXT or ord(character) in _EMOJI_TAGS):
        return False
    return unicodedata.category(character) in _REFUSED_CATEGORIES or _is_noncharacter(ord(character))


def clean(value: object, *, multiline: bool = False) -> str:
    """Return text in Unicode's NFC form; refuse what is not text, and what a reader could not see."""
    if not isinstance(value, str):
        raise PydanticCustomError("text_expected", "Text is expected.")
    if multiline:
        value = value.replace("\r\n", "\n")
    if not value.isprintable() and any(_is_refused(character, multiline=multiline) for character in value):
        raise PydanticCustomError("character_refused", "Control and invisible characters are not allowed.")
    return value if value.isascii() else unicodedata.normalize("NFC", value)


@dataclass(frozen=True, slots=True)
class short_text(GroupedMetadata):
    """A text of so many code points, never blank: `Annotated[str, short_text(80)]`; only running text holds breaks."""

    max_length: int
    min_length: int = 1
    multiline: bool = False

    def __iter__(self) -> Iterator[BaseMetadata | BeforeValidator]:
        # Cleaned first, then counted: normal form can change the length.
        yield MinLen(self.min_length)
        yield MaxLen(self.max_length)
        yield BeforeValidator(self._check)

    def _check(self, value: object) -> str:
        text = clean(value, multiline=self.multiline)
        if not text or text.isspace():
            raise PydanticCustomError("blank", "Text that is not blank is expected.")
        return text


@dataclass(frozen=True, slots=True)
class pattern_text(GroupedMetadata):
    """A text that one pattern describes wholly, such as a reference: `Annotated[str, pattern_text("[A-Z]{2}", 2)]`."""

    pattern: str
    max_length: int

    def __iter__(self) -> Iterator[BeforeValidator | WithJsonSchema]:
        yield BeforeValidator(self._check)
        yield WithJsonSchema({"type": "string", "maxLength": self.max_length, "pattern": f"^(?:{self.pattern})$"})

    def _check(self, value: object) -> str:
        text = clean(value)
        if len(text) > self.max_length or not re.fullmatch(self.pattern, text):
            raise PydanticCustomError("pattern", "This text does not have the form that is expected here.")
        return text


Code = Annotated[str, pattern_text("[a-z][a-z0-9_]*", 64)]
"""A lower_snake_case code of an open list; a closed list is an enum of its own."""


def _email(value: object) -> str:
    text = clean(value)
    if len(text) > 254:
        raise PydanticCustomError("email_invalid", "An e-mail address is expected.")
    try:
        return validate_email(text, check_deliverability=False).normalized
    except EmailNotValidError:
        # The library's own words quote the address.
        raise PydanticCustomError("email_invalid", "An e-mail address is expected.") from None


Email = Annotated[
    str,
    BeforeValidator(_email),
    WithJsonSchema({"type": "string", "format": "email", "maxLength": 254}),
]
"""An e-mail address that is well formed; whether it receives mail is not tried."""

_PHONE = re.compile(r"\+?[0-9 ().\-]{3,30}")


def _phone(value: object) -> str:
    text = clean(value).strip()
    try:
        number = parse(text, "GB") if _PHONE.fullmatch(text) else None
    except NumberParseException:
        number = None
    if number is None or not is_possible_number(number):
        raise PydanticCustomError("phone_invalid", "A telephone number is expected, with +country unless British.")
    return format_number(number, PhoneNumberFormat.E164)


Phone = Annotated[
    str,
    BeforeValidator(_phone),
    WithJsonSchema({"type": "string", "minLength": 3, "maxLength": 30, "examples": ["+441603000000"]}),
]
"""A telephone number, British unless it says otherwise, kept as E.164."""
