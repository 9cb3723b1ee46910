"""What the facts of a case mean together, asked for directly."""

from datetime import date
from typing import Any

import pytest

from app.domain.circumstances import Circumstances, Decision, council_present
from app.domain.codes import OwedBy, Route
from app.domain.facts import Fact
from app.domain.facts import FactType as F
from app.domain.wishes import Wish
from tests.domain.case_facts import case, fact

SENT = fact(F.DECISION_SENT, "2025-01-14", decision_kind="plan_contents", letter_dated_on="2025-01-13")


def read(*facts: Fact) -> Circumstances:
    return Circumstances(case(*facts))


def issued(on: str, name: str, person: str | None = None, **more: Any) -> Fact:
    told = {"person": person} if person else {}
    return fact(F.CERTIFICATE_ISSUED, on, certificate_id=name, kind="s55_4", **told, **more)


def test_a_decision_is_read_with_its_letter_and_its_kind() -> None:
    assert read(SENT).decision == Decision(date(2025, 1, 14), date(2025, 1, 13), "plan_contents")
    assert read(fact(F.DECISION_SENT, "2025-01-14")).decision == Decision(date(2025, 1, 14), None, None)
    assert read().decision is None


def test_facts_come_from_after_a_place_and_not_from_it() -> None:
    first, second = (fact(F.LA_INFORMED, day, informed_by="adviser") for day in ("2025-01-14", "2025-01-15"))
    found = read(first, second)
    assert [one.occurred_on.day for one in found.all(F.LA_INFORMED)] == [14, 15]
    assert [one.occurred_on.day for one in found.all(F.LA_INFORMED, after=0)] == [15]
    assert found.all(F.LA_INFORMED, after=1) == []
    later = found.first(F.LA_INFORMED, after=0)
    assert later is not None
    assert later.occurred_on.day == 15
    assert found.first(F.LA_INFORMED, after=1) is None


@pytest.mark.parametrize(
    "day, passes_on, covered_by",
    [
        (date(2025, 2, 20), None, "parent"),
        (date(2025, 2, 27), date(2025, 2, 28), "parent"),
        (date(2025, 2, 28), date(2025, 2, 28), "young_person"),
        (date(2025, 3, 5), date(2025, 2, 28), "young_person"),
        (date(2025, 3, 5), date(2025, 2, 1), "parent"),
        (date(2025, 1, 20), date(2025, 1, 15), "parent"),
    ],
)
def test_a_parents_certificate_covers_what_comes_before_the_rights_pass(
    day: date, passes_on: date | None, covered_by: str
) -> None:
    found = read(SENT, issued("2025-02-01", "a", "parent"), issued("2025-03-01", "b", "young_person"))
    covering = found.certificate_covering(day, passes_on)
    assert covering is not None
    assert covering.person == covered_by
    assert read(SENT).certificate_covering(day, passes_on) is None
    alone = read(SENT, issued("2025-02-01", "a", "parent"))
    assert alone.certificate_covering(date(2025, 3, 5), date(2025, 2, 28)) is None


def test_what_was_said_on_a_day_counts_from_that_day_on() -> None:
    found = read(SENT, fact(F.WISH_STATED, "2025-01-20", wish="mediate"))
    assert found.education_wishes_from(date(2025, 1, 20)).stands is Wish.MEDIATE
    assert found.education_wishes_from(date(2025, 1, 21)).stands is Wish.UNSTATED


def test_section_i_alone_is_a_route_where_a_plan_can_be_appealed() -> None:
    scope = fact(F.APPEAL_SCOPE_STATED, "2025-01-20", sections=["I"])
    assert read(SENT, scope).route is Route.SECTION_I_ONLY
    assert read(SENT).route is Route.EDUCATION
    assert read(SENT, fact(F.APPEAL_SCOPE_STATED, "2025-01-20")).route is Route.EDUCATION
    assert read(fact(F.DECISION_SENT, "2025-01-14", decision_kind="refusal_to_assess"), scope).route is Route.EDUCATION


@pytest.mark.parametrize("body, owed_by", [("icb", OwedBy.ICB), ("la", OwedBy.LA)])
def test_who_arranges_is_as_it_was_set(body: str, owed_by: OwedBy) -> None:
    assert read(SENT, fact(F.BODY_ARRANGING_SET, "2025-01-20", body=body)).arranger is owed_by


def test_no_certificate_is_wanted_until_one_is_asked_for_again() -> None:
    unwanted = fact(F.CERTIFICATE_NOT_WANTED, "2025-01-20")
    asked = fact(F.CERTIFICATE_REQUESTED, "2025-01-21")
    assert read(SENT, unwanted).unwanted_since == date(2025, 1, 20)
    assert read(SENT, unwanted, asked).unwanted_since is None
    assert read(SENT, fact(F.CERTIFICATE_REQUESTED, "2025-01-19"), unwanted).unwanted_since == date(2025, 1, 20)


def test_a_link_to_a_certificate_that_is_not_there_hands_no_day_on() -> None:
    found = read(SENT, issued("2025-02-01", "a", replaces="never"), issued("2025-03-01", "b"))
    assert [one.counts_from for one in found.certificates] == [date(2025, 2, 1), date(2025, 3, 1)]


def test_a_session_of_which_nobody_is_told_had_no_council() -> None:
    assert council_present(fact(F.SESSION_HELD, "2025-02-01")) is False
    assert council_present(fact(F.SESSION_HELD, "2025-02-01", present=["parent", "la"])) is True
