"""The time to contact the adviser and to appeal: rulings R1 to R7, R12, R13, R17, R20, R21 and R25."""

from datetime import UTC, date, datetime

from app.domain.codes import ReferralKind
from app.domain.deadlines import compute
from app.domain.facts import Fact, FactType
from tests.domain.case_facts import case, computed, fact, status, the

F = FactType
DECISION = fact(F.DECISION_SENT, "2025-01-10", decision_kind="plan_contents")
CONTACT = fact(F.FAMILY_CONTACTED, "2025-02-20", channel="phone", person="parent")
LATE_CONTACT = fact(F.FAMILY_CONTACTED, "2025-03-17", channel="phone", person="parent")
SECTION_I = fact(F.APPEAL_SCOPE_STATED, "2025-01-20", sections=["I"])


def certificate(on: str, name: str = "c1", kind: str = "s55_4") -> Fact:
    return fact(F.CERTIFICATE_ISSUED, on, certificate_id=name, kind=kind)


def on(text: str) -> date:
    return date.fromisoformat(text)


def test_the_appeal_is_due_at_five_in_london_in_winter_and_summer() -> None:
    winter = the(case(DECISION), "appeal-last-day", "2025-01-11")
    assert winter.due_at == datetime(2025, 3, 10, 17, tzinfo=UTC)
    summer = the(case(fact(F.DECISION_SENT, "2025-04-10")), "appeal-last-day", "2025-04-11")
    assert summer.due_at == datetime(2025, 6, 10, 16, tzinfo=UTC)
    assert the(case(DECISION), "contact-adviser-2m", "2025-01-11").due_at is None


def test_without_a_decision_there_is_nothing_to_appeal() -> None:
    found = compute(case(CONTACT, SECTION_I), as_of=on("2025-03-01"))
    assert found.deadlines == ()


def test_disagreement_resolution_has_no_clock_of_its_own() -> None:
    kind = ReferralKind.DISAGREEMENT_RESOLUTION
    told = fact(F.LA_INFORMED, "2025-02-01", informed_by="family")
    assert compute(case(CONTACT, told), as_of=on("2025-03-01"), kind=kind).deadlines == ()
    with_decision = compute(case(DECISION, CONTACT, told), as_of=on("2025-03-01"), kind=kind).deadlines
    assert [found.rule_id for found in with_decision] == ["contact-adviser-2m", "appeal-limb-i", "appeal-last-day"]


def test_contact_moves_from_pending_to_met_late_or_missed() -> None:
    rule = "contact-adviser-2m"
    assert status(case(DECISION), rule, "2025-03-10") == "pending"
    assert status(case(DECISION), rule, "2025-03-11") == "missed"
    assert status(case(DECISION, CONTACT), rule, "2025-06-01") == "met"
    late = the(case(DECISION, LATE_CONTACT), rule, "2025-06-01")
    assert late.status(on("2025-06-01")) == "late"
    assert late.flags == ("contact_late",)


def test_only_the_family_meets_the_contact_rule() -> None:
    by_council = fact(F.REFERRAL_RECEIVED, "2025-01-20", channel="email", referred_by="la")
    reached = the(case(DECISION, by_council), "contact-adviser-2m", "2025-02-01")
    assert reached.met_on is None
    assert any("must be reached by Mon 10 March 2025" in step for step in reached.explanation)
    by_parent = fact(F.REFERRAL_RECEIVED, "2025-01-20", channel="email", referred_by="parent")
    assert the(case(DECISION, by_parent), "contact-adviser-2m", "2025-02-01").met_on == on("2025-01-20")


def test_contact_before_the_letter_is_in_time() -> None:
    early = fact(F.FAMILY_CONTACTED, "2025-01-02", channel="phone", person="parent")
    assert status(case(early, DECISION), "contact-adviser-2m", "2025-06-01") == "met"


