"""Random histories of a case, plausible and odd, 2012-2028, clustered round the days on which counting is hard.

A history comes from one seed, through `random.Random`: that makes a hundred thousand affordable. An integer seed
does not shrink to a smaller history, so `shortest` does that: it takes facts out while the trouble stays.
"""

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from app.domain.codes import ReferralKind
from app.domain.facts import Fact, FactType
from tests.domain.oracle.days import BANK_HOLIDAYS
from tests.domain.oracle.paths import PATHS
from tests.domain.oracle.steps import Writer

LONDON = ZoneInfo("Europe/London")
_BIG_HOLIDAYS = sorted(BANK_HOLIDAYS)


@dataclass(frozen=True)
class History:
    """The facts of a case, the day on which it is looked at, the child's birthday, and what was asked for."""

    facts: tuple[Fact, ...]
    as_of: date
    born_on: date | None = None
    kind: ReferralKind = ReferralKind.MEDIATION

    def __str__(self) -> str:
        lines = [f"as of {self.as_of}, born {self.born_on}, {self.kind}"]
        for fact in self.facts:
            extra = f" supersedes {fact.supersedes}" if fact.supersedes else ""
            extra += " retracted" if fact.retracted else ""
            lines.append(f"  {fact.id} {fact.occurred_on} {fact.type.value} {dict(fact.payload)}{extra}")
        return "\n".join(lines)


def hard_day(draw: random.Random) -> date:
    """Pick a day near one on which some rule turns."""
    year = draw.choice([2012, 2013, *range(2014, 2029), *range(2015, 2028)])
    near = timedelta(days=draw.randint(-4, 4))
    place = draw.randrange(9)
    if place == 0:
        return date(year, 12, 28) + near
    if place == 1:
        return draw.choice(_BIG_HOLIDAYS) + near
    if place == 2:
        return date(year, 8, draw.choice([1, 15, 31])) + near
    if place == 3:
        return date(year, draw.randint(1, 12), 1) + near
    if place == 4:
        return date(draw.choice([2016, 2020, 2024, 2028]), 2, 28) + near
    if place == 5 and draw.random() < 0.5:
        return date(2014, 9, 1) + near
    if place == 6 and draw.random() < 0.4:
        return date(2028, 12, 1) + near * 5
    return date(year, 1, 1) + timedelta(days=draw.randrange(365))


def birthday(draw: random.Random, near: date) -> date:
    """Pick a birthday round the switch, the doubtful days or the 25th birthday."""
    years = draw.choice([3, 9, 15, 16, 16, 17, 24, 25])
    month, day = draw.choice([(9, draw.randint(1, 8)), (8, 31), (6, draw.randint(24, 30)), (near.month, 15), (1, 9)])
    if draw.random() < 0.05:
        return date(2008, 2, 29)
    return date(near.year - years, month, day)


def received_at(draw: random.Random, day: date) -> str:
    """Write a moment of a London day, round 17:00, in one of the offsets in which a caller may write it."""
    hour, minute, second = draw.choice([(9, 0, 0), (16, 59, 59), (17, 0, 0), (17, 0, 1), (17, 30, 0), (23, 30, 0)])
    moment = datetime.combine(day, time(hour, minute, second), LONDON)
    zone = draw.choice([LONDON, UTC])
    return moment.astimezone(zone).isoformat()


@dataclass
class _Writer(Writer):
    """Writes facts one after another, moving the day forward by hard steps."""

    draw: random.Random
    day: date
    facts: list[Fact] = field(default_factory=list)

    def step(self, *gaps: int) -> None:
        choices = gaps or (0, 0, 0, 1, 1, 2, 3, 5, 9, 14)
        self.day += timedelta(days=self.draw.choice(choices))

    def put(self, kind: FactType, on: date | None = None, /, **payload: Any) -> Fact:
        number = len(self.facts) + 1
        fact = Fact(id=f"f{number}", type=kind, occurred_on=on or self.day, sequence=number, payload=payload)
        self.facts.append(fact)
        return fact

    def near(self, *gaps: int) -> date:
        return self.day + timedelta(days=self.draw.choice(gaps))

    def has(self, kind: FactType) -> bool:
        return any(fact.type == kind for fact in self.facts)

    def moment(self, day: date) -> str:
        return received_at(self.draw, day)


def _corrected(draw: random.Random, facts: list[Fact]) -> list[Fact]:
    """Supersede, move or retract some facts, as people do when they see a slip."""
    for _ in range(draw.choice([0, 0, 0, 1, 1, 2])):
        wrong = draw.choice(facts)
        if any(fact.supersedes == wrong.id for fact in facts) or wrong.retracted:
            continue
        if wrong.type in {FactType.CERTIFICATE_ISSUED, FactType.CERTIFICATE_VOIDED}:
            continue  # only its resource records or corrects it
        number = len(facts) + 1
        if draw.random() < 0.35:
            if wrong.type == FactType.DECISION_SENT and draw.random() < 0.7:
                continue
            facts.append(replace(wrong, id=f"f{number}", sequence=number, supersedes=wrong.id, retracted=True))
            continue
        moved = wrong.occurred_on + timedelta(days=draw.choice([0, 0, -1, 1, -3, 3, -30, 20]))
        payload = {key: value for key, value in wrong.payload.items() if key != "received_at"}
        facts.append(Fact(f"f{number}", wrong.type, moved, number, payload=payload, supersedes=wrong.id))
    return facts


def history(seed: int) -> History:
    """Write the history of a seed."""
    draw = random.Random(seed)
    # What a clock counts *to* is the hard day as often as what it counts from.
    start = hard_day(draw) - timedelta(days=draw.choice([0, 0, 30, 30, 59, 60, 61, 61, 62, 62, 3, 5]))
    writer = _Writer(draw, max(start, date(2012, 1, 9)))
    draw.choice(PATHS)(writer)
    facts = _corrected(draw, writer.facts)
    if draw.random() < 0.25:  # recorded in another order than it happened
        order = list(range(1, len(facts) + 1))
        cut = draw.randrange(len(order))
        order = order[cut:] + order[:cut]
        keep = {fact.supersedes for fact in facts}
        if keep == {None}:
            facts = [replace(fact, sequence=number) for fact, number in zip(facts, order, strict=True)]
    if draw.random() < 0.1:
        facts.sort(key=lambda fact: fact.sequence)
    latest = max(fact.occurred_on for fact in facts)
    as_of = latest + timedelta(days=draw.choice([0, 0, 1, 2, 3, 4, 5, 7, 14, 29, 30, 31, 32, 60, 62, 90, 400]))
    born_on = birthday(draw, as_of) if draw.random() < 0.3 else None
    kind = ReferralKind.DISAGREEMENT_RESOLUTION if draw.random() < 0.06 else ReferralKind.MEDIATION
    return History(tuple(facts), as_of, born_on, kind)


def histories() -> st.SearchStrategy[History]:
    """Return random histories; a failing one is made short by `shortest`, since its seed cannot shrink."""
    return st.integers(0, 2**48).map(history)


def shortest(found: History, troubled: Callable[[History], bool]) -> History:
    """Take facts out, then payload keys that may be missing, while the trouble stays."""
    again = True
    while again:
        again = False
        for fact in found.facts:
            if any(other.supersedes == fact.id for other in found.facts):
                continue
            fewer = replace(found, facts=tuple(other for other in found.facts if other is not fact))
            if fewer.facts and troubled(fewer):
                found, again = fewer, True
                break
        if not again and found.born_on and troubled(replace(found, born_on=None)):
            found, again = replace(found, born_on=None), True
    return found
