"""The steps of which random histories are made: what one person does or says, in plausible and odd ways."""

import random
from datetime import date, timedelta
from typing import Any, Protocol

from app.domain.codes import Channel, DecisionKind, IssueKind, ReferredBy
from app.domain.facts import Fact, FactType
from tests.domain.oracle.days import LAST_YEAR, months_after, tribunal_roll

F = FactType
PEOPLE = ["parent", "parent", "young_person", "representative"]
TERM_KINDS = ["assess", "issue_plan", "reconsider", "amend_provision", "name_school", "continue", "continue_amend"]
TERM_KINDS += ["cease", "health", "social_care", "other"]


class Writer(Protocol):
    draw: random.Random
    day: date
    facts: list[Fact]

    def step(self, *gaps: int) -> None: ...
    def put(self, kind: FactType, on: date | None = None, /, **payload: Any) -> Fact: ...
    def near(self, *gaps: int) -> date: ...
    def moment(self, day: date) -> str: ...
    def has(self, kind: FactType) -> bool: ...


def chance(w: Writer, odds: float) -> bool:
    return w.draw.random() < odds


def decision(w: Writer) -> None:
    payload: dict[str, Any] = {"decision_kind": str(w.draw.choice(list(DecisionKind)))}
    if chance(w, 0.3):
        payload["letter_dated_on"] = w.near(-40, -5, -3, -2, -1, -1, 0, 1, 2, 4).isoformat()
    if chance(w, 0.05):
        family_contact(w)
        w.step(1, 3)
    w.put(F.DECISION_SENT, **payload)
    if chance(w, 0.1):
        w.put(F.DECISION_RECEIVED, w.near(0, 1, 2))
    if chance(w, 0.15):
        w.put(F.APPEAL_SCOPE_STATED, sections=w.draw.choice([["I"], ["I"], ["B"], ["F", "I"], ["B", "F", "I"]]))


def family_contact(w: Writer) -> None:
    who = w.draw.choice(PEOPLE)
    channel = str(w.draw.choice(list(Channel)))
    if chance(w, 0.7):
        by = w.draw.choice([who, who, who, who, str(w.draw.choice(list(ReferredBy)))])
        w.put(F.REFERRAL_RECEIVED, channel=channel, referred_by=by)
        if chance(w, 0.3):
            w.step()
            w.put(F.FAMILY_CONTACTED, channel=channel, person=who)
    else:
        w.put(F.FAMILY_CONTACTED, channel=channel, person=who)


def advice(w: Writer) -> None:
    w.put(F.ADVICE_GIVEN, channel=str(w.draw.choice(list(Channel))), rights_explained=True)


def wish(w: Writer, what: str) -> None:
    payload: dict[str, Any] = {"wish": what}
    if chance(w, 0.15):
        kinds = w.draw.sample([str(kind) for kind in IssueKind], w.draw.choice([1, 1, 2]))
        payload["issue_kinds"] = kinds
    w.put(F.WISH_STATED, **payload)


def opening(w: Writer) -> None:
    """Decision, contact in time or late, advice in its place or not."""
    if chance(w, 0.95):
        decision(w)
    if chance(w, 0.9):
        w.step(0, 1, 5, 10, 20, 30, 45, 58, 59, 60, 61, 62, 63, 64, 70)
        family_contact(w)
    if chance(w, 0.85):
        w.step(0, 0, 1, 2)
        advice(w)
    if chance(w, 0.2):
        w.put(F.INTENT_TO_APPEAL_STATED, intends=w.draw.choice(["yes", "yes", "no", "unsure"]))


def issues(w: Writer) -> None:
    """Record the issues, now and then in two records, which add up."""
    for _ in range(w.draw.choice([1, 1, 1, 2])):
        kinds = w.draw.choice(
            [
                ["education"],
                ["health"],
                ["health"],
                ["health"],
                ["education", "health"],
                ["social_care"],
                ["social_care", "health"],
            ]
        )
        w.put(F.ISSUES_RECORDED, issues=[{"kind": kind} for kind in kinds])
        w.step(0, 0, 0, 1, 8)


def inform(w: Writer) -> None:
    w.put(F.LA_INFORMED, informed_by=w.draw.choice(["family", "adviser"]))
    if chance(w, 0.1):
        w.step(1, 2)
        w.put(F.LA_INFORMED, informed_by="family")


def icb(w: Writer) -> None:
    ids = w.draw.choice([["icb-1"], ["icb-1"], ["icb-1", "icb-2"], ["icb-2"]])
    w.put(F.ICB_NOTIFIED, icb_ids=ids, notified_by=w.draw.choice(["la", "adviser"]))


