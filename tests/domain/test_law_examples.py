"""Every worked example of the law page, through the engine wherever a case has such a clock.

Kinds that are no clock of a case (three_working_days, thirty_days and the rest as bare counts, dp_complaint_ack,
compulsory_school_age_end) are read from the rule or the function of that name. No kind is left out.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.deadlines import Deadline, compute
from app.domain.facts import Fact, FactType
from app.domain.rights_holders import last_day_as_child, young_person_from
from app.domain.rulebook import RULEBOOK
from tests.domain.case_facts import case, fact

EXAMPLES = json.loads((Path(__file__).parent.parent / "data" / "law_examples.json").read_text())
F = FactType
Given = Mapping[str, Any]


def day(text: str) -> date:
    """Read a day written as 2025-02-28 Fri, and hold the weekday to it."""
    written, _, weekday = text.partition(" ")
    found = date.fromisoformat(written)
    assert not weekday or found.strftime("%a") == weekday
    return found


def deadline(facts: list[Fact], rule_id: str, as_of: date, subject: str | None = None) -> Deadline:
    """Return the one deadline of a rule (and subject)."""
    found = [
        item
        for item in compute(facts, as_of=as_of).deadlines
        if item.rule_id == rule_id and subject in (None, item.subject)
    ]
    assert len(found) == 1, [item.rule_id for item in compute(facts, as_of=as_of).deadlines]
    return found[0]


def counted(rule_id: str, start: str, step: str = "") -> date:
    """Count a rule's time from a day."""
    on = date.fromisoformat(start)
    rule = RULEBOOK.on(rule_id, on, step)
    assert rule is not None
    return rule.count(on, ENGLAND_AND_WALES).on


def appeal_facts(given: Given) -> list[Fact]:
    """Build the facts of an appeal example; without a certificate none is needed for it."""
    facts = [fact(F.DECISION_SENT, given["decision_sent"])]
    if given.get("contacted_on"):
        facts.append(fact(F.FAMILY_CONTACTED, given["contacted_on"], channel="phone", person="parent"))
    if given.get("certificate_issued"):
        facts.append(fact(F.CERTIFICATE_ISSUED, given["certificate_issued"], certificate_id="1", kind="s55_4"))
    if given.get("additional_s55_5"):
        facts.append(fact(F.CERTIFICATE_ISSUED, given["additional_s55_5"], certificate_id="2", kind="s55_5"))
    return case(*facts)


def appeal_last_day(given: Given, expected: Given) -> None:
    facts = appeal_facts(given)
    as_of = date.fromisoformat(given.get("as_of", given["decision_sent"]))
    last = deadline(facts, "appeal-last-day", as_of)
    assert last.due_on == day(expected["last_day"])
    assert last.due_at is not None
    if "limb_i" in expected:
        assert deadline(facts, "appeal-limb-i", as_of).due_on == day(expected["limb_i"])
    if expected.get("limb_ii", "-") != "-":
        assert deadline(facts, "appeal-limb-ii", as_of).due_on == day(expected["limb_ii"])
    if "flags" in expected:
        assert list(last.flags) == expected["flags"]
    if "contact_limit" in expected:
        assert deadline(facts, "contact-adviser-2m", as_of).due_on == day(expected["contact_limit"])
    if "alternative" in expected:
        assert [other.due_on for other in last.alternatives] == [day(expected["alternative"])]


def adviser_contact_last_day(given: Given, expected: Given) -> None:
    facts = case(fact(F.DECISION_SENT, given["decision_sent"]))
    contact = deadline(facts, "contact-adviser-2m", date.fromisoformat(given["decision_sent"]))
    assert contact.due_on == day(expected["strict"])
    others = {other.due_on for other in contact.alternatives} or {contact.due_on}
    assert others == {day(expected["arguable"])}


def three_working_days(given: Given, expected: Given) -> None:
    rules = {
        "cert-no-mediation-3wd": [
            fact(F.ADVICE_GIVEN, given["event"]),
            fact(F.WISH_STATED, given["event"], wish="not_mediate"),
        ],
        "health-notify-3wd": [
            fact(F.ISSUES_RECORDED, given["event"], issues=[{"kind": "health"}, {"kind": "education"}]),
            fact(F.LA_INFORMED, given["event"], informed_by="family"),
        ],
        "cert-after-mediation-3wd": [fact(F.MEDIATION_CONCLUDED, given["event"])],
    }
    for rule_id, facts in rules.items():
        found = deadline(case(*facts), rule_id, date.fromisoformat(given["event"]))
        assert found.due_on == day(expected["last_day"])


def thirty_days(given: Given, expected: Given) -> None:
    facts = case(fact(F.LA_INFORMED, given["event"], informed_by="family"))
    for rule_id in ("arrange-30d-education", "hold-30d"):
        found = deadline(facts, rule_id, date.fromisoformat(given["event"]))
        assert found.due_on == day(expected["last_day"])
        assert found.act_by_on == day(expected["latest_working_day"])


