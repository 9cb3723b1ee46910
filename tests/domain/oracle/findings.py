"""Where the text is silent and the engine reads on, so that the comparison passes over it."""

from collections.abc import Callable

from app.domain.facts import FactType
from tests.domain.oracle.reading import LA, Story, education_runs, present

Finding = Callable[[Story, str], bool]


def deemed_without_a_wish(story: Story, line: str) -> bool:
    """R8 names the latest wish; where none is recorded, a council that was told of one is taken to show it."""
    wished = any(run.wish == "mediate" for run in education_runs(story))
    return not wished and line.startswith("cert-deemed-3wd status: oracle not_needed")


def session_after_a_conclusion(story: Story, line: str) -> bool:
    """Nobody says what an LA's absence means after mediation was concluded with it: the engine takes it as over."""
    absent = [fact.occurred_on for fact in story.of(FactType.SESSION_HELD) if not present(fact, LA)]
    concluded = story.first_day(FactType.MEDIATION_CONCLUDED)
    return line.startswith("cert-deemed-3wd") and concluded is not None and any(day > concluded for day in absent)


FINDINGS: tuple[Finding, ...] = (deemed_without_a_wish, session_after_a_conclusion)
