"""Why a family gives mediation up, in codes: a third change their mind, and those who pay for the service ask why."""

from collections.abc import Sequence
from enum import StrEnum

from app.domain import histories
from app.domain.codes import Outcome
from app.domain.facts import Fact, FactType, live
from app.domain.refusals import Invalid


class WithdrawalReason(StrEnum):
    """Why a family no longer wishes to mediate; what it said in its own words is kept beside it."""

    SETTLED_DIRECTLY = "settled_directly"
    COUNCIL_CHANGED_ITS_DECISION = "council_changed_its_decision"
    APPEAL_AT_ONCE = "appeal_at_once"
    CERTIFICATE_WAS_ENOUGH = "certificate_was_enough"
    NO_SUITABLE_DATE_OR_PLACE = "no_suitable_date_or_place"
    TOOK_TOO_LONG = "took_too_long"
    NO_HOPE_OF_MOVEMENT = "no_hope_of_movement"
    ADVISED_AGAINST = "advised_against"
    CHILDS_WISH = "childs_wish"
    CIRCUMSTANCES = "circumstances"
    OTHER = "other"
    NOT_SAID = "not_said"
    NOT_ASKED = "not_asked"


CHANGED_MIND = frozenset({Outcome.CHANGED_MIND, Outcome.CHANGED_MIND_CERTIFICATE})


def check_reason(fact: Fact, facts: Sequence[Fact]) -> None:
    """Refuse a change of mind without its reason in a code: a family may say none, and that is a code too."""
    if fact.retracted or fact.payload.get("reason_code") is not None or not _says_no(fact):
        return
    before = [other for other in live(facts) if other.id != fact.supersedes]
    if fact.type is FactType.WITHDRAWN_BY_PARTY or histories.asked_to_mediate(before):
        raise Invalid(
            "/reason_code",
            "missing",
            "The family changed its mind: give the reason in a code. `not_said` is one.",
            rule="coded-withdrawal",
        )


def reason_of(outcome: Outcome | None, facts: Sequence[Fact]) -> WithdrawalReason | None:
    """Return why the family of a case that ended so changed its mind; nothing where it did not."""
    if outcome not in CHANGED_MIND:
        return None
    said = [fact for fact in live(facts) if _says_no(fact)]
    code = said[-1].payload.get("reason_code") if said else None
    return WithdrawalReason(code) if code else WithdrawalReason.NOT_ASKED


def _says_no(fact: Fact) -> bool:
    if fact.type is FactType.WISH_STATED:
        return fact.payload.get("wish") == "not_mediate"
    return fact.type is FactType.WITHDRAWN_BY_PARTY
