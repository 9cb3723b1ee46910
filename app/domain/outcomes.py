"""How a case ended: the outcome its facts suggest, the outcomes they contradict, and the route it took."""

from collections.abc import Callable, Sequence

from app.domain import histories
from app.domain.codes import LEAVES_A_PLAN_TO_APPEAL, CertificateKind, IssueKind, Outcome, ReferralKind, Route
from app.domain.facts import Fact, FactType, live
from app.domain.refusals import GuardRefused


def route_of(facts: Sequence[Fact], kind: ReferralKind = ReferralKind.MEDIATION) -> Route:
    """Return the route, from the kind of referral, the scope of the appeal (R5) and the issues recorded."""
    standing = live(facts)
    if is_disagreement_resolution(standing, kind):
        return Route.DISAGREEMENT_RESOLUTION
    scope = histories.last(standing, FactType.APPEAL_SCOPE_STATED)
    if scope and set(scope.payload.get("sections", ())) == {"I"} and _leaves_a_plan(standing):
        return Route.SECTION_I_ONLY
    kinds = histories.issue_kinds(standing)
    if kinds == {IssueKind.HEALTH}:
        return Route.HEALTH_ONLY
    if kinds == {IssueKind.SOCIAL_CARE}:
        return Route.SOCIAL_CARE_ONLY
    return Route.MIXED if IssueKind.HEALTH in kinds else Route.EDUCATION


def _leaves_a_plan(standing: Sequence[Fact]) -> bool:
    """Return whether the decision can be appealed about the school alone."""
    sent = histories.decision(standing)
    return sent is None or sent.payload.get("decision_kind") in LEAVES_A_PLAN_TO_APPEAL


def is_disagreement_resolution(facts: Sequence[Fact], kind: ReferralKind) -> bool:
    """Return whether the case is one of disagreement resolution: what was agreed to last, else what was asked for."""
    for fact in reversed(facts):
        if fact.type is FactType.DRS_AGREED_BY:
            return True
        if fact.payload.get("wish") == "mediate":
            return False
    return kind is ReferralKind.DISAGREEMENT_RESOLUTION


def outcome_of(facts: Sequence[Fact], kind: ReferralKind = ReferralKind.MEDIATION) -> Outcome:
    """Return the outcome that the facts suggest; whoever closes the case may choose another they do not contradict.

    A meeting that was held is the outcome whatever came after it. Without one, the last of the events that end a
    case decides, save that an LA's refusal is not undone by the family giving up after it, only by its trying again.
    """
    standing = live(facts)
    if histories.meetings(standing):
        dr = is_disagreement_resolution(standing, kind)
        return Outcome.DR_MEETING_HELD if dr else Outcome.MEDIATION_MEETING_HELD
    ended, refused = Outcome.GUIDANCE_ONLY, False
    for place, fact in enumerate(standing):
        if fact.type is FactType.RESOLVED_BEFORE_SESSION:
            ended = Outcome.RESOLVED_PRE_MEDIATION
        elif _cannot(fact):
            ended, refused = Outcome.LA_DECLINED, refused or fact.type is FactType.LA_DECLINED
        elif fact.type in (FactType.WISH_STATED, FactType.WITHDRAWN_BY_PARTY):
            if histories.wishes_to_mediate(standing[: place + 1]):
                ended, refused = Outcome.GUIDANCE_ONLY, False
            elif histories.declines_to_mediate(standing[: place + 1]) and not refused:
                ended = _changed_mind(standing, fact)
    if ended is Outcome.GUIDANCE_ONLY and histories.certificates(standing):
        return _ended_with_certificate(standing)
    return ended


