"""What is read out of a case's facts: wishes, attempts, meetings, certificates and who agreed."""

from app.domain import histories
from app.domain.codes import IssueKind
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, fact

MEDIATE = fact(F.WISH_STATED, "2025-02-05", wish="mediate")
NO = fact(F.WISH_STATED, "2025-02-10", wish="not_mediate")
TOLD = fact(F.LA_INFORMED, "2025-02-06", informed_by="adviser")
AGAIN = fact(F.WISH_STATED, "2025-02-20", wish="mediate")
RETOLD = fact(F.LA_INFORMED, "2025-02-21", informed_by="adviser")


def held(*present: str) -> Fact:
    return fact(F.SESSION_HELD, "2025-03-04", present=list(present))


def agreed(party: str, type_: F = F.DRS_AGREED_BY) -> Fact:
    return fact(type_, "2025-02-10", party=party)


def test_a_no_is_about_the_kinds_it_names() -> None:
    facts = case(fact(F.WISH_STATED, "2025-02-05", wish="not_mediate", issue_kinds=["health"]))
    assert histories.declines_to_mediate(facts, IssueKind.HEALTH)
    assert not histories.declines_to_mediate(facts)


def test_a_family_that_has_said_nothing_declines_nothing_and_asks_for_nothing() -> None:
    assert not histories.declines_to_mediate(case(TOLD))
    assert not histories.wishes_to_mediate(case(TOLD))


def test_the_first_attempt_is_the_whole_case() -> None:
    facts = case(TOLD, MEDIATE)
    assert list(histories.present_attempt(facts)) == facts


def test_a_new_attempt_begins_right_after_the_no() -> None:
    facts = case(MEDIATE, TOLD, NO, RETOLD, AGAIN)
    assert list(histories.present_attempt(facts)) == facts[3:]


def test_a_no_alone_begins_no_new_attempt() -> None:
    facts = case(MEDIATE, TOLD, NO, RETOLD)
    assert list(histories.present_attempt(facts)) == facts


def test_a_record_of_issues_that_names_none_adds_none() -> None:
    assert histories.issue_kinds(case(fact(F.ISSUES_RECORDED, "2025-02-05"))) == frozenset()


def test_a_session_of_which_nobody_is_named_had_nobody_in_it() -> None:
    assert histories.present(fact(F.SESSION_HELD, "2025-03-04")) == frozenset()


def test_a_meeting_has_the_family_and_another_side_in_it() -> None:
    facts = case(held("parent"), held("la", "icb"), held("parent", "school"), held("parent", "interpreter"))
    assert histories.meetings(facts) == (facts[2],)


def test_a_certificate_that_names_nobody_covers_everyone() -> None:
    facts = case(fact(F.CERTIFICATE_ISSUED, "2025-02-06", certificate_id="c1", kind="s55_4"))
    assert histories.certificate_of(facts, "parent") is facts[0]
    assert histories.certificate_of(facts, "young_person") is facts[0]


def test_a_side_that_refuses_after_agreeing_no_longer_agrees() -> None:
    both = (agreed("parent"), agreed("la"))
    assert histories.every_side_agreed(case(*both), ("parent", "la"))
    assert not histories.every_side_agreed(case(*both, agreed("la", F.DRS_REFUSED_BY)), ("parent", "la"))
