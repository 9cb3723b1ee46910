"""What the slow reading of the law once found wrong in the engine: one minimal history each."""

from datetime import date

import pytest

from app.domain.facts import Fact, FactType
from tests.domain.case_facts import case, computed, fact, status, the

F = FactType


def asked_la(*then: Fact) -> list[Fact]:
    """A family that wishes to mediate; the LA was told on 4 February 2025, so day 30 is 6 March."""
    return case(
        fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents"),
        fact(F.REFERRAL_RECEIVED, "2025-02-01", channel="phone", referred_by="parent"),
        fact(F.ADVICE_GIVEN, "2025-02-02", channel="phone", rights_explained=True),
        fact(F.WISH_STATED, "2025-02-03", wish="mediate"),
        fact(F.LA_INFORMED, "2025-02-04", informed_by="family"),
        *then,
    )


def test_limb_i_shows_both_dates_where_letter_and_sending_differ() -> None:
    facts = case(
        fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents", letter_dated_on="2025-01-10"),
    )
    limb = the(facts, "appeal-limb-i", "2025-02-01")
    assert limb.due_on == date(2025, 3, 10)
    assert "letter_sent_differ" in limb.flags
    assert [item.due_on for item in limb.alternatives] == [date(2025, 3, 14)]


@pytest.mark.parametrize("rule_id", ["contact-adviser-2m", "appeal-last-day"])
def test_a_later_contact_does_not_hide_an_earlier_one(rule_id: str) -> None:
    facts = case(
        fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents"),
        fact(F.REFERRAL_RECEIVED, "2025-01-20", channel="email", referred_by="la"),
        fact(F.ADVICE_GIVEN, "2025-01-24", channel="phone", rights_explained=True),
        fact(F.FAMILY_CONTACTED, "2025-03-20", channel="phone", person="parent"),
    )
    assert "contact_late" not in the(facts, rule_id, "2025-03-21").flags


def test_a_conclusion_without_the_la_leaves_the_deemed_certificate_due() -> None:
    facts = asked_la(
        fact(F.SESSION_HELD, "2025-02-20", session_id="s1", present=["parent"]),
        fact(F.MEDIATION_CONCLUDED, "2025-02-20"),
    )
    deemed = computed(facts, "cert-deemed-3wd", "2025-02-21")
    assert deemed is not None
    assert (deemed.due_on, deemed.status(date(2025, 2, 21))) == (date(2025, 2, 25), "pending")


def test_thirty_days_that_lapsed_before_the_adviser_heard_still_call_for_a_certificate() -> None:
    facts = case(
        fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents"),
        fact(F.LA_INFORMED, "2025-02-04", informed_by="family"),
        fact(F.ADVICE_GIVEN, "2025-03-10", channel="phone", rights_explained=True),
        fact(F.WISH_STATED, "2025-03-10", wish="mediate"),
    )
    assert computed(facts, "cert-deemed-3wd", "2025-05-01") is not None


SETTLED = fact(F.RESOLVED_BEFORE_SESSION, "2025-02-20", how="la_reversed")
LATER = {
    "closed": fact(F.CASE_CLOSED, "2025-03-25", outcome="resolved_pre_mediation"),
    "wants the certificate": fact(F.WISH_STATED, "2025-03-25", wish="not_mediate"),
}


@pytest.mark.parametrize("rule_id", ["arrange-30d-education", "hold-30d"])
@pytest.mark.parametrize("then", LATER.values(), ids=LATER)
def test_what_comes_after_a_settlement_makes_no_breach(then: Fact, rule_id: str) -> None:
    assert status(asked_la(SETTLED), rule_id, "2025-04-01") == "not_needed"
    assert status(asked_la(SETTLED, then), rule_id, "2025-04-01") == "not_needed"


def test_a_school_named_together_with_provision_takes_five_weeks() -> None:
    terms = [
        {"term_id": "t1", "kind": "amend_provision", "owner": "la"},
        {"term_id": "t2", "kind": "name_school", "owner": "la"},
    ]
    facts = case(fact(F.AGREEMENT_SIGNED, "2025-02-20", extent="full", terms=terms))
    assert the(facts, "agr-name-school", "2025-02-21").due_on == date(2025, 3, 27)


def test_what_the_la_declines_after_a_conclusion_calls_for_no_deemed_certificate() -> None:
    met = (
        fact(F.SESSION_HELD, "2025-02-20", session_id="s1", present=["parent", "la"]),
        fact(F.MEDIATION_CONCLUDED, "2025-02-20"),
    )
    declined = fact(F.LA_DECLINED, "2025-02-25", reason="no more meetings")
    assert computed(asked_la(*met, declined), "cert-deemed-3wd", "2025-03-10") is None
    assert computed(asked_la(declined), "cert-deemed-3wd", "2025-03-10") is not None
