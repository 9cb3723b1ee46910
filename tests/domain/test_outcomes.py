"""The outcome that the facts suggest is never one that they contradict; routes follow the issues."""

import random
from contextlib import suppress
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.domain.codes import CertificateKind, Outcome, ReferralKind, Route
from app.domain.facts import FactType as F
from app.domain.guards import allowed_facts
from app.domain.lifecycle import replay
from app.domain.outcomes import check_outcome, outcome_of
from app.domain.refusals import GuardRefused, Invalid
from tests.domain.recording import Recording, advised, arranging, concluded, met, referred

DR = ReferralKind.DISAGREEMENT_RESOLUTION


def taken(story: Recording) -> set[Outcome]:
    """Return the outcomes under which a case may be closed."""
    found = set()
    for outcome in Outcome:
        with suppress(GuardRefused):
            check_outcome(outcome, story.facts, story.kind)
            found.add(outcome)
    return found


def test_a_meeting_that_was_held_is_the_outcome() -> None:
    assert taken(concluded()) == {Outcome.MEDIATION_MEETING_HELD}
    story = met()
    story.record(F.WITHDRAWN_BY_PARTY, "2025-03-06", party="parent", reason="enough")
    assert taken(story) == {Outcome.MEDIATION_MEETING_HELD}


@pytest.mark.parametrize("present", [("parent",), ("la",), ("parent", "interpreter")])
def test_a_session_without_two_sides_is_no_meeting(present: tuple[str, ...]) -> None:
    assert Outcome.MEDIATION_MEETING_HELD not in taken(met(present))


def test_an_enquiry_ends_in_guidance() -> None:
    assert taken(advised()) == {Outcome.GUIDANCE_ONLY}


def test_the_las_refusal_is_not_undone_by_the_family_giving_up_after_it() -> None:
    story = arranging()
    story.record(F.LA_DECLINED, "2025-02-10", reason="no")
    story.record(F.WISH_STATED, "2025-02-20", wish="not_mediate")
    assert story.outcome is Outcome.LA_DECLINED
    assert taken(story) >= {Outcome.LA_DECLINED, Outcome.CHANGED_MIND}


def test_disagreement_resolution_by_agreement_in_a_mediation_case() -> None:
    """Path H: contact was too late, so both sides agree to disagreement resolution instead."""
    story = advised()
    story.record(F.DRS_AGREED_BY, "2025-02-05", party="parent")
    story.record(F.DRS_AGREED_BY, "2025-02-06", party="la")
    story.record(F.SESSION_FIXED, "2025-02-07", held_on="2025-02-20", mode="online")
    story.record(F.SESSION_HELD, "2025-02-20", present=["parent", "la"])
    assert (story.outcome, story.route) == (Outcome.DR_MEETING_HELD, Route.DISAGREEMENT_RESOLUTION)


@pytest.mark.parametrize(
    "kinds, route",
    [
        ([], Route.EDUCATION),
        (["education"], Route.EDUCATION),
        (["education", "social_care"], Route.EDUCATION),
        (["health"], Route.HEALTH_ONLY),
        (["social_care"], Route.SOCIAL_CARE_ONLY),
        (["education", "health"], Route.MIXED),
        (["health", "social_care"], Route.MIXED),
    ],
)
def test_routes_follow_the_issues(kinds: list[str], route: Route) -> None:
    story = advised()
    if kinds:
        story.record(F.ISSUES_RECORDED, "2025-02-05", issues=[{"kind": kind} for kind in kinds])
    assert story.route is route


@pytest.mark.parametrize("sections, route", [(["I"], Route.SECTION_I_ONLY), (["F", "I"], Route.EDUCATION)])
def test_only_section_i_alone_makes_that_route(sections: list[str], route: Route) -> None:
    story = advised(decision_kind="plan_contents")
    story.record(F.APPEAL_SCOPE_STATED, "2025-02-05", sections=sections)
    assert story.route is route


PAYLOADS: dict[F, list[dict[str, Any]]] = {
    F.WISH_STATED: [
        {"wish": wish, **some}
        for wish in ("mediate", "not_mediate", "undecided")
        for some in ({}, {"issue_kinds": ["health"]}, {"issue_kinds": ["education"]})
    ],
    F.SESSION_HELD: [{"present": who} for who in (["parent", "la"], ["parent"], ["la"], ["young_person", "icb"])],
    F.DRS_AGREED_BY: [{"party": "parent"}, {"party": "la"}],
    F.DRS_REFUSED_BY: [{"party": "parent"}, {"party": "la"}],
    F.ISSUES_RECORDED: [{"issues": [{"kind": "health"}]}, {"issues": [{"kind": "education"}]}],
    F.ARRANGING_EXTENDED: [{"until": "2025-05-01"}],
    F.SESSION_FIXED: [{"held_on": "2025-03-04"}],
}


@settings(max_examples=300, deadline=None)
@given(st.integers(0, 2**32), st.sampled_from(ReferralKind), st.booleans())
def test_whatever_the_guards_let_through_has_an_outcome_and_no_stray_move(
    seed: int, kind: ReferralKind, decided: bool
) -> None:
    """Wander through the grid; whatever may be recorded, the suggestion holds and the history stays lawful."""
    chance = random.Random(seed)
    story = referred(kind, sent="2025-01-14" if decided else None)
    day = date(2025, 2, 3)
    for _ in range(chance.randint(1, 25)):
        day += timedelta(days=chance.choice((0, 0, 1, 1, 2, 12)))
        with suppress(GuardRefused, Invalid):
            if chance.random() < 0.25:
                story.certify(chance.choice(list(CertificateKind)), day.isoformat())
                continue
            open_now = [each.type for each in allowed_facts(story.facts, as_of=day, sides=story.sides) if each.allowed]
            type_ = chance.choice(open_now)
            if type_ is F.CASE_CLOSED:
                story.close(day.isoformat())
                continue
            payload = chance.choice(PAYLOADS.get(type_, [{}]))
            past = day - timedelta(days=chance.choice((0, 0, 0, 3)))
            target = chance.choice(story.facts).id if chance.random() < 0.15 else None
            story.record(
                type_,
                past.isoformat(),
                today=day.isoformat(),
                supersedes=target,
                retracted=bool(target) and chance.random() < 0.5,
                **payload,
            )
    check_outcome(outcome_of(story.facts, kind), story.facts, kind)
    moving = {
        F.WISH_STATED,
        F.SESSION_HELD,
        F.MEDIATION_CONCLUDED,
        F.CASE_CLOSED,
        F.REOPENED,
        F.RESOLVED_BEFORE_SESSION,
    }
    assert not [stray for stray in replay(story.facts).strays if stray.type in moving]
