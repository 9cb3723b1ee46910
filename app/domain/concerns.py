"""What is recorded and flagged but never refused (law.md 3.3): each flag is a code and one plain sentence.

Where a clock counts something, the clock is asked: a case must not say two things of one day.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date, timedelta
from functools import cached_property
from typing import NamedTuple

from app.domain import histories
from app.domain.clocks import Computed, Deadline
from app.domain.codes import CertificateKind, DeadlineStatus, DecisionKind, IssueKind
from app.domain.counting import say
from app.domain.facts import Fact, FactType, live
from app.domain.rights_holders import NO_TERMS, Holder, RightsHolder, Terms, doubtful_days, holder_on

CERTIFICATES = frozenset({"cert-no-mediation-3wd", "cert-after-mediation-3wd", "cert-deemed-3wd"})


class Flag(NamedTuple):
    """Something to look at: a stable code and what it means here."""

    code: str
    detail: str


class Seen(NamedTuple):
    """What somebody should look at, and the next day on which the same facts show something else."""

    flags: tuple[Flag, ...]
    changes_on: date | None


class Looked:
    """A case as it is looked at on a day: its live facts, and what its clocks say."""

    def __init__(
        self,
        facts: Sequence[Fact],
        clocks: Sequence[Deadline],
        as_of: date,
        born_on: date | None = None,
        terms: Terms = NO_TERMS,
    ) -> None:
        self.facts, self.as_of = facts, as_of
        self.born_on, self.terms = born_on, terms
        self.clocks = [clock for clock in clocks if clock.due_on is not None]
        self.changes_on: date | None = None

    def clock(self, rule_id: str) -> Deadline | None:
        """Return the clock of a rule, where it gives a day."""
        return next((clock for clock in self.clocks if clock.rule_id == rule_id), None)

    def rights_on(self, day: date) -> RightsHolder | None:
        """Return who holds the rights on a day, where the date of birth is known and nobody stands in."""
        if self.born_on is None or self._stood_in_for:
            return None
        return holder_on(self.born_on, day, self.terms)

    @cached_property
    def _stood_in_for(self) -> bool:
        changes = histories.of(self.facts, FactType.CAPACITY_OR_AGE_CHANGE)
        capacity = [fact.payload.get("change") for fact in changes if fact.payload.get("change") != "age"]
        return bool(capacity) and capacity[-1] != "capacity_regained"

    @cached_property
    def is_closed(self) -> bool:
        """Whether the case was closed, and not opened again since."""
        last = histories.last(self.facts, FactType.CASE_CLOSED, FactType.REOPENED)
        return last is not None and last.type is FactType.CASE_CLOSED

    def changes_after(self, day: date) -> None:
        """Note that something else is to be said when this day has ended."""
        if self.as_of <= day < date.max:
            following = day + timedelta(days=1)
            self.changes_on = min(self.changes_on or following, following)


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


def _last_day(clock: Deadline) -> date:
    """Return the last day on which a clock that gives one still counts as kept."""
    return clock.judged_on or clock.due_on or date.max


def _contact(case: Looked) -> Iterator[Flag]:
    sent, clock = histories.decision(case.facts), case.clock("contact-adviser-2m")
    if sent is None or clock is None or clock.not_needed:
        return
    status = clock.status(case.as_of)
    if clock.met_on is not None and clock.met_on < sent.occurred_on:
        yield Flag(
            "contact_before_decision", "The family made contact before the decision was sent; it counts as in time."
        )
    elif status is DeadlineStatus.LATE:
        yield Flag(
            "contact_late",
            "The family made contact after its two months. Issue as usual, state the contact date, tell a supervisor; "
            "the tribunal decides.",
        )
    elif status is DeadlineStatus.MISSED:
        yield Flag("contact_late", "The family's two months have ended and no contact of its own is recorded.")
    elif status is DeadlineStatus.PENDING and not clock.holds_open:
        case.changes_after(_last_day(clock))
        yield Flag(
            "family_not_reached", "A referral by somebody else does not count: the family itself must be reached."
        )


def _sessions(case: Looked) -> Iterator[Flag]:
    facts = case.facts
    hold = case.clock("hold-30d")
    if hold is not None and hold.due_on and hold.start_on and not hold.not_needed:
        # What was fixed for a day before the council was told belongs to an earlier attempt.
        planned = [day for fact in _fixed(facts).values() if (day := fact.day("held_on")) and day >= hold.start_on]
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
    standing = _fixed(case.facts)
    for clock in case.clocks:
        if clock.rule_id != "session-notice-5wd" or clock.subject not in standing:
            continue
        status = clock.status(case.as_of)
        if status is DeadlineStatus.PENDING:
            case.changes_after(_last_day(clock))
        elif status in (DeadlineStatus.LATE, DeadlineStatus.MISSED):
            yield Flag(
                "short_notice",
                "A session has fewer than five whole working days of notice, and the family has not agreed to that.",
            )


def _fixed(facts: Sequence[Fact]) -> dict[str, Fact]:
    """Return where each session was last fixed, unless it was cancelled after that.

    As for the clock of its notice, a fact that names no session is about the one that then stands.
    """
    fixed: dict[str, Fact] = {}
    standing: str | None = None
    for fact in histories.of(facts, FactType.SESSION_FIXED, FactType.SESSION_HELD, FactType.SESSION_CANCELLED):
        named, held_on = fact.payload.get("session_id"), fact.day("held_on")
        session = str(named) if named else standing
        if fact.type is FactType.SESSION_FIXED and held_on is not None:
            fixed.pop(session or "", None)
            standing = str(named) if named else held_on.isoformat()
            fixed[standing] = fact
        elif fact.type is not FactType.SESSION_FIXED and session is not None:
            standing = None if session == standing else standing
            if fact.type is FactType.SESSION_CANCELLED:
                fixed.pop(session, None)
    return fixed


def _agreements(case: Looked) -> Iterator[Flag]:
    facts = case.facts
    for fact in histories.of(facts, FactType.AGREEMENT_SIGNED):
        terms = fact.payload.get("terms") or ()
        if not terms or any(not term.get("agreed_on") for term in terms):
            yield Flag("agreement_without_dates", "An agreement has a term without a written date.")


def _people(case: Looked) -> Iterator[Flag]:
    facts = case.facts
    change = histories.last(facts, FactType.CAPACITY_OR_AGE_CHANGE)
    advice = histories.last(facts, FactType.ADVICE_GIVEN)
    told = change is not None and (advice is None or advice.occurred_on < change.occurred_on)
    if told or (advice is not None and _came_of_age_since(advice.occurred_on, case)):
        yield Flag(
            "rights_holder_changed", "Who holds the rights has changed since advice was given: ask and advise again."
        )


def _came_of_age_since(advised_on: date, case: Looked) -> bool:
    """Return whether the parent was advised and the rights are now the young person's, before any appeal (R19)."""
    before, now = case.rights_on(advised_on), case.rights_on(case.as_of)
    if before is None or now is None or case.is_closed or histories.first(case.facts, FactType.APPEAL_LODGED):
        return False
    return before.holder is Holder.PARENT and now.holder is Holder.YOUNG_PERSON


