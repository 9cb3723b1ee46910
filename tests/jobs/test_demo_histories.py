"""The histories of the demo years: lawful step by step, realistic in their times, and live around today."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import pytest

from app.areas.cases.fact_bodies import RecordFact
from app.domain import certificates, guards, lifecycle, outcomes
from app.domain.certificate_names import holding_on
from app.domain.clocks import Deadline
from app.domain.codes import CertificateKind, DeadlineStatus, Outcome, ReferralStatus
from app.domain.deadlines import compute
from app.domain.facts import Fact, FactType
from app.domain.referrals import why_alike
from app.jobs.demo.plan import EARLIEST_TODAY, plan
from app.jobs.demo.planned import Case, Plan, Referral
from app.jobs.demo.profiles import Turn

TODAY = date(2026, 11, 24)
BY_RESOURCE = (FactType.REFERRAL_RECEIVED, FactType.CERTIFICATE_ISSUED)


@pytest.fixture(scope="module")
def planned() -> Plan:
    return plan(TODAY)


@pytest.fixture(scope="module")
def clocks(planned: Plan) -> dict[str, Sequence[Deadline]]:
    return {
        case.id: compute(case.facts, as_of=TODAY, kind=r.profile.kind, born_on=r.child.born_on).deadlines
        for r, case in planned.cases
    }


def check_lawful(referral: Referral, case: Case) -> None:
    """Record every fact again, under the guards that the service records it under."""
    known: list[Fact] = []
    for fact in case.facts:
        if fact.type is FactType.CERTIFICATE_ISSUED:
            certificates.check_certificate(
                CertificateKind(fact.payload["kind"]),
                fact.payload["person"],
                known,
                issued_on=fact.occurred_on,
                adviser_independent=True,
                holding=holding_on(referral.child.born_on, fact.occurred_on),
            )
        elif fact.type not in BY_RESOURCE:
            guards.check_fact(fact, known, today=fact.occurred_on, kind=referral.profile.kind, sides=referral.drs_sides)
            RecordFact.model_validate(
                {"type": fact.type.value, "occurred_on": fact.occurred_on.isoformat(), **fact.payload}
            )
        known.append(fact)
    assert not lifecycle.replay(case.facts, sides=referral.drs_sides).strays


@pytest.mark.parametrize("today", [TODAY, EARLIEST_TODAY, date(2026, 1, 1), date(2028, 5, 28)])
def test_every_history_could_have_been_recorded_as_it_stands(today: date) -> None:
    for referral, case in plan(today).cases:
        check_lawful(referral, case)


def test_every_outcome_is_the_one_that_its_facts_suggest(planned: Plan) -> None:
    seen: Counter[Outcome] = Counter()
    for referral, case in planned.cases:
        closing = next((fact for fact in case.facts if fact.type is FactType.CASE_CLOSED), None)
        if closing is None:
            continue
        before = [fact for fact in case.facts if fact is not closing]
        assert outcomes.outcome_of(before, referral.profile.kind) == closing.payload["outcome"]
        assert closing.occurred_on == referral.profile.slot.closes_on
        seen[Outcome(closing.payload["outcome"])] += 1
    assert set(seen) == set(Outcome)


def test_every_path_is_taken(planned: Plan) -> None:
    turns = {referral.profile.turn for referral, _ in planned.cases}
    assert turns == set(Turn)
    kinds = Counter(found.kind for _, case in planned.cases for _, found in case.certificates)
    assert set(kinds) == set(CertificateKind)
    late = [fact for _, case in planned.cases for fact in case.facts if fact.type is FactType.LA_DECLINED]
    assert len(late) >= 16
    sections = Counter(referral.profile.sections for referral, _ in planned.cases)
    assert sections["I",] > 20  # path E


def test_nobody_is_certified_twice_and_a_dispute_about_the_school_alone_ends_without(planned: Plan) -> None:
    for referral, case in planned.cases:
        assert len(case.certificates) <= 1
        if referral.profile.sections == ("I",) and referral.profile.slot.outcome is Outcome.MEDIATION_MEETING_HELD:
            assert not case.certificates or referral.profile.turn is not Turn.PLAIN


def test_most_clocks_are_met_and_some_are_not(clocks: dict[str, Sequence[Deadline]]) -> None:
    by_rule: dict[str, Counter[DeadlineStatus]] = defaultdict(Counter)
    for deadlines in clocks.values():
        for deadline in deadlines:
            by_rule[deadline.rule_id][deadline.status(TODAY)] += 1
    for rule_id, least, most in (
        ("contact-adviser-2m", 0.93, 0.99),
        ("hold-30d", 0.75, 0.95),
        ("arrange-30d-education", 0.9, 0.999),
        ("cert-no-mediation-3wd", 0.9, 0.99),
        ("cert-after-mediation-3wd", 0.9, 0.99),
        ("cert-deemed-3wd", 0.7, 0.99),
    ):
        counts = by_rule[rule_id]
        done = sum(counts[s] for s in (DeadlineStatus.MET, DeadlineStatus.LATE, DeadlineStatus.MISSED))
        assert least <= counts[DeadlineStatus.MET] / done <= most, (rule_id, counts)


def test_open_cases_stand_at_every_stage_with_clocks_around_today(
    planned: Plan, clocks: dict[str, Sequence[Deadline]]
) -> None:
    live = [(r, case) for r, case in planned.cases if case.facts[-1].type is not FactType.CASE_CLOSED]
    stages = {case.id: lifecycle.stage_of(case.facts, sides=r.drs_sides) for r, case in live}
    still_open = {case_id for case_id, stage in stages.items() if not lifecycle.is_closed(stage)}
    assert set(stages.values()) | {lifecycle.Stage.CLOSED} == set(lifecycle.Stage)
    assert 48 <= len(still_open) <= 160
    near: dict[str, set[int]] = defaultdict(set)
    for case_id in still_open:
        for deadline in clocks[case_id]:
            is_open = deadline.status(TODAY) in (DeadlineStatus.PENDING, DeadlineStatus.MISSED)
            if deadline.due_on and is_open:
                near[deadline.rule_id].add((deadline.due_on - TODAY).days)
    for rule_id, days in (
        ("cert-no-mediation-3wd", {0, 1}),
        ("cert-after-mediation-3wd", {0}),
        ("cert-deemed-3wd", {0, 1}),
        ("arrange-30d-education", {0, 1, 4}),
        ("hold-30d", {0, 1, 3, 4}),
        ("contact-adviser-2m", {0, 2, -3}),
        ("appeal-last-day", {0, 3}),
        ("health-notify-3wd", {0}),
    ):
        assert days <= near[rule_id], (rule_id, near[rule_id])
    assert min(near["cert-no-mediation-3wd"]) < 0
    assert min(near["session-notice-5wd"]) < 0


def test_one_waiting_referral_may_be_about_a_child_already_known(planned: Plan) -> None:
    waiting = [r for r in planned.referrals if r.status is ReferralStatus.RECEIVED]
    matters = [r for r, _ in planned.cases if r.received_on >= date(2026, 9, 1)]
    alike = [(one.id, other.id) for one in waiting for other in matters if why_alike(_of(one), _of(other))]
    assert len({one for one, _ in alike}) == 1


def _of(referral: Referral) -> dict[str, Any]:
    return {"la_code": referral.profile.la_code, **asdict(referral.child)}
