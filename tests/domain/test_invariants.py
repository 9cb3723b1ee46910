"""What must hold for any history of facts, lawful or not (law.md 3.5 and the shape the service relies on)."""

import random
from dataclasses import replace
from datetime import date, timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.clocks import Computed
from app.domain.codes import DeadlineStatus, DecisionKind, IssueKind
from app.domain.deadlines import compute
from app.domain.facts import Fact, FactType, live
from app.domain.rulebook import RULEBOOK
from app.domain.rules import Rule, Rulebook
from tests.domain.case_facts import case, fact

F = FactType
DAYS = st.dates(min_value=date(2014, 8, 1), max_value=date(2027, 6, 1))
GAPS = st.integers(min_value=-40, max_value=150)
ISSUES = st.sets(st.sampled_from(IssueKind), min_size=1)

PAYLOADS: dict[FactType, st.SearchStrategy[dict[str, object]]] = {
    F.DECISION_SENT: st.fixed_dictionaries({"decision_kind": st.sampled_from(DecisionKind)}),
    F.REFERRAL_RECEIVED: st.fixed_dictionaries({"referred_by": st.sampled_from(["parent", "la", "school"])}),
    F.FAMILY_CONTACTED: st.just({"person": "parent"}),
    F.ADVICE_GIVEN: st.just({}),
    F.APPEAL_SCOPE_STATED: st.fixed_dictionaries({"sections": st.sampled_from([["I"], ["B", "F"], ["F", "I"]])}),
    F.INTENT_TO_APPEAL_STATED: st.fixed_dictionaries({"intends": st.sampled_from(["yes", "no", "unsure"])}),
    F.WISH_STATED: st.fixed_dictionaries(
        {"wish": st.sampled_from(["mediate", "not_mediate", "undecided"])},
        optional={"issue_kinds": ISSUES.map(sorted)},
    ),
    F.ISSUES_RECORDED: st.fixed_dictionaries(
        {"issues": ISSUES.map(lambda kinds: [{"kind": kind} for kind in sorted(kinds)])}
    ),
    F.LA_INFORMED: st.just({"informed_by": "adviser"}),
    F.ICB_NOTIFIED: st.just({"icb_ids": ["a"]}),
    F.SESSION_NOTICE_GIVEN: st.just({"to": "family"}),
    F.SESSION_CANCELLED: st.just({"cancelled_by": "la"}),
    F.SESSION_HELD: st.fixed_dictionaries(
        {"present": st.sampled_from([["parent", "la"], ["parent"], ["la"], ["parent", "icb"]])}
    ),
    F.MEDIATION_CONCLUDED: st.just({}),
    F.LA_SAYS_CANNOT_ARRANGE: st.just({}),
    F.LA_DECLINED: st.just({}),
    F.RESOLVED_BEFORE_SESSION: st.just({"how": "other"}),
    F.WITHDRAWN_BY_PARTY: st.just({"party": "parent"}),
    F.CERTIFICATE_REQUESTED: st.just({}),
    F.CERTIFICATE_NOT_WANTED: st.just({}),
    F.APPEAL_LODGED: st.just({}),
    F.PERMISSION_ASKED: st.just({}),
    F.AGREEMENT_SIGNED: st.just({"terms": [{"term_id": "t", "kind": "issue_plan", "owner": "la"}]}),
    F.CASE_CLOSED: st.just({"outcome": "guidance_only"}),
    F.REOPENED: st.just({}),
}


@st.composite
def histories(draw: st.DrawFn) -> list[Fact]:
    """Draw any facts on any days around a start, in any order of recording."""
    start = draw(DAYS)
    facts = []
    for kind in draw(st.lists(st.sampled_from([*PAYLOADS, F.SESSION_FIXED, F.ARRANGING_EXTENDED]), max_size=14)):
        day = start + timedelta(days=draw(GAPS))
        ahead = (day + timedelta(days=draw(st.integers(min_value=0, max_value=60)))).isoformat()
        if kind is F.SESSION_FIXED:
            payload: dict[str, object] = {"held_on": ahead}
        elif kind is F.ARRANGING_EXTENDED:
            payload = {"until": ahead}
        else:
            payload = draw(PAYLOADS[kind])
        facts.append(fact(kind, day, **payload))
    decided = fact(F.DECISION_SENT, start, decision_kind="plan_contents")
    letter = draw(st.none() | st.integers(min_value=-10, max_value=10))
    if letter is not None:
        decided = fact(F.DECISION_SENT, start, letter_dated_on=(start + timedelta(days=letter)).isoformat())
    return case(*facts, *([decided] if draw(st.booleans()) else []))


def last_day(found: Computed) -> date | None:
    days = [item.due_on for item in found.deadlines if item.rule_id == "appeal-last-day"]
    return days[0] if days else None


