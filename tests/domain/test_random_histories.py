"""Random lives of a case: whatever is tried, in whatever order, the guards and invariants of law.md 3.2 to 3.5 hold."""

from datetime import date, timedelta
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from app.domain import guards, histories
from app.domain.certificate_names import Holding
from app.domain.certificates import allowed_certificates
from app.domain.codes import CertificateKind, DeadlineStatus, DecisionKind, Outcome
from app.domain.deadlines import compute
from app.domain.facts import FactType, live
from app.domain.lifecycle import Stage
from app.domain.refusals import GuardRefused, Refusal
from tests.domain.guards_read_again import Told, in_the_way
from tests.domain.recording import Recording

F = FactType
FIRST = date(2025, 1, 6)
PRESENT = [["parent", "la"], ["parent", "la_with_authority", "icb"], ["parent"], ["la"], ["parent", "icb"], ["child"]]
PAYLOADS: dict[FactType, st.SearchStrategy[dict[str, Any]]] = {
    F.DECISION_SENT: st.fixed_dictionaries({"decision_kind": st.sampled_from([str(kind) for kind in DecisionKind])}),
    F.ADVICE_GIVEN: st.just({"channel": "phone", "rights_explained": True}),
    F.FAMILY_CONTACTED: st.just({"channel": "phone", "person": "parent"}),
    F.APPEAL_SCOPE_STATED: st.sampled_from([{"sections": ["I"]}, {"sections": ["B", "F"]}]),
    F.INTENT_TO_APPEAL_STATED: st.fixed_dictionaries({"intends": st.sampled_from(["yes", "no", "unsure"])}),
    F.WISH_STATED: st.fixed_dictionaries(
        {"wish": st.sampled_from(["mediate", "mediate", "not_mediate", "undecided"])},
        optional={"issue_kinds": st.sampled_from([["education"], ["health"], ["education", "health"]])},
    ),
    F.ISSUES_RECORDED: st.sampled_from(
        [
            {"issues": [{"kind": kind} for kind in kinds]}
            for kinds in (["education"], ["health"], ["education", "health"])
        ]
    ),
    F.LA_INFORMED: st.just({"informed_by": "adviser"}),
    F.ICB_NOTIFIED: st.just({"icb_ids": ["icb"], "notified_by": "la"}),
    F.SESSION_NOTICE_GIVEN: st.just({"to": "all"}),
    F.SESSION_CANCELLED: st.just({"cancelled_by": "la", "reason": "unwell"}),
    F.SESSION_HELD: st.sampled_from([{"present": present} for present in PRESENT]),
    F.SESSION_ADJOURNED: st.just({"reason": "out of time"}),
    F.MEDIATION_CONCLUDED: st.just({}),
    F.AGREEMENT_SIGNED: st.just({"extent": "full", "terms": [{"term_id": "t1", "kind": "issue_plan", "owner": "la"}]}),
    F.AGREEMENT_ACTION_DONE: st.just({"term_id": "t1"}),
    F.NO_AGREEMENT: st.just({}),
    F.LA_SAYS_CANNOT_ARRANGE: st.just({}),
    F.LA_DECLINED: st.just({"reason": "will not"}),
    F.RESOLVED_BEFORE_SESSION: st.just({"how": "la_reversed"}),
    F.WITHDRAWN_BY_PARTY: st.fixed_dictionaries(
        {"party": st.sampled_from(["parent", "young_person"]), "reason": st.just("no longer wanted")}
    ),
    F.CAPACITY_OR_AGE_CHANGE: st.just({"change": "age"}),
    F.CERTIFICATE_NOT_WANTED: st.just({}),
    F.APPEAL_LODGED: st.just({}),
    F.CASE_CLOSED: st.fixed_dictionaries({"outcome": st.sampled_from([str(outcome) for outcome in Outcome])}),
    F.REOPENED: st.just({"reason": "the family called again"}),
}
AHEAD = {F.SESSION_FIXED: ("held_on", {"mode": "online"}), F.ARRANGING_EXTENDED: ("until", {"agreed_by": "parent"})}
TYPES = st.sampled_from([*PAYLOADS, *AHEAD])

