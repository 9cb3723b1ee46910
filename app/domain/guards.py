"""The hard guards on recording a fact (law.md 3.2): each refusal names its rule and says what would be accepted.

What law.md 3.3 calls soft is in `concerns.py`: recorded and flagged, never refused.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cache

from app.domain import certificates, histories, lifecycle, outcomes
from app.domain.codes import Outcome, ReferralKind
from app.domain.facts import Fact, FactType, live
from app.domain.permissions import GRANTS, Permission, Role
from app.domain.refusals import GuardRefused, Invalid

RECORDED_BY_ITS_RESOURCE: Mapping[FactType, str] = {
    FactType.REFERRAL_RECEIVED: "It is recorded by accepting a referral.",
    FactType.CERTIFICATE_ISSUED: "It is recorded by issuing a certificate on the case.",
    FactType.CERTIFICATE_VOIDED: "It is recorded by voiding the certificate.",
}

_ABOUT_A_SESSION = frozenset(
    {
        FactType.SESSION_NOTICE_GIVEN,
        FactType.NOTICE_SHORTENING_CONSENTED,
        FactType.SESSION_CANCELLED,
        FactType.SESSION_HELD,
        FactType.SESSION_ADJOURNED,
    }
)


@dataclass(frozen=True, slots=True)
class AllowedFact:
    """Whether a fact of this type, happening today, may be recorded; if not, why not and by which rule."""

    type: FactType
    allowed: bool
    why_not: str | None = None
    rule: str | None = None


def check_fact(
    fact: Fact,
    facts: Sequence[Fact],
    *,
    today: date,
    kind: ReferralKind = ReferralKind.MEDIATION,
    sides: Collection[str] = (),
    by_resource: bool = False,
    own_sessions: Collection[str] = (),
    passes_on: date | None = None,
) -> None:
    """Refuse a new fact, a correction or a retraction that the case may not take.

    `facts` is every fact of the case, live or not; `sides` are those the referral named for disagreement resolution;
    `by_resource` is for the services whose facts come from nowhere else, which have their own guards;
    `own_sessions` are the ids of the sessions that are kept here, whose facts come from them alone; `passes_on` is the
    day on which the rights pass to the young person, which a correction is judged by.
    """
    fact = replace(fact, sequence=1 + max((known.sequence for known in facts), default=0))
    if fact.occurred_on > today:
        raise Invalid("/occurred_on", "in_the_future", "A fact is recorded once it has happened, not before.")
    letter_on = fact.day("letter_dated_on")
    if letter_on is not None and letter_on > today:
        raise Invalid("/letter_dated_on", "in_the_future", "A letter is dated on or before today; check its year.")
    if fact.type in RECORDED_BY_ITS_RESOURCE and not by_resource:
        raise GuardRefused(
            f"`{fact.type}` is not recorded here. {RECORDED_BY_ITS_RESOURCE[fact.type]}",
            rule="recorded-by-its-resource",
        )
    if own_sessions and not by_resource:
        _check_session(fact, facts, own_sessions)
    _check_target(fact, facts)
    after = live((*facts, fact))
    _check_decision(after)
    if not fact.retracted:
        _check_references(fact, after)
    lifecycle.check_place(fact, facts, sides=sides)
    if fact.supersedes:
        certificates.check_still_supported((*facts, fact), passes_on)
    if fact.type is FactType.CASE_CLOSED and not fact.retracted:
        others = tuple(known for known in after if known.id != fact.id)
        outcomes.check_outcome(Outcome(fact.payload["outcome"]), others, kind)


GONE = "The case has gone to another provider: record it there. It stays readable here."


def check_not_gone(transferred_on: date | None) -> None:
    """Refuse to change a case that another provider has taken over."""
    if transferred_on is not None:
        raise GuardRefused(GONE, rule="transferred")


@cache
def none_allowed() -> tuple[AllowedFact, ...]:
    """Return for every fact type that it is not recorded here any more: the case has gone."""
    return tuple(AllowedFact(type_, False, GONE, "transferred") for type_ in FactType)


def check_open(closed_on: date | None) -> None:
    """Refuse to begin something on a case that is closed."""
    if closed_on is not None:
        raise GuardRefused("The case is closed. Reopen it first, then go on.", rule="lifecycle")


def check_not_kept(type_: FactType, kept: bool) -> None:
    """Refuse to tell as a fact what is kept as a record of its own on this case, which records it."""
    if kept:
        raise GuardRefused(
            f"`{type_}` is recorded by its own record on this case: close the agreement there, confirm its term, or "
            "move the session on.",
            rule="recorded-by-its-resource",
        )


def allowed_facts(
    facts: Sequence[Fact], *, as_of: date, sides: Collection[str] = (), role: Role = Role.ADVISER
) -> tuple[AllowedFact, ...]:
    """Return for every fact type whether one happening on `as_of` may be recorded by this role."""
    if Permission.FACTS_RECORD not in GRANTS[role]:
        why = f"Your role does not include {Permission.FACTS_RECORD}."
        return tuple(AllowedFact(type_, False, why, Permission.FACTS_RECORD) for type_ in FactType)
    standing = live(facts)
    stage = lifecycle.stage_of(facts, sides=sides)
    sent = histories.decision(standing)
    return _allowed_at(stage, sent is not None, sent is not None and as_of < sent.occurred_on)


@cache
def _allowed_at(stage: lifecycle.Stage, decided: bool, before_decision: bool) -> tuple[AllowedFact, ...]:
    return tuple(_allowed(type_, stage, decided, before_decision) for type_ in FactType)


def _allowed(type_: FactType, stage: lifecycle.Stage, decided: bool, before_decision: bool) -> AllowedFact:
    if type_ in RECORDED_BY_ITS_RESOURCE:
        return AllowedFact(type_, False, RECORDED_BY_ITS_RESOURCE[type_], "recorded-by-its-resource")
    if not lifecycle.allows(stage, type_):
        return AllowedFact(type_, False, lifecycle.why_not(stage, type_), "lifecycle")
    if type_ is FactType.DECISION_SENT and decided:
        return AllowedFact(type_, False, _SECOND_DECISION, "R13")
    if type_ is FactType.APPEAL_LODGED and before_decision:
        return AllowedFact(type_, False, _BEFORE_DECISION, "guard-6")
    return AllowedFact(type_, True)


_SECOND_DECISION = (
    "The case has a decision already. Supersede it if it is wrong; a new decision of the LA is a new, linked case."
)
_BEFORE_DECISION = (
    "A certificate or an appeal cannot come before the decision it is about was sent. Correct the day of one of them."
)


def _check_target(fact: Fact, facts: Sequence[Fact]) -> None:
    """A correction or a retraction is of a fact of this case that still stands and is not its resource's to change."""
    if fact.supersedes is None:
        if fact.retracted:
            raise Invalid("/supersedes", "missing", "Say which fact is taken back.")
        return
    target = next((known for known in facts if known.id == fact.supersedes), None)
    if target is None:
        raise Invalid("/supersedes", "unknown", "There is no such fact on this case.")
    if target.type in RECORDED_BY_ITS_RESOURCE:
        raise GuardRefused(
            f"`{target.type}` cannot be superseded here. {RECORDED_BY_ITS_RESOURCE[target.type]}",
            rule="recorded-by-its-resource",
        )
    if target.retracted or any(known.supersedes == target.id for known in facts):
        raise GuardRefused(
            "That fact has been superseded or taken back already. Supersede the one that stands.", rule="supersede"
        )


