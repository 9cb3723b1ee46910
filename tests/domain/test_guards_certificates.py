"""The hard guards on certificates: guards 1 to 6 and the rulings behind them."""

from datetime import date

import pytest

from app.domain.certificate_names import Holding
from app.domain.certificates import allowed_certificates, check_void, deemed_grounds
from app.domain.codes import CertificateKind, ReferralKind
from app.domain.facts import FactType as F
from app.domain.facts import live
from app.domain.refusals import GuardRefused
from tests.domain.recording import Recording, advised, arranging, concluded, met, referred

S55_4, S55_5, DEEMED = CertificateKind


def rule(story: Recording, kind: CertificateKind, on: str, person: str = "parent", **asked: object) -> str | None:
    with pytest.raises(GuardRefused) as refused:
        story.certify(kind, on, person, **asked)
    assert refused.value.detail.count(".") >= 1
    return refused.value.rule


def declined(**opened: object) -> Recording:
    story = advised(**opened)  # type: ignore[arg-type]  # how a test opens its case
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    return story


class TestGuard1:
    """Advice first, for a decision that can be appealed, by an independent adviser."""

    def test_advice_first(self) -> None:
        story = referred()
        story.record(F.WISH_STATED, "2025-02-03", wish="not_mediate")
        assert rule(story, S55_4, "2025-02-05") == "guard-1"
        story.record(F.ADVICE_GIVEN, "2025-02-05", channel="phone", rights_explained=True)
        story.certify(S55_4, "2025-02-05")  # R16: the same day will do

    def test_advice_given_after_the_day_of_issue_does_not_count(self) -> None:
        story = referred()
        story.record(F.WISH_STATED, "2025-02-03", wish="not_mediate")
        story.record(F.ADVICE_GIVEN, "2025-02-05", channel="phone", rights_explained=True)
        assert rule(story, S55_4, "2025-02-04") == "guard-1"

    def test_a_decision_that_can_be_appealed(self) -> None:
        story = referred(ReferralKind.DISAGREEMENT_RESOLUTION, sent=None)
        story.record(F.ADVICE_GIVEN, "2025-02-04", channel="phone", rights_explained=True)
        assert rule(story, S55_4, "2025-02-05") == "guard-1"

    def test_disagreement_resolution_facts_never_bar_it(self) -> None:
        """R14: the decision is tested, not the case."""
        story = declined(kind=ReferralKind.DISAGREEMENT_RESOLUTION)
        story.record(F.DRS_AGREED_BY, "2025-02-06", party="parent")
        story.certify(S55_4, "2025-02-07")

    def test_independence_in_date(self) -> None:
        assert rule(declined(), S55_4, "2025-02-06", adviser_independent=False) == "guard-1"

    @pytest.mark.parametrize("kind", ["health", "social_care"])
    def test_health_or_social_care_alone_with_no_appeal_meant(self, kind: str) -> None:
        story = declined(decision_kind="plan_contents")
        story.record(F.ISSUES_RECORDED, "2025-02-05", issues=[{"kind": kind}])
        story.record(F.INTENT_TO_APPEAL_STATED, "2025-02-05", intends="no")
        assert rule(story, S55_4, "2025-02-06") == "guard-1"

    def test_the_intent_to_appeal_is_presumed_unless_denied(self) -> None:
        story = declined(decision_kind="plan_contents")
        story.record(F.ISSUES_RECORDED, "2025-02-05", issues=[{"kind": "health"}])
        story.certify(S55_4, "2025-02-06")

    def test_section_i_only_may_still_have_one(self) -> None:
        """R5: offer a certificate, and warn."""
        story = declined(decision_kind="plan_contents")
        story.record(F.APPEAL_SCOPE_STATED, "2025-02-05", sections=["I"])
        story.certify(S55_4, "2025-02-06")


