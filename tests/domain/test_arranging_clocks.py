"""Arranging and notice at their edges: who told whom and when, which attempt, which session, and what is said."""

from datetime import date
from typing import Any

import pytest

from app.domain.deadlines import compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, computed, fact, status, the

ARRANGE, HOLD, NOTICE = "arrange-30d-education", "hold-30d", "session-notice-5wd"
HEALTH_NOTICE, MIXED, HEALTH_ONLY = "health-notify-3wd", "arrange-30d-mixed", "arrange-30d-health-only"
WISH = fact(F.WISH_STATED, "2025-07-10", wish="mediate")
TOLD = fact(F.LA_INFORMED, "2025-07-16", informed_by="adviser")  # day 30 is Friday 15 August 2025
OVER = fact(F.WITHDRAWN_BY_PARTY, "2025-07-28", party="parent")
AGAIN = fact(F.WISH_STATED, "2025-09-10", wish="mediate")
RETOLD = fact(F.LA_INFORMED, "2025-09-12", informed_by="family")  # day 30 is Sunday 12 October 2025
FIXED = fact(F.SESSION_FIXED, "2025-08-01", session_id="s1", held_on="2025-09-02", mode="online")
CONSENT = fact(F.NOTICE_SHORTENING_CONSENTED, "2025-08-27", session_id="s1", consented_by="parent", how="phone")
LATER = "2025-12-01"
NO_LONGER = "It is no longer needed."
AFRESH = "The date or place was changed, so notice is given afresh."


def on(text: str) -> date:
    return date.fromisoformat(text)


def issues(*kinds: str, day: str = "2025-07-10") -> Fact:
    return fact(F.ISSUES_RECORDED, day, issues=[{"kind": kind} for kind in kinds])


def notified(day: str, *bodies: str) -> Fact:
    return fact(F.ICB_NOTIFIED, day, icb_ids=list(bodies), notified_by="la")


def fixed(day: str, held_on: str, **more: Any) -> Fact:
    return fact(F.SESSION_FIXED, day, held_on=held_on, mode="online", **more)


def withdrawn(day: str) -> Fact:
    return fact(F.WITHDRAWN_BY_PARTY, day, party="parent")


def said(facts: list[Fact], rule_id: str) -> tuple[str, ...]:
    return the(facts, rule_id, LATER).explanation


def codes(facts: list[Fact]) -> set[str]:
    return {text.split(":")[0] for text in compute(facts, as_of=on(LATER)).warnings}


def notices(*facts: Fact) -> dict[str, str]:
    found = compute(case(*facts), as_of=on(LATER)).deadlines
    return {item.subject: item.status(on(LATER)).value for item in found if item.rule_id == NOTICE}


