"""When each referral of the demo years came, when its case closes and with which outcome.

The totals are joined: referrals by the year received, cases by the year closed, outcomes by both. So the days of
receipt come first, each case draws how long it takes, and each period then takes exactly as many closings as the
figures say, in the order in which the cases would have closed by themselves.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from random import Random

from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.codes import Outcome
from app.jobs.demo.dealing import seeded
from app.jobs.demo.figures import (
    CLOSED_IN_EARLY_2025,
    DEMO_CUT_OFF,
    OUTCOMES,
    RECEIVED_A_MONTH_AFTERWARDS,
    RECEIVED_BY_FINANCIAL_YEAR,
    SEED_YEARS_END,
)

_SEASON = (1.0, 1.05, 1.15, 0.85, 1.05, 1.15, 1.2, 0.75, 0.95, 1.05, 1.1, 0.7)
"""January to December: quiet in August and December, busy before the summer."""

_YEARLY_RATE = (165, 228, 340, 530, 620, 650)
"""Referrals a year as the rate stands on each 1 April from 2020, so that growth shows within the years too."""

_MIX: dict[Outcome, float] = {
    outcome: (OUTCOMES[2023][outcome] + OUTCOMES[2024][outcome]) / (549 + 630) for outcome in OUTCOMES[2024]
}
_CERTIFICATE_ONLY_SHARE = 0.08
"""Families who only ever wanted the certificate: counted apart, and none in the years of the figures."""

SHORTEST: dict[Outcome, int] = {
    Outcome.MEDIATION_MEETING_HELD: 16,
    Outcome.DR_MEETING_HELD: 18,
    Outcome.LA_DECLINED: 9,
    Outcome.RESOLVED_PRE_MEDIATION: 6,
    Outcome.CHANGED_MIND_CERTIFICATE: 6,
    Outcome.CHANGED_MIND: 4,
    Outcome.CERTIFICATE_ONLY: 2,
    Outcome.GUIDANCE_ONLY: 2,
}
"""The fewest days from receipt to closing in which the outcome's history has room."""


@dataclass(frozen=True, slots=True)
class Slot:
    """One case to be: the day received, the day it closes (which may lie ahead) and how it ends."""

    received_on: date
    closes_on: date
    outcome: Outcome

    @property
    def days(self) -> int:
        return (self.closes_on - self.received_on).days


def seed_years(seed: str) -> list[Slot]:
    """Return the cases received from 2020-21 to 2024-25, by the day received."""
    rng = seeded(seed, "timeline")
    slots = [_slot(day, rng, certificate_only=day < date(2022, 10, 1)) for day in _received(rng)]
    return _joined(slots, rng)


def month(seed: str, first: date, until: date, taken: int) -> list[Slot]:
    """Return the cases received in a later month up to a day, less those `taken` by cases placed on purpose."""
    rng = seeded(seed, first)
    last = _last_of_month(first)
    days = [day for day in _days(first, last) if CALENDAR.is_working_day(day)]
    passed = [day for day in days if day <= until]
    wanted = round((RECEIVED_A_MONTH_AFTERWARDS + rng.randint(-4, 4)) * len(passed) / len(days)) - taken
    received = sorted(rng.choice(passed) for _ in range(max(wanted, 0)))
    return [_slot(day, rng, certificate_only=True) for day in received]


def _received(rng: Random) -> list[date]:
    """Spread each financial year's referrals over its working days, some over its weekends."""
    received: list[date] = []
    for place, (year, total) in enumerate(RECEIVED_BY_FINANCIAL_YEAR.items()):
        first, last = date(year, 4, 1), date(year + 1, 3, 31)
        days = [day for day in _days(first, last) if CALENDAR.is_working_day(day)]
        start, end = _YEARLY_RATE[place], _YEARLY_RATE[place + 1]
        weights = [
            (start + (end - start) * (day - first).days / 365) * _SEASON[day.month - 1] * rng.uniform(0.6, 1.4)
            for day in days
        ]
        received += (_perhaps_weekend(day, last, rng) for day in _evenly(days, weights, total, rng))
    return sorted(received)


def _evenly(days: Sequence[date], weights: Sequence[float], total: int, rng: Random) -> list[date]:
    """Draw exactly `total` days in proportion to their weights, one from each equal share of the whole."""
    step = sum(weights) / total
    marks = [(place + rng.random()) * step for place in range(total)]
    drawn, place, reached = [], 0, weights[0]
    for mark in marks:
        while mark > reached and place < len(days) - 1:
            place += 1
            reached += weights[place]
        drawn.append(days[place])
    return drawn


def _perhaps_weekend(day: date, last: date, rng: Random) -> date:
    weekend = day + timedelta(days=5 - day.weekday() + rng.randint(0, 1))
    return weekend if rng.random() < 0.04 and weekend <= last else day


def _slot(received_on: date, rng: Random, *, certificate_only: bool) -> Slot:
    if certificate_only and rng.random() < _CERTIFICATE_ONLY_SHARE:
        outcome = Outcome.CERTIFICATE_ONLY
    else:
        outcome = rng.choices(list(_MIX), list(_MIX.values()))[0]
    closes = CALENDAR.next_working_day(received_on + timedelta(days=_duration(outcome, rng)))
    return Slot(received_on, closes, outcome)