_ADVISED: list[tuple[FactType, dict[str, Any]]] = [(F.ADVICE_GIVEN, {"channel": "phone", "rights_explained": True})]
_ARRANGING = [*_ADVISED, (F.WISH_STATED, {"wish": "mediate"}), (F.LA_INFORMED, {"informed_by": "adviser"})]
_FIXED = [*_ARRANGING, (F.SESSION_FIXED, {"held_on": "2025-02-20", "mode": "online"})]
BEGINNINGS = [
    [],
    [*_ADVISED, (F.WISH_STATED, {"wish": "not_mediate"})],
    _ARRANGING,
    [*_ARRANGING, (F.LA_SAYS_CANNOT_ARRANGE, {})],
    [*_ARRANGING, (F.ISSUES_RECORDED, {"issues": [{"kind": "education"}, {"kind": "health"}]})],
    [*_ARRANGING, (F.WITHDRAWN_BY_PARTY, {"party": "parent", "reason": "no longer wanted"})],
    [*_FIXED, (F.SESSION_HELD, {"present": ["parent"]})],
    [*_FIXED, (F.SESSION_HELD, {"present": ["parent", "la"]}), (F.MEDIATION_CONCLUDED, {})],
]
"""How a case may have begun, so that the search spends its steps where the guards are."""


