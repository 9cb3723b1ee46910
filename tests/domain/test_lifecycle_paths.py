"""The allowed paths of law.md 3.4, each recorded through the guards from the referral to the end."""

from datetime import date

import pytest

from app.domain.certificates import allowed_certificates
from app.domain.codes import CertificateKind, Outcome, ReferralKind, Route
from app.domain.facts import FactType as F
from app.domain.lifecycle import Stage
from app.domain.refusals import GuardRefused
from tests.domain.looking import seen
from tests.domain.recording import Recording, advised, arranging, concluded, met, referred

DR = ReferralKind.DISAGREEMENT_RESOLUTION


def codes(story: Recording, on: str) -> set[str]:
    return {flag.code for flag in seen(story.facts, on).flags}


def may_issue(story: Recording, on: str) -> set[CertificateKind]:
    allowed = allowed_certificates(story.facts, person="parent", as_of=date.fromisoformat(on))
    return {each.kind for each in allowed if each.allowed}


def test_path_a_straight_to_a_certificate() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-04", wish="not_mediate")
    assert story.stage is Stage.DECLINED
    story.certify(CertificateKind.S55_4, "2025-02-06")
    assert story.stage is Stage.DECLINED
    assert story.outcome is Outcome.CERTIFICATE_ONLY
    story.close("2025-02-07")
    assert story.stage is Stage.CLOSED


def test_path_b_mediation_without_agreement() -> None:
    story = concluded()
    story.record(F.NO_AGREEMENT, "2025-03-04")
    assert story.stage is Stage.CONCLUDED
    story.certify(CertificateKind.S55_5, "2025-03-06")
    assert story.outcome is Outcome.MEDIATION_MEETING_HELD
    story.close("2025-03-10")


def test_path_c_a_full_agreement_still_brings_the_certificate() -> None:
    story = concluded()
    term = {"term_id": "t1", "kind": "issue_plan", "owner": "la", "agreed_on": "2025-04-08"}
    story.record(F.AGREEMENT_SIGNED, "2025-03-04", extent="full", terms=[term])
    story.certify(CertificateKind.S55_5, "2025-03-05")
    story.close("2025-03-10", Outcome.MEDIATION_MEETING_HELD)
    story.record(F.AGREEMENT_ACTION_DONE, "2025-04-07", term_id="t1")
    assert story.stage is Stage.CLOSED


def test_path_d_the_la_cannot_arrange_and_a_session_follows() -> None:
    story = arranging()
    story.record(F.LA_SAYS_CANNOT_ARRANGE, "2025-03-05")
    story.certify(CertificateKind.S55_5_DEEMED, "2025-03-07")
    assert story.outcome is Outcome.LA_DECLINED
    assert "deemed_certificate" in codes(story, "2025-03-07")
    story.record(F.SESSION_FIXED, "2025-03-10", held_on="2025-03-25", mode="online")
    story.record(F.SESSION_HELD, "2025-03-25", present=["parent", "la_with_authority"])
    story.record(F.MEDIATION_CONCLUDED, "2025-03-25")
    assert may_issue(story, "2025-03-26") == set()  # once only: the month is not restarted
    story.close("2025-03-26", Outcome.MEDIATION_MEETING_HELD)


def test_path_d_day_30_ends_in_silence() -> None:
    story = arranging()  # informed 6 February: day 30 is 8 March
    assert may_issue(story, "2025-03-08") == set()
    assert may_issue(story, "2025-03-09") == {CertificateKind.S55_5_DEEMED}
    story.certify(CertificateKind.S55_5_DEEMED, "2025-03-11")


def test_path_e_section_i_only_may_mediate_without_a_certificate() -> None:
    story = concluded(decision_kind="plan_contents")
    story.record(F.APPEAL_SCOPE_STATED, "2025-03-04", sections=["I"])
    assert story.route is Route.SECTION_I_ONLY
    story.close("2025-03-10", Outcome.MEDIATION_MEETING_HELD)


def test_path_f_health_only_ends_without_a_certificate_unless_an_appeal_is_meant() -> None:
    story = met(("parent", "icb_with_authority"), decision_kind="plan_contents")
    story.record(F.ISSUES_RECORDED, "2025-02-05", today="2025-03-04", issues=[{"kind": "health", "section": "G"}])
    story.record(F.INTENT_TO_APPEAL_STATED, "2025-03-04", intends="no")
    story.record(F.MEDIATION_CONCLUDED, "2025-03-04")
    assert story.route is Route.HEALTH_ONLY
    assert may_issue(story, "2025-03-05") == set()
    story.close("2025-03-10", Outcome.MEDIATION_MEETING_HELD)


def test_path_h_late_contact_is_logged_flagged_and_certified_as_usual() -> None:
    story = referred(sent="2024-06-15", contacted="2024-08-19")
    story.record(F.ADVICE_GIVEN, "2024-08-19", channel="phone", rights_explained=True)
    assert "contact_late" in codes(story, "2024-08-19")
    story.record(F.WISH_STATED, "2024-08-19", wish="not_mediate")
    story.certify(CertificateKind.S55_4, "2024-08-20")
    story.close("2024-08-21")


@pytest.mark.parametrize("how", ["la_reversed", "parties_settled"])
def test_path_i_resolved_before_a_session(how: str) -> None:
    story = arranging()
    story.record(F.RESOLVED_BEFORE_SESSION, "2025-02-20", how=how)
    assert (story.stage, story.outcome) == (Stage.RESOLVED, Outcome.RESOLVED_PRE_MEDIATION)
    assert may_issue(story, "2025-02-20") == set()
    story.close("2025-02-21")


