"""What a deemed certificate rests on, what is said where nothing does, and what a standing certificate keeps."""

from datetime import date

import pytest

from app.domain.certificate_names import Holding
from app.domain.certificates import check_certificate, check_void, deemed_grounds
from app.domain.codes import CertificateKind
from app.domain.facts import Fact, live
from app.domain.facts import FactType as F
from app.domain.guards import check_fact
from app.domain.refusals import GuardRefused
from tests.domain.recording import Recording, advised, arranging, concluded, met

S55_4, S55_5, DEEMED = CertificateKind


def grounds(story: Recording, on: str) -> list[tuple[str, str]]:
    return [(day.isoformat(), why) for day, why in deemed_grounds(live(story.facts), date.fromisoformat(on))]


def refusal(story: Recording, kind: CertificateKind, on: str, person: str = "parent") -> GuardRefused:
    with pytest.raises(GuardRefused) as refused:
        story.certify(kind, on, person)
    return refused.value


def came_of_age() -> Recording:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    story.record(F.CAPACITY_OR_AGE_CHANGE, "2025-02-06", change="age")
    return story


class TestGrounds:
    """R8: each sign with the day from which the three working days run."""

    @pytest.mark.parametrize("sign", [F.LA_SAYS_CANNOT_ARRANGE, F.LA_DECLINED])
    def test_what_the_council_said(self, sign: F) -> None:
        story = arranging()
        story.record(sign, "2025-02-10", reason="no mediator")
        assert grounds(story, "2025-02-11") == [("2025-02-10", sign.value)]

    def test_a_session_that_the_council_stayed_away_from(self) -> None:
        assert grounds(met(("parent", "icb")), "2025-03-05") == [("2025-03-04", "la_absent")]

    @pytest.mark.parametrize("present", [("parent", "la"), ("la",), ("icb",), ("school", "icb")])
    def test_a_session_with_the_council_or_without_the_family_is_none(self, present: tuple[str, ...]) -> None:
        assert grounds(met(present), "2025-03-05") == []

    def test_silence_until_day_30_had_ended(self) -> None:
        assert grounds(arranging(), "2025-03-08") == []
        assert grounds(arranging(), "2025-03-09") == [("2025-03-08", "day_30_ended")]

    def test_a_session_on_day_30_itself_is_in_time(self) -> None:
        story = arranging()
        story.record(F.SESSION_FIXED, "2025-02-17", held_on="2025-03-08", mode="online")
        story.record(F.SESSION_HELD, "2025-03-08", present=["parent", "la"])
        assert grounds(story, "2025-03-20") == []

    def test_they_stand_in_the_order_of_their_days(self) -> None:
        story = arranging()
        story.record(F.LA_SAYS_CANNOT_ARRANGE, "2025-03-12")
        story.record(F.LA_DECLINED, "2025-02-10", today="2025-03-12", reason="no")
        assert [day for day, _ in grounds(story, "2025-03-12")] == ["2025-02-10", "2025-03-08", "2025-03-12"]


class TestWhatIsSaidWhereThereIsNone:
    """Guard 4 says which fact would make the family count as having taken part."""

    def test_the_family_no_longer_wishes(self) -> None:
        story = arranging()
        story.record(F.WISH_STATED, "2025-02-11", wish="not_mediate")
        assert "issue `s55_4` if it declines" in refusal(story, DEEMED, "2025-02-12").detail

    def test_the_council_was_not_told(self) -> None:
        story = advised()
        story.record(F.WISH_STATED, "2025-02-05", wish="mediate")
        assert "Record `la_informed`" in refusal(story, DEEMED, "2025-02-07").detail

    def test_health_alone(self) -> None:
        story = arranging()
        story.record(F.ISSUES_RECORDED, "2025-02-06", issues=[{"kind": "health"}])
        assert "Record the education issue" in refusal(story, DEEMED, "2025-04-30").detail

    def test_the_council_may_still_arrange_until_a_day_that_is_named(self) -> None:
        assert "its time has ended (2025-03-08)" in refusal(arranging(), DEEMED, "2025-02-10").detail
        later = arranging()
        later.record(F.ARRANGING_EXTENDED, "2025-03-01", until="2025-03-20", agreed_by="parent")
        assert "its time has ended (2025-03-20)" in refusal(later, DEEMED, "2025-03-20").detail

    def test_a_conclusion_without_both_sides_names_the_other_certificates(self) -> None:
        detail = refusal(concluded(("la",)), S55_5, "2025-03-05").detail
        assert "`s55_5_deemed`" in detail
        assert detail.endswith("its wish for `s55_4`.")


def test_a_deemed_certificate_of_the_day_of_a_conclusion_comes_after_it() -> None:
    story = concluded(("parent", "school"))
    with pytest.raises(GuardRefused) as refused:
        check_certificate(DEEMED, "parent", story.facts, issued_on=date(2025, 3, 4), adviser_independent=True)
    assert refused.value.rule == "lifecycle"


def advise(story: Recording, on: str) -> Fact:
    return story.record(F.ADVICE_GIVEN, on, channel="phone", rights_explained=True)


def test_advice_on_the_day_of_coming_of_age_is_advice_to_the_young_person() -> None:
    story = came_of_age()
    assert refusal(story, S55_4, "2025-02-06", "young_person").rule == "R19"
    advise(story, "2025-02-06")
    story.record(F.WISH_STATED, "2025-02-06", wish="not_mediate")
    story.certify(S55_4, "2025-02-06", "young_person")


