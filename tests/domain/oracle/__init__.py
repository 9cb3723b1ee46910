"""A second reading of the law, written from law.md alone and slow on purpose, to test the engine against.

It counts day by day, shares no code with the engine, and takes bank holidays from another source. Where the text
is silent an answer says so (`Answer.silent`, `may_flags`, `may_dates`), and nothing is compared there.
"""

from collections.abc import Iterable
from datetime import date

from app.domain.facts import Fact, FactType
from tests.domain.oracle import agreements, appeals, arranging, certificates, ehc
from tests.domain.oracle.answers import Answer
from tests.domain.oracle.reading import Story, standing


def answers(
    facts: Iterable[Fact], as_of: date, born_on: date | None = None, *, disagreement: bool = False
) -> dict[tuple[str, str], Answer]:
    """Return what the text says of every deadline of a case, by rule and subject."""
    story = Story(standing(facts), as_of, born_on)
    found: dict[tuple[str, str], Answer] = {}
    for area in (appeals, certificates, arranging, agreements, ehc):
        for item in area.answers(story):
            found[item.rule_id, item.subject] = item
    return _of_disagreement(story, found) if disagreement else found


def _of_disagreement(story: Story, found: dict[tuple[str, str], Answer]) -> dict[tuple[str, str], Answer]:
    """`drs-no-clock`, R14: disagreement resolution has no clock, and takes none from a decision that can be appealed.

    A family that asks to mediate about such a decision has asked the LA for mediation (CFA 52), whatever it came for.
    """
    if story.decision is None:
        return {}
    if any(fact.payload["wish"] == "mediate" for fact in story.of(FactType.WISH_STATED)):
        return found
    return {key: item for key, item in found.items() if key[0].startswith(OF_A_DECISION)}


OF_A_DECISION = ("appeal-", "contact-", "cert-no-mediation-3wd", "ehc-")
