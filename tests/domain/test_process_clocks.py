"""The council's clocks for assessments, plans and reviews: when each begins, ends or falls away; none is missed."""

from datetime import date

import pytest

from app.domain.codes import OwedBy
from app.domain.deadlines import Deadline, compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, fact, the

ASKED = fact(F.ASSESSMENT_REQUESTED, "2025-01-06")
REVIEWED = fact(F.REVIEW_MEETING_HELD, "2025-01-06")
NOTICE = fact(F.AMENDMENT_NOTICE_SENT, "2025-02-03")
AGAIN = fact(F.REASSESSMENT_REQUESTED, "2025-01-06")
DRAFT = fact(F.DRAFT_PLAN_SERVED, "2025-03-03")
LATER = date(2026, 1, 1)


def sent(on: str, kind: str) -> Fact:
    return fact(F.DECISION_SENT, on, decision_kind=kind)


def clocks(*facts: Fact) -> dict[tuple[str, str], Deadline]:
    found = compute(case(*facts), as_of=LATER).deadlines
    return {(item.rule_id, item.subject): item for item in found if item.rule_id.startswith("ehc-")}


def statuses(*facts: Fact) -> dict[tuple[str, str], str]:
    return {name: item.status(LATER).value for name, item in clocks(*facts).items()}


def test_each_fact_starts_the_clocks_that_follow_from_it() -> None:
    due = {name: item.due_on for name, item in clocks(ASKED, REVIEWED, NOTICE, AGAIN, DRAFT).items()}
    assert due == {
        ("ehc-decide-assess-6w", ""): date(2025, 2, 17),
        ("ehc-refuse-plan-16w", ""): date(2025, 4, 28),
        ("ehc-final-20w", ""): date(2025, 5, 26),
        ("ehc-draft-15d", ""): date(2025, 3, 17),
        ("ehc-review-4w", ""): date(2025, 2, 3),
        ("ehc-amend-12w", ""): date(2025, 3, 31),
        ("ehc-amend-12w", "notice"): date(2025, 3, 31),
        ("ehc-reassess", ""): date(2025, 1, 21),
        ("ehc-reassess", "final"): date(2025, 4, 14),
    }
    assert clocks(ASKED)["ehc-final-20w", ""].start_on == date(2025, 1, 6)


def test_a_clock_says_from_when_it_runs() -> None:
    assert clocks(ASKED)["ehc-final-20w", ""].explanation[0] == "It runs from Mon 6 January 2025."


def test_what_was_not_begun_has_no_clock() -> None:
    assert clocks(sent("2025-01-14", "plan_contents")) == {}


def test_only_the_last_request_counts() -> None:
    assert clocks(ASKED, fact(F.ASSESSMENT_REQUESTED, "2025-06-02"))["ehc-final-20w", ""].start_on == date(2025, 6, 2)


def test_silence_is_never_shown_as_the_councils_lateness() -> None:
    assert set(statuses(ASKED, REVIEWED, AGAIN, DRAFT).values()) == {"pending"}
    assert all(item.not_needed is False for item in clocks(ASKED, REVIEWED, AGAIN, DRAFT).values())


@pytest.mark.parametrize(
    "kind, expected",
    [
        ("refusal_to_assess", ("met", "not_needed", "not_needed")),
        ("refusal_to_issue", ("not_needed", "met", "not_needed")),
        ("plan_contents", ("not_needed", "not_needed", "met")),
    ],
)
def test_the_decision_meets_its_own_clock_and_ends_the_others(kind: str, expected: tuple[str, ...]) -> None:
    found = clocks(ASKED, sent("2025-02-17", kind))
    rules = ("ehc-decide-assess-6w", "ehc-refuse-plan-16w", "ehc-final-20w")
    assert tuple(found[rule, ""].status(LATER).value for rule in rules) == expected
    for rule, status in zip(rules, expected, strict=True):
        assert found[rule, ""].met_on == (date(2025, 2, 17) if status == "met" else None)
        fell_away = "Another decision was sent, so it is no longer needed." in found[rule, ""].explanation
        assert fell_away == (status == "not_needed")


