"""What a referral still lacks, why mediation is asked for, and which referrals may be the same child's."""

from collections.abc import Collection
from datetime import date
from typing import Any

import pytest

from app.domain.codes import DecisionKind, Reason, ReferralKind
from app.domain.referrals import (
    BORN,
    CONTACTED,
    LETTER,
    SENT,
    Intake,
    check_days,
    fold,
    folded_name,
    likeness,
    missing,
    reasons,
    why_alike,
)
from app.domain.refusals import Invalid

CHILD: dict[str, Any] = {
    "given_name": "Zoë",
    "family_name": "O'Hara-Smith",
    "born_on": date(2014, 3, 9),
    "upn": None,
    "nhs_number": None,
    "la_code": "926",
}


def test_a_full_referral_lacks_nothing() -> None:
    full = Intake(
        kind=ReferralKind.MEDIATION,
        given_name="Zoë",
        family_name="Hara",
        born_on=date(2014, 3, 9),
        referrer_is_family=True,
        family_contact=True,
        decision_kind=DecisionKind.REFUSAL_TO_ASSESS,
        sent_on=date(2025, 1, 14),
        reasons=[Reason.REFUSAL_TO_ASSESS],
        health_issues=False,
        social_care_issues=False,
    )
    assert missing(full) == ()


def test_a_bare_referral_is_told_what_each_thing_is_needed_for() -> None:
    lacking = missing(Intake(kind=ReferralKind.MEDIATION, family_contact=True))
    by_need = {need: {each.field for each in lacking if each.needed_for == need} for need in ("certificate", "session")}
    assert by_need["certificate"] == {
        "child.given_name",
        "child.family_name",
        "child.born_on",
        "decision.decision_kind",
        "decision.sent_on",
    }
    assert by_need["session"] == {"referrer.permission_given", "reasons", "health_issues", "social_care_issues"}
    assert all(each.detail.endswith(".") for each in lacking)


def test_a_family_that_cannot_be_reached_stands_in_the_way_of_a_session() -> None:
    lacking = {each.field: each for each in missing(Intake(kind=ReferralKind.MEDIATION))}
    assert lacking["family_contact"].needed_for == "session"


def test_health_issues_ask_for_the_icb() -> None:
    lacking = missing(Intake(kind=ReferralKind.MEDIATION, health_issues=True))
    assert "icb_id" in {each.field for each in lacking}


def test_disagreement_resolution_needs_nothing_for_a_certificate() -> None:
    lacking = missing(Intake(kind=ReferralKind.DISAGREEMENT_RESOLUTION))
    assert {each.needed_for for each in lacking} == {"session"}


@pytest.mark.parametrize(
    "decision_kind, sections, expected",
    [
        (DecisionKind.REFUSAL_TO_ASSESS, [], (Reason.REFUSAL_TO_ASSESS,)),
        (DecisionKind.REFUSAL_TO_ISSUE, ["I"], (Reason.REFUSAL_TO_ISSUE,)),
        (DecisionKind.PLAN_CONTENTS, ["B", "F"], (Reason.PLAN_CONTENTS,)),
        (DecisionKind.PLAN_CONTENTS, ["B", "I"], (Reason.PLAN_CONTENTS, Reason.NAMED_INSTITUTION)),
        (DecisionKind.PLAN_CONTENTS, ["I"], (Reason.NAMED_INSTITUTION,)),
        (DecisionKind.REFUSAL_TO_REASSESS, [], (Reason.OTHER,)),
        (DecisionKind.REFUSAL_TO_AMEND, [], (Reason.OTHER,)),
        (DecisionKind.CEASE_TO_MAINTAIN, ["I"], (Reason.OTHER,)),
        (None, [], (Reason.OTHER,)),
    ],
)
def test_reasons(decision_kind: DecisionKind | None, sections: list[str], expected: tuple[Reason, ...]) -> None:
    assert reasons(decision_kind, sections) == expected
    assert reasons(decision_kind, sections, ReferralKind.DISAGREEMENT_RESOLUTION) == (Reason.OTHER,)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"given_name": "ZOE", "family_name": "ohara smith"},
        {"la_code": "935"},
        {"given_name": None},
        {"born_on": date(2014, 9, 3)},
        {"born_on": None},
        {"given_name": "O'Hara-Smith", "family_name": "Zoë"},
    ],
)
def test_possible_duplicates_are_shown(changed: dict[str, Any]) -> None:
    assert why_alike(CHILD, CHILD | changed)
    assert likeness(CHILD, CHILD | changed) == likeness(CHILD | changed, CHILD)


@pytest.mark.parametrize(
    "changed",
    [
        {"born_on": date(2011, 7, 21)},
        {"given_name": "Ann", "family_name": "Other"},
        {"given_name": "Ann", "born_on": None},
        {"given_name": None, "family_name": None},
    ],
)
def test_other_children_are_not(changed: dict[str, Any]) -> None:
    assert why_alike(CHILD, CHILD | changed) == ()


@pytest.mark.parametrize("number", ["upn", "nhs_number"])
def test_an_equal_number_settles_it(number: str) -> None:
    other = {"given_name": "Ann", "family_name": "Other", "born_on": None, "la_code": "935", number: "1"}
    assert why_alike(CHILD | {number: "1"}, other)[0] == number


