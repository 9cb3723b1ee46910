"""Why a family changes its mind: asked of every change, in a code, and of nothing else."""

import pytest

from app.domain.codes import Outcome
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.refusals import Invalid
from app.domain.withdrawals import WithdrawalReason, check_reason, reason_of
from tests.domain.case_facts import case, fact

MEDIATE = fact(F.WISH_STATED, "2025-03-03", wish="mediate")
NO = fact(F.WISH_STATED, "2025-03-05", wish="not_mediate")
SAID_WHY = fact(F.WISH_STATED, "2025-03-05", wish="not_mediate", reason_code="childs_wish")
WITHDRAWN = fact(F.WITHDRAWN_BY_PARTY, "2025-03-06", party="parent", reason="Enough")
WITHDRAWN_WHY = fact(F.WITHDRAWN_BY_PARTY, "2025-03-06", party="parent", reason_code="took_too_long")


def checked(*facts: Fact) -> None:
    told = case(*facts)
    check_reason(told[-1], told[:-1])


@pytest.mark.parametrize("facts", [(MEDIATE, NO), (MEDIATE, WITHDRAWN), (WITHDRAWN,), (SAID_WHY, MEDIATE, NO)])
def test_a_change_of_mind_needs_its_reason(facts: tuple[Fact, ...]) -> None:
    with pytest.raises(Invalid) as refused:
        checked(*facts)
    assert (refused.value.rule, refused.value.faults[0][:2]) == ("coded-withdrawal", ("/reason_code", "missing"))


@pytest.mark.parametrize(
    "facts", [(NO,), (MEDIATE,), (MEDIATE, SAID_WHY), (MEDIATE, WITHDRAWN_WHY), (NO, MEDIATE), (MEDIATE, MEDIATE)]
)
def test_nothing_else_does(facts: tuple[Fact, ...]) -> None:
    checked(*facts)


def test_what_takes_a_wish_back_or_stands_in_its_place_changes_no_mind() -> None:
    wish = case(MEDIATE)[0]
    for retracted in (True, False):
        instead = Fact("f2", F.WISH_STATED, wish.occurred_on, sequence=2, payload=NO.payload, supersedes="f1")
        if retracted:
            instead = Fact("f2", F.WISH_STATED, wish.occurred_on, sequence=2, supersedes="f1", retracted=True)
        check_reason(instead, [wish])


@pytest.mark.parametrize("outcome", [Outcome.CHANGED_MIND, Outcome.CHANGED_MIND_CERTIFICATE])
def test_the_last_no_tells_why(outcome: Outcome) -> None:
    assert reason_of(outcome, case(MEDIATE, SAID_WHY, MEDIATE, WITHDRAWN_WHY)) is WithdrawalReason.TOOK_TOO_LONG
    assert reason_of(outcome, case(MEDIATE, SAID_WHY)) is WithdrawalReason.CHILDS_WISH
    assert reason_of(outcome, case(MEDIATE, SAID_WHY, WITHDRAWN)) is WithdrawalReason.NOT_ASKED


def test_who_did_not_change_its_mind_has_no_reason() -> None:
    for outcome in set(Outcome) - {Outcome.CHANGED_MIND, Outcome.CHANGED_MIND_CERTIFICATE}:
        assert reason_of(outcome, case(MEDIATE, WITHDRAWN_WHY)) is None
    assert reason_of(None, case(MEDIATE, WITHDRAWN_WHY)) is None
