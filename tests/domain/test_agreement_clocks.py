"""What was agreed, term by term: whose it is, when each step is due, and what meets, excuses or replaces it (R23)."""

from datetime import date
from typing import Any

import pytest

from app.domain.codes import OwedBy
from app.domain.deadlines import Deadline, compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, computed, fact, the

SIGNED_ON = date(2025, 4, 8)
LATER = date(2026, 1, 1)
HEALTH = fact(F.ISSUES_RECORDED, "2025-03-01", issues=[{"kind": "health"}])
CLAIM = "The council says that keeping to the time is impracticable; the law then names no other day."


def term(kind: str, owner: str = "la", **more: Any) -> dict[str, Any]:
    return {"term_id": "t", "kind": kind, "owner": owner, **more}


def signed(*terms: dict[str, Any], on: str = "2025-04-08") -> Fact:
    return fact(F.AGREEMENT_SIGNED, on, extent="full", terms=list(terms))


def done(on: str, term_id: str = "t") -> Fact:
    return fact(F.AGREEMENT_ACTION_DONE, on, term_id=term_id)


def clocks(*facts: Fact) -> dict[str, Deadline]:
    """Return the clocks of what was agreed, by subject."""
    found = compute(case(*facts), as_of=LATER).deadlines
    return {item.subject: item for item in found if item.rule_id.startswith("agr-")}


def due(*facts: Fact) -> dict[str, str]:
    return {name: item.due_on.isoformat() for name, item in clocks(*facts).items() if item.due_on}


def statuses(*facts: Fact) -> dict[str, str]:
    return {name: item.status(LATER).value for name, item in clocks(*facts).items()}


def codes(*facts: Fact) -> set[str]:
    return {text.split(":")[0] for text in compute(case(*facts), as_of=LATER).warnings}


@pytest.mark.parametrize(
    "kind, expected",
    [
        ("assess", {"t:reasons": "2025-06-17", "t:final": "2025-07-15", "t": "2025-04-22"}),
        ("issue_plan", {"t:draft": "2025-05-13", "t:final": "2025-06-24"}),
        ("reconsider", {"t": "2025-04-22"}),
        ("amend_provision", {"t": "2025-05-13"}),
        ("name_school", {"t": "2025-04-22"}),
        ("continue", {"t": "2025-04-08"}),
        ("continue_amend", {"t:continue": "2025-04-08", "t": "2025-05-13"}),
        ("cease", {"t": "2025-04-08"}),
        ("other", {"t": "2025-04-22"}),
    ],
)
def test_each_promise_of_the_council_is_due_in_its_steps(kind: str, expected: dict[str, str]) -> None:
    found = clocks(signed(term(kind)))
    assert {name: item.due_on.isoformat() for name, item in found.items() if item.due_on} == expected
    assert {(item.start_on, item.owed_by) for item in found.values()} == {(SIGNED_ON, OwedBy.LA)}


def test_what_a_health_body_promises_is_due_in_two_weeks_whatever_it_is() -> None:
    (found,) = clocks(signed(term("issue_plan", "icb"))).values()
    assert (found.rule_id, found.owed_by) == ("agr-2w-non-appealable", OwedBy.ICB)


@pytest.mark.parametrize("owner", ["school", "family"])
def test_what_others_promise_has_no_clock(owner: str) -> None:
    assert clocks(signed(term("other", owner))) == {}


def test_an_agreement_without_terms_has_no_clock() -> None:
    assert clocks(fact(F.AGREEMENT_SIGNED, "2025-04-08", extent="full")) == {}
    both = (fact(F.AGREEMENT_SIGNED, "2025-04-08", extent="full"), signed(term("reconsider"), on="2025-04-09"))
    assert due(*both) == {"t": "2025-04-23"}


def test_a_school_is_named_in_five_weeks_only_where_the_council_amends_provision_with_it() -> None:
    amends = {"term_id": "p", "kind": "amend_provision"}
    assert due(signed(term("name_school"), amends | {"owner": "la"}))["t"] == "2025-05-13"
    assert due(signed(term("name_school"), amends | {"owner": "icb"}))["t"] == "2025-04-22"
    assert clocks(signed(term("name_school"), amends | {"owner": "la"})).keys() == {"t", "p"}


def test_a_day_agreed_in_writing_replaces_the_steps_before_it() -> None:
    varied = clocks(signed(term("issue_plan", agreed_on="2025-08-01")))
    assert {name: item.due_on for name, item in varied.items()} == {"t:final": date(2025, 8, 1)}
    words = "The parties agreed another day in writing, Fri 1 August 2025, which takes its place."
    assert words in varied["t:final"].explanation
    as_a_date = clocks(signed(term("reconsider", agreed_on=date(2025, 8, 1))))
    assert as_a_date["t"].due_on == date(2025, 8, 1)


