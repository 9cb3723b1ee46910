"""What is recorded and flagged but never refused (law.md 3.3): each flag is a code and one plain sentence."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from app.domain import histories
from app.domain.calendars import ENGLAND_AND_WALES, BeyondCalendar, Calendar
from app.domain.certificates import arranging_lapses_on, deemed_grounds
from app.domain.codes import CertificateKind, DecisionKind, IssueKind, Route
from app.domain.counting import cc_month, cc_wd
from app.domain.facts import Fact, FactType, live
from app.domain.outcomes import route_of

MONTHS_TO_CONTACT = 2
WORKING_DAYS_OF_NOTICE = 5
WORKING_DAYS_TO_CERTIFY = 3


class Flag(NamedTuple):
    """Something to look at: a stable code and what it means here."""

    code: str
    detail: str


def flags(facts: Sequence[Fact], *, as_of: date, calendar: Calendar = ENGLAND_AND_WALES) -> tuple[Flag, ...]:
    """Return what somebody should look at in this history, each flag once."""
    standing = live(facts)
    told = {fact.type for fact in standing}
    found: list[Flag] = []
    for look, turns_on in LOOKS:
        if turns_on.isdisjoint(told):
            continue
        # A count beyond the calendar says nothing about the other flags.
        with suppress(BeyondCalendar):
            found.extend(look(standing, as_of, calendar))
    return tuple(dict.fromkeys(found))


def _contact(facts: Sequence[Fact], as_of: date, calendar: Calendar) -> Iterator[Flag]:
    sent = histories.decision(facts)
    if sent is None:
        return
    contact = _own_contact(facts)
    limit = _last_day_to_contact(sent.occurred_on, calendar)
    in_time = contact is not None and sent.occurred_on <= contact.occurred_on <= limit
    if in_time or route_of(facts) is Route.SECTION_I_ONLY:
        return
    if contact and contact.occurred_on < sent.occurred_on:
        yield Flag(
            "contact_before_decision", "The family made contact before the decision was sent; it counts as in time."
        )
    if contact and contact.occurred_on > limit:
        yield Flag(
            "contact_late",
            "The family made contact after its two months. Issue as usual, state the contact date, tell a supervisor; "
            "the tribunal decides.",
        )
    elif contact is None and as_of > limit:
        yield Flag("contact_late", "The family's two months have ended and no contact of its own is recorded.")
    elif contact is None:
        yield Flag(
            "family_not_reached", "A referral by somebody else does not count: the family itself must be reached."
        )


@lru_cache(maxsize=4096)
def _last_day_to_contact(sent_on: date, calendar: Calendar) -> date:
    return cc_month(sent_on, MONTHS_TO_CONTACT, calendar).on


def _own_contact(facts: Sequence[Fact]) -> Fact | None:
    """Return the first contact that counts: by the parent, the young person or their representative (R20)."""
    for fact in histories.of(facts, FactType.REFERRAL_RECEIVED, FactType.FAMILY_CONTACTED):
        if fact.payload.get("referred_by", fact.payload.get("person")) in histories.FAMILY:
            return fact
    return None


def _sessions(facts: Sequence[Fact], as_of: date, calendar: Calendar) -> Iterator[Flag]:
    held = histories.of(facts, FactType.SESSION_HELD)
    informed = histories.first(facts, FactType.LA_INFORMED)
    if informed:
        day_30 = arranging_lapses_on([informed])
        planned = [day for fact in _fixed(facts).values() if (day := fact.day("held_on"))]
        days = [*planned, *(fact.occurred_on for fact in held)]
        if day_30 and days and min(days) > day_30:
            yield Flag("beyond_day_30", "The session lies beyond day 30 from the day the LA was informed.")
    for fact in held:
        who = histories.present(fact)
        if who & (histories.LA | histories.ICB) and not who & {"la_with_authority", "icb_with_authority"}:
            yield Flag(
                "nobody_with_authority", "A session was held without somebody who could decide for the LA or ICB."
            )


def _notice(facts: Sequence[Fact], as_of: date, calendar: Calendar) -> Iterator[Flag]:
    for session, fact in _fixed(facts).items():
        day = fact.day("held_on")
        if day and _notice_is_short(facts, session, fact, day, as_of, calendar):
            yield Flag(
                "short_notice",
                "A session has fewer than five whole working days of notice, and the family has not agreed to that.",
            )


def _fixed(facts: Sequence[Fact]) -> dict[str | None, Fact]:
    """Return where each session was last fixed, unless it was cancelled after that."""
    fixed: dict[str | None, Fact] = {}
    for fact in histories.of(facts, FactType.SESSION_FIXED, FactType.SESSION_CANCELLED):
        session = fact.payload.get("session_id")
        if fact.type is FactType.SESSION_FIXED:
            fixed[session] = fact
        else:
            fixed.pop(session, None)
    return fixed


def _notice_is_short(
    facts: Sequence[Fact], session: str | None, fixed: Fact, day: date, as_of: date, calendar: Calendar
) -> bool:
    """Return whether notice since the session was fixed leaves fewer than five whole working days (R18)."""
    about = [fact for fact in facts if fact.payload.get("session_id") == session]
    if histories.of(about, FactType.NOTICE_SHORTENING_CONSENTED):
        return False
    given = [
        fact.occurred_on
        for fact in histories.of(about, FactType.SESSION_NOTICE_GIVEN)
        if fact.payload.get("to") in ("family", "all") and fact.occurred_on >= fixed.occurred_on
    ]
    notice = min(given, default=as_of)
    return notice >= day or calendar.working_days_between(notice, day) < WORKING_DAYS_OF_NOTICE


def _agreements(facts: Sequence[Fact], as_of: date, calendar: Calendar) -> Iterator[Flag]:
    for fact in histories.of(facts, FactType.AGREEMENT_SIGNED):
        terms = fact.payload.get("terms") or ()
        if not terms or any(not term.get("agreed_on") for term in terms):
            yield Flag("agreement_without_dates", "An agreement has a term without a written date.")


def _people(facts: Sequence[Fact], as_of: date, calendar: Calendar) -> Iterator[Flag]:
    change = histories.last(facts, FactType.CAPACITY_OR_AGE_CHANGE)
    advice = histories.last(facts, FactType.ADVICE_GIVEN)
    if change and (advice is None or advice.occurred_on < change.occurred_on):
        yield Flag(
            "rights_holder_changed", "Who holds the rights has changed since advice was given: ask and advise again."
        )


def _certificates(facts: Sequence[Fact], as_of: date, calendar: Calendar) -> Iterator[Flag]:
    sent = histories.decision(facts)
    contents = sent is not None and sent.payload.get("decision_kind") == DecisionKind.PLAN_CONTENTS
    if contents and histories.last(facts, FactType.INTENT_TO_APPEAL_STATED) is None:
        kinds = histories.issue_kinds(facts)
        if kinds and IssueKind.EDUCATION not in kinds:
            yield Flag(
                "appeal_intent_not_asked",
                "Only health or social care issues are recorded: ask whether an appeal is meant.",
            )
    said = histories.wish(facts)
    advice = histories.first(facts, FactType.ADVICE_GIVEN)
    if said and histories.declines_to_mediate(facts) and (advice is None or advice.occurred_on > said.occurred_on):
        yield Flag("advice_outstanding", "The family said no before it had advice: give the advice today.")
    for fact in histories.certificates(facts):
        trigger = _trigger(fact, facts)
        if trigger and fact.occurred_on > cc_wd(trigger, WORKING_DAYS_TO_CERTIFY, calendar).on:
            yield Flag("certificate_late", "A certificate was issued later than its three working days.")
        if fact.payload.get("kind") == CertificateKind.S55_5_DEEMED:
            yield Flag("deemed_certificate", "A certificate counts the family as having taken part: tell a supervisor.")


def _trigger(certificate: Fact, facts: Sequence[Fact]) -> date | None:
    """Return the day from which this certificate's three working days run."""
    known = facts[: facts.index(certificate)]
    kind = certificate.payload.get("kind")
    if kind == CertificateKind.S55_5_DEEMED:
        return min((day for day, _ in deemed_grounds(known, certificate.occurred_on)), default=None)
    if kind == CertificateKind.S55_5:
        found = histories.last(known, FactType.MEDIATION_CONCLUDED)
    else:
        found = histories.wish(known)
    return found.occurred_on if found else None


def _la(facts: Sequence[Fact], as_of: date, calendar: Calendar) -> Iterator[Flag]:
    if histories.first(facts, FactType.LA_DECLINED):
        yield Flag(
            "la_declined_breach",
            "The LA declined, though it must arrange mediation and take part: treat it as one that cannot arrange.",
        )


_F = FactType
LOOKS: tuple[tuple[Callable[[Sequence[Fact], date, Calendar], Iterator[Flag]], frozenset[FactType]], ...] = (
    (_contact, frozenset({_F.DECISION_SENT})),
    (_sessions, frozenset({_F.LA_INFORMED, _F.SESSION_HELD})),
    (_notice, frozenset({_F.SESSION_FIXED})),
    (_agreements, frozenset({_F.AGREEMENT_SIGNED})),
    (_people, frozenset({_F.CAPACITY_OR_AGE_CHANGE})),
    (_certificates, frozenset({_F.DECISION_SENT, _F.WISH_STATED, _F.WITHDRAWN_BY_PARTY, _F.CERTIFICATE_ISSUED})),
    (_la, frozenset({_F.LA_DECLINED})),
)
"""Each look with the facts without one of which it finds nothing."""