def test_an_unknown_day_of_contact_is_taken_as_in_time_with_a_warning() -> None:
    advised = fact(F.ADVICE_GIVEN, "2025-03-20", channel="phone", rights_explained=True)
    facts = case(DECISION, advised, certificate("2025-03-24"))
    found = compute(facts, as_of=on("2025-06-01"))
    assert any(warning.startswith("contact_date_unknown:") for warning in found.warnings)
    assert the(facts, "appeal-last-day", "2025-06-01").due_on == on("2025-04-24")
    assert status(facts, "contact-adviser-2m", "2025-06-01") == "pending"
    assert "provisional" in the(facts, "contact-adviser-2m", "2025-06-01").flags


def test_before_the_certificate_the_appeal_is_never_missed() -> None:
    facts = case(DECISION, CONTACT)
    before, after = the(facts, "appeal-last-day", "2025-03-10"), the(facts, "appeal-last-day", "2025-03-11")
    assert before.due_on == after.due_on == on("2025-03-10")
    assert before.flags == after.flags == ("certificate_pending",)
    assert after.status(on("2026-03-11")) == "pending"
    assert after.certificate_needed is True
    assert not any("permission" in step for step in before.explanation)
    assert any("permission" in step for step in after.explanation)
    assert compute(facts, as_of=on("2025-03-10")).changes_on == on("2025-03-11")
    assert compute(facts, as_of=on("2025-03-11")).changes_on is None


def test_no_contact_at_all_lets_the_appeal_be_missed() -> None:
    assert status(case(DECISION), "appeal-last-day", "2025-03-11") == "missed"
    assert the(case(DECISION), "appeal-last-day", "2025-03-11").flags == ()


def test_late_contact_is_not_a_late_appeal() -> None:
    facts = case(
        fact(F.DECISION_SENT, "2024-06-15"),
        fact(F.FAMILY_CONTACTED, "2024-08-19", channel="phone", person="parent"),
    )
    found = compute(facts, as_of=on("2024-08-19"))
    assert any(warning.startswith("certificate_urgent:") for warning in found.warnings)
    assert status(facts, "contact-adviser-2m", "2024-08-19") == "late"
    assert status(facts, "appeal-last-day", "2024-08-19") == "pending"
    in_time = case(*facts, fact(F.APPEAL_LODGED, "2024-09-02"))
    assert status(in_time, "appeal-last-day", "2024-10-01") == "met"
    assert "appeal_late" not in the(in_time, "appeal-last-day", "2024-10-01").flags
    late = case(*facts, fact(F.APPEAL_LODGED, "2024-09-03"))
    assert status(late, "appeal-last-day", "2024-10-01") == "late"
    assert the(late, "appeal-last-day", "2024-10-01").flags == ("contact_late", "appeal_late")


def test_the_later_limb_governs_and_the_other_is_not_needed() -> None:
    facts = case(DECISION, CONTACT, certificate("2025-04-09"))
    assert status(facts, "appeal-limb-i", "2025-05-01") == "not_needed"
    assert status(facts, "appeal-limb-ii", "2025-05-01") == "pending"
    assert status(facts, "appeal-last-day", "2025-05-09") == "pending"
    assert status(facts, "appeal-last-day", "2025-05-10") == "missed"
    early = case(DECISION, CONTACT, certificate("2025-01-15"))
    assert status(early, "appeal-limb-i", "2025-02-01") == "pending"
    assert status(early, "appeal-limb-ii", "2025-02-01") == "not_needed"


def test_section_i_alone_needs_no_certificate_and_none_moves_the_day() -> None:
    facts = case(DECISION, SECTION_I, certificate("2025-03-05"))
    last = the(facts, "appeal-last-day", "2025-03-06")
    assert last.certificate_needed is False
    assert last.due_on == on("2025-03-10")
    assert [other.due_on for other in last.alternatives] == [on("2025-04-07")]
    assert status(facts, "contact-adviser-2m", "2025-06-01") == "not_needed"
    widened = case(*facts, fact(F.APPEAL_SCOPE_STATED, "2025-03-07", sections=["F", "I"]))
    assert the(widened, "appeal-last-day", "2025-03-08").due_on == on("2025-04-07")
    assert the(widened, "contact-adviser-2m", "2025-03-08").due_on == on("2025-03-10")


