"""What is said of the time to appeal while people mediate or have agreed; neither moves it, and nothing is advised."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, fact
from tests.domain.looking import seen

SENT = fact(F.DECISION_SENT, "2025-01-14", decision_kind="refusal_to_issue")  # two months end on 14 March 2025
TALKED = (
    SENT,
    fact(F.FAMILY_CONTACTED, "2025-01-20", channel="phone", person="parent"),
    fact(F.ADVICE_GIVEN, "2025-01-24", channel="phone", rights_explained=True),
)
LODGED = fact(F.APPEAL_LODGED, "2025-02-12")


def no(on: str) -> Fact:
    return fact(F.WISH_STATED, on, wish="not_mediate")


def mediate(on: str, **more: list[str]) -> Fact:
    return fact(F.WISH_STATED, on, wish="mediate", **more)


def certificate(on: str, kind: str = "s55_4", name: str = "1", **more: str) -> Fact:
    return fact(F.CERTIFICATE_ISSUED, on, certificate_id=name, kind=kind, **more)


def said(*facts: Fact, on: str) -> dict[str, str]:
    return dict(seen(case(*facts), on).flags)


class TestMediationAfterACertificate:
    """Paths D and K: the day to appeal stays where the first certificate put it."""

    CODE = "certificate_month_runs"
    BACK = (*TALKED, no("2025-02-03"), certificate("2025-02-04"), mediate("2025-02-10"))

    def test_a_family_that_mediates_after_all_has_no_more_time(self) -> None:
        assert said(*self.BACK, on="2025-02-10") == {
            self.CODE: "Mediation goes on after a certificate. The time to appeal keeps running: the last day to "
            "appeal stays Fri 14 March 2025, and no second certificate moves it."
        }

    def test_the_month_of_the_first_certificate_is_named_where_it_makes_the_day(self) -> None:
        later = (*TALKED, no("2025-03-03"), certificate("2025-03-04"), mediate("2025-03-10"))
        assert said(*later, on="2025-03-10") == {
            self.CODE: "Mediation goes on after a certificate. The first certificate's month keeps running: the last "
            "day to appeal stays Fri 4 April 2025, and no second certificate moves it."
        }

    def test_it_is_said_until_the_day_has_ended_or_an_appeal_is_lodged(self) -> None:
        for day in ("2025-02-10", "2025-03-14"):
            assert seen(case(*self.BACK), day).changes_on == date(2025, 3, 15)
        assert self.CODE in said(*self.BACK, on="2025-03-14")
        assert said(*self.BACK, on="2025-03-15") == {}
        assert said(*self.BACK, LODGED, on="2025-02-12") == {}

    DEEMED = (
        *TALKED,
        mediate("2025-02-03"),
        fact(F.LA_INFORMED, "2025-02-03", informed_by="adviser"),
        fact(F.LA_SAYS_CANNOT_ARRANGE, "2025-02-10"),
    )
    FIXED = fact(F.SESSION_FIXED, "2025-02-12", session_id="s1", held_on="2025-02-28", mode="online")
    HELD = fact(F.SESSION_HELD, "2025-02-28", session_id="s1", present=["parent", "la_with_authority"])

    @pytest.mark.parametrize(
        "session", [fact(F.SESSION_PROPOSED, "2025-02-12", held_on="2025-02-28", proposed_by="la"), FIXED, HELD]
    )
    def test_a_session_after_a_deemed_certificate(self, session: Fact) -> None:
        deemed = (*self.DEEMED, certificate("2025-02-12", "s55_5_deemed"))
        assert self.CODE not in said(*deemed, on="2025-02-28")
        assert self.CODE in said(*deemed, session, on="2025-02-28")

    def test_a_session_fixed_before_it_is_no_mediation_after_it(self) -> None:
        before = (*self.DEEMED, self.FIXED, certificate("2025-02-12", "s55_5_deemed"))
        assert self.CODE not in said(*before, on="2025-02-13")

    def test_mediation_on_other_kinds_after_a_certificate_on_education(self) -> None:
        health = fact(F.ISSUES_RECORDED, "2025-01-25", issues=[{"kind": "health"}, {"kind": "education"}])
        refused = fact(F.WISH_STATED, "2025-02-03", wish="not_mediate", issue_kinds=["education"])
        certified = (*TALKED, health, refused, certificate("2025-02-04"), mediate("2025-02-10", issue_kinds=["health"]))
        assert self.CODE in said(*certified, on="2025-02-10")

    def test_a_certificate_issued_again_counts_from_its_first_day(self) -> None:
        again = (
            fact(F.CERTIFICATE_VOIDED, "2025-02-11", certificate_id="1", replaced_by="2"),
            certificate("2025-02-11", name="2", replaces="1"),
        )
        assert self.CODE in said(*self.BACK, *again, on="2025-02-11")

    @pytest.mark.parametrize(
        "facts",
        [
            (*TALKED, no("2025-02-03"), certificate("2025-02-04")),
            (*TALKED, mediate("2025-02-01"), no("2025-02-03"), certificate("2025-02-04")),
            (*BACK, no("2025-02-11")),
            (*BACK, fact(F.WITHDRAWN_BY_PARTY, "2025-02-11", party="family")),
            (*BACK, fact(F.CERTIFICATE_VOIDED, "2025-02-11", certificate_id="1")),
            (*BACK, fact(F.CASE_CLOSED, "2025-02-11", outcome="changed_mind")),
        ],
        ids=["did not", "did before", "no longer does", "withdrew", "no certificate stands", "closed"],
    )
    def test_nothing_is_said_where_nobody_mediates_after_a_certificate(self, facts: tuple[Fact, ...]) -> None:
        assert self.CODE not in said(*facts, on="2025-02-12")


class TestFullAgreement:
    """Path C: what lodging in time protects is said, and nobody is advised for or against it."""

    CODE = "lodging_protects"

    @staticmethod
    def agreed(extent: str = "full", *more: Fact) -> tuple[Fact, ...]:
        terms = [{"term_id": "t", "kind": "other", "owner": "la", "agreed_on": "2025-03-01"}]
        return (
            *TALKED,
            mediate("2025-02-03"),
            fact(F.LA_INFORMED, "2025-02-03", informed_by="adviser"),
            fact(F.SESSION_HELD, "2025-02-10", present=["parent", "la_with_authority"]),
            fact(F.MEDIATION_CONCLUDED, "2025-02-10"),
            fact(F.AGREEMENT_SIGNED, "2025-02-10", extent=extent, terms=terms),
            *more,
        )

    def test_it_is_said_while_the_time_to_appeal_runs(self) -> None:
        assert said(*self.agreed(), on="2025-02-11") == {
            self.CODE: "Everything was agreed; the last day to appeal is Fri 14 March 2025. An appeal lodged by then "
            "protects the family's position should the promises not be kept. Whether to lodge is for the family to "
            "decide."
        }
        assert seen(case(*self.agreed()), "2025-02-11").changes_on == date(2025, 3, 15)
        assert self.CODE in said(*self.agreed(), on="2025-03-14")
        assert self.CODE not in said(*self.agreed(), on="2025-03-15")

    def test_the_earlier_of_two_days_is_named_and_not_after_it_has_passed(self) -> None:
        """R6: a letter dated before it was sent shows families the earlier day."""
        dated = fact(F.DECISION_SENT, "2025-01-14", decision_kind="refusal_to_issue", letter_dated_on="2025-01-10")
        facts = (dated, *self.agreed()[1:])
        assert "Mon 10 March 2025" in said(*facts, on="2025-03-10")[self.CODE]
        assert self.CODE not in said(*facts, on="2025-03-11")

    def test_the_certificate_moves_the_day_that_is_named(self) -> None:
        certified = certificate("2025-02-13", "s55_5")
        closed = fact(F.CASE_CLOSED, "2025-02-14", outcome="mediation_meeting_held")
        later = certificate("2025-02-20", "s55_5")
        for facts in (self.agreed("full", certified, closed), self.agreed("full", later)):
            assert self.CODE in said(*facts, on="2025-02-21")
        assert "Thu 20 March 2025" in said(*self.agreed("full", later), on="2025-02-21")[self.CODE]

    @pytest.mark.parametrize(
        "facts",
        [
            agreed("partial"),
            agreed("full", LODGED),
            agreed("full", fact(F.INTENT_TO_APPEAL_STATED, "2025-02-11", intends="no")),
            agreed()[1:],
        ],
        ids=["in part", "lodged", "no appeal meant", "no decision"],
    )
    def test_it_is_not_said_where_no_appeal_would_protect_anything(self, facts: tuple[Fact, ...]) -> None:
        found = seen(case(*facts), "2025-02-13")
        assert self.CODE not in {flag.code for flag in found.flags}
        assert found.changes_on is None


class TestACertificateBeforeACorrection:
    """A certificate states the decision as it stood: once that is corrected, its paper says another day."""

    CODE = "certificate_before_correction"
    CORRECTED = replace(fact(F.DECISION_SENT, "2025-01-16", decision_kind="refusal_to_issue"), supersedes="f1")

    def test_it_is_to_be_issued_again(self) -> None:
        issued = certificate("2025-02-05")
        assert self.CODE in said(*TALKED, no("2025-02-03"), issued, self.CORRECTED, on="2025-02-10")

    def test_one_that_was_issued_after_the_correction_states_it(self) -> None:
        assert self.CODE not in said(
            *TALKED, no("2025-02-03"), self.CORRECTED, certificate("2025-02-05"), on="2025-02-10"
        )

    def test_a_void_one_states_nothing_any_more(self) -> None:
        void = fact(F.CERTIFICATE_VOIDED, "2025-02-10", certificate_id="1")
        facts = (*TALKED, no("2025-02-03"), certificate("2025-02-05"), self.CORRECTED, void)
        assert self.CODE not in said(*facts, on="2025-02-10")
