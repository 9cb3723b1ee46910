"""Facts told all at once: which contradict one another, at which place, and which clocks they leave without a date."""

from datetime import date
from typing import Any

import pytest

from app.domain.codes import ReferralKind
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.refusals import Fault, Invalid
from app.domain.rulebook import RULEBOOK
from app.domain.together import MOST_TERMS, Contradiction, Waiting, check_born, check_together, not_known_yet
from tests.domain.case_facts import case, fact

SENT = fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents")
LETTER_TO_COME = fact(F.DECISION_SENT, "2025-01-14", letter_dated_on="2025-03-02")
AS_OF = date(2025, 3, 1)


def issued(on: str = "2025-02-01", name: str = "c1", **more: Any) -> Fact:
    return fact(F.CERTIFICATE_ISSUED, on, certificate_id=name, kind="s55_4", **more)


def voided(name: str) -> Fact:
    return fact(F.CERTIFICATE_VOIDED, "2025-02-05", certificate_id=name)


def asked(on: str) -> Fact:
    return fact(F.PERMISSION_ASKED, on)


def signed(*terms: str) -> Fact:
    return fact(F.AGREEMENT_SIGNED, "2025-02-10", extent="full", terms=[{"term_id": name} for name in terms])


def done(name: str) -> Fact:
    return fact(F.AGREEMENT_ACTION_DONE, "2025-02-12", term_id=name)


def refused(*facts: Fact, as_of: date = AS_OF) -> tuple[int, str, str, str | None]:
    with pytest.raises(Contradiction) as contradiction:
        check_together(case(*facts), as_of=as_of)
    refusal = contradiction.value
    (fault,) = refusal.faults
    _, facts_, place, field = fault.pointer.split("/")
    assert (facts_, place, fault.detail) == ("facts", str(refusal.place), refusal.detail)
    assert refusal.detail.endswith(".")
    return refusal.place, field, fault.code, refusal.rule


@pytest.mark.parametrize(
    "facts",
    [
        (),
        (SENT,),
        (SENT, fact(F.APPEAL_LODGED, "2025-01-14"), issued("2025-01-14")),
        (SENT, asked("2025-01-14")),
        (asked("2025-01-13"),),
        (fact(F.DECISION_SENT, "2025-01-14", letter_dated_on="2025-03-01"),),
        (issued(),),
        (SENT, issued(), voided("c1"), issued(name="c2")),
        (SENT, issued(), issued(name="c2", person="young_person")),
        (SENT, signed("t1"), signed("t2"), done("t1"), done("t2")),
        (fact(F.AGREEMENT_SIGNED, "2025-02-10", extent="full"),),
    ],
)
def test_what_can_all_be_so_is_taken(facts: tuple[Fact, ...]) -> None:
    check_together(case(*facts), as_of=AS_OF)


@pytest.mark.parametrize(
    "facts, expected",
    [
        ((SENT, SENT, SENT), (1, "type", "second_decision", "R13")),
        ((SENT, issued("2025-01-13")), (1, "occurred_on", "before_the_decision", "guard-6")),
        ((fact(F.APPEAL_LODGED, "2025-01-13"), SENT), (0, "occurred_on", "before_the_decision", "guard-6")),
        ((SENT, asked("2025-01-13")), (1, "occurred_on", "before_the_decision", "guard-6")),
        ((LETTER_TO_COME,), (0, "letter_dated_on", "after_as_of", None)),
        ((issued(), LETTER_TO_COME), (1, "letter_dated_on", "after_as_of", None)),
        ((SENT, issued(), issued()), (2, "certificate_id", "repeated", "guard-5")),
        ((issued(), SENT, issued("2025-02-02"), voided("c1")), (2, "certificate_id", "repeated", "guard-5")),
        ((issued(), issued(name="c2"), issued()), (2, "certificate_id", "repeated", "guard-5")),
        ((SENT, issued(), voided("c2")), (2, "certificate_id", "unknown", None)),
        ((SENT, issued(), issued(name="c2")), (2, "type", "second_certificate", "guard-5")),
        ((issued(person="parent"), issued(name="c2")), (1, "type", "second_certificate", "guard-5")),
        (
            (issued(), voided("c1"), issued(name="c2"), issued(name="c3")),
            (3, "type", "second_certificate", "guard-5"),
        ),
        ((done("t1"),), (0, "term_id", "unknown", None)),
        ((signed("t1"), done("t1"), done("t2")), (2, "term_id", "unknown", None)),
        ((fact(F.AGREEMENT_SIGNED, "2025-02-10", extent="full"), done("t1")), (1, "term_id", "unknown", None)),
    ],
)
def test_a_contradiction_names_its_place_its_field_and_its_rule(
    facts: tuple[Fact, ...], expected: tuple[int, str, str, str | None]
) -> None:
    assert refused(*facts) == expected


