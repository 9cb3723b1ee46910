"""When a mediation certificate may be issued: the hard guards 1 to 6 and the rulings R5, R8 to R17 and R19.

Issue never depends on a settlement, on fees, or on the LA's consent, and lateness alone never bars it (R9).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.domain import histories, lifecycle
from app.domain.certificate_names import (
    SETTLED,
    Holding,
    check_holding,
    check_own_advice,
    check_own_no,
    own_since,
)
from app.domain.codes import CertificateKind, IssueKind
from app.domain.facts import Fact, FactType, live
from app.domain.permissions import GRANTS, Permission, Role
from app.domain.refusals import GuardRefused, NotPermitted

DAYS_TO_ARRANGE = 30


@dataclass(frozen=True, slots=True)
class AllowedCertificate:
    """Whether this kind of certificate may be issued now, and if not what is in the way."""

    kind: CertificateKind
    allowed: bool
    why_not: str | None = None
    rule: str | None = None


def check_certificate(
    kind: CertificateKind,
    person: str,
    facts: Sequence[Fact],
    *,
    issued_on: date,
    adviser_independent: bool,
    holding: Holding = SETTLED,
) -> None:
    """Refuse a certificate that the facts up to its day of issue do not support, naming the guard.

    `person` is in whose name it is; `holding` is what is known on that day of who holds the rights (R19).
    """
    standing = live(facts)
    known = tuple(fact for fact in standing if fact.occurred_on <= issued_on)
    _check_decision(standing, issued_on)
    since = own_since(known, person, holding)
    _check_advice(known, since)
    if not adviser_independent:
        raise GuardRefused(
            "The adviser's declaration of independence is not in date. Renew it, or let another adviser issue.",
            rule="guard-1",
        )
    check_holding(holding)
    if histories.certificate_of(standing, person):
        raise GuardRefused(
            "A certificate in this name stands for this decision. Void it to issue a corrected one; "
            "a new decision of the LA is a new case.",
            rule="guard-5",
        )
    _check_kind(kind, known, issued_on, since)
    issue = Fact(
        id="",
        type=FactType.CERTIFICATE_ISSUED,
        occurred_on=issued_on,
        sequence=1 + max((fact.sequence for fact in facts), default=0),
        payload={"kind": str(kind)},
    )
    lifecycle.check_place(issue, facts)


def is_independent(declared_until: date | None, day: date) -> bool:
    """Return whether whoever issues has declared independence for this day (guard 1)."""
    return declared_until is not None and declared_until >= day


def check_issuer(role: Role, kind: CertificateKind) -> None:
    """Refuse a role that does not issue certificates, or not of this kind."""
    if Permission.CERTIFICATES_ISSUE not in GRANTS[role]:
        raise NotPermitted(f"Your role does not include {Permission.CERTIFICATES_ISSUE}.")
    if role is Role.MEDIATOR and kind is not CertificateKind.S55_5:
        raise NotPermitted("A mediator issues the certificate after a mediation only.")


def check_still_supported(facts_after: Sequence[Fact], passes_on: date | None = None) -> None:
    """Refuse a correction that takes from a standing certificate what it was issued on; `facts_after` are all facts.

    `passes_on` is the day on which the rights pass to the young person, where it is known.
    What was recorded since may support it as well, but what it had on its day of issue is never outweighed by it.
    """
    standing = live(facts_after)
    for certificate in histories.certificates(standing):
        known = tuple(fact for fact in standing if fact.occurred_on <= certificate.occurred_on)
        at_issue = _recorded_before(certificate, facts_after)
        refusal = _lacking(certificate, tuple(fact for fact in known if fact.id in at_issue), passes_on)
        if refusal is not None and _lacking(certificate, known, passes_on) is not None:
            raise GuardRefused(
                "A certificate that stands was issued on this. Void the certificate first, or record first what "
                f"else supports it. {refusal.detail}",
                rule=refusal.rule,
            )


def _recorded_before(certificate: Fact, facts: Sequence[Fact]) -> frozenset[str]:
    """Return the ids of what was recorded before a certificate, and of later corrections of it."""
    found: set[str] = set()
    for fact in sorted(facts, key=lambda fact: fact.sequence):
        if fact.sequence < certificate.sequence or fact.supersedes in found:
            found.add(fact.id)
    return frozenset(found)


def _lacking(certificate: Fact, known: Sequence[Fact], passes_on: date | None) -> GuardRefused | None:
    issued_on = certificate.occurred_on
    holding = Holding(passed_on=passes_on if passes_on is not None and passes_on <= issued_on else None)
    try:
        _check_decision(known, issued_on)
        since = own_since(known, str(certificate.payload.get("person", "parent")), holding)
        _check_advice(known, since)
        _check_kind(CertificateKind(certificate.payload["kind"]), known, issued_on, since)
    except GuardRefused as refusal:
        return refusal
    return None


def check_void(certificate_id: str, facts: Sequence[Fact]) -> None:
    """Refuse to void what is not a standing certificate of this case."""
    standing = histories.certificates(live(facts))
    if not any(fact.payload.get("certificate_id") == certificate_id for fact in standing):
        raise GuardRefused("That certificate does not stand on this case: it is void already.", rule="guard-5")


def allowed_certificates(
    facts: Sequence[Fact],
    *,
    person: str,
    as_of: date,
    role: Role = Role.ADVISER,
    adviser_independent: bool = True,
    holding: Holding = SETTLED,
) -> tuple[AllowedCertificate, ...]:
    """Return for each kind of certificate whether this caller may issue it today, and if not why not."""
    return tuple(_allowed(kind, person, facts, as_of, role, adviser_independent, holding) for kind in CertificateKind)


def deemed_grounds(facts: Sequence[Fact], as_of: date) -> tuple[tuple[date, str], ...]:
    """Return what makes the family count as having taken part (R8), each with the day its three days run from.

    Empty where the family no longer wishes to mediate, the LA was not informed, or the route is health only.
    """
    attempt = histories.present_attempt(facts)
    informed = histories.first(attempt, FactType.LA_INFORMED)
    health_only = histories.issue_kinds(facts) == {IssueKind.HEALTH}
    if informed is None or health_only or not histories.wishes_to_mediate(facts):
        return ()
    sessions = histories.of(attempt, FactType.SESSION_HELD)
    said = histories.of(attempt, FactType.LA_SAYS_CANNOT_ARRANGE, FactType.LA_DECLINED)
    grounds = [(fact.occurred_on, str(fact.type)) for fact in said]
    for fact in sessions:
        if histories.present(fact) & histories.FAMILY and not histories.present(fact) & histories.LA:
            grounds.append((fact.occurred_on, "la_absent"))
    lapses_on = arranging_lapses_on(attempt)
    if lapses_on and as_of > lapses_on and not any(fact.occurred_on <= lapses_on for fact in sessions):
        grounds.append((lapses_on, "day_30_ended"))
    return tuple(sorted(grounds))


def arranging_lapses_on(facts: Sequence[Fact]) -> date | None:
    """Return day 30 from the day the LA was informed, or the later day the family agreed to in writing.

    Calendar days, the day of informing being day 0: convention `cc-days`, which neither rolls nor pauses.
    """
    informed = histories.first(facts, FactType.LA_INFORMED)
    if informed is None:
        return None
    agreed = [fact.day("until") for fact in histories.of(facts, FactType.ARRANGING_EXTENDED)]
    return max([informed.occurred_on + timedelta(days=DAYS_TO_ARRANGE), *(day for day in agreed if day)])


def _allowed(
    kind: CertificateKind,
    person: str,
    facts: Sequence[Fact],
    as_of: date,
    role: Role,
    adviser_independent: bool,
    holding: Holding,
) -> AllowedCertificate:
    try:
        check_issuer(role, kind)
        check_certificate(
            kind,
            person,
            facts,
            issued_on=as_of,
            adviser_independent=adviser_independent,
            holding=holding,
        )
    except NotPermitted as refusal:
        return AllowedCertificate(kind, False, refusal.detail, Permission.CERTIFICATES_ISSUE)
    except GuardRefused as refusal:
        return AllowedCertificate(kind, False, refusal.detail, refusal.rule)
    return AllowedCertificate(kind, True)


def _check_decision(facts: Sequence[Fact], issued_on: date) -> None:
    """Guards 1 and 6: a certificate is about a decision that can be appealed, already sent (R14, R15)."""
    sent = histories.decision(facts)
    if sent is None:
        raise GuardRefused(
            "No decision that can be appealed is recorded. Record `decision_sent`; "
            "disagreement resolution alone never leads to a certificate.",
            rule="guard-1",
        )
    if issued_on < sent.occurred_on:
        raise GuardRefused(
            "The decision had not been sent by that day. Correct `decision_sent`, or issue on or after its day.",
            rule="guard-6",
        )
    intent = histories.last(facts, FactType.INTENT_TO_APPEAL_STATED)
    denied = intent is not None and intent.payload.get("intends") == "no"
    kinds = histories.issue_kinds(facts)
    if denied and kinds and IssueKind.EDUCATION not in kinds:
        raise GuardRefused(
            "The issues are health or social care alone and the family does not intend to appeal, so no certificate "
            "is needed. Record the education issue, or that an appeal is intended.",
            rule="guard-1",
        )


def _check_advice(facts: Sequence[Fact], since: date | None) -> None:
    """Guard 1: information and advice first, the same day allowed (R16); anew for a young person (R19)."""
    advice = histories.last(facts, FactType.ADVICE_GIVEN)
    if advice is None:
        raise GuardRefused(
            "Information and advice must be given first. Record `advice_given`; the same day will do.", rule="guard-1"
        )
    check_own_advice(advice, since)


def _check_kind(kind: CertificateKind, facts: Sequence[Fact], issued_on: date, since: date | None) -> None:
    """Guards 2 to 4, each of its kind; a "no" of the young person's own where the certificate is theirs (R19)."""
    _BY_KIND[kind](facts, issued_on)
    said = histories.wish(facts)
    if kind is CertificateKind.S55_4 and said is not None:
        check_own_no(said, since)


