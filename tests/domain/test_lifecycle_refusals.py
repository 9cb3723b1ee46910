"""What the life of a case refuses, and how it says so: the stage, the fact, and where the fact would have its place."""

from datetime import date
from typing import Any

import pytest

from app.domain.codes import ReferralKind
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.lifecycle import (
    MOVES,
    NotAllowedAtThisStage,
    OutsideStage,
    Stage,
    advance,
    allows,
    check_place,
    is_closed,
    leaves_of,
    seen_inside,
    seen_outside,
)
from tests.domain.recording import Recording, advised, arranging, concluded, met, referred

DR = ReferralKind.DISAGREEMENT_RESOLUTION
THREE = ("parent", "la", "icb")


def refusal(story: Recording, type_: F, on: str, **asked: Any) -> NotAllowedAtThisStage:
    with pytest.raises(NotAllowedAtThisStage) as refused:
        story.record(type_, on, **asked)
    return refused.value


def told(refused: NotAllowedAtThisStage) -> tuple[object, object]:
    return refused.extra["stage"], refused.extra["type"]


def moved(stage: Stage, type_: F, history: list[Fact] | None = None, **payload: Any) -> Stage:
    return advance(stage, Fact("new", type_, date(2025, 3, 1), 99, payload=payload), history or [])


def two_of_three_agreed() -> Recording:
    story = referred(DR, sent=None, sides=THREE)
    story.record(F.DRS_AGREED_BY, "2025-02-04", party="parent")
    story.record(F.DRS_AGREED_BY, "2025-02-05", party="la")
    return story


@pytest.mark.parametrize("stage", Stage)
def test_outside_nobody_learns_whether_a_family_declined_or_withdrew(stage: Stage) -> None:
    if stage.value in ("declined", "withdrawn"):
        assert seen_outside(stage) is OutsideStage.NOT_PROCEEDING
    else:
        assert seen_outside(stage.value).value == stage.value
    assert stage in seen_inside(seen_outside(stage))


def test_a_stage_seen_outside_stands_for_the_stages_behind_it() -> None:
    assert seen_inside(OutsideStage.NOT_PROCEEDING) == (Stage.DECLINED, Stage.WITHDRAWN)
    assert seen_inside(OutsideStage.MEETING) == (Stage.MEETING,)


def test_only_a_closed_case_is_closed() -> None:
    assert [stage.value for stage in Stage if is_closed(stage)] == ["closed"]


def test_a_fact_is_allowed_where_some_reading_of_it_has_its_place() -> None:
    assert [stage.value for stage in Stage if allows(stage, F.SESSION_HELD)] == ["scheduled", "meeting"]
    assert not any(allows(stage, F.REFERRAL_RECEIVED) for stage in Stage)


def test_one_reading_of_a_fact_has_its_own_stages_in_the_order_of_a_cases_life() -> None:
    to_scheduled, of_a_meeting = MOVES[F.SESSION_FIXED]
    assert leaves_of(to_scheduled) == (Stage.ARRANGING, Stage.SCHEDULED)
    assert leaves_of(of_a_meeting) == (Stage.MEETING,)


def test_a_refusal_names_the_stage_the_case_is_at() -> None:
    refused = refusal(advised(), F.SESSION_FIXED, "2025-02-05", held_on="2025-03-04", mode="online")
    assert told(refused) == ("informed", "session_fixed")
    assert refused.detail == (
        "On the day it happened: `session_fixed` may be recorded at arranging or scheduled or meeting; "
        "the case is at informed."
    )
    with pytest.raises(NotAllowedAtThisStage) as at_once:
        moved(Stage.INFORMED, F.LA_INFORMED)
    assert told(at_once.value) == ("informed", "la_informed")
    assert at_once.value.detail.endswith("arranging or scheduled or meeting; the case is at informed.")


def test_long_lists_of_stages_are_given_with_commas() -> None:
    refused = refusal(concluded(), F.WITHDRAWN_BY_PARTY, "2025-03-05", party="parent")
    assert "referred, informed, arranging, scheduled, meeting; the case is at concluded" in refused.detail


def test_a_wish_that_has_no_place_is_named_as_it_was_said() -> None:
    refused = refusal(arranging(), F.WISH_STATED, "2025-02-07", wish="undecided")
    assert told(refused) == ("arranging", "wish_stated")
    assert refused.detail == (
        "On the day it happened: `wish_stated` as `undecided` may be recorded at referred or informed; "
        "the case is at arranging."
    )


def test_a_certificate_that_has_no_place_is_named_by_its_kind() -> None:
    with pytest.raises(NotAllowedAtThisStage) as refused:
        moved(Stage.ARRANGING, F.CERTIFICATE_ISSUED, kind="s55_4")
    assert told(refused.value) == ("arranging", "certificate_issued")
    assert refused.value.detail == (
        "`certificate_issued` as `s55_4` may be recorded at declined or withdrawn; the case is at arranging."
    )


