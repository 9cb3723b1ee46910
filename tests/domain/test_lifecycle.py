"""How a history is replayed, and what a new fact, a correction or a retraction may do to it."""

import re
from datetime import date
from pathlib import Path

import pytest

from app.domain.codes import ReferralKind
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.lifecycle import START, NotAllowedAtThisStage, Stage, advance, replay, stage_of
from tests.domain.recording import Recording, advised, arranging, concluded, met, referred


def refusal(story: Recording, type_: F, on: str, **asked: object) -> NotAllowedAtThisStage:
    with pytest.raises(NotAllowedAtThisStage) as refused:
        story.record(type_, on, **asked)  # type: ignore[arg-type]  # payload values of a test
    return refused.value


def test_the_referral_opens_the_case() -> None:
    referral = Fact("f", F.REFERRAL_RECEIVED, date(2025, 2, 3))
    assert advance(START, referral) is Stage.REFERRED
    assert stage_of([referral]) is Stage.REFERRED
    with pytest.raises(NotAllowedAtThisStage):
        advance(Stage.REFERRED, referral)


def test_a_refusal_names_the_rule_the_stage_and_the_stages_that_would_do() -> None:
    refused = refusal(advised(), F.SESSION_HELD, "2025-02-05", present=["parent", "la"])
    assert refused.rule == "lifecycle"
    assert refused.extra == {"stage": "informed", "type": "session_held", "allowed_at": ("scheduled", "meeting")}
    assert "scheduled or meeting" in refused.detail


def test_advice_before_the_form_came_counts() -> None:
    story = referred()
    story.record(F.ADVICE_GIVEN, "2025-02-01", today="2025-02-04", channel="phone", rights_explained=True)
    assert story.stage is Stage.INFORMED


def test_replay_leaves_a_stray_without_effect() -> None:
    facts = [
        Fact("a", F.REFERRAL_RECEIVED, date(2025, 2, 3), 1),
        Fact("b", F.MEDIATION_CONCLUDED, date(2025, 2, 4), 2),
        Fact("c", F.ADVICE_GIVEN, date(2025, 2, 5), 3),
    ]
    done = replay(facts)
    assert done.stage is Stage.INFORMED
    assert [stray.id for stray in done.strays] == ["b"]


def test_a_fact_recorded_late_takes_its_place_in_time() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-10", wish="mediate")
    story.record(F.WISH_STATED, "2025-02-06", today="2025-02-12", wish="undecided")
    assert story.stage is Stage.ARRANGING


def test_a_late_fact_may_not_rob_another_of_its_ground() -> None:
    story = met()
    refused = refusal(story, F.WISH_STATED, "2025-02-10", today="2025-03-05", wish="not_mediate")
    assert "session_fixed" in refused.detail


def test_a_moving_fact_must_be_allowed_on_its_own_day() -> None:
    story = arranging()
    refused = refusal(story, F.SESSION_FIXED, "2025-02-04", today="2025-02-06", held_on="2025-02-20", mode="online")
    assert refused.detail.startswith("On the day it happened")


def test_a_fact_that_moves_nothing_may_come_out_of_order() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-10", wish="mediate")
    story.record(F.LA_INFORMED, "2025-02-09", today="2025-02-10", informed_by="family")
    assert story.stage is Stage.ARRANGING


def test_a_correction_that_keeps_the_history_lawful_is_taken() -> None:
    story = advised()
    said = story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    story.record(F.WISH_STATED, "2025-02-05", supersedes=said.id, wish="mediate")
    assert story.stage is Stage.ARRANGING


def test_a_retraction_undoes_a_move() -> None:
    story = concluded()
    done = story.facts[-1]
    story.record(F.MEDIATION_CONCLUDED, "2025-03-04", supersedes=done.id, retracted=True)
    assert story.stage is Stage.MEETING


def test_a_retraction_that_others_rest_on_is_refused() -> None:
    story = met()
    fixed = next(fact for fact in story.facts if fact.type is F.SESSION_FIXED)
    refused = refusal(story, F.SESSION_FIXED, "2025-02-17", today="2025-03-05", supersedes=fixed.id, retracted=True)
    assert "session_held" in refused.detail


