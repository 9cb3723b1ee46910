"""The adviser's three working days: rulings R8 to R12, R14 and R16."""

from datetime import date

import pytest

from app.domain.deadlines import compute
from app.domain.facts import Fact, FactType
from tests.domain.case_facts import case, computed, fact, status, the

F = FactType
NO, AFTER, DEEMED = "cert-no-mediation-3wd", "cert-after-mediation-3wd", "cert-deemed-3wd"
DECISION = fact(F.DECISION_SENT, "2025-06-20", decision_kind="plan_contents")
ADVICE = fact(F.ADVICE_GIVEN, "2025-07-10", channel="phone", rights_explained=True)
WISH = fact(F.WISH_STATED, "2025-07-10", wish="mediate")
REFUSAL = fact(F.WISH_STATED, "2025-07-10", wish="not_mediate")
TOLD = fact(F.LA_INFORMED, "2025-07-16", informed_by="adviser")
BASE = (DECISION, ADVICE, WISH, TOLD)


def on(text: str) -> date:
    return date.fromisoformat(text)


def certificate(day: str, kind: str = "s55_4", name: str = "c1") -> Fact:
    return fact(F.CERTIFICATE_ISSUED, day, certificate_id=name, kind=kind)


def held(day: str, *present: str) -> Fact:
    return fact(F.SESSION_HELD, day, present=list(present))


def health(*kinds: str) -> Fact:
    return fact(F.ISSUES_RECORDED, "2025-07-10", issues=[{"kind": kind} for kind in kinds])


def test_a_no_starts_three_working_days_and_the_certificate_meets_them() -> None:
    facts = case(DECISION, ADVICE, REFUSAL)
    assert the(facts, NO, "2025-07-10").due_on == on("2025-07-15")
    assert status(facts, NO, "2025-07-15") == "pending"
    assert status(facts, NO, "2025-07-16") == "missed"
    assert status(case(*facts, certificate("2025-07-15")), NO, "2025-08-01") == "met"
    assert status(case(*facts, certificate("2025-07-16")), NO, "2025-08-01") == "late"


def test_a_withdrawal_counts_as_a_no() -> None:
    facts = case(*BASE, fact(F.WITHDRAWN_BY_PARTY, "2025-07-21", party="parent", reason="changed mind"))
    assert the(facts, NO, "2025-07-21").due_on == on("2025-07-24")
    unwanted = case(*facts, fact(F.CERTIFICATE_NOT_WANTED, "2025-07-21"))
    assert status(unwanted, NO, "2025-09-01") == "not_needed"
    asked = case(*unwanted, fact(F.CERTIFICATE_REQUESTED, "2025-07-25"))
    assert the(asked, NO, "2025-07-25").start_on == on("2025-07-25")
    assert status(asked, NO, "2025-07-30") == "pending"
    assert status(asked, NO, "2025-07-31") == "missed"


def test_a_breach_is_not_undone_by_a_later_loss_of_interest() -> None:
    facts = case(DECISION, ADVICE, REFUSAL, fact(F.CERTIFICATE_NOT_WANTED, "2025-07-16"))
    assert status(facts, NO, "2025-09-01") == "missed"


def test_a_second_no_does_not_restart_the_clock_but_a_change_of_mind_does() -> None:
    again = fact(F.WISH_STATED, "2025-07-14", wish="not_mediate")
    assert the(case(DECISION, ADVICE, REFUSAL, again), NO, "2025-07-14").start_on == on("2025-07-10")
    between = fact(F.WISH_STATED, "2025-07-11", wish="mediate")
    assert the(case(DECISION, ADVICE, REFUSAL, between, again), NO, "2025-07-14").start_on == on("2025-07-14")


def test_a_change_of_mind_in_time_leaves_no_certificate_due() -> None:
    changed = fact(F.WISH_STATED, "2025-07-11", wish="mediate")
    assert status(case(DECISION, ADVICE, REFUSAL, changed), NO, "2025-09-01") == "not_needed"


def test_a_certificate_covers_every_later_event() -> None:
    facts = case(
        DECISION,
        ADVICE,
        REFUSAL,
        certificate("2025-07-11"),
        fact(F.WISH_STATED, "2025-07-14", wish="mediate"),
        TOLD,
        held("2025-08-05", "parent", "la"),
        fact(F.MEDIATION_CONCLUDED, "2025-08-05"),
    )
    assert computed(facts, AFTER, "2025-09-01") is None
    assert computed(facts, DEEMED, "2025-09-01") is None
    assert status(facts, NO, "2025-09-01") == "met"


