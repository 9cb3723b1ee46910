"""A lawful history behind every outcome: the paths of the law, told with realistic gaps between their steps."""

from collections.abc import Callable
from datetime import date
from random import Random

from app.domain.codes import CertificateKind, Outcome
from app.domain.facts import FactType as F
from app.jobs.demo.meetings import disagreement, mediation
from app.jobs.demo.profiles import Profile, Turn
from app.jobs.demo.steps import advice_place, intent, open_case, say_no, up_to_arranging
from app.jobs.demo.story import Story

_WHY_DECLINED = (
    "The council says that its decision will not change.",
    "The council says that no officer can attend.",
)


def history(profile: Profile, rng: Random, health_body_on: Callable[[date], str]) -> Story:
    """Tell the whole history of a case, from its decision to its closing and what follows."""
    story = Story(profile, rng, health_body_on)
    _TOLD_BY[profile.slot.outcome](story)
    return story


def _resolved(story: Story) -> None:
    """Path I: resolved before a session."""
    rng, last = story.rng, story.last_place
    resolved_at = max(last - rng.randint(0, 3), 0)
    up_to_arranging(story, resolved_at, (40, 50, 10), 0.45)
    how = rng.choices(("la_reversed", "parties_settled", "other"), (62, 34, 4))[0]
    story.at(resolved_at, F.RESOLVED_BEFORE_SESSION, how=how)
    if story.profile.decision_kind and rng.random() < 0.8:
        story.at(last, F.INTENT_TO_APPEAL_STATED, intends="no")
    _close(story)


def _changed_mind(story: Story) -> None:
    """Path J without a certificate: the family asks, and then does not wish it."""
    rng, last = story.rng, story.last_place
    changed_at = max(last - rng.randint(0, 2), 0)
    up_to_arranging(story, changed_at, (5, 35, 60), 0.3)
    say_no(story, changed_at)
    story.at(changed_at, F.CERTIFICATE_NOT_WANTED)
    if story.profile.decision_kind and rng.random() < 0.85:
        story.at(changed_at, F.INTENT_TO_APPEAL_STATED, intends="no")
    _close(story)


def _changed_mind_certificate(story: Story) -> None:
    """Path J with the certificate that an appeal needs."""
    rng, last = story.rng, story.last_place
    gap = min(rng.choices((0, 1, 2, 3, 5), (25, 35, 24, 13, 3))[0], max(last - 1, 0))
    changed_at = max(last - gap - rng.randint(0, 1), 0)
    up_to_arranging(story, changed_at, (85, 15, 0), 0.3)
    say_no(story, changed_at)
    story.at(changed_at, F.CERTIFICATE_REQUESTED)
    story.certify(min(changed_at + gap, last), CertificateKind.S55_4)
    _close(story)


def _la_declined(story: Story) -> None:
    """Path L: the council declines, which the law does not foresee; the family gets the deemed certificate."""
    rng, last = story.rng, story.last_place
    gap = rng.choices((0, 1, 2, 3), (20, 35, 30, 15))[0]
    declined_at = max(last - gap - rng.randint(0, 1), 0)
    up_to_arranging(story, declined_at, (60, 40, 0), 0.2)
    story.at(declined_at, F.LA_DECLINED, reason=rng.choice(_WHY_DECLINED))
    story.certify(min(declined_at + gap, last), CertificateKind.S55_5_DEEMED)
    _close(story)


def _certificate_only(story: Story) -> None:
    """Path A: straight to the certificate."""
    rng, last = story.rng, story.last_place
    advice_at = advice_place(story, last)
    open_case(story, advice_at)
    intent(story, advice_at, (90, 10, 0))
    said_at = min(advice_at + rng.randint(0, 1), last)
    story.at(said_at, F.WISH_STATED, wish="not_mediate", reason="The family wishes to appeal.")
    story.certify(min(said_at + rng.choices((0, 1, 2, 3, 4), (45, 28, 15, 9, 3))[0], last), CertificateKind.S55_4)
    _close(story)


def _guidance(story: Story) -> None:
    """Paths H, O and P, and families who only wanted to know: guidance and no more."""
    last = story.last_place
    advice_at = advice_place(story, last)
    open_case(story, advice_at)
    if story.profile.turn is Turn.DR_REFUSED:
        story.at(advice_at, F.DRS_AGREED_BY, party=story.profile.person)
        story.at(max(advice_at, last - 1), F.DRS_REFUSED_BY, party="la", reason="The council has answered already.")
    elif story.profile.turn is not Turn.NOT_ELIGIBLE:
        intent(story, advice_at, (10, 60, 30))
        story.at(advice_at, F.WISH_STATED, wish="undecided")
    _close(story)


def _close(story: Story) -> None:
    story.at(story.last_place, F.CASE_CLOSED, outcome=story.profile.slot.outcome.value)


_TOLD_BY: dict[Outcome, Callable[[Story], None]] = {
    Outcome.MEDIATION_MEETING_HELD: mediation,
    Outcome.DR_MEETING_HELD: disagreement,
    Outcome.RESOLVED_PRE_MEDIATION: _resolved,
    Outcome.CHANGED_MIND: _changed_mind,
    Outcome.CHANGED_MIND_CERTIFICATE: _changed_mind_certificate,
    Outcome.LA_DECLINED: _la_declined,
    Outcome.GUIDANCE_ONLY: _guidance,
    Outcome.CERTIFICATE_ONLY: _certificate_only,
}
