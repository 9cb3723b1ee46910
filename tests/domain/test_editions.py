"""A change of the law is a new row with its dates: old cases keep their dates, new ones follow it."""

from dataclasses import replace
from datetime import date

import pytest

from app.domain import bank_holidays, editions
from app.domain.calendars import ENGLAND_AND_WALES, BeyondCalendar, england_and_wales
from app.domain.deadlines import Deadline, compute
from app.domain.facts import Fact, FactType
from app.domain.rulebook import RULEBOOK
from app.domain.rules import Rulebook
from tests.domain.case_facts import case, fact

F = FactType
REFORM = date(2027, 9, 1)
_TODAY = RULEBOOK.on("cert-no-mediation-3wd", date(2026, 1, 1))
assert _TODAY is not None
# Imaginary: from the reform on, the adviser has five working days instead of three.
AMENDED = Rulebook([*RULEBOOK.rows, replace(_TODAY, amount=5, in_force_from=REFORM, version="2", edition=2)])


def declined(on: str, rules: Rulebook) -> Deadline:
    told = date.fromisoformat(on)
    facts: list[Fact] = case(
        fact(F.DECISION_SENT, "2027-08-02", decision_kind="plan_contents"),
        fact(F.ADVICE_GIVEN, "2027-08-20", channel="phone", rights_explained=True),
        fact(F.WISH_STATED, told, wish="not_mediate"),
    )
    found = compute(facts, as_of=told, rules=rules).deadlines
    return next(item for item in found if item.rule_id == "cert-no-mediation-3wd")


def test_an_old_case_keeps_its_date_under_the_amended_law() -> None:
    before, after = declined("2027-08-24", RULEBOOK), declined("2027-08-24", AMENDED)
    assert before.due_on == after.due_on == date(2027, 8, 27)
    assert after.rule_version == "1"


def test_a_new_case_follows_the_amended_law() -> None:
    before, after = declined("2027-09-06", RULEBOOK), declined("2027-09-06", AMENDED)
    assert (before.due_on, after.due_on) == (date(2027, 9, 9), date(2027, 9, 13))
    assert (before.rule_version, after.rule_version) == ("1", "2")


def test_a_case_that_spans_the_change_goes_by_the_day_of_the_trigger() -> None:
    assert declined("2027-08-31", AMENDED).due_on == date(2027, 9, 3)
    assert declined("2027-09-01", AMENDED).due_on == date(2027, 9, 8)


def test_the_older_row_ends_the_day_before_the_newer_begins_untold() -> None:
    older, newer = AMENDED.versions("cert-no-mediation-3wd")
    assert (older.in_force_to, AMENDED.last_day_of(older)) == (None, date(2027, 8, 31))
    assert AMENDED.last_day_of(newer) is None


def test_an_edition_knows_only_the_rows_it_came_with() -> None:
    assert AMENDED.edition == 2
    assert AMENDED.at(1).rows == RULEBOOK.rows
    assert AMENDED.at(2) is AMENDED
    assert declined("2027-09-06", AMENDED.at(1)).due_on == date(2027, 9, 9)


def test_the_last_day_in_force_is_still_the_old_law_and_the_first_of_its_end() -> None:
    ended = replace(_TODAY, in_force_to=date(2027, 8, 31))
    assert ended.applies_on(date(2027, 8, 31))
    assert not ended.applies_on(date(2027, 9, 1))
    book = Rulebook([ended, replace(_TODAY, in_force_from=date(2028, 1, 1), version="2")])
    assert book.last_day_of(ended) == date(2027, 8, 31)
    assert book.on(ended.id, date(2027, 9, 1)) is None
    overtaken = Rulebook([ended, replace(_TODAY, in_force_from=date(2027, 6, 1), version="2")])
    assert overtaken.last_day_of(ended) == date(2027, 5, 31)


def test_a_row_ends_when_the_first_of_its_followers_begins() -> None:
    followers = [replace(_TODAY, in_force_from=date(year, 1, 1), version=str(year)) for year in (2029, 2028)]
    book = Rulebook([_TODAY, *followers])
    assert book.last_day_of(_TODAY) == date(2027, 12, 31)


def test_a_rulebook_without_rows_is_at_the_first_edition() -> None:
    assert Rulebook([]).edition == 1


def test_a_count_beyond_the_calendar_names_its_rule_and_the_calendar() -> None:
    with pytest.raises(BeyondCalendar) as beyond:
        _TODAY.count(date(2028, 12, 29), ENGLAND_AND_WALES)
    assert beyond.value.rule == _TODAY.id
    assert ENGLAND_AND_WALES.version in beyond.value.detail


def test_a_proclaimed_day_is_a_calendar_of_its_own_version() -> None:
    day = date(2026, 11, 27)
    law = editions.law().with_days({day: "A proclaimed day"}, "3")
    assert law.calendar.version == f"{ENGLAND_AND_WALES.version}+3"
    assert law.calendar.why_not_working(day) == "A proclaimed day"
    assert law.calendar.add_working_days(date(2026, 11, 25), 3) == date(2026, 12, 1)
    assert ENGLAND_AND_WALES.add_working_days(date(2026, 11, 25), 3) == date(2026, 11, 30)
    assert law.rules is RULEBOOK
    assert editions.law().with_days({}, "3") is editions.law()
    with pytest.raises(BeyondCalendar):
        editions.law().with_days({date(2030, 1, 2): "Too far"}, "4")


def test_a_day_shipped_later_is_not_in_an_earlier_edition(monkeypatch: pytest.MonkeyPatch) -> None:
    shipped = date(2026, 12, 25)
    monkeypatch.setitem(bank_holidays.ADDED_IN, shipped, 2)
    england_and_wales.cache_clear()
    editions._law.cache_clear()
    try:
        assert england_and_wales(1).is_working_day(shipped)
        assert not england_and_wales(2).is_working_day(shipped)
        assert england_and_wales(1).version != england_and_wales(2).version
        assert editions.newest() == 2
        assert editions.law(1).calendar.is_working_day(shipped)
        assert not editions.law().calendar.is_working_day(shipped)
    finally:
        england_and_wales.cache_clear()
        editions._law.cache_clear()


def test_without_days_shipped_later_the_newest_edition_is_that_of_the_rules(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bank_holidays, "ADDED_IN", {})
    assert editions.newest() == RULEBOOK.edition
