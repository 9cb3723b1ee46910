"""What to say of a decision whose letter bears another date than the day it was sent (law.md R6)."""

from app.domain.circumstances import Decision
from app.domain.clocks import Reckoning
from app.domain.counting import say


def sent_words(decision: Decision) -> str:
    words = f"The decision was sent on {say(decision.sent_on)}."
    if decision.letter_on is not None and decision.letter_on != decision.sent_on:
        words += f" The letter is dated {say(decision.letter_on)}; the earlier day is counted from, to be safe."
    return words


def letter_flags(found: Reckoning, decision: Decision) -> tuple[str, ...]:
    if decision.letter_on is None or decision.letter_on == decision.sent_on:
        return ()
    found.warn(
        "letter_sent_differ", "The date on the letter and the day it was sent differ; days count from the earlier."
    )
    return ("letter_sent_differ",)
