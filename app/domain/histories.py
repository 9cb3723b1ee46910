"""Questions asked of a case's facts: who wished what, who was in the room, which certificate stands.

Every function takes live facts, in order. Nothing here decides: the lifecycle, the guards and the outcomes do.
"""

from collections.abc import Collection, Iterable, Sequence

from app.domain.codes import IssueKind
from app.domain.facts import Fact, FactType

FAMILY = frozenset({"parent", "young_person", "representative"})
LA = frozenset({"la", "la_with_authority"})
ICB = frozenset({"icb", "icb_with_authority"})
OTHER_SIDES = LA | ICB | {"school"}


def of(facts: Iterable[Fact], *types: FactType) -> tuple[Fact, ...]:
    """Return the facts of these types, in order."""
    return tuple(fact for fact in facts if fact.type in types)


def first(facts: Iterable[Fact], *types: FactType) -> Fact | None:
    """Return the earliest fact of these types."""
    return next((fact for fact in facts if fact.type in types), None)


def last(facts: Iterable[Fact], *types: FactType) -> Fact | None:
    """Return the latest fact of these types."""
    found = of(facts, *types)
    return found[-1] if found else None


def decision(facts: Iterable[Fact]) -> Fact | None:
    """Return the decision that the case is about, where there is one."""
    return last(facts, FactType.DECISION_SENT)


def kinds_of_wish(fact: Fact) -> frozenset[IssueKind]:
    """Return the kinds of issue a wish speaks of: all of them unless it names some."""
    return frozenset(IssueKind(kind) for kind in fact.payload.get("issue_kinds") or IssueKind)


def wish(facts: Sequence[Fact], kind: IssueKind = IssueKind.EDUCATION) -> Fact | None:
    """Return the latest statement about this kind of issue; a withdrawal by the family counts as one (R10)."""
    for fact in reversed(facts):
        if fact.type is FactType.WITHDRAWN_BY_PARTY:
            return fact
        if fact.type is FactType.WISH_STATED and kind in kinds_of_wish(fact):
            return fact
    return None


def wishes_to_mediate(facts: Sequence[Fact], kind: IssueKind = IssueKind.EDUCATION) -> bool:
    """Return whether the latest wish about this kind of issue is to mediate."""
    stated = wish(facts, kind)
    return stated is not None and stated.payload.get("wish") == "mediate"


def declines_to_mediate(facts: Sequence[Fact], kind: IssueKind = IssueKind.EDUCATION) -> bool:
    """Return whether the family said no about this kind of issue, or withdrew."""
    stated = wish(facts, kind)
    if stated is None:
        return False
    return stated.type is FactType.WITHDRAWN_BY_PARTY or stated.payload.get("wish") == "not_mediate"


def present_attempt(facts: Sequence[Fact]) -> Sequence[Fact]:
    """Return the facts of the present attempt to mediate.

    A family that said no, withdrew or settled and then wishes to mediate again starts anew: the LA must be told again.
    """
    start, over = 0, None
    for place, fact in enumerate(facts):
        if fact.type is FactType.RESOLVED_BEFORE_SESSION or declines_to_mediate((fact,)):
            over = place + 1
        elif over is not None and wishes_to_mediate((fact,)):
            start, over = over, None
    return facts[start:]


def asked_to_mediate(facts: Iterable[Fact]) -> bool:
    """Return whether the family ever said that it wished to mediate."""
    return any(fact.payload.get("wish") == "mediate" for fact in of(facts, FactType.WISH_STATED))


def issue_kinds(facts: Iterable[Fact]) -> frozenset[IssueKind]:
    """Return the kinds of issue recorded on the case; several records add up."""
    recorded = of(facts, FactType.ISSUES_RECORDED)
    return frozenset(IssueKind(issue["kind"]) for fact in recorded for issue in fact.payload.get("issues", ()))


def kinds_spoken_of(facts: Iterable[Fact]) -> frozenset[IssueKind]:
    """Return the kinds of issue that this case is known to have.

    A wish that names no kind covers all of them without saying that they are there.
    """
    facts = tuple(facts)
    named = {
        IssueKind(kind) for fact in of(facts, FactType.WISH_STATED) for kind in fact.payload.get("issue_kinds") or ()
    }
    return issue_kinds(facts) | named | {IssueKind.EDUCATION}


def present(fact: Fact) -> frozenset[str]:
    """Return who was at a session."""
    return frozenset(fact.payload.get("present", ()))


def family_and_la_met(fact: Fact) -> bool:
    """Return whether the family and the LA both took part in this session (R11)."""
    return bool(present(fact) & FAMILY) and bool(present(fact) & LA)


def meetings(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the sessions in which the family met another side."""
    held = of(facts, FactType.SESSION_HELD)
    return tuple(fact for fact in held if present(fact) & FAMILY and present(fact) & OTHER_SIDES)


def fixed_sessions(facts: Iterable[Fact]) -> dict[str, Fact]:
    """Return where each session was last fixed, unless it was cancelled after that.

    As for the clock of its notice, a fact that names no session is about the one that then stands.
    """
    fixed: dict[str, Fact] = {}
    standing: str | None = None
    for fact in of(facts, FactType.SESSION_FIXED, FactType.SESSION_HELD, FactType.SESSION_CANCELLED):
        named, held_on = fact.payload.get("session_id"), fact.day("held_on")
        session = str(named) if named else standing
        if fact.type is FactType.SESSION_FIXED and held_on is not None:
            fixed.pop(session or "", None)
            standing = str(named) if named else held_on.isoformat()
            fixed[standing] = fact
        elif fact.type is not FactType.SESSION_FIXED and session is not None:
            standing = None if session == standing else standing
            if fact.type is FactType.SESSION_CANCELLED:
                fixed.pop(session, None)
    return fixed


def certificates(facts: Iterable[Fact]) -> tuple[Fact, ...]:
    """Return the certificates that stand: issued and not voided."""
    facts = tuple(facts)
    void = {fact.payload.get("certificate_id") for fact in of(facts, FactType.CERTIFICATE_VOIDED)}
    issued = of(facts, FactType.CERTIFICATE_ISSUED)
    return tuple(fact for fact in issued if fact.payload.get("certificate_id") not in void)


def certificate_of(facts: Iterable[Fact], person: str) -> Fact | None:
    """Return the certificate that stands in this person's name; one that names nobody covers everyone."""
    return next((fact for fact in certificates(facts) if fact.payload.get("person", person) == person), None)


def other_kinds_go_on(fact: Fact, history: Sequence[Fact]) -> bool:
    """Return whether this wish is about some kinds only while mediation is wished for on another the case has."""
    others = kinds_spoken_of((*history, fact)) - kinds_of_wish(fact)
    return any(wishes_to_mediate(history, kind) for kind in others)


def every_side_agreed(history: Sequence[Fact], sides: Collection[str]) -> bool:
    """Return whether every side named agrees; where none was named, the family and one more side."""
    latest: dict[str, FactType] = {}
    for fact in of(history, FactType.DRS_AGREED_BY, FactType.DRS_REFUSED_BY):
        latest[str(fact.payload.get("party"))] = fact.type
    agreed = {party for party, said in latest.items() if said is FactType.DRS_AGREED_BY}
    if sides:
        return set(sides) <= agreed
    return bool(agreed & FAMILY) and bool(agreed - FAMILY)
