"""What is flagged when the rights pass, or will have passed by a session, to somebody else (law.md R19)."""

from collections.abc import Iterator
from datetime import date, timedelta

from app.domain import histories
from app.domain.counting import say
from app.domain.facts import FactType
from app.domain.looked import Flag, Looked
from app.domain.rights_holders import Holder, RightsHolder, doubtful_days


def change_of_holder(case: Looked) -> Iterator[Flag]:
    """Look for a change of who holds the rights, recorded or by age, of which nobody was advised since."""
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


def sessions_to_come(case: Looked) -> Iterator[Flag]:
    """Look for a session on a day on which the rights are no longer with whoever holds them today (R19)."""
    now = case.rights_on(case.as_of)
    if case.born_on is None or now is None or case.is_closed:
        return
    if doubt := doubtful_days(case.born_on, case.terms):
        case.changes_after(doubt[0] - timedelta(days=1))
    for fact in histories.fixed_sessions(case.facts).values():
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
