"""Facts told all at once, with no case behind them: whether they can stand together, and what they leave open."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time
from functools import cache
from typing import NamedTuple

from app.domain.appeals import check_received
from app.domain.clocks import LONDON
from app.domain.codes import ReferralKind
from app.domain.facts import Fact, FactType
from app.domain.refusals import Fault, Invalid, Refusal
from app.domain.rights_holders import check_age
from app.domain.rules import Rulebook

MOST_TERMS = 100


class Contradiction(Refusal):
    """What was sent cannot all be so."""

    code = "invalid"

    def __init__(self, place: int, field: str, code: str, detail: str, rule: str | None = None) -> None:
        super().__init__(detail, rule=rule, faults=(Fault(f"/facts/{place}/{field}", code, detail),))
        self.place, self.field = place, field


def check_together(facts: Sequence[Fact], *, as_of: date) -> None:
    """Refuse facts that contradict one another, or that lie after the day on which they are judged."""
    told = {fact.type for fact in facts}
    for place, fact in enumerate(facts):
        if fact.occurred_on > as_of:
            raise Contradiction(place, "occurred_on", "after_as_of", "A fact lies on or before `as_of`.")
        if fact.type is FactType.APPEAL_LODGED:
            check_received(fact.payload, fact.occurred_on, datetime.combine(as_of, time.max, LONDON))
    _one_decision(facts, as_of)
    if not told.isdisjoint(_ABOUT_CERTIFICATES):
        _certificates(facts)
    if not told.isdisjoint(_ABOUT_AGREEMENTS):
        _terms(facts)


def check_born(born_on: date, facts: Sequence[Fact]) -> None:
    """Refuse a date of birth on which nothing of what is stated can have been about a child of the Act."""
    if any(fact.occurred_on <= born_on for fact in facts):
        raise Invalid("/born_on", "before_the_birth", "The child was born before every fact that is stated.")
    for _, decision in _of(facts, FactType.DECISION_SENT):
        check_age(born_on, decision.occurred_on, "/born_on")


_APPEALING = (FactType.CERTIFICATE_ISSUED, FactType.APPEAL_LODGED, FactType.PERMISSION_ASKED)
_ABOUT_CERTIFICATES = (FactType.CERTIFICATE_ISSUED, FactType.CERTIFICATE_VOIDED)
_ABOUT_AGREEMENTS = (FactType.AGREEMENT_SIGNED, FactType.AGREEMENT_ACTION_DONE)


def _of(facts: Sequence[Fact], *types: FactType) -> Iterator[tuple[int, Fact]]:
    return ((place, fact) for place, fact in enumerate(facts) if fact.type in types)


def _one_decision(facts: Sequence[Fact], as_of: date) -> None:
    sent = [(place, fact) for place, fact in enumerate(facts) if fact.type is FactType.DECISION_SENT]
    if len(sent) > 1:
        words = "One decision at a time: each has dates of its own. Ask again for the other."
        raise Contradiction(sent[1][0], "type", "second_decision", words, "R13")
    if not sent:
        return
    place, decision = sent[0]
    letter_on = decision.day("letter_dated_on")
    if letter_on is not None and letter_on > as_of:
        words = "The letter is dated on or before `as_of`; check its year."
        raise Contradiction(place, "letter_dated_on", "after_as_of", words)
    # Permission is asked for in the appeal itself, so it cannot come before the decision either.
    for place, fact in enumerate(facts):
        if fact.occurred_on < decision.occurred_on and fact.type in _APPEALING:
            words = "A certificate, an appeal or a request for permission cannot come before the decision was sent."
            raise Contradiction(place, "occurred_on", "before_the_decision", words, "guard-6")


def _certificates(facts: Sequence[Fact]) -> None:
    places = [place for place, _ in _of(facts, FactType.CERTIFICATE_ISSUED)]
    issued = {facts[place].payload["certificate_id"] for place in places}
    if len(issued) < len(places):
        place = places[-1]
        words = "Two certificates share one `certificate_id`."
        raise Contradiction(place, "certificate_id", "repeated", words, "guard-5")
    voided = set()
    for place, fact in _of(facts, FactType.CERTIFICATE_VOIDED):
        if fact.payload["certificate_id"] not in issued:
            words = "No certificate with this id is among the facts."
            raise Contradiction(place, "certificate_id", "unknown", words)
        voided.add(fact.payload["certificate_id"])
    names: set[str] = set()
    for place in places:
        fact = facts[place]
        person = fact.payload.get("person", "parent")
        if fact.payload["certificate_id"] in voided:
            continue
        if person in names:
            words = "One certificate stands for one person. Say which was voided, or leave the later one out."
            raise Contradiction(place, "type", "second_certificate", words, "guard-5")
        names.add(person)


def _terms(facts: Sequence[Fact]) -> None:
    counted = 0
    for place, fact in _of(facts, FactType.AGREEMENT_SIGNED):
        counted += len(fact.payload.get("terms", ()))
        if counted > MOST_TERMS:
            raise Contradiction(place, "terms", "too_many", f"At most {MOST_TERMS} terms in all are expected.")
    agreed = {
        term.get("term_id")
        for _, fact in _of(facts, FactType.AGREEMENT_SIGNED)
        for term in fact.payload.get("terms", ())
    }
    for place, fact in _of(facts, FactType.AGREEMENT_ACTION_DONE):
        if fact.payload.get("term_id") not in agreed:
            raise Contradiction(place, "term_id", "unknown", "No agreement among the facts has a term with this id.")


class Waiting(NamedTuple):
    """A clock that has no date yet, and the fact that would start it."""

    rule_id: str
    title: str
    waits_for: FactType


def not_known_yet(
    facts: Sequence[Fact], found: Sequence[str], rules: Rulebook, kind: ReferralKind
) -> tuple[Waiting, ...]:
    """Return the clocks that these facts leave without a date; of assessments and plans only what was begun."""
    told = {fact.type for fact in facts}
    if kind is ReferralKind.DISAGREEMENT_RESOLUTION and not _mediates_on_a_decision(facts, told):
        return ()
    return tuple(
        waiting for waiting in _waiting(rules) if waiting.waits_for not in told and waiting.rule_id not in found
    )


def _mediates_on_a_decision(facts: Sequence[Fact], told: set[FactType]) -> bool:
    return FactType.DECISION_SENT in told and any(fact.payload.get("wish") == "mediate" for fact in facts)


@cache
def _waiting(rules: Rulebook) -> tuple[Waiting, ...]:
    """Return each clock once, with what starts it."""
    waiting: dict[str, Waiting] = {}
    for row in rules.rows:
        if row.trigger is not None and not row.id.startswith(("ehc-", "dp-")):
            waiting.setdefault(row.id, Waiting(row.id, row.title, row.trigger))
    return tuple(waiting.values())