def test_the_parents_no_is_not_the_young_persons() -> None:
    story = came_of_age()
    advise(story, "2025-02-07")
    refused = refusal(story, S55_4, "2025-02-07", "young_person")
    assert refused.rule == "R19"
    assert refused.detail == (
        "The rights passed to the young person on 2025-02-06, and the family said no before that. Ask the young "
        "person, and record their own `wish_stated` as `not_mediate`."
    )
    story.record(F.WISH_STATED, "2025-02-07", wish="not_mediate")
    story.certify(S55_4, "2025-02-07", "young_person")


def test_the_birthday_says_when_the_rights_passed_where_nobody_recorded_it() -> None:
    passed = {"holding": Holding(passed_on=date(2025, 2, 6))}
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    with pytest.raises(GuardRefused, match="has not had advice since") as refused:
        story.certify(S55_4, "2025-02-07", "young_person", **passed)
    assert refused.value.rule == "R19"
    advise(story, "2025-02-06")
    with pytest.raises(GuardRefused, match="the family said no before that"):
        story.certify(S55_4, "2025-02-07", "young_person", **passed)
    story.record(F.WISH_STATED, "2025-02-06", wish="not_mediate")
    story.certify(S55_4, "2025-02-07", "young_person", **passed)


def test_the_birthday_outweighs_a_coming_of_age_that_was_recorded_late() -> None:
    story = came_of_age()  # recorded of 6 February
    passed = {"holding": Holding(passed_on=date(2025, 2, 4))}
    story.certify(S55_4, "2025-02-07", "young_person", **passed)


@pytest.mark.parametrize("party, taken", [("parent", False), ("young_person", True)])
def test_a_withdrawal_before_the_rights_passed_counts_where_the_young_person_withdrew(party: str, taken: bool) -> None:
    passed = {"holding": Holding(passed_on=date(2025, 2, 6))}
    story = advised()
    story.record(F.WITHDRAWN_BY_PARTY, "2025-02-05", party=party, reason="no longer wanted")
    advise(story, "2025-02-06")
    if taken:
        story.certify(S55_4, "2025-02-07", "young_person", **passed)
    else:
        with pytest.raises(GuardRefused, match="the family said no before that"):
            story.certify(S55_4, "2025-02-07", "young_person", **passed)


def test_one_who_held_the_rights_from_the_start_is_asked_nothing_twice() -> None:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    story.certify(S55_4, "2025-02-06", "young_person", holding=Holding(passed_on=date(2024, 6, 29)))


def test_taking_part_before_the_rights_passed_needs_new_advice_alone() -> None:
    passed = {"holding": Holding(passed_on=date(2025, 3, 5))}
    story = concluded()
    with pytest.raises(GuardRefused, match="has not had advice since"):
        story.certify(S55_5, "2025-03-06", "young_person", **passed)
    advise(story, "2025-03-06")
    story.certify(S55_5, "2025-03-06", "young_person", **passed)


def test_the_young_persons_own_advice_and_no_stay_behind_their_certificate() -> None:
    story = came_of_age()
    advice = advise(story, "2025-02-07")
    said = story.record(F.WISH_STATED, "2025-02-07", wish="not_mediate")
    story.certify(S55_4, "2025-02-07", "young_person")
    for fact in (advice, said):
        with pytest.raises(GuardRefused) as refused:
            story.record(fact.type, "2025-02-07", today="2025-02-08", supersedes=fact.id, retracted=True)
        assert refused.value.rule == "R19"


def test_so_they_stay_where_the_birthday_alone_says_when_the_rights_passed() -> None:
    story = advised()
    advice = advise(story, "2025-02-06")
    story.record(F.WISH_STATED, "2025-02-06", wish="not_mediate")
    passed = date(2025, 2, 6)
    story.certify(S55_4, "2025-02-07", "young_person", holding=Holding(passed_on=passed))
    back = Fact("back", advice.type, advice.occurred_on, supersedes=advice.id, retracted=True)
    for passes_on, stays in ((passed, True), (date(2025, 2, 7), True), (date(2025, 2, 8), False), (None, False)):
        if stays:
            with pytest.raises(GuardRefused, match="A certificate that stands was issued on this") as refused:
                check_fact(back, story.facts, today=date(2025, 2, 8), passes_on=passes_on)
            assert refused.value.rule == "R19"
        else:
            check_fact(back, story.facts, today=date(2025, 2, 8), passes_on=passes_on)


def test_the_advice_before_coming_of_age_stays_enough_for_the_parents_certificate() -> None:
    story = came_of_age()
    advice = story.record(F.ADVICE_GIVEN, "2025-02-07", channel="phone", rights_explained=True)
    story.certify(S55_4, "2025-02-07", "parent")
    story.record(F.ADVICE_GIVEN, "2025-02-07", today="2025-02-08", supersedes=advice.id, retracted=True)


def test_a_change_of_mind_on_the_day_of_issue_leaves_other_facts_open_to_correction() -> None:
    story = advised()
    received = story.record(F.DECISION_RECEIVED, "2025-02-05")
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    story.certify(S55_4, "2025-02-06")
    story.record(F.WISH_STATED, "2025-02-06", wish="mediate")
    story.record(F.DECISION_RECEIVED, "2025-02-04", today="2025-02-07", supersedes=received.id)


def test_what_is_void_already_is_not_voided_again() -> None:
    with pytest.raises(GuardRefused) as refused:
        check_void("nowhere", advised().facts)
    assert refused.value.rule == "guard-5"
    assert refused.value.detail == "That certificate does not stand on this case: it is void already."
