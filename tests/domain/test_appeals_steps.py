"""The time to appeal step by step: the limbs, the rulings named, the other days, and what the family is told."""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from app.domain.appeals import check_received
from app.domain.deadlines import compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.refusals import Invalid
from app.domain.rulebook import RULEBOOK
from tests.domain.case_facts import case, computed, fact, status, the

LAST, LIMB_I, LIMB_II = "appeal-last-day", "appeal-limb-i", "appeal-limb-ii"
SENT = fact(F.DECISION_SENT, "2025-01-10", decision_kind="plan_contents")
LETTER = fact(F.DECISION_SENT, "2025-01-10", decision_kind="plan_contents", letter_dated_on="2025-01-06")
CONTACT = fact(F.FAMILY_CONTACTED, "2025-02-20", channel="phone", person="parent")
LATE = fact(F.FAMILY_CONTACTED, "2025-03-17", channel="phone", person="parent")
SECTION_I = fact(F.APPEAL_SCOPE_STATED, "2025-01-20", sections=["I"])
PERMISSION = fact(F.PERMISSION_ASKED, "2025-02-21")
UNWANTED = fact(F.CERTIFICATE_NOT_WANTED, "2025-02-21")
REISSUED = fact(F.CERTIFICATE_VOIDED, "2025-03-20", certificate_id="c1", replaced_by="c2")
BASE = set(RULEBOOK.versions(LAST)[0].rulings)


def on(text: str) -> date:
    return date.fromisoformat(text)


def certificate(day: str, name: str = "c1") -> Fact:
    return fact(F.CERTIFICATE_ISSUED, day, certificate_id=name, kind="s55_4")


def lodged(day: str, **payload: Any) -> Fact:
    return fact(F.APPEAL_LODGED, day, **payload)


def said(facts: list[Fact], as_of: str, rule_id: str = LAST) -> tuple[str, ...]:
    return the(facts, rule_id, as_of).explanation


def warned(facts: list[Fact], as_of: str) -> list[str]:
    return list(compute(facts, as_of=on(as_of)).warnings)


class TestLimbs:
    """A limb is a step of the count: it is never missed, and met only where it governs."""

    def test_each_counts_from_its_own_day_to_five_in_london(self) -> None:
        facts = case(LETTER, CONTACT, certificate("2025-04-09"))
        first, second = the(facts, LIMB_I, "2025-04-10"), the(facts, LIMB_II, "2025-04-10")
        assert (first.start_on, first.due_on) == (on("2025-01-06"), on("2025-03-06"))
        assert (second.start_on, second.due_on) == (on("2025-04-09"), on("2025-05-09"))
        assert first.due_at == datetime(2025, 3, 6, 17, tzinfo=UTC)
        assert second.due_at == datetime(2025, 5, 9, 16, tzinfo=UTC)
        assert the(facts, LAST, "2025-04-10").start_on == on("2025-01-06")

    def test_none_is_ever_missed(self) -> None:
        assert status(case(SENT), LIMB_I, "2026-01-01") == "pending"
        assert status(case(SENT, CONTACT, certificate("2025-04-09")), LIMB_II, "2026-01-01") == "pending"

    def test_each_says_whether_a_certificate_is_needed(self) -> None:
        facts = case(SENT, CONTACT, certificate("2025-04-09"))
        assert [the(facts, limb, "2025-04-10").certificate_needed for limb in (LIMB_I, LIMB_II)] == [True, True]
        assert the(case(SENT, SECTION_I), LIMB_I, "2025-02-01").certificate_needed is False

    def test_an_appeal_by_its_last_day_meets_the_limb_that_governs(self) -> None:
        assert the(case(SENT, lodged("2025-03-10")), LIMB_I, "2025-04-01").met_on == on("2025-03-10")
        assert the(case(SENT, lodged("2025-03-11")), LIMB_I, "2025-04-01").met_on is None
        facts = case(SENT, CONTACT, certificate("2025-04-09"), lodged("2025-03-10"))
        assert the(facts, LIMB_I, "2025-05-01").met_on is None
        assert the(facts, LIMB_II, "2025-05-01").met_on == on("2025-03-10")

    def test_an_appeal_after_five_on_the_last_day_meets_no_limb(self) -> None:
        after_five = lodged("2025-03-10", received_at="2025-03-10T17:00:01Z")
        assert the(case(SENT, after_five), LIMB_I, "2025-04-01").met_on is None
        assert the(case(SENT, CONTACT, certificate("2025-02-24"), after_five), LIMB_I, "2025-04-01").met_on is None
        facts = case(SENT, CONTACT, certificate("2025-04-09"), lodged("2025-05-09", received_at="2025-05-09T18:00:00Z"))
        assert (the(facts, LIMB_II, "2025-06-01").met_on, status(facts, LIMB_II, "2025-06-01")) == (None, "pending")
        earlier = lodged("2025-03-07", received_at="2025-03-07T18:00:00Z")
        assert the(case(SENT, earlier), LIMB_I, "2025-04-01").met_on == on("2025-03-07")

    def test_where_both_end_on_one_day_the_decisions_months_govern(self) -> None:
        facts = case(SENT, CONTACT, certificate("2025-02-10"))
        assert (status(facts, LIMB_I, "2025-02-21"), status(facts, LIMB_II, "2025-02-21")) == ("pending", "not_needed")

    def test_only_a_limb_counted_from_the_letter_names_that_ruling(self) -> None:
        assert "R6" in the(case(LETTER), LIMB_I, "2025-02-01").rulings
        assert "R6" not in the(case(SENT), LIMB_I, "2025-02-01").rulings

    def test_a_certificate_from_before_part_3_opens_no_month(self) -> None:
        facts = case(fact(F.DECISION_SENT, "2014-09-01"), certificate("2014-08-31"))
        assert the(facts, LIMB_II, "2014-09-02").flags == ("not_in_force",)
        assert the(facts, LAST, "2014-09-02").due_on == on("2014-11-03")


