"""What is flagged at its edges: the last day itself, who was there, and what each flag says."""

from typing import Any

import pytest

from app.domain.facts import Fact
from app.domain.facts import FactType as F
from tests.domain.case_facts import case, fact
from tests.domain.looking import seen

SENT = fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents")
REFERRED = fact(F.REFERRAL_RECEIVED, "2025-02-03", channel="phone", referred_by="parent")
BY_COUNCIL = fact(F.REFERRAL_RECEIVED, "2025-02-03", channel="email", referred_by="la")
ADVICE = fact(F.ADVICE_GIVEN, "2025-02-04", channel="phone", rights_explained=True)
MEDIATE = fact(F.WISH_STATED, "2025-02-05", wish="mediate")
NO = fact(F.WISH_STATED, "2025-02-05", wish="not_mediate")
TOLD = fact(F.LA_INFORMED, "2025-02-06", informed_by="adviser")  # day 30 is Saturday 8 March 2025
ASKED = (SENT, REFERRED, ADVICE, MEDIATE, TOLD)
DECLINED = (SENT, REFERRED, ADVICE, NO)  # three working days end on Monday 10 February 2025


def said(*facts: Fact, on: str = "2025-02-12") -> dict[str, str]:
    return dict(seen(case(*facts), on).flags)


def issues(*kinds: str) -> Fact:
    return fact(F.ISSUES_RECORDED, "2025-02-05", issues=[{"kind": kind} for kind in kinds])


def held(on: str, *present: str) -> Fact:
    return fact(F.SESSION_HELD, on, present=list(present))


def fixed(on: str, held_on: str, name: str = "s1") -> Fact:
    return fact(F.SESSION_FIXED, on, session_id=name, held_on=held_on, mode="online")


def notice(on: str, **more: Any) -> Fact:
    return fact(F.SESSION_NOTICE_GIVEN, on, **{"session_id": "s1", "to": "all", **more})


def certificate(on: str, kind: str) -> Fact:
    return fact(F.CERTIFICATE_ISSUED, on, certificate_id="c1", kind=kind)


def signed(*terms: dict[str, str], **more: Any) -> Fact:
    return fact(F.AGREEMENT_SIGNED, "2025-02-10", extent="partial", terms=list(terms), **more)


@pytest.mark.parametrize("facts", [ASKED, DECLINED, ()])
def test_what_goes_as_it_should_has_no_flag(facts: tuple[Fact, ...]) -> None:
    assert said(*facts, on="2025-02-06") == {}


@pytest.mark.parametrize(
    "contact, code, words",
    [
        ("2025-01-13", "contact_before_decision", "before the decision was sent; it counts as in time."),
        ("2025-03-15", "contact_late", "state the contact date, tell a supervisor; the tribunal decides."),
    ],
)
def test_contact_outside_the_two_months_is_flagged_and_explained(contact: str, code: str, words: str) -> None:
    told = said(SENT, fact(F.REFERRAL_RECEIVED, contact, referred_by="parent"), on="2025-03-15")
    assert told.keys() == {code}
    assert told[code].endswith(words)


@pytest.mark.parametrize("contact", ["2025-01-14", "2025-03-14"])
def test_contact_on_the_first_and_the_last_day_is_in_time(contact: str) -> None:
    assert said(SENT, fact(F.REFERRAL_RECEIVED, contact, referred_by="parent"), on="2025-03-15") == {}


def test_a_family_not_heard_of_is_to_be_reached_up_to_and_with_the_last_day() -> None:
    reach = said(SENT, BY_COUNCIL, on="2025-03-14")
    assert reach == {
        "family_not_reached": "A referral by somebody else does not count: the family itself must be reached."
    }
    late = said(SENT, BY_COUNCIL, on="2025-03-15")
    assert late == {"contact_late": "The family's two months have ended and no contact of its own is recorded."}


def test_an_appeal_about_the_school_alone_needs_no_contact() -> None:
    assert said(SENT, BY_COUNCIL, fact(F.APPEAL_SCOPE_STATED, "2025-02-03", sections=["I"])) == {}
    assert said(BY_COUNCIL) == {}


