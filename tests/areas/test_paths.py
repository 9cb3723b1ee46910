"""The allowed paths of a case (law.md 3.4 and R25), each from the first call to its certificate, clocks and outcome.

The day is 2025. The decision was sent on Tuesday 14 January, so the two months end on Friday 14 March. The family calls
on Monday 10 March. Easter is on 20 April; the bank holidays are 18 and 21 April and 5 May.
"""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi import FastAPI

from app.domain.permissions import Role
from tests.builders.stories import Story, a_story, an_advised_story, an_arranging_story
from tests.builders.world import World
from tests.conftest import Caller, Clock

CONTENTS = {"decision_kind": "plan_contents", "sent_on": "2025-01-14"}


@pytest.fixture
def told(app: FastAPI, as_: Callable[..., Caller], clock: Clock, world: World) -> Callable[..., Any]:
    """Return how a story of one of the three beginnings is begun."""
    beginnings = {"called": a_story, "advised": an_advised_story, "arranging": an_arranging_story}

    async def begin(how: str, **referral: Any) -> Story:
        return await beginnings[how](app, as_, clock, world, **referral)

    return begin


FIXED, HELD = "2025-03-14", "2025-04-02T09:00:00Z"
PARENT_AND_LA = ["parent", "la_officer"]


async def test_path_a_straight_to_the_certificate(told: Callable[..., Any]) -> None:
    story = await told("advised")
    assert (await story.clock_of("appeal-last-day"))["certificate_needed"] is True
    await story.on("2025-03-12").tell("wish_stated", wish="not_mediate")
    assert (await story.due())["cert-no-mediation-3wd"] == ("2025-03-17", "pending")
    await story.on("2025-03-13").certify("s55_4")
    due = await story.due()
    assert due["cert-no-mediation-3wd"] == ("2025-03-17", "met")
    assert due["appeal-last-day"] == ("2025-04-14", "pending")  # 13 April is a Sunday
    await story.close("certificate_only")


async def test_path_b_mediation_without_full_agreement(told: Callable[..., Any]) -> None:
    story = await told("arranging")
    assert (await story.due())["arrange-30d-education"] == ("2025-04-11", "pending")
    await story.meet(FIXED, HELD, PARENT_AND_LA)
    await story.agree("none")
    due = await story.due()
    assert due["session-notice-5wd"] == ("2025-03-25", "met")
    assert due["arrange-30d-education"] == ("2025-04-11", "met")
    assert due["hold-30d"] == ("2025-04-11", "met")
    assert due["cert-after-mediation-3wd"] == ("2025-04-07", "pending")
    await story.on("2025-04-04").certify("s55_5")
    assert (await story.due())["appeal-last-day"] == ("2025-05-06", "pending")  # 4 May is a Sunday, 5 May a holiday
    await story.close("mediation_meeting_held")


async def test_path_c_full_agreement_and_the_certificate_all_the_same(told: Callable[..., Any]) -> None:
    story = await told("arranging")
    await story.meet(FIXED, HELD, PARENT_AND_LA)
    agreement = await story.agree("full", {"kind": "issue_plan", "owner": "la", "words": "Issue a plan"})
    plan = [item["due_on"] for item in (await story.now())["deadlines"] if item["rule_id"] == "agr-issue-plan"]
    assert sorted(plan) == ["2025-05-07", "2025-06-18"]  # the draft in five weeks, the final plan in eleven
    await story.on("2025-04-03").certify("s55_5")
    await story.close("mediation_meeting_held")
    path = f"/v1/agreement-terms/{agreement['terms'][0]['id']}/completion"
    kept = await story.on("2025-06-20").as_(Role.COORDINATOR).post(path, {"done_on": "2025-06-20"}, version=1)
    assert kept.status_code == 200, kept.text
    late = [item["status"] for item in (await story.now())["deadlines"] if item["rule_id"] == "agr-issue-plan"]
    assert "late" in late


async def test_path_d_the_council_cannot_arrange_and_a_session_follows(told: Callable[..., Any]) -> None:
    story = await told("arranging")
    await story.on("2025-03-20").tell("la_says_cannot_arrange")
    assert (await story.due())["cert-deemed-3wd"] == ("2025-03-25", "pending")
    await story.on("2025-03-24").certify("s55_5_deemed")
    assert (await story.due())["appeal-last-day"] == ("2025-04-24", "pending")
    await story.tell("session_fixed", held_on="2025-04-15", mode="online")
    await story.on("2025-04-15").tell("session_held", present=["parent", "la_with_authority"])
    await story.tell("mediation_concluded")
    assert await story.refused("s55_5") == "guard-5"
    assert (await story.due())["appeal-last-day"] == ("2025-04-24", "pending")  # the month is not begun again
    await story.close("mediation_meeting_held")


