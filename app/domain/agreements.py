"""A mediation agreement: what may be agreed, who signs, what the family is warned of, when a promise is broken."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.agreement_rules import STEPS
from app.domain.codes import IssueKind
from app.domain.refusals import GuardRefused, StateConflict


class Extent(StrEnum):
    FULL = "full"
    PARTIAL = "partial"
    NONE = "none"


class TermKind(StrEnum):
    ASSESS = "assess"
    ISSUE_PLAN = "issue_plan"
    RECONSIDER = "reconsider"
    AMEND_PROVISION = "amend_provision"
    NAME_SCHOOL = "name_school"
    CONTINUE = "continue"
    CONTINUE_AMEND = "continue_amend"
    CEASE = "cease"
    HEALTH = "health"
    SOCIAL_CARE = "social_care"
    OTHER = "other"


class Owner(StrEnum):
    LA = "la"
    ICB = "icb"
    SCHOOL = "school"
    FAMILY = "family"


class SigningSide(StrEnum):
    """The sides that sign; the mediator witnesses."""

    FAMILY = "family"
    LA = "la"
    ICB = "icb"
    MEDIATOR = "mediator"


class AgreementStatus(StrEnum):
    DRAFT = "draft"
    SIGNED = "signed"
    NONE = "none"


class AgreementWarning(StrEnum):
    """What must be told before an agreement is closed."""

    RECOMMENDATIONS = "recommendations-hsc"
    NO_DATES = "no-written-dates"
    NEW_DECISION = "new-decision"


RECOMMENDATIONS, NO_DATES, NEW_DECISION = AgreementWarning

WARNINGS: dict[AgreementWarning, str] = {
    RECOMMENDATIONS: (
        "If this settles the whole education part, no appeal can be brought about health and social care alone, and "
        "the tribunal's recommendations on them are lost. Tell the family before they sign."
    ),
    NO_DATES: "A term carries no day agreed in writing: the statutory period applies.",
    NEW_DECISION: (
        "A plan made or amended after this is a new decision with a right of appeal of its own: open a linked case."
    ),
}
MUST_BE_ACKNOWLEDGED = frozenset({RECOMMENDATIONS})
_LEADS_TO_A_PLAN = frozenset(
    {TermKind.ISSUE_PLAN, TermKind.AMEND_PROVISION, TermKind.NAME_SCHOOL, TermKind.CONTINUE_AMEND}
)


@dataclass(frozen=True, slots=True)
class Term:
    """What a rule knows of one thing agreed."""

    kind: TermKind
    owner: Owner
    agreed_on: date | None


def is_appealable(kind: TermKind, owner: Owner) -> bool:
    """Return whether a term is about what a tribunal could have ordered: regulation 42(2), the council's alone."""
    return owner is Owner.LA and kind.value in STEPS


def warnings_of(extent: Extent, terms: Sequence[Term], issues: Collection[IssueKind]) -> tuple[AgreementWarning, ...]:
    """Return what the family is to be told before it signs."""
    found = []
    beyond_education = bool({IssueKind.HEALTH, IssueKind.SOCIAL_CARE} & set(issues))
    if extent is Extent.PARTIAL and beyond_education and any(is_appealable(t.kind, t.owner) for t in terms):
        found.append(RECOMMENDATIONS)
    if any(term.agreed_on is None and term.owner in (Owner.LA, Owner.ICB) for term in terms):
        found.append(NO_DATES)
    if any(term.kind in _LEADS_TO_A_PLAN for term in terms):
        found.append(NEW_DECISION)
    return tuple(found)


def sides_to_sign(terms: Sequence[Term]) -> frozenset[SigningSide]:
    """Return who must sign: the family, and each body that promises something."""
    bodies = {Owner.LA: SigningSide.LA, Owner.ICB: SigningSide.ICB}
    return frozenset({SigningSide.FAMILY, *(bodies[term.owner] for term in terms if term.owner in bodies)})


def check_draft(status: AgreementStatus) -> None:
    """Refuse to change an agreement that is signed."""
    if status is not AgreementStatus.DRAFT:
        raise StateConflict("The agreement is signed: what stands in it is not changed any more.")


def check_signing(
    extent: Extent,
    terms: Sequence[Term],
    signed: Collection[SigningSide],
    issues: Collection[IssueKind],
    acknowledged: Collection[str],
) -> None:
    """Refuse an agreement that lacks a term, a signature, or the family's knowledge of what it gives up."""
    if extent is not Extent.NONE and not terms:
        raise GuardRefused("An agreement has at least one term. Add what was agreed.", rule="agreement-written")
    missing = sorted(side.value for side in sides_to_sign(terms) - set(signed)) if extent is not Extent.NONE else []
    if missing:
        raise GuardRefused(
            f"These sides have not signed yet: {', '.join(missing)}. Record their signatures.",
            rule="agreement-written",
            extra={"missing": missing},
        )
    needed = MUST_BE_ACKNOWLEDGED & set(warnings_of(extent, terms, issues)) - set(acknowledged)
    if needed:
        raise GuardRefused(WARNINGS[RECOMMENDATIONS] + " Name it in `acknowledged_warnings`.", rule=RECOMMENDATIONS)


def check_breach(late: bool) -> None:
    """Refuse a letter about a promise that was kept, or may still be."""
    if not late:
        raise StateConflict("The time for this has not ended, or it was done in time: there is nothing to write about.")