def test_path_i_the_family_may_still_ask_for_a_certificate() -> None:
    story = arranging()
    story.record(F.RESOLVED_BEFORE_SESSION, "2025-02-20", how="parties_settled")
    story.record(F.WISH_STATED, "2025-02-21", wish="not_mediate")
    story.certify(CertificateKind.S55_4, "2025-02-24")
    story.close("2025-02-25", Outcome.RESOLVED_PRE_MEDIATION)


@pytest.mark.parametrize("certified", [False, True])
@pytest.mark.parametrize("withdraws", [False, True])
def test_path_j_the_family_changes_its_mind(certified: bool, withdraws: bool) -> None:
    story = arranging()
    if withdraws:
        story.record(F.WITHDRAWN_BY_PARTY, "2025-02-20", party="parent", reason="no longer wanted")
    else:
        story.record(F.WISH_STATED, "2025-02-20", wish="not_mediate")
    assert story.stage is (Stage.WITHDRAWN if withdraws else Stage.DECLINED)
    if certified:
        story.certify(CertificateKind.S55_4, "2025-02-24")
    assert story.outcome is (Outcome.CHANGED_MIND_CERTIFICATE if certified else Outcome.CHANGED_MIND)
    story.close("2025-02-25")


def test_path_k_changing_back_brings_no_second_certificate() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-04", wish="not_mediate")
    story.certify(CertificateKind.S55_4, "2025-02-06")
    story.record(F.WISH_STATED, "2025-02-10", wish="mediate")
    story.record(F.LA_INFORMED, "2025-02-10", informed_by="adviser")
    assert story.stage is Stage.ARRANGING
    story.record(F.SESSION_FIXED, "2025-02-12", held_on="2025-02-25", mode="online")
    story.record(F.SESSION_HELD, "2025-02-25", present=["parent", "la"])
    story.record(F.MEDIATION_CONCLUDED, "2025-02-25")
    with pytest.raises(GuardRefused) as refused:
        story.certify(CertificateKind.S55_5, "2025-02-26")
    assert refused.value.rule == "guard-5"
    story.close("2025-02-27", Outcome.MEDIATION_MEETING_HELD)


def test_path_l_the_la_declines_which_counts_as_cannot_arrange() -> None:
    story = arranging()
    story.record(F.LA_DECLINED, "2025-02-12", reason="will not take part")
    assert story.stage is Stage.ARRANGING
    assert "la_declined_breach" in codes(story, "2025-02-12")
    story.certify(CertificateKind.S55_5_DEEMED, "2025-02-13")
    story.close("2025-02-20", Outcome.LA_DECLINED)


def test_path_m_the_icb_fails_and_no_certificate_follows() -> None:
    story = advised(decision_kind="plan_contents")
    story.record(F.ISSUES_RECORDED, "2025-02-04", issues=[{"kind": "health"}])
    story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
    story.record(F.LA_INFORMED, "2025-02-06", informed_by="adviser")
    story.record(F.ICB_NOTIFIED, "2025-02-07", icb_ids=["icb"], notified_by="la")
    assert may_issue(story, "2025-04-30") == set()


def test_path_n_disagreement_resolution_is_held_once_every_side_agrees() -> None:
    story = referred(DR, sent=None, sides=("parent", "la", "school"))
    story.record(F.DRS_AGREED_BY, "2025-02-04", party="parent")
    story.record(F.DRS_AGREED_BY, "2025-02-05", party="la")
    assert story.stage is Stage.REFERRED
    story.record(F.DRS_AGREED_BY, "2025-02-06", party="school")
    assert story.stage is Stage.ARRANGING
    story.record(F.SESSION_FIXED, "2025-02-10", held_on="2025-02-20", mode="in_person")
    story.record(F.SESSION_HELD, "2025-02-20", present=["parent", "school", "la"])
    story.record(F.MEDIATION_CONCLUDED, "2025-02-20")
    assert story.route is Route.DISAGREEMENT_RESOLUTION
    assert may_issue(story, "2025-02-21") == set()
    story.close("2025-02-21", Outcome.DR_MEETING_HELD)


def test_path_o_disagreement_resolution_refused_by_a_side() -> None:
    story = referred(DR, sent=None, sides=("parent", "la"))
    story.record(F.DRS_AGREED_BY, "2025-02-04", party="parent")
    story.record(F.DRS_REFUSED_BY, "2025-02-05", party="la")
    assert (story.stage, story.outcome) == (Stage.DECLINED, Outcome.GUIDANCE_ONLY)
    assert may_issue(story, "2025-02-06") == set()
    story.close("2025-02-06")


def test_path_p_not_eligible_ends_in_guidance() -> None:
    story = referred(sent=None)
    story.record(F.ADVICE_GIVEN, "2025-02-04", channel="phone", rights_explained=True)
    assert may_issue(story, "2025-02-04") == set()
    story.close("2025-02-04", Outcome.GUIDANCE_ONLY)


def test_an_appeal_does_not_close_the_case_and_mediation_may_go_on() -> None:
    story = arranging()
    story.record(F.APPEAL_LODGED, "2025-02-20")
    story.record(F.SESSION_FIXED, "2025-02-21", held_on="2025-03-05", mode="online")
    assert story.stage is Stage.SCHEDULED


def test_a_closed_case_is_reopened_and_closed_again() -> None:
    story = advised()
    story.close("2025-02-05", Outcome.GUIDANCE_ONLY)
    story.record(F.REOPENED, "2025-02-10", reason="the family called again")
    assert story.stage is Stage.INFORMED
    story.record(F.WISH_STATED, "2025-02-11", wish="not_mediate")
    story.certify(CertificateKind.S55_4, "2025-02-12")
    story.close("2025-02-13", Outcome.CERTIFICATE_ONLY)
    assert story.stage is Stage.CLOSED