@pytest.mark.parametrize("agreed_on", ["2025-04-08", "2025-04-01", None, 7])
def test_a_day_that_is_not_after_the_agreement_replaces_nothing(agreed_on: object) -> None:
    found = clocks(signed(term("issue_plan", agreed_on=agreed_on)))
    assert found.keys() == {"t:draft", "t:final"}
    assert not any("in writing" in step for step in found["t:final"].explanation)


def test_each_step_says_what_it_is_and_from_when_it_counts() -> None:
    found = clocks(signed(term("issue_plan")))
    assert found["t:draft"].explanation[:2] == ("The agreement was signed on Tue 8 April 2025.", "Send the draft plan.")
    assert found["t:final"].explanation[0] == "The agreement was signed on Tue 8 April 2025."
    met = clocks(signed(term("issue_plan")), done("2025-06-02"))["t:final"]
    assert met.explanation[-1] == "It was done on Mon 2 June 2025."


class TestDoing:
    """What is done meets the last step; a draft that was served meets its own."""

    def test_only_the_term_that_was_done_is_met(self) -> None:
        facts = (signed(term("reconsider"), term("other", term_id="u")), done("2025-04-10", "u"))
        assert statuses(*facts) == {"t": "missed", "u": "met"}

    @pytest.mark.parametrize(
        "served, expected",
        [("2025-04-07", "missed"), ("2025-04-08", "met"), ("2025-05-13", "met"), ("2025-05-14", "late")],
    )
    def test_a_draft_counts_from_the_day_of_the_agreement(self, served: str, expected: str) -> None:
        assert statuses(signed(term("issue_plan")), fact(F.DRAFT_PLAN_SERVED, served))["t:draft"] == expected

    def test_a_final_plan_leaves_no_draft_to_be_sent(self) -> None:
        assert statuses(signed(term("issue_plan")), done("2025-06-02")) == {"t:draft": "not_needed", "t:final": "met"}
        drafted = (signed(term("issue_plan")), fact(F.DRAFT_PLAN_SERVED, "2025-05-01"), done("2025-06-02"))
        assert statuses(*drafted) == {"t:draft": "met", "t:final": "met"}

    def test_a_draft_is_no_answer_to_a_promise_to_assess(self) -> None:
        found = statuses(signed(term("assess")), fact(F.DRAFT_PLAN_SERVED, "2025-05-01"), done("2025-04-10"))
        assert found == {"t:reasons": "pending", "t:final": "pending", "t": "met"}

    def test_what_follows_an_assessment_is_not_known_beforehand(self) -> None:
        found = clocks(signed(term("assess")))
        assert {name: item.flags for name, item in found.items()} == {
            "t:reasons": ("provisional",),
            "t:final": ("provisional",),
            "t": (),
        }
        assert statuses(signed(term("assess"))) == {"t:reasons": "pending", "t:final": "pending", "t": "missed"}
        assert clocks(signed(term("issue_plan")))["t:draft"].flags == ()

    @pytest.mark.parametrize("kind", ["continue", "cease"])
    def test_there_is_nothing_to_do_to_keep_or_end_a_plan(self, kind: str) -> None:
        assert statuses(signed(term(kind))) == {"t": "pending"}
        assert statuses(signed(term("continue_amend"))) == {"t:continue": "pending", "t": "missed"}


class TestExcuses:
    """Regulation 44(3): some promises may be late where keeping to the time is impracticable."""

    @staticmethod
    def claimed(rule_id: str) -> Fact:
        return fact(F.TIME_EXCEPTION_CLAIMED, "2025-04-20", rule_id=rule_id, reason="ill")

    def test_a_claim_holds_every_step_open_and_is_said(self) -> None:
        found = clocks(signed(term("issue_plan")), self.claimed("agr-issue-plan"))
        for item in found.values():
            assert item.status(LATER) == "pending"
            assert CLAIM in item.explanation

    def test_a_claim_about_another_promise_excuses_nothing(self) -> None:
        assert statuses(signed(term("issue_plan")), self.claimed("agr-assess")) == {
            "t:draft": "missed",
            "t:final": "missed",
        }

    def test_other_promises_are_not_excused(self) -> None:
        found = clocks(signed(term("reconsider")), self.claimed("agr-reconsider"))["t"]
        assert (found.status(LATER), CLAIM in found.explanation) == ("missed", False)