@pytest.mark.parametrize(
    "changed, alike",
    [
        ({}, 95),
        ({"la_code": "935"}, 85),
        ({"given_name": None}, 75),
        ({"family_name": "Other"}, 65),
        ({"born_on": None}, 60),
        ({"born_on": date(2014, 9, 3)}, 80),
        ({"born_on": date(2014, 3, 8)}, 80),
        ({"born_on": date(2014, 2, 9)}, 80),
        ({"born_on": date(2013, 3, 9)}, 80),
        ({"born_on": date(2014, 2, 8)}, 20),
        ({"born_on": date(2013, 9, 3)}, 20),
        ({"born_on": date(2011, 7, 21)}, 20),
        ({"given_name": "O'Hara-Smith", "family_name": "Zoë"}, 90),
        ({"given_name": "Zoë", "family_name": "Zoë"}, 65),
        ({"given_name": "O'Hara-Smith", "family_name": "Other"}, 45),
        ({"given_name": "Other", "family_name": "Zoë"}, 45),
        ({"given_name": "Ann", "family_name": "Other", "born_on": date(2011, 7, 21)}, 0),
        ({"given_name": "Ann", "family_name": "Other", "born_on": None, "la_code": "935"}, 0),
    ],
)
def test_names_birthday_and_council_are_weighed_together(changed: dict[str, Any], alike: int) -> None:
    assert likeness(CHILD, CHILD | changed) == alike


def test_half_alike_is_enough_to_be_shown_with_what_is_alike() -> None:
    half = {"family_name": "Other", "born_on": date(2014, 3, 8)}  # given name 20, nearly born 20, council 10
    assert likeness(CHILD, CHILD | half) == 50
    assert why_alike(CHILD, CHILD | half) == ("given_name", "birth_date_nearly", "la_code")
    assert why_alike(CHILD, CHILD | half | {"la_code": "935"}) == ()


def test_two_unknown_children_are_not_alike() -> None:
    assert why_alike({"la_code": "926"}, {"la_code": "926"}) == ()


def test_names_are_folded() -> None:
    assert fold("  Ó Séaghdha-3 ") == "oseaghdha"
    assert folded_name("Zoë", None) == "zoe"
    assert folded_name("Zoë", "O'Hara") == "zoe ohara"
    assert folded_name(None, "O'Hara") == "ohara"
    assert len(folded_name("ﷺ" * 100, "ﷺ" * 100)) <= 210


WELL = {CONTACTED: date(2025, 3, 11), SENT: date(2025, 2, 3), LETTER: date(2025, 2, 3), BORN: date(2014, 3, 9)}
TODAY = date(2025, 3, 12)


def _at(**changes: str | None) -> dict[str, date | None]:
    names = {"contacted": CONTACTED, "sent": SENT, "letter": LETTER, "born": BORN}
    return {**WELL, **{names[name]: date.fromisoformat(day) if day else None for name, day in changes.items()}}


def _refusal(days: dict[str, date | None], given: Collection[str] = WELL) -> tuple[str, str, str | None]:
    with pytest.raises(Invalid) as refused:
        check_days(days, given, today=TODAY)
    (fault,) = refused.value.faults
    return fault.pointer, fault.code, refused.value.rule


def test_days_that_can_be_so_are_taken() -> None:
    check_days(WELL, WELL, today=TODAY)
    check_days(
        _at(contacted="2025-03-12", sent="2014-09-01", letter="2014-09-01", born="2014-03-09"), WELL, today=TODAY
    )
    check_days(_at(sent=None, letter=None, born=None), WELL, today=TODAY)
    check_days(_at(born="1999-02-04"), WELL, today=TODAY)  # a day before the 26th birthday


@pytest.mark.parametrize(
    "changes, pointer, code, rule",
    [
        ({"contacted": "2025-03-13"}, CONTACTED, "in_the_future", None),
        ({"sent": "2025-03-13"}, SENT, "in_the_future", None),
        ({"letter": "2025-03-13"}, LETTER, "in_the_future", None),
        ({"born": "2025-03-13"}, BORN, "in_the_future", None),
        ({"contacted": "2014-08-31"}, CONTACTED, "before_the_law", "R25"),
        ({"sent": "2014-08-31"}, SENT, "before_the_law", "R25"),
        ({"letter": "2014-08-31"}, LETTER, "before_the_law", "R25"),
        ({"born": "2025-03-11"}, BORN, "before_the_birth", None),
        ({"born": "2025-02-03"}, BORN, "before_the_birth", None),
        ({"born": "1999-02-03"}, BORN, "too_old", "party-young-person"),
        ({"born": "1999-02-03", "sent": None}, BORN, "too_old", "party-young-person"),
        ({"born": "1999-03-11", "sent": None, "letter": None}, BORN, "too_old", "party-young-person"),
    ],
)
def test_a_day_that_cannot_be_so_is_refused_at_its_field(
    changes: dict[str, str | None], pointer: str, code: str, rule: str | None
) -> None:
    assert _refusal(_at(**changes)) == (pointer, code, rule)


def test_a_correction_answers_for_the_days_that_it_gives() -> None:
    late = _at(born="2025-02-20")
    assert _refusal(late, {SENT})[:2] == (SENT, "before_the_birth")
    check_days(late, {CONTACTED}, today=TODAY)  # what stood before is not this correction's
    old = _at(born="1999-01-01")
    assert _refusal(old, {SENT})[:2] == (SENT, "too_old")
    assert _refusal(old, {BORN})[:2] == (BORN, "too_old")
    check_days(old, {CONTACTED}, today=TODAY)
    check_days(_at(sent="2014-08-31"), {BORN}, today=TODAY)