class TestThirtyDays:
    """From the day the council was told, within the present attempt."""

    @pytest.mark.parametrize("by, who", [("adviser", "The adviser"), ("family", "The family")])
    def test_who_told_the_council_is_said(self, by: str, who: str) -> None:
        facts = case(WISH, fact(F.LA_INFORMED, "2025-07-16", informed_by=by))
        assert said(facts, ARRANGE)[0] == f"{who} informed the council on Wed 16 July 2025."

    def test_a_second_telling_is_said_and_warned_of(self) -> None:
        facts = case(WISH, TOLD, fact(F.LA_INFORMED, "2025-07-18", informed_by="family"))
        assert "It was informed again on Fri 18 July 2025; the earlier day counts." in said(facts, ARRANGE)
        assert "informed_twice" in codes(facts)

    def test_two_tellings_of_one_day_are_one(self) -> None:
        facts = case(WISH, TOLD, fact(F.LA_INFORMED, "2025-07-16", informed_by="family"))
        assert "informed_twice" not in codes(facts)
        assert not any("again" in step for step in said(facts, ARRANGE))

    def test_a_new_attempt_knows_only_what_came_after_the_old_one(self) -> None:
        first = (WISH, TOLD, fixed("2025-07-18", "2025-07-24"), fact(F.SESSION_HELD, "2025-07-24", present=["parent"]))
        facts = case(*first, OVER, AGAIN, RETOLD)
        for rule_id in (ARRANGE, HOLD):
            found = the(facts, rule_id, LATER)
            assert (found.start_on, found.due_on, found.met_on) == (on("2025-09-12"), on("2025-10-12"), None)
        assert "informed_twice" not in codes(facts)
        assert computed(case(*first, OVER, AGAIN), ARRANGE, LATER) is None

    def test_what_met_them_is_said_with_its_day(self) -> None:
        facts = case(WISH, TOLD, FIXED, fact(F.SESSION_HELD, "2025-09-02", session_id="s1", present=["parent"]))
        assert said(facts, ARRANGE)[-1] == "A session was fixed on Fri 1 August 2025."
        assert said(facts, HOLD)[-1] == "A session with the family was held on Tue 2 September 2025."
        assert not any("session" in step for step in said(case(WISH, TOLD), ARRANGE))

    @pytest.mark.parametrize("day, expected", [("2025-08-15", "not_needed"), ("2025-08-16", "missed")])
    def test_an_attempt_that_ended_by_day_30_is_no_longer_to_be_arranged(self, day: str, expected: str) -> None:
        facts = case(WISH, TOLD, withdrawn(day))
        for rule_id in (ARRANGE, HOLD):
            assert status(facts, rule_id, LATER) == expected
            assert (NO_LONGER in said(facts, rule_id)) is (expected == "not_needed")

    def test_a_case_closed_by_mistake_keeps_its_clocks_and_the_ground_for_a_certificate(self) -> None:
        decision = fact(F.DECISION_SENT, "2025-06-20", decision_kind="refusal_to_issue")
        closed = fact(F.CASE_CLOSED, "2025-07-25", outcome="guidance_only")
        facts = case(decision, WISH, TOLD, closed, fact(F.REOPENED, "2025-07-26", reason="slip"))
        assert [status(facts, rule_id, LATER) for rule_id in (ARRANGE, HOLD)] == ["missed", "missed"]
        assert the(facts, "cert-deemed-3wd", LATER).due_on == on("2025-08-20")

    def test_a_session_fixed_before_the_family_withdrew_still_met_the_arranging(self) -> None:
        facts = case(WISH, TOLD, FIXED, withdrawn("2025-08-04"))
        assert (status(facts, ARRANGE, LATER), status(facts, HOLD, LATER)) == ("met", "not_needed")
        assert NO_LONGER not in said(facts, ARRANGE)


