"""Arranging and holding sessions, notice of them, agreements and the council's own clocks: R18, R22 and R23."""

from datetime import date

import pytest

from app.domain.calendars import BeyondCalendar
from app.domain.codes import OwedBy
from app.domain.deadlines import compute
from app.domain.facts import Fact, FactType
from tests.domain.case_facts import case, computed, fact, status, the

F = FactType
NOTICE = "session-notice-5wd"
TOLD = fact(F.LA_INFORMED, "2025-07-16", informed_by="adviser")
FIXED = fact(F.SESSION_FIXED, "2025-08-01", session_id="s1", held_on="2025-09-02", mode="online")


def on(text: str) -> date:
    return date.fromisoformat(text)


def issues(*kinds: str) -> Fact:
    return fact(F.ISSUES_RECORDED, "2025-07-10", issues=[{"kind": kind} for kind in kinds])


def told_family(day: str, **payload: str) -> Fact:
    return fact(F.SESSION_NOTICE_GIVEN, day, **{"session_id": "s1", "to": "family", **payload})


def signed(*terms: dict[str, str]) -> Fact:
    return fact(F.AGREEMENT_SIGNED, "2025-04-08", extent="partial", terms=list(terms))


def by_subject(facts: list[Fact], as_of: str) -> dict[tuple[str, str], str]:
    return {
        (item.rule_id, item.subject): item.status(on(as_of)).value for item in compute(facts, as_of=on(as_of)).deadlines
    }


def test_fixing_meets_arranging_and_only_a_session_with_the_family_meets_holding() -> None:
    facts = case(TOLD, FIXED)
    assert status(facts, "arrange-30d-education", "2025-10-01") == "met"
    assert status(facts, "hold-30d", "2025-08-15") == "pending"
    assert status(facts, "hold-30d", "2025-08-16") == "missed"
    alone = case(TOLD, FIXED, fact(F.SESSION_HELD, "2025-08-15", session_id="s1", present=["la"]))
    assert status(alone, "hold-30d", "2025-10-01") == "missed"
    with_family = case(*alone, fact(F.SESSION_HELD, "2025-08-18", session_id="s1", present=["la", "parent"]))
    assert status(with_family, "hold-30d", "2025-10-01") == "late"


def test_the_thirty_days_run_from_the_earlier_telling() -> None:
    family = fact(F.LA_INFORMED, "2025-07-14", informed_by="family")
    assert the(case(TOLD, family), "hold-30d", "2025-07-20").start_on == on("2025-07-14")


def test_no_weekend_or_august_moves_day_30() -> None:
    found = the(case(fact(F.LA_INFORMED, "2025-07-18")), "arrange-30d-education", "2025-07-20")
    assert (found.due_on, found.act_by_on) == (on("2025-08-17"), on("2025-08-15"))


def test_mixed_issues_start_the_notice_to_every_health_body() -> None:
    facts = case(issues("education", "health"), TOLD)
    assert the(facts, "health-notify-3wd", "2025-07-17").due_on == on("2025-07-21")
    assert the(facts, "arrange-30d-mixed", "2025-07-17").owed_by is OwedBy.LA
    first = fact(F.ICB_NOTIFIED, "2025-07-17", icb_ids=["a"], notified_by="la")
    second = fact(F.ICB_NOTIFIED, "2025-07-22", icb_ids=["a", "b"], notified_by="la")
    assert status(case(*facts, first), "health-notify-3wd", "2025-09-01") == "met"
    assert status(case(*facts, first, second), "health-notify-3wd", "2025-09-01") == "late"


def test_health_alone_runs_from_the_notice_to_the_health_body() -> None:
    facts = case(issues("health"), TOLD)
    before = the(facts, "arrange-30d-health-only", "2025-07-17")
    assert (before.due_on, before.flags, before.owed_by) == (on("2025-08-20"), ("provisional",), OwedBy.ICB)
    notified = case(*facts, fact(F.ICB_NOTIFIED, "2025-07-23", icb_ids=["a"], notified_by="la"))
    after = the(notified, "arrange-30d-health-only", "2025-07-24")
    assert (after.due_on, after.flags) == (on("2025-08-22"), ())
    assert the(notified, "hold-30d", "2025-07-24").owed_by is OwedBy.ICB


