"""A case recorded step by step through the guards, as the service would."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from app.domain import certificates, guards, lifecycle, outcomes
from app.domain.codes import CertificateKind, Outcome, ReferralKind, Route
from app.domain.facts import Fact, FactType


class Recording:
    """A case to which facts are added one by one; whatever the guards refuse is not added."""

    def __init__(self, kind: ReferralKind = ReferralKind.MEDIATION, sides: Sequence[str] = ()) -> None:
        self.kind, self.sides = kind, tuple(sides)
        self.facts: list[Fact] = []

    def record(
        self,
        type_: FactType,
        on: str,
        *,
        today: str | None = None,
        supersedes: str | None = None,
        retracted: bool = False,
        **payload: Any,
    ) -> Fact:
        """Record a fact on the day it happened, unless `today` is later."""
        fact = self._fact(type_, on, payload, supersedes, retracted)
        by_resource = type_ in guards.RECORDED_BY_ITS_RESOURCE
        if type_ is not FactType.REFERRAL_RECEIVED:  # it comes with the case, before any guard
            guards.check_fact(
                fact,
                self.facts,
                today=date.fromisoformat(today or on),
                kind=self.kind,
                sides=self.sides,
                by_resource=by_resource,
            )
        self.facts.append(fact)
        return fact

    def certify(self, kind: CertificateKind, on: str, person: str = "parent", **asked: Any) -> Fact:
        """Issue a certificate, under the guards of certificates and of facts."""
        asked = {"adviser_independent": True, **asked}
        certificates.check_certificate(kind, person, self.facts, issued_on=date.fromisoformat(on), **asked)
        number = f"certificate-{len(self.facts)}"
        return self.record(FactType.CERTIFICATE_ISSUED, on, certificate_id=number, kind=str(kind), person=person)

    def close(self, on: str, outcome: Outcome | None = None) -> Fact:
        """Close the case under an outcome, or under the one that its facts suggest."""
        return self.record(FactType.CASE_CLOSED, on, outcome=str(outcome or self.outcome))

    @property
    def stage(self) -> lifecycle.Stage:
        return lifecycle.stage_of(self.facts, sides=self.sides)

    @property
    def outcome(self) -> Outcome:
        return outcomes.outcome_of(self.facts, self.kind)

    @property
    def route(self) -> Route:
        return outcomes.route_of(self.facts, self.kind)

    def _fact(self, type_: FactType, on: str, payload: dict[str, Any], supersedes: str | None, retracted: bool) -> Fact:
        place = len(self.facts) + 1
        return Fact(
            id=f"f{place}",
            type=type_,
            occurred_on=date.fromisoformat(on),
            sequence=place,
            payload=payload,
            supersedes=supersedes,
            retracted=retracted,
        )


def referred(
    kind: ReferralKind = ReferralKind.MEDIATION,
    *,
    sent: str | None = "2025-01-14",
    contacted: str = "2025-02-03",
    decision_kind: str = "refusal_to_issue",
    sides: Sequence[str] = (),
) -> Recording:
    """Return a case as acceptance opens it: with the decision, where there is one, and the contact."""
    story = Recording(kind, sides)
    if sent:
        story.record(FactType.DECISION_SENT, sent, decision_kind=decision_kind)
    story.record(FactType.REFERRAL_RECEIVED, contacted, channel="phone", referred_by="parent")
    return story


def advised(kind: ReferralKind = ReferralKind.MEDIATION, **opened: Any) -> Recording:
    """Return a case whose family has had information and advice on 4 February 2025."""
    story = referred(kind, **opened)
    story.record(FactType.ADVICE_GIVEN, "2025-02-04", channel="phone", rights_explained=True)
    return story


def arranging(**opened: Any) -> Recording:
    """Return a case whose family wishes to mediate, with the LA informed on 6 February 2025."""
    story = advised(**opened)
    story.record(FactType.WISH_STATED, "2025-02-05", wish="mediate")
    story.record(FactType.LA_INFORMED, "2025-02-06", informed_by="adviser")
    return story


def met(present: Sequence[str] = ("parent", "la_with_authority"), **opened: Any) -> Recording:
    """Return a case with a session held on 4 March 2025."""
    story = arranging(**opened)
    story.record(FactType.SESSION_FIXED, "2025-02-17", session_id="s1", held_on="2025-03-04", mode="online")
    story.record(FactType.SESSION_NOTICE_GIVEN, "2025-02-17", session_id="s1", to="all")
    story.record(FactType.SESSION_HELD, "2025-03-04", session_id="s1", present=list(present))
    return story


def concluded(present: Sequence[str] = ("parent", "la_with_authority"), **opened: Any) -> Recording:
    """Return a case whose mediation was concluded on the day of its session."""
    story = met(present, **opened)
    story.record(FactType.MEDIATION_CONCLUDED, "2025-03-04")
    return story
