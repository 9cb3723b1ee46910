"""What each case of the demo years is about: the decision, the reasons, the child's characteristics, the council."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from random import Random

from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.codes import Channel, DecisionKind, Ethnicity, Need, Outcome, Reason, ReferralKind, ReferredBy, Sex
from app.domain.rights_holders import Holder, holder_on
from app.jobs.demo.dealing import drawn, scaled, shared
from app.jobs.demo.figures import (
    BOTH,
    CHARACTERISTICS_FROM,
    DECISION_OF_REASON,
    DEMO_CUT_OFF,
    ETHNICITIES,
    NEEDS,
    NORFOLK,
    NORFOLK_SHARE,
    REASON_SETS,
    SEXES,
    SUFFOLK,
)
from app.jobs.demo.timeline import Slot

HEALTH_BODY_FROM = date(2022, 7, 1)
"""Integrated care boards began on this day."""

_OTHER: tuple[Reason, ...] = (Reason.OTHER,)
_INSTITUTION: tuple[Reason, ...] = (Reason.NAMED_INSTITUTION,)
_AGES = (4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19)
_AGE_WEIGHTS = (4, 6, 7, 8, 8, 9, 12, 13, 11, 8, 7, 6, 4, 3, 2, 1)


class Turn(StrEnum):
    """What sets a history apart from the plain one of its outcome."""

    PLAIN = "plain"
    CAME_BACK = "came_back"  # a certificate, then the family wishes to mediate after all
    CANNOT_ARRANGE = "cannot_arrange"  # the council cannot arrange in time; a session follows the certificate
    LAPSED = "lapsed"  # day 30 ends with no session; a session follows the certificate
    CANCELLED = "cancelled"
    ADJOURNED = "adjourned"
    DR_REFUSED = "dr_refused"
    NOT_ELIGIBLE = "not_eligible"


@dataclass(frozen=True, slots=True)
class Profile:
    """One case before its history: what is in dispute, about whom, and how it came in."""

    slot: Slot
    turn: Turn
    kind: ReferralKind
    reasons: tuple[Reason, ...]
    decision_kind: DecisionKind | None
    sent_on: date | None
    letter_dated_on: date | None
    sections: tuple[str, ...]
    health_issues: bool
    social_care_issues: bool
    la_code: str
    need: Need
    sex: Sex
    ethnicity: Ethnicity
    born_on: date
    channel: Channel
    referred_by: ReferredBy

    @property
    def person(self) -> str:
        """Who holds the rights in this case."""
        holder = holder_on(self.born_on, self.slot.received_on).holder
        return Holder.YOUNG_PERSON.value if holder is Holder.YOUNG_PERSON else Holder.PARENT.value


def profiles(slots: Sequence[Slot], rng: Random) -> list[Profile]:
    """Give every case what it is about, so that the reasons and characteristics add up as counted."""
    turns = [_turn(slot, rng) for slot in slots]
    _exact_turns(slots, turns)
    reasons = _reasons(slots, turns, rng)
    counted = [n for n, slot in enumerate(slots) if CHARACTERISTICS_FROM <= slot.closes_on <= DEMO_CUT_OFF]
    needs, sexes, ethnicities = (
        shared(counted, len(slots), NEEDS, rng),
        shared(counted, len(slots), SEXES, rng),
        shared(counted, len(slots), ETHNICITIES, rng),
    )
    return [
        profile(
            slot,
            rng,
            turn=turns[n],
            reasons=reasons[n],
            need=needs[n],
            sex=sexes[n],
            ethnicity=ethnicities[n],
        )
        for n, slot in enumerate(slots)
    ]


def profile(
    slot: Slot,
    rng: Random,
    *,
    turn: Turn = Turn.PLAIN,
    reasons: tuple[Reason, ...],
    need: Need | None = None,
    sex: Sex | None = None,
    ethnicity: Ethnicity | None = None,
    sent_on: date | None = None,
    referred_by: ReferredBy | None = None,
) -> Profile:
    """Draw whatever of a case has not been settled."""
    received = slot.received_on
    is_dr = slot.outcome is Outcome.DR_MEETING_HELD or turn is Turn.DR_REFUSED
    kind = ReferralKind.DISAGREEMENT_RESOLUTION if is_dr else ReferralKind.MEDIATION
    decision = rng.choice(DECISION_OF_REASON[reasons[0]])
    without_decision = is_dr or turn is Turn.NOT_ELIGIBLE
    about_plan = Reason.PLAN_CONTENTS in reasons
    sent = sent_on or _sent_on(slot, rng)
    age = rng.choices(_AGES, _AGE_WEIGHTS)[0]
    born = received - timedelta(days=round(age * 365.25) + rng.randint(1, 364))
    if born.month == 9 and born.day <= 7:  # the days on which who holds the rights must be checked by hand
        born -= timedelta(days=10)
    by = referred_by or _referred_by(age, rng)
    return Profile(
        slot=slot,
        turn=turn,
        kind=ReferralKind.UNSURE if turn is Turn.NOT_ELIGIBLE else kind,
        reasons=reasons,
        decision_kind=None if without_decision else decision,
        sent_on=None if without_decision else sent,
        letter_dated_on=None if without_decision else sent - timedelta(days=rng.choice((0, 0, 0, 1, 2))),
        sections=_sections(reasons, rng),
        health_issues=about_plan and received >= HEALTH_BODY_FROM and rng.random() < 0.16,
        social_care_issues=about_plan and rng.random() < 0.06,
        la_code=NORFOLK if rng.random() < NORFOLK_SHARE else SUFFOLK,
        need=need or drawn(NEEDS, rng),
        sex=sex or drawn(SEXES, rng),
        ethnicity=ethnicity or drawn(ETHNICITIES, rng),
        born_on=born,
        channel=_channel(received, by, rng),
        referred_by=by,
    )


def any_reasons(rng: Random) -> tuple[Reason, ...]:
    """Draw the set of reasons of one referral."""
    return drawn(REASON_SETS, rng)


def later_turn(slot: Slot, rng: Random) -> Turn:
    """Draw the turn of a case outside the years of the figures."""
    return _turn(slot, rng)


_TURNS_OF_MEDIATION = (
    (Turn.CAME_BACK, 0.04, 34),
    (Turn.CANNOT_ARRANGE, 0.10, 44),
    (Turn.LAPSED, 0.12, 56),
    (Turn.CANCELLED, 0.07, 34),
    (Turn.ADJOURNED, 0.06, 40),
)
"""How often a mediation takes each turn, and the fewest days in which it has room."""


def _turn(slot: Slot, rng: Random) -> Turn:
    mark = rng.random()
    if slot.outcome is Outcome.MEDIATION_MEETING_HELD:
        at_most = 0.0
        for turn, share, fewest_days in _TURNS_OF_MEDIATION:
            at_most += share
            if mark < at_most:
                return turn if slot.days >= fewest_days else Turn.PLAIN
    if slot.outcome is Outcome.GUIDANCE_ONLY:
        return Turn.DR_REFUSED if mark < 0.08 else Turn.NOT_ELIGIBLE if mark < 0.18 else Turn.PLAIN
    return Turn.PLAIN


def _exact_turns(slots: Sequence[Slot], turns: list[Turn]) -> None:
    """Bound how many cases closed in 2024 report as other, since that year's reasons are counted."""
    guidance = [
        n
        for n, slot in enumerate(slots)
        if slot.closes_on.year == 2024 and slot.outcome is Outcome.GUIDANCE_ONLY and turns[n] is not Turn.PLAIN
    ]
    for n in guidance[8:]:
        turns[n] = Turn.PLAIN