class TestGuard2:
    """The latest wish on education is not to mediate, and nobody has met since."""

    def test_not_without_a_no(self) -> None:
        assert rule(advised(), S55_4, "2025-02-06") == "guard-2"
        assert rule(arranging(), S55_4, "2025-02-10") == "guard-2"

    def test_a_withdrawal_is_a_no(self) -> None:
        story = met()
        story.record(F.WITHDRAWN_BY_PARTY, "2025-03-05", party="parent", reason="enough")
        story.certify(S55_4, "2025-03-06")

    def test_declining_health_alone_is_not_one(self) -> None:
        story = advised()
        story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate", issue_kinds=["health"])
        assert rule(story, S55_4, "2025-02-06") == "guard-2"

    def test_education_declined_while_health_goes_on(self) -> None:
        """R10, R11: a family may mediate health and decline on education."""
        story = declined()
        story.record(F.WISH_STATED, "2025-02-06", wish="mediate", issue_kinds=["health"])
        story.certify(S55_4, "2025-02-07")
        assert story.stage.value == "arranging"

    def test_a_meeting_since_the_no_ends_in_s55_5(self) -> None:
        story = arranging()
        story.record(F.WISH_STATED, "2025-02-07", wish="mediate", issue_kinds=["health"])
        story.record(F.WISH_STATED, "2025-02-10", wish="not_mediate", issue_kinds=["education"])
        story.record(F.SESSION_FIXED, "2025-02-11", held_on="2025-02-20", mode="online")
        story.record(F.SESSION_HELD, "2025-02-20", present=["parent", "la", "icb"])
        assert rule(story, S55_4, "2025-02-21") == "guard-2"

    def test_an_icb_only_meeting_does_not_stand_in_the_way(self) -> None:
        story = arranging()
        story.record(F.WISH_STATED, "2025-02-07", wish="mediate", issue_kinds=["health"])
        story.record(F.WISH_STATED, "2025-02-10", wish="not_mediate", issue_kinds=["education"])
        story.record(F.SESSION_FIXED, "2025-02-11", held_on="2025-02-20", mode="online")
        story.record(F.SESSION_HELD, "2025-02-20", present=["parent", "icb_with_authority"])
        story.record(F.MEDIATION_CONCLUDED, "2025-02-20")
        story.certify(S55_4, "2025-02-21")


class TestGuard3:
    """Concluded, after a session with the family and the LA in it."""

    def test_an_adjourned_session_is_not_concluded(self) -> None:
        story = met()
        story.record(F.SESSION_ADJOURNED, "2025-03-04", reason="out of time")
        assert rule(story, S55_5, "2025-03-05") == "guard-3"

    @pytest.mark.parametrize("present", [("parent", "icb"), ("la",), ("child", "school", "la")])
    def test_family_and_la_must_both_have_been_there(self, present: tuple[str, ...]) -> None:
        assert rule(concluded(present), S55_5, "2025-03-05") == "guard-3"

    @pytest.mark.parametrize("family", ["parent", "young_person", "representative"])
    def test_a_representative_stands_for_the_family(self, family: str) -> None:
        concluded((family, "la")).certify(S55_5, "2025-03-05")