def test_a_closed_case_takes_only_what_any_stage_takes() -> None:
    story = concluded()
    story.close("2025-03-10")
    story.record(F.APPEAL_LODGED, "2025-03-12")
    assert "reopened" in refusal(story, F.FAMILY_CONTACTED, "2025-03-12", channel="phone", person="parent").detail
    assert "reopened" in refusal(story, F.NO_AGREEMENT, "2025-03-04", today="2025-03-12").detail
    closing = next(fact for fact in story.facts if fact.type is F.CASE_CLOSED)
    refusal(story, F.CASE_CLOSED, "2025-03-10", today="2025-03-12", supersedes=closing.id, retracted=True)


class TestWishesByKindOfIssue:
    """R10: a wish is read for each kind of issue, and the case stands at the furthest of them."""

    def test_declining_one_kind_leaves_the_other_arranging(self) -> None:
        story = advised()
        story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate", issue_kinds=["education"])
        assert story.stage is Stage.DECLINED
        story.record(F.WISH_STATED, "2025-02-06", wish="mediate", issue_kinds=["health"])
        assert story.stage is Stage.ARRANGING

    def test_the_order_of_the_two_makes_no_difference(self) -> None:
        story = advised()
        story.record(F.WISH_STATED, "2025-02-05", wish="mediate", issue_kinds=["health"])
        story.record(F.WISH_STATED, "2025-02-06", wish="not_mediate", issue_kinds=["education"])
        assert story.stage is Stage.ARRANGING

    def test_the_last_kind_declined_declines_the_case(self) -> None:
        story = advised()
        story.record(F.WISH_STATED, "2025-02-05", wish="mediate", issue_kinds=["health"])
        story.record(F.WISH_STATED, "2025-02-06", wish="not_mediate", issue_kinds=["education"])
        story.record(F.WISH_STATED, "2025-02-07", wish="not_mediate", issue_kinds=["health"])
        assert story.stage is Stage.DECLINED

    def test_kinds_that_the_case_does_not_have_do_not_hold_it(self) -> None:
        story = advised()
        story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
        story.record(F.WISH_STATED, "2025-02-06", wish="not_mediate", issue_kinds=["education"])
        assert story.stage is Stage.DECLINED

    def test_issues_recorded_count_as_kinds_the_case_has(self) -> None:
        story = advised()
        story.record(F.ISSUES_RECORDED, "2025-02-05", issues=[{"kind": "education"}, {"kind": "health"}])
        story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
        story.record(F.WISH_STATED, "2025-02-06", wish="not_mediate", issue_kinds=["education"])
        assert story.stage is Stage.ARRANGING


class TestDisagreementResolution:
    """Every side that the referral named must agree; where none was named, the family and one more."""

    def test_a_side_that_agrees_after_refusing_counts(self) -> None:
        story = referred(ReferralKind.DISAGREEMENT_RESOLUTION, sent=None, sides=("parent", "la"))
        story.record(F.DRS_REFUSED_BY, "2025-02-04", party="la")
        story.record(F.DRS_AGREED_BY, "2025-02-05", party="parent")
        assert story.stage is Stage.DECLINED
        story.record(F.DRS_AGREED_BY, "2025-02-06", party="la")
        assert story.stage is Stage.ARRANGING

    def test_without_named_sides_the_family_and_one_more_must_agree(self) -> None:
        story = referred(ReferralKind.DISAGREEMENT_RESOLUTION, sent=None)
        story.record(F.DRS_AGREED_BY, "2025-02-04", party="la")
        story.record(F.DRS_AGREED_BY, "2025-02-04", party="school")
        assert story.stage is Stage.REFERRED
        story.record(F.DRS_AGREED_BY, "2025-02-05", party="young_person")
        assert story.stage is Stage.ARRANGING


def test_no_other_file_compares_stages() -> None:
    compared = re.compile(
        r"(==|!=|\bis|\bis not|\bin|\bcase)\s*[({\[]?\s*(lifecycle\.)?Stage\.[A-Z]|[\"']stage[\"']\]?\s*=="
    )
    found = {
        path.name
        for path in (Path(__file__).parents[2] / "app").rglob("*.py")
        if compared.search(path.read_text(encoding="utf-8"))
    }
    assert found <= {"lifecycle.py"}