def test_a_letter_dated_earlier_is_shown_and_the_sending_is_judged_by() -> None:
    sent = fact(F.DECISION_SENT, "2025-01-10", letter_dated_on="2025-01-08")
    contact = fact(F.FAMILY_CONTACTED, "2025-03-10", channel="phone", person="parent")
    facts = case(sent, contact, fact(F.APPEAL_LODGED, "2025-03-10"))
    for rule_id in ("contact-adviser-2m", "appeal-last-day"):
        found = the(facts, rule_id, "2025-03-20")
        assert found.flags == ("letter_sent_differ",)
        assert found.status(on("2025-03-20")) == "met"
    assert the(facts, "contact-adviser-2m", "2025-03-20").due_on == on("2025-03-08")
    assert the(facts, "contact-adviser-2m", "2025-03-20").alternatives[0].due_on == on("2025-03-10")
    unmet = case(sent)
    assert status(unmet, "contact-adviser-2m", "2025-03-10") == "pending"
    assert status(unmet, "contact-adviser-2m", "2025-03-11") == "missed"


def test_a_letter_dated_later_shows_the_day_from_sending() -> None:
    facts = case(fact(F.DECISION_SENT, "2025-01-10", letter_dated_on="2025-01-13"), CONTACT)
    last = the(facts, "appeal-last-day", "2025-02-21")
    assert last.due_on == on("2025-03-10")
    assert on("2025-03-13") in [other.due_on for other in last.alternatives]


def test_after_five_on_the_last_day_is_neither_met_nor_late() -> None:
    at_five = fact(F.APPEAL_LODGED, "2025-03-10", received_at="2025-03-10T17:00:00+00:00")
    assert status(case(DECISION, CONTACT, at_five), "appeal-last-day", "2025-04-01") == "met"
    after = fact(F.APPEAL_LODGED, "2025-03-10", received_at="2025-03-10T17:00:01Z")
    found = the(case(DECISION, CONTACT, after), "appeal-last-day", "2025-04-01")
    assert found.status(on("2025-04-01")) == "pending"
    assert found.flags == ("after_5pm_check",)
    summer = fact(F.APPEAL_LODGED, "2025-06-10", received_at="2025-06-10T16:30:00Z")
    found = the(case(fact(F.DECISION_SENT, "2025-04-10"), summer), "appeal-last-day", "2025-07-01")
    assert found.flags == ("after_5pm_check",)
    day_before = fact(F.APPEAL_LODGED, "2025-03-07", received_at="2025-03-07T23:00:00Z")
    assert status(case(DECISION, CONTACT, day_before), "appeal-last-day", "2025-04-01") == "met"


def test_a_reissue_keeps_the_first_day() -> None:
    facts = case(
        DECISION,
        CONTACT,
        certificate("2025-03-03", "c1"),
        certificate("2025-03-20", "c2"),
        fact(F.CERTIFICATE_VOIDED, "2025-03-20", certificate_id="c1", replaced_by="c2"),
    )
    last = the(facts, "appeal-last-day", "2025-03-21")
    assert last.due_on == on("2025-04-03")
    assert [other.due_on for other in last.alternatives] == [on("2025-04-22")]


def test_a_reissue_that_names_what_it_replaces_keeps_the_first_day() -> None:
    facts = case(
        DECISION,
        CONTACT,
        certificate("2025-03-03", "c1"),
        fact(F.CERTIFICATE_VOIDED, "2025-03-03", certificate_id="c1"),
        fact(F.CERTIFICATE_ISSUED, "2025-03-20", certificate_id="c2", kind="s55_4", replaces="c1"),
    )
    last = the(facts, "appeal-last-day", "2025-03-21")
    assert last.due_on == on("2025-04-03")
    assert [other.due_on for other in last.alternatives] == [on("2025-04-22")]
    assert "R17" in last.rulings


