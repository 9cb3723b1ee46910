"""The dated facts that a case is made of. Everything else about a case is worked out from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any


class FactType(StrEnum):
    DECISION_SENT = "decision_sent"
    APPEAL_SCOPE_STATED = "appeal_scope_stated"
    DECISION_RECEIVED = "decision_received"
    REFERRAL_RECEIVED = "referral_received"
    FAMILY_CONTACTED = "family_contacted"
    ADVICE_GIVEN = "advice_given"
    INTENT_TO_APPEAL_STATED = "intent_to_appeal_stated"
    WISH_STATED = "wish_stated"
    ISSUES_RECORDED = "issues_recorded"
    LA_INFORMED = "la_informed"
    ICB_NOTIFIED = "icb_notified"
    BODY_ARRANGING_SET = "body_arranging_set"
    SESSION_PROPOSED = "session_proposed"
    SESSION_FIXED = "session_fixed"
    SESSION_NOTICE_GIVEN = "session_notice_given"
    NOTICE_SHORTENING_CONSENTED = "notice_shortening_consented"
    SESSION_CANCELLED = "session_cancelled"
    SESSION_HELD = "session_held"
    SESSION_ADJOURNED = "session_adjourned"
    MEDIATION_CONCLUDED = "mediation_concluded"
    AGREEMENT_SIGNED = "agreement_signed"
    AGREEMENT_ACTION_DONE = "agreement_action_done"
    LA_TOLD_OF_AGREEMENT = "la_told_of_agreement"
    TIME_EXCEPTION_CLAIMED = "time_exception_claimed"
    NO_AGREEMENT = "no_agreement"
    LA_SAYS_CANNOT_ARRANGE = "la_says_cannot_arrange"
    LA_DECLINED = "la_declined"
    RESOLVED_BEFORE_SESSION = "resolved_before_session"
    WITHDRAWN_BY_PARTY = "withdrawn_by_party"
    CERTIFICATE_ISSUED = "certificate_issued"
    CERTIFICATE_VOIDED = "certificate_voided"
    CERTIFICATE_REQUESTED = "certificate_requested"
    CERTIFICATE_NOT_WANTED = "certificate_not_wanted"
    ARRANGING_EXTENDED = "arranging_extended"
    APPEAL_LODGED = "appeal_lodged"
    PERMISSION_ASKED = "permission_asked"
    PERMISSION_DECIDED = "permission_decided"
    ASSESSMENT_REQUESTED = "assessment_requested"
    DRAFT_PLAN_SERVED = "draft_plan_served"
    AMENDMENT_NOTICE_SENT = "amendment_notice_sent"
    REVIEW_MEETING_HELD = "review_meeting_held"
    REASSESSMENT_REQUESTED = "reassessment_requested"
    DRS_AGREED_BY = "drs_agreed_by"
    DRS_REFUSED_BY = "drs_refused_by"
    CAPACITY_OR_AGE_CHANGE = "capacity_or_age_change"
    CASE_CLOSED = "case_closed"
    REOPENED = "reopened"


@dataclass(frozen=True, slots=True)
class Fact:
    """One recorded fact. `sequence` is its place in the order of recording; payload values are JSON values."""

    id: str
    type: FactType
    occurred_on: date
    sequence: int = 0
    recorded_at: datetime = datetime(2000, 1, 1, tzinfo=UTC)
    payload: Mapping[str, Any] = field(default_factory=dict)
    supersedes: str | None = None
    retracted: bool = False

    def day(self, name: str) -> date | None:
        """Return a payload date, or None where it was not given."""
        value = self.payload.get(name)
        return date.fromisoformat(value) if isinstance(value, str) else value


_BY_DAY = attrgetter("occurred_on", "sequence")


def live(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the facts that still stand, by the day they happened, then by the order of recording.

    A fact recorded with `retracted` only takes another back: neither of the two stands.
    """
    recorded = tuple(facts)
    replaced = {fact.supersedes for fact in recorded if fact.supersedes}
    if not replaced:
        # Nothing was corrected, as in most cases: each fact has its own place.
        return tuple(sorted([fact for fact in recorded if not fact.retracted], key=_BY_DAY))
    standing = (fact for fact in recorded if fact.id not in replaced and not fact.retracted)
    places = _places(recorded)
    return tuple(sorted(standing, key=lambda fact: (fact.occurred_on, places[fact.id], fact.sequence)))


def _places(recorded: Iterable[Fact]) -> dict[str, int]:
    """Return each fact's place in its day: a correction of the same day stands where what it corrects stood."""
    known: dict[str, Fact] = {}
    places: dict[str, int] = {}
    for fact in sorted(recorded, key=lambda fact: fact.sequence):
        target = known.get(fact.supersedes or "")
        if target is not None and target.occurred_on == fact.occurred_on:
            places[fact.id] = places[target.id]
        else:
            places[fact.id] = fact.sequence
        known[fact.id] = fact
    return places