def test_a_no_before_advice_counts_from_the_statement() -> None:
    facts = case(DECISION, REFUSAL)
    found = the(facts, NO, "2025-07-11")
    assert (found.due_on, found.flags) == (on("2025-07-15"), ("advice_outstanding",))
    advised = case(*facts, fact(F.ADVICE_GIVEN, "2025-07-14", channel="phone"))
    found = the(advised, NO, "2025-07-14")
    assert (found.due_on, found.flags) == (on("2025-07-15"), ())
    assert [other.due_on for other in found.alternatives] == [on("2025-07-17")]


def test_a_no_on_education_alone_starts_the_clock_while_health_is_mediated() -> None:
    facts = case(
        *BASE,
        health("education", "health"),
        fact(F.WISH_STATED, "2025-07-17", wish="not_mediate", issue_kinds=["education"]),
    )
    assert the(facts, NO, "2025-07-18").due_on == on("2025-07-22")
    assert status(facts, "arrange-30d-mixed", "2025-07-18") == "pending"
    only_health = case(*BASE, fact(F.WISH_STATED, "2025-07-17", wish="not_mediate", issue_kinds=["health"]))
    assert computed(only_health, NO, "2025-07-18") is None


def test_a_family_that_will_not_appeal_needs_no_certificate_unless_it_asks() -> None:
    facts = case(DECISION, ADVICE, REFUSAL, fact(F.INTENT_TO_APPEAL_STATED, "2025-07-10", intends="no"))
    assert status(facts, NO, "2025-09-01") == "not_needed"
    asked = case(*facts, fact(F.CERTIFICATE_REQUESTED, "2025-07-10"))
    assert status(asked, NO, "2025-09-01") == "missed"


def test_section_i_alone_needs_no_certificate_unless_it_is_asked_for() -> None:
    facts = case(DECISION, ADVICE, fact(F.APPEAL_SCOPE_STATED, "2025-07-10", sections=["I"]), REFUSAL)
    assert status(facts, NO, "2025-09-01") == "not_needed"
    assert status(case(*facts, fact(F.CERTIFICATE_REQUESTED, "2025-07-11")), NO, "2025-09-01") == "missed"


def test_conclusion_needs_a_session_with_both_sides() -> None:
    concluded = fact(F.MEDIATION_CONCLUDED, "2025-08-05")
    both = case(*BASE, held("2025-08-05", "parent", "la_with_authority"), concluded)
    assert the(both, AFTER, "2025-08-05").due_on == on("2025-08-08")
    assert status(case(*both, certificate("2025-08-08", "s55_5")), AFTER, "2025-09-01") == "met"
    assert status(case(*both, fact(F.CERTIFICATE_NOT_WANTED, "2025-08-05")), AFTER, "2025-09-01") == "not_needed"
    for present in (("parent", "icb"), ("la",)):
        alone = case(*BASE, held("2025-08-05", *present), concluded)
        assert computed(alone, AFTER, "2025-08-06") is None
        warnings = compute(alone, as_of=on("2025-08-06")).warnings
        assert any(warning.startswith("no_certificate_for_taking_part:") for warning in warnings)


def test_the_last_conclusion_counts() -> None:
    facts = case(
        *BASE,
        held("2025-08-05", "parent", "la"),
        fact(F.MEDIATION_CONCLUDED, "2025-08-05"),
        held("2025-08-12", "parent", "la"),
        fact(F.MEDIATION_CONCLUDED, "2025-08-12"),
    )
    assert the(facts, AFTER, "2025-08-13").due_on == on("2025-08-15")


@pytest.mark.parametrize(
    "sign, due_on",
    [
        (fact(F.LA_SAYS_CANNOT_ARRANGE, "2025-08-14"), "2025-08-19"),
        (fact(F.LA_DECLINED, "2025-07-18", reason="no time"), "2025-07-23"),
        (held("2025-08-01", "parent"), "2025-08-06"),
    ],
)
def test_each_sign_of_no_arrangement_starts_the_clock(sign: Fact, due_on: str) -> None:
    found = the(case(*BASE, sign), DEEMED, "2025-08-14")
    assert found.due_on == on(due_on)


def test_a_session_nobody_of_the_family_attended_is_no_sign() -> None:
    assert computed(case(*BASE, held("2025-08-01", "icb")), DEEMED, "2025-08-14") is None


def test_the_earliest_sign_counts() -> None:
    facts = case(*BASE, fact(F.LA_SAYS_CANNOT_ARRANGE, "2025-08-14"), fact(F.LA_DECLINED, "2025-07-18"))
    assert the(facts, DEEMED, "2025-09-30").start_on == on("2025-07-18")