class TestDay30:
    """Calendar days from the telling of the council; day 30 itself is in time."""

    FLAG = {"beyond_day_30": "The session lies beyond day 30, Sat 8 March 2025."}

    def test_a_session_fixed_beyond_it(self) -> None:
        assert said(*ASKED, fixed("2025-02-10", "2025-03-09"), on="2025-02-10") == self.FLAG
        assert said(*ASKED, fixed("2025-02-10", "2025-03-08"), on="2025-02-10") == {}

    def test_a_session_held_within_it_settles_it(self) -> None:
        both = (held("2025-03-08", "parent", "la_with_authority"), fixed("2025-03-08", "2025-03-28"))
        assert said(*ASKED, *both, on="2025-03-08") == {}


@pytest.mark.parametrize(
    "present, lacking",
    [
        (("parent", "la"), ["LA"]),
        (("parent", "icb"), ["ICB"]),
        (("parent", "la", "icb"), ["LA", "ICB"]),
        (("parent", "la_with_authority", "icb"), ["ICB"]),
        (("parent", "la", "icb_with_authority"), ["LA"]),
        (("parent", "la_with_authority", "icb_with_authority"), []),
        (("parent", "la", "la_with_authority"), []),
        (("parent", "school"), []),
        (("parent",), []),
    ],
)
def test_each_body_that_is_there_must_be_able_to_decide(present: tuple[str, ...], lacking: list[str]) -> None:
    told = seen(case(*ASKED, held("2025-02-20", *present)), "2025-02-20").flags
    assert [flag.code for flag in told] == ["nobody_with_authority"] * len(lacking)
    words = "A session was held without somebody who could decide for the {}."
    assert [flag.detail for flag in told] == [words.format(body) for body in lacking]


class TestNotice:
    """R18: five whole working days between; for Thursday 27 February 2025 by Wednesday 19 February."""

    BEFORE = (*ASKED, fixed("2025-02-12", "2025-02-27"))

    @pytest.mark.parametrize(
        "given, flagged",
        [
            (notice("2025-02-19"), False),
            (notice("2025-02-20"), True),
            (notice("2025-02-19", to="family"), False),
            (notice("2025-02-19", to="la"), True),
            (notice("2025-02-19", session_id="s2"), True),
            (notice("2025-02-11"), True),
        ],
    )
    def test_it_is_to_the_family_of_this_session_since_it_was_fixed(self, given: Fact, flagged: bool) -> None:
        words = "A session has fewer than five whole working days of notice, and the family has not agreed to that."
        assert said(*self.BEFORE, given, on="2025-02-21") == ({"short_notice": words} if flagged else {})

    def test_notice_on_the_day_the_session_was_fixed_counts(self) -> None:
        assert said(*self.BEFORE, notice("2025-02-12"), on="2025-02-21") == {}

    def test_without_notice_it_is_judged_by_today(self) -> None:
        assert said(*self.BEFORE, on="2025-02-19") == {}
        assert said(*self.BEFORE, on="2025-02-20").keys() == {"short_notice"}
        assert said(*self.BEFORE, on="2025-02-27").keys() == {"short_notice"}

    def test_the_earliest_notice_counts(self) -> None:
        assert said(*self.BEFORE, notice("2025-02-19"), notice("2025-02-25"), on="2025-02-26") == {}

    def test_a_session_that_is_called_off_though_never_fixed_hides_nothing(self) -> None:
        cancelled = fact(F.SESSION_CANCELLED, "2025-02-12", session_id="s9", cancelled_by="la", reason="ill")
        assert said(*self.BEFORE, cancelled, on="2025-02-20").keys() == {"short_notice"}


@pytest.mark.parametrize(
    "agreement, flagged",
    [
        (signed({"term_id": "t", "agreed_on": "2025-03-01"}), False),
        (signed({"term_id": "t", "agreed_on": "2025-03-01"}, {"term_id": "u"}), True),
        (signed(), True),
        (fact(F.AGREEMENT_SIGNED, "2025-02-10", extent="partial"), True),
    ],
)
def test_every_term_has_a_written_date(agreement: Fact, flagged: bool) -> None:
    words = "An agreement has a term without a written date."
    assert said(*ASKED, agreement) == ({"agreement_without_dates": words} if flagged else {})


@pytest.mark.parametrize("changed, flagged", [("2025-02-03", False), ("2025-02-04", False), ("2025-02-05", True)])
def test_advice_counts_for_whoever_held_the_rights_on_its_day(changed: str, flagged: bool) -> None:
    told = said(*DECLINED, fact(F.CAPACITY_OR_AGE_CHANGE, changed, change="age"))
    words = "Who holds the rights has changed since advice was given: ask and advise again."
    assert told == ({"rights_holder_changed": words} if flagged else {})