@pytest.mark.parametrize(
    "facts, rulings",
    [
        (case(SENT), set()),
        (case(SENT, CONTACT), {"R1"}),
        (case(SENT, CONTACT, certificate("2025-02-24")), set()),
        (case(SENT, LATE), set()),
        (case(SENT, LATE, certificate("2025-03-20")), {"R3"}),
        (case(SENT, SECTION_I), {"R5"}),
        (case(SENT, SECTION_I, certificate("2025-02-24")), {"R5", "Q9"}),
        (case(LETTER), {"R6"}),
        (case(SENT, lodged("2025-03-10", received_at="2025-03-10T17:30:00Z")), {"R7"}),
        (case(SENT, CONTACT, certificate("2025-02-24"), certificate("2025-03-20", "c2")), {"R12"}),
        (case(SENT, CONTACT, certificate("2025-03-03"), certificate("2025-03-20", "c2"), REISSUED), {"R17"}),
        (case(SENT, PERMISSION), {"R21"}),
    ],
)
def test_the_last_day_names_the_rulings_that_shaped_it(facts: list[Fact], rulings: set[str]) -> None:
    assert set(the(facts, LAST, "2025-03-21").rulings) - BASE == rulings


class TestWhatIsSaid:
    """Each step is said where it applies, and only there."""

    def test_that_there_is_no_certificate_yet(self) -> None:
        words = "No certificate has been issued."
        assert words in said(case(SENT), "2025-02-01")
        assert words not in said(case(SENT, SECTION_I), "2025-02-01")
        assert words not in said(case(SENT, CONTACT, certificate("2025-02-24")), "2025-03-01")

    def test_that_the_one_there_was_is_void(self) -> None:
        void = case(
            SENT, CONTACT, certificate("2025-02-24"), fact(F.CERTIFICATE_VOIDED, "2025-02-25", certificate_id="c1")
        )
        words = said(void, "2025-03-01")
        assert "The certificate that was issued is void." in words
        assert "No certificate has been issued." not in words
        opens = "one issued in place of the void one opens one month from the day of the first."
        assert f"An appeal normally waits for the certificate, and {opens}" in words

    def test_which_of_the_two_is_later(self) -> None:
        late = said(case(SENT, CONTACT, certificate("2025-04-09")), "2025-04-10")
        assert "The later of the two is Fri 9 May 2025: the month from the certificate." in late
        early = said(case(SENT, CONTACT, certificate("2025-01-20")), "2025-02-21")
        assert "The later of the two is Mon 10 March 2025: the two months from the decision." in early
        assert not any("later of the two" in step for step in said(case(SENT, CONTACT), "2025-02-21"))

    def test_which_is_later_where_the_month_ends_between_the_letters_limb_and_that_of_sending(self) -> None:
        facts = case(LETTER, CONTACT, certificate("2025-02-07"))  # limbs: 6 March by the letter, 7 March, 10 March
        assert the(facts, LAST, "2025-02-21").due_on == on("2025-03-07")
        assert "The later of the two is Fri 7 March 2025: the month from the certificate." in said(facts, "2025-02-21")
        assert [status(facts, limb, "2025-02-21") for limb in (LIMB_I, LIMB_II)] == ["pending", "pending"]

    def test_that_a_certificate_does_not_move_the_day(self) -> None:
        after_late = said(case(SENT, LATE, certificate("2025-03-20")), "2025-03-21")
        assert "The adviser was contacted late, so the certificate is taken not to move the day." in after_late
        exempt = case(SENT, SECTION_I, certificate("2025-02-24"))
        words = "A certificate on the school or its type alone is taken not to move the day."
        assert words in said(exempt, "2025-03-01")
        assert any(text.startswith("certificate_not_needed:") for text in warned(exempt, "2025-03-01"))
        assert not any("school or its type" in step for step in after_late)

    def test_that_a_certificate_was_issued_again(self) -> None:
        facts = case(SENT, CONTACT, certificate("2025-03-03"), certificate("2025-03-20", "c2"), REISSUED)
        assert (
            "The certificate was issued on Mon 3 March 2025. "
            "It was issued again on Thu 20 March 2025; the first day counts."
        ) in said(facts, "2025-03-21", LIMB_II)
        assert any(text.startswith("first_issue_counts:") for text in warned(facts, "2025-03-21"))
        once = case(SENT, CONTACT, certificate("2025-03-03"))
        assert said(once, "2025-03-21", LIMB_II)[0] == "The certificate was issued on Mon 3 March 2025."
        assert warned(once, "2025-03-21") == []

    def test_that_the_move_may_not_apply_in_a_permission_case(self) -> None:
        sent = fact(F.DECISION_SENT, "2024-09-30")
        assert any(
            "The move to Mon 2 December 2024 may then not apply" in step
            for step in said(case(sent, fact(F.PERMISSION_ASKED, "2024-11-20")), "2024-11-21")
        )
        assert not any("Permission to appeal" in step for step in said(case(sent), "2024-11-21"))
        assert warned(case(sent), "2024-11-21") == []

    def test_that_an_appeal_came_after_five(self) -> None:
        words = "The appeal arrived after 5 pm on the last day: ask the tribunal whether it is in time."
        late = case(SENT, lodged("2025-03-10", received_at="2025-03-10T17:30:00Z"))
        assert words in said(late, "2025-03-11")
        assert words not in said(case(SENT, lodged("2025-03-10")), "2025-03-11")


