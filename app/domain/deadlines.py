"""Every statutory deadline of a case, worked out from its facts, the law on the trigger's date and a calendar."""

from collections.abc import Callable, Sequence
from datetime import date, timedelta

from app.domain import (
    adviser_contact,
    agreement_clocks,
    appeals,
    arranging_clocks,
    certificate_clocks,
    process_clocks,
    rights_holders,
)
from app.domain.calendars import ENGLAND_AND_WALES, Calendar
from app.domain.circumstances import Circumstances
from app.domain.clocks import Alternative, Computed, Deadline, Reckoning
from app.domain.codes import ReferralKind
from app.domain.facts import Fact, FactType
from app.domain.rights_holders import NO_TERMS, Terms
from app.domain.rulebook import RULEBOOK
from app.domain.rules import Rulebook

__all__ = ["Alternative", "Computed", "Deadline", "compute"]

_Clocks = tuple[Callable[[Reckoning], None], ...]
_CLOCKS: _Clocks = (
    adviser_contact.contact_clock,
    appeals.appeal_clocks,
    certificate_clocks.no_mediation_clock,
    arranging_clocks.arranging_clocks,
    arranging_clocks.session_clocks,
    certificate_clocks.deemed_clock,
    certificate_clocks.after_mediation_clock,
    agreement_clocks.agreement_clocks,
    process_clocks.process_clocks,
)
# Disagreement resolution has no clock of its own and bars none of a decision that can be appealed (law.md R14).
_OF_A_DECISION: _Clocks = (
    adviser_contact.contact_clock,
    appeals.appeal_clocks,
    certificate_clocks.no_mediation_clock,
    process_clocks.process_clocks,
)
_CHANGES = FactType.CAPACITY_OR_AGE_CHANGE
_NEED_THE_HOLDER = ("appeal-last-day", "cert-no-mediation-3wd", "cert-deemed-3wd", "cert-after-mediation-3wd")


def compute(
    facts: Sequence[Fact],
    *,
    as_of: date,
    calendar: Calendar = ENGLAND_AND_WALES,
    kind: ReferralKind = ReferralKind.MEDIATION,
    born_on: date | None = None,
    terms: Terms = NO_TERMS,
    rules: Rulebook = RULEBOOK,
) -> Computed:
    """Work out every deadline of a case; `terms` are the autumn terms' first days as its council has them."""
    found = Reckoning(Circumstances(facts), as_of=as_of, calendar=calendar, rules=rules)
    if kind is not ReferralKind.DISAGREEMENT_RESOLUTION:
        clocks = _CLOCKS
    elif found.case.decision is None:
        clocks = ()
    else:
        # A family that then asks to mediate about that decision has the clocks of mediation, whatever it came for.
        clocks = _CLOCKS if found.case.asked_to_mediate else _OF_A_DECISION
    if born_on is not None or found.case.placed(_CHANGES):
        found.rights_pass_on = _rights_pass_on(found.case, born_on, terms)
    for clock in clocks:
        clock(found)
    if born_on is not None and clocks:
        _check_holder(found, born_on, terms)
    return found.done()


def _rights_pass_on(case: Circumstances, born_on: date | None, terms: Terms) -> date | None:
    """Return the day on which the rights pass, between the decision and an appeal (R19): by the birthday, if known."""
    if born_on is not None:
        day = rights_holders.young_person_from(born_on, terms)
    else:
        changes = case.all(_CHANGES)
        came_of_age = next((fact for fact in changes if fact.payload.get("change") == "age"), None)
        if came_of_age is None:
            return None
        day = came_of_age.occurred_on
    if case.decision is None or day <= case.decision.sent_on:
        return None
    lodged = case.first(FactType.APPEAL_LODGED)
    return None if lodged is not None and lodged.occurred_on < day else day


def _check_holder(found: Reckoning, born_on: date, terms: Terms) -> None:
    """Flag live clocks whose rights-holder a person must check, and a 25th birthday that has passed."""
    if found.as_of >= rights_holders.turns_25_on(born_on):
        found.warn("over_25", "The 25th birthday has passed: the decision must have been sent before it, or check.")
    doubt = rights_holders.doubtful_days(born_on, terms)
    if doubt is None or found.as_of > doubt[1]:
        return
    begins, ends = doubt
    if found.as_of < begins:
        found.changes_after(begins - timedelta(days=1))
        return
    found.changes_after(ends)
    found.deadlines = [
        deadline._replace(
            flags=(*deadline.flags, rights_holders.RIGHTS_HOLDER_CHECK),
            rulings=(*deadline.rulings, "R19"),
        )
        if deadline.rule_id in _NEED_THE_HOLDER and deadline.met_on is None and not deadline.not_needed
        else deadline
        for deadline in found.deadlines
    ]
    found.warn(
        rights_holders.RIGHTS_HOLDER_CHECK,
        "Born from 1 to 7 September: no certificate until it is checked today who holds the rights.",
    )