def _duration(outcome: Outcome, rng: Random) -> int:
    """Draw how many days a case takes from receipt to closing."""
    if outcome in (Outcome.MEDIATION_MEETING_HELD, Outcome.DR_MEETING_HELD):
        before = rng.randint(0, 3) + min(round(rng.expovariate(1 / 5)), 30) + rng.randint(0, 2)
        to_session = round(rng.triangular(14, 30, 26)) if rng.random() < 0.86 else rng.randint(31, 55)
        drawn_out = rng.randint(15, 40) if rng.random() < 0.05 else 0
        return min(max(before + to_session + rng.randint(2, 7) + drawn_out, SHORTEST[outcome] + 2), 118)
    least, most, mode = {
        Outcome.RESOLVED_PRE_MEDIATION: (8, 48, 24),
        Outcome.CHANGED_MIND: (5, 60, 16),
        Outcome.CHANGED_MIND_CERTIFICATE: (8, 50, 20),
        Outcome.LA_DECLINED: (12, 40, 22),
        Outcome.GUIDANCE_ONLY: (2, 24, 7),
        Outcome.CERTIFICATE_ONLY: (2, 14, 5),
    }[outcome]
    return round(rng.triangular(least, most, mode))


def _joined(slots: Sequence[Slot], rng: Random) -> list[Slot]:
    """Give each period the closings that the figures count in it."""
    waiting = sorted(slots, key=lambda slot: (slot.closes_on, slot.received_on))
    before = date(2022, 12, 31)
    done = [slot for slot in waiting if slot.closes_on <= before]
    waiting = waiting[len(done) :]
    for first, last, quotas in _periods():
        total = sum(quotas.values()) if quotas else CLOSED_IN_EARLY_2025
        latest_receipt = CALENDAR.add_working_days(last, -5)
        closing = [slot for slot in waiting if slot.received_on <= latest_receipt][:total]
        if len(closing) < total or closing[0].closes_on < first:
            raise RuntimeError(f"The closings up to {last} do not fit the referrals received: try another seed.")
        chosen = set(map(id, closing))
        # Those that this period has no more room for close in the weeks after it.
        waiting = [
            slot if slot.closes_on > last else replace(slot, closes_on=_soon_after(last, rng))
            for slot in waiting
            if id(slot) not in chosen
        ]
        waiting.sort(key=lambda slot: (slot.closes_on, slot.received_on))
        closing = [slot if slot.closes_on <= last else _pulled(slot, last, rng) for slot in closing]
        done += _with_quotas(closing, quotas, rng) if quotas else [_fitting(slot) for slot in closing]
    done += (_fitting(slot) for slot in waiting)
    return sorted(done, key=lambda slot: (slot.received_on, slot.closes_on, slot.outcome))


def _periods() -> tuple[tuple[date, date, Mapping[Outcome, int]], ...]:
    return (
        (date(2023, 1, 1), date(2023, 12, 31), OUTCOMES[2023]),
        (date(2024, 1, 1), date(2024, 12, 31), OUTCOMES[2024]),
        (date(2025, 1, 1), DEMO_CUT_OFF, {}),
    )


def _soon_after(last: date, rng: Random) -> date:
    return CALENDAR.add_working_days(last, rng.randint(1, 8))


def _pulled(slot: Slot, last: date, rng: Random) -> Slot:
    """Close a case earlier, in the last weeks of a period."""
    earliest = CALENDAR.add_working_days(slot.received_on, 2)
    close = CALENDAR.add_working_days(CALENDAR.last_working_day(last), -rng.randint(1, 9))
    return replace(slot, closes_on=max(close, earliest))


def _with_quotas(slots: Sequence[Slot], quotas: Mapping[Outcome, int], rng: Random) -> list[Slot]:
    """Let each case keep the outcome it drew while the figures have room, and give the rest to the others."""
    left = Counter(quotas)
    kept, others = [], []
    for slot in rng.sample(slots, len(slots)):
        if left[slot.outcome] and slot.days >= SHORTEST[slot.outcome]:
            left[slot.outcome] -= 1
            kept.append(slot)
        else:
            others.append(slot)
    # The outcomes that need most time take the cases that took most.
    open_places = sorted(left.elements(), key=lambda outcome: SHORTEST[outcome], reverse=True)
    others.sort(key=lambda slot: slot.days, reverse=True)
    for slot, outcome in zip(others, open_places, strict=True):
        if slot.days < SHORTEST[outcome]:
            slot, outcome = _exchanged(kept, slot, outcome)
        kept.append(replace(slot, outcome=outcome))
    return kept


def _exchanged(kept: list[Slot], short: Slot, wanted: Outcome) -> tuple[Slot, Outcome]:
    """Hand an outcome to a longer case, whose own outcome the short one has room for."""
    for place, slot in enumerate(kept):
        if slot.days >= SHORTEST[wanted] and SHORTEST[slot.outcome] <= short.days:
            kept[place] = replace(slot, outcome=wanted)
            return short, slot.outcome
    raise RuntimeError(f"No case is long enough for {wanted}: try another seed.")


def _fitting(slot: Slot) -> Slot:
    return slot if slot.days >= SHORTEST[slot.outcome] else replace(slot, outcome=Outcome.GUIDANCE_ONLY)


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=count) for count in range((last - first).days + 1)]


def _last_of_month(first: date) -> date:
    return (first.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def months_until(today: date) -> list[date]:
    """Return the first day of each month from the end of the seed years to today."""
    first, months = SEED_YEARS_END, []
    while first <= today:
        months.append(first)
        first = _last_of_month(first) + timedelta(days=1)
    return months