class TestTheMeaningToAppeal:
    """R14: about a plan's contents with health or care alone, ask."""

    WORDS = "Only health or social care issues are recorded: ask whether an appeal is meant."

    @pytest.mark.parametrize("kinds, flagged", [((), False), (("health",), True), (("health", "education"), False)])
    def test_it_is_asked_where_education_is_not_among_the_issues(self, kinds: tuple[str, ...], flagged: bool) -> None:
        recorded = (issues(*kinds),) if kinds else ()
        assert said(*ASKED, *recorded) == ({"appeal_intent_not_asked": self.WORDS} if flagged else {})

    def test_it_is_not_asked_again_nor_of_other_decisions(self) -> None:
        stated = fact(F.INTENT_TO_APPEAL_STATED, "2025-02-05", intends="unsure")
        assert said(*ASKED, issues("health"), stated) == {}
        other = fact(F.DECISION_SENT, "2025-01-14", decision_kind="refusal_to_assess")
        assert said(other, *ASKED[1:], issues("health")) == {}
        assert said(*ASKED[1:], issues("health")) == {}


@pytest.mark.parametrize("advised, flagged", [("2025-02-05", False), ("2025-02-06", False), (None, True)])
def test_advice_is_outstanding_until_it_is_given(advised: str | None, flagged: bool) -> None:
    advice = (fact(F.ADVICE_GIVEN, advised, channel="phone", rights_explained=True),) if advised else ()
    words = "The family said no before it had advice: give the advice today."
    assert said(SENT, REFERRED, NO, *advice) == ({"advice_outstanding": words} if flagged else {})


class TestLateCertificates:
    """Three working days from what each kind of certificate follows."""

    FLAG = {"certificate_late": "A certificate was issued later than its three working days."}

    @pytest.mark.parametrize("day, late", [("2025-02-10", False), ("2025-02-11", True)])
    def test_after_a_no(self, day: str, late: bool) -> None:
        assert said(*DECLINED, certificate(day, "s55_4")) == (self.FLAG if late else {})

    @pytest.mark.parametrize("day, late", [("2025-02-25", False), ("2025-02-26", True)])
    def test_after_a_conclusion(self, day: str, late: bool) -> None:
        met = (held("2025-02-20", "parent", "la_with_authority"), fact(F.MEDIATION_CONCLUDED, "2025-02-20"))
        assert said(*ASKED, *met, certificate(day, "s55_5"), on=day) == (self.FLAG if late else {})

    @pytest.mark.parametrize("day, late", [("2025-02-13", False), ("2025-02-14", True)])
    def test_after_the_first_sign_that_mediation_is_not_arranged(self, day: str, late: bool) -> None:
        signs = [fact(F.LA_SAYS_CANNOT_ARRANGE, on) for on in ("2025-02-10", "2025-02-12")]
        told = said(*ASKED, *signs, certificate(day, "s55_5_deemed"), on=day)
        words = "A certificate counts the family as having taken part: tell a supervisor."
        assert told == {"deemed_certificate": words} | (self.FLAG if late else {})

    def test_silence_counts_from_day_30(self) -> None:
        assert "certificate_late" not in said(*ASKED, certificate("2025-03-12", "s55_5_deemed"), on="2025-03-13")
        assert "certificate_late" in said(*ASKED, certificate("2025-03-13", "s55_5_deemed"), on="2025-03-13")

    @pytest.mark.parametrize("kind", ["s55_4", "s55_5", "s55_5_deemed"])
    def test_a_certificate_that_follows_nothing_recorded_is_not_judged(self, kind: str) -> None:
        assert "certificate_late" not in said(SENT, REFERRED, ADVICE, certificate("2025-02-20", kind), on="2025-02-20")


def test_a_council_that_declines_is_in_breach() -> None:
    told = said(*ASKED, fact(F.LA_DECLINED, "2025-02-10", reason="no"))
    words = "The LA declined, though it must arrange mediation and take part: treat it as one that cannot arrange."
    assert told == {"la_declined_breach": words}
    assert said(*ASKED, fact(F.LA_SAYS_CANNOT_ARRANGE, "2025-02-10")) == {}
