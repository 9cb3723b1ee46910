"""The hard guards on recording a fact: what they refuse, by which rule, and what they leave alone."""

from datetime import date

import pytest

from app.domain.codes import CertificateKind, Outcome
from app.domain.facts import FactType as F
from app.domain.guards import RECORDED_BY_ITS_RESOURCE, allowed_facts, check_fact
from app.domain.lifecycle import NotAllowedAtThisStage
from app.domain.refusals import GuardRefused, Invalid
from tests.domain.recording import Recording, advised, arranging, concluded, met, referred


def invalid(story: Recording, type_: F, on: str, **asked: object) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        story.record(type_, on, **asked)  # type: ignore[arg-type]  # payload values of a test
    return refused.value.faults[0].pointer, refused.value.faults[0].code


def refused_by(story: Recording, type_: F, on: str, **asked: object) -> str | None:
    with pytest.raises(GuardRefused) as refused:
        story.record(type_, on, **asked)  # type: ignore[arg-type]  # payload values of a test
    return refused.value.rule


def certified() -> Recording:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-04", wish="not_mediate")
    story.certify(CertificateKind.S55_4, "2025-02-06")
    return story


def test_a_fact_in_the_future_is_not_valid_but_a_planned_day_is() -> None:
    story = arranging()
    found = invalid(story, F.SESSION_FIXED, "2025-02-20", today="2025-02-19", held_on="2025-03-04", mode="online")
    assert found == ("/occurred_on", "in_the_future")
    story.record(F.SESSION_FIXED, "2025-02-19", held_on="2025-03-04", mode="online")


def test_a_letter_is_dated_on_or_before_the_day_it_is_told_of() -> None:
    story = Recording()
    asked = {"decision_kind": "plan_contents", "letter_dated_on": "2025-02-06"}
    found = invalid(story, F.DECISION_SENT, "2025-02-03", today="2025-02-05", **asked)
    assert found == ("/letter_dated_on", "in_the_future")
    story.record(F.DECISION_SENT, "2025-02-03", today="2025-02-06", **asked)


@pytest.mark.parametrize("type_", RECORDED_BY_ITS_RESOURCE)
def test_what_a_resource_records_is_refused_here_and_says_where(type_: F) -> None:
    story = advised()
    fact = story._fact(type_, "2025-02-05", {}, None, False)
    with pytest.raises(GuardRefused) as refused:
        check_fact(fact, story.facts, today=date(2025, 2, 5))
    assert refused.value.rule == "recorded-by-its-resource"
    assert "recorded by" in refused.value.detail


def test_a_case_has_one_decision() -> None:
    story = advised()
    assert refused_by(story, F.DECISION_SENT, "2025-02-05", decision_kind="plan_contents") == "R13"


def test_a_wrong_decision_is_superseded() -> None:
    story = advised()
    story.record(F.DECISION_SENT, "2025-01-10", today="2025-02-05", supersedes="f1", decision_kind="plan_contents")


def test_an_appeal_cannot_come_before_its_decision() -> None:
    story = advised()
    assert refused_by(story, F.APPEAL_LODGED, "2025-01-13", today="2025-02-05") == "guard-6"
    story.record(F.APPEAL_LODGED, "2025-01-14", today="2025-02-05")


def test_a_correction_may_not_put_the_decision_after_its_certificate() -> None:
    story = certified()
    moved = {"supersedes": "f1", "decision_kind": "refusal_to_issue"}
    assert refused_by(story, F.DECISION_SENT, "2025-02-07", **moved) == "guard-6"


def test_the_decision_of_a_standing_certificate_is_not_taken_back() -> None:
    story = certified()
    taken = {"today": "2025-02-07", "supersedes": "f1", "retracted": True}
    assert refused_by(story, F.DECISION_SENT, "2025-01-14", **taken) == "guard-1"


