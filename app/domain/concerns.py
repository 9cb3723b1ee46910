"""What is recorded and flagged but never refused (law.md 3.3): each flag is a code and one plain sentence.

Where a clock counts something, the clock is asked: a case must not say two things of one day.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from app.domain import appeal_concerns, histories, rights_concerns
from app.domain.clocks import Computed
from app.domain.codes import CertificateKind, DeadlineStatus, DecisionKind, IssueKind
from app.domain.counting import say
from app.domain.facts import Fact, FactType, live
from app.domain.looked import Flag, Looked, last_day
from app.domain.rights_holders import NO_TERMS, Terms

CERTIFICATES = frozenset({"cert-no-mediation-3wd", "cert-after-mediation-3wd", "cert-deemed-3wd"})


CONTACT_BEFORE_DECISION = Flag(
    "contact_before_decision", "The family made contact before the decision was sent; it counts as in time."
)


class Seen(NamedTuple):
    """What somebody should look at, and the next day on which the same facts show something else."""

    flags: tuple[Flag, ...]
    changes_on: date | None


def seen(
    facts: Sequence[Fact],
    computed: Computed,
    *,
    as_of: date,
    born_on: date | None = None,
    terms: Terms = NO_TERMS,
) -> Seen:
    """Return what somebody should look at in this history, each flag once; `computed` are the case's clocks."""
    case = Looked(live(facts), computed.deadlines, as_of, born_on, terms)
    told = {fact.type for fact in case.facts}
    found: list[Flag] = []
    for look, turns_on in LOOKS:
        if turns_on.isdisjoint(told):
            continue
        found.extend(look(case))
    return Seen(tuple(dict.fromkeys(found)), case.changes_on)


def _contact(case: Looked) -> Iterator[Flag]:
    sent, clock = histories.decision(case.facts), case.clock("contact-adviser-2m")
    if sent is None or clock is None or clock.not_needed:
        return
    status = clock.status(case.as_of)
    if clock.met_on is not None and clock.met_on < sent.occurred_on:
        yield CONTACT_BEFORE_DECISION
    elif status is DeadlineStatus.LATE:
        yield Flag(
            "contact_late",
            "The family made contact after its two months. Issue as usual, state the contact date, tell a supervisor; "
            "the tribunal decides.",
        )
    elif status is DeadlineStatus.MISSED:
        yield Flag("contact_late", "The family's two months have ended and no contact of its own is recorded.")
    elif status is DeadlineStatus.PENDING and not clock.holds_open:
        case.changes_after(last_day(clock))
        yield Flag(
            "family_not_reached", "A referral by somebody else does not count: the family itself must be reached."
        )


def _sessions(case: Looked) -> Iterator[Flag]:
    facts = case.facts
    hold = case.clock("hold-30d")
    if hold is not None and hold.due_on and hold.start_on and not hold.not_needed:
        # What was fixed for a day before the council was told belongs to an earlier attempt.
        planned = [
            day
            for fact in histories.fixed_sessions(facts).values()
            if (day := fact.day("held_on")) and day >= hold.start_on
        ]
        first = hold.met_on or min(planned, default=None)
        if first and first > hold.due_on:
            yield Flag("beyond_day_30", f"The session lies beyond day 30, {say(hold.due_on)}.")
    for fact in histories.of(facts, FactType.SESSION_HELD):
        who = histories.present(fact)
        # Neither body can settle what is the other's.
        for body, roles in (("LA", histories.LA), ("ICB", histories.ICB)):
            if who & roles and f"{body.lower()}_with_authority" not in who:
                yield Flag(
                    "nobody_with_authority", f"A session was held without somebody who could decide for the {body}."
                )


def _notice(case: Looked) -> Iterator[Flag]:
    standing = histories.fixed_sessions(case.facts)
    for clock in case.clocks:
        if clock.rule_id != "session-notice-5wd" or clock.subject not in standing:
            continue
        status = clock.status(case.as_of)
        if status is DeadlineStatus.PENDING:
            case.changes_after(last_day(clock))
        elif status in (DeadlineStatus.LATE, DeadlineStatus.MISSED):
            yield Flag(
                "short_notice",
                "A session has fewer than five whole working days of notice, and the family has not agreed to that.",
            )


def _agreements(case: Looked) -> Iterator[Flag]:
    facts = case.facts
    for fact in histories.of(facts, FactType.AGREEMENT_SIGNED):
        terms = fact.payload.get("terms") or ()
        if not terms or any(not term.get("agreed_on") for term in terms):
            yield Flag("agreement_without_dates", "An agreement has a term without a written date.")


def _certificates(case: Looked) -> Iterator[Flag]:
    facts = case.facts
    sent = histories.decision(facts)
    contents = sent is not None and sent.payload.get("decision_kind") == DecisionKind.PLAN_CONTENTS
    if contents and histories.last(facts, FactType.INTENT_TO_APPEAL_STATED) is None:
        kinds = histories.issue_kinds(facts)
        if kinds and IssueKind.EDUCATION not in kinds:
            yield Flag(
                "appeal_intent_not_asked",
                "Only health or social care issues are recorded: ask whether an appeal is meant.",
            )
    if histories.declines_to_mediate(facts) and histories.first(facts, FactType.ADVICE_GIVEN) is None:
        yield Flag("advice_outstanding", "The family said no before it had advice: give the advice today.")
    if any(clock.status(case.as_of) is DeadlineStatus.LATE for clock in case.clocks if clock.rule_id in CERTIFICATES):
        yield Flag("certificate_late", "A certificate was issued later than its three working days.")
    for fact in histories.certificates(facts):
        if fact.payload.get("kind") == CertificateKind.S55_5_DEEMED:
            yield Flag("deemed_certificate", "A certificate counts the family as having taken part: tell a supervisor.")


def _la(case: Looked) -> Iterator[Flag]:
    facts = case.facts
    if histories.first(facts, FactType.LA_DECLINED):
        yield Flag(
            "la_declined_breach",
            "The LA declined, though it must arrange mediation and take part: treat it as one that cannot arrange.",
        )


_F = FactType
LOOKS: tuple[tuple[Callable[[Looked], Iterator[Flag]], frozenset[FactType]], ...] = (
    (_contact, frozenset({_F.DECISION_SENT})),
    (_sessions, frozenset({_F.LA_INFORMED, _F.ICB_NOTIFIED, _F.SESSION_HELD})),
    (_notice, frozenset({_F.SESSION_FIXED})),
    (_agreements, frozenset({_F.AGREEMENT_SIGNED})),
    (rights_concerns.change_of_holder, frozenset({_F.CAPACITY_OR_AGE_CHANGE, _F.ADVICE_GIVEN})),
    (rights_concerns.sessions_to_come, frozenset({_F.SESSION_FIXED})),
    (_certificates, frozenset({_F.DECISION_SENT, _F.WISH_STATED, _F.WITHDRAWN_BY_PARTY, _F.CERTIFICATE_ISSUED})),
    (appeal_concerns.after_a_certificate, frozenset({_F.CERTIFICATE_ISSUED})),
    (appeal_concerns.decision_corrected, frozenset({_F.CERTIFICATE_ISSUED})),
    (appeal_concerns.after_an_agreement, frozenset({_F.AGREEMENT_SIGNED})),
    (_la, frozenset({_F.LA_DECLINED})),
)
"""Each look with the facts without one of which it finds nothing."""
