"""In whose name a certificate is, who may issue one, and what everybody is told who may not."""

from datetime import date
from typing import Any

import pytest

from app.domain.certificate_names import Holding, check_person, holding_on, usual_person
from app.domain.certificates import AllowedCertificate, allowed_certificates, check_issuer, is_independent
from app.domain.codes import CertificateKind
from app.domain.facts import FactType as F
from app.domain.permissions import Role
from app.domain.refusals import GuardRefused, NotPermitted
from tests.domain.recording import Recording, advised, concluded

S55_4, S55_5, DEEMED = CertificateKind
BORN = date(2009, 3, 9)  # a child until Friday 27 June 2025, 25 on 9 March 2034
ROUND_TERM = date(2009, 9, 3)
LATE_TERM = {2025: date(2025, 9, 4)}


def on(text: str) -> date:
    return date.fromisoformat(text)


def declined() -> Recording:
    story = advised()
    story.record(F.WISH_STATED, "2025-02-05", wish="not_mediate")
    return story


def changed(*changes: tuple[str, str]) -> Recording:
    story = advised()
    for day, change in changes:
        story.record(F.CAPACITY_OR_AGE_CHANGE, day, change=change)
    return story


def wrong_name(person: str, day: str, story: Recording | None = None, **asked: Any) -> str:
    with pytest.raises(GuardRefused) as refused:
        check_person(person, BORN, story.facts if story else [], issued_on=on(day), **asked)
    assert refused.value.rule == "R19"
    return refused.value.detail


def right_name(person: str, day: str, story: Recording | None = None, born_on: date | None = BORN) -> None:
    check_person(person, born_on, story.facts if story else [], issued_on=on(day))


class TestTheUsualName:
    """The holder of the rights on the day, or the last who was."""

    @pytest.mark.parametrize(
        "day, person",
        [
            ("2025-06-27", "parent"),
            ("2025-06-28", "young_person"),
            ("2034-03-08", "young_person"),
            ("2034-03-09", "young_person"),
        ],
    )
    def test_it_changes_when_school_age_has_ended(self, day: str, person: str) -> None:
        assert usual_person(BORN, on(day)) == person

    def test_it_is_the_parents_where_the_birthday_is_not_known(self) -> None:
        assert usual_person(None, on("2025-06-28")) == "parent"

    def test_the_councils_term_decides_round_the_first_of_september(self) -> None:
        assert usual_person(ROUND_TERM, on("2025-10-01")) == "parent"
        assert usual_person(ROUND_TERM, on("2025-10-01"), terms=LATE_TERM) == "young_person"

    def test_it_is_that_of_who_acts_for_a_young_person_without_capacity(self) -> None:
        lost = changed(("2025-07-01", "capacity_lost"))
        assert usual_person(BORN, on("2025-06-30"), lost.facts) == "young_person"
        assert usual_person(BORN, on("2025-07-01"), lost.facts) == "parent"
        appointed = changed(("2025-07-01", "capacity_lost"), ("2025-07-02", "representative_appointed"))
        assert usual_person(BORN, on("2025-07-02"), appointed.facts) == "parent"
        regained = changed(("2025-07-01", "capacity_lost"), ("2025-07-10", "capacity_regained"))
        assert usual_person(BORN, on("2025-07-10"), regained.facts) == "young_person"
        helped = changed(("2025-07-01", "representative_appointed"))
        assert usual_person(BORN, on("2025-07-01"), helped.facts) == "young_person"


class TestTheNameAskedFor:
    """R19: only in the name of who holds the rights on the day of issue."""

    def test_the_holders_name_is_taken(self) -> None:
        right_name("parent", "2025-06-27")
        right_name("young_person", "2025-06-28")

    def test_another_name_is_refused_with_what_to_do(self) -> None:
        assert wrong_name("young_person", "2025-06-27") == (
            "Until 2025-06-27 (the end of compulsory school age) the parent holds the rights. "
            "Issue it in the name of `parent`, correct the date of birth."
        )
        assert wrong_name("parent", "2025-06-28") == (
            "From 2025-06-28 until the 25th birthday, 2034-03-09, the young person holds the rights. "
            "Issue it in the name of `young_person`, correct the date of birth, or record `capacity_or_age_change` if "
            "the parent stands in."
        )

    def test_without_a_birthday_and_from_the_25th_the_name_is_left_to_the_adviser(self) -> None:
        for person in ("parent", "young_person"):
            right_name(person, "2025-06-28", born_on=None)
            right_name(person, "2034-03-09")

    def test_the_councils_term_decides_round_the_first_of_september(self) -> None:
        check_person("young_person", ROUND_TERM, [], issued_on=on("2025-10-01"), terms=LATE_TERM)
        with pytest.raises(GuardRefused):
            check_person("young_person", ROUND_TERM, [], issued_on=on("2025-10-01"))

    def test_a_parent_stands_in_from_the_day_capacity_was_lost(self) -> None:
        story = changed(("2025-07-01", "capacity_lost"))
        wrong_name("parent", "2025-06-30", story)
        right_name("parent", "2025-07-01", story)

    def test_a_young_person_without_capacity_is_not_named(self) -> None:
        story = changed(("2025-07-01", "capacity_lost"), ("2025-07-10", "capacity_regained"))
        right_name("young_person", "2025-06-30", story)
        with pytest.raises(GuardRefused) as refused:
            check_person("young_person", BORN, story.facts, issued_on=on("2025-07-09"))
        assert refused.value.rule == "capacity-young-person"
        assert "Issue it in the name of `parent`" in refused.value.detail
        right_name("young_person", "2025-07-10", story)

    def test_a_parent_no_longer_stands_in_once_capacity_is_regained(self) -> None:
        back = changed(("2025-07-01", "capacity_lost"), ("2025-07-10", "capacity_regained"))
        right_name("parent", "2025-07-09", back)
        wrong_name("parent", "2025-07-10", back)
        again = changed(
            ("2025-07-01", "capacity_lost"), ("2025-07-10", "capacity_regained"), ("2025-07-20", "capacity_lost")
        )
        right_name("parent", "2025-07-20", again)

    def test_coming_of_age_is_no_change_of_capacity(self) -> None:
        wrong_name("parent", "2025-07-01", changed(("2025-06-28", "age")))
        right_name("parent", "2025-07-05", changed(("2025-07-01", "capacity_lost"), ("2025-07-02", "age")))
        came_late = changed(("2025-07-01", "capacity_lost"), ("2025-07-02", "capacity_regained"), ("2025-07-03", "age"))
        wrong_name("parent", "2025-07-05", came_late)

    def test_a_young_person_never_stands_in_for_the_parent(self) -> None:
        wrong_name("young_person", "2025-06-20", changed(("2025-06-10", "representative_appointed")))

    def test_other_facts_do_not_let_a_parent_stand_in(self) -> None:
        wrong_name("parent", "2025-07-01", concluded())


