"""The issues of a case, each once, and whether an appeal can be about it."""

from typing import Any

import pytest

from app.domain.codes import IssueKind, ReferralKind
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.issues import issues_of, why_this_route
from tests.domain.case_facts import case, fact

MEDIATION, DR = ReferralKind.MEDIATION, ReferralKind.DISAGREEMENT_RESOLUTION


def sent(kind: str) -> Fact:
    return fact(F.DECISION_SENT, "2025-01-14", decision_kind=kind)


def recorded(*issues: dict[str, Any], on: str = "2025-02-05") -> Fact:
    return fact(F.ISSUES_RECORDED, on, issues=list(issues))


@pytest.mark.parametrize(
    "facts, appealable",
    [
        ((sent("plan_contents"), recorded({"kind": "education", "section": "F"})), True),
        ((sent("plan_contents"), recorded({"kind": "education", "section": "I"})), True),
        ((sent("plan_contents"), recorded({"kind": "education", "section": "E"})), False),
        ((sent("plan_contents"), recorded({"kind": "education"})), True),
        ((sent("refusal_to_assess"), recorded({"kind": "education", "section": "E"})), True),
        ((sent("plan_contents"), recorded({"kind": "health", "section": "B"})), False),
        ((sent("refusal_to_assess"), recorded({"kind": "social_care"})), False),
        ((recorded({"kind": "education", "section": "F"}),), False),
    ],
)
def test_an_appeal_can_be_about_education_in_three_sections_of_a_plan(
    facts: tuple[Fact, ...], appealable: bool
) -> None:
    assert [issue.appealable for issue in issues_of(case(*facts))] == [appealable]


def test_each_issue_is_listed_once_in_the_order_of_recording() -> None:
    therapy = {"kind": "health", "section": "G", "wanted_health_provision": "Speech therapy"}
    needs = {"kind": "education", "section": "B"}
    found = issues_of(case(recorded(therapy, needs), recorded(needs, {"kind": "education"}, on="2025-02-06")))
    assert [(issue.kind, issue.section, issue.wanted_health_provision) for issue in found] == [
        (IssueKind.HEALTH, "G", "Speech therapy"),
        (IssueKind.EDUCATION, "B", None),
        (IssueKind.EDUCATION, None, None),
    ]


def test_a_record_that_names_no_issue_adds_none() -> None:
    assert issues_of(case(sent("plan_contents"), fact(F.ISSUES_RECORDED, "2025-02-05"))) == ()


@pytest.mark.parametrize(
    "facts, kind, route, words",
    [
        ((), MEDIATION, "education", "no health issue"),
        ((recorded({"kind": "health"}),), MEDIATION, "health_only", "the health body arranges"),
        ((recorded({"kind": "social_care"}),), MEDIATION, "social_care_only", "unless an education appeal is meant"),
        ((recorded({"kind": "health"}, {"kind": "education"}),), MEDIATION, "mixed", "the health body takes part"),
        ((fact(F.APPEAL_SCOPE_STATED, "2025-02-05", sections=["I"]),), MEDIATION, "section_i_only", "section I alone"),
        ((), DR, "disagreement_resolution", "nobody has to take part"),
    ],
)
def test_the_route_says_what_it_follows_from(
    facts: tuple[Fact, ...], kind: ReferralKind, route: str, words: str
) -> None:
    found, (why,) = why_this_route(case(*facts), kind)
    assert found.value == route
    assert words in why