def test_a_plan_sent_after_twenty_weeks_is_late() -> None:
    assert statuses(ASKED, sent("2025-05-27", "plan_contents"))["ehc-final-20w", ""] == "late"


def test_a_decision_sent_before_the_request_ends_nothing_and_one_of_its_day_does() -> None:
    assert statuses(sent("2025-01-03", "refusal_to_assess"), ASKED)["ehc-decide-assess-6w", ""] == "pending"
    assert statuses(ASKED, sent("2025-01-06", "refusal_to_assess"))["ehc-decide-assess-6w", ""] == "met"


def test_a_notice_of_amendment_answers_the_review_and_the_amended_plan_the_rest() -> None:
    found = statuses(REVIEWED, NOTICE)
    assert (found["ehc-review-4w", ""], found["ehc-amend-12w", ""]) == ("met", "pending")
    amended = statuses(REVIEWED, NOTICE, sent("2025-03-31", "plan_contents"))
    assert (amended["ehc-amend-12w", ""], amended["ehc-amend-12w", "notice"]) == ("met", "met")
    ceased = statuses(REVIEWED, NOTICE, sent("2025-03-31", "cease_to_maintain"))
    assert (ceased["ehc-amend-12w", ""], ceased["ehc-amend-12w", "notice"]) == ("not_needed", "not_needed")
    assert ceased["ehc-review-4w", ""] == "met"


@pytest.mark.parametrize("kind", ["refusal_to_issue", "plan_contents"])
def test_what_follows_an_assessment_says_nothing_of_the_day_on_which_it_was_decided(kind: str) -> None:
    assessed = statuses(ASKED, sent("2025-05-01", kind))
    assert assessed["ehc-decide-assess-6w", ""] == "not_needed"
    assert statuses(AGAIN, sent("2025-05-01", kind))["ehc-reassess", ""] == "not_needed"


def test_an_amended_plan_without_a_notice_says_nothing_of_the_day_on_which_the_review_was_decided() -> None:
    assert statuses(REVIEWED, sent("2025-03-31", "plan_contents"))["ehc-review-4w", ""] == "not_needed"
    assert statuses(REVIEWED, sent("2025-03-31", "refusal_to_amend"))["ehc-review-4w", ""] == "late"


def test_a_new_assessment_ends_with_its_plan_or_falls_away() -> None:
    assert statuses(AGAIN, sent("2025-04-14", "plan_contents"))["ehc-reassess", "final"] == "met"
    refused = statuses(AGAIN, sent("2025-01-20", "refusal_to_reassess"))
    assert (refused["ehc-reassess", ""], refused["ehc-reassess", "final"]) == ("met", "not_needed")


def test_the_time_to_comment_on_a_draft_is_the_familys_least() -> None:
    facts = case(DRAFT)
    assert the(facts, "ehc-draft-15d", "2025-03-04").owed_by is OwedBy.FAMILY
    (warned,) = compute(facts, as_of=LATER).warnings
    assert warned == "familys_least_time: The time to comment on a draft plan is the least that the family must have."
    assert compute(case(ASKED), as_of=LATER).warnings == ()


def test_a_request_before_part_3_has_no_date_and_hides_no_later_clock() -> None:
    found = clocks(fact(F.ASSESSMENT_REQUESTED, "2014-08-29"), REVIEWED)
    assert found["ehc-final-20w", ""].flags == ("not_in_force",)
    assert (found["ehc-final-20w", ""].due_on, found["ehc-final-20w", ""].start_on) == (None, date(2014, 8, 29))
    assert found["ehc-review-4w", ""].due_on == date(2025, 2, 3)
    again = clocks(fact(F.REASSESSMENT_REQUESTED, "2014-08-29"))
    assert set(again) == {("ehc-reassess", ""), ("ehc-reassess", "final")}