class TestHealthBodies:
    """R22: the notice is met when every body was told; health alone runs from it."""

    BOTH = (WISH, issues("education", "health"), TOLD)  # notice by Monday 21 July 2025

    def test_the_notice_runs_from_the_telling_of_the_council(self) -> None:
        found = the(case(*self.BOTH), HEALTH_NOTICE, "2025-07-17")
        assert (found.start_on, found.due_on, found.status(on("2025-07-21"))) == (
            on("2025-07-16"),
            on("2025-07-21"),
            "pending",
        )
        assert found.status(on("2025-07-22")) == "missed"

    @pytest.mark.parametrize("day, expected", [("2025-07-21", "not_needed"), ("2025-07-22", "missed")])
    def test_an_attempt_that_ended_by_then_needs_no_notice(self, day: str, expected: str) -> None:
        assert status(case(*self.BOTH, withdrawn(day)), HEALTH_NOTICE, LATER) == expected

    def test_a_notice_given_before_the_family_withdrew_was_given(self) -> None:
        facts = case(*self.BOTH, notified("2025-07-17", "a"), withdrawn("2025-07-18"))
        assert status(facts, HEALTH_NOTICE, LATER) == "met"

    def test_a_notice_of_an_earlier_attempt_is_none_of_this(self) -> None:
        facts = case(*self.BOTH, notified("2025-07-17", "a"), OVER, AGAIN, RETOLD)
        assert the(facts, HEALTH_NOTICE, LATER).met_on is None
        alone = case(WISH, issues("health"), TOLD, notified("2025-07-17", "a"), OVER, AGAIN, RETOLD)
        found = the(alone, HEALTH_ONLY, LATER)
        assert (found.start_on, found.flags) == (on("2025-09-17"), ("provisional",))

    def test_health_alone_says_from_when_it_counts(self) -> None:
        untold = case(WISH, issues("health"), TOLD)
        assert said(untold, HEALTH_ONLY)[:2] == (
            "The adviser informed the council on Wed 16 July 2025.",
            "The health body has not been told yet; the count runs from the last day for it, Mon 21 July 2025.",
        )
        assert "health_body_not_told" in codes(untold)
        told = case(*untold, notified("2025-07-17", "a"))
        assert said(told, HEALTH_ONLY)[:2] == (
            "The adviser informed the council on Wed 16 July 2025.",
            "The health body was told on Thu 17 July 2025.",
        )
        assert "health_body_not_told" not in codes(told)

    def test_health_alone_waits_for_the_council_to_be_told(self) -> None:
        assert computed(case(WISH, issues("health")), HEALTH_ONLY, LATER) is None

    def test_a_later_record_of_issues_adds_to_an_earlier_one(self) -> None:
        detail = case(*self.BOTH, issues("education", day="2025-07-17"))
        assert (status(detail, HEALTH_NOTICE, LATER), status(detail, MIXED, LATER)) == ("missed", "missed")
        more = case(WISH, issues("health"), issues("social_care"), TOLD)
        assert computed(more, HEALTH_ONLY, LATER) is None
        assert the(more, MIXED, LATER).start_on == on("2025-07-16")

    def test_a_health_issue_added_later_counts_from_the_telling_after_it(self) -> None:
        added = (WISH, TOLD, issues("education", "health", day="2025-08-04"))
        found = the(case(*added, fact(F.LA_INFORMED, "2025-08-05", informed_by="adviser")), HEALTH_NOTICE, LATER)
        assert (found.start_on, found.due_on, found.flags) == (on("2025-08-05"), on("2025-08-08"), ())
        words = "The council was told on Tue 5 August 2025 of issues that include health provision."
        assert found.explanation[0] == words

    def test_the_council_has_missed_nothing_of_what_it_is_not_known_to_have_been_told(self) -> None:
        added = case(WISH, TOLD, issues("education", "health", day="2025-08-04"))
        found = the(added, HEALTH_NOTICE, LATER)
        assert (found.due_on, found.status(on(LATER))) == (on("2025-08-07"), "pending")
        assert found.flags == ("provisional",)
        words = "Health issues were recorded on Mon 4 August 2025; that the council was told of them is not recorded."
        assert found.explanation[0] == words
        assert "council_not_told_of_health" in codes(added)
        assert status(case(*added, notified("2025-08-20", "a")), HEALTH_NOTICE, LATER) == "met"

    def test_mixed_issues_are_owed_by_the_council_though_a_health_body_arranges(self) -> None:
        facts = case(*self.BOTH, fact(F.BODY_ARRANGING_SET, "2025-07-17", body="icb"))
        assert (the(facts, MIXED, LATER).owed_by, the(facts, HOLD, LATER).owed_by) == ("la", "icb")