def test_silence_counts_when_day_30_has_ended() -> None:
    facts = case(*BASE)
    assert computed(facts, DEEMED, "2025-08-15") is None
    assert compute(facts, as_of=on("2025-08-15")).changes_on == on("2025-08-16")
    found = the(facts, DEEMED, "2025-08-16")
    assert (found.start_on, found.due_on) == (on("2025-08-15"), on("2025-08-20"))
    assert any(w.startswith("supervisor_told:") for w in compute(facts, as_of=on("2025-08-16")).warnings)
    assert computed(case(*BASE, held("2025-08-15", "parent", "la")), DEEMED, "2025-09-01") is None
    assert the(case(*BASE, held("2025-08-18", "parent", "la")), DEEMED, "2025-09-01").start_on == on("2025-08-15")


def test_a_later_day_agreed_in_writing_moves_the_lapse() -> None:
    agreed = fact(F.ARRANGING_EXTENDED, "2025-08-13", until="2025-09-05", agreed_by="parent")
    facts = case(*BASE, agreed)
    assert computed(facts, DEEMED, "2025-09-05") is None
    assert the(facts, DEEMED, "2025-09-06").due_on == on("2025-09-10")
    assert the(facts, "hold-30d", "2025-08-13").due_on == on("2025-08-15")
    after = fact(F.ARRANGING_EXTENDED, "2025-08-18", until="2025-09-05", agreed_by="parent")
    assert computed(case(*BASE, after), DEEMED, "2025-08-19") is None


@pytest.mark.parametrize(
    "ending",
    [
        fact(F.WITHDRAWN_BY_PARTY, "2025-07-21", party="parent"),
        fact(F.WISH_STATED, "2025-07-21", wish="not_mediate"),
        fact(F.RESOLVED_BEFORE_SESSION, "2025-07-21", how="la_reversed"),
        fact(F.CASE_CLOSED, "2025-07-21", outcome="guidance_only"),
    ],
)
def test_an_ended_attempt_neither_lapses_nor_has_to_be_arranged(ending: Fact) -> None:
    facts = case(*BASE, ending)
    assert computed(facts, DEEMED, "2025-10-01") is None
    for rule_id in ("arrange-30d-education", "hold-30d"):
        assert status(facts, rule_id, "2025-10-01") == "not_needed"


def test_an_attempt_that_ended_after_day_30_was_missed() -> None:
    facts = case(*BASE, fact(F.WITHDRAWN_BY_PARTY, "2025-08-25", party="parent"))
    assert status(facts, "arrange-30d-education", "2025-10-01") == "missed"
    assert status(facts, DEEMED, "2025-10-01") == "missed"
    in_time = case(*BASE, fact(F.WITHDRAWN_BY_PARTY, "2025-08-19", party="parent"))
    assert status(in_time, DEEMED, "2025-10-01") == "not_needed"


def test_a_new_attempt_waits_for_the_council_to_be_told_again() -> None:
    again = fact(F.WISH_STATED, "2025-09-10", wish="mediate")
    facts = case(*BASE, fact(F.WITHDRAWN_BY_PARTY, "2025-07-21", party="parent"), again)
    assert computed(facts, DEEMED, "2025-10-01") is None
    assert computed(facts, "hold-30d", "2025-10-01") is None
    retold = case(*facts, fact(F.LA_INFORMED, "2025-09-12", informed_by="adviser"))
    assert the(retold, "hold-30d", "2025-10-01").due_on == on("2025-10-12")


def test_health_alone_never_gives_a_deemed_certificate() -> None:
    facts = case(*BASE, health("health"))
    assert computed(facts, DEEMED, "2025-10-01") is None
    assert the(case(*BASE, health("education", "health")), DEEMED, "2025-10-01").due_on == on("2025-08-20")


def test_health_or_care_without_a_decision_gives_no_certificate() -> None:
    for kind in ("health", "social_care"):
        facts = case(health(kind), ADVICE, REFUSAL)
        assert computed(facts, NO, "2025-10-01") is None
    asked = the(case(DECISION, health("social_care"), ADVICE, REFUSAL), NO, "2025-07-11")
    assert asked.flags == ("provisional",)


def test_a_decision_not_recorded_yet_makes_the_clock_provisional() -> None:
    assert the(case(ADVICE, REFUSAL), NO, "2025-07-11").flags == ("provisional",)


def test_a_wish_before_part_3_has_no_clock() -> None:
    found = the(case(fact(F.WISH_STATED, "2014-08-29", wish="not_mediate")), NO, "2014-09-03")
    assert (found.due_on, found.flags) == (None, ("not_in_force",))
