"""The slow reading of the law, held against the worked examples of law.md section 4 before it judges anything else."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.facts import Fact, FactType
from tests.domain import oracle
from tests.domain.case_facts import case, fact
from tests.domain.oracle import days, holders
from tests.domain.oracle.answers import Answer

F = FactType
EXAMPLES = json.loads((Path(__file__).parent.parent / "data" / "law_examples.json").read_text())
WEEKS = {"w1_rcb_tells_la": 1, "w2": 2, "w4": 4, "w5": 5, "w6": 6, "w10": 10, "w11": 11, "w12": 12}
WEEKS |= {"w14": 14, "w16": 16, "w20": 20}


def day(text: str) -> date | None:
    """Read a date as the examples write it, with the day of the week behind."""
    return None if text == "-" else date.fromisoformat(text[:10])


def of(*kinds: str) -> list[Any]:
    return [pytest.param(item["input"], item["expected"], id=item["id"]) for item in EXAMPLES if item["kind"] in kinds]


def said(facts: list[Fact], as_of: str) -> dict[str, Answer]:
    return {rule: item for (rule, _), item in oracle.answers(facts, date.fromisoformat(as_of)).items()}


@pytest.mark.parametrize("given,expected", of("appeal_last_day"))
def test_last_day_to_appeal(given: dict[str, Any], expected: dict[str, Any]) -> None:
    facts = [fact(F.DECISION_SENT, given["decision_sent"], decision_kind="plan_contents")]
    if given["certificate_issued"]:
        facts.append(fact(F.REFERRAL_RECEIVED, given["decision_sent"], channel="phone", referred_by="parent"))
        facts.append(fact(F.CERTIFICATE_ISSUED, given["certificate_issued"], certificate_id="c", kind="s55_4"))
    found = said(case(*facts), given["certificate_issued"] or given["decision_sent"])
    assert found["appeal-last-day"].due_on == day(expected["last_day"])
    if "limb_i" in expected:
        assert found["appeal-limb-i"].due_on == day(expected["limb_i"])
        second = found.get("appeal-limb-ii")
        assert (second.due_on if second else None) == day(expected["limb_ii"])


@pytest.mark.parametrize("given,expected", of("adviser_contact_last_day"))
def test_last_day_to_contact_the_adviser(given: dict[str, Any], expected: dict[str, Any]) -> None:
    facts = case(fact(F.DECISION_SENT, given["decision_sent"], decision_kind="plan_contents"))
    found = said(facts, given["decision_sent"])["contact-adviser-2m"]
    assert found.due_on == day(expected["strict"])
    assert found.alternatives | {found.due_on} == {day(expected["strict"]), day(expected["arguable"])}


@pytest.mark.parametrize(
    "given,expected", of("late_contact_appeal_in_time", "late_contact_late_certificate", "certificate_pending")
)
def test_rulings_on_late_contact(given: dict[str, Any], expected: dict[str, Any]) -> None:
    facts = [
        fact(F.DECISION_SENT, given["decision_sent"], decision_kind="plan_contents"),
        fact(F.REFERRAL_RECEIVED, given["contacted_on"], channel="phone", referred_by="parent"),
    ]
    if "certificate_issued" in given:
        facts.append(fact(F.CERTIFICATE_ISSUED, given["certificate_issued"], certificate_id="c", kind="s55_4"))
    as_of = given.get("as_of") or given.get("certificate_issued") or given["contacted_on"]
    found = said(case(*facts), as_of)["appeal-last-day"]
    assert (found.due_on, found.flags) == (day(expected["last_day"]), set(expected["flags"]))
    assert "alternative" not in expected or day(expected["alternative"]) in found.alternatives


@pytest.mark.parametrize("given,expected", of("three_working_days", "thirty_days"))
def test_days_to_arrange_and_to_certify(given: dict[str, Any], expected: dict[str, Any]) -> None:
    start = date.fromisoformat(given["event"])
    if "latest_working_day" in expected:
        assert days.days_after(start, 30) == day(expected["last_day"])
        assert days.act_by(days.days_after(start, 30)) == day(expected["latest_working_day"])
    else:
        assert days.working_days_after(start, 3) == day(expected["last_day"])


@pytest.mark.parametrize("given,expected", of("five_working_days_notice"))
def test_notice_of_a_session(given: dict[str, Any], expected: dict[str, Any]) -> None:
    session = date.fromisoformat(given["mediation"])
    if "complies" in expected:
        notice = date.fromisoformat(given["notice"])
        assert (days.whole_working_days_between(notice, session) >= 5) is expected["complies"]
    else:
        assert days.working_days_before(session, 6) == day(expected["notice_by_clear_days"])
        assert days.working_days_before(session, 5) == day(expected["notice_by_plain"])


@pytest.mark.parametrize("given,expected", of("mediation_agreement", "ehcna_weeks", "annual_review"))
def test_weeks(given: dict[str, Any], expected: dict[str, Any]) -> None:
    (start,) = map(date.fromisoformat, given.values())
    for name, text in expected.items():
        assert days.weeks_after(start, WEEKS[name]) == day(text)


@pytest.mark.parametrize("given,expected", of("fifteen_days_beginning_with"))
def test_days_beginning_with(given: dict[str, Any], expected: dict[str, Any]) -> None:
    (start,) = map(date.fromisoformat, given.values())
    assert days.days_beginning_with(start, 15) == day(expected["last_day"])


@pytest.mark.parametrize("given,expected", of("compulsory_school_age_end"))
def test_end_of_compulsory_school_age(given: dict[str, Any], expected: dict[str, Any]) -> None:
    born_on = date.fromisoformat(given["dob"])
    assert holders.last_day_as_child(born_on) == day(expected["last_day_as_child"])
    assert holders.young_person_from(born_on) == day(expected["young_person_from"])


@pytest.mark.parametrize("given,expected", of("deemed_certificate"))
def test_deemed_certificate(given: dict[str, Any], expected: dict[str, Any]) -> None:
    facts = [
        fact(F.DECISION_SENT, "2025-06-20", decision_kind="plan_contents"),
        fact(F.WISH_STATED, given["la_informed"], wish="mediate"),
        fact(F.LA_INFORMED, given["la_informed"], informed_by="adviser"),
    ]
    if told := given.get("la_told_adviser_cannot_arrange"):
        facts.append(fact(F.LA_SAYS_CANNOT_ARRANGE, told))
    assert said(case(*facts), "2025-08-19")["cert-deemed-3wd"].due_on == day(expected["certificate_by"])


@pytest.mark.parametrize("given,expected", of("session_after_certificate"))
def test_a_second_certificate_moves_nothing(given: dict[str, Any], expected: dict[str, Any]) -> None:
    facts = case(
        fact(F.DECISION_SENT, given["decision_sent"], decision_kind="plan_contents"),
        fact(F.REFERRAL_RECEIVED, given["decision_sent"], channel="phone", referred_by="parent"),
        fact(F.CERTIFICATE_ISSUED, given["certificate_issued"], certificate_id="c1", kind="s55_4"),
        fact(F.CERTIFICATE_ISSUED, given["additional_s55_5"], certificate_id="c2", kind="s55_5"),
    )
    found = said(facts, given["additional_s55_5"])["appeal-last-day"]
    assert found.due_on == day(expected["last_day"])
    assert found.alternatives == {day(expected["alternative"])}
