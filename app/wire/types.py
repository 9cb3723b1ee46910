"""The field types that schemas are made of: days, instants, numbers, ids and pages."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Annotated, Generic, TypeVar

from annotated_types import BaseMetadata, Ge, GroupedMetadata, Le
from pydantic import BeforeValidator, PlainSerializer, Strict, StrictBool, WithJsonSchema
from pydantic_core import PydanticCustomError

from app.wire.base import Answer
from app.wire.text import Code, Email, Phone, pattern_text, short_text

__all__ = [
    "Code",
    "Email",
    "Identifier",
    "Instant",
    "Int",
    "IsoDate",
    "Page",
    "Phone",
    "QueryBool",
    "QueryInt",
    "StrictBool",
    "bounded_int",
    "instant_text",
    "pattern_text",
    "query_int",
    "short_text",
]

FIRST_DAY = date(1900, 1, 1)
LAST_DAY = date(2200, 1, 1)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_INSTANT = re.compile(
    r"([0-9]{4}-[0-9]{2}-[0-9]{2})[Tt]([0-9]{2}:[0-9]{2}:[0-9]{2})(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def _day(value: object) -> date:
    if isinstance(value, str) and _DAY.fullmatch(value):
        try:
            value = date.fromisoformat(value)
        except ValueError:
            raise PydanticCustomError("date_invalid", "There is no such day.") from None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise PydanticCustomError("date_format", "A day is expected, written YYYY-MM-DD.")
    if not FIRST_DAY <= value <= LAST_DAY:
        raise PydanticCustomError("date_out_of_range", "A day from 1900-01-01 to 2200-01-01 is expected.")
    return value


IsoDate = Annotated[date, BeforeValidator(_day)]
"""A statutory or civil day in Europe/London, as text `YYYY-MM-DD` and nothing else."""


def _instant(value: object) -> datetime:
    if isinstance(value, str) and (parts := _INSTANT.fullmatch(value)):
        day, clock, fraction, offset = parts.groups()
        offset = "+00:00" if offset in "Zz" else offset
        try:
            value = datetime.fromisoformat(f"{day}T{clock}{(fraction or '.0')[:7]:0<7}{offset}")
        except ValueError:
            raise PydanticCustomError("instant_invalid", "There is no such instant.") from None
    if not isinstance(value, datetime) or value.utcoffset() is None:
        raise PydanticCustomError(
            "instant_format", "An instant is expected, as RFC 3339 text with an offset, such as 2026-01-31T09:30:00Z."
        )
    if not FIRST_DAY < value.date() < LAST_DAY:
        raise PydanticCustomError("instant_out_of_range", "An instant from 1900 to 2200 is expected.")
    return value if value.tzinfo is UTC else value.astimezone(UTC)


def instant_text(value: datetime) -> str:
    """Return an instant as it is written on the wire: UTC, milliseconds, `Z`."""
    moment = value if value.tzinfo is UTC else value.astimezone(UTC)
    return moment.isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


Instant = Annotated[
    datetime,
    BeforeValidator(_instant),
    PlainSerializer(instant_text, return_type=str, when_used="json"),
    WithJsonSchema({"type": "string", "format": "date-time"}),
]
"""A moment in time: RFC 3339 text with an offset comes in, UTC with milliseconds and `Z` goes out."""

_UUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")


def _identifier(value: object) -> str:
    if not isinstance(value, str) or not _UUID.fullmatch(value):
        raise PydanticCustomError("identifier_format", "An id is expected, as it was given by this service.")
    return value.lower()


Identifier = Annotated[
    str, BeforeValidator(_identifier), WithJsonSchema({"type": "string", "format": "uuid", "maxLength": 36})
]
"""The id of a record: the text of a UUID, opaque to whoever holds it."""


@dataclass(frozen=True, slots=True)
class bounded_int(GroupedMetadata):
    """A whole JSON number within bounds, `Annotated[int, bounded_int(0, 9)]`; `1.0`, `"1"` and `true` are refused."""

    least: int = -(2**31)
    most: int = 2**31 - 1

    def __iter__(self) -> Iterator[BaseMetadata | Strict]:
        yield Strict()
        yield Ge(self.least)
        yield Le(self.most)


Int = Annotated[int, bounded_int()]

_WHOLE = re.compile(r"-?[0-9]{1,10}")


def _query_int(value: object) -> object:
    if isinstance(value, str):
        if not _WHOLE.fullmatch(value):
            raise PydanticCustomError("int_expected", "A whole number is expected.")
        return int(value)
    return value


@dataclass(frozen=True, slots=True)
class query_int(GroupedMetadata):
    """A whole number in a query, `Annotated[int, query_int(1, 200)]`: digits only, no `1_000`, within bounds."""

    least: int = -(2**31)
    most: int = 2**31 - 1

    def __iter__(self) -> Iterator[BaseMetadata | BeforeValidator]:
        yield Ge(self.least)
        yield Le(self.most)
        yield BeforeValidator(_query_int)


QueryInt = Annotated[int, query_int()]


def _query_bool(value: object) -> object:
    if isinstance(value, str):
        if value not in ("true", "false"):
            raise PydanticCustomError("bool_expected", "true or false is expected.")
        return value == "true"
    return value


QueryBool = Annotated[bool, BeforeValidator(_query_bool)]
"""`true` or `false` in a query; `1`, `yes` and `on` are refused."""

T = TypeVar("T")


class Page(Answer, Generic[T]):
    """One page of a collection, and the cursor of the next."""

    items: list[T]
    next_cursor: str | None
