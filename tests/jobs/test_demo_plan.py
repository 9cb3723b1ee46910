"""The demo years as planned: every total of the needs assessment at once, the same each time, and no real person."""

from collections import Counter
from datetime import date
from itertools import pairwise

import pytest

from app.domain.codes import ClosureReason, Need, Outcome, Reason, ReferralStatus
from app.domain.facts import FactType
from app.domain.identifiers import normalise_nhs_number, normalise_postcode, normalise_upn
from app.jobs.demo import figures
from app.jobs.demo.plan import EARLIEST_TODAY, LATEST_TODAY, plan
from app.jobs.demo.planned import Case, Plan, Referral

TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def planned() -> Plan:
    return plan(TODAY)


def closed(planned: Plan, first: date, last: date) -> list[tuple[Referral, Outcome]]:
    found = []
    for referral, case in planned.cases:
        for fact in case.facts:
            if fact.type is FactType.CASE_CLOSED and first <= fact.occurred_on <= last:
                found.append((referral, Outcome(fact.payload["outcome"])))
    return found


def seed_totals(planned: Plan) -> None:
    """Assert every total that the needs assessment prints."""
    received = Counter(r.received_on.year - (r.received_on.month < 4) for r in planned.referrals)
    assert [received[year] for year in range(2020, 2025)] == [195, 271, 429, 598, 636]
    assert min(received) == 2020
    for year, total in ((2023, 549), (2024, 630)):
        outcomes = Counter(outcome for _, outcome in closed(planned, date(year, 1, 1), date(year, 12, 31)))
        assert outcomes == figures.OUTCOMES[year]
        assert outcomes.total() == total
    in_2024 = closed(planned, date(2024, 1, 1), date(2024, 12, 31))
    reasons = Counter(reason for referral, _ in in_2024 for reason in referral.profile.reasons)
    assert [reasons[code] for code in Reason] == [203, 151, 224, 89, 34]
    assert sum(len(referral.profile.reasons) == 2 for referral, _ in in_2024) == 71
    children = [r.child for r, _ in closed(planned, date(2024, 1, 1), figures.DEMO_CUT_OFF)]
    assert len(children) == 713
    assert Counter(child.primary_need for child in children) == figures.NEEDS
    assert Counter(child.sex for child in children) == figures.SEXES
    assert Counter(child.ethnicity for child in children) == figures.ETHNICITIES


def test_every_total_of_the_needs_assessment_holds_at_once(planned: Plan) -> None:
    seed_totals(planned)


def test_the_figures_themselves_are_those_of_the_needs_assessment() -> None:
    assert sum(figures.NEEDS.values()) == 713
    assert (figures.NEEDS[Need.ASD], figures.NEEDS[Need.OTH], figures.NEEDS.get(Need.VI, 0)) == (539, 18, 0)
    assert sorted(figures.SEXES.values()) == [257, 456]
    assert sorted(figures.ETHNICITIES.values(), reverse=True)[:2] == [492, 178]
    assert sum(figures.ETHNICITIES.values()) == 713
    assert sum(figures.REASONS_2024.values()) == 701
    assert sum(figures.REASON_SETS.values()) == 630


@pytest.mark.parametrize(
    "today",
    [
        EARLIEST_TODAY,
        date(2025, 8, 31),  # a Sunday
        date(2025, 12, 25),
        date(2026, 3, 31),
        date(2026, 4, 1),
        LATEST_TODAY,
    ],
)
def test_the_totals_do_not_depend_on_the_day(today: date) -> None:
    planned = plan(today)
    seed_totals(planned)
    assert all(fact.occurred_on <= today for _, case in planned.cases for fact in case.facts)
    assert all(fact.recorded_at.date() <= today for _, case in planned.cases for fact in case.facts)
    assert all(referral.received_on <= today for referral in planned.referrals)


def test_another_seed_gives_other_cases_and_the_same_totals(planned: Plan) -> None:
    other = plan(TODAY, seed="another")
    seed_totals(other)
    assert other.referrals[0] != planned.referrals[0]


def test_the_same_seed_and_day_give_the_same_plan(planned: Plan) -> None:
    assert plan(TODAY) == planned


@pytest.mark.parametrize("today", [date(2025, 3, 31), date(2028, 7, 1)])
def test_days_outside_the_calendar_or_the_figures_are_refused(today: date) -> None:
    with pytest.raises(ValueError, match="can end on any day"):
        plan(today)


