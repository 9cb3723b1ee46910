"""What the clocks need to know of a case, read once out of its facts: decision, contact, wishes, certificates."""

from collections import defaultdict
from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date

from app.domain.codes import LEAVES_A_PLAN_TO_APPEAL, IssueKind, OwedBy, Person, ReferredBy, Route
from app.domain.facts import Fact, FactType, live
from app.domain.wishes import ALL_KINDS, EDUCATION, HEALTH, SOCIAL_CARE, TURNED_BY, Wishes

FAMILY = frozenset({Person.PARENT, Person.YOUNG_PERSON, Person.REPRESENTATIVE})
_FAMILY_REFERRERS = frozenset({ReferredBy.PARENT, ReferredBy.YOUNG_PERSON, ReferredBy.REPRESENTATIVE})
_EDUCATION_ALONE = frozenset({EDUCATION})
_LA_PRESENT = frozenset({"la", "la_with_authority"})


@dataclass(frozen=True, slots=True)
class Decision:
    """The council's one decision that this case is about."""

    sent_on: date
    letter_on: date | None
    kind: str | None = None

    @property
    def shown_from(self) -> date:
        """The earlier of sending and letter date: what families are shown counts from it (law.md R6)."""
        return min(self.sent_on, self.letter_on or self.sent_on)


@dataclass(frozen=True, slots=True)
class Contact:
    """The family's contact with the adviser: the day, and whether that day is known or only its latest."""

    on: date | None
    certain: bool

    def in_time(self, limit: date) -> bool:
        """Say whether contact was made by the limit; where the day is not known, in time is assumed (R3)."""
        return self.on is not None and (self.on <= limit or not self.certain)


@dataclass(frozen=True, slots=True)
class Certificate:
    """A certificate that stands. A reissue counts from the day of the one it replaces (R17)."""

    issued_on: date
    counts_from: date
    person: str | None = None


