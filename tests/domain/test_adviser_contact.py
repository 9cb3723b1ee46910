"""The time to contact the adviser at its edges: the last day, the next open day, the letter, and what is said."""

from datetime import date

import pytest

from app.domain.deadlines import compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, fact, the

RULE = "contact-adviser-2m"
SENT = fact(F.DECISION_SENT, "2025-01-10", decision_kind="plan_contents")  # until Monday 10 March 2025
BASE = ("Q1", "Q2", "R2", "R15", "R20")
LATER = "2025-06-01"


def contact(on: str) -> Fact:
    return fact(F.FAMILY_CONTACTED, on, channel="phone", person="parent")


def certificate(on: str) -> Fact:
    return fact(F.CERTIFICATE_ISSUED, on, certificate_id="c1", kind="s55_4")


def codes(facts: list[Fact]) -> set[str]:
    return {text.split(":")[0] for text in compute(facts, as_of=date.fromisoformat(LATER)).warnings}


@pytest.mark.parametrize("on, status, flags", [("2025-03-10", "met", ()), ("2025-03-11", "late", ("contact_late",))])
def test_a_contact_on_the_last_day_is_in_time(on: str, status: str, flags: tuple[str, ...]) -> None:
    found = the(case(SENT, contact(on)), RULE, LATER)
    assert (found.status(date.fromisoformat(LATER)), found.flags) == (status, flags)


def test_what_is_known_of_the_contact_is_said() -> None:
    words = "The family made contact by Mon 10 March 2025, in time."
    assert the(case(SENT, contact("2025-03-10")), RULE, LATER).explanation[-1] == words
    late = the(case(SENT, contact("2025-03-11")), RULE, LATER).explanation[-1]
    assert late == "The family made contact on Tue 11 March 2025, after the last day. The contact is still taken."


def test_a_first_trace_on_the_last_day_shows_a_contact_in_time() -> None:
    def advised(on: str) -> list[Fact]:
        return case(SENT, fact(F.ADVICE_GIVEN, on, channel="phone", rights_explained=True))

    by_then = the(advised("2025-03-10"), RULE, LATER)
    assert (by_then.met_on, by_then.flags) == (date(2025, 3, 10), ())
    after = the(advised("2025-03-11"), RULE, LATER)
    assert (after.met_on, after.flags) == (None, ("provisional",))


def test_a_certificate_shows_contact_on_its_own_day_at_the_latest() -> None:
    known = the(case(SENT, contact("2025-02-20"), certificate("2025-02-24")), RULE, LATER)
    assert (known.met_on, known.flags) == (date(2025, 2, 20), ())
    unknown = the(case(SENT, certificate("2025-02-24")), RULE, LATER)
    assert (unknown.met_on, unknown.flags) == (date(2025, 2, 24), ())
    late = the(case(SENT, certificate("2025-03-12")), RULE, LATER)
    assert (late.met_on, late.flags) == (None, ("provisional",))


@pytest.mark.parametrize("void", [(), (fact(F.CERTIFICATE_VOIDED, "2025-03-05", certificate_id="c1"),)])
def test_a_call_after_the_certificate_makes_no_late_contact(void: tuple[Fact, ...]) -> None:
    facts = case(SENT, certificate("2025-03-03"), contact("2025-03-20"), *void)
    found = the(facts, RULE, LATER)
    assert (found.met_on, found.flags) == (date(2025, 3, 3), ())
    assert "contact_late" not in the(facts, "appeal-last-day", LATER).flags
    if not void:
        assert the(facts, "appeal-last-day", LATER).due_on == date(2025, 4, 3)


@pytest.mark.parametrize("on, arguable", [("2025-04-19", True), ("2025-04-22", True), ("2025-04-23", False)])
def test_a_contact_on_the_next_open_day_can_be_argued_to_be_in_time(on: str, arguable: bool) -> None:
    """The two months end on Good Friday, 18 April 2025; the next working day is Tuesday 22 April."""
    facts = case(fact(F.DECISION_SENT, "2025-02-18"), contact(on))
    assert ("contact_on_next_open_day" in codes(facts)) is arguable
    assert the(facts, RULE, LATER).flags == ("contact_late",)


def test_a_letter_of_the_day_of_sending_gives_one_day_and_one_of_another_day_two() -> None:
    def dated(letter: str) -> list[str]:
        found = the(case(fact(F.DECISION_SENT, "2025-01-10", letter_dated_on=letter)), RULE, "2025-02-01")
        return [other.due_on.isoformat() for other in found.alternatives]

    assert dated("2025-01-10") == []
    assert dated("2025-01-07") == ["2025-03-10"]
    assert dated("2025-01-13") == ["2025-03-13"]


@pytest.mark.parametrize(
    "facts, more",
    [
        (case(SENT), ()),
        (case(SENT, contact("2025-02-20")), ()),
        (case(fact(F.DECISION_SENT, "2025-01-10", letter_dated_on="2025-01-08")), ("R6",)),
        (case(SENT, fact(F.APPEAL_SCOPE_STATED, "2025-01-20", sections=["I"])), ("R5",)),
        (case(SENT, certificate("2025-02-24")), ()),
        (case(SENT, certificate("2025-03-12")), ("R3",)),
    ],
)
def test_the_rulings_that_shaped_it_are_named(facts: list[Fact], more: tuple[str, ...]) -> None:
    assert the(facts, RULE, LATER).rulings == (*BASE, *more)


@pytest.mark.parametrize(
    "kind, exempt",
    [
        ("plan_contents", True),
        ("refusal_to_amend", True),
        (None, True),
        ("refusal_to_assess", False),
        ("refusal_to_issue", False),
        ("refusal_to_reassess", False),
        ("cease_to_maintain", False),
    ],
)
def test_the_school_alone_exempts_only_where_a_plan_names_one(kind: str | None, exempt: bool) -> None:
    sent = fact(F.DECISION_SENT, "2025-01-10", **({"decision_kind": kind} if kind else {}))
    facts = case(sent, fact(F.APPEAL_SCOPE_STATED, "2025-01-20", sections=["I"]))
    for rule_id in (RULE, "appeal-last-day"):
        assert the(facts, rule_id, LATER).certificate_needed is not exempt
    assert the(facts, RULE, LATER).not_needed is exempt
    assert codes(facts) & {"section_i_exempt", "no_section_i"} == {"section_i_exempt" if exempt else "no_section_i"}
    words = "There is no appeal about the school or its type alone against this decision."
    assert (words in the(facts, RULE, LATER).explanation) is not exempt
