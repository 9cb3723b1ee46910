"""The last day to appeal never moves earlier in silence: what warns, with which days, and for how long."""

from datetime import date
from typing import Any

import pytest

from app.domain.clocks import Computed
from app.domain.deadlines import compute
from app.domain.editions import law
from app.domain.facts import Fact, FactType
from app.domain.moved_days import with_moves
from tests.domain.case_facts import case, fact

F = FactType
SENT = fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents")
CONTACT = fact(F.FAMILY_CONTACTED, "2025-01-20", channel="phone", person="parent")
CERTIFICATE = fact(
    F.CERTIFICATE_ISSUED, "2025-03-12", certificate_id="1", kind="s55_4"
)  # a month: 12 April, to the 14th
VOID = fact(F.CERTIFICATE_VOIDED, "2025-03-12", certificate_id="1")
CERTIFIED = (SENT, CONTACT, CERTIFICATE)


def looked(*facts: Fact, as_of: str) -> Computed:
    numbered, day = case(*facts), date.fromisoformat(as_of)
    return with_moves(compute(numbered, as_of=day), numbered, as_of=day, law=law())


def urgent(*facts: Fact, as_of: str) -> list[str]:
    return [text for text in looked(*facts, as_of=as_of).warnings if text.startswith("last_day_earlier")]


def correcting(wrong: Fact, place: int, **right: Any) -> Fact:
    """Write a correction of the fact at a place."""
    on = right.pop("on", wrong.occurred_on)
    made = fact(wrong.type, on, **{**wrong.payload, **right})
    return Fact(
        id="", type=made.type, occurred_on=made.occurred_on, payload=made.payload, supersedes=f"f{place}", sequence=0
    )


def test_a_certificate_made_void_warns_with_both_days() -> None:
    found = looked(*CERTIFIED, VOID, as_of="2025-03-12")
    assert found.warnings[0] == (
        "last_day_earlier: Urgent: the last day to appeal is now Fri 14 March 2025, and Mon 14 April 2025 was shown "
        "before. Tell the family today."
    )
    (last,) = [deadline for deadline in found.deadlines if deadline.rule_id == "appeal-last-day"]
    assert last.explanation[-1] == "Mon 14 April 2025 was shown before; the last day is now earlier than that."
    assert "R17" in last.rulings
    assert urgent(*CERTIFIED, as_of="2025-03-12") == []


def test_a_decision_sent_earlier_than_was_recorded_warns_and_says_that_the_day_has_passed() -> None:
    (told,) = urgent(SENT, CONTACT, correcting(SENT, 1, on="2025-01-08"), as_of="2025-03-12")
    assert "is now Mon 10 March 2025, and Fri 14 March 2025 was shown before." in told
    assert told.endswith("That day has passed: a late appeal can be sent with the reasons. Tell the family today.")
    assert urgent(SENT, CONTACT, correcting(SENT, 1, on="2025-01-20"), as_of="2025-03-12") == []


def test_a_decision_taken_back_and_recorded_anew_warns_as_well() -> None:
    back = Fact(id="", type=F.DECISION_SENT, occurred_on=SENT.occurred_on, supersedes="f1", retracted=True)
    anew = fact(F.DECISION_SENT, "2025-01-08", decision_kind="plan_contents")
    assert urgent(SENT, CONTACT, back, as_of="2025-02-01") == []
    assert len(urgent(SENT, CONTACT, back, anew, as_of="2025-02-01")) == 1


@pytest.mark.parametrize(
    "moving",
    [
        fact(F.APPEAL_SCOPE_STATED, "2025-03-13", sections=["I"]),
        fact(F.CERTIFICATE_VOIDED, "2025-03-13", certificate_id="1"),
    ],
)
def test_whatever_takes_the_month_away_warns(moving: Fact) -> None:
    assert len(urgent(*CERTIFIED, moving, as_of="2025-03-18")) == 1


def test_a_contact_that_turns_out_late_warns() -> None:
    advised = fact(F.ADVICE_GIVEN, "2025-03-18", channel="phone", rights_explained=True)
    certificate = fact(F.CERTIFICATE_ISSUED, "2025-03-19", certificate_id="1", kind="s55_4")
    late = fact(F.FAMILY_CONTACTED, "2025-03-17", channel="phone", person="parent")
    assert urgent(SENT, advised, certificate, as_of="2025-03-20") == []
    (told,) = urgent(SENT, advised, certificate, late, as_of="2025-03-20")
    assert "Tue 22 April 2025 was shown before" in told


def test_permission_asked_shows_the_unmoved_day_and_warns() -> None:
    sent = fact(F.DECISION_SENT, "2024-06-15", decision_kind="plan_contents")
    (told,) = urgent(sent, fact(F.PERMISSION_ASKED, "2024-08-10"), as_of="2024-08-10")
    assert "is now Thu 15 August 2024, and Mon 2 September 2024 was shown before" in told


class TestHowLongItStands:
    """Until there is nothing more to tell: a new paper, an appeal, or the end of the day that was shown."""

    def test_a_certificate_issued_again_brings_the_day_back(self) -> None:
        again = fact(F.CERTIFICATE_ISSUED, "2025-03-20", certificate_id="2", kind="s55_4", replaces="1")
        assert urgent(*CERTIFIED, VOID, again, as_of="2025-03-20") == []

    def test_a_new_certificate_tells_the_family_its_day(self) -> None:
        earlier = correcting(SENT, 1, on="2024-12-30")
        new = fact(F.CERTIFICATE_ISSUED, "2025-03-03", certificate_id="2", kind="s55_4")
        facts = (SENT, CONTACT, earlier)
        assert len(urgent(*facts, as_of="2025-03-03")) == 1
        assert urgent(*facts, new, as_of="2025-03-03") == []

    def test_an_appeal_that_is_lodged_ends_it(self) -> None:
        lodged = fact(F.APPEAL_LODGED, "2025-03-13")
        assert urgent(*CERTIFIED, VOID, lodged, as_of="2025-03-13") == []

    def test_a_family_that_will_not_appeal_is_told_nothing(self) -> None:
        denied = fact(F.INTENT_TO_APPEAL_STATED, "2025-03-13", intends="no")
        assert urgent(*CERTIFIED, VOID, denied, as_of="2025-03-13") == []

    def test_it_ends_with_the_day_that_was_shown(self) -> None:
        assert len(urgent(*CERTIFIED, VOID, as_of="2025-04-14")) == 1
        assert urgent(*CERTIFIED, VOID, as_of="2025-04-15") == []
        assert looked(*CERTIFIED, VOID, as_of="2025-04-14").changes_on == date(2025, 4, 15)

    def test_what_changes_sooner_still_does(self) -> None:
        assert looked(*CERTIFIED, VOID, as_of="2025-03-12").changes_on == date(2025, 3, 15)


def test_a_day_beyond_the_calendar_was_never_shown() -> None:
    slip = fact(F.DECISION_SENT, "2028-12-14", decision_kind="plan_contents")
    assert urgent(slip, correcting(slip, 1, on="2028-01-14"), as_of="2028-02-01") == []


def test_without_a_decision_there_is_nothing_to_move() -> None:
    assert urgent(CONTACT, as_of="2025-03-12") == []
