"""The whole of the demo years as a plan in memory: the same seed and day always give the same plan."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from random import Random

from app.domain import identifiers
from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.codes import Channel, ClosureReason, Outcome, ReferralStatus
from app.domain.permissions import Role
from app.jobs.demo import live, timeline
from app.jobs.demo.cast import Cast, cast
from app.jobs.demo.dealing import made_id, seeded
from app.jobs.demo.figures import NORFOLK, SEED_YEARS_END
from app.jobs.demo.histories import history
from app.jobs.demo.people import People
from app.jobs.demo.planned import Case, Plan, Referral
from app.jobs.demo.profiles import HEALTH_BODY_FROM, Profile, any_reasons, later_turn, profile, profiles
from app.jobs.demo.story import Story
from app.jobs.demo.timeline import Slot

SEED = "norfolk-and-waveney"
EARLIEST_TODAY, LATEST_TODAY = SEED_YEARS_END, date(2028, 6, 30)
"""The days on which the demo years can end: after the years of the figures, and well within the calendar."""


def plan(today: date, *, seed: str = SEED) -> Plan:
    """Plan the demo years from April 2020 up to a day."""
    if not EARLIEST_TODAY <= today <= LATEST_TODAY:
        raise ValueError(f"The demo years can end on any day from {EARLIEST_TODAY} to {LATEST_TODAY}.")
    everyone = cast(seed, today)
    stories = _stories(seed, today, everyone)
    return _Planner(seed, today, everyone).plan(stories)


def _stories(seed: str, today: date, everyone: Cast) -> list[Story]:
    rng = seeded(seed, "profiles")
    about = profiles(timeline.seed_years(seed), rng)
    placed = [
        story
        for story in live.stories(today, seeded(seed, "live"), everyone.health_body_on)
        if story.profile.slot.received_on >= SEED_YEARS_END
    ]
    taken = Counter(story.profile.slot.received_on.replace(day=1) for story in placed)
    for first in timeline.months_until(today):
        monthly = seeded(seed, first, "profiles")
        about += (
            profile(slot, monthly, turn=later_turn(slot, monthly), reasons=any_reasons(monthly))
            for slot in timeline.month(seed, first, today, taken[first])
        )
    told = [history(one, seeded(seed, "history", n), everyone.health_body_on) for n, one in enumerate(about)]
    return sorted([*told, *placed], key=lambda story: story.profile.slot.received_on)


_UNACCEPTED: tuple[tuple[int, ClosureReason], ...] = (
    (9, ClosureReason.DUPLICATE),
    (38, ClosureReason.WRONG_AREA),
    (61, ClosureReason.NO_CONTACT),
    (97, ClosureReason.NOT_ELIGIBLE),
    (133, ClosureReason.DUPLICATE),
    (170, ClosureReason.REFERRED_ON),
    (202, ClosureReason.WRONG_AREA),
    (239, ClosureReason.NO_CONTACT),
    (271, ClosureReason.SENT_IN_ERROR),
    (310, ClosureReason.NOT_ELIGIBLE),
)
"""Referrals of 2025-26 that were closed unaccepted: how many days after 1 April 2025 each came, and why."""

_JOINED = (80, 180, 290)
"""How many days after 1 April 2025 a further contact about an open matter came."""

_WAITING = (0, 0, 1, 1, 2, 3, 4)
"""How many working days ago each waiting referral came; one more of today is a possible duplicate."""


class _Planner:
    """Turns histories into referrals and cases, with people, ids and references."""

    def __init__(self, seed: str, today: date, everyone: Cast) -> None:
        self.today = today
        self.seed = seed
        self.cast = everyone
        self.people = People(seed)
        self.rng = seeded(seed, "plan")
        self.counters: Counter[str] = Counter()
        self.external: Counter[str] = Counter()

    def plan(self, stories: Iterable[Story]) -> Plan:
        """Plan every referral, those with a case first."""
        referrals = [self._accepted(story) for story in stories]
        referrals += self._unaccepted()
        referrals += self._joined(referrals)
        referrals += self._waiting(referrals)
        referrals.sort(key=lambda referral: (referral.created_at, referral.id))
        return Plan(self.seed, self.today, self.cast, tuple(referrals), dict(self.counters))

    def _accepted(self, story: Story) -> Referral:
        facts = story.facts(self.today)
        opened_at = facts[0].recorded_at
        created_at = opened_at - timedelta(seconds=30)
        referral = self._referral(story.profile, self.rng, created_at, ReferralStatus.ACCEPTED)
        certificates = tuple(
            (identifiers.certificate_number(found.issued_on.year, self._next("certificate", found.issued_on)), found)
            for found in story.certificates_by(self.today)
        )
        adviser = self.rng.choice(self.cast.users_in(Role.ADVISER))
        has_session = any(fact.type.value == "session_fixed" for fact in facts)
        case_id = made_id(opened_at, self.rng)
        case = Case(
            id=case_id,
            reference=identifiers.case_reference(opened_at.year, self._next("reference", opened_at)),
            adviser_id=adviser.id,
            mediator_id=self._mediator(case_id, story.profile.la_code) if has_session else None,
            opened_at=opened_at,
            facts=facts,
            certificates=certificates,
        )
        return replace(referral, case=case, decided_at=opened_at)

    def _mediator(self, case_id: str, la_code: str) -> str:
        """Return who mediates: the second mediator has a conflict with Suffolk, and one Norfolk case in three."""
        first, second = self.cast.users_in(Role.MEDIATOR)
        return (second if la_code == NORFOLK and int(case_id[-1], 16) % 3 == 0 else first).id

    def _unaccepted(self) -> Iterator[Referral]:
        for days, reason in _UNACCEPTED:
            received_on = CALENDAR.next_working_day(SEED_YEARS_END + timedelta(days=days))
            closed_on = CALENDAR.add_working_days(received_on, 2)
            if closed_on <= self.today:
                referral = self._stray(received_on, ReferralStatus.CLOSED)
                yield replace(referral, closure_reason=reason, decided_at=_at(closed_on, self.rng))

    def _joined(self, referrals: list[Referral]) -> Iterator[Referral]:
        for days in _JOINED:
            received_on = CALENDAR.next_working_day(SEED_YEARS_END + timedelta(days=days))
            if received_on > self.today:
                continue
            slots = ((referral, referral.profile.slot) for referral in referrals if referral.case)
            matter = next(
                referral
                for referral, slot in slots
                if slot.received_on <= received_on - timedelta(days=5) and slot.closes_on > received_on
            )
            assert matter.case is not None
            again = self._stray(received_on, ReferralStatus.JOINED, like=matter)
            yield replace(again, joined_to=matter.case.id, decided_at=again.created_at + timedelta(minutes=40))

    def _waiting(self, referrals: list[Referral]) -> Iterator[Referral]:
        days = [CALENDAR.add_working_days(self.today, -count) for count in _WAITING]
        yield from (self._stray(day, ReferralStatus.RECEIVED) for day in days if day >= SEED_YEARS_END)
        open_matters = [
            referral
            for referral in referrals
            if referral.case and referral.profile.slot.closes_on > self.today and referral.received_on < self.today
        ]
        if open_matters:
            # The same child again, the given name and the day of birth alike: staff are asked to compare.
            matter = max(open_matters, key=lambda referral: (referral.received_on, referral.id))
            yield self._stray(self.today, ReferralStatus.RECEIVED, like=matter)

    def _stray(self, received_on: date, status: ReferralStatus, *, like: Referral | None = None) -> Referral:
        """Make a referral without a case, about a child of its own or about one already known."""
        rng = self.rng
        if like is not None:
            slot = replace(like.profile.slot, received_on=received_on)
            about = replace(like.profile, slot=slot, channel=Channel.EMAIL)
        else:
            slot = Slot(received_on, received_on, Outcome.GUIDANCE_ONLY)
            about = profile(slot, rng, reasons=any_reasons(rng))
        referral = self._referral(about, rng, _at(received_on, rng, until=self.today), status)
        return referral if like is None else replace(referral, child=replace(like.child, nhs_number=None, upn=None))

    def _referral(self, about: Profile, rng: Random, created_at: datetime, status: ReferralStatus) -> Referral:
        child = self.people.child(about)
        referrer = self.people.referrer(about.referred_by)
        contacts = (self.people.family(child, about.person), *((referrer,) if referrer else ()))
        return Referral(
            id=made_id(created_at, rng),
            reference=identifiers.case_reference(created_at.year, self._next("reference", created_at)),
            child_id=made_id(created_at, rng),
            profile=about,
            child=child,
            contacts=contacts,
            icb_id=self.cast.health_body_on(about.slot.received_on)
            if about.slot.received_on >= HEALTH_BODY_FROM
            else None,
            external_reference=self._external(about),
            adjustments=self.people.adjustments(),
            status=status,
            created_by=self._created_by(about),
            created_at=created_at,
        )

    def _created_by(self, about: Profile) -> str:
        if about.channel is Channel.PARTNER_SYSTEM:
            council = self.cast.councils[about.la_code]
            return self.cast.client_of(Role.PARTNER_SYSTEM, council.id).id
        if about.channel is Channel.WEB_FORM:
            return self.cast.client_of(Role.FAMILY_FRONT_END, None).id
        return self.cast.users_in(Role.COORDINATOR)[0].id

    def _external(self, about: Profile) -> str | None:
        if about.channel is not Channel.PARTNER_SYSTEM:
            return None
        self.external[about.la_code] += 1
        return f"SEND-{about.la_code}-{self.external[about.la_code]:05}"

    def _next(self, series: str, day: date) -> int:
        """Return the next serial of a series in a year, as the service counts them."""
        name = f"{series}-{day.year}"
        self.counters[name] += 1
        return self.counters[name]


def _at(day: date, rng: Random, *, until: date | None = None) -> datetime:
    """Return a moment of a working day; of the last day an early one, so that it never lies ahead of the reader."""
    clock = time(0, rng.randint(1, 5)) if day == until else time(rng.randint(8, 15), rng.randint(0, 59))
    return datetime.combine(day, clock, UTC)
