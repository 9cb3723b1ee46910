"""What a certificate says by its kind, of the contact, and of the time to appeal."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.certificate_words import INDEPENDENT, Contacted, Window, appeal, facts, statements, void
from app.domain.codes import CertificateKind

DAY = date(2025, 4, 8)
WINDOW = Window(date(2025, 5, 12), date(2025, 3, 14), date(2025, 5, 10), late=False, permission_needed=False)
BY = "The tribunal must receive an appeal by 5pm on 12 May 2025."
FROM = (
    "This is worked out from two dates: two months after the decision was sent (14 March 2025) "
    "and one month after this certificate was issued (10 May 2025)."
)
NOT_THE_END = "A late appeal is not the end: the tribunal can be asked for permission to appeal out of time."


@pytest.mark.parametrize("kind", CertificateKind)
def test_each_kind_says_that_advice_was_given_and_that_the_adviser_is_independent(kind: CertificateKind) -> None:
    said = statements(kind, None)
    assert said[0].startswith("The mediation adviser has given information and advice")
    assert said[-1] == INDEPENDENT
    assert len(said) == 3


@pytest.mark.parametrize(
    "contact, words",
    [
        (Contacted(DAY), "The family first contacted the mediation adviser on 8 April 2025."),
        (
            Contacted(DAY, late=True),
            "The family first contacted the mediation adviser on 8 April 2025, which was more than two months after "
            "the decision was sent.",
        ),
        (Contacted(DAY, day_known=False), "The family had contacted the mediation adviser by 8 April 2025."),
    ],
)
def test_the_contact_is_stated_with_its_day_and_whether_it_was_late(contact: Contacted, words: str) -> None:
    said = statements(CertificateKind.S55_4, contact)
    assert said[2] == words
    assert (len(said), said[3]) == (4, INDEPENDENT)


def test_the_time_to_appeal_is_told_with_the_days_it_was_taken_from() -> None:
    assert appeal(WINDOW) == (BY, FROM, NOT_THE_END)
    assert appeal(replace(WINDOW, limb_ii_on=None)) == (BY, NOT_THE_END)
    assert appeal(replace(WINDOW, limb_i_on=None)) == (BY, NOT_THE_END)


def test_a_family_that_may_need_permission_is_told_to_say_why_it_was_late() -> None:
    said = appeal(replace(WINDOW, permission_needed=True))
    assert said[1].endswith("Send the appeal as soon as you can and say why it is late.")
    assert (said[0], said[2:]) == (BY, (FROM, NOT_THE_END))


def test_without_a_day_the_family_is_sent_to_the_adviser() -> None:
    (said,) = appeal(replace(WINDOW, due_on=None))
    assert said.endswith("Ask the mediation adviser.")


def test_a_void_certificate_says_so_and_what_takes_its_place() -> None:
    words = "This certificate was made void on 8 April 2025 and must not be relied on."
    assert void(DAY, None) == words
    assert void(DAY, "MC-25-000001-A") == f"{words} Certificate MC-25-000001-A takes its place."


def test_only_what_is_known_is_listed() -> None:
    assert facts({"Child": "A B", "School": None, "Council": ""}) == [("Child", "A B")]