class TestLateContact:
    """R2, R3: the certificate is urgent until the last day has ended, and permission is asked without it."""

    def test_the_certificate_is_urgent_up_to_and_with_the_last_day(self) -> None:
        sent = fact(F.DECISION_SENT, "2024-06-15")
        facts = case(sent, fact(F.FAMILY_CONTACTED, "2024-08-19", channel="phone", person="parent"))
        urgent = "certificate_urgent: Contact was late; issue the certificate before Mon 2 September 2024."
        assert urgent in warned(facts, "2024-09-02")
        assert compute(facts, as_of=on("2024-09-02")).changes_on == on("2024-09-03")
        assert urgent not in warned(facts, "2024-09-03")
        issued = case(*facts, certificate("2024-08-21"))
        assert not any("certificate_urgent" in text for text in warned(issued, "2024-08-22"))

    @pytest.mark.parametrize("certified", [(), (certificate("2024-08-21"),)])
    def test_what_to_do_changes_when_the_last_day_has_passed(self, certified: tuple[Fact, ...]) -> None:
        contact = fact(F.FAMILY_CONTACTED, "2024-08-19", channel="phone", person="parent")
        facts = case(fact(F.DECISION_SENT, "2024-06-15"), contact, *certified)
        lodge = "Lodge by Mon 2 September 2024; a certificate, or the tribunal's permission, is needed."
        passed = (
            "The last day, Mon 2 September 2024, has passed: an appeal now needs more time from the tribunal, "
            "and a certificate or its permission."
        )
        assert [words in said(facts, "2024-09-02") for words in (lodge, passed)] == [True, False]
        assert compute(facts, as_of=on("2024-09-02")).changes_on == on("2024-09-03")
        assert [words in said(facts, "2024-09-03") for words in (lodge, passed)] == [False, True]

    @pytest.mark.parametrize("day, permission", [("2024-09-02", False), ("2024-09-03", True)])
    def test_an_appeal_in_time_needs_no_permission_for_its_certificate(self, day: str, permission: bool) -> None:
        sent = fact(F.DECISION_SENT, "2024-06-15")
        contact = fact(F.FAMILY_CONTACTED, "2024-08-19", channel="phone", person="parent")
        found = the(case(sent, contact, certificate("2024-08-21"), lodged(day)), LAST, "2024-10-01")
        assert ("permission_probably_needed" in found.flags) is permission


