"""How a mediation ends: with an agreement or without one, with its certificate, and with what is done afterwards."""

from datetime import date, timedelta

from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.codes import CertificateKind, DecisionKind, ReferralKind
from app.domain.facts import FactType as F
from app.jobs.demo.story import Story

_TERMS: dict[DecisionKind | None, tuple[tuple[str, int], ...]] = {
    DecisionKind.REFUSAL_TO_ASSESS: (("assess", 14),),
    DecisionKind.REFUSAL_TO_ISSUE: (("issue_plan", 35),),
    DecisionKind.REFUSAL_TO_REASSESS: (("assess", 14),),
    DecisionKind.REFUSAL_TO_AMEND: (("amend_provision", 35),),
    DecisionKind.CEASE_TO_MAINTAIN: (("continue", 0),),
    DecisionKind.PLAN_CONTENTS: (("amend_provision", 35),),
    None: (("other", 14),),
}
"""What is usually agreed about each kind of decision, and in how many days it is due."""


def conclude(story: Story, held_at: int, *, certify_at: int | None, closes_at: int) -> None:
    """Tell the end of a mediation from its last session on."""
    rng, profile = story.rng, story.profile
    story.at(held_at, F.MEDIATION_CONCLUDED)
    extent = rng.choices(("full", "partial", None), (52, 26, 22))[0]
    terms: list[tuple[str, str, int]] = []
    if extent:
        terms = _terms(story, held_at)
        listed = [{"term_id": name, "kind": kind, "owner": _owner(kind)} for name, kind, _ in terms]
        story.at(held_at, F.AGREEMENT_SIGNED, extent=extent, terms=listed)
    else:
        story.at(held_at, F.NO_AGREEMENT)
    closes_on = story.day(closes_at)
    done = sorted(_done(story, story.day(held_at), terms))
    certify_on = story.day(min(certify_at, closes_at)) if certify_at is not None else closes_on
    _tell_done(story, [each for each in done if each[0] < certify_on])
    if certify_at is not None:
        story.certify(min(certify_at, closes_at), CertificateKind.S55_5)
    _tell_done(story, [each for each in done if certify_on <= each[0] < closes_on])
    if extent == "full" and profile.decision_kind and rng.random() < 0.8:
        story.on(closes_on, F.INTENT_TO_APPEAL_STATED, intends="no")
    story.on(closes_on, F.CASE_CLOSED, outcome=profile.slot.outcome.value)
    _tell_done(story, [each for each in done if each[0] >= closes_on])
    if extent != "full" and certify_at is not None and rng.random() < 0.3:
        lodged_on = CALENDAR.next_working_day(closes_on + timedelta(days=rng.randint(2, 20)))
        story.on(lodged_on, F.APPEAL_LODGED)


def _tell_done(story: Story, done: list[tuple[date, str]]) -> None:
    for done_on, name in done:
        story.on(done_on, F.AGREEMENT_ACTION_DONE, term_id=name)


def _terms(story: Story, held_at: int) -> list[tuple[str, str, int]]:
    profile = story.profile
    kinds = list(_TERMS[None if profile.kind is ReferralKind.DISAGREEMENT_RESOLUTION else profile.decision_kind])
    if profile.sections == ("I",):
        kinds = [("name_school", 14)]
    if profile.health_issues:
        kinds.append(("health", 14))
    if profile.social_care_issues:
        kinds.append(("social_care", 14))
    if story.rng.random() < 0.25:
        kinds.append(("other", 14))
    return [(story.id(story.day(held_at)), kind, days) for kind, days in kinds]


def _owner(kind: str) -> str:
    return "icb" if kind == "health" else "la"


def _done(story: Story, signed_on: date, terms: list[tuple[str, str, int]]) -> list[tuple[date, str]]:
    """Draw when each term was done: mostly in its time, sometimes late, seldom never."""
    rng, done = story.rng, []
    for name, _, days in terms:
        mark = rng.random()
        if mark < 0.9:
            done.append(
                (CALENDAR.last_working_day(signed_on + timedelta(days=round(days * rng.uniform(0.3, 1)))), name)
            )
        elif mark < 0.98:
            done.append((CALENDAR.next_working_day(signed_on + timedelta(days=days + rng.randint(2, 20))), name))
    return done
