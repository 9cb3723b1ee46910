"""A second reading of the law, written from law.md alone and slow on purpose, to test the engine against.

It counts day by day, shares no code with the engine, and takes bank holidays from another source. Where the text
is silent an answer says so (`Answer.silent`, `may_flags`, `may_dates`), and nothing is compared there.
"""

from collections.abc import Iterable
from datetime import date

from app.domain.facts import Fact
from tests.domain.oracle import agreements, appeals, arranging, certificates, ehc
from tests.domain.oracle.answers import Answer
from tests.domain.oracle.reading import Story, standing


def answers(facts: Iterable[Fact], as_of: date, born_on: date | None = None) -> dict[tuple[str, str], Answer]:
    """Return what the text says of every deadline of a case, by rule and subject."""
    story = Story(standing(facts), as_of, born_on)
    found: dict[tuple[str, str], Answer] = {}
    for area in (appeals, certificates, arranging, agreements, ehc):
        for item in area.answers(story):
            found[item.rule_id, item.subject] = item
    return found