def test_a_family_that_declines_on_education_has_its_certificate_while_health_is_mediated() -> None:
    story = arranging()
    story.record(F.WISH_STATED, "2025-02-07", wish="mediate", issue_kinds=["health"])
    story.record(F.WISH_STATED, "2025-02-08", wish="not_mediate", issue_kinds=["education"])
    assert moved(Stage.ARRANGING, F.CERTIFICATE_ISSUED, story.facts, kind="s55_4") is Stage.ARRANGING
    assert moved(Stage.ARRANGING, F.CERTIFICATE_ISSUED, story.facts, kind="s55_5_deemed") is Stage.ARRANGING
    with pytest.raises(NotAllowedAtThisStage):
        moved(Stage.CONCLUDED, F.CERTIFICATE_ISSUED, story.facts, kind="s55_5_deemed")


def test_a_certificate_after_a_no_is_only_of_the_kind_that_a_no_gives() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    assert moved(Stage.DECLINED, F.CERTIFICATE_ISSUED, story.facts, kind="s55_4") is Stage.DECLINED
    with pytest.raises(NotAllowedAtThisStage):
        moved(Stage.SCHEDULED, F.CERTIFICATE_ISSUED, story.facts, kind="s55_5")


def test_a_second_referral_is_refused_with_the_stage_of_the_case() -> None:
    story = advised()
    again = Fact("again", F.REFERRAL_RECEIVED, date(2025, 2, 5), 9)
    with pytest.raises(NotAllowedAtThisStage) as refused:
        check_place(again, story.facts)
    assert told(refused.value) == ("informed", "referral_received")
    assert "recorded by accepting a referral" in refused.value.detail


def test_a_closed_case_says_that_it_is_closed_and_what_would_open_it() -> None:
    story = concluded()
    story.close("2025-03-10")
    refused = refusal(story, F.FAMILY_CONTACTED, "2025-03-12", channel="phone", person="parent")
    assert told(refused) == ("closed", "family_contacted")
    assert refused.detail == "The case is closed. Record `reopened` before `family_contacted`."
    closing = story.facts[-1].id
    taken = refusal(story, F.CASE_CLOSED, "2025-03-10", today="2025-03-12", supersedes=closing, retracted=True)
    assert taken.detail == "The case is closed. Record `reopened` before `case_closed`."


def test_what_would_lose_its_ground_is_named() -> None:
    late = refusal(met(), F.WISH_STATED, "2025-02-10", today="2025-03-05", wish="not_mediate")
    assert told(late) == ("meeting", "wish_stated")
    assert late.detail.startswith("`wish_stated` on that day would leave `session_fixed`")
    story = met()
    fixed = next(fact for fact in story.facts if fact.type is F.SESSION_FIXED)
    taken = refusal(story, F.SESSION_FIXED, "2025-02-17", today="2025-03-05", supersedes=fixed.id, retracted=True)
    assert taken.detail.startswith("Taking this back would leave `session_held`")


def test_a_fact_out_of_order_does_not_hide_another_that_would_lose_its_ground() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-10", wish="mediate")
    story.record(F.LA_INFORMED, "2025-02-09", today="2025-02-10", informed_by="family")
    fixed = story.record(F.SESSION_FIXED, "2025-02-17", held_on="2025-03-04", mode="online")
    story.record(F.SESSION_HELD, "2025-03-04", present=["parent", "la"])
    taken = refusal(story, F.SESSION_FIXED, "2025-02-17", today="2025-03-05", supersedes=fixed.id, retracted=True)
    assert "session_held" in taken.detail


def test_the_stage_on_a_day_counts_what_happened_on_it() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
    refused = refusal(story, F.SESSION_HELD, "2025-02-05", today="2025-02-06", present=["parent", "la"])
    assert refused.detail.endswith("the case is at arranging.")


def test_the_stage_on_a_day_forgets_what_is_superseded_and_what_that_superseded() -> None:
    story = advised()
    first = story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
    second = story.record(F.WISH_STATED, "2025-02-05", supersedes=first.id, wish="not_mediate")
    refused = refusal(story, F.SESSION_FIXED, "2025-02-05", supersedes=second.id, held_on="2025-03-04", mode="online")
    assert refused.detail.endswith("arranging or scheduled or meeting; the case is at informed.")


class TestNamedSides:
    """Disagreement resolution waits for every side that the referral named."""

    def test_a_fact_that_moves_nothing_has_no_place_before_all_agree(self) -> None:
        refused = refusal(two_of_three_agreed(), F.LA_INFORMED, "2025-02-06", informed_by="family")
        assert told(refused) == ("referred", "la_informed")

    def test_a_session_has_no_place_on_a_day_before_all_agreed(self) -> None:
        story = two_of_three_agreed()
        story.record(F.DRS_AGREED_BY, "2025-02-10", party="icb")
        early = refusal(story, F.SESSION_FIXED, "2025-02-06", today="2025-02-10", held_on="2025-03-04", mode="online")
        assert early.detail.endswith("the case is at referred.")


def test_a_certificate_recorded_late_is_read_by_what_the_family_says_today() -> None:
    story = arranging()
    story.record(F.WISH_STATED, "2025-02-07", wish="mediate", issue_kinds=["health"])
    issued = Fact("c", F.CERTIFICATE_ISSUED, date(2025, 2, 8), 99, payload={"kind": "s55_4"})
    with pytest.raises(NotAllowedAtThisStage):
        check_place(issued, story.facts)
    story.record(F.WISH_STATED, "2025-02-10", wish="not_mediate", issue_kinds=["education"])
    check_place(issued, story.facts)