def _sessions_to_come(case: Looked) -> Iterator[Flag]:
    """Look for a session on a day on which the rights are no longer with whoever holds them today (R19)."""
    now = case.rights_on(case.as_of)
    if case.born_on is None or now is None or case.is_closed:
        return
    if doubt := doubtful_days(case.born_on, case.terms):
        case.changes_after(doubt[0] - timedelta(days=1))
    for fact in _fixed(case.facts).values():
        held_on = fact.day("held_on")
        if held_on is None or held_on <= case.as_of:
            continue
        then = case.rights_on(held_on)
        words = _rights_pass(now, then, say(held_on)) if then else None
        if words is not None:
            yield Flag("rights_pass_before_session", words)


def _rights_pass(now: RightsHolder, then: RightsHolder, day: str) -> str | None:
    if then.holder is now.holder:
        checked = not then.flags or now.flags
        return None if checked else f"By the session of {day} the rights may be the young person's: check that first."
    if then.holder is Holder.NONE:
        return f"The session of {day} comes after the 25th birthday: check how long the rights last."
    return (
        f"The session of {day} comes after the rights pass to the young person: ask what they want, advise them, "
        "and ask them to it."
    )


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


def _time_to_appeal(case: Looked) -> Deadline | None:
    """Return the last day to appeal, while it is still to come and no appeal is lodged."""
    last = case.clock("appeal-last-day")
    if last is None or last.not_needed or histories.first(case.facts, FactType.APPEAL_LODGED):
        return None
    return last if case.as_of <= _last_day(last) else None


def _after_a_certificate(case: Looked) -> Iterator[Flag]:
    """Look for mediation after a certificate, which moves no day: there is no second one (R12; paths D and K)."""
    last, standing = _time_to_appeal(case), histories.certificates(case.facts)
    if last is None or last.due_on is None or not standing or case.is_closed:
        return
    month = case.clock("appeal-limb-ii")
    began = month.start_on if month is not None and month.start_on else standing[0].occurred_on
    said = histories.wish(case.facts)
    refused = case.facts.index(said) if said is not None and histories.declines_to_mediate(case.facts) else -1
    # What came before a refusal that stands is over.
    after = [
        fact
        for place, fact in enumerate(case.facts)
        if place > refused and (fact.occurred_on > began or place > case.facts.index(standing[0]))
    ]
    sessions = histories.of(after, FactType.SESSION_PROPOSED, FactType.SESSION_FIXED, FactType.SESSION_HELD)
    if sessions or histories.asked_to_mediate(after):
        case.changes_after(_last_day(last))
        running = "first certificate's month" if month is not None and not month.not_needed else "time to appeal"
        yield Flag(
            "certificate_month_runs",
            f"Mediation goes on after a certificate. The {running} keeps running: the last day to appeal stays "
            f"{say(last.due_on)}, and no second certificate moves it.",
        )


def _after_an_agreement(case: Looked) -> Iterator[Flag]:
    """Look for a full agreement in the time to appeal: what an appeal protects is said, whether to lodge is not."""
    last, signed = _time_to_appeal(case), histories.last(case.facts, FactType.AGREEMENT_SIGNED)
    if last is None or last.due_on is None or signed is None or signed.payload.get("extent") != "full":
        return
    case.changes_after(_last_day(last))
    yield Flag(
        "lodging_protects",
        f"Everything was agreed; the last day to appeal is {say(last.due_on)}. An appeal lodged by then protects the "
        "family's position should the promises not be kept. Whether to lodge is for the family to decide.",
    )


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
    (_people, frozenset({_F.CAPACITY_OR_AGE_CHANGE, _F.ADVICE_GIVEN})),
    (_sessions_to_come, frozenset({_F.SESSION_FIXED})),
    (_certificates, frozenset({_F.DECISION_SENT, _F.WISH_STATED, _F.WITHDRAWN_BY_PARTY, _F.CERTIFICATE_ISSUED})),
    (_after_a_certificate, frozenset({_F.CERTIFICATE_ISSUED})),
    (_after_an_agreement, frozenset({_F.AGREEMENT_SIGNED})),
    (_la, frozenset({_F.LA_DECLINED})),
)
"""Each look with the facts without one of which it finds nothing."""