async def test_path_d_day_thirty_ends_in_silence(told: Callable[..., Any]) -> None:
    story = await told("arranging")
    assert await story.on("2025-04-11").may_issue() == set()
    assert await story.on("2025-04-12").may_issue() == {"s55_5_deemed"}
    assert (await story.due())["cert-deemed-3wd"] == ("2025-04-16", "pending")
    await story.on("2025-04-14").certify("s55_5_deemed")
    assert (await story.due())["appeal-last-day"] == ("2025-05-14", "pending")
    await story.close("la_declined")


async def test_path_e_section_i_only_needs_no_certificate(told: Callable[..., Any]) -> None:
    story = await told("arranging", decision=CONTENTS, appeal_sections=["I"])
    assert (await story.now())["route"] == "section_i_only"
    clock = await story.clock_of("appeal-last-day")
    assert (clock["due_on"], clock["certificate_needed"]) == ("2025-03-14", False)
    await story.meet(FIXED, HELD, PARENT_AND_LA)
    assert (await story.clock_of("appeal-last-day"))["due_on"] == "2025-03-14"
    await story.close("mediation_meeting_held")


async def test_path_f_health_only(told: Callable[..., Any], world: World) -> None:
    story = await told("arranging", decision=None, health_issues=True)
    assert (await story.now())["route"] == "health_only"
    assert (await story.due())["health-notify-3wd"] == ("2025-03-17", "pending")
    await story.on("2025-03-13").tell("icb_notified", icb_ids=[world.home.icb], notified_by="la")
    assert (await story.due())["arrange-30d-health-only"] == ("2025-04-12", "pending")
    await story.meet(FIXED, HELD, ["parent", "icb_officer"])
    await story.agree("full", {"kind": "health", "owner": "icb", "words": "Book a therapy review"})
    due = await story.due()
    assert due["rcb-tells-la-1w"] == ("2025-04-09", "pending")
    assert due["agr-2w-non-appealable"] == ("2025-04-16", "pending")
    assert "appeal-last-day" not in due
    assert await story.refused("s55_5") == "guard-1"
    await story.close("mediation_meeting_held")


async def test_path_g_mixed(told: Callable[..., Any], world: World) -> None:
    story = await told("arranging", health_issues=True)
    assert (await story.now())["route"] == "mixed"
    due = await story.due()
    assert due["health-notify-3wd"] == ("2025-03-17", "pending")
    assert due["arrange-30d-mixed"] == ("2025-04-11", "pending")
    await story.on("2025-03-14").tell("icb_notified", icb_ids=[world.home.icb], notified_by="la")
    await story.meet(FIXED, HELD, [*PARENT_AND_LA, "icb_officer"])
    await story.on("2025-04-03").certify("s55_5")
    due = await story.due()
    assert (due["health-notify-3wd"][1], due["arrange-30d-mixed"][1]) == ("met", "met")
    assert due["appeal-last-day"] == ("2025-05-06", "pending")  # 3 May is a Saturday, 5 May a holiday
    await story.close("mediation_meeting_held")


async def test_path_h_late_contact(told: Callable[..., Any]) -> None:
    story = await told("advised", decision={"decision_kind": "refusal_to_assess", "sent_on": "2024-12-20"})
    assert "contact_late" in (await story.now())["flags"]
    assert (await story.due())["contact-adviser-2m"] == ("2025-02-20", "late")
    await story.tell("wish_stated", wish="not_mediate")
    assert (await story.due())["cert-no-mediation-3wd"] == ("2025-03-14", "pending")
    await story.on("2025-03-13").certify("s55_4")
    clock = await story.clock_of("appeal-last-day")
    assert clock["due_on"] == "2025-02-20"
    assert "permission_probably_needed" in clock["flags"]
    assert "2025-04-14" in [other["due_on"] for other in clock["alternatives"]]
    await story.close("certificate_only")


async def test_path_i_resolved_before_a_session(told: Callable[..., Any]) -> None:
    story = await told("arranging")
    await story.on("2025-03-20").tell("resolved_before_session", how="la_reversed")
    assert (await story.now())["stage"] == "resolved"
    assert await story.may_issue() == set()
    clock = await story.clock_of("appeal-last-day")
    assert (clock["due_on"], clock["status"]) == ("2025-03-14", "pending")  # never missed while one is to come (R1)
    assert "certificate_pending" in clock["flags"]
    await story.close("resolved_pre_mediation")


@pytest.mark.parametrize("how", ["says no", "withdraws"])
async def test_path_j_the_family_changes_its_mind_and_asks_for_a_certificate(
    told: Callable[..., Any], how: str
) -> None:
    story = (await told("arranging")).on("2025-03-18")
    if how == "says no":
        await story.tell("wish_stated", wish="not_mediate", reason_code="took_too_long")
    else:
        await story.tell("withdrawn_by_party", party="parent", reason="No longer wanted", reason_code="took_too_long")
    assert (await story.due())["cert-no-mediation-3wd"] == ("2025-03-21", "pending")
    await story.on("2025-03-20").certify("s55_4")
    assert (await story.due())["appeal-last-day"] == ("2025-04-22", "pending")  # 20 April is Easter Sunday
    await story.close("changed_mind_certificate")
    assert (await story.now())["withdrawal_reason"] == "took_too_long"


