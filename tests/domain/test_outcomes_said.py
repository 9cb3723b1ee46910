"""Which outcome each turn of a case suggests, which are refused, and what is said of those."""

from typing import Any

import pytest

from app.domain.codes import CertificateKind, Outcome, ReferralKind, Route
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.outcomes import check_outcome, outcome_of, route_of
from app.domain.refusals import GuardRefused
from tests.domain.case_facts import case, fact
from tests.domain.recording import Recording, advised, arranging, concluded, met

DR, MEDIATION = ReferralKind.DISAGREEMENT_RESOLUTION, ReferralKind.MEDIATION
S55_4, _, DEEMED = CertificateKind
MEETING = fact(F.SESSION_HELD, "2025-03-04", present=["parent", "la"])
NEVER_MET = "no session is recorded in which the family met another side. Record `session_held`"


def wish(on: str, said: str, *kinds: str) -> Fact:
    return fact(F.WISH_STATED, on, wish=said, **({"issue_kinds": list(kinds)} if kinds else {}))


def issued(on: str, kind: str) -> Fact:
    return fact(F.CERTIFICATE_ISSUED, on, certificate_id="c1", kind=kind)


def refused(outcome: Outcome, facts: list[Fact], kind: ReferralKind = MEDIATION) -> str:
    with pytest.raises(GuardRefused) as refusal:
        check_outcome(outcome, facts, kind)
    assert refusal.value.rule == "outcome"
    return refusal.value.detail.removeprefix("The facts say otherwise: ").removesuffix(".")


def declined_with_certificate() -> Recording:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    story.certify(S55_4, "2025-02-06")
    return story


class TestDisagreementResolution:
    """What was agreed to last, else what was asked for."""

    AGREED = fact(F.DRS_AGREED_BY, "2025-02-05", party="parent")

    def test_without_a_word_it_is_what_was_asked_for(self) -> None:
        facts = case(MEETING)
        assert (route_of(facts, DR), route_of(facts)) == (Route.DISAGREEMENT_RESOLUTION, Route.EDUCATION)
        assert outcome_of(facts, DR) is Outcome.DR_MEETING_HELD
        assert outcome_of(facts) is Outcome.MEDIATION_MEETING_HELD

    def test_a_later_wish_to_mediate_makes_it_a_mediation(self) -> None:
        facts = case(self.AGREED, wish("2025-02-06", "mediate"), MEETING)
        assert outcome_of(facts, DR) is Outcome.MEDIATION_MEETING_HELD
        check_outcome(Outcome.MEDIATION_MEETING_HELD, facts, DR)
        undecided = case(self.AGREED, wish("2025-02-06", "undecided"), MEETING)
        assert outcome_of(undecided, DR) is Outcome.DR_MEETING_HELD

    def test_agreement_in_a_mediation_case_allows_that_outcome_alone(self) -> None:
        facts = case(self.AGREED, MEETING)
        check_outcome(Outcome.DR_MEETING_HELD, facts)
        words = "the meeting was for disagreement resolution. Close it as `dr_meeting_held`"
        assert refused(Outcome.MEDIATION_MEETING_HELD, facts) == words
        assert refused(Outcome.MEDIATION_MEETING_HELD, case(MEETING), DR) == words

    def test_a_mediation_is_not_closed_as_one(self) -> None:
        words = "the meeting was a mediation. Close it as `mediation_meeting_held`"
        assert refused(Outcome.DR_MEETING_HELD, case(MEETING)) == words
        check_outcome(Outcome.DR_MEETING_HELD, case(MEETING), DR)


def test_a_scope_that_names_no_section_leaves_the_route_open() -> None:
    assert route_of(case(fact(F.APPEAL_SCOPE_STATED, "2025-02-05"))) is Route.EDUCATION


@pytest.mark.parametrize("outcome", [Outcome.MEDIATION_MEETING_HELD, Outcome.DR_MEETING_HELD])
def test_without_a_meeting_none_is_the_outcome(outcome: Outcome) -> None:
    assert refused(outcome, arranging().facts) == NEVER_MET


@pytest.mark.parametrize("kind, held", [(MEDIATION, "mediation_meeting_held"), (DR, "dr_meeting_held")])
def test_a_meeting_leaves_no_other_outcome_and_says_which(kind: ReferralKind, held: str) -> None:
    words = f"a meeting was held. Close it as `{held}`"
    assert refused(Outcome.GUIDANCE_ONLY, case(MEETING), kind) == words


@pytest.mark.parametrize(
    "outcome, needed",
    [
        (Outcome.RESOLVED_PRE_MEDIATION, "nothing says that it was resolved. Record `resolved_before_session`"),
        (
            Outcome.CHANGED_MIND,
            "this needs a family that does not wish to mediate, or withdrew, and that has no certificate",
        ),
        (
            Outcome.CHANGED_MIND_CERTIFICATE,
            "this needs a family that does not wish to mediate, or withdrew, and that has a certificate",
        ),
        (
            Outcome.LA_DECLINED,
            "nothing says that the LA declined or could not arrange. Record `la_declined` or `la_says_cannot_arrange`",
        ),
        (
            Outcome.CERTIFICATE_ONLY,
            "this needs a certificate that stands and a family that never asked to mediate",
        ),
    ],
)
def test_an_outcome_that_the_facts_do_not_show_says_what_it_needs(outcome: Outcome, needed: str) -> None:
    assert refused(outcome, arranging().facts) == needed


