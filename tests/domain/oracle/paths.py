"""The paths of law.md 3.4 with their side turnings, written as random histories."""

from collections.abc import Callable

from app.domain.facts import FactType
from tests.domain.oracle.steps import (
    Writer,
    advice,
    agreement,
    certificate,
    chance,
    ehc,
    icb,
    inform,
    issues,
    lodge,
    opening,
    permission,
    session,
    wish,
)

F = FactType


def straight(w: Writer) -> None:
    """Path A, with R16 where the advice comes after the "no"."""
    opening(w)
    w.step(0, 0, 1)
    wish(w, "not_mediate")
    if chance(w, 0.2):
        w.step(0, 1, 2)
        advice(w)
    ending(w, "s55_4")


def mediated(w: Writer) -> None:
    """Paths B, C, F, G."""
    opening(w)
    told_first = chance(w, 0.1)
    if told_first:
        inform(w)
    w.step(0, 1)
    wish(w, "mediate")
    if chance(w, 0.6):
        issues(w)
    if not told_first and chance(w, 0.92):
        w.step(0, 1, 2)
        inform(w)
    if chance(w, 0.4):
        w.step(0, 1, 2, 3, 4, 5)
        icb(w)
        if chance(w, 0.2):
            w.step(0, 1, 3)
            icb(w)
    if chance(w, 0.05):
        closed_by_mistake(w)
    for number in range(w.draw.choice([0, 1, 1, 1, 2])):
        w.step(0, 1, 10, 20, 24, 25, 26, 28)
        session(w, f"s{number + 1}" if chance(w, 0.85) or number else None)
    if chance(w, 0.7 if w.has(F.SESSION_HELD) else 0.02):
        w.put(F.MEDIATION_CONCLUDED)
        if chance(w, 0.5):
            agreement(w)
            if chance(w, 0.25):
                w.step(0, 1, 7, 40)
                agreement(w)
    ending(w, "s55_5")


def undone(w: Writer) -> None:
    """Paths D, I, J, K, L: the LA cannot or will not, the family changes its mind, once or twice."""
    opening(w)
    wish(w, "mediate")
    if chance(w, 0.3):
        issues(w)
    w.step(0, 1, 2)
    if chance(w, 0.9):
        inform(w)
    if chance(w, 0.1):
        closed_by_mistake(w)
    for _ in range(w.draw.choice([1, 1, 2, 3])):
        w.step(0, 1, 5, 20, 28, 29, 30, 31, 32)
        turn = w.draw.randrange(9)
        if turn == 0:
            w.put(F.LA_SAYS_CANNOT_ARRANGE)
        elif turn == 1:
            w.put(F.LA_DECLINED, reason="no")
        elif turn == 2:
            w.put(F.ARRANGING_EXTENDED, until=w.near(-1, 5, 10, 30, 31, 40).isoformat(), agreed_by="parent")
        elif turn == 3:
            w.put(F.WITHDRAWN_BY_PARTY, party=w.draw.choice(["parent", "young_person"]), reason="moved")
        elif turn == 4:
            wish(w, w.draw.choice(["not_mediate", "not_mediate", "undecided"]))
        elif turn == 5:
            wish(w, "mediate")
        elif turn == 6:
            w.put(F.RESOLVED_BEFORE_SESSION, how="parties_settled")
        elif turn == 7:
            session(w, w.draw.choice(["s1", "s2"]))
        else:
            inform(w)
    if chance(w, 0.15):
        w.put(w.draw.choice([F.CERTIFICATE_NOT_WANTED, F.CERTIFICATE_REQUESTED]))
    ending(w, w.draw.choice(["s55_4", "s55_5_deemed"]))


def closed_by_mistake(w: Writer) -> None:
    """Close the case and reopen it: that says nothing of what the family wishes."""
    w.step(0, 1, 10)
    w.put(F.CASE_CLOSED, outcome="guidance_only")
    w.step(0, 1, 3, 20)
    w.put(F.REOPENED, reason="slip")


def bare(w: Writer) -> None:
    """A decision and little else, or clocks of the council alone."""
    if chance(w, 0.9):
        opening(w)
    for _ in range(w.draw.choice([1, 1, 2])):
        ehc(w)
    if chance(w, 0.3):
        lodge(w)


def comes_of_age(w: Writer) -> None:
    """R19: the rights pass to the young person, who is advised anew and says what it wishes."""
    w.step(0, 1, 3)
    w.put(F.CAPACITY_OR_AGE_CHANGE, change=w.draw.choice(["age", "age", "age", "capacity_lost"]))
    w.step(0, 1, 2)
    if chance(w, 0.8):
        advice(w)
    wish(w, w.draw.choice(["not_mediate", "not_mediate", "mediate"]))
    if chance(w, 0.6):
        w.step(0, 1, 2, 3, 4, 5, 6)
        w.put(F.CERTIFICATE_ISSUED, certificate_id="c4", kind="s55_4", person="young_person")


def ending(w: Writer, kind: str) -> None:
    """Certificate, appeal, permission, a plan's clocks; and what is said after a certificate."""
    if chance(w, 0.06):
        w.put(F.INTENT_TO_APPEAL_STATED, intends=w.draw.choice(["no", "yes"]))
    if chance(w, 0.08):
        w.put(w.draw.choice([F.CERTIFICATE_NOT_WANTED, F.CERTIFICATE_REQUESTED]))
    if chance(w, 0.6):
        w.step(0, 1, 2, 3, 4, 5, 6, 7, 20)
        certificate(w, kind)
        if chance(w, 0.15):
            w.step(0, 1, 5)
            wish(w, w.draw.choice(["mediate", "not_mediate"]))
        if chance(w, 0.1):
            comes_of_age(w)
    if chance(w, 0.12):
        permission(w)
    if chance(w, 0.1):
        w.put(F.APPEAL_SCOPE_STATED, sections=w.draw.choice([["I"], ["B"], ["I", "B"]]))
    if chance(w, 0.4):
        lodge(w)
    if chance(w, 0.08):
        ehc(w)
    if chance(w, 0.05):
        w.put(F.CASE_CLOSED, outcome="guidance_only")


PATHS: list[Callable[[Writer], None]] = [straight, straight, mediated, mediated, mediated, undone, undone, bare]