def test_notice_is_shown_safely_and_judged_by_whole_days_between() -> None:
    assert the(case(FIXED), NOTICE, "2025-08-02").due_on == on("2025-08-22")
    assert status(case(FIXED, told_family("2025-08-25")), NOTICE, "2025-09-05") == "met"
    late = case(FIXED, told_family("2025-08-26"))
    assert status(late, NOTICE, "2025-09-05") == "late"
    assert any(w.startswith("short_notice:") for w in compute(late, as_of=on("2025-09-05")).warnings)
    agreed = fact(F.NOTICE_SHORTENING_CONSENTED, "2025-08-26", session_id="s1", consented_by="parent", how="phone")
    assert status(case(*late, agreed), NOTICE, "2025-09-05") == "not_needed"
    assert status(case(FIXED), NOTICE, "2025-08-25") == "pending"
    assert status(case(FIXED), NOTICE, "2025-08-26") == "missed"


def test_notice_to_the_council_alone_is_no_notice_to_the_family() -> None:
    assert the(case(FIXED, told_family("2025-08-04", to="la")), NOTICE, "2025-08-05").met_on is None
    assert the(case(FIXED, told_family("2025-08-04", to="all")), NOTICE, "2025-08-05").met_on == on("2025-08-04")


def test_a_new_date_needs_notice_afresh() -> None:
    moved = fact(F.SESSION_FIXED, "2025-08-20", session_id="s1", held_on="2025-09-16", mode="online")
    found = the(case(FIXED, told_family("2025-08-04"), moved), NOTICE, "2025-08-21")
    assert (found.subject, found.due_on, found.met_on) == ("s1", on("2025-09-08"), None)


def test_a_cancelled_session_needs_no_notice() -> None:
    cancelled = fact(F.SESSION_CANCELLED, "2025-08-20", session_id="s1", cancelled_by="la", reason="ill")
    assert status(case(FIXED, cancelled), NOTICE, "2025-09-05") == "not_needed"


def test_each_session_has_a_clock_of_its_own() -> None:
    second = fact(F.SESSION_FIXED, "2025-09-03", session_id="s2", held_on="2025-09-23", mode="online")
    found = by_subject(case(FIXED, told_family("2025-08-04"), second), "2025-09-04")
    assert found == {(NOTICE, "s1"): "met", (NOTICE, "s2"): "pending"}


def test_sessions_without_a_name_are_followed_one_after_another() -> None:
    facts = case(
        fact(F.SESSION_FIXED, "2025-08-01", held_on="2025-09-02", mode="online"),
        fact(F.SESSION_NOTICE_GIVEN, "2025-08-04", to="family"),
        fact(F.SESSION_HELD, "2025-09-02", present=["parent", "la"]),
        fact(F.SESSION_FIXED, "2025-09-03", held_on="2025-09-23", mode="online"),
        fact(F.SESSION_FIXED, "2025-09-04", held_on="2025-09-24", mode="online"),
    )
    found = by_subject(facts, "2025-09-05")
    assert found == {(NOTICE, "2025-09-02"): "met", (NOTICE, "2025-09-24"): "pending"}


def test_a_session_beyond_the_calendar_is_refused() -> None:
    far = fact(F.SESSION_FIXED, "2025-08-01", session_id="s1", held_on="2029-03-01", mode="online")
    with pytest.raises(BeyondCalendar):
        compute(case(far), as_of=on("2025-08-02"))


def test_the_arranging_body_is_named_once_known() -> None:
    assert the(case(FIXED), NOTICE, "2025-08-02").owed_by is OwedBy.ARRANGING_BODY
    assert the(case(TOLD, FIXED), NOTICE, "2025-08-02").owed_by is OwedBy.LA
    assert the(case(issues("health"), FIXED), NOTICE, "2025-08-02").owed_by is OwedBy.ICB
    set_by_hand = fact(F.BODY_ARRANGING_SET, "2025-07-20", body="icb")
    assert the(case(TOLD, FIXED, set_by_hand), NOTICE, "2025-08-02").owed_by is OwedBy.ICB


def test_each_term_has_the_clock_of_its_kind_and_owner() -> None:
    facts = case(
        signed(
            {"term_id": "plan", "kind": "issue_plan", "owner": "la"},
            {"term_id": "therapy", "kind": "health", "owner": "icb"},
            {"term_id": "visit", "kind": "other", "owner": "school"},
            {"term_id": "mixed", "kind": "amend_provision", "owner": "icb"},
            {"term_id": "keep", "kind": "continue_amend", "owner": "la"},
        ),
        fact(F.AGREEMENT_ACTION_DONE, "2025-04-22", term_id="therapy"),
    )
    assert by_subject(facts, "2025-05-14") == {
        ("agr-issue-plan", "plan:draft"): "missed",
        ("agr-issue-plan", "plan:final"): "pending",
        ("agr-2w-non-appealable", "therapy"): "met",
        ("agr-2w-non-appealable", "mixed"): "missed",
        ("agr-continue-amend", "keep:continue"): "pending",
        ("agr-continue-amend", "keep"): "missed",
    }
    drafted = case(*facts, fact(F.DRAFT_PLAN_SERVED, "2025-05-13"))
    assert by_subject(drafted, "2025-05-14")["agr-issue-plan", "plan:draft"] == "met"
    excused = case(*facts, fact(F.TIME_EXCEPTION_CLAIMED, "2025-05-01", rule_id="agr-issue-plan", reason="ill"))
    assert by_subject(excused, "2025-07-14")["agr-issue-plan", "plan:final"] == "pending"


