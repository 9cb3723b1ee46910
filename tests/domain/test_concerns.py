"""What is flagged and never refused."""

from app.domain.calendars import BeyondCalendar
from app.domain.codes import CertificateKind
from app.domain.concerns import LOOKS
from app.domain.deadlines import compute
from app.domain.facts import FactType as F
from app.domain.facts import live
from app.domain.looked import Looked
from tests.domain.looking import seen
from tests.domain.oracle.histories import history
from tests.domain.recording import Recording, advised, arranging, concluded, met, referred


def codes(story: Recording, on: str) -> set[str]:
    return {flag.code for flag in seen(story.facts, on).flags}


def test_an_ordinary_case_has_no_flag() -> None:
    story = concluded()
    story.certify(CertificateKind.S55_5, "2025-03-05")
    assert codes(story, "2025-03-06") == set()


def test_contact() -> None:
    assert "contact_before_decision" in codes(referred(contacted="2025-01-10"), "2025-02-01")
    assert "contact_late" in codes(referred(contacted="2025-03-15"), "2025-03-15")
    assert "contact_late" not in codes(referred(contacted="2025-03-14"), "2025-03-14")


def test_a_councils_referral_leaves_the_family_to_be_reached() -> None:
    story = Recording()
    story.record(F.DECISION_SENT, "2025-01-14", decision_kind="refusal_to_assess")
    story.record(F.REFERRAL_RECEIVED, "2025-02-03", channel="email", referred_by="la")
    assert codes(story, "2025-02-03") == {"family_not_reached"}
    assert codes(story, "2025-03-15") == {"contact_late"}
    story.record(F.FAMILY_CONTACTED, "2025-02-04", channel="phone", person="parent")
    assert codes(story, "2025-03-15") == set()


def test_a_session_beyond_day_30() -> None:
    story = arranging()
    story.record(F.SESSION_FIXED, "2025-02-20", held_on="2025-03-20", mode="online")
    assert "beyond_day_30" in codes(story, "2025-02-20")


def test_short_notice_and_the_familys_consent() -> None:
    story = arranging()
    story.record(F.SESSION_FIXED, "2025-02-20", session_id="s1", held_on="2025-02-27", mode="online")
    story.record(F.SESSION_NOTICE_GIVEN, "2025-02-20", session_id="s1", to="all")
    assert "short_notice" in codes(story, "2025-02-20")
    consent = {"session_id": "s1", "consented_by": "parent", "how": "by email"}
    story.record(F.NOTICE_SHORTENING_CONSENTED, "2025-02-21", **consent)
    assert "short_notice" not in codes(story, "2025-02-21")


def test_notice_is_judged_by_the_whole_working_days_between() -> None:
    """R18: Saturday 23 August 2025 for Tuesday 2 September complies."""
    story = advised()
    story.record(F.WISH_STATED, "2025-08-11", wish="mediate")
    story.record(F.SESSION_FIXED, "2025-08-12", session_id="s1", held_on="2025-09-02", mode="online")
    story.record(F.SESSION_NOTICE_GIVEN, "2025-08-23", session_id="s1", to="family")
    assert "short_notice" not in codes(story, "2025-08-25")


def test_nobody_who_can_decide() -> None:
    assert "nobody_with_authority" in codes(met(("parent", "la")), "2025-03-04")


def test_an_agreement_without_dates() -> None:
    story = concluded()
    term = {"term_id": "t1", "kind": "health", "owner": "icb"}
    story.record(F.AGREEMENT_SIGNED, "2025-03-04", extent="partial", terms=[term])
    assert "agreement_without_dates" in codes(story, "2025-03-04")


def test_a_change_of_rights_holder() -> None:
    story = arranging()
    story.record(F.CAPACITY_OR_AGE_CHANGE, "2025-02-10", change="age")
    assert "rights_holder_changed" in codes(story, "2025-02-10")
    story.record(F.ADVICE_GIVEN, "2025-02-11", channel="phone", rights_explained=True)
    assert "rights_holder_changed" not in codes(story, "2025-02-11")


def test_a_late_certificate() -> None:
    story = concluded()
    story.certify(CertificateKind.S55_5, "2025-03-10")  # three working days from 4 March end on the 7th
    assert "certificate_late" in codes(story, "2025-03-10")


def test_a_no_before_the_advice() -> None:
    story = referred()
    story.record(F.WISH_STATED, "2025-02-03", wish="not_mediate")
    assert "advice_outstanding" in codes(story, "2025-02-03")


def test_a_plan_with_health_issues_only_asks_whether_an_appeal_is_meant() -> None:
    story = advised(decision_kind="plan_contents")
    story.record(F.ISSUES_RECORDED, "2025-02-05", issues=[{"kind": "health"}])
    assert "appeal_intent_not_asked" in codes(story, "2025-02-05")


def test_a_cancelled_session_is_not_judged() -> None:
    story = arranging()
    story.record(F.SESSION_FIXED, "2025-02-20", session_id="s1", held_on="2025-03-20", mode="online")
    story.record(F.SESSION_CANCELLED, "2025-02-21", session_id="s1", cancelled_by="la", reason="ill")
    assert codes(story, "2025-02-21") == set()


def test_no_look_is_left_out_that_would_have_found_something() -> None:
    left_out = 0
    for seed in range(400):
        told = history(seed)
        try:
            clocks = compute(told.facts, as_of=told.as_of).deadlines
        except BeyondCalendar:
            continue
        case = Looked(live(told.facts), clocks, told.as_of)
        for look, turns_on in LOOKS:
            if turns_on.isdisjoint(fact.type for fact in case.facts):
                left_out += 1
                assert list(look(case)) == [], f"{look.__name__}\n{told}"
    assert left_out > 400
