"""Identifiers people read aloud, and the check characters that catch a slip: ours, schools', and the health service's.

Each `normalise_...` function returns the one way of writing the identifier, or None where it is not one.
"""

import re
from collections.abc import Iterable

LETTERS = "ABCDEFGHJKLMNPQRTUVWXYZ"
"""The 23 letters of a UPN's check letter: no I, O or S, which look like 1, 0 and 5."""

_CASE, _CERTIFICATE = "SM", "MC"
_REFERENCE = re.compile(r"([A-Z]{2})-?([0-9]{2})-?([0-9]{6})-?([A-Z])")
_UPN = re.compile(r"[A-Z][0-9]{11}[0-9A-Z]")
_POSTCODE = re.compile(
    r"(GIR|[A-PR-UWYZ](?:[0-9]{1,2}|[A-HK-Y][0-9][0-9ABEHMNPRVWXY]?|[0-9][A-HJKPSTUW]))([0-9][ABD-HJLNP-UW-Z]{2})"
)


def case_reference(year: int, serial: int) -> str:
    """Return a case's reference for people: SM-26-004182 and its check letter."""
    return _reference(_CASE, year, serial)


def certificate_number(year: int, serial: int) -> str:
    """Return a certificate's number for people; its prefix counts in the check, so neither passes for the other."""
    return _reference(_CERTIFICATE, year, serial)


def normalise_case_reference(text: str) -> str | None:
    """Return a case reference as we write it, or None where its shape or its check letter is wrong."""
    return _normalise_reference(text, _CASE)


def normalise_certificate_number(text: str) -> str | None:
    """Return a certificate number as we write it, or None where its shape or its check letter is wrong."""
    return _normalise_reference(text, _CERTIFICATE)


def normalise_upn(text: str) -> str | None:
    """Return a pupil's number, or None. Any LA code will do: reorganisation makes new ones every few years."""
    upn = _bare(text)
    if not _UPN.fullmatch(upn):
        return None
    values = [int(sign) if sign.isdigit() else LETTERS.find(sign) for sign in upn[1:]]
    if -1 in values:
        return None
    return upn if upn[0] == _letter(values) else None


def normalise_nhs_number(text: str) -> str | None:
    """Return the ten digits of an NHS number whose check digit holds, or None."""
    number = _bare(text)
    if not re.fullmatch(r"[0-9]{10}", number):
        return None
    total = sum(int(digit) * weight for digit, weight in zip(number, range(10, 1, -1), strict=False))
    # A remainder of 1 would ask for the check digit 10: such numbers are never given out.
    return number if (11 - total % 11) % 11 == int(number[9]) else None


def normalise_postcode(text: str) -> str | None:
    """Return a postcode in capitals with one space, or None where it has not the shape of one."""
    match = _POSTCODE.fullmatch(_bare(text))
    return f"{match[1]} {match[2]}" if match else None


def normalise_urn(text: str) -> str | None:
    """Return a school's six-digit number, or None. It has no check digit."""
    urn = _bare(text)
    return urn if re.fullmatch(r"[1-9][0-9]{5}", urn) else None


def _bare(text: str) -> str:
    """Return text in capitals without the spaces and hyphens people put in; other scripts' digits do not pass."""
    return re.sub(r"[ -]", "", text).upper() if text.isascii() else ""


def _letter(values: Iterable[int]) -> str:
    """Return the letter of a weighted sum modulo 23, the weights being 2, 3, 4 and so on.

    23 is prime and larger than any weight's range here, so one wrong digit or two swapped ones never pass.
    """
    return LETTERS[sum(value * weight for weight, value in enumerate(values, start=2)) % len(LETTERS)]


def _reference(prefix: str, year: int, serial: int) -> str:
    if not 0 < serial < 1_000_000:
        raise ValueError("A year has room for serial numbers 1 to 999,999.")
    digits = f"{year % 100:02}{serial:06}"
    letter = _letter([*(int(digit) for digit in digits), *(ord(sign) for sign in prefix)])
    return f"{prefix}-{digits[:2]}-{digits[2:]}-{letter}"


def _normalise_reference(text: str, prefix: str) -> str | None:
    match = _REFERENCE.fullmatch(_bare(text))
    if not match or match[1] != prefix or int(match[3]) == 0:
        return None
    written = _reference(prefix, int(match[2]), int(match[3]))
    return written if written.endswith(match[4]) else None
