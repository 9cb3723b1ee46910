"""The public calculators: the engine's own answers, plain words, and nothing kept."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from fastapi import FastAPI

from app.domain.codes import DecisionKind
from app.domain.permissions import Role
from tests.areas.test_bad_input import nothing_stored
from tests.builders.journeys import an_open_case
from tests.conftest import Caller

As = Callable[..., Caller]
SENT = {"type": "decision_sent", "occurred_on": "2025-01-14", "decision_kind": "refusal_to_issue"}
CERTIFICATE = {"type": "certificate_issued", "occurred_on": "2025-03-01", "kind": "s55_4"}
EXAMPLES = json.loads((Path(__file__).parent.parent / "data" / "law_examples.json").read_text())


def line(answer: dict[str, Any], rule_id: str) -> dict[str, Any]:
    found: dict[str, Any] = next(item for item in answer["deadlines"] if item["rule_id"] == rule_id)
    return found


async def test_stated_facts_give_the_deadlines_of_a_case_and_nothing_is_kept(app: FastAPI, as_: As) -> None:
    adviser = as_(Role.ADVISER)
    case = await an_open_case(adviser)
    timeline = (await adviser.get(f"/v1/cases/{case['id']}/facts")).json()["items"]
    facts = [{"type": fact["type"], "occurred_on": fact["occurred_on"], **fact["payload"]} for fact in timeline]
    async with nothing_stored(app):
        answer = await as_(None).post("/v1/deadline-calculations", {"facts": facts})
    assert answer.status_code == 200, answer.text
    found = answer.json()
    assert [{**item, "id": None} for item in case["deadlines"]] == sorted(
        found["deadlines"], key=lambda item: (item["due_on"], item["rule_id"])
    )
    waiting = {row["rule_id"]: row["waits_for"] for row in found["not_known_yet"]}
    assert waiting["cert-after-mediation-3wd"] == "mediation_concluded"
    assert waiting["appeal-limb-ii"] == "certificate_issued"
    assert "contact-adviser-2m" not in waiting


@pytest.mark.parametrize(
    "example", [row for row in EXAMPLES if row["kind"] == "appeal_last_day"], ids=lambda row: row["id"]
)
async def test_the_worked_examples_through_http(as_: As, example: dict[str, Any]) -> None:
    given = example["input"]
    facts = [{**SENT, "occurred_on": given["decision_sent"]}]
    if given.get("contacted_on"):
        contact = {"type": "family_contacted", "channel": "phone", "person": "parent"}
        facts.append({**contact, "occurred_on": given["contacted_on"]})
    if given.get("certificate_issued"):
        facts.append({**CERTIFICATE, "occurred_on": given["certificate_issued"]})
    as_of = max(fact["occurred_on"] for fact in facts)
    answer = await as_(None).post("/v1/deadline-calculations", {"facts": facts, "as_of": as_of})
    assert answer.status_code == 200, answer.text
    last = line(answer.json(), "appeal-last-day")
    assert last["due_on"] == example["expected"]["last_day"].split()[0]
    assert last["due_at"].startswith(last["due_on"])


CONTRADICTIONS: list[tuple[list[dict[str, Any]], str, str | None]] = [
    ([SENT, {**SENT, "occurred_on": "2025-01-20"}], "/facts/1/type", "R13"),
    ([SENT, {**CERTIFICATE, "occurred_on": "2025-01-13"}], "/facts/1/occurred_on", "guard-6"),
    ([SENT, {"type": "appeal_lodged", "occurred_on": "2025-01-13"}], "/facts/1/occurred_on", "guard-6"),
    ([SENT, CERTIFICATE, {**CERTIFICATE, "certificate_id": "2"}], "/facts/2/type", "guard-5"),
    ([SENT, CERTIFICATE, CERTIFICATE], "/facts/2/certificate_id", "guard-5"),
    (
        [SENT, {"type": "certificate_voided", "occurred_on": "2025-02-01", "certificate_id": "9"}],
        "/facts/1/certificate_id",
        None,
    ),
    ([{"type": "agreement_action_done", "occurred_on": "2025-02-01", "term_id": "t"}], "/facts/0/term_id", None),
    (
        [SENT, {"type": "advice_given", "occurred_on": "2025-04-01", "channel": "phone", "rights_explained": True}],
        "/facts/1/occurred_on",
        None,
    ),
    ([{**SENT, "letter_dated_on": "2026-01-14"}], "/facts/0/letter_dated_on", None),
    ([{**SENT, "letter_dated_on": "1900-01-14"}], "/facts/0/letter_dated_on", "appeal-last-day"),
    ([SENT, {"type": "permission_asked", "occurred_on": "2025-01-13"}], "/facts/1/occurred_on", "guard-6"),
    (
        [SENT, {"type": "session_fixed", "occurred_on": "2025-02-01", "held_on": "2035-02-01", "mode": "online"}],
        "/facts/1/held_on",
        "session-notice-5wd",
    ),
    ([SENT, {**SENT, "supersedes": "00000000-0000-7000-8000-00000000000f"}], "/facts", None),
    ([SENT, {"type": "advice_given", "occurred_on": "2025-02-30"}], "/facts/1/occurred_on", None),
    ([SENT, {"type": "no_such_type", "occurred_on": "2025-02-01"}], "/facts/1/type", None),
    ([{**SENT, "occurred_on": 20250114}], "/facts/0/occurred_on", None),
    ([SENT] * 10_000, "/facts", None),
    ([], "/facts", None),
]


@pytest.mark.parametrize(("facts", "pointer", "rule"), CONTRADICTIONS, ids=range(len(CONTRADICTIONS)))
async def test_contradictions_are_refused_by_field_and_rule(
    as_: As, facts: list[dict[str, Any]], pointer: str, rule: str | None
) -> None:
    answer = await as_(None).post("/v1/deadline-calculations", {"facts": facts, "as_of": "2025-03-12"})
    assert answer.status_code == 422, answer.text
    found = answer.json()
    assert any(error["pointer"].startswith(pointer) for error in found["errors"]), found
    assert found.get("rule") == rule


async def test_beyond_the_calendar_is_a_refusal_that_names_the_rule(as_: As) -> None:
    facts = [{"type": "mediation_concluded", "occurred_on": "2028-12-28"}]
    answer = await as_(None).post("/v1/deadline-calculations", {"facts": facts, "as_of": "2028-12-28"})
    assert answer.status_code == 422
    assert answer.json()["rule"] == "cert-after-mediation-3wd"
    assert answer.json()["errors"] == [
        {
            "pointer": "/facts/0/occurred_on",
            "code": "beyond_calendar",
            "detail": answer.json()["errors"][0]["detail"],
        }
    ]


async def test_a_last_day_to_appeal_that_cannot_be_moved_names_its_rule(as_: As) -> None:
    nobody = as_(None)
    stated = {"facts": [{**SENT, "occurred_on": "2028-11-15"}], "as_of": "2028-11-16"}
    asked = {"decision_sent_on": "2028-11-15", "as_of": "2028-11-16"}
    for path, body, pointer in (
        ("/v1/deadline-calculations", stated, "/facts/0/occurred_on"),
        ("/v1/time-checks", asked, "/decision_sent_on"),
    ):
        answer = await nobody.post(path, body)
        found = answer.json()
        assert (answer.status_code, found["rule"]) == (422, "appeal-last-day")
        assert [error["pointer"] for error in found["errors"]] == [pointer]


TIMES: list[tuple[dict[str, Any], str, str, bool]] = [
    ({"as_of": "2025-02-01"}, "contact_now", "2025-03-14", True),
    ({"as_of": "2025-02-01", "contacted_on": "2025-01-30"}, "certificate_first", "2025-03-14", True),
    (
        {"as_of": "2025-03-05", "contacted_on": "2025-01-30", "certificate_issued_on": "2025-03-01"},
        "in_time",
        "2025-04-01",
        True,
    ),
    (
        {"as_of": "2025-03-10", "appeal_sections": ["I"], "decision_kind": "refusal_to_amend"},
        "in_time",
        "2025-03-14",
        False,
    ),
    ({"as_of": "2025-03-10", "appeal_sections": ["I"]}, "contact_now", "2025-03-14", True),
    ({"as_of": "2025-03-20", "contacted_on": "2025-01-30"}, "certificate_opens_a_month", "2025-03-14", True),
    ({"as_of": "2025-03-20"}, "ask_for_more_time", "2025-03-14", True),
    (
        {"as_of": "2025-05-20", "contacted_on": "2025-01-30", "certificate_issued_on": "2025-03-01"},
        "ask_for_more_time",
        "2025-04-01",
        True,
    ),
    (
        {"as_of": "2025-03-20", "contacted_on": "2025-01-30", "appeal_received_on": "2025-03-14"},
        "appeal_received",
        "2025-03-14",
        True,
    ),
    (
        {"decision_sent_on": "2024-06-15", "contacted_on": "2024-08-19", "as_of": "2024-08-20"},
        "certificate_first",
        "2024-09-02",
        True,
    ),
]


@pytest.mark.parametrize(("given", "answer", "appeal_by", "needed"), TIMES, ids=range(len(TIMES)))
async def test_am_i_in_time(as_: As, given: dict[str, Any], answer: str, appeal_by: str, needed: bool) -> None:
    body = {"decision_kind": "refusal_to_assess", "decision_sent_on": "2025-01-14", **given}
    told = await as_(None).post("/v1/time-checks", body)
    assert told.status_code == 200, told.text
    found = told.json()
    assert (found["answer"], found["appeal_by"], found["certificate_needed"]) == (answer, appeal_by, needed)
    assert found["form"] == ("SEND35" if "decision_kind" in given else "SEND35A")
    assert {help["name"] for help in found["help"]} >= {"SENDIASS", "IPSEA"}
    assert "Late is never the end" in found["standing_warning"]
    everything = json.dumps(found).lower()
    assert "you cannot appeal" not in everything
    assert "cannot appeal" not in everything


@pytest.mark.parametrize("kind", DecisionKind)
async def test_the_school_alone_exempts_only_where_a_plan_names_it(as_: As, kind: DecisionKind) -> None:
    body = {"decision_kind": kind, "decision_sent_on": "2025-01-14", "as_of": "2025-02-01"}
    school = (await as_(None).post("/v1/time-checks", {**body, "appeal_sections": ["I"]})).json()
    more = (await as_(None).post("/v1/time-checks", {**body, "appeal_sections": ["B", "I"]})).json()
    whether_a_plan = kind in {"refusal_to_assess", "refusal_to_issue", "cease_to_maintain"}
    needed = kind not in {"plan_contents", "refusal_to_amend"}
    assert (school["certificate_needed"], more["certificate_needed"]) == (needed, True)
    assert ("no_section_i" in {warning["code"] for warning in school["warnings"]}) is needed
    if whether_a_plan:
        assert (school["answer"], school["contact_by"]) == ("contact_now", "2025-03-14")
        assert school["steps"] == [school["warnings"][-1]["detail"], *more["steps"]]
        assert school["warnings"][-1]["code"] == "no_section_i"
        assert "needs a certificate" in school["steps"][0]
    assert not [warning for warning in more["warnings"] if warning["code"] == "no_section_i"]


LETTER = {"decision_sent_on": "2025-01-20", "letter_dated_on": "2025-01-10", "as_of": "2025-03-12"}


@pytest.mark.parametrize(
    "given",
    [
        {},
        {"contacted_on": "2025-01-25"},
        {"contacted_on": "2025-01-25", "certificate_issued_on": "2025-02-01"},
        {"appeal_sections": ["I"]},
    ],
)
async def test_who_is_in_time_by_the_sending_is_told_a_day_that_is_still_to_come(
    as_: As, given: dict[str, Any]
) -> None:
    found = (await as_(None).post("/v1/time-checks", {**LETTER, **given})).json()
    assert found["answer"] in {"contact_now", "certificate_first", "in_time"}
    assert "Thu 20 March 2025" in found["summary"]
    assert found["days_left"] == 8
    assert "act today" in found["summary"]


async def test_what_a_family_is_told_fits_what_it_has_done(as_: As) -> None:
    async def told(**given: Any) -> dict[str, Any]:
        body = {"decision_kind": "plan_contents", "decision_sent_on": "2024-12-20", "as_of": "2025-03-12", **given}
        found: dict[str, Any] = (await as_(None).post("/v1/time-checks", body)).json()
        return found

    late = await told(appeal_received_on="2025-03-03", contacted_on="2025-01-05", certificate_issued_on="2025-01-06")
    assert late["answer"] == "appeal_received_late"
    assert not any(step.startswith("Send form") for step in late["steps"])
    school = await told(appeal_sections=["I"])
    assert school["answer"] == "ask_for_more_time"
    assert not any("adviser" in step for step in school["steps"])
    bare = await told(appeal_received_on="2025-02-10", contacted_on="2025-01-05")
    assert bare["answer"] == "appeal_received"
    assert any("contact the mediation adviser" in step for step in bare["steps"])
    argued = await told(contacted_on="2025-03-01", certificate_issued_on="2025-03-05")
    assert any("until Mon 7 April 2025" in step for step in argued["steps"])
    holiday = await told(decision_sent_on="2025-03-05")
    assert "by Fri 2 May 2025 (Mon 5 May 2025 is the last day" in holiday["summary"]
    old = await told(decision_sent_on="2013-01-05")
    assert (old["answer"], len(old["steps"])) == ("no_date", 1)


async def test_more_terms_than_anyone_agrees_are_refused(as_: As) -> None:
    terms = [{"term_id": f"t{number}", "kind": "other", "owner": "la"} for number in range(50)]
    signed = {"type": "agreement_signed", "occurred_on": "2025-02-01", "extent": "full", "terms": terms}
    answer = await as_(None).post("/v1/deadline-calculations", {"facts": [signed] * 3, "as_of": "2025-03-12"})
    assert (answer.status_code, answer.json()["errors"][0]["pointer"]) == (422, "/facts/2/terms")


async def test_a_time_check_refuses_days_that_cannot_be(as_: As) -> None:
    nobody = as_(None)
    for body, pointer in (
        ({}, ""),
        ({"decision_sent_on": "2025-01-14", "certificate_issued_on": "2025-01-13"}, "/certificate_issued_on"),
        ({"decision_sent_on": "2025-01-14", "contacted_on": "2025-03-13"}, "/contacted_on"),
        ({"letter_dated_on": "2025-03-13"}, "/letter_dated_on"),
        ({"decision_sent_on": "2025-01-14", "letter_dated_on": "2026-01-14"}, "/letter_dated_on"),
        ({"decision_sent_on": "2025-01-14", "letter_dated_on": "1900-01-14"}, "/letter_dated_on"),
        ({"decision_sent_on": "2025-01-14", "permission_asked_on": "2024-01-14"}, "/permission_asked_on"),
    ):
        answer = await nobody.post("/v1/time-checks", {**body, "as_of": "2025-03-12"})
        assert answer.status_code == 422, answer.text
        assert [error["pointer"] for error in answer.json()["errors"]] == [pointer]
    old = await nobody.post("/v1/time-checks", {"decision_sent_on": "2014-07-01"})
    assert old.json()["answer"] == "no_date"


async def test_nobody_is_born_after_the_day_that_is_asked_about(as_: As) -> None:
    body = {"facts": [SENT], "as_of": "2025-02-01"}
    for born_on in ("2025-02-02", "2099-01-01"):
        answer = await as_(None).post("/v1/deadline-calculations", {**body, "born_on": born_on})
        assert answer.status_code == 422, answer.text
        assert [(error["pointer"], error["code"]) for error in answer.json()["errors"]] == [("/born_on", "after_as_of")]


async def test_a_decision_is_about_somebody_born_before_it_and_not_past_the_last_plan(as_: As) -> None:
    body = {"facts": [SENT], "as_of": "2025-02-01"}  # sent on 14 January 2025
    for born_on, code in (
        ("2025-01-13", None),
        ("2025-01-14", "before_the_birth"),
        ("2025-02-01", "before_the_birth"),
        ("1999-01-15", None),
        ("1999-01-14", "too_old"),
        ("1900-01-01", "too_old"),
    ):
        answer = await as_(None).post("/v1/deadline-calculations", {**body, "born_on": born_on})
        found = [(error["pointer"], error["code"]) for error in answer.json().get("errors", ())]
        assert (answer.status_code, found) == ((422, [("/born_on", code)]) if code else (200, [])), born_on


async def test_a_contact_before_the_decision_is_warned_of(as_: As) -> None:
    body = {"decision_sent_on": "2025-01-14", "as_of": "2025-02-01"}
    for contacted_on, warned in (("2024-03-14", True), ("2025-01-13", True), ("2025-01-14", False)):
        told = (await as_(None).post("/v1/time-checks", {**body, "contacted_on": contacted_on})).json()
        codes = [warning["code"] for warning in told["warnings"]]
        assert ("contact_before_decision" in codes) is warned, contacted_on


async def test_who_holds_the_rights(as_: As) -> None:
    nobody = as_(None)
    found = (await nobody.post("/v1/rights-holder-checks", {"born_on": "2009-08-31", "on": "2025-06-27"})).json()
    assert (found["holder"], found["changes_on"], found["holder_after"]) == ("parent", "2025-06-28", "young_person")
    doubtful = (await nobody.post("/v1/rights-holder-checks", {"born_on": "2009-09-03", "on": "2025-10-01"})).json()
    assert doubtful["flags"] == ["rights_holder_check"]
    for day in ("2025-06-01", "2025-06-27"):
        asked = {"born_on": "2009-09-03", "on": day}
        ahead = (await nobody.post("/v1/rights-holder-checks", asked)).json()
        assert (ahead["holder"], ahead["flags"]) == ("parent", ["rights_holder_check"])
        assert (ahead["changes_on"], ahead["holder_after"]) == ("2025-06-28", "young_person")
        assert (ahead["last_day_as_child"], ahead["young_person_from"]) == ("2026-06-26", "2026-06-27")
    grown = (await nobody.post("/v1/rights-holder-checks", {"born_on": "1999-01-01", "on": "2025-01-01"})).json()
    assert (grown["holder"], grown["changes_on"], grown["holder_after"]) == ("none", None, None)
    early = await nobody.post("/v1/rights-holder-checks", {"born_on": "2020-01-01", "on": "2019-01-01"})
    assert (early.status_code, early.json()["errors"][0]["pointer"]) == (422, "/on")
