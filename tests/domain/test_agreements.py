"""What an agreement needs before it is signed: terms, signatures, and a family that knows what it gives up."""

from collections.abc import Collection
from datetime import date

import pytest

from app.domain.agreements import (
    NEW_DECISION,
    NO_DATES,
    RECOMMENDATIONS,
    AgreementStatus,
    Extent,
    Owner,
    SigningSide,
    Term,
    TermKind,
    check_breach,
    check_draft,
    check_signing,
    is_appealable,
    sides_to_sign,
    warnings_of,
)
from app.domain.codes import IssueKind
from app.domain.refusals import GuardRefused, StateConflict

DAY = date(2025, 5, 1)
ASSESS = Term(TermKind.ASSESS, Owner.LA, DAY)
THERAPY = Term(TermKind.HEALTH, Owner.ICB, DAY)
VISIT = Term(TermKind.OTHER, Owner.SCHOOL, None)
EVERYONE = frozenset({SigningSide.FAMILY, SigningSide.LA, SigningSide.ICB})
EDUCATION, HEALTH, CARE = IssueKind.EDUCATION, IssueKind.HEALTH, IssueKind.SOCIAL_CARE


def refusal(
    *terms: Term,
    extent: Extent = Extent.FULL,
    signed: Collection[SigningSide] = EVERYONE,
    issues: Collection[IssueKind] = (EDUCATION,),
    acknowledged: Collection[str] = (),
) -> GuardRefused | None:
    try:
        check_signing(extent, terms, signed, issues, acknowledged)
    except GuardRefused as refused:
        return refused
    return None


@pytest.mark.parametrize("kind", TermKind)
@pytest.mark.parametrize("owner", Owner)
def test_only_what_the_council_promises_of_a_plan_could_be_appealed(kind: TermKind, owner: Owner) -> None:
    of_a_plan = kind not in (TermKind.HEALTH, TermKind.SOCIAL_CARE, TermKind.OTHER)
    assert is_appealable(kind, owner) is (of_a_plan and owner is Owner.LA)


@pytest.mark.parametrize(
    "extent, terms, issues, lost",
    [
        (Extent.PARTIAL, (ASSESS,), (EDUCATION, HEALTH), True),
        (Extent.PARTIAL, (ASSESS, VISIT), (CARE,), True),
        (Extent.FULL, (ASSESS,), (EDUCATION, HEALTH), False),
        (Extent.PARTIAL, (ASSESS,), (EDUCATION,), False),
        (Extent.PARTIAL, (THERAPY,), (EDUCATION, HEALTH), False),
    ],
)
def test_recommendations_are_lost_where_education_is_settled_and_the_rest_is_not(
    extent: Extent, terms: tuple[Term, ...], issues: tuple[IssueKind, ...], lost: bool
) -> None:
    assert (RECOMMENDATIONS in warnings_of(extent, terms, issues)) is lost


@pytest.mark.parametrize(
    "term, undated",
    [
        (Term(TermKind.ASSESS, Owner.LA, None), True),
        (Term(TermKind.HEALTH, Owner.ICB, None), True),
        (ASSESS, False),
        (VISIT, False),
    ],
)
def test_a_body_without_a_written_day_is_warned_of(term: Term, undated: bool) -> None:
    assert (NO_DATES in warnings_of(Extent.FULL, (THERAPY, term), ())) is undated


@pytest.mark.parametrize("kind", TermKind)
def test_what_leads_to_a_plan_is_warned_to_be_a_new_decision(kind: TermKind) -> None:
    plans = ("issue_plan", "amend_provision", "name_school", "continue_amend")
    assert (NEW_DECISION in warnings_of(Extent.FULL, (THERAPY, Term(kind, Owner.LA, DAY)), ())) is (kind in plans)


def test_the_family_signs_and_each_body_that_promises_something() -> None:
    assert sides_to_sign(()) == {SigningSide.FAMILY}
    assert sides_to_sign((ASSESS, THERAPY, VISIT)) == EVERYONE
    assert sides_to_sign((THERAPY,)) == {SigningSide.FAMILY, SigningSide.ICB}


def test_only_a_draft_is_changed() -> None:
    check_draft(AgreementStatus.DRAFT)
    for status in (AgreementStatus.SIGNED, AgreementStatus.NONE):
        with pytest.raises(StateConflict, match="is not changed any more"):
            check_draft(status)


class TestSigning:
    """Refused until every part is there, each time with what is missing."""

    def test_an_agreement_that_has_everything_is_signed(self) -> None:
        assert refusal(ASSESS, THERAPY) is None

    def test_it_has_a_term_unless_nothing_was_agreed(self) -> None:
        bare = refusal()
        assert bare is not None
        assert (bare.rule, bare.detail) == (
            "agreement-written",
            "An agreement has at least one term. Add what was agreed.",
        )
        assert refusal(extent=Extent.NONE, signed=()) is None

    def test_every_side_signs(self) -> None:
        unsigned = refusal(ASSESS, THERAPY, signed=(SigningSide.LA,))
        assert unsigned is not None
        assert (unsigned.rule, unsigned.extra) == ("agreement-written", {"missing": ["family", "icb"]})
        words = "These sides have not signed yet: family, icb. Record their signatures."
        assert unsigned.detail == words

    def test_a_family_that_gives_something_up_says_that_it_knows(self) -> None:
        untold = refusal(ASSESS, extent=Extent.PARTIAL, issues=(EDUCATION, HEALTH))
        assert untold is not None
        assert untold.rule == RECOMMENDATIONS
        assert untold.detail.startswith("If this settles the whole education part")
        assert untold.detail.endswith("Name it in `acknowledged_warnings`.")
        known = {"acknowledged": (RECOMMENDATIONS,)}
        assert refusal(ASSESS, extent=Extent.PARTIAL, issues=(EDUCATION, HEALTH), **known) is None

    def test_other_warnings_need_no_acknowledging(self) -> None:
        assert refusal(Term(TermKind.ISSUE_PLAN, Owner.LA, None)) is None


def test_only_a_promise_that_is_late_is_written_about() -> None:
    check_breach(True)
    with pytest.raises(StateConflict, match="there is nothing to write about"):
        check_breach(False)