def _reasons(slots: Sequence[Slot], turns: Sequence[Turn], rng: Random) -> list[tuple[Reason, ...]]:
    """Deal the sets of reasons year by year of closing: 2024 exactly as counted, other years in proportion."""
    dealt: list[tuple[Reason, ...]] = [_OTHER] * len(slots)
    for year in sorted({slot.closes_on.year for slot in slots}):
        places = [n for n, slot in enumerate(slots) if slot.closes_on.year == year]
        deck = scaled(REASON_SETS, len(places))
        rng.shuffle(deck)
        # Disagreement resolution and what is no matter for mediation report as other.
        free = []
        for n in places:
            if slots[n].outcome is Outcome.DR_MEETING_HELD or turns[n] in (Turn.DR_REFUSED, Turn.NOT_ELIGIBLE):
                deck.remove(_OTHER if _OTHER in deck else deck[0])
            else:
                free.append(n)
        for n, reasons in zip(free, deck, strict=True):
            dealt[n] = reasons
    return dealt


def _sent_on(slot: Slot, rng: Random) -> date:
    """Draw the day of the decision: within two months of contact, save for the few who come late."""
    is_late = rng.random() < (0.3 if slot.outcome is Outcome.GUIDANCE_ONLY else 0.02)
    before = rng.randint(64, 95) if is_late else round(rng.triangular(2, 54, 14))
    return CALENDAR.last_working_day(slot.received_on - timedelta(days=before))


def _sections(reasons: tuple[Reason, ...], rng: Random) -> tuple[str, ...]:
    if reasons == _INSTITUTION:
        return ("I",)
    if reasons == BOTH:
        return ("B", "F", "I")
    return ("B", "F") if reasons[0] is Reason.PLAN_CONTENTS and rng.random() < 0.5 else ()


def _referred_by(age: int, rng: Random) -> ReferredBy:
    if age >= 17 and rng.random() < 0.4:
        return ReferredBy.YOUNG_PERSON
    codes = (
        ReferredBy.PARENT,
        ReferredBy.REPRESENTATIVE,
        ReferredBy.LA,
        ReferredBy.SCHOOL,
        ReferredBy.IASS,
        ReferredBy.OTHER,
    )
    return rng.choices(codes, (82, 4, 5, 3, 5, 1))[0]


def _channel(received_on: date, by: ReferredBy, rng: Random) -> Channel:
    if by is ReferredBy.LA:
        return rng.choice((Channel.PARTNER_SYSTEM, Channel.EMAIL))
    if not CALENDAR.is_working_day(received_on):
        return rng.choice((Channel.WEB_FORM, Channel.WEB_FORM, Channel.EMAIL))
    return rng.choices((Channel.PHONE, Channel.WEB_FORM, Channel.EMAIL, Channel.LETTER), (45, 32, 21, 2))[0]