class Circumstances:
    """One case, read."""

    def __init__(self, recorded: Sequence[Fact]) -> None:
        self.facts = live(recorded)
        self._of: dict[FactType, list[tuple[int, Fact]]] = defaultdict(list)
        for placed in enumerate(self.facts):
            self._of[placed[1].type].append(placed)
        self.decision = self._decision()
        self.contact = self._contact()
        self.certificates = self._certificates()
        self.issue_kinds = self._issue_kinds()
        # Whether the appeal was said to be about the school or its type alone, and whether that exempts from a
        # certificate (R5): only where there is a plan whose section I can be appealed.
        self.section_i_stated = self._section_i_stated()
        self.section_i_only = self.section_i_stated and (
            self.decision is None or self.decision.kind in LEAVES_A_PLAN_TO_APPEAL
        )
        # Worked out at once, though not every case asks for all: to look whether each is there yet costs more.
        self._turning = sorted(turn for kind in TURNED_BY for turn in self._of.get(kind, ()))
        # Where the family stands on mediating about education, and about anything.
        self.education_wishes = Wishes(self._turning, _EDUCATION_ALONE)
        self.wishes = Wishes(self._turning, ALL_KINDS)
        self.unwanted_since = self._unwanted_since()
        self.route = self._route()
        self.arranger = self._arranger()

    def all(self, kind: FactType, *, after: int = -1) -> list[Fact]:
        """Return the facts of a type, in order, from after a place in the case."""
        found = self._of.get(kind)
        return [fact for place, fact in found if place > after] if found else []

    def placed(self, kind: FactType) -> Sequence[tuple[int, Fact]]:
        """Return the facts of a type, in order, each with its place in the case."""
        return self._of.get(kind, ())

    def first(self, kind: FactType, *, after: int = -1) -> Fact | None:
        """Return the first fact of a type after a place in the case."""
        for place, fact in self._of.get(kind, ()):
            if place > after:
                return fact
        return None

    def last(self, kind: FactType) -> Fact | None:
        """Return the last fact of a type."""
        found = self._of.get(kind)
        return found[-1][1] if found else None

    def has(self, kinds: Set[FactType]) -> bool:
        """Say whether a fact of one of these types stands."""
        return not kinds.isdisjoint(self._of)

    @property
    def certificate(self) -> Certificate | None:
        """The certificate whose month counts: the first that stands."""
        return self.certificates[0] if self.certificates else None

    def certificate_covering(self, day: date, rights_pass_on: date | None) -> Certificate | None:
        """Return the first certificate that covers what is said on a day: a parent's ends with its rights (R19)."""
        first = self.certificate
        if first is None or rights_pass_on is None or day < rights_pass_on or first.counts_from >= rights_pass_on:
            return first
        own = (None, Person.YOUNG_PERSON)
        return next((found for found in self.certificates if found.person in own), None)

    def education_wishes_from(self, day: date) -> Wishes:
        """Follow what was said on education from a day on alone."""
        return Wishes([turn for turn in self._turning if turn[1].occurred_on >= day], _EDUCATION_ALONE)

    @property
    def asked_to_mediate(self) -> bool:
        """Whether the family ever said that it wishes to mediate."""
        return any(fact.payload.get("wish") == "mediate" for fact in self.all(FactType.WISH_STATED))

    @property
    def no_appeal_since(self) -> date | None:
        """The day from which the family says it does not intend to appeal, if it does."""
        stated = self.last(FactType.INTENT_TO_APPEAL_STATED)
        return stated.occurred_on if stated and stated.payload.get("intends") == "no" else None

    def _unwanted_since(self) -> date | None:
        """Return the day from which no certificate is wanted, unless one was asked for after it."""
        unwanted = self._of.get(FactType.CERTIFICATE_NOT_WANTED)
        asked = self._of.get(FactType.CERTIFICATE_REQUESTED)
        if not unwanted or (asked and asked[-1][0] > unwanted[-1][0]):
            return None
        return unwanted[-1][1].occurred_on

    @property
    def requested_on(self) -> date | None:
        """The day a certificate was last asked for, if that request stands."""
        asked = self.last(FactType.CERTIFICATE_REQUESTED)
        return asked.occurred_on if asked and self.unwanted_since is None else None

    def _route(self) -> Route:
        """Return the route by the kinds of issue recorded; with none recorded, education."""
        kinds = self.issue_kinds
        if kinds == {HEALTH}:
            return Route.HEALTH_ONLY
        if HEALTH in kinds:
            return Route.MIXED
        if kinds == {SOCIAL_CARE}:
            return Route.SOCIAL_CARE_ONLY
        return Route.SECTION_I_ONLY if self.section_i_only else Route.EDUCATION

    def _arranger(self) -> OwedBy:
        """Return who arranges: as set, else the council unless all is health (R8); the body at large until known."""
        named = self.last(FactType.BODY_ARRANGING_SET)
        if named is not None:
            return OwedBy.ICB if named.payload.get("body") == "icb" else OwedBy.LA
        if self.route is Route.HEALTH_ONLY:
            return OwedBy.ICB
        return OwedBy.LA if self.issue_kinds or self.first(FactType.LA_INFORMED) else OwedBy.ARRANGING_BODY

    def _decision(self) -> Decision | None:
        sent = self.last(FactType.DECISION_SENT)
        if sent is None:
            return None
        return Decision(sent.occurred_on, sent.day("letter_dated_on"), sent.payload.get("decision_kind"))

    def _section_i_stated(self) -> bool:
        stated = self.last(FactType.APPEAL_SCOPE_STATED)
        return stated is not None and set(stated.payload.get("sections", ())) == {"I"}

    def _contact(self) -> Contact:
        known = [fact.occurred_on for fact in self.all(FactType.FAMILY_CONTACTED)]
        known += [
            fact.occurred_on
            for fact in self.all(FactType.REFERRAL_RECEIVED)
            if fact.payload.get("referred_by") in _FAMILY_REFERRERS
        ]
        # Advice given, a wish told to the adviser, or a certificate shows contact on that day at the latest.
        shown = [fact.occurred_on for kind in _SHOWS_CONTACT for fact in self.all(kind)]
        return Contact(min((*known, *shown), default=None), certain=bool(known))

    def _certificates(self) -> tuple[Certificate, ...]:
        issued = {str(f.payload.get("certificate_id", f.id)): f for f in self.all(FactType.CERTIFICATE_ISSUED)}
        if not issued:
            return ()
        voided = {str(f.payload.get("certificate_id")): f for f in self.all(FactType.CERTIFICATE_VOIDED)}
        # Either end may name the other: a certificate is voided before the one that takes its place is issued.
        links = [(key, str(f.payload["replaced_by"])) for key, f in voided.items() if f.payload.get("replaced_by")]
        links += [(str(f.payload["replaces"]), key) for key, f in issued.items() if f.payload.get("replaces")]
        first_day = {key: fact.occurred_on for key, fact in issued.items()}
        for _ in links:  # A chain of replacements hands the first day on, one link at a time.
            for old, new in links:
                if new in first_day and old in first_day:
                    first_day[new] = min(first_day[new], first_day[old])
        standing = [
            Certificate(fact.occurred_on, first_day[key], fact.payload.get("person"))
            for key, fact in issued.items()
            if key not in voided
        ]
        return tuple(sorted(standing, key=lambda found: (found.counts_from, found.issued_on)))

    def _issue_kinds(self) -> frozenset[IssueKind]:
        """Several records add up: an issue is taken back by correcting the record that named it."""
        recorded = self.placed(FactType.ISSUES_RECORDED)
        return frozenset(IssueKind(issue["kind"]) for _, fact in recorded for issue in fact.payload.get("issues", ()))


_SHOWS_CONTACT = (FactType.ADVICE_GIVEN, FactType.WISH_STATED, FactType.CERTIFICATE_ISSUED)


def council_present(session: Fact) -> bool:
    """Say whether the council took part in a session that was held."""
    return not _LA_PRESENT.isdisjoint(session.payload.get("present", ()))


def family_present(session: Fact) -> bool:
    """Say whether the family or its representative took part in a session that was held."""
    return not FAMILY.isdisjoint(session.payload.get("present", ()))