def _check_session(fact: Fact, facts: Sequence[Fact], own_sessions: Collection[str]) -> None:
    """A fact about a session that is kept here comes from the session; so does its correction."""
    target = next((known for known in facts if known.id == fact.supersedes), None)
    named = {known.payload.get("session_id") for known in (fact, target) if known is not None}
    if named & set(own_sessions):
        raise GuardRefused(
            "This session is kept here: record what happens to it at `/v1/sessions`.", rule="recorded-by-its-resource"
        )


def _check_decision(after: Sequence[Fact]) -> None:
    """One decision (R13), and no certificate or appeal before it was sent (guard 6, R15) or without it."""
    sent = histories.of(after, FactType.DECISION_SENT)
    if len(sent) > 1:
        raise GuardRefused(_SECOND_DECISION, rule="R13")
    issued = histories.certificates(after)
    if issued and not sent:
        raise GuardRefused(
            "A certificate about this decision stands. Void it first, or supersede the decision by the right one.",
            rule="guard-1",
        )
    appeals = histories.of(after, FactType.APPEAL_LODGED)
    if sent and any(later.occurred_on < sent[0].occurred_on for later in (*issued, *appeals)):
        raise GuardRefused(_BEFORE_DECISION, rule="guard-6")


def _check_references(fact: Fact, after: Sequence[Fact]) -> None:
    """What a fact points at is there: the session once sessions are named, the term of an agreement."""
    if fact.type in _ABOUT_A_SESSION and fact.payload.get("session_id"):
        fixed = histories.of(after, FactType.SESSION_PROPOSED, FactType.SESSION_FIXED)
        named = {known.payload["session_id"] for known in fixed if known.payload.get("session_id")}
        if named and fact.payload["session_id"] not in named:
            raise Invalid("/session_id", "unknown", "No session of this case was proposed or fixed under this id.")
    if fact.type is FactType.AGREEMENT_ACTION_DONE:
        signed = histories.of(after, FactType.AGREEMENT_SIGNED)
        terms = {term.get("term_id") for known in signed for term in known.payload.get("terms", ())}
        if fact.payload.get("term_id") not in terms:
            raise Invalid("/term_id", "unknown", "No agreement of this case has a term with this id.")
