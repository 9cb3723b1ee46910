"""What is flagged of a history, as the service asks: its clocks are worked out first, then it is looked at."""

from collections.abc import Sequence
from datetime import date

from app.domain import concerns
from app.domain.deadlines import compute
from app.domain.facts import Fact
from app.domain.rights_holders import NO_TERMS, Terms


def seen(
    facts: Sequence[Fact], on: str | date, *, born_on: date | None = None, terms: Terms = NO_TERMS
) -> concerns.Seen:
    """Return what somebody should look at on a day, and when that changes."""
    as_of = date.fromisoformat(on) if isinstance(on, str) else on
    computed = compute(facts, as_of=as_of, born_on=born_on, terms=terms)
    return concerns.seen(facts, computed, as_of=as_of, born_on=born_on, terms=terms)
