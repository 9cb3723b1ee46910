"""Am I in time? What somebody is told, word for word in time_checks.txt, and on which day it changes."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from app.domain.codes import DecisionKind
from app.domain.deadlines import compute
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.time_checks import NO_SECTION_I, Checked, check, form_for, lacks_section_i
from tests.domain.case_facts import case, fact

TOLD = Path(__file__).with_name("time_checks.txt")
SENT = fact(F.DECISION_SENT, "2025-01-14")
LETTER = fact(F.DECISION_SENT, "2025-01-20", letter_dated_on="2025-01-10")
BANK_HOLIDAY = fact(F.DECISION_SENT, "2025-03-05")  # two months end on Monday 5 May 2025
SUMMER = fact(F.DECISION_SENT, "2024-06-15")
DECEMBER = fact(F.DECISION_SENT, "2024-12-20")
PERMISSION = fact(F.PERMISSION_ASKED, "2024-08-10")
SATURDAY = fact(F.DECISION_SENT, "2024-12-22")  # two months end on Saturday 22 February 2025
SUMMER_LETTER = fact(F.DECISION_SENT, "2024-06-15", letter_dated_on="2024-06-10")
SCHOOL = fact(F.APPEAL_SCOPE_STATED, "2025-01-20", sections=["I"])

SCHOOL_THEN = fact(F.APPEAL_SCOPE_STATED, "2024-06-20", sections=["I"])


def contact(on: str) -> Fact:
    return fact(F.FAMILY_CONTACTED, on, channel="phone", person="parent")


def certificate(on: str) -> Fact:
    return fact(F.CERTIFICATE_ISSUED, on, certificate_id="c", kind="s55_4")


def appeal(on: str, **payload: Any) -> Fact:
    return fact(F.APPEAL_LODGED, on, **payload)


EARLY, CERTIFIED = contact("2025-01-30"), certificate("2025-02-01")
MOVED_BETWEEN = ("2024-08-15", "2024-08-16", "2024-09-02", "2024-09-03")
AFTER_FIVE = appeal("2025-03-14", received_at="2025-03-14T17:30:00Z")
SCENARIOS: tuple[tuple[tuple[Fact, ...], tuple[str, ...]], ...] = (
    ((SENT,), ("2025-02-01", "2025-03-14", "2025-03-15")),
    ((SENT, EARLY), ("2025-03-14", "2025-03-15")),
    ((SENT, EARLY, certificate("2025-03-01")), ("2025-04-01", "2025-04-02")),
    ((SENT, certificate("2025-03-01")), ("2025-03-05",)),
    ((SENT, SCHOOL), ("2025-03-14", "2025-03-15")),
    ((SENT, fact(F.ADVICE_GIVEN, "2025-03-20")), ("2025-03-21",)),
    ((LETTER,), ("2025-03-10", "2025-03-11", "2025-03-20", "2025-03-21")),
    ((LETTER, contact("2025-01-25")), ("2025-03-12",)),
    ((BANK_HOLIDAY,), ("2025-05-01", "2025-05-02", "2025-05-03", "2025-05-05", "2025-05-06")),
    ((SUMMER,), ("2024-08-20",)),
    ((SUMMER, contact("2024-07-01")), ("2024-09-10",)),
    ((SUMMER, PERMISSION), ("2024-08-12", "2024-08-15", "2024-08-20", "2024-09-03")),
    ((SUMMER, contact("2024-07-01"), PERMISSION), ("2024-08-12", "2024-08-20")),
    ((SUMMER, SCHOOL_THEN, PERMISSION), ("2024-08-12",)),
    ((SUMMER, PERMISSION, appeal("2024-08-15")), ("2024-08-20",)),
    ((SUMMER, PERMISSION, appeal("2024-08-20")), ("2024-09-20",)),
    ((SUMMER, PERMISSION, appeal("2024-09-03")), ("2024-09-20",)),
    ((SUMMER_LETTER, PERMISSION), ("2024-08-12", "2024-08-16")),
    ((SATURDAY, fact(F.PERMISSION_ASKED, "2025-02-10")), ("2025-02-21", "2025-02-22", "2025-02-24")),
    ((SENT, fact(F.PERMISSION_ASKED, "2025-03-01")), ("2025-03-10", "2025-03-15")),
    ((SUMMER, contact("2024-08-19")), ("2024-08-20",)),
    ((SUMMER, contact("2024-08-19"), certificate("2024-08-21")), ("2024-09-02", "2024-09-03")),
    ((DECEMBER, contact("2025-03-01"), certificate("2025-03-05")), ("2025-04-07", "2025-04-08")),
    ((DECEMBER, contact("2025-03-01"), certificate("2025-03-05"), appeal("2025-03-10")), ("2025-03-11",)),
    ((SENT, EARLY, CERTIFIED, appeal("2025-03-14")), ("2025-03-20",)),
    ((SENT, EARLY, appeal("2025-03-14")), ("2025-03-20",)),
    ((SENT, SCHOOL, appeal("2025-03-14")), ("2025-03-20",)),
    ((SENT, EARLY, CERTIFIED, appeal("2025-03-17")), ("2025-03-20",)),
    ((SENT, EARLY, appeal("2025-03-17")), ("2025-03-20",)),
    ((SENT, EARLY, CERTIFIED, AFTER_FIVE), ("2025-03-20",)),
    ((fact(F.DECISION_SENT, "2014-07-01"),), ("2025-03-20",)),
)


def checked(facts: tuple[Fact, ...], as_of: str, kind: DecisionKind | None = None) -> Checked:
    day = date.fromisoformat(as_of)
    by_rule = {found.rule_id: found for found in compute(case(*facts), as_of=day).deadlines}
    return check(
        by_rule.get("contact-adviser-2m"),
        by_rule.get("appeal-last-day"),
        kind=kind,
        certified=any(told.type is F.CERTIFICATE_ISSUED for told in facts),
        as_of=day,
    )


def page() -> str:
    """Write down every scenario: what is stated, the day it is asked on, and what is told."""
    lines: list[str] = []
    for facts, days in SCENARIOS:
        for as_of in days:
            found = checked(facts, as_of)
            left = "no days left" if found.days_left is None else f"{found.days_left} days left"
            stated = (" ".join([told.type.value, told.occurred_on.isoformat(), *_more(told)]) for told in facts)
            lines += [", ".join(stated), f"asked on {as_of}: {found.answer.value}, {left}, form {found.form}"]
            lines += [f"  {found.summary}", *(f"  - {step}" for step in found.steps), ""]
    return "\n".join(lines)


def _more(told: Fact) -> list[str]:
    shown = ("letter_dated_on", "sections", "received_at")
    return [f"({name} {told.payload[name]})" for name in shown if name in told.payload]


def test_everybody_is_told_what_the_page_says() -> None:
    # To write it again after a change that is meant: python -m tests.domain.test_time_checks
    assert page() == TOLD.read_text(encoding="utf-8")


@pytest.mark.parametrize("kind", [None, *DecisionKind])
def test_only_a_refusal_to_assess_has_the_short_form(kind: DecisionKind | None) -> None:
    form = "SEND35A" if kind == "refusal_to_assess" else "SEND35"
    assert form_for(kind) == form
    assert checked((SENT, SCHOOL), "2025-03-14", kind).form == form
    assert checked((fact(F.DECISION_SENT, "2014-07-01"),), "2025-03-20", kind).form == form
    assert f"Send form {form} " in checked((SENT, SCHOOL), "2025-03-14", kind).steps[0]


@pytest.mark.parametrize("as_of", ["2024-08-12", "2024-08-15", "2024-08-20", "2024-09-01"])
def test_who_asked_for_permission_is_told_the_unmoved_day_and_of_no_letter(as_of: str) -> None:
    told = checked((SUMMER, PERMISSION), as_of)
    words = " ".join((told.summary, *told.steps))
    assert words.index("Thu 15 August 2024") < words.index("Mon 2 September 2024")
    assert "in a permission case" in told.steps[-1]
    assert "date on the letter" not in words
    assert told.days_left == (15 - int(as_of[-2:]) if as_of <= "2024-08-15" else None)


def test_an_appeal_received_by_the_moved_day_only_is_asked_about() -> None:
    received = {day: checked((SUMMER, PERMISSION, appeal(day)), "2024-09-20").answer for day in MOVED_BETWEEN}
    assert list(received.values()) == [
        "appeal_received",
        "check_with_tribunal",
        "check_with_tribunal",
        "appeal_received_late",
    ]


def test_the_two_months_end_on_their_own_day_and_not_on_the_moved_one() -> None:
    told = checked((SUMMER, contact("2024-07-01")), "2024-09-10")
    assert told.summary.startswith("The two months ended on Thu 15 August 2024, ")
    assert "moved the day to appeal to Mon 2 September 2024" in told.summary


@pytest.mark.parametrize("missing", ["contact", "appeal", "both"])
def test_without_both_clocks_there_is_no_date(missing: str) -> None:
    day = date(2025, 2, 1)
    by_rule = {found.rule_id: found for found in compute(case(SENT), as_of=day).deadlines}
    first = None if missing in ("contact", "both") else by_rule["contact-adviser-2m"]
    last = None if missing in ("appeal", "both") else by_rule["appeal-last-day"]
    told = check(first, last, kind=None, certified=False, as_of=day)
    assert (told.answer.value, told.days_left) == ("no_date", None)


def test_a_clock_without_a_date_leaves_none_either() -> None:
    day = date(2025, 2, 1)
    by_rule = {found.rule_id: found for found in compute(case(SENT), as_of=day).deadlines}
    first, last = by_rule["contact-adviser-2m"], by_rule["appeal-last-day"]
    for one, other in ((first._replace(due_on=None), last), (first, last._replace(due_on=None))):
        assert check(one, other, kind=None, certified=False, as_of=day).answer == "no_date"


if __name__ == "__main__":
    TOLD.write_text(page(), encoding="utf-8")


@pytest.mark.parametrize(
    "kind, sections, told",
    [
        (DecisionKind.REFUSAL_TO_ASSESS, ("I",), True),
        (DecisionKind.REFUSAL_TO_ASSESS, ("B", "I"), False),
        (DecisionKind.REFUSAL_TO_ASSESS, (), False),
        (DecisionKind.PLAN_CONTENTS, ("I",), False),
        (DecisionKind.REFUSAL_TO_AMEND, ("I",), False),
        (None, ("I",), False),
    ],
)
def test_naming_the_school_alone_exempts_only_where_a_plan_names_it(
    kind: DecisionKind | None, sections: tuple[str, ...], told: bool
) -> None:
    assert lacks_section_i(kind, sections) is told
    clocks = {found.rule_id: found for found in compute(case(SENT), as_of=date(2025, 2, 1)).deadlines}
    checked = check(
        clocks["contact-adviser-2m"],
        clocks["appeal-last-day"],
        kind=kind,
        certified=False,
        as_of=date(2025, 2, 1),
        sections=sections,
    )
    assert (NO_SECTION_I in checked.steps) is told