def test_later_months_bring_about_55_referrals_each(planned: Plan) -> None:
    months = Counter(r.received_on.replace(day=1) for r in planned.referrals if r.received_on >= date(2025, 4, 1))
    whole = {first: count for first, count in months.items() if first < date(2026, 11, 1)}
    assert len(whole) == 19
    assert all(50 <= count <= 61 for count in whole.values())
    assert 54 <= sum(whole.values()) / len(whole) <= 57


def test_what_was_not_accepted_lies_outside_the_years_of_the_figures(planned: Plan) -> None:
    others = [r for r in planned.referrals if r.status is not ReferralStatus.ACCEPTED]
    assert all(referral.case is None and referral.received_on >= date(2025, 4, 1) for referral in others)
    status = Counter(referral.status for referral in others)
    assert (status[ReferralStatus.CLOSED], status[ReferralStatus.JOINED], status[ReferralStatus.RECEIVED]) == (10, 3, 8)
    reasons = Counter(referral.closure_reason for referral in others if referral.closure_reason)
    assert set(reasons) == set(ClosureReason)
    assert reasons[ClosureReason.SENT_IN_ERROR] == 1
    case_ids = {case.id for _, case in planned.cases}
    assert all(r.joined_to in case_ids for r in others if r.status is ReferralStatus.JOINED)


def test_cases_take_between_two_days_and_four_months(planned: Plan) -> None:
    slots = [r.profile.slot for r, case in planned.cases if case.facts[-1].type is FactType.CASE_CLOSED]
    assert min(slot.days for slot in slots) >= 1
    assert max(slot.days for slot in slots) <= 125
    days = sorted(slot.days for slot in slots if slot.outcome is Outcome.MEDIATION_MEETING_HELD)
    assert 30 <= days[len(days) // 2] <= 50


def test_most_cases_are_norfolks_and_the_rest_are_waveneys(planned: Plan) -> None:
    councils = Counter(referral.profile.la_code for referral in planned.referrals)
    assert set(councils) == {"926", "935"}
    assert 0.85 <= councils["926"] / councils.total() <= 0.90


def test_the_health_body_changes_on_1_april_2026(planned: Plan) -> None:
    older, newer = planned.cast.health_bodies
    assert (older.valid_to, older.successor_id, newer.valid_from) == (date(2026, 3, 31), newer.id, date(2026, 4, 1))
    served = {(r.received_on >= date(2026, 4, 1), r.icb_id) for r in planned.referrals if r.icb_id}
    assert served == {(False, older.id), (True, newer.id)}


def test_no_way_leads_to_a_real_person(planned: Plan) -> None:
    contacts = [contact for referral in planned.referrals for contact in referral.contacts]
    for contact in contacts:
        assert contact.phone is None or (contact.phone.startswith("+447700900") and len(contact.phone) == 13)
        assert contact.email is None or contact.email.endswith("@example.org")
        assert contact.phone or contact.email or contact.address
        assert contact.side == "family" or (contact.address or "").endswith("@example.org")
    for referral in planned.referrals:
        child = referral.child
        assert child.given_name
        assert child.family_name
        assert child.search_name.strip()
        if child.nhs_number:
            assert child.nhs_number.startswith("999")
            assert normalise_nhs_number(child.nhs_number) == child.nhs_number
        if child.postcode:
            assert normalise_postcode(child.postcode) == child.postcode
            assert 40 <= int(child.postcode[2:4]) <= 64  # the districts of Norwich end at 35
        if child.upn:
            assert normalise_upn(child.upn) == child.upn
            assert int(child.upn[4:8]) >= 9000
    assert sum(r.child.upn is not None for r in planned.referrals) < len(planned.referrals) / 10


def test_ids_and_references_are_given_out_once(planned: Plan) -> None:
    references = [r.reference for r in planned.referrals] + [case.reference for _, case in planned.cases]
    assert len(set(references)) == len(references)
    numbers = [number for _, case in planned.cases for number, _ in case.certificates]
    assert len(set(numbers)) == len(numbers)
    found = [r.id for r in planned.referrals] + [case.id for _, case in planned.cases]
    found += [fact.id for _, case in planned.cases for fact in case.facts]
    assert len(set(found)) == len(found)
    assert planned.counters["reference-2021"] == sum(reference.startswith("SM-21-") for reference in references)
    external = [(r.profile.la_code, r.external_reference) for r in planned.referrals if r.external_reference]
    assert len(set(external)) == len(external) > 50


def test_facts_are_recorded_in_the_order_of_their_sequence(planned: Plan) -> None:
    def in_order(case: Case) -> bool:
        return all(a.recorded_at < b.recorded_at and a.sequence + 1 == b.sequence for a, b in pairwise(case.facts))

    assert all(in_order(case) for _, case in planned.cases)
