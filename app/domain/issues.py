"""The issues of a case: which of them can be appealed, and why the route is what it is."""

from collections.abc import Sequence
from dataclasses import dataclass

from app.domain import histories
from app.domain.codes import DecisionKind, IssueKind, ReferralKind, Route
from app.domain.facts import Fact, FactType, live
from app.domain.outcomes import route_of

APPEALABLE_SECTIONS = frozenset({"B", "F", "I"})
"""Needs, provision, and the school or its type: Children and Families Act 2014, section 51(2)(c)."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One issue as it was recorded, and whether an appeal can be about it."""

    kind: IssueKind
    section: str | None
    wanted_health_provision: str | None
    appealable: bool


def issues_of(facts: Sequence[Fact]) -> tuple[Issue, ...]:
    """Return the issues of a case in the order of recording, each once."""
    standing = live(facts)
    sent = histories.decision(standing)
    kind = DecisionKind(sent.payload["decision_kind"]) if sent else None
    found: dict[tuple[str, str | None, str | None], Issue] = {}
    for fact in histories.of(standing, FactType.ISSUES_RECORDED):
        for issue in fact.payload.get("issues", ()):
            key = (issue["kind"], issue.get("section"), issue.get("wanted_health_provision"))
            found[key] = Issue(IssueKind(key[0]), key[1], key[2], _appealable(kind, IssueKind(key[0]), key[1]))
    return tuple(found.values())


def why_this_route(facts: Sequence[Fact], kind: ReferralKind) -> tuple[Route, tuple[str, ...]]:
    """Return the route of a case and what it follows from, in plain words."""
    route = route_of(facts, kind)
    words = {
        Route.DISAGREEMENT_RESOLUTION: "Disagreement resolution was asked for or agreed: nobody has to take part.",
        Route.SECTION_I_ONLY: "The appeal is said to be about section I alone, so no certificate is needed (R5).",
        Route.HEALTH_ONLY: "Every issue recorded is about health: the health body arranges.",
        Route.SOCIAL_CARE_ONLY: "Every issue recorded is about social care: the LA arranges, and no certificate is "
        "needed unless an education appeal is meant.",
        Route.MIXED: "There are health issues beside others: the LA arranges and the health body takes part.",
        Route.EDUCATION: "There is no health issue: the LA arranges.",
    }
    return route, (words[route],)


def _appealable(decision: DecisionKind | None, kind: IssueKind, section: str | None) -> bool:
    """Return whether an appeal can be about an issue: education alone, in three sections where a plan's is meant."""
    if decision is None or kind is not IssueKind.EDUCATION:
        return False
    return decision is not DecisionKind.PLAN_CONTENTS or section is None or section in APPEALABLE_SECTIONS
