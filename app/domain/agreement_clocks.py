"""The clocks of what was agreed, one for each term and step, from the day of the written agreement (law.md R23)."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.domain.agreement_rules import (
    AMENDS_PROVISION,
    MAY_BE_EXCUSED,
    NON_APPEALABLE,
    STEPS,
    WITH_PROVISION,
)
from app.domain.circumstances import Circumstances, council_present
from app.domain.clocks import Reckoning
from app.domain.codes import OwedBy, Route
from app.domain.counting import say
from app.domain.facts import Fact, FactType
from app.domain.rules import Rule

_BODIES = {"la": OwedBy.LA, "icb": OwedBy.ICB}
_LEADS_TO_A_PLAN = frozenset({"issue_plan", "amend_provision", "name_school", "continue_amend"})


def agreement_clocks(found: Reckoning) -> None:
    """Work out the clock of every term a council or health body owes, and the notice to the council."""
    signed = found.case.placed(FactType.AGREEMENT_SIGNED)
    if not signed:
        return
    promises = _promises(signed)
    for promise in promises:
        body = _BODIES.get(str(promise.term.get("owner")))
        if body is not None:
            _Term(found, promise, body).work_out()
    if any(str(promise.term.get("kind")) in _LEADS_TO_A_PLAN for promise in promises):
        found.warn("new_decision_new_case", "A plan made or amended after this is a new decision: a new, linked case.")
    alone = [agreement for _, agreement in signed if _without_the_council(found.case, agreement)]
    for number, agreement in enumerate(alone, 1):
        _council_told(found, agreement, "" if number == 1 else str(number))


@dataclass(slots=True)
class _Promise:
    """A term of one agreement, and the places in the case between which "done" is said of it.

    A later agreement that uses the name again makes a promise of its own, whose subject ends with that agreement's
    number; what is done after it is done of the later promise.
    """

    agreement: Fact
    term: Mapping[str, Any]
    term_id: str
    subject: str
    since: int = -1
    until: int | None = None


def _promises(signed: Sequence[tuple[int, Fact]]) -> list[_Promise]:
    promises: list[_Promise] = []
    latest: dict[str, _Promise] = {}
    for number, (place, agreement) in enumerate(signed, 1):
        for term in agreement.payload.get("terms", ()):
            term_id = str(term.get("term_id"))
            promise = _Promise(agreement, term, term_id, term_id)
            before = latest.get(term_id)
            if before is not None:
                before.until = promise.since = place
                promise.subject = f"{term_id}:{number}"
            latest[term_id] = promise
            promises.append(promise)
    return promises


class _Term:
    """One thing agreed, by whom, and whether it was done."""

    def __init__(self, found: Reckoning, promise: _Promise, body: OwedBy) -> None:
        self.found, self.subject, self.body = found, promise.subject, body
        agreement, term = promise.agreement, promise.term
        self.agreed_on = agreement.occurred_on
        # A day that is not after the agreement is no different timescale, only the day of agreeing.
        varied = _day(term.get("agreed_on"))
        self.varied_to = varied if varied is not None and varied > self.agreed_on else None
        # Only the council's promises on appealable matters have periods of their own.
        kind = str(term.get("kind")) if body is OwedBy.LA else ""
        self.rule_id, self.steps = STEPS.get(kind, (NON_APPEALABLE.id, ("",)))
        kinds = {str(other.get("kind")) for other in agreement.payload.get("terms", ()) if other.get("owner") == "la"}
        if kind == "name_school" and AMENDS_PROVISION in kinds:
            self.steps = (WITH_PROVISION,)
        done = (
            fact.occurred_on
            for place, fact in found.case.placed(FactType.AGREEMENT_ACTION_DONE)
            if fact.payload.get("term_id") == promise.term_id
            and place > promise.since
            and (promise.until is None or place < promise.until)
        )
        self.done_on = next(done, None)

    def work_out(self) -> None:
        """Put each step into the answer; the last is the one that doing the thing meets."""
        *earlier, main = self.steps
        for step in earlier if self.varied_to is None else ():
            self._earlier_step(step)
        rule = self._rule(main)
        if rule is None:
            return
        counted = rule.count(self.agreed_on, self.found.calendar)
        words = [self._opening(), *counted.steps]
        if self.varied_to is not None:
            words.append(f"The parties agreed another day in writing, {say(self.varied_to)}, which takes its place.")
        excused = self._excuse(words)
        if self.done_on is not None:
            words.append(f"It was done on {say(self.done_on)}.")
        self.found.add(
            rule,
            subject=self._subject(main),
            owed_by=self.body,
            start_on=self.agreed_on,
            due_on=self.varied_to or counted.on,
            met_on=self.done_on,
            # There is nothing to do to keep a plan going, so its silence is no breach.
            holds_open=excused or rule.convention == "cc-immediate",
            steps=words,
        )

    def _earlier_step(self, step: str) -> None:
        rule = self._rule(step)
        if rule is None:
            return
        counted = rule.count(self.agreed_on, self.found.calendar)
        words = [self._opening(), rule.title + ".", *counted.steps]
        drafted = self.found.case.all(FactType.DRAFT_PLAN_SERVED) if step == "draft" else []
        met_on = next((f.occurred_on for f in drafted if f.occurred_on >= self.agreed_on), None)
        excused = self._excuse(words)
        # What follows an assessment is not known beforehand; only one of its two ends will apply.
        open_ended = self.rule_id == "agr-assess"
        self.found.add(
            rule,
            subject=self._subject(step),
            owed_by=self.body,
            start_on=self.agreed_on,
            due_on=counted.on,
            met_on=met_on,
            not_needed=met_on is None and self.done_on is not None and step == "draft",
            holds_open=excused or open_ended or rule.convention == "cc-immediate",
            flags=("provisional",) if open_ended else (),
            steps=words,
        )

    def _rule(self, step: str) -> Rule | None:
        return self.found.rule(self.rule_id, self.agreed_on, subject=self._subject(step), step=step)

    def _subject(self, step: str) -> str:
        return f"{self.subject}:{step}" if step not in ("", WITH_PROVISION) else self.subject

    def _opening(self) -> str:
        return f"The agreement was signed on {say(self.agreed_on)}."

    def _excuse(self, words: list[str]) -> bool:
        if self.rule_id not in MAY_BE_EXCUSED:
            return False
        claims = self.found.case.all(FactType.TIME_EXCEPTION_CLAIMED)
        claimed = any(fact.payload.get("rule_id") == self.rule_id for fact in claims)
        if claimed:
            words.append("The council says that keeping to the time is impracticable; the law then names no other day.")
        return claimed


def _without_the_council(case: Circumstances, agreement: Fact) -> bool:
    """Say whether a health body agreed without the council, which then promised nothing and was in no session.

    Outside the health-only route the council takes part unless a session shows that it did not.
    """
    owners = {str(term.get("owner")) for term in agreement.payload.get("terms", ())}
    held = [fact for fact in case.all(FactType.SESSION_HELD) if fact.occurred_on <= agreement.occurred_on]
    if "la" in owners or any(council_present(session) for session in held):
        return False
    return case.route is Route.HEALTH_ONLY or ("icb" in owners and bool(held))


def _council_told(found: Reckoning, agreement: Fact, subject: str) -> None:
    rule = found.rule("rcb-tells-la-1w", agreement.occurred_on, subject=subject)
    if rule is None:
        return
    counted = rule.count(agreement.occurred_on, found.calendar)
    told = [f for f in found.case.all(FactType.LA_TOLD_OF_AGREEMENT) if f.occurred_on >= agreement.occurred_on]
    found.add(
        rule,
        subject=subject,
        start_on=agreement.occurred_on,
        due_on=counted.on,
        met_on=told[0].occurred_on if told else None,
        steps=[
            f"The agreement was signed on {say(agreement.occurred_on)} without the council.",
            *counted.steps,
            "The parties cannot agree another time for this.",
        ],
    )


def _day(value: object) -> date | None:
    if isinstance(value, str):
        return date.fromisoformat(value)
    return value if isinstance(value, date) else None