def test_a_certificate_is_more_than_guidance() -> None:
    assert refused(Outcome.GUIDANCE_ONLY, declined_with_certificate().facts).startswith("a certificate stands")


class TestACertificate:
    """What a certificate makes of a case that had no meeting."""

    def test_a_family_that_never_asked_to_mediate(self) -> None:
        assert declined_with_certificate().outcome is Outcome.CERTIFICATE_ONLY
        bare = advised()
        bare.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
        assert bare.outcome is Outcome.GUIDANCE_ONLY

    def test_a_family_that_changed_its_mind(self) -> None:
        story = arranging()
        story.record(F.WISH_STATED, "2025-02-10", wish="not_mediate")
        assert story.outcome is Outcome.CHANGED_MIND
        story.certify(S55_4, "2025-02-11")
        assert story.outcome is Outcome.CHANGED_MIND_CERTIFICATE

    def test_a_family_that_withdrew_had_asked_in_deed(self) -> None:
        story = advised()
        story.record(F.WITHDRAWN_BY_PARTY, "2025-02-05", party="parent", reason="enough")
        assert story.outcome is Outcome.CHANGED_MIND

    def test_a_change_back_to_mediation_that_nothing_followed(self) -> None:
        """Path K."""
        story = declined_with_certificate()
        story.record(F.WISH_STATED, "2025-02-10", wish="mediate")
        assert story.outcome is Outcome.CHANGED_MIND_CERTIFICATE

    def test_one_that_counts_the_family_as_having_taken_part(self) -> None:
        story = arranging()
        story.certify(DEEMED, "2025-03-10")
        assert story.outcome is Outcome.LA_DECLINED
        check_outcome(Outcome.LA_DECLINED, story.facts)
        again = case(*story.facts, wish("2025-03-11", "mediate"))
        assert outcome_of(again) is Outcome.LA_DECLINED

    def test_one_beside_a_no_on_health_alone(self) -> None:
        facts = case(wish("2025-02-05", "not_mediate", "health"), issued("2025-02-06", "s55_4"))
        assert outcome_of(facts) is Outcome.CERTIFICATE_ONLY

    def test_one_that_follows_a_no_is_none_of_the_councils_refusing(self) -> None:
        story = declined_with_certificate()
        assert refused(Outcome.LA_DECLINED, story.facts).startswith("nothing says that the LA declined")


class TestTheCouncilsRefusal:
    """It is not undone by the family giving up after it, only by the family trying again."""

    @staticmethod
    def refused_then(*wishes: tuple[str, str], sign: F = F.LA_DECLINED) -> Recording:
        story = arranging()
        story.record(sign, "2025-02-10", reason="no")
        for on, said in wishes:
            story.record(F.WISH_STATED, on, wish=said)
        return story

    def test_giving_up_leaves_it(self) -> None:
        assert self.refused_then(("2025-02-20", "not_mediate")).outcome is Outcome.LA_DECLINED

    def test_after_a_second_attempt_the_family_gave_up_that_one(self) -> None:
        tried = (("2025-02-20", "not_mediate"), ("2025-03-03", "mediate"))
        assert self.refused_then(*tried).outcome is Outcome.GUIDANCE_ONLY
        gave_up = self.refused_then(*tried, ("2025-03-10", "not_mediate"))
        assert gave_up.outcome is Outcome.CHANGED_MIND

    def test_after_a_second_attempt_that_was_called_off_at_once_too(self) -> None:
        story = self.refused_then(("2025-02-20", "not_mediate"))
        story.record(F.FAMILY_CONTACTED, "2025-03-03", channel="phone", person="parent")
        story.record(F.WISH_STATED, "2025-03-03", wish="mediate")
        story.record(F.WISH_STATED, "2025-03-03", wish="not_mediate")
        assert story.outcome is Outcome.CHANGED_MIND

    def test_a_council_that_could_not_arrange_did_not_refuse(self) -> None:
        story = self.refused_then(("2025-02-20", "not_mediate"), sign=F.LA_SAYS_CANNOT_ARRANGE)
        assert story.outcome is Outcome.CHANGED_MIND


@pytest.mark.parametrize("facts", [arranging().facts, advised().facts])
def test_a_family_that_never_gave_up_did_not_change_its_mind(facts: list[Fact]) -> None:
    assert refused(Outcome.CHANGED_MIND, facts).startswith("this needs a family")


def test_what_was_settled_before_a_session_is_that_outcome() -> None:
    story = arranging()
    story.record(F.RESOLVED_BEFORE_SESSION, "2025-02-20", how="la_reversed")
    assert story.outcome is Outcome.RESOLVED_PRE_MEDIATION
    check_outcome(Outcome.RESOLVED_PRE_MEDIATION, story.facts)


def test_a_meeting_stands_whatever_followed() -> None:
    stories: tuple[Any, ...] = (met(), concluded())
    assert {story.outcome for story in stories} == {Outcome.MEDIATION_MEETING_HELD}
