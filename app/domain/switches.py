"""What must be done when the rights pass from the parent to the young person (rulings R19, `party-*`, `capacity-*`)."""

from dataclasses import dataclass
from datetime import date, timedelta

from app.domain.rights_holders import NO_TERMS, RIGHTS_HOLDER_CHECK, Holder, Terms, holder_on

WARNED_BEFORE = timedelta(weeks=8)

AT_THE_CHANGE = (
    "Confirm with the young person what they want: the instructions were the parent's.",
    "Give the young person information and advice, and record `advice_given`.",
    "Issue a certificate in the young person's name if an appeal is meant (R19); the dates stay on the parent's.",
    "Tell the parent nothing of the case unless the young person agrees: record the consent `share_with_parent`.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """Who holds the rights on a day, what is near, and to whom to write."""

    holder: Holder | None
    explanation: tuple[str, ...]
    changes_on: date | None
    warning: str | None
    flags: tuple[str, ...]
    write_to: str | None
    at_the_change: tuple[str, ...]


def standing_on(
    born_on: date | None,
    day: date,
    *,
    lacks_capacity: bool,
    stands_in: str | None,
    shares_with_parent: bool,
    terms: Terms = NO_TERMS,
) -> Standing:
    """Return who holds the rights of a case on a day and what follows; nothing is assumed without a date of birth."""
    if born_on is None:
        words = ("The date of birth is not known. Record it: who holds the rights depends on it.",)
        return Standing(None, words, None, None, (), None, ())
    rights = holder_on(born_on, day, terms)
    near = rights.changes_on is not None and rights.changes_on - day <= WARNED_BEFORE
    warning, flags = None, rights.flags
    if near and rights.check_the_change:
        flags = (RIGHTS_HOLDER_CHECK,)
        warning = (
            f"The rights may pass to the young person on {rights.changes_on}. Check whether they do, and prepare the "
            "change now."
        )
    elif near and rights.holder is Holder.PARENT:
        warning = f"The rights pass to the young person on {rights.changes_on}. Prepare the change now."
    elif near and rights.holder is Holder.YOUNG_PERSON:
        warning = f"The 25th birthday is on {rights.changes_on}: check how long the plan continues."
    explanation = list(rights.explanation)
    if lacks_capacity and rights.holder is Holder.YOUNG_PERSON:
        who = stands_in or "representative"
        explanation.append(f"An assessment found no capacity for this decision, so the {who} decides for them.")
    return Standing(
        rights.holder,
        tuple(explanation),
        rights.changes_on,
        warning,
        flags,
        _write_to(rights.holder, lacks_capacity, stands_in, shares_with_parent),
        AT_THE_CHANGE if rights.holder is Holder.PARENT and near else (),
    )


def _write_to(holder: Holder, lacks_capacity: bool, stands_in: str | None, shares_with_parent: bool) -> str | None:
    if holder is Holder.PARENT:
        return "parent"
    if holder is Holder.NONE:
        return None
    if lacks_capacity:
        return f"{stands_in or 'representative'}, keeping the young person informed"
    return "young_person and, as they agreed, the parent" if shares_with_parent else "young_person only"


def parent_is_shut_out(
    born_on: date | None, day: date, *, by_young_person: bool, shares_with_parent: bool, terms: Terms = NO_TERMS
) -> bool:
    """Return whether what the parent's side sent no longer opens the case to it: the rights are the young person's."""
    if born_on is None or by_young_person or shares_with_parent:
        return False
    return holder_on(born_on, day, terms).holder is not Holder.PARENT