def certificate(w: Writer, kind: str) -> None:
    """Issue one; sometimes void it and reissue, linked or not; sometimes add another (R12, R17)."""
    person = w.draw.choice(["parent", "parent", "young_person"])
    w.put(F.CERTIFICATE_ISSUED, certificate_id="c1", kind=kind, person=person)
    if chance(w, 0.2):
        first = w.day
        w.step(0, 1, 2, 10, 31)
        turn = w.draw.randrange(5)
        linked = {"replaced_by": "c2"} if turn in {0, 1} else {}
        w.put(F.CERTIFICATE_VOIDED, certificate_id="c1", **linked)
        again: dict[str, Any] = {"certificate_id": "c2", "kind": kind, "person": person}
        if turn in {1, 2}:
            again |= {"replaces": "c1", "first_issued_on": first.isoformat()}
        if turn != 3:
            w.step(0, 0, 1)
            w.put(F.CERTIFICATE_ISSUED, **again)
    if chance(w, 0.1):
        w.step(5, 20, 35)
        w.put(F.CERTIFICATE_ISSUED, certificate_id="c3", kind="s55_5", person="young_person")


def session(w: Writer, name: str | None) -> None:
    """Fix a session, tell of it or not, then cancel it, move it or hold it."""
    named = {"session_id": name} if name else {}
    held = w.near(0, 1, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 20, 30)
    w.put(F.SESSION_FIXED, held_on=held.isoformat(), mode=w.draw.choice(["online", "in_person"]), **named)
    if name and chance(w, 0.12):
        w.step(0, 1, 2)
        held = w.near(5, 8, 12)
        w.put(F.SESSION_FIXED, held_on=held.isoformat(), mode="online", **named)
    if chance(w, 0.7):
        told = w.near(0, 0, 0, 1, 2, 3, 4)
        w.put(F.SESSION_NOTICE_GIVEN, told, to=w.draw.choice(["family", "all", "all", "la", "icb"]), **named)
        w.day = max(w.day, told)
    if chance(w, 0.1):
        w.put(F.NOTICE_SHORTENING_CONSENTED, consented_by="parent", how="email", **named)
    if chance(w, 0.15):
        w.step(0, 1, 2)
        w.put(F.SESSION_CANCELLED, cancelled_by=w.draw.choice(["family", "la", "provider"]), reason="ill", **named)
        return
    if chance(w, 0.75):
        w.day = max(w.day, held)
        people = w.draw.choice([["parent"], ["parent"], ["young_person"], ["representative"], []])
        bodies = w.draw.choice([["la_with_authority"], ["la"], ["la"], ["icb"], ["la", "icb_with_authority"], []])
        w.put(F.SESSION_HELD, present=(people + bodies) or ["school"], **named)
        if chance(w, 0.1):
            w.put(F.SESSION_ADJOURNED, reason="time", **named)


def agreement(w: Writer) -> None:
    terms = []
    for number in range(w.draw.choice([0, 1, 1, 2, 3])):
        term = {"term_id": f"t{number}", "kind": w.draw.choice(TERM_KINDS)}
        term["owner"] = w.draw.choice(["la", "la", "la", "icb", "school", "family"])
        if chance(w, 0.2):
            term["agreed_on"] = w.near(3, 10, 14, 15, 40).isoformat()
        terms.append(term)
    w.put(F.AGREEMENT_SIGNED, extent=w.draw.choice(["full", "partial"]), terms=terms)
    for term in terms:
        if chance(w, 0.4):
            w.put(F.AGREEMENT_ACTION_DONE, w.near(0, 1, 13, 14, 15, 34, 35, 36), term_id=term["term_id"])
    if chance(w, 0.4):
        w.put(F.LA_TOLD_OF_AGREEMENT, w.near(0, 6, 7, 8, 9))
    if chance(w, 0.05):
        w.put(F.TIME_EXCEPTION_CLAIMED, rule_id="agr-assess", reason="absence")


def last_days(w: Writer) -> list[date]:
    """Return the days round which an appeal is in time or late, at the first limb and at the second."""
    found = []
    for fact in w.facts:
        months = {F.DECISION_SENT: 2, F.CERTIFICATE_ISSUED: 1}.get(fact.type)
        if months is not None:
            raw = months_after(fact.occurred_on, months)
            found += [raw, tribunal_roll(raw)] if raw.year <= LAST_YEAR and (raw.month, raw.day) < (12, 20) else [raw]
    return [day for day in found if day >= w.day]


def lodge(w: Writer) -> None:
    w.step(0, 1, 10, 28, 29, 30, 31, 32, 45, 60, 61, 62)
    if (days := last_days(w)) and chance(w, 0.6):
        w.day = max(w.day, w.draw.choice(days) + timedelta(days=w.draw.choice([-1, 0, 0, 0, 1])))
    payload = {"received_at": w.moment(w.day)} if chance(w, 0.6) else {}
    w.put(F.APPEAL_LODGED, **payload)


def permission(w: Writer) -> None:
    w.step(0, 1, 5)
    w.put(F.PERMISSION_ASKED)
    if chance(w, 0.5):
        w.step(1, 5)
        w.put(F.PERMISSION_DECIDED, granted=w.draw.choice([True, False]))


def ehc(w: Writer) -> None:
    kinds = [F.ASSESSMENT_REQUESTED, F.DRAFT_PLAN_SERVED, F.AMENDMENT_NOTICE_SENT]
    w.put(w.draw.choice([*kinds, F.REVIEW_MEETING_HELD, F.REASSESSMENT_REQUESTED]), w.near(-90, -40, -1, 0, 3))
