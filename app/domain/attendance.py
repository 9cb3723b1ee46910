"""Who may come to a session and on which ground (law.md 1.3, `attend-list`), and what is made of who came."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.domain.parties import SIDE_OF, PartyRole, Side
from app.domain.refusals import GuardRefused, Invalid


class AttendanceBasis(StrEnum):
    """The ground on which somebody attends, by its letter in the regulations."""

    PARTY = "a"
    SUPPORTER = "b"
    CHILD = "c"
    PARENT_OF_YOUNG_PERSON = "d"
    BY_CONSENT = "e"


class Response(StrEnum):
    INVITED = "invited"
    ACCEPTED = "accepted"
    DECLINED = "declined"


class ConsentBy(StrEnum):
    """Whose consent to an attendee counts."""

    PARENT = "parent"
    YOUNG_PERSON = "young_person"
    LA = "la"
    ICB = "icb"
    MEDIATOR = "mediator"


_R = PartyRole
_ROLES: Mapping[AttendanceBasis, frozenset[PartyRole]] = {
    AttendanceBasis.PARTY: frozenset(
        {_R.PARENT, _R.YOUNG_PERSON, _R.REPRESENTATIVE, _R.LA_OFFICER, _R.LA_SOCIAL_CARE, _R.ICB_OFFICER}
    ),
    AttendanceBasis.SUPPORTER: frozenset({_R.SUPPORTER, _R.LEGAL_REPRESENTATIVE, _R.REPRESENTATIVE, _R.INTERMEDIARY}),
    AttendanceBasis.CHILD: frozenset({_R.CHILD}),
    AttendanceBasis.PARENT_OF_YOUNG_PERSON: frozenset({_R.PARENT}),
    AttendanceBasis.BY_CONSENT: frozenset(PartyRole),
}


def check_basis(
    basis: AttendanceBasis, role: PartyRole, others: Collection[AttendanceBasis], *, young_person_is_party: bool
) -> None:
    """Refuse a ground that this person cannot come on; a supporter by right is one (Kumar), more need consent."""
    if role not in _ROLES[basis]:
        takes = ", ".join(sorted(_ROLES[basis]))
        raise Invalid("/basis", "other_ground", f"Ground ({basis}) is for: {takes}.", rule="attend-list")
    if basis is AttendanceBasis.PARENT_OF_YOUNG_PERSON and not young_person_is_party:
        raise Invalid(
            "/basis", "other_ground", "Ground (d) is for the parent where the young person is the party.",
            rule="attend-list",
        )  # fmt: skip
    if basis is AttendanceBasis.SUPPORTER and AttendanceBasis.SUPPORTER in others:
        raise GuardRefused(
            "One advocate or supporter of the family's choice comes by right; this session has one. Another comes on "
            "ground (e), with the consent of all parties or, failing that, the mediator's.",
            rule="attend-list",
        )


def parties_to(roles: Iterable[PartyRole]) -> tuple[ConsentBy, ...]:
    """Return whose consent is that of all the parties: the family's holder, the council, a health body that comes."""
    known = frozenset(roles)
    family = ConsentBy.YOUNG_PERSON if PartyRole.YOUNG_PERSON in known else ConsentBy.PARENT
    health = (ConsentBy.ICB,) if any(SIDE_OF[role] is Side.ICB for role in known) else ()
    return (family, ConsentBy.LA, *health)


def missing_consents(
    basis: AttendanceBasis, given: Mapping[ConsentBy, bool], parties: Sequence[ConsentBy]
) -> tuple[ConsentBy, ...]:
    """Return whose consent an attendee still needs; a refusal is no consent."""
    if basis in {AttendanceBasis.PARTY, AttendanceBasis.SUPPORTER}:
        return ()
    if basis is AttendanceBasis.CHILD:
        needed: Sequence[ConsentBy] = (ConsentBy.PARENT, ConsentBy.MEDIATOR)
    elif basis is AttendanceBasis.PARENT_OF_YOUNG_PERSON:
        needed = (ConsentBy.YOUNG_PERSON,)
    else:
        # All the parties; failing that, the mediator alone.
        needed = () if given.get(ConsentBy.MEDIATOR) else parties
    return tuple(by for by in needed if not given.get(by))


def check_may_attend(missing: Sequence[ConsentBy]) -> None:
    """Refuse to let somebody in whose consents are not complete."""
    if missing:
        raise GuardRefused(
            f"Record the consent of {', '.join(missing)} before this person accepts.",
            rule="attend-list",
            extra={"missing_consents": [by.value for by in missing]},
        )


@dataclass(frozen=True, slots=True)
class Came:
    """Somebody who came, and whether they could settle the issues."""

    role: PartyRole
    can_decide: bool | None


_PRESENT: Mapping[PartyRole, str] = {
    _R.CHILD: "child",
    _R.YOUNG_PERSON: "young_person",
    _R.PARENT: "parent",
    _R.REPRESENTATIVE: "representative",
    _R.SUPPORTER: "supporter",
    _R.LEGAL_REPRESENTATIVE: "supporter",
    _R.INTERMEDIARY: "supporter",
    _R.INTERPRETER: "interpreter",
}
_BODIES = {Side.LA: "la", Side.ICB: "icb", Side.SCHOOL: "school"}


def present(came: Iterable[Came]) -> list[str]:
    """Return who was present as `session_held` tells it: a body once, with authority if anyone of it could decide."""
    found: set[str] = set()
    for person in came:
        side = SIDE_OF[person.role]
        if side in _BODIES:
            decides = bool(person.can_decide) and side is not Side.SCHOOL
            found.add(_BODIES[side] + ("_with_authority" if decides else ""))
        else:
            found.add(_PRESENT[person.role])
    return sorted(word for word in found if f"{word}_with_authority" not in found)