@settings(deadline=None)
@given(histories(), GAPS, st.sampled_from(["s55_4", "s55_5", "s55_5_deemed"]))
def test_a_certificate_never_moves_the_last_day_to_appeal_earlier(facts: list[Fact], gap: int, kind: str) -> None:
    decision = next((item for item in reversed(live(facts)) if item.type is F.DECISION_SENT), None)
    if decision is None:
        return
    as_of = decision.occurred_on + timedelta(days=max(gap, 0))
    before = compute(facts, as_of=as_of)
    for number in range(2):
        issued = fact(F.CERTIFICATE_ISSUED, as_of + timedelta(days=number * 9), certificate_id=str(number), kind=kind)
        facts = case(*facts, issued)
        after = compute(facts, as_of=as_of)
        first, second = last_day(before), last_day(after)
        assert (first is None) is (second is None)
        assert first is None or second is None or second >= first
        before = after


@settings(deadline=None)
@given(histories(), GAPS)
def test_every_answer_is_whole(facts: list[Fact], gap: int) -> None:
    as_of = (facts[0].occurred_on if facts else date(2025, 1, 1)) + timedelta(days=gap)
    found = compute(facts, as_of=as_of)
    names = [(item.rule_id, item.subject) for item in found.deadlines]
    assert len(names) == len(set(names))
    for item in found.deadlines:
        assert item.status(as_of) in DeadlineStatus
        assert item.explanation
        assert all(step[-1] in ".:" for step in item.explanation)
        assert item.calendar_version == CALENDAR.version
        assert (item.due_on is None) is ("not_in_force" in item.flags)
        assert item.due_on not in [other.due_on for other in item.alternatives]
        assert item.due_on is None or item.act_by_on is not None
        assert item.act_by_on is None or (item.due_on is not None and item.act_by_on <= item.due_on)
        assert item.act_by_on is None or CALENDAR.is_working_day(item.act_by_on)
    assert found.changes_on is None or found.changes_on > as_of


@settings(deadline=None)
@given(histories(), GAPS, st.integers(min_value=0, max_value=2**31))
def test_only_the_days_and_numbers_of_facts_set_their_order(facts: list[Fact], gap: int, seed: int) -> None:
    as_of = date(2025, 1, 1) + timedelta(days=gap)
    shuffled = list(facts)
    random.Random(seed).shuffle(shuffled)
    assert compute(shuffled, as_of=as_of) == compute(facts, as_of=as_of)


@settings(max_examples=60, deadline=None)
@given(histories(), GAPS, st.dates(min_value=date(1999, 1, 1), max_value=date(2015, 1, 1)))
@example(case(fact(F.LA_INFORMED, "2025-07-16")), 20, date(2009, 9, 3))
def test_nothing_changes_before_the_day_named(facts: list[Fact], gap: int, born_on: date) -> None:
    as_of = (facts[0].occurred_on if facts else date(2025, 1, 1)) + timedelta(days=gap)
    for _ in range(3):
        found = compute(facts, as_of=as_of, born_on=born_on)
        until = min(found.changes_on or as_of + timedelta(days=90), as_of + timedelta(days=90))
        for step in range(1, (until - as_of).days):
            assert compute(facts, as_of=as_of + timedelta(days=step), born_on=born_on).deadlines == found.deadlines
        if found.changes_on is None:
            return
        as_of = found.changes_on


@settings(deadline=None)
@given(histories(), GAPS)
def test_a_retracted_fact_leaves_no_trace(facts: list[Fact], gap: int) -> None:
    as_of = date(2025, 1, 1) + timedelta(days=gap)
    wrong = Fact(id="wrong", type=F.DECISION_SENT, occurred_on=date(2024, 5, 5), sequence=98)
    back = Fact(id="back", type=F.DECISION_SENT, occurred_on=date(2024, 5, 6), sequence=99, supersedes="wrong")
    recorded = [*facts, wrong, replace(back, retracted=True)]
    assert compute(recorded, as_of=as_of) == compute(facts, as_of=as_of)


def test_a_changed_law_is_a_row_with_dates() -> None:
    changes = date(2029, 9, 1)
    old = RULEBOOK.versions("arrange-30d-education")[0]
    rows = [row if row is not old else replace(row, in_force_to=changes - timedelta(days=1)) for row in RULEBOOK.rows]
    amended = Rulebook([*rows, replace(old, amount=40, in_force_from=changes, version="2")])
    expected = {"2029-08-31": ("2029-09-30", "1"), "2029-09-01": ("2029-10-11", "2")}
    for told, (due_on, version) in expected.items():
        found = compute(case(fact(F.LA_INFORMED, told)), as_of=date(2029, 9, 2), rules=amended).deadlines[0]
        assert (str(found.due_on), found.rule_version) == (due_on, version)


def test_rows_of_one_rule_never_overlap_and_are_fully_described() -> None:
    for row in RULEBOOK.rows:
        rivals = RULEBOOK.versions(row.id, row.step)
        assert all(other is row or not _overlap(row, other) for other in rivals)
        assert row.title
        assert row.if_missed
        assert row.citation.url is None or row.citation.verification == "primary"


def _overlap(one: Rule, other: Rule) -> bool:
    return (one.in_force_from or date.min) <= (other.in_force_to or date.max) and (other.in_force_from or date.min) <= (
        one.in_force_to or date.max
    )