class Life(RuleBasedStateMachine):
    """A case to which anything may be tried on any day."""

    def __init__(self) -> None:
        super().__init__()
        self.story = Recording()
        self.today = FIRST
        self.passes_on: date | None = None

    @initialize(
        decided=st.sampled_from([True, True, True, False]),
        beginning=st.sampled_from(BEGINNINGS),
        passes_after=st.sampled_from([None, None, -200, 2, 20]),
    )
    def begin(self, decided: bool, beginning: list[tuple[FactType, dict[str, Any]]], passes_after: int | None) -> None:
        self.passes_on = None if passes_after is None else FIRST + timedelta(days=passes_after)
        if decided:
            self.story.record(F.DECISION_SENT, FIRST.isoformat(), decision_kind="refusal_to_issue")
        self.story.record(F.REFERRAL_RECEIVED, FIRST.isoformat(), channel="phone", referred_by="parent")
        for type_, payload in beginning:
            self.today += timedelta(days=1)
            self.story.record(type_, self.today.isoformat(), **payload)

    @rule(days=st.integers(min_value=1, max_value=25))
    def days_pass(self, days: int) -> None:
        self.today += timedelta(days=days)

    @rule(data=st.data())
    def the_case_goes_on(self, data: st.DataObject) -> None:
        allowed = guards.allowed_facts(self.story.facts, as_of=self.today)
        ways = [item.type for item in allowed if item.allowed and item.type in {*PAYLOADS, *AHEAD}]
        type_ = data.draw(st.sampled_from(ways))
        self._try(type_, self.today, self._payload(type_, data))

    @rule(type_=TYPES, data=st.data(), ago=st.sampled_from([0, 0, 1, 5, 30, -1]))
    def something_happens(self, type_: FactType, data: st.DataObject, ago: int) -> None:
        self._try(type_, self.today - timedelta(days=ago), self._payload(type_, data))

    @rule(data=st.data(), ago=st.sampled_from([0, 1, 10]), back=st.booleans())
    def something_is_corrected(self, data: st.DataObject, ago: int, back: bool) -> None:
        target = data.draw(st.sampled_from(self.story.facts))
        payload = {} if back or target.type not in {*PAYLOADS, *AHEAD} else self._payload(target.type, data)
        self._try(target.type, self.today - timedelta(days=ago), payload, supersedes=target.id, retracted=back)

    @rule(kind=st.sampled_from(CertificateKind), person=st.sampled_from(["parent", "parent", "young_person"]))
    def a_certificate_is_asked_for(self, kind: CertificateKind, person: str) -> None:
        bars = in_the_way(kind.value, person, self._told(), self.today, self.passes_on)
        before, deadline = list(self.story.facts), self._last_day()
        try:
            self.story.certify(kind, self.today.isoformat(), person, holding=self._holding)
        except GuardRefused as refusal:
            refused: GuardRefused | None = refusal
        else:
            refused = None
        if refused is not None:
            assert self.story.facts == before
            assert refused.detail
            # Beside the guards of 3.2 the life of the case has a place for it, or not.
            assert refused.rule in (bars or {"lifecycle"}), (refused.rule, bars)
            return
        assert bars == set()
        after = self._last_day()
        assert deadline is None or after is None or after >= deadline, "issuing moved the last day to appeal earlier"

    @rule(data=st.data())
    def a_certificate_is_voided(self, data: st.DataObject) -> None:
        standing = histories.certificates(live(self.story.facts))
        if standing:
            one = data.draw(st.sampled_from(standing))
            self._try(F.CERTIFICATE_VOIDED, self.today, {"certificate_id": one.payload["certificate_id"]})

    @invariant()
    def one_decision_and_one_certificate_a_person(self) -> None:
        told = self._told()
        assert len([fact for fact in told if fact.type == "decision_sent"]) <= 1
        people = [fact.payload["person"] for fact in histories.certificates(live(self.story.facts))]
        assert len(people) == len(set(people))

    @invariant()
    def what_stands_is_supported(self) -> None:
        told = self._told()
        sent = [fact.on for fact in told if fact.type == "decision_sent"]
        for certificate in histories.certificates(live(self.story.facts)):
            assert sent
            assert sent[0] <= certificate.occurred_on
            assert [fact for fact in told if fact.type == "advice_given" and fact.on <= certificate.occurred_on]
        lodged = [fact.on for fact in told if fact.type == "appeal_lodged"]
        assert all(not sent or sent[0] <= day for day in lodged)

    @invariant()
    def every_clock_is_worked_out(self) -> None:
        found = compute(self.story.facts, as_of=self.today)
        for deadline in found.deadlines:
            assert deadline.status(self.today) in DeadlineStatus
            assert deadline.explanation
        decided = [fact for fact in self._told() if fact.type == "decision_sent"]
        shown = [deadline for deadline in found.deadlines if deadline.rule_id == "appeal-last-day"]
        assert len(shown) == bool(decided)

    @invariant()
    def a_stage_is_told_and_what_it_does_not_allow_is_refused(self) -> None:
        stage = self.story.stage
        assert stage in Stage
        allowed = guards.allowed_facts(self.story.facts, as_of=self.today)
        assert {item.type for item in allowed} == set(FactType)
        assert all(item.allowed or (item.why_not and item.rule) for item in allowed)
        for person in ("parent", "young_person"):
            certificates = allowed_certificates(
                self.story.facts, person=person, as_of=self.today, holding=self._holding
            )
            for item in certificates:
                bars = in_the_way(item.kind.value, person, self._told(), self.today, self.passes_on)
                assert not (item.allowed and bars), (item.kind, person, bars)

    @property
    def _holding(self) -> Holding:
        passed = self.passes_on is not None and self.passes_on <= self.today
        return Holding(passed_on=self.passes_on if passed else None)

    def _payload(self, type_: FactType, data: st.DataObject) -> dict[str, Any]:
        if type_ in AHEAD:
            name, payload = AHEAD[type_]
            ahead = data.draw(st.integers(min_value=0, max_value=40))
            return {name: (self.today + timedelta(days=ahead)).isoformat(), **payload}
        return data.draw(PAYLOADS[type_])

    def _try(self, type_: FactType, on: date, payload: dict[str, Any], **how: Any) -> None:
        before, stage = list(self.story.facts), self.story.stage
        allowed = {item.type: item.allowed for item in guards.allowed_facts(before, as_of=self.today)}
        try:
            self.story.record(type_, on.isoformat(), today=self.today.isoformat(), **how, **payload)
        except Refusal as refusal:
            refused: Refusal | None = refusal
        else:
            refused = None
        if refused is not None:
            assert self.story.facts == before
            assert refused.detail or refused.faults
            assert refused.rule or not isinstance(refused, GuardRefused)
            return
        assert on <= self.today
        if not how and type_ is not F.CERTIFICATE_VOIDED and on == self.today:
            assert allowed[type_], f"{type_} was recorded though it was said not to be allowed"
        if type_ is F.APPEAL_LODGED and not how:
            assert self.story.stage is stage, "lodging an appeal closes nothing"

    def _told(self) -> list[Told]:
        return [Told(str(fact.type), fact.occurred_on, dict(fact.payload)) for fact in live(self.story.facts)]

    def _last_day(self) -> date | None:
        found = compute(self.story.facts, as_of=self.today).deadlines
        return next((item.due_on for item in found if item.rule_id == "appeal-last-day"), None)


Life.TestCase.settings = settings(max_examples=500, stateful_step_count=30, deadline=None)
TestRandomHistories = Life.TestCase


def test_issuing_never_rests_on_a_settlement() -> None:
    for facts in ([], [(F.AGREEMENT_SIGNED, {"extent": "full", "terms": []})], [(F.NO_AGREEMENT, {})]):
        story = Recording()
        story.record(F.DECISION_SENT, "2025-01-06", decision_kind="refusal_to_issue")
        story.record(F.REFERRAL_RECEIVED, "2025-01-07", channel="phone", referred_by="parent")
        story.record(F.ADVICE_GIVEN, "2025-01-07", channel="phone", rights_explained=True)
        story.record(F.WISH_STATED, "2025-01-07", wish="mediate")
        story.record(F.LA_INFORMED, "2025-01-07", informed_by="adviser")
        story.record(F.SESSION_FIXED, "2025-01-08", held_on="2025-01-20", mode="online")
        story.record(F.SESSION_HELD, "2025-01-20", present=["parent", "la"])
        for type_, payload in facts:
            story.record(type_, "2025-01-20", **payload)
        story.record(F.MEDIATION_CONCLUDED, "2025-01-20")
        assert story.certify(CertificateKind.S55_5, "2025-01-21")