def check_outcome(outcome: Outcome, facts: Sequence[Fact], kind: ReferralKind = ReferralKind.MEDIATION) -> None:
    """Refuse to close a case under an outcome that its facts contradict."""
    standing = live(facts)
    met = bool(histories.meetings(standing))
    if outcome in _MEETING_HELD:
        if not met:
            raise _contradicted("no session is recorded in which the family met another side. Record `session_held`")
        dr = histories.of(standing, FactType.DRS_AGREED_BY) or kind is not ReferralKind.MEDIATION
        if outcome is Outcome.DR_MEETING_HELD and not dr:
            raise _contradicted("the meeting was a mediation. Close it as `mediation_meeting_held`")
        if outcome is Outcome.MEDIATION_MEETING_HELD and is_disagreement_resolution(standing, kind):
            raise _contradicted("the meeting was for disagreement resolution. Close it as `dr_meeting_held`")
        return
    if met:
        held = outcome_of(standing, kind)
        raise _contradicted(f"a meeting was held. Close it as `{held}`")
    supported, needed = _NEEDS[outcome]
    if not supported(standing):
        raise _contradicted(needed)


_MEETING_HELD = frozenset({Outcome.MEDIATION_MEETING_HELD, Outcome.DR_MEETING_HELD})


def _contradicted(why: str) -> GuardRefused:
    return GuardRefused(f"The facts say otherwise: {why}.", rule="outcome")


def _cannot(fact: Fact) -> bool:
    """Return whether this fact says that the LA did not come to the table."""
    deemed = fact.type is FactType.CERTIFICATE_ISSUED and fact.payload.get("kind") == CertificateKind.S55_5_DEEMED
    return deemed or fact.type in (FactType.LA_DECLINED, FactType.LA_SAYS_CANNOT_ARRANGE)


def _changed_mind(facts: Sequence[Fact], said: Fact) -> Outcome:
    certified = bool(histories.certificates(facts))
    if histories.asked_to_mediate(facts) or said.type is FactType.WITHDRAWN_BY_PARTY:
        return Outcome.CHANGED_MIND_CERTIFICATE if certified else Outcome.CHANGED_MIND
    return Outcome.CERTIFICATE_ONLY if certified else Outcome.GUIDANCE_ONLY


def _gave_up(facts: Sequence[Fact]) -> bool:
    """Return whether the family ever said no, or withdrew; it may have come back since."""
    said = histories.of(facts, FactType.WISH_STATED, FactType.WITHDRAWN_BY_PARTY)
    return any(fact.payload.get("wish", "not_mediate") == "not_mediate" for fact in said)


def _ended_with_certificate(facts: Sequence[Fact]) -> Outcome:
    """Return the outcome of a case in which nothing followed a family's change back to mediation (path K)."""
    if not _gave_up(facts):
        return Outcome.LA_DECLINED
    return Outcome.CHANGED_MIND_CERTIFICATE if histories.asked_to_mediate(facts) else Outcome.CERTIFICATE_ONLY


_NEEDS: dict[Outcome, tuple[Callable[[Sequence[Fact]], bool], str]] = {
    Outcome.RESOLVED_PRE_MEDIATION: (
        lambda facts: bool(histories.of(facts, FactType.RESOLVED_BEFORE_SESSION)),
        "nothing says that it was resolved. Record `resolved_before_session`",
    ),
    Outcome.CHANGED_MIND: (
        lambda facts: _gave_up(facts) and not histories.certificates(facts),
        "this needs a family that does not wish to mediate, or withdrew, and that has no certificate",
    ),
    Outcome.CHANGED_MIND_CERTIFICATE: (
        lambda facts: _gave_up(facts) and bool(histories.certificates(facts)),
        "this needs a family that does not wish to mediate, or withdrew, and that has a certificate",
    ),
    Outcome.LA_DECLINED: (
        lambda facts: any(_cannot(fact) for fact in facts),
        "nothing says that the LA declined or could not arrange. Record `la_declined` or `la_says_cannot_arrange`",
    ),
    Outcome.CERTIFICATE_ONLY: (
        lambda facts: bool(histories.certificates(facts)) and not histories.asked_to_mediate(facts),
        "this needs a certificate that stands and a family that never asked to mediate",
    ),
    Outcome.GUIDANCE_ONLY: (
        lambda facts: not histories.certificates(facts),
        "a certificate stands, so there was more than guidance",
    ),
}
