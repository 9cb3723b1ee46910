"""What a letter says about a promise that was not kept in time."""

from datetime import date

from app.domain.agreements import Owner
from app.domain.certificate_words import written

TITLE = "Something agreed at mediation has not been done in time"

_OWES = {
    Owner.LA: "the local authority",
    Owner.ICB: "the integrated care board",
    Owner.SCHOOL: "the school",
    Owner.FAMILY: "the family",
}
CONFIDENTIAL = (
    "What was said in mediation stays confidential. This letter speaks only of the written agreement, which is not."
)


def owes(owner: Owner) -> str:
    """Return who promised something, in words."""
    return _OWES[owner]


def paragraphs(owner: Owner, words: str, due_on: date, today: date, provision: str) -> tuple[str, ...]:
    """Return the paragraphs of the letter: what was agreed, by when, under which provision, and what is asked for."""
    return (
        f"A mediation agreement binds {_OWES[owner]} to do this: {words}",
        f"It was to be done by {written(due_on)}, under {provision}. On {written(today)} nothing showed that it was.",
        "Please do it now, and send the proof to the provider named above. If it has been done, say on which day.",
        "If it is not done, the family may complain to the body that promised it, take the complaint to the Ombudsman, "
        "or ask a court to look at it.",
    )