class TestWhatIsKnownOfTheHolder:
    """The day on which the rights passed is told once it has come, and a birthday round the first of term is not."""

    def test_the_rights_have_passed_once_the_day_has_come(self) -> None:
        assert holding_on(BORN, on("2025-06-27")) == Holding()
        assert holding_on(BORN, on("2025-06-28")) == Holding(passed_on=on("2025-06-28"))

    def test_without_a_date_of_birth_no_certificate_is_offered(self) -> None:
        unknown = holding_on(None, on("2025-02-06"))
        offered = allowed_certificates(declined().facts, person="parent", as_of=on("2025-02-06"), holding=unknown)
        assert {(each.allowed, each.rule) for each in offered} == {(False, "R19")}
        assert offered[0].why_not == (
            "The date of birth is not known, and it decides whether the parent or the young person holds the rights. "
            "Add `child.born_on` to the referral first."
        )

    def test_the_councils_term_settles_a_birthday_round_it(self) -> None:
        assert not holding_on(ROUND_TERM, on("2025-10-01")).settled
        assert holding_on(ROUND_TERM, on("2025-10-01"), LATE_TERM) == Holding(passed_on=on("2025-06-28"))


@pytest.mark.parametrize(
    "until, independent", [(None, False), ("2025-02-05", False), ("2025-02-06", True), ("2025-02-07", True)]
)
def test_independence_is_declared_up_to_and_with_its_last_day(until: str | None, independent: bool) -> None:
    assert is_independent(on(until) if until else None, on("2025-02-06")) is independent


class TestIssuers:
    """Advisers issue every kind; a mediator only the one after a mediation; others none."""

    def test_a_mediator_issues_after_a_mediation_only(self) -> None:
        check_issuer(Role.MEDIATOR, S55_5)
        for kind in (S55_4, DEEMED):
            with pytest.raises(NotPermitted) as refused:
                check_issuer(Role.MEDIATOR, kind)
            assert refused.value.detail == "A mediator issues the certificate after a mediation only."

    def test_a_council_issues_none(self) -> None:
        with pytest.raises(NotPermitted) as refused:
            check_issuer(Role.LA_OFFICER, S55_5)
        assert refused.value.detail == "Your role does not include certificates:issue."

    def test_each_kind_is_answered_for_the_caller(self) -> None:
        answered = allowed_certificates(concluded().facts, person="parent", as_of=on("2025-03-05"), role=Role.MEDIATOR)
        only = "A mediator issues the certificate after a mediation only."
        assert answered == (
            AllowedCertificate(S55_4, False, only, "certificates:issue"),
            AllowedCertificate(S55_5, True),
            AllowedCertificate(DEEMED, False, only, "certificates:issue"),
        )


class TestAllowedCertificates:
    """What an adviser may issue today, and why not."""

    def test_each_no_says_what_to_record(self) -> None:
        answered = allowed_certificates(declined().facts, person="parent", as_of=on("2025-02-06"))
        assert [each.allowed for each in answered] == [True, False, False]
        assert "Record `mediation_concluded`" in (answered[1].why_not or "")
        assert "Record its wish" in (answered[2].why_not or "")

    def test_a_holder_in_doubt_bars_every_kind(self) -> None:
        asked = {"person": "parent", "as_of": on("2025-02-06")}
        assert allowed_certificates(declined().facts, **asked)[0].allowed  # type: ignore[arg-type]
        barred = allowed_certificates(declined().facts, holding=Holding(settled=False), **asked)  # type: ignore[arg-type]
        assert {each.rule for each in barred} == {"R19"}

    def test_a_lapsed_declaration_of_independence_bars_every_kind(self) -> None:
        barred = allowed_certificates(
            declined().facts, person="parent", as_of=on("2025-02-06"), adviser_independent=False
        )
        assert {each.rule for each in barred} == {"guard-1"}

    def test_a_certificate_in_one_name_leaves_the_other_open(self) -> None:
        story = declined()
        story.certify(S55_4, "2025-02-06")
        asked = on("2025-02-07")
        assert allowed_certificates(story.facts, person="parent", as_of=asked)[0].rule == "guard-5"
        assert allowed_certificates(story.facts, person="young_person", as_of=asked)[0].allowed