class TestAFamilyThatWantsNoCertificate:
    """The day stays open to it until it has ended, and is then no longer needed."""

    @pytest.mark.parametrize("as_of, expected", [("2025-03-10", "pending"), ("2025-03-11", "not_needed")])
    def test_the_day_falls_away_only_when_it_has_passed(self, as_of: str, expected: str) -> None:
        assert status(case(SENT, UNWANTED), LAST, as_of) == expected

    def test_the_answer_changes_after_that_day(self) -> None:
        assert compute(case(SENT, UNWANTED), as_of=on("2025-02-22")).changes_on == on("2025-03-11")
        for also in ((), (UNWANTED, lodged("2025-02-24")), (UNWANTED, certificate("2025-02-24"))):
            assert compute(case(SENT, *also), as_of=on("2025-02-25")).changes_on is None

    def test_an_appeal_that_was_lodged_counts_all_the_same(self) -> None:
        assert status(case(SENT, UNWANTED, lodged("2025-03-10")), LAST, "2025-04-01") == "met"
        assert status(case(SENT, UNWANTED, lodged("2025-03-11")), LAST, "2025-04-01") == "late"


class TestTheLetter:
    """R6: shown from the earlier day, judged from sending."""

    def test_an_appeal_between_the_two_days_is_in_time(self) -> None:
        found = the(case(LETTER, lodged("2025-03-10")), LAST, "2025-04-01")
        assert (found.due_on, found.judged_on) == (on("2025-03-06"), on("2025-03-10"))
        assert found.status(on("2025-04-01")) == "met"
        assert status(case(LETTER), LAST, "2025-03-10") == "pending"
        assert status(case(LETTER), LAST, "2025-03-11") == "missed"

    def test_a_later_certificate_adds_its_day_to_that_of_sending(self) -> None:
        facts = case(LETTER, CONTACT, certificate("2025-01-20"), certificate("2025-03-20", "c2"))
        found = the(facts, LAST, "2025-03-21")
        assert [(other.due_on, other.ground) for other in found.alternatives] == [
            (on("2025-03-10"), "counted from the day the decision was sent"),
            (on("2025-04-22"), "a month from a later certificate"),
        ]


class TestOtherDays:
    """Alternatives are there where something can be argued, each with its ground."""

    def test_an_ordinary_appeal_has_none(self) -> None:
        facts = case(SENT, CONTACT, certificate("2025-04-09"))
        assert the(facts, LAST, "2025-04-10").alternatives == ()
        assert warned(facts, "2025-04-10") == []

    def test_only_a_second_certificate_is_warned_of(self) -> None:
        facts = case(SENT, CONTACT, certificate("2025-02-24"), certificate("2025-03-20", "c2"))
        assert [text.split(":")[0] for text in warned(facts, "2025-03-21")] == ["later_certificate"]

    @pytest.mark.parametrize(
        "facts, ground",
        [
            (case(SENT, LATE, certificate("2025-03-20")), "if the certificate opens a month after a late contact"),
            (case(SENT, SECTION_I, certificate("2025-03-20")), "if a certificate that was not needed opens a month"),
        ],
    )
    def test_a_certificate_that_moves_nothing_is_one(self, facts: list[Fact], ground: str) -> None:
        assert [other.ground for other in the(facts, LAST, "2025-03-21").alternatives] == [ground]

    def test_a_last_day_in_august_is_moved_once_without_another(self) -> None:
        found = the(case(fact(F.DECISION_SENT, "2025-06-12")), LAST, "2025-06-13")
        assert (found.due_on, found.alternatives) == (on("2025-09-01"), ())
        assert warned(case(fact(F.DECISION_SENT, "2025-06-12")), "2025-06-13") == []


def test_a_moment_without_a_zone_is_read_in_london() -> None:
    sent = fact(F.DECISION_SENT, "2025-04-10")
    facts = case(sent, lodged("2025-06-10", received_at="2025-06-10T16:30:00"))
    assert the(facts, LAST, "2025-07-01").flags == ()
    assert computed(facts, LAST, "2025-07-01") is not None
    noon_utc = datetime(2025, 6, 10, 12, tzinfo=UTC)
    check_received({"received_at": "2025-06-10T13:00:00"}, on("2025-06-10"), noon_utc)
    with pytest.raises(Invalid):
        check_received({"received_at": "2025-06-10T13:00:01"}, on("2025-06-10"), noon_utc)
