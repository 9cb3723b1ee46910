"""What a certificate says by its kind, of the contact, and of the time to appeal."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.certificate_words import (
    AN_EARLIER_ONE,
    INDEPENDENT,
    THIS_ISSUED,
    THIS_ISSUED_AGAIN,
    Contacted,
    Window,
    appeal,
    facts,
    statements,
    void,
)
from app.domain.codes import CertificateKind

DAY = date(2025, 4, 8)
WINDOW = Window(
    told_on=date(2025, 4, 10),
    due_on=date(2025, 5, 12),
    two_months_on=date(2025, 3, 14),
    month_on=date(2025, 5, 10),
)
BY = "The tribunal must receive an appeal by 5pm on 12 May 2025."
FROM = (
    "That day is worked out from the later of two dates: two months after the decision was sent (14 March 2025) and "
    "one month after this certificate was issued (10 May 2025), moved on by the tribunal's rules."
)
NOT_THE_END = "A late appeal is not the end: the tribunal can be asked for permission to appeal out of time."
PASSED = (
    "The last day for the tribunal to receive an appeal was 14 March 2025. That is two months after the decision was "
    "sent. That day has passed. An appeal can still be sent: send it as soon as you can and say why it is late. The "
    "tribunal can give more time."
)
WHO_ADVISES = "SENDIASS and IPSEA advise families on late appeals free of charge."


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
    assert appeal(replace(WINDOW, two_months_on=None)) == (BY, NOT_THE_END)
    alone = replace(WINDOW, due_on=date(2025, 3, 14), told_on=date(2025, 3, 14), month_on=None)
    assert appeal(alone)[1] == "That is two months after the decision was sent."


@pytest.mark.parametrize("month_of", [THIS_ISSUED, THIS_ISSUED_AGAIN, AN_EARLIER_ONE])
def test_the_month_is_said_to_be_that_of_the_certificate_it_was_counted_from(month_of: str) -> None:
    assert f"one month after {month_of} (10 May 2025)" in appeal(replace(WINDOW, month_of=month_of))[1]


def test_the_day_of_the_letter_is_named_where_it_was_counted_from() -> None:
    said = appeal(replace(WINDOW, letter_on=date(2025, 1, 10), two_months_on=date(2025, 3, 10)))
    assert "two months after 10 January 2025, the date on the decision letter (10 March 2025)" in said[1]
    assert "the decision was sent" not in said[1]


def test_a_day_that_has_passed_by_the_letter_alone_is_told_beside_the_one_that_counts() -> None:
    by_letter = replace(
        WINDOW,
        told_on=date(2025, 3, 12),
        due_on=date(2025, 3, 10),
        judged_on=date(2025, 3, 20),
        two_months_on=date(2025, 3, 10),
        letter_on=date(2025, 1, 10),
        contact_late=True,
    )
    assert appeal(by_letter)[0] == (
        "The tribunal must receive an appeal by 5pm on 20 March 2025, counted from the day on which the decision was "
        "sent. Counted from the date on the decision letter the last day was 10 March 2025, which has passed, so send "
        "the appeal at once."
    )
    assert not any("worked out" in words for words in appeal(by_letter))
    both = appeal(replace(by_letter, told_on=date(2025, 3, 21)))
    assert both[0].startswith("The last day for the tribunal to receive an appeal was 20 March 2025. That day has")
    assert "two months" not in both[0]
    assert both[-1] == WHO_ADVISES


class TestAfterALateContact:
    """R3: the month from the certificate is not counted; that it might count is told as what can be argued."""

    LATE = replace(
        WINDOW,
        told_on=date(2024, 8, 20),
        due_on=date(2024, 9, 2),
        two_months_on=date(2024, 8, 15),
        month_on=date(2024, 9, 20),
        contact_late=True,
    )
    ARGUED = (
        "The mediation adviser was contacted late, so the tribunal may need to give permission: send the appeal as "
        "soon as you can and say why. For the same reason one month after this certificate was issued is not counted. "
        "It can be argued that it counts, which would be until 20 September 2024. The tribunal decides that, so do "
        "not rely on it."
    )

    def test_the_day_is_that_of_the_two_months_and_permission_may_be_needed(self) -> None:
        assert appeal(self.LATE) == (
            "The tribunal must receive an appeal by 5pm on 2 September 2024.",
            "That day is worked out from two months after the decision was sent (15 August 2024), moved on by the "
            "tribunal's rules.",
            self.ARGUED,
            NOT_THE_END,
        )

    def test_a_last_day_that_has_passed_is_never_one_to_keep(self) -> None:
        passed = replace(
            self.LATE,
            told_on=date(2025, 3, 20),
            due_on=date(2025, 3, 14),
            two_months_on=date(2025, 3, 14),
            month_on=date(2025, 4, 20),
        )
        said = appeal(passed)
        assert said[0] == PASSED
        assert "may need to give permission: say why that was late too." in said[1]
        assert "until 20 April 2025" in said[1]
        assert said[-1] == WHO_ADVISES
        assert not any("must receive" in words for words in said)
        assert appeal(replace(passed, told_on=date(2025, 3, 14)))[0].startswith("The tribunal must receive")

    def test_a_month_that_ends_no_later_is_nothing_to_argue(self) -> None:
        early = appeal(replace(self.LATE, month_on=date(2024, 9, 2)))
        assert early[2].endswith("one month after this certificate was issued is not counted.")


def test_on_the_school_or_its_type_alone_the_month_is_not_counted() -> None:
    said = appeal(
        replace(
            WINDOW,
            told_on=date(2025, 3, 12),
            due_on=date(2025, 3, 14),
            month_on=date(2025, 4, 12),
            certificate_needed=False,
        )
    )
    assert said == (
        "The tribunal must receive an appeal by 5pm on 14 March 2025.",
        "That is two months after the decision was sent.",
        "An appeal about the school or its type alone needs no certificate, so one month after this certificate was "
        "issued is not counted. If the appeal is about anything else too, ask the mediation adviser: it then needs a "
        "certificate.",
        NOT_THE_END,
    )


def test_without_a_day_the_family_is_sent_to_the_adviser() -> None:
    (said,) = appeal(replace(WINDOW, due_on=None))
    assert said.endswith("Ask the mediation adviser.")


def test_a_void_certificate_says_so_and_what_takes_its_place() -> None:
    words = "This certificate was made void on 8 April 2025 and must not be relied on."
    assert void(DAY, None) == words
    assert void(DAY, "MC-25-000001-A") == f"{words} Certificate MC-25-000001-A takes its place."


def test_only_what_is_known_is_listed() -> None:
    assert facts({"Child": "A B", "School": None, "Council": ""}) == [("Child", "A B")]