def test_a_day_agreed_in_writing_takes_the_place_of_the_period() -> None:
    term = {"term_id": "t", "kind": "amend_provision", "owner": "la", "agreed_on": "2025-06-30"}
    found = the(case(signed(term)), "agr-amend-provision", "2025-05-14")
    assert found.due_on == on("2025-06-30")


def test_the_health_body_tells_the_council_what_was_agreed() -> None:
    facts = case(issues("health"), signed({"term_id": "t", "kind": "health", "owner": "icb"}))
    assert the(facts, "rcb-tells-la-1w", "2025-04-09").due_on == on("2025-04-15")
    told = case(*facts, fact(F.LA_TOLD_OF_AGREEMENT, "2025-04-16"))
    assert status(told, "rcb-tells-la-1w", "2025-05-01") == "late"
    assert computed(case(signed()), "rcb-tells-la-1w", "2025-05-01") is None


def test_a_plans_clocks_end_with_the_decision_they_lead_to() -> None:
    asked = fact(F.ASSESSMENT_REQUESTED, "2025-01-06")
    assert by_subject(case(asked), "2026-01-01") == {
        ("ehc-decide-assess-6w", ""): "pending",
        ("ehc-refuse-plan-16w", ""): "pending",
        ("ehc-final-20w", ""): "pending",
    }
    decided = case(asked, fact(F.DECISION_SENT, "2025-02-18", decision_kind="refusal_to_assess"))
    found = by_subject(decided, "2025-02-19")
    assert found["ehc-decide-assess-6w", ""] == "late"
    assert found["ehc-refuse-plan-16w", ""] == found["ehc-final-20w", ""] == "not_needed"
    served = the(case(fact(F.DRAFT_PLAN_SERVED, "2025-03-03")), "ehc-draft-15d", "2025-03-20")
    assert (served.owed_by, served.status(on("2025-05-01"))) == (OwedBy.FAMILY, "pending")


def test_the_walk_through_of_the_law_page() -> None:
    facts = case(
        fact(F.DECISION_SENT, "2025-01-14", decision_kind="refusal_to_issue"),
        fact(F.REFERRAL_RECEIVED, "2025-03-10", channel="phone", referred_by="parent"),
        fact(F.ADVICE_GIVEN, "2025-03-10", channel="phone", rights_explained=True),
        fact(F.WISH_STATED, "2025-03-10", wish="mediate"),
        fact(F.ISSUES_RECORDED, "2025-03-10", issues=[{"kind": "education"}, {"kind": "health"}]),
        fact(F.LA_INFORMED, "2025-03-11", informed_by="adviser"),
        fact(F.SESSION_FIXED, "2025-03-20", session_id="s1", held_on="2025-04-08", mode="online"),
        fact(F.SESSION_HELD, "2025-04-08", session_id="s1", present=["parent", "la_with_authority", "icb"]),
        fact(F.MEDIATION_CONCLUDED, "2025-04-08"),
        signed(
            {"term_id": "plan", "kind": "issue_plan", "owner": "la"},
            {"term_id": "review", "kind": "health", "owner": "icb"},
        ),
        fact(F.CERTIFICATE_ISSUED, "2025-04-10", certificate_id="c", kind="s55_5"),
    )
    due = {(d.rule_id, d.subject): d.due_on for d in compute(facts, as_of=on("2025-04-10")).deadlines}
    expected = {
        ("contact-adviser-2m", ""): "2025-03-14",
        ("appeal-limb-i", ""): "2025-03-14",
        ("appeal-limb-ii", ""): "2025-05-10",
        ("appeal-last-day", ""): "2025-05-12",
        ("health-notify-3wd", ""): "2025-03-14",
        ("arrange-30d-mixed", ""): "2025-04-10",
        ("hold-30d", ""): "2025-04-10",
        ("session-notice-5wd", "s1"): "2025-03-31",
        ("cert-after-mediation-3wd", ""): "2025-04-11",
        ("agr-issue-plan", "plan:draft"): "2025-05-13",
        ("agr-issue-plan", "plan:final"): "2025-06-24",
        ("agr-2w-non-appealable", "review"): "2025-04-22",
    }
    assert due == {key: on(day) for key, day in expected.items()}