class TestNotice:
    """R18: at least five whole working days between; for Tuesday 2 September 2025 by Monday 25 August."""

    @staticmethod
    def given(day: str, **payload: str) -> Fact:
        return fact(F.SESSION_NOTICE_GIVEN, day, **{"session_id": "s1", **payload})

    def test_it_counts_from_the_day_the_session_was_fixed(self) -> None:
        assert the(case(FIXED), NOTICE, "2025-08-02").start_on == on("2025-08-01")

    def test_notice_that_does_not_say_to_whom_is_to_all(self) -> None:
        assert notices(FIXED, self.given("2025-08-25")) == {"s1": "met"}
        assert notices(FIXED, self.given("2025-08-25", to="all")) == {"s1": "met"}
        assert notices(FIXED, self.given("2025-08-25", to="icb")) == {"s1": "missed"}

    def test_the_first_notice_counts(self) -> None:
        facts = case(FIXED, self.given("2025-08-25"), self.given("2025-08-28"))
        assert the(facts, NOTICE, LATER).met_on == on("2025-08-25")

    def test_notice_in_time_stays_in_time_though_the_family_agreed_to_less(self) -> None:
        facts = case(FIXED, self.given("2025-08-25"), CONSENT)
        found = the(facts, NOTICE, LATER)
        assert (found.status(on(LATER)), found.not_needed) == ("met", False)
        assert NO_LONGER not in found.explanation
        assert codes(facts) == set()

    def test_short_notice_is_said_and_warned_of_until_the_family_agrees(self) -> None:
        facts = case(FIXED, self.given("2025-08-26"))
        assert said(facts, NOTICE)[-2:] == (
            "The family was told on Tue 26 August 2025.",
            "That is shorter notice than the law gives.",
        )
        assert codes(facts) == {"short_notice"}
        agreed = case(*facts, CONSENT)
        assert said(agreed, NOTICE)[-1] == NO_LONGER
        assert codes(agreed) == set()

    def test_a_family_that_agreed_without_any_notice_needs_none(self) -> None:
        assert notices(FIXED, CONSENT) == {"s1": "not_needed"}

    @pytest.mark.parametrize("day, expected", [("2025-08-25", "not_needed"), ("2025-08-26", "missed")])
    def test_a_session_called_off_by_the_last_day_needs_none(self, day: str, expected: str) -> None:
        cancelled = fact(F.SESSION_CANCELLED, day, session_id="s1", cancelled_by="la", reason="ill")
        assert notices(FIXED, cancelled) == {"s1": expected}
        assert notices(WISH, TOLD, FIXED, withdrawn(day)) == {"s1": expected}

    def test_a_session_that_was_held_without_notice_stays_missed_though_the_family_withdrew(self) -> None:
        early = fixed("2025-08-01", "2025-08-05", session_id="s1")
        held = fact(F.SESSION_HELD, "2025-08-05", session_id="s1", present=["parent", "la"])
        facts = (WISH, TOLD, early)
        gone = withdrawn("2025-07-20")
        assert notices(*facts, gone) == {"s1": "not_needed"}
        assert notices(*facts, held, gone) == {"s1": "missed"}

    def test_only_a_changed_date_is_said_to_need_notice_afresh(self) -> None:
        assert AFRESH not in said(case(FIXED), NOTICE)
        assert AFRESH not in said(case(fixed("2025-08-01", "2025-09-02")), NOTICE)
        moved = fixed("2025-08-20", "2025-09-16", session_id="s1")
        assert AFRESH in said(case(FIXED, moved), NOTICE)
        unnamed = (fixed("2025-08-01", "2025-09-02"), fixed("2025-08-20", "2025-09-16"))
        assert AFRESH in said(case(*unnamed), NOTICE)


class TestSessionsWithoutAName:
    """Without an id, a fact is about the session that then stands."""

    ONE, TWO = fixed("2025-08-01", "2025-09-02"), fixed("2025-09-03", "2025-09-23")
    SAID = fact(F.SESSION_NOTICE_GIVEN, "2025-08-04", to="family")

    def test_before_the_law_each_has_its_own_subject(self) -> None:
        found = the(case(fixed("2014-08-20", "2014-10-02")), NOTICE, "2014-08-21")
        assert (found.subject, found.flags) == ("2014-10-02", ("not_in_force",))

    def test_a_cancelled_one_no_longer_stands(self) -> None:
        cancelled = fact(F.SESSION_CANCELLED, "2025-08-20", cancelled_by="la", reason="ill")
        assert notices(self.ONE, cancelled, self.TWO) == {"2025-09-02": "not_needed", "2025-09-23": "missed"}
        told_of_none = fact(F.SESSION_NOTICE_GIVEN, "2025-08-21", to="family")
        assert notices(self.ONE, cancelled, told_of_none) == {"2025-09-02": "not_needed"}
        assert the(case(self.ONE, cancelled, told_of_none), NOTICE, LATER).met_on is None

    def test_calling_off_another_leaves_the_standing_one_standing(self) -> None:
        other, standing = FIXED, fixed("2025-08-02", "2025-09-09", session_id="s2")
        cancelled = fact(F.SESSION_CANCELLED, "2025-08-03", session_id="s1", cancelled_by="la", reason="ill")
        assert notices(other, standing, cancelled, self.SAID) == {"s1": "not_needed", "s2": "met"}

    def test_holding_another_leaves_the_standing_one_standing(self) -> None:
        other = fixed("2025-08-01", "2025-08-20", session_id="s1")
        standing = fixed("2025-08-02", "2025-09-09", session_id="s2")
        held = fact(F.SESSION_HELD, "2025-08-20", session_id="s1", present=["parent"])
        told = fact(F.SESSION_NOTICE_GIVEN, "2025-08-21", to="family")
        assert notices(other, standing, held, told) == {"s1": "missed", "s2": "met"}

    def test_what_is_said_before_any_was_fixed_is_about_none(self) -> None:
        early = (fact(F.SESSION_NOTICE_GIVEN, "2025-07-30"), fact(F.NOTICE_SHORTENING_CONSENTED, "2025-07-31"))
        assert notices(*early, FIXED) == {"s1": "missed"}
