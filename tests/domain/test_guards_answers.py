"""What the guards answer: what may be recorded today, by whom, and why not, in words that help."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.codes import Outcome, ReferralKind
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.guards import RECORDED_BY_ITS_RESOURCE, AllowedFact, allowed_facts, check_fact, check_not_kept
from app.domain.permissions import Role
from app.domain.refusals import GuardRefused, Invalid
from tests.domain.recording import Recording, advised, arranging, concluded, referred

DR = ReferralKind.DISAGREEMENT_RESOLUTION
THREE = ("parent", "la", "icb")


def answers(facts: list[Fact], on: str, **asked: Any) -> dict[F, AllowedFact]:
    return {each.type: each for each in allowed_facts(facts, as_of=date.fromisoformat(on), **asked)}


def refusal(story: Recording, type_: F, on: str, **asked: Any) -> GuardRefused:
    with pytest.raises(GuardRefused) as refused:
        story.record(type_, on, **asked)
    return refused.value


def fault(story: Recording, type_: F, on: str, **asked: Any) -> str:
    with pytest.raises(Invalid) as refused:
        story.record(type_, on, **asked)
    return refused.value.faults[0].detail


def two_of_three_agreed() -> Recording:
    story = referred(DR, sent=None, sides=THREE)
    story.record(F.DRS_AGREED_BY, "2025-02-04", party="parent")
    story.record(F.DRS_AGREED_BY, "2025-02-05", party="la")
    return story


def test_a_role_that_records_nothing_is_told_so_for_every_type() -> None:
    answered = allowed_facts(advised().facts, as_of=date(2025, 2, 5), role=Role.LA_OFFICER)
    assert [each.type for each in answered] == list(F)
    for each in answered:
        assert (each.allowed, each.rule) == (False, "facts:record")
        assert each.why_not == "Your role does not include facts:record."


@pytest.mark.parametrize("type_, how", RECORDED_BY_ITS_RESOURCE.items())
def test_what_a_resource_records_says_where_it_is_recorded(type_: F, how: str) -> None:
    assert answers(advised().facts, "2025-02-05")[type_] == AllowedFact(type_, False, how, "recorded-by-its-resource")


def test_what_the_stage_does_not_allow_names_the_stages_that_do() -> None:
    answered = answers(advised().facts, "2025-02-05")[F.SESSION_HELD]
    assert (answered.allowed, answered.rule) == (False, "lifecycle")
    assert answered.why_not == "`session_held` may be recorded at scheduled or meeting; the case is at informed."


def test_what_may_be_recorded_needs_no_reason() -> None:
    assert answers(advised().facts, "2025-02-05")[F.WISH_STATED] == AllowedFact(F.WISH_STATED, True)


def test_a_second_decision_is_answered_with_what_to_do_instead() -> None:
    answered = answers(advised().facts, "2025-02-05")[F.DECISION_SENT]
    assert (answered.type, answered.allowed, answered.rule) == (F.DECISION_SENT, False, "R13")
    assert "new, linked case" in (answered.why_not or "")
    without = answers(referred(DR, sent=None).facts, "2025-02-05")[F.DECISION_SENT]
    assert without == AllowedFact(F.DECISION_SENT, True)


def test_an_appeal_is_allowed_from_the_day_the_decision_was_sent() -> None:
    facts = referred(sent="2025-02-10").facts
    before = answers(facts, "2025-02-09")[F.APPEAL_LODGED]
    assert (before.type, before.allowed, before.rule) == (F.APPEAL_LODGED, False, "guard-6")
    assert "before the decision" in (before.why_not or "")
    assert answers(facts, "2025-02-10")[F.APPEAL_LODGED] == AllowedFact(F.APPEAL_LODGED, True)
    assert answers(referred(DR, sent=None).facts, "2025-02-05")[F.APPEAL_LODGED].allowed


def test_every_side_that_the_referral_named_has_to_agree_before_a_session() -> None:
    story = two_of_three_agreed()
    assert not answers(story.facts, "2025-02-06", sides=THREE)[F.SESSION_FIXED].allowed
    assert answers(story.facts, "2025-02-06", sides=("parent", "la"))[F.SESSION_FIXED].allowed
    assert refusal(story, F.SESSION_FIXED, "2025-02-06", held_on="2025-03-04", mode="online").rule == "lifecycle"
    story.record(F.DRS_AGREED_BY, "2025-02-06", party="icb")
    story.record(F.SESSION_FIXED, "2025-02-07", held_on="2025-03-04", mode="online")


def test_a_new_fact_comes_after_what_was_recorded_of_its_day_whatever_number_it_brings() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
    told = story._fact(F.LA_INFORMED, "2025-02-05", {"informed_by": "adviser"}, None, False)
    fixed = story._fact(F.SESSION_FIXED, "2025-02-05", {"held_on": "2025-03-04"}, None, False)
    for fact in (told, fixed):
        check_fact(replace(fact, sequence=0), story.facts, today=date(2025, 2, 5))


def test_a_case_is_closed_by_what_happened_before_the_closing() -> None:
    story = concluded()
    assert refusal(story, F.CASE_CLOSED, "2025-03-10", outcome="guidance_only").rule == "outcome"
    assert refusal(story, F.CASE_CLOSED, "2025-03-10", outcome="dr_meeting_held").rule == "outcome"
    story.record(F.CASE_CLOSED, "2025-03-10", outcome="mediation_meeting_held")


def test_a_meeting_in_a_case_of_disagreement_resolution_may_be_closed_as_one() -> None:
    story = concluded(kind=DR)
    story.close("2025-03-10", Outcome.DR_MEETING_HELD)


def test_a_session_that_was_only_proposed_is_known_by_its_name() -> None:
    story = arranging()
    story.record(F.SESSION_PROPOSED, "2025-02-10", session_id="s1", held_on="2025-03-04", proposed_by="la")
    story.record(F.SESSION_FIXED, "2025-02-17", held_on="2025-03-04", mode="online")
    story.record(F.SESSION_NOTICE_GIVEN, "2025-02-17", session_id="s1", to="all")
    assert "under this id" in fault(story, F.SESSION_NOTICE_GIVEN, "2025-02-17", session_id="s2", to="all")


def test_an_action_is_of_a_term_that_was_agreed() -> None:
    story = concluded()
    assert "No agreement" in fault(story, F.AGREEMENT_ACTION_DONE, "2025-03-05", term_id="t1")
    story.record(F.AGREEMENT_SIGNED, "2025-03-04", extent="full")
    assert "No agreement" in fault(story, F.AGREEMENT_ACTION_DONE, "2025-03-05", term_id="t1")
    term = {"term_id": "t1", "kind": "health", "owner": "icb"}
    story.record(F.AGREEMENT_SIGNED, "2025-03-04", extent="full", terms=[term])
    assert "No agreement" in fault(story, F.AGREEMENT_ACTION_DONE, "2025-03-05", term_id="t2")
    story.record(F.AGREEMENT_ACTION_DONE, "2025-03-05", term_id="t1")


def test_each_refusal_says_what_would_be_accepted() -> None:
    story = advised()
    assert "once it has happened" in fault(story, F.DECISION_RECEIVED, "2025-02-06", today="2025-02-05")
    assert "which fact" in fault(story, F.ADVICE_GIVEN, "2025-02-05", retracted=True)
    assert "no such fact" in fault(story, F.DECISION_RECEIVED, "2025-02-05", supersedes="nowhere")
    taken = refusal(story, F.FAMILY_CONTACTED, "2025-02-05", supersedes="f2")
    assert taken.detail == "`referral_received` cannot be superseded here. It is recorded by accepting a referral."
    second = refusal(story, F.DECISION_SENT, "2025-02-05", decision_kind="plan_contents")
    assert "Supersede it if it is wrong" in second.detail
    assert "before the decision" in refusal(story, F.APPEAL_LODGED, "2025-01-13", today="2025-02-05").detail
    one = story.record(F.DECISION_RECEIVED, "2025-02-05")
    story.record(F.DECISION_RECEIVED, "2025-02-04", today="2025-02-05", supersedes=one.id)
    again = refusal(story, F.DECISION_RECEIVED, "2025-02-05", supersedes=one.id)
    assert "Supersede the one that stands" in again.detail


def test_the_decision_of_a_certificate_stays_until_the_certificate_is_void() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-04", wish="not_mediate")
    story.record(F.CERTIFICATE_ISSUED, "2025-02-06", certificate_id="c1", kind="s55_4", person="parent")
    taken = {"today": "2025-02-07", "supersedes": "f1", "retracted": True}
    assert "Void it first" in refusal(story, F.DECISION_SENT, "2025-01-14", **taken).detail


def test_what_a_case_keeps_as_a_record_of_its_own_is_not_told_as_a_fact() -> None:
    check_not_kept(F.AGREEMENT_SIGNED, False)
    with pytest.raises(GuardRefused) as refused:
        check_not_kept(F.AGREEMENT_SIGNED, True)
    assert refused.value.rule == "recorded-by-its-resource"
    assert refused.value.detail.startswith("`agreement_signed` is recorded by its own record on this case")