def deemed_certificate(given: Given, expected: Given) -> None:
    facts = [fact(F.LA_INFORMED, given["la_informed"], informed_by="family")]
    if "decision_sent" in given:
        facts.append(fact(F.DECISION_SENT, given["decision_sent"]))
        facts.append(fact(F.LA_SAYS_CANNOT_ARRANGE, given["la_told_adviser_cannot_arrange"]))
        facts.append(fact(F.CERTIFICATE_ISSUED, given["certificate_issued"], certificate_id="1", kind="s55_5_deemed"))
    as_of = date(2025, 8, 19)
    found = deadline(case(*facts), "cert-deemed-3wd", as_of)
    assert found.due_on == day(expected["certificate_by"])
    if "appeal_last_day" in expected:
        assert deadline(case(*facts), "appeal-last-day", as_of).due_on == day(expected["appeal_last_day"])
    if "day_30" in expected:
        assert found.start_on == day(expected["day_30"])
        assert deadline(case(*facts), "hold-30d", as_of).due_on == day(expected["day_30"])


def five_working_days_notice(given: Given, expected: Given) -> None:
    fixed = given.get("notice", "2022-09-01") if "complies" in expected else "2014-10-01"
    facts = [fact(F.SESSION_FIXED, fixed, held_on=given["mediation"], mode="online")]
    if "notice" in given:
        facts.append(fact(F.SESSION_NOTICE_GIVEN, given["notice"], to="family"))
    found = deadline(case(*facts), "session-notice-5wd", date.fromisoformat(given["mediation"]))
    if "complies" in expected:
        assert (found.status(date.fromisoformat(given["mediation"])) == "met") is expected["complies"]
        return
    assert found.due_on == day(expected["notice_by_clear_days"])
    assert [other.due_on for other in found.alternatives] == [day(expected["notice_by_plain"])]


def mediation_agreement(given: Given, expected: Given) -> None:
    start = given["agreement"]
    assert counted("rcb-tells-la-1w", start) == day(expected["w1_rcb_tells_la"])
    assert counted("agr-2w-non-appealable", start) == day(expected["w2"])
    assert counted("agr-amend-provision", start) == day(expected["w5"])
    assert counted("agr-issue-plan", start, "draft") == day(expected["w5"])
    assert counted("agr-assess", start, "reasons") == day(expected["w10"])
    assert counted("agr-issue-plan", start, "final") == day(expected["w11"])
    assert counted("agr-assess", start, "final") == day(expected["w14"])


def compulsory_school_age_end(given: Given, expected: Given) -> None:
    born_on = date.fromisoformat(given["dob"])
    assert last_day_as_child(born_on) == day(expected["last_day_as_child"])
    assert young_person_from(born_on) == day(expected["young_person_from"])


def fifteen_days_beginning_with(given: Given, expected: Given) -> None:
    assert counted("ehc-draft-15d", given["draft_plan_served"]) == day(expected["last_day"])


def ehcna_weeks(given: Given, expected: Given) -> None:
    start = given["request_received"]
    assert counted("ehc-decide-assess-6w", start) == day(expected["w6"])
    assert counted("ehc-refuse-plan-16w", start) == day(expected["w16"])
    assert counted("ehc-final-20w", start) == day(expected["w20"])


def annual_review(given: Given, expected: Given) -> None:
    assert counted("ehc-review-4w", given["review_meeting"]) == day(expected["w4"])
    assert counted("ehc-amend-12w", given["review_meeting"]) == day(expected["w12"])


def dp_complaint_ack(given: Given, expected: Given) -> None:
    assert counted("dp-complaints-30d", given["received"]) == day(expected["last_day"])


CHECKS: dict[str, Callable[[Given, Given], None]] = {
    "appeal_last_day": appeal_last_day,
    "late_contact_appeal_in_time": appeal_last_day,
    "late_contact_late_certificate": appeal_last_day,
    "certificate_pending": appeal_last_day,
    "session_after_certificate": appeal_last_day,
    "adviser_contact_last_day": adviser_contact_last_day,
    "three_working_days": three_working_days,
    "thirty_days": thirty_days,
    "deemed_certificate": deemed_certificate,
    "five_working_days_notice": five_working_days_notice,
    "mediation_agreement": mediation_agreement,
    "compulsory_school_age_end": compulsory_school_age_end,
    "fifteen_days_beginning_with": fifteen_days_beginning_with,
    "ehcna_weeks": ehcna_weeks,
    "annual_review": annual_review,
    "dp_complaint_ack": dp_complaint_ack,
}


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example["id"])
def test_the_engine_gives_the_worked_answer(example: dict[str, Any]) -> None:
    CHECKS[example["kind"]](example["input"], example["expected"])
