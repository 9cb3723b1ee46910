"""Whether the family wishes to mediate, by kind of issue, and where one attempt ends and another begins."""

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from app.domain.codes import IssueKind
from app.domain.facts import Fact, FactType

EDUCATION, HEALTH, SOCIAL_CARE = IssueKind.EDUCATION, IssueKind.HEALTH, IssueKind.SOCIAL_CARE
ALL_KINDS = frozenset(IssueKind)


class Wish(StrEnum):
    """Where the family stands on mediating."""

    UNSTATED = "unstated"
    CLOSED = "closed"
    RESOLVED = "resolved"
    DECLINED = "declined"
    UNDECIDED = "undecided"
    MEDIATE = "mediate"


_FURTHEST = tuple(Wish)
_OVER = frozenset({Wish.DECLINED, Wish.RESOLVED, Wish.CLOSED})
_STATED = {"mediate": Wish.MEDIATE, "not_mediate": Wish.DECLINED, "undecided": Wish.UNDECIDED}
_TURNED_BY = {
    FactType.WITHDRAWN_BY_PARTY: Wish.DECLINED,
    FactType.RESOLVED_BEFORE_SESSION: Wish.RESOLVED,
    FactType.CASE_CLOSED: Wish.CLOSED,
}


TURNED_BY = (FactType.WISH_STATED, *_TURNED_BY, FactType.REOPENED)
"""The facts that say where the family stands, and what undoes a closing."""


def _was_undone(closed_at: int, facts: Sequence[tuple[int, Fact]]) -> bool:
    """Say whether the case was reopened after a closing, which then ended nothing: no family took its wish back."""
    return any(fact.type is FactType.REOPENED and place > closed_at for place, fact in facts)


class Turn(NamedTuple):
    """The family's standing from a fact on; `at` is the place of that fact in the case."""

    at: int
    on: date
    wish: Wish


class Wishes:
    """The standing on some kinds of issue together, turn by turn: any wish to mediate keeps mediation going (R10)."""

    def __init__(self, facts: Iterable[tuple[int, Fact]], kinds: frozenset[IssueKind]) -> None:
        """Follow facts, each with its place in the case; those that turn nothing may be left out."""
        standing = dict.fromkeys(kinds, Wish.UNSTATED)
        turns: list[Turn] = []
        facts = tuple(facts)
        for place, fact in facts:
            if fact.type is FactType.WISH_STATED:
                wish = _STATED[fact.payload.get("wish", "undecided")]
                named = fact.payload.get("issue_kinds")
                touched = kinds & {IssueKind(kind) for kind in named} if named else kinds
            elif fact.type is FactType.CASE_CLOSED and _was_undone(place, facts):
                continue
            elif fact.type in _TURNED_BY:
                wish, touched = _TURNED_BY[fact.type], kinds
            else:
                continue
            for kind in touched:
                # A case settled or closed after a "no" leaves that "no" standing, with its certificate.
                if wish not in (Wish.RESOLVED, Wish.CLOSED) or standing[kind] is not Wish.DECLINED:
                    standing[kind] = wish
            together = max(standing.values(), key=_FURTHEST.index)
            if not turns or turns[-1].wish is not together:
                turns.append(Turn(place, fact.occurred_on, together))
        self.turns = tuple(turns)
        self.ended = self._ended()
        self.attempt_starts_after = self._attempt_starts_after()

    def on(self, day: date) -> Wish:
        """Return the standing at the end of a day."""
        standing = Wish.UNSTATED
        for turn in self.turns:
            if turn.on <= day:
                standing = turn.wish
        return standing

    @property
    def stands(self) -> Wish:
        """Where the family stands after everything recorded."""
        return self.turns[-1].wish if self.turns else Wish.UNSTATED

    def _ended(self) -> Turn | None:
        """Return the turn that ended the attempt to mediate, if it is over: what came after it ended nothing again."""
        found = None
        for turn in reversed(self.turns):
            if turn.wish not in _OVER:
                break
            found = turn
        return found

    def _attempt_starts_after(self) -> int:
        """Return the place after which the present attempt begins.

        A family that declines or settles and then wishes to mediate again starts a new attempt: the council must be
        told again before any clock of the council's runs.
        """
        start, over = -1, None
        for turn in self.turns:
            if turn.wish in _OVER:
                over = turn
            elif turn.wish is Wish.MEDIATE and over is not None:
                start, over = over.at, None
        return start

    def refusals(self) -> tuple[tuple[Turn, Turn | None], ...]:
        """Return each turn to "no" with the turn that ended it."""
        turns = self.turns
        return tuple(
            (turn, turns[place] if place < len(turns) else None)
            for place, turn in enumerate(turns, 1)
            if turn.wish is Wish.DECLINED
        )