def _check_not_wished(facts: Sequence[Fact], issued_on: date) -> None:
    """Guard 2: no to mediation on education, or withdrawn, and no session with the LA since (R10)."""
    said = histories.wish(facts)
    if said is None or not histories.declines_to_mediate(facts):
        raise GuardRefused(
            "The family has not said that it does not wish to mediate on education. "
            "Record `wish_stated` as `not_mediate`, or `withdrawn_by_party`.",
            rule="guard-2",
        )
    since = facts[facts.index(said) :]
    if any(histories.family_and_la_met(fact) for fact in histories.of(since, FactType.SESSION_HELD)):
        raise GuardRefused(
            "The family and the LA have met since the family said no. Record `mediation_concluded` and issue `s55_5`.",
            rule="guard-2",
        )


def _check_took_part(facts: Sequence[Fact], issued_on: date) -> None:
    """Guard 3: concluded after a session in which the family and the LA took part (R11)."""
    concluded = histories.last(facts, FactType.MEDIATION_CONCLUDED)
    if concluded is None:
        raise GuardRefused(
            "Mediation is not recorded as concluded. Record `mediation_concluded`; an adjourned session is not one.",
            rule="guard-3",
        )
    before = facts[: facts.index(concluded)]
    if not any(histories.family_and_la_met(fact) for fact in histories.of(before, FactType.SESSION_HELD)):
        raise GuardRefused(
            "No session before the conclusion had both the family and the LA in it. If the LA stayed away, retract the "
            "conclusion and issue `s55_5_deemed`; if the family did, offer another date or record its wish for "
            "`s55_4`.",
            rule="guard-3",
        )


def _check_deemed(facts: Sequence[Fact], issued_on: date) -> None:
    """Guard 4: R8. A supervisor is told, not asked."""
    if deemed_grounds(facts, issued_on):
        return
    if not histories.wishes_to_mediate(facts):
        detail = "The family's latest wish is not to mediate. Record its wish, or issue `s55_4` if it declines."
    elif histories.first(histories.present_attempt(facts), FactType.LA_INFORMED) is None:
        detail = "The LA has not been told that the family wishes to mediate. Record `la_informed`."
    elif histories.issue_kinds(facts) == {IssueKind.HEALTH}:
        detail = (
            "The issues are health alone, so the LA is not the arranger. Record the education issue if there is one."
        )
    else:
        day = arranging_lapses_on(histories.present_attempt(facts))
        detail = (
            "The LA may still arrange. Record `la_says_cannot_arrange` or `la_declined` if it said so, a session it "
            f"stayed away from, or wait until its time has ended ({day.isoformat() if day else 'day 30'})."
        )
    raise GuardRefused(detail, rule="guard-4")


_BY_KIND = {
    CertificateKind.S55_4: _check_not_wished,
    CertificateKind.S55_5: _check_took_part,
    CertificateKind.S55_5_DEEMED: _check_deemed,
}
