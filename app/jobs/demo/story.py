"""How a history is told: one fact after the other, on working days counted from the day of receipt."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from typing import Any

from app.domain.calendars import ENGLAND_AND_WALES as CALENDAR
from app.domain.codes import CertificateKind
from app.domain.facts import Fact, FactType
from app.jobs.demo.dealing import made_id
from app.jobs.demo.profiles import Profile


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate of a history, which one of its facts records."""

    id: str
    kind: CertificateKind
    person: str
    issued_on: date


class Story:
    """A history under way. Days are given as working days after receipt and never run backwards."""

    def __init__(self, profile: Profile, rng: Random, health_body_on: Callable[[date], str]) -> None:
        self.profile = profile
        self.rng = rng
        self.health_body_on = health_body_on
        self.start = CALENDAR.next_working_day(profile.slot.received_on)
        self.certificates: list[Certificate] = []
        self._told: list[tuple[FactType, date, Mapping[str, Any]]] = []
        self._latest = profile.slot.received_on

    @property
    def last_place(self) -> int:
        """How many working days after receipt the case closes."""
        closes = self.profile.slot.closes_on
        return CALENDAR.working_days_between(self.start, closes) + 1 if closes > self.start else 0

    def day(self, place: int) -> date:
        """Return the working day at this place."""
        return CALENDAR.add_working_days(self.start, place) if place > 0 else self.start

    def place_of(self, day: date) -> int:
        """Return how many working days after receipt a day lies."""
        return CALENDAR.working_days_between(self.start, day) + 1 if day > self.start else 0

    def before(self, type_: FactType, day: date, **payload: Any) -> None:
        """Tell a fact from before the referral."""
        self._told.append((type_, day, payload))

    def on(self, day: date, type_: FactType, **payload: Any) -> None:
        """Tell a fact on a day, or on the day of the latest one told where that is later."""
        self._latest = max(day, self._latest)
        self._told.append((type_, self._latest, payload))

    def at(self, place: int, type_: FactType, **payload: Any) -> None:
        """Tell a fact at a place."""
        self.on(self.day(place), type_, **payload)

    def session(self) -> str:
        """Name a session."""
        return self.id(self._latest)

    def id(self, day: date) -> str:
        """Make an id on a day."""
        return made_id(datetime.combine(day, time(9), UTC), self.rng)

    def certify(self, place: int, kind: CertificateKind) -> None:
        """Issue a certificate at a place."""
        issued_on = max(self.day(place), self._latest)
        certificate = Certificate(self.id(issued_on), kind, self.profile.person, issued_on)
        self.certificates.append(certificate)
        self.on(
            issued_on,
            FactType.CERTIFICATE_ISSUED,
            certificate_id=certificate.id,
            kind=kind.value,
            person=certificate.person,
        )

    def facts(self, until: date) -> tuple[Fact, ...]:
        """Return what has happened by the end of a day, recorded in the order in which it happened."""
        recorded: list[Fact] = []
        latest = datetime.min.replace(tzinfo=UTC)
        for type_, day, payload in self._told:
            if day > until:
                continue
            when = max(day, self.profile.slot.received_on)
            if self.rng.random() < 0.05:
                when = CALENDAR.add_working_days(when, 1)
            at = datetime.combine(when, time(8, self.rng.randint(0, 59)), UTC)
            at = max(at, latest + timedelta(minutes=self.rng.randint(1, 20)))
            # What happened on the last day was recorded early in it, so that it never lies ahead of the reader.
            latest = min(at, max(latest, datetime.combine(until, time(0, 1), UTC)) + timedelta(seconds=1))
            recorded.append(
                Fact(
                    id=made_id(latest, self.rng),
                    type=type_,
                    occurred_on=day,
                    sequence=len(recorded) + 1,
                    recorded_at=latest,
                    payload=dict(payload),
                )
            )
        return tuple(recorded)

    def certificates_by(self, until: date) -> tuple[Certificate, ...]:
        """Return the certificates issued by the end of a day."""
        return tuple(found for found in self.certificates if found.issued_on <= until)