class TestGuard4:
    """R8: the family counts as having taken part."""

    def test_nothing_has_happened_yet(self) -> None:
        assert rule(arranging(), DEEMED, "2025-02-10") == "guard-4"

    def test_the_la_must_have_been_informed(self) -> None:
        story = advised()
        story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
        story.record(F.LA_SAYS_CANNOT_ARRANGE, "2025-02-06")
        assert rule(story, DEEMED, "2025-02-07") == "guard-4"

    def test_a_family_that_no_longer_wishes_has_s55_4(self) -> None:
        story = arranging()
        story.record(F.LA_DECLINED, "2025-02-10", reason="no")
        story.record(F.WISH_STATED, "2025-02-11", wish="not_mediate")
        assert rule(story, DEEMED, "2025-02-12") == "guard-4"
        story.certify(S55_4, "2025-02-12")

    def test_the_la_stayed_away(self) -> None:
        met(("parent",)).certify(DEEMED, "2025-03-05")
        met(("parent", "icb")).certify(DEEMED, "2025-03-05")

    def test_the_family_stayed_away(self) -> None:
        assert rule(met(("la",)), DEEMED, "2025-03-05") == "guard-4"

    def test_a_conclusion_without_the_la_is_taken_back_first(self) -> None:
        story = concluded(("parent", "school"))
        assert rule(story, DEEMED, "2025-03-05") == "lifecycle"
        story.record(F.MEDIATION_CONCLUDED, "2025-03-05", supersedes=story.facts[-1].id, retracted=True)
        story.certify(DEEMED, "2025-03-05")

    def test_the_family_agreed_to_a_later_day(self) -> None:
        story = arranging()
        story.record(F.ARRANGING_EXTENDED, "2025-03-01", until="2025-03-20", agreed_by="parent")
        assert rule(story, DEEMED, "2025-03-20") == "guard-4"
        story.certify(DEEMED, "2025-03-21")

    def test_silence_counts_from_day_30_and_only_after_it(self) -> None:
        """The worked example of R8: informed 2025-07-16, day 30 is Friday 15 August."""
        story = advised()
        story.record(F.WISH_STATED, "2025-07-16", wish="mediate")
        story.record(F.LA_INFORMED, "2025-07-16", informed_by="adviser")
        assert deemed_grounds(live(story.facts), date(2025, 8, 15)) == ()
        assert deemed_grounds(live(story.facts), date(2025, 8, 16)) == ((date(2025, 8, 15), "day_30_ended"),)

    def test_a_family_that_comes_back_starts_a_new_attempt(self) -> None:
        story = arranging()
        story.record(F.WISH_STATED, "2025-02-20", wish="not_mediate")
        story.record(F.WISH_STATED, "2025-05-01", wish="mediate")
        assert rule(story, DEEMED, "2025-05-02") == "guard-4"
        story.record(F.LA_INFORMED, "2025-05-02", informed_by="adviser")
        assert rule(story, DEEMED, "2025-06-01") == "guard-4"
        story.certify(DEEMED, "2025-06-02")

    def test_health_alone_is_arranged_by_the_icb(self) -> None:
        story = arranging()
        story.record(F.ISSUES_RECORDED, "2025-02-06", issues=[{"kind": "health"}])
        assert rule(story, DEEMED, "2025-04-30") == "guard-4"


class TestGuard5:
    """One certificate stands for each person; a correction is void and reissue (R17)."""

    def test_a_second_one_is_refused_until_the_first_is_void(self) -> None:
        story = declined()
        first = story.certify(S55_4, "2025-02-06")
        assert rule(story, S55_4, "2025-02-07") == "guard-5"
        check_void(first.payload["certificate_id"], story.facts)
        story.record(F.CERTIFICATE_VOIDED, "2025-02-07", certificate_id=first.payload["certificate_id"])
        with pytest.raises(GuardRefused):
            check_void(first.payload["certificate_id"], story.facts)
        story.certify(S55_4, "2025-02-07")

    def test_the_young_person_has_their_own_after_new_advice(self) -> None:
        """R19: the switch to young person."""
        story = declined()
        story.certify(S55_4, "2025-02-06")
        story.record(F.CAPACITY_OR_AGE_CHANGE, "2025-06-28", change="age")
        assert rule(story, S55_4, "2025-06-30", "young_person") == "R19"
        story.record(F.ADVICE_GIVEN, "2025-06-30", channel="phone", rights_explained=True)
        assert rule(story, S55_4, "2025-06-30", "young_person") == "R19"
        story.record(F.WISH_STATED, "2025-06-30", wish="not_mediate")
        story.certify(S55_4, "2025-06-30", "young_person")

    def test_no_certificate_while_the_holder_is_in_doubt(self) -> None:
        assert rule(declined(), S55_4, "2025-02-06", holding=Holding(settled=False)) == "R19"


def test_guard_6_not_before_the_decision_was_sent() -> None:
    story = declined(sent="2025-02-20")  # R15: contact and advice before the letter are in time
    assert rule(story, S55_4, "2025-02-19") == "guard-6"
    story.certify(S55_4, "2025-02-20")


def test_a_closed_case_is_reopened_before_a_certificate() -> None:
    story = declined()
    story.close("2025-02-06")
    assert rule(story, S55_4, "2025-02-07") == "lifecycle"


def test_allowed_certificates_agree_with_the_guards() -> None:
    answered = allowed_certificates(declined().facts, person="parent", as_of=date(2025, 2, 6))
    assert [(each.kind, each.allowed, each.rule) for each in answered] == [
        (S55_4, True, None),
        (S55_5, False, "guard-3"),
        (DEEMED, False, "guard-4"),
    ]
