"""In whose name a certificate is: who holds the rights on its day, since when, and who acts for whom (R19)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from app.domain import histories
from app.domain.facts import Fact, FactType, live
from app.domain.refusals import GuardRefused
from app.domain.rights_holders import NO_TERMS, RIGHTS_HOLDER_CHECK, Holder, Terms, holder_on, young_person_from


@dataclass(frozen=True, slots=True)
class Holding:
    """What is known on a day of who holds the rights, and the day they passed to the young person, if they have."""

    birthday_known: bool = True
    settled: bool = True
    passed_on: date | None = None


SETTLED = Holding()


def holding_on(born_on: date | None, day: date, terms: Terms = NO_TERMS) -> Holding:
    """Return what a date of birth says of the holder of the rights on a day."""
    if born_on is None:
        return Holding(birthday_known=False)
    passed_on = young_person_from(born_on, terms)
    return Holding(
        settled=RIGHTS_HOLDER_CHECK not in holder_on(born_on, day, terms).flags,
        passed_on=passed_on if passed_on <= day else None,
    )


def check_holding(holding: Holding) -> None:
    """Refuse a certificate while it is not known who holds the rights."""
    if not holding.birthday_known:
        raise GuardRefused(
            "The date of birth is not known, and it decides whether the parent or the young person holds the rights. "
            "Add `child.born_on` to the referral first.",
            rule="R19",
        )
    if not holding.settled:
        raise GuardRefused(
            "It is not settled whether the parent or the young person holds the rights. Check that first, today.",
            rule="R19",
        )


def usual_person(born_on: date | None, issued_on: date, facts: Sequence[Fact] = (), terms: Terms = NO_TERMS) -> str:
    """Return in whose name a certificate is when nobody is named: the holder of the rights, or the last who was.

    For a young person who lacks capacity it is whoever acts for them, who is named as the parent is.
    """
    if born_on is None or holder_on(born_on, issued_on, terms).holder is Holder.PARENT:
        return "parent"
    return "parent" if _lacks_capacity(facts, issued_on) else "young_person"


def check_person(
    person: str, born_on: date | None, facts: Sequence[Fact], *, issued_on: date, terms: Terms = NO_TERMS
) -> None:
    """Refuse a certificate in the name of who does not hold the rights on its day (R19).

    A parent may stand in for a young person without capacity; from the 25th birthday the name is left to the adviser.
    """
    rights = holder_on(born_on, issued_on, terms) if born_on else None
    if rights is None or rights.holder is Holder.NONE:
        return
    if rights.holder is Holder.YOUNG_PERSON and person == "young_person" and _lacks_capacity(facts, issued_on):
        raise GuardRefused(
            "The young person lacks capacity for this, so the rights are with whoever acts for them. Issue it in the "
            "name of `parent`, or record `capacity_or_age_change` if capacity is regained.",
            rule="capacity-young-person",
        )
    if person == str(rights.holder):
        return
    changes = _changes_of_capacity(facts, issued_on)
    if rights.holder is Holder.YOUNG_PERSON and changes and changes[-1] != "capacity_regained":
        return
    others = "" if rights.holder is Holder.PARENT else ", or record `capacity_or_age_change` if the parent stands in"
    raise GuardRefused(
        f"{rights.explanation[0]} Issue it in the name of `{rights.holder}`, correct the date of birth{others}.",
        rule="R19",
    )


def own_since(facts: Sequence[Fact], person: str, holding: Holding) -> date | None:
    """Return the day from which advice and wishes are the young person's own; None where it is not their certificate.

    Without a date of birth it is the day on which they came of age as it was recorded.
    """
    if person != "young_person":
        return None
    changes = histories.of(facts, FactType.CAPACITY_OR_AGE_CHANGE)
    came_of_age = [fact.occurred_on for fact in changes if fact.payload.get("change") == "age"]
    return holding.passed_on or (came_of_age[-1] if came_of_age else None)


def check_own_advice(advice: Fact, since: date | None) -> None:
    """Refuse the advice of the time before the rights passed to the young person (R19)."""
    if since is not None and advice.occurred_on < since:
        raise GuardRefused(
            f"The rights passed to the young person on {since}, who has not had advice since. Record `advice_given` "
            "to them.",
            rule="R19",
        )


def check_own_no(said: Fact, since: date | None) -> None:
    """Refuse the "no" of the time before the rights passed to the young person, unless they were the one to say it."""
    if since is not None and said.occurred_on < since and said.payload.get("party") != "young_person":
        raise GuardRefused(
            f"The rights passed to the young person on {since}, and the family said no before that. Ask the young "
            "person, and record their own `wish_stated` as `not_mediate`.",
            rule="R19",
        )


def _changes_of_capacity(facts: Sequence[Fact], day: date) -> list[str]:
    """Return what changed up to a day in who can act for whom, the last last; coming of age is not one of them."""
    changes = histories.of(live(facts), FactType.CAPACITY_OR_AGE_CHANGE)
    told = [str(fact.payload.get("change")) for fact in changes if fact.occurred_on <= day]
    return [change for change in told if change != "age"]


def _lacks_capacity(facts: Sequence[Fact], day: date) -> bool:
    found = [change for change in _changes_of_capacity(facts, day) if change.startswith("capacity_")]
    return bool(found) and found[-1] == "capacity_lost"