class TestSupersede:
    """A correction is of a fact of this case, standing, and not its resource's."""

    def test_there_must_be_such_a_fact(self) -> None:
        found = invalid(advised(), F.DECISION_RECEIVED, "2025-02-05", supersedes="nowhere")
        assert found == ("/supersedes", "unknown")

    def test_a_retraction_says_of_what(self) -> None:
        assert invalid(advised(), F.ADVICE_GIVEN, "2025-02-05", retracted=True) == ("/supersedes", "missing")

    def test_only_what_stands_is_superseded(self) -> None:
        story = advised()
        one = story.record(F.DECISION_RECEIVED, "2025-02-05")
        two = story.record(F.DECISION_RECEIVED, "2025-02-04", today="2025-02-05", supersedes=one.id)
        assert refused_by(story, F.DECISION_RECEIVED, "2025-02-05", supersedes=one.id) == "supersede"
        gone = story.record(F.DECISION_RECEIVED, "2025-02-05", supersedes=two.id, retracted=True)
        assert refused_by(story, F.DECISION_RECEIVED, "2025-02-05", supersedes=gone.id) == "supersede"

    def test_a_resources_fact_is_not_superseded(self) -> None:
        story = certified()
        assert refused_by(story, F.FAMILY_CONTACTED, "2025-02-07", supersedes="f2") == "recorded-by-its-resource"
        certificate = story.facts[-1].id
        assert refused_by(story, F.FAMILY_CONTACTED, "2025-02-07", supersedes=certificate) == "recorded-by-its-resource"

    def test_another_type_may_take_the_place(self) -> None:
        story = advised()
        wrong = story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
        story.record(F.INTENT_TO_APPEAL_STATED, "2025-02-05", supersedes=wrong.id, intends="yes")
        assert story.stage.value == "informed"


def test_a_session_must_be_one_of_those_named() -> None:
    story = met()
    found = invalid(story, F.SESSION_HELD, "2025-03-05", session_id="s2", present=["parent", "la"])
    assert found == ("/session_id", "unknown")


def test_an_action_must_be_a_term_that_was_agreed() -> None:
    story = concluded()
    assert invalid(story, F.AGREEMENT_ACTION_DONE, "2025-03-05", term_id="t1") == ("/term_id", "unknown")


def test_a_case_is_not_closed_against_its_facts() -> None:
    with pytest.raises(GuardRefused) as refused:
        concluded().close("2025-03-05", Outcome.CHANGED_MIND)
    assert refused.value.rule == "outcome"


class TestAllowedFacts:
    """What may be recorded today, with the reason where it may not."""

    def test_every_type_is_answered_and_each_no_has_its_reason(self) -> None:
        for story in (referred(), advised(), arranging(), met(), concluded(), certified()):
            answered = allowed_facts(story.facts, as_of=date(2025, 3, 10))
            assert [each.type for each in answered] == list(F)
            assert all(each.allowed == (each.why_not is None) == (each.rule is None) for each in answered)

    def test_what_a_guard_would_refuse_is_not_allowed(self) -> None:
        answered = {each.type: each for each in allowed_facts(advised().facts, as_of=date(2025, 2, 5))}
        assert answered[F.WISH_STATED].allowed
        assert answered[F.DECISION_SENT].rule == "R13"
        assert answered[F.SESSION_HELD].rule == "lifecycle"
        assert answered[F.CERTIFICATE_ISSUED].rule == "recorded-by-its-resource"

    def test_a_closed_case_points_at_reopening(self) -> None:
        story = advised()
        story.close("2025-02-05", Outcome.GUIDANCE_ONLY)
        answered = {each.type: each for each in allowed_facts(story.facts, as_of=date(2025, 2, 6))}
        assert answered[F.REOPENED].allowed
        assert "reopened" in (answered[F.FAMILY_CONTACTED].why_not or "")


def test_no_refusal_repeats_what_was_sent() -> None:
    story = advised()
    with pytest.raises(NotAllowedAtThisStage) as refused:
        story.record(F.SESSION_CANCELLED, "2025-02-05", cancelled_by="la", reason="SECRET", session_id="SECRET")
    assert "SECRET" not in f"{refused.value.detail}{refused.value.extra}"
    assert "2025" not in refused.value.detail