@pytest.mark.parametrize(
    "kind, warned",
    [
        ("issue_plan", True),
        ("amend_provision", True),
        ("name_school", True),
        ("continue_amend", True),
        ("reconsider", False),
        ("cease", False),
    ],
)
def test_only_what_leads_to_a_plan_is_warned_to_be_a_new_case(kind: str, warned: bool) -> None:
    assert ("new_decision_new_case" in codes(signed(term(kind)))) is warned


class TestTellingTheCouncil:
    """A health body tells the council within a week of an agreement on health alone."""

    AGREED = (HEALTH, signed(term("health", "icb")))

    def test_it_counts_from_the_agreement(self) -> None:
        found = the(case(*self.AGREED), "rcb-tells-la-1w", "2025-04-09")
        assert (found.start_on, found.due_on, found.owed_by) == (SIGNED_ON, date(2025, 4, 15), OwedBy.ICB)
        assert found.explanation[0] == "The agreement was signed on Tue 8 April 2025 without the council."

    @pytest.mark.parametrize("told, expected", [("2025-04-07", "missed"), ("2025-04-08", "met"), ("2025-04-15", "met")])
    def test_what_was_told_before_the_agreement_does_not_count(self, told: str, expected: str) -> None:
        found = the(case(*self.AGREED, fact(F.LA_TOLD_OF_AGREEMENT, told)), "rcb-tells-la-1w", "2025-05-01")
        assert found.status(LATER) == expected

    def test_it_is_asked_for_health_alone(self) -> None:
        assert computed(case(signed(term("health", "icb"))), "rcb-tells-la-1w", "2025-05-01") is None

    def test_a_council_that_agreed_or_was_there_need_not_be_told(self) -> None:
        plan = signed(term("health", "icb"), term("issue_plan", term_id="plan"))
        assert computed(case(HEALTH, plan), "rcb-tells-la-1w", "2025-05-01") is None
        there = fact(F.SESSION_HELD, "2025-04-08", session_id="s1", present=["parent", "icb", "la"])
        assert computed(case(HEALTH, there, self.AGREED[1]), "rcb-tells-la-1w", "2025-05-01") is None

    @pytest.mark.parametrize(
        "present, owner, told", [("icb", "icb", True), ("icb", "family", False), ("la", "icb", False)]
    )
    def test_whatever_the_issues_a_health_body_that_agreed_in_its_absence_tells_it(
        self, present: str, owner: str, told: bool
    ) -> None:
        held = fact(F.SESSION_HELD, "2025-04-08", session_id="s1", present=["parent", present])
        later = fact(F.SESSION_HELD, "2025-05-08", session_id="s2", present=["parent", "la"])
        found = computed(case(held, signed(term("health", owner)), later), "rcb-tells-la-1w", "2025-05-09")
        assert (found is not None) is told

    def test_a_second_agreement_leaves_the_notice_of_the_first_standing(self) -> None:
        again = signed(term("health", "icb", term_id="u"), on="2025-06-10")
        told = fact(F.LA_TOLD_OF_AGREEMENT, "2025-06-12")
        found = compute(case(*self.AGREED, again, told), as_of=LATER).deadlines
        statuses = {item.subject: item.status(LATER).value for item in found if item.rule_id == "rcb-tells-la-1w"}
        assert statuses == {"": "late", "2": "met"}


class TestTwoAgreementsThatUseOneName:
    """Neither promise hides the other; "done" is of the latest promise made by then."""

    FIRST, SECOND = signed(term("issue_plan")), signed(term("other"), on="2025-06-10")

    def test_each_promise_keeps_its_clocks(self) -> None:
        expected = {"t:draft": "2025-05-13", "t:final": "2025-06-24", "t:2": "2025-06-24"}
        assert due(self.FIRST, self.SECOND) == expected
        again = signed(term("issue_plan"), on="2025-06-10")
        assert set(due(self.FIRST, again)) == {"t:draft", "t:final", "t:2:draft", "t:2:final"}

    def test_what_was_done_is_of_the_promise_that_stood_last(self) -> None:
        between = statuses(self.FIRST, done("2025-05-01"), self.SECOND)
        assert (between["t:final"], between["t:2"]) == ("met", "missed")
        after = statuses(self.FIRST, self.SECOND, done("2025-06-12"))
        assert (after["t:final"], after["t:2"]) == ("missed", "met")


def test_an_agreement_before_part_3_has_no_dates() -> None:
    found = clocks(signed(term("issue_plan"), on="2014-08-20"))
    assert {name: (item.due_on, item.flags) for name, item in found.items()} == {
        "t:draft": (None, ("not_in_force",)),
        "t:final": (None, ("not_in_force",)),
    }