def test_a_chain_of_reissues_keeps_the_first_day() -> None:
    facts = case(
        DECISION,
        CONTACT,
        *(certificate(day, name) for day, name in [("2025-03-03", "a"), ("2025-03-20", "b"), ("2025-03-25", "c")]),
        fact(F.CERTIFICATE_VOIDED, "2025-03-25", certificate_id="b", replaced_by="c"),
        fact(F.CERTIFICATE_VOIDED, "2025-03-26", certificate_id="a", replaced_by="b"),
    )
    assert the(facts, "appeal-last-day", "2025-03-27").due_on == on("2025-04-03")


def test_a_void_certificate_moves_nothing() -> None:
    voided = fact(F.CERTIFICATE_VOIDED, "2025-03-20", certificate_id="c1")
    facts = case(DECISION, CONTACT, certificate("2025-03-03"), voided)
    last = the(facts, "appeal-last-day", "2025-03-21")
    assert last.due_on == on("2025-03-10")
    assert last.flags == ("certificate_pending",)


def test_a_permission_case_keeps_to_the_unmoved_day() -> None:
    facts = case(fact(F.DECISION_SENT, "2024-09-30"), fact(F.PERMISSION_ASKED, "2024-11-20"))
    last = the(facts, "appeal-last-day", "2024-11-21")
    assert last.due_on == on("2024-11-30")
    assert last.act_by_on == on("2024-11-29")
    assert [other.due_on for other in last.alternatives] == [on("2024-12-02")]
    with_certificate = case(
        fact(F.DECISION_SENT, "2024-09-30"), fact(F.PERMISSION_ASKED, "2024-11-20"), certificate("2024-11-21")
    )
    assert the(with_certificate, "appeal-last-day", "2024-11-22").due_on == on("2024-12-23")


def test_the_moved_day_moved_again_is_only_an_alternative() -> None:
    last = the(case(fact(F.DECISION_SENT, "2021-05-31")), "appeal-last-day", "2021-06-01")
    assert last.due_on == on("2021-08-02")
    assert [other.due_on for other in last.alternatives] == [on("2021-09-01")]


def test_before_part_3_there_is_no_date() -> None:
    facts = case(fact(F.DECISION_SENT, "2014-08-31"), fact(F.FAMILY_CONTACTED, "2014-09-05", channel="phone"))
    for rule_id in ("contact-adviser-2m", "appeal-limb-i", "appeal-last-day"):
        found = computed(facts, rule_id, "2014-12-01")
        if found is not None:
            assert found.due_on is None
            assert found.flags == ("not_in_force",)
            assert found.status(on("2024-01-01")) == "pending"
    assert the(case(fact(F.DECISION_SENT, "2014-09-01")), "appeal-last-day", "2014-09-02").due_on == on("2014-11-03")


def test_a_family_that_will_not_appeal_still_sees_the_day() -> None:
    facts = case(DECISION, CONTACT, fact(F.INTENT_TO_APPEAL_STATED, "2025-02-20", intends="no"))
    last = the(facts, "appeal-last-day", "2025-06-01")
    assert last.status(on("2025-06-01")) == "not_needed"
    assert last.due_on == on("2025-03-10")


def test_no_answer_ever_says_that_an_appeal_is_impossible() -> None:
    last = the(case(DECISION, LATE_CONTACT), "appeal-last-day", "2026-01-01")
    text = " ".join(last.explanation)
    assert "cannot appeal" not in text
    assert "late appeal can still be sent" in text


def test_the_holder_is_checked_for_births_from_1_to_7_september() -> None:
    facts = case(DECISION, CONTACT)
    doubtful = the(facts, "appeal-last-day", "2025-09-30", born_on=on("2009-09-03"))
    assert doubtful.flags == ("certificate_pending", "rights_holder_check")
    assert the(facts, "appeal-last-day", "2025-06-27", born_on=on("2009-09-03")).flags == ("certificate_pending",)
    assert the(facts, "appeal-last-day", "2025-09-30", born_on=on("2009-09-08")).flags == ("certificate_pending",)
    assert compute(facts, as_of=on("2025-06-01"), born_on=on("2009-09-03")).changes_on == on("2025-06-28")
    assert compute(facts, as_of=on("2025-07-01"), born_on=on("2009-09-03")).changes_on == on("2026-06-27")
