"""Identifiers and their check characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.domain import identifiers

SERIALS = st.integers(1, 999_999)
YEARS = st.integers(2020, 2099)


@given(YEARS, SERIALS)
def test_a_reference_is_read_back_as_written_however_it_is_typed(year: int, serial: int) -> None:
    written = identifiers.case_reference(year, serial)
    assert identifiers.normalise_case_reference(written) == written
    assert identifiers.normalise_case_reference(written.replace("-", " ").lower()) == written


@given(YEARS, SERIALS, st.integers(0, 7), st.integers(1, 9))
def test_one_wrong_digit_never_passes(year: int, serial: int, place: int, shift: int) -> None:
    bare = identifiers.case_reference(year, serial).replace("-", "")
    at = place + 2
    wrong = f"{bare[:at]}{(int(bare[at]) + shift) % 10}{bare[at + 1 :]}"
    assert identifiers.normalise_case_reference(wrong) is None


@given(YEARS, SERIALS, st.integers(0, 6))
def test_two_digits_swapped_never_pass(year: int, serial: int, place: int) -> None:
    bare = identifiers.case_reference(year, serial).replace("-", "")
    at = place + 2
    swapped = f"{bare[:at]}{bare[at + 1]}{bare[at]}{bare[at + 2 :]}"
    assert swapped == bare or identifiers.normalise_case_reference(swapped) is None


@given(YEARS, SERIALS)
def test_a_certificate_number_is_no_case_reference(year: int, serial: int) -> None:
    number = identifiers.certificate_number(year, serial)
    assert identifiers.normalise_certificate_number(number) == number
    assert identifiers.normalise_case_reference(number) is None
    assert identifiers.normalise_case_reference("SM" + number[2:]) is None


def test_a_reference_looks_as_people_know_it() -> None:
    assert identifiers.case_reference(2026, 4182)[:13] == "SM-26-004182-"
    for serial in (0, 1_000_000):
        with pytest.raises(ValueError, match="1 to 999,999"):
            identifiers.case_reference(2026, serial)


@given(YEARS, SERIALS)
def test_a_reference_with_another_prefix_is_none_whatever_its_letter(year: int, serial: int) -> None:
    assert identifiers.normalise_case_reference("XX" + identifiers.case_reference(year, serial)[2:]) is None


@pytest.mark.parametrize("letter", identifiers.LETTERS)
def test_there_is_no_case_nought(letter: str) -> None:
    assert identifiers.normalise_case_reference(f"SM-26-000000-{letter}") is None


@pytest.mark.parametrize("text", ["", "hello", "SM-26-00418-A", "SM-26-0041823-A"])
def test_what_has_not_the_shape_of_a_reference_is_none(text: str) -> None:
    assert identifiers.normalise_case_reference(text) is None


def test_letters_that_only_turn_into_ours_as_capitals_do_not_pass() -> None:
    written = identifiers.case_reference(2026, 4182)
    assert identifiers.normalise_case_reference("\u017f" + written[1:]) is None


@pytest.mark.parametrize("last", "IOS")
def test_no_upn_ends_in_a_letter_that_looks_like_a_digit(last: str) -> None:
    assert not [sign for sign in identifiers.LETTERS if identifiers.normalise_upn(f"{sign}80120000500{last}")]


@pytest.mark.parametrize(
    "text, upn",
    [
        ("B801200005001", "B801200005001"),
        (" b801 2000 05001", "B801200005001"),
        ("A801200005001", None),
        ("B80120000500I", None),
        ("B8012000050011", None),
        ("B٨01200005001", None),
        ("", None),
    ],
)
def test_upn(text: str, upn: str | None) -> None:
    assert identifiers.normalise_upn(text) == upn


@given(st.sampled_from(["838", "839", "940", "941", "942", "943", "926", "999"]), st.integers(0, 10**8 - 1))
def test_a_upn_of_any_la_has_one_check_letter(la: str, rest: int) -> None:
    body = f"{la}{rest:08}" + "A"  # a temporary number ends in a letter
    found = [letter for letter in identifiers.LETTERS if identifiers.normalise_upn(letter + body)]
    assert len(found) == 1


@pytest.mark.parametrize(
    "text, number",
    [
        ("943 476 5919", "9434765919"),
        ("9434765919", "9434765919"),
        ("9434765918", None),
        ("943476591", None),
        ("9990000018", "9990000018"),
        ("401 023 2137", "4010232137"),
        ("9876543210", "9876543210"),
        ("9990000000", None),
        ("abcdefghij", None),
    ],
)
def test_nhs_number(text: str, number: str | None) -> None:
    assert identifiers.normalise_nhs_number(text) == number


@pytest.mark.parametrize(
    "text, postcode",
    [
        ("nr32 1aa", "NR32 1AA"),
        ("NR11AA", "NR1 1AA"),
        ("SW1A 1AA", "SW1A 1AA"),
        ("W1A0AX", "W1A 0AX"),
        ("EC1A 1BB", "EC1A 1BB"),
        ("GIR 0AA", "GIR 0AA"),
        ("NR32 1A", None),
        ("QR1 1AA", None),
        ("12345", None),
    ],
)
def test_postcode(text: str, postcode: str | None) -> None:
    assert identifiers.normalise_postcode(text) == postcode


@pytest.mark.parametrize("text, urn", [("121219", "121219"), ("021219", None), ("12121", None), ("1212190", None)])
def test_urn(text: str, urn: str | None) -> None:
    assert identifiers.normalise_urn(text) == urn
