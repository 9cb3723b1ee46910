"""How the oracle reads a history: which facts stand, what the family wishes, which certificates live.

Everything is worked out anew by walking through the facts; nothing is shared with the engine.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.codes import IssueKind
from app.domain.facts import Fact, FactType

IN_FORCE = date(2014, 9, 1)
FAMILY = {"parent", "young_person", "representative"}
LA = {"la", "la_with_authority"}
KINDS = [str(kind) for kind in IssueKind]


def standing(recorded: Iterable[Fact]) -> list[Fact]:
    """facts.md section 1: what is superseded or retracted no longer stands.

    The rest is ordered by day, then by recording; a same-day correction takes the place of what it corrects
    (docs/decisions/0006).
    """
    recorded = list(recorded)
    by_id = {fact.id: fact for fact in recorded}
    kept = []
    for fact in recorded:
        if not fact.retracted and all(other.supersedes != fact.id for other in recorded):
            kept.append(fact)

    def place(fact: Fact) -> int:
        while fact.supersedes in by_id and by_id[fact.supersedes].occurred_on == fact.occurred_on:
            fact = by_id[fact.supersedes]
        return fact.sequence

    return sorted(kept, key=lambda fact: (fact.occurred_on, place(fact), fact.sequence))


@dataclass(frozen=True)
class Certificate:
    """A certificate with its reissues: one right, whose first day of issue counts (R17)."""

    first_on: date
    days: tuple[date, ...]
    place: int
    person: str | None = None


@dataclass(frozen=True)
class Story:
    """A case's standing facts in order, on a day."""

    facts: Sequence[Fact]
    as_of: date
    born_on: date | None = None

    def of(self, *types: FactType) -> list[Fact]:
        return [fact for fact in self.facts if fact.type in types]

    def last(self, *types: FactType) -> Fact | None:
        found = self.of(*types)
        return found[-1] if found else None

    def first_day(self, *types: FactType, since: date | None = None) -> date | None:
        days = [fact.occurred_on for fact in self.of(*types) if since is None or fact.occurred_on >= since]
        return days[0] if days else None

    def before(self, place: int) -> "Story":
        return Story(self.facts[:place], self.as_of, self.born_on)

    def after(self, place: int) -> "Story":
        return Story(self.facts[place:], self.as_of, self.born_on)

    @property
    def decision(self) -> Fact | None:
        return self.last(FactType.DECISION_SENT)

    @property
    def closed(self) -> bool:
        """Whether a closed case still has clocks is not said; a reopened one has all it had (R8: latest wish)."""
        return (last := self.last(FactType.CASE_CLOSED, FactType.REOPENED)) is not None and last.type == "case_closed"

    @property
    def section_i_only(self) -> bool:
        """R5: only an explicit scope of section I alone exempts, and a later scope takes its place.

        `section-i-only-exempt` is about the school that a plan names, so there must be a plan: not after a refusal to
        assess, to assess again or to issue, nor where the plan ends.
        """
        scope = self.last(FactType.APPEAL_SCOPE_STATED)
        kind = self.decision.payload.get("decision_kind") if self.decision else None
        planless = {"refusal_to_assess", "refusal_to_reassess", "refusal_to_issue", "cease_to_maintain"}
        return scope is not None and list(scope.payload["sections"]) == ["I"] and kind not in planless

    @property
    def appeal_denied(self) -> bool:
        """R14: intent to appeal is presumed unless denied."""
        said = self.last(FactType.INTENT_TO_APPEAL_STATED)
        return said is not None and said.payload["intends"] == "no"

    @property
    def certificates(self) -> list[Certificate]:
        """Return the live certificates, each with its reissues, by first day of issue (R12, R17)."""
        issued = self.of(FactType.CERTIFICATE_ISSUED)
        voided = {fact.payload["certificate_id"]: fact for fact in self.of(FactType.CERTIFICATE_VOIDED)}
        found = []
        for fact in issued:
            number = fact.payload["certificate_id"]
            if number in voided:
                continue
            chain, growing = [fact], True
            while growing:
                growing = False
                head = chain[-1]
                for older in issued:
                    old = older.payload["certificate_id"]
                    named = head.payload.get("replaces") == old
                    void = voided.get(old)
                    linked = void is not None and void.payload.get("replaced_by") == head.payload["certificate_id"]
                    if (named or linked) and older not in chain:
                        chain.append(older)
                        growing = True
                        break
            days = [item.occurred_on for item in chain]
            days += [day for item in chain if (day := item.day("first_issued_on"))]
            place = min(self.facts.index(item) for item in chain)
            found.append(Certificate(min(days), tuple(days), place, fact.payload.get("person")))
        return sorted(found, key=lambda item: (item.first_on, item.place))


def wish_after(wishes: dict[str, str], fact: Fact) -> dict[str, str]:
    """R10: a wish is read per kind of issue; a withdrawal by the family counts as not wishing."""
    wishes = dict(wishes)
    if fact.type == FactType.WITHDRAWN_BY_PARTY:
        for kind in KINDS:
            wishes[kind] = "not_mediate"
    elif fact.type == FactType.WISH_STATED:
        for kind in fact.payload.get("issue_kinds") or KINDS:
            wishes[kind] = fact.payload["wish"]
    return wishes


def wishes_at_end(story: Story) -> dict[str, str]:
    """Return the latest wish per kind of issue."""
    wishes: dict[str, str] = {}
    for fact in story.facts:
        wishes = wish_after(wishes, fact)
    return wishes


@dataclass(frozen=True)
class Run:
    """An unbroken run of one wish: the places of the facts with which it began and ended."""

    wish: str
    began: int
    ended: int | None


def education_runs(story: Story) -> list[Run]:
    """Return the runs of the family's wish on education.

    A "no" said again is no new trigger: the adviser was informed the first time (SR 34).
    """
    wishes: dict[str, str] = {}
    runs: list[Run] = []
    for place, fact in enumerate(story.facts):
        wishes = wish_after(wishes, fact)
        wish = wishes.get("education")
        if wish is not None and (not runs or runs[-1].wish != wish):
            if runs:
                runs[-1] = Run(runs[-1].wish, runs[-1].began, place)
            runs.append(Run(wish, place, None))
    return runs


def issue_kinds(story: Story) -> set[str]:
    """Return the kinds of issue recorded, or education where none are."""
    kinds = {item["kind"] for fact in story.of(FactType.ISSUES_RECORDED) for item in fact.payload["issues"]}
    return kinds or {"education"}


def is_health_only(story: Story) -> bool:
    return issue_kinds(story) == {"health"}


def route_unclear(story: Story) -> bool:
    """Say whether wishes about some kinds only would send the case another way than its issues do.

    R10 reads wishes per kind; whether the route of sections 53 and 54 follows the issues or the wishes is not said.
    """
    named = [fact.payload["issue_kinds"] for fact in story.of(FactType.WISH_STATED) if fact.payload.get("issue_kinds")]
    return bool(named)


def present(fact: Fact, who: set[str]) -> bool:
    return bool(who & set(fact.payload["present"]))