def test_a_contradiction_is_shown_like_any_other_fault() -> None:
    with pytest.raises(Contradiction) as contradiction:
        check_together(case(SENT, SENT), as_of=AS_OF)
    words = "One decision at a time: each has dates of its own. Ask again for the other."
    assert (contradiction.value.code, contradiction.value.detail) == ("invalid", words)
    assert contradiction.value.faults == (Fault("/facts/1/type", "second_decision", words),)


def test_a_fact_lies_on_or_before_the_day_it_is_judged_on() -> None:
    check_together(case(SENT), as_of=date(2025, 1, 14))
    assert refused(issued("2025-01-12"), SENT, as_of=date(2025, 1, 13)) == (1, "occurred_on", "after_as_of", None)


def test_an_appeal_is_received_on_the_day_it_was_lodged_at_any_hour_of_the_last() -> None:
    late = fact(F.APPEAL_LODGED, "2025-03-01", received_at="2025-03-01T23:59:00+00:00")
    check_together(case(SENT, late), as_of=AS_OF)
    other_day = fact(F.APPEAL_LODGED, "2025-02-28", received_at="2025-03-01T10:00:00+00:00")
    with pytest.raises(Invalid) as refusal:
        check_together(case(SENT, other_day), as_of=AS_OF)
    assert refusal.value.faults[0].code == "another_day"
    to_come = fact(F.APPEAL_LODGED, "2025-03-01", received_at="2025-03-02T00:00:00+00:00")
    with pytest.raises(Invalid) as refusal:
        check_together(case(SENT, to_come), as_of=AS_OF)
    assert refusal.value.faults[0].code == "in_the_future"


def test_more_terms_than_anyone_agrees_are_refused_in_all() -> None:
    half = [str(number) for number in range(MOST_TERMS // 2)]
    check_together(case(signed(*half), signed(*half)), as_of=AS_OF)
    assert refused(signed(*half), signed(*half), signed("one")) == (2, "terms", "too_many", None)


class TestWhatIsNotKnownYet:
    """A clock with no date waits for the fact that starts it."""

    @staticmethod
    def waiting(facts: list[Fact], found: tuple[str, ...] = (), kind: Any = ReferralKind.MEDIATION) -> dict[str, F]:
        return {each.rule_id: each.waits_for for each in not_known_yet(facts, found, RULEBOOK, kind)}

    def test_without_a_fact_every_clock_of_mediation_waits(self) -> None:
        waiting = self.waiting([])
        assert waiting["appeal-last-day"] is F.DECISION_SENT
        assert waiting["cert-after-mediation-3wd"] is F.MEDIATION_CONCLUDED
        assert waiting["agr-assess"] is F.AGREEMENT_SIGNED
        assert not [rule for rule in waiting if rule.startswith(("ehc-", "dp-"))]

    def test_each_waits_once_under_its_title(self) -> None:
        found = not_known_yet([], [], RULEBOOK, ReferralKind.MEDIATION)
        assert len({each.rule_id for each in found}) == len(found)
        assert Waiting("hold-30d", "Hold the mediation meeting", F.LA_INFORMED) in found

    def test_what_was_told_or_worked_out_no_longer_waits(self) -> None:
        assert "appeal-last-day" not in self.waiting(case(SENT))
        assert "hold-30d" in self.waiting(case(SENT))
        assert "hold-30d" not in self.waiting(case(SENT), ("hold-30d",))
        assert "arrange-30d-mixed" in self.waiting(case(SENT), ("hold-30d",))

    def test_disagreement_resolution_waits_for_none(self) -> None:
        apart = {"kind": ReferralKind.DISAGREEMENT_RESOLUTION}
        assert self.waiting([], **apart) == {}
        wish, none = (fact(F.WISH_STATED, "2025-02-01", wish=word) for word in ("mediate", "not_mediate"))
        assert self.waiting([wish], **apart) == {}
        assert self.waiting([SENT], **apart) == {}
        assert self.waiting([SENT, none], **apart) == {}
        assert self.waiting([SENT, wish], **apart) == self.waiting([SENT, wish]) != {}


def test_a_birth_comes_before_all_that_is_stated() -> None:
    facts = case(SENT, fact(F.REFERRAL_RECEIVED, "2025-01-10", channel="phone"))
    check_born(date(2025, 1, 9), facts)
    check_born(date(1999, 1, 15), facts)
    for born_on, code in ((date(2025, 1, 10), "before_the_birth"), (date(1999, 1, 14), "too_old")):
        with pytest.raises(Invalid) as refused:
            check_born(born_on, facts)
        (fault,) = refused.value.faults
        assert (fault.pointer, fault.code) == ("/born_on", code)
        assert fault.detail.startswith(
            ("The child was born before every fact that is stated.", "The 26th birthday was")
        )
    check_born(date(1990, 1, 1), case(fact(F.REFERRAL_RECEIVED, "2025-01-10", channel="phone")))