async def test_path_j_the_family_changes_its_mind_and_wants_no_certificate(told: Callable[..., Any]) -> None:
    story = (await told("arranging")).on("2025-03-18")
    await story.tell("wish_stated", wish="not_mediate", reason_code="not_said")
    await story.tell("certificate_not_wanted")
    assert (await story.due())["cert-no-mediation-3wd"][1] == "not_needed"
    await story.close("changed_mind")


async def test_path_k_changing_back_brings_no_second_certificate(told: Callable[..., Any]) -> None:
    story = await told("advised")
    await story.tell("wish_stated", wish="not_mediate")
    await story.on("2025-03-13").certify("s55_4")
    await story.on("2025-03-17").tell("wish_stated", wish="mediate")
    await story.tell("la_informed", informed_by="adviser")
    await story.tell("session_fixed", held_on="2025-04-02", mode="online")
    await story.on("2025-04-02").tell("session_held", present=["parent", "la"])
    await story.tell("mediation_concluded")
    assert await story.refused("s55_5") == "guard-5"
    assert (await story.due())["appeal-last-day"] == ("2025-04-14", "pending")
    await story.close("mediation_meeting_held")


async def test_path_l_the_council_declines_which_the_law_does_not_allow(told: Callable[..., Any]) -> None:
    story = (await told("arranging")).on("2025-03-19")
    await story.tell("la_declined", reason="Will not take part")
    now = await story.now()
    assert (now["stage"], "la_declined_breach" in now["flags"]) == ("arranging", True)
    assert (await story.due())["cert-deemed-3wd"] == ("2025-03-24", "pending")
    await story.on("2025-03-21").certify("s55_5_deemed")
    await story.close("la_declined")


async def test_path_m_the_health_body_fails(told: Callable[..., Any], world: World) -> None:
    story = await told("arranging", decision=None, health_issues=True)
    await story.on("2025-03-13").tell("icb_notified", icb_ids=[world.home.icb], notified_by="la")
    story.on("2025-04-22")
    assert (await story.due())["arrange-30d-health-only"] == ("2025-04-12", "missed")
    assert await story.may_issue() == set()
    await story.close("guidance_only")


async def test_path_n_disagreement_resolution(told: Callable[..., Any]) -> None:
    sides = ["parent", "la"]
    story = await told("advised", kind="disagreement_resolution", decision=None, drs_sides=sides)
    for side in sides:
        await story.tell("drs_agreed_by", party=side)
    now = await story.now()
    assert (now["stage"], now["route"]) == ("arranging", "disagreement_resolution")
    await story.meet(FIXED, HELD, PARENT_AND_LA, kind="disagreement_resolution")
    assert "appeal-last-day" not in await story.due()
    assert await story.refused("s55_5") == "guard-1"
    await story.close("dr_meeting_held")


async def test_path_o_disagreement_resolution_refused(told: Callable[..., Any]) -> None:
    story = await told("advised", kind="disagreement_resolution", decision=None, drs_sides=["parent", "la"])
    await story.tell("drs_agreed_by", party="parent")
    await story.tell("drs_refused_by", party="la")
    assert (await story.now())["stage"] == "declined"
    assert await story.may_issue() == set()
    await story.close("guidance_only")


async def test_path_p_not_eligible(told: Callable[..., Any]) -> None:
    story = await told("advised", kind="unsure", decision=None)
    assert await story.refused("s55_4") == "guard-1"
    assert "appeal-last-day" not in await story.due()
    await story.close("guidance_only")


async def test_path_q_social_care_only(told: Callable[..., Any]) -> None:
    story = await told("arranging", decision=None, social_care_issues=True)
    assert (await story.now())["route"] == "social_care_only"
    assert (await story.due())["arrange-30d-education"] == ("2025-04-11", "pending")
    await story.meet(FIXED, HELD, PARENT_AND_LA)
    await story.agree("full", {"kind": "social_care", "owner": "la", "words": "Offer short breaks"})
    assert (await story.due())["agr-2w-non-appealable"] == ("2025-04-16", "pending")
    assert await story.refused("s55_5") == "guard-1"
    await story.close("mediation_meeting_held")


async def test_path_r_no_decision_was_made(told: Callable[..., Any]) -> None:
    story = await told("called", kind="disagreement_resolution", decision=None, drs_sides=["parent", "la"])
    assert await story.due() == {}
    assert await story.may_issue() == set()
    await story.on("2025-03-11").tell("advice_given", channel="phone", rights_explained=True)
    await story.close("guidance_only")
