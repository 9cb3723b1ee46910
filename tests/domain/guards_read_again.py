"""The hard guards of law.md 3.2 and the rulings on them, read a second time and written without the rulebook's help.

What is asked is a list of live facts, in order, as plain values. The rulebook must refuse a certificate for one of the
guards that are found here to stand in its way, and issue it when there is none.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, NamedTuple

FAMILY = {"parent", "young_person", "representative"}
LA = {"la", "la_with_authority"}


class Told(NamedTuple):
    """A live fact, as plain values."""

    type: str
    on: date
    payload: dict[str, Any]


def in_the_way(kind: str, person: str, told: Sequence[Told], day: date, passed_on: date | None = None) -> set[str]:
    """Return the guards that bar a certificate of this kind, in this name, on this day.

    `passed_on` is the day on which the rights passed to the young person, where their date of birth tells it.
    """
    known = [fact for fact in told if fact.on <= day]
    bars = set()
    decision = [fact for fact in told if fact.type == "decision_sent"]
    if not decision or _denied_and_not_appealable(told):
        bars.add("guard-1")
    elif decision[-1].on > day:
        bars.add("guard-6")
    if not [fact for fact in known if fact.type == "advice_given"]:
        bars.add("guard-1")
    if person == "young_person" and not _their_own(kind, known, day, passed_on):
        bars.add("R19")
    if _stands(told, person):
        bars.add("guard-5")
    by_kind = {"s55_4": _not_wished, "s55_5": _took_part, "s55_5_deemed": _deemed}
    if not by_kind[kind](known, day):
        bars.add({"s55_4": "guard-2", "s55_5": "guard-3", "s55_5_deemed": "guard-4"}[kind])
    return bars


def _their_own(kind: str, known: Sequence[Told], day: date, passed_on: date | None) -> bool:
    """R19: since the rights passed, the last advice was given, and the "no" was said unless it was their own before."""
    came_of_age = [fact.on for fact in known if fact.payload.get("change") == "age"]
    if passed_on is not None and passed_on <= day:
        since = passed_on
    elif came_of_age:
        since = came_of_age[-1]
    else:
        return True
    advised = [fact.on for fact in known if fact.type == "advice_given"]
    if not advised or advised[-1] < since:
        return False
    place = _education_wish(known)
    if kind != "s55_4" or place is None:
        return True
    return known[place].on >= since or known[place].payload.get("party") == "young_person"


def _denied_and_not_appealable(told: Sequence[Told]) -> bool:
    """R14: intent is presumed unless denied, and then health or social care alone needs no certificate."""
    intents = [fact.payload.get("intends") for fact in told if fact.type == "intent_to_appeal_stated"]
    kinds = _kinds(told)
    return bool(intents) and intents[-1] == "no" and bool(kinds) and "education" not in kinds


def _kinds(told: Sequence[Told]) -> set[str]:
    return {issue["kind"] for fact in told if fact.type == "issues_recorded" for issue in fact.payload["issues"]}


def _stands(told: Sequence[Told], person: str) -> bool:
    """Guard 5: one live certificate per decision and person."""
    void = {fact.payload["certificate_id"] for fact in told if fact.type == "certificate_voided"}
    return any(
        fact.type == "certificate_issued"
        and fact.payload["certificate_id"] not in void
        and fact.payload["person"] == person
        for fact in told
    )


def _education_wish(known: Sequence[Told]) -> int | None:
    """Return the place of the latest word on mediating about education; a withdrawal is one (R10)."""
    for place in range(len(known) - 1, -1, -1):
        fact = known[place]
        kinds = fact.payload.get("issue_kinds") or ["education"]
        if fact.type == "withdrawn_by_party" or (fact.type == "wish_stated" and "education" in kinds):
            return place
    return None


def _says_no(fact: Told) -> bool:
    return fact.type == "withdrawn_by_party" or fact.payload.get("wish") == "not_mediate"


def _both_there(fact: Told) -> bool:
    there = set(fact.payload.get("present", ()))
    return fact.type == "session_held" and bool(there & FAMILY) and bool(there & LA)


def _not_wished(known: Sequence[Told], _day: date) -> bool:
    """Guard 2: the latest word is no, and the family and the LA have not met since."""
    place = _education_wish(known)
    return place is not None and _says_no(known[place]) and not any(_both_there(fact) for fact in known[place:])


def _took_part(known: Sequence[Told], _day: date) -> bool:
    """Guard 3: concluded, after a session with both in it."""
    ends = [place for place, fact in enumerate(known) if fact.type == "mediation_concluded"]
    return bool(ends) and any(_both_there(fact) for fact in known[: ends[-1]])


def _deemed(known: Sequence[Told], day: date) -> bool:
    """Guard 4, R8: the family wishes, the LA was told, not health alone, and one sign that it was not arranged."""
    place = _education_wish(known)
    if place is None or known[place].payload.get("wish") != "mediate" or _kinds(known) == {"health"}:
        return False
    attempt = known[_attempt_begins(known) :]
    informed = [fact.on for fact in attempt if fact.type == "la_informed"]
    if not informed:
        return False
    if any(fact.type in {"la_says_cannot_arrange", "la_declined"} for fact in attempt):
        return True
    held = [fact for fact in attempt if fact.type == "session_held"]
    if any(set(fact.payload["present"]) & FAMILY and not set(fact.payload["present"]) & LA for fact in held):
        return True
    agreed = [date.fromisoformat(fact.payload["until"]) for fact in attempt if fact.type == "arranging_extended"]
    last = max([informed[0] + timedelta(days=30), *agreed])
    return day > last and not any(fact.on <= last for fact in held)


def _attempt_begins(known: Sequence[Told]) -> int:
    """Return where the present attempt begins: after the last end that was followed by a new wish to mediate."""
    begins, over = 0, None
    for place, fact in enumerate(known):
        about_education = "education" in (fact.payload.get("issue_kinds") or ["education"])
        said_no = fact.type == "withdrawn_by_party" or (
            fact.type == "wish_stated" and about_education and fact.payload["wish"] == "not_mediate"
        )
        if fact.type == "resolved_before_session" or said_no:
            over = place + 1
        elif over is not None and fact.type == "wish_stated" and about_education and fact.payload["wish"] == "mediate":
            begins, over = over, None
    return begins
