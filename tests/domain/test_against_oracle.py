"""The engine against a second, slow reading of the law (tests/domain/oracle), over random histories.

What the text leaves open is not compared: each answer of the oracle names it. What the engine has wrong is passed over
by `oracle.findings`, and waits in test_oracle_findings.py.
"""

import hashlib
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.domain.calendars import ENGLAND_AND_WALES, BeyondCalendar
from app.domain.counting import tribunal_roll
from app.domain.deadlines import Deadline, compute
from app.domain.facts import Fact, FactType
from app.domain.rights_holders import holder_on, last_day_as_child, turns_25_on, young_person_from
from tests.domain import oracle
from tests.domain.oracle import days, holders
from tests.domain.oracle.comparing import disagreements
from tests.domain.oracle.days import Unknown
from tests.domain.oracle.histories import History, histories, history, shortest

F = FactType
ORDINARY = settings(
    max_examples=2000,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
FEWER = settings(ORDINARY, max_examples=300)
ZONES = ("Pacific/Kiritimati", "Europe/London", "UTC")


def agree(found: History) -> None:
    """Fail with the shortest history on which the two still disagree."""
    if trouble := disagreements(found):
        first = trouble[0].split(":")[0]
        short = shortest(found, lambda fewer: any(line.startswith(first) for line in disagreements(fewer)))
        pytest.fail("\n".join([str(short), *disagreements(short)]))


@ORDINARY
@given(histories())
def test_the_engine_agrees_with_the_slow_reading(found: History) -> None:
    agree(found)


@pytest.mark.deep
@pytest.mark.parametrize("tenth", range(10))
def test_the_engine_agrees_over_a_hundred_thousand_histories(tenth: int) -> None:
    for seed in range(tenth * 10_000, (tenth + 1) * 10_000):
        agree(history(seed))


def test_every_rule_is_really_compared() -> None:
    """A comparison that says nothing is worth nothing: each rule is reached, with its date and its status."""
    compared: Counter[str] = Counter()
    for seed in range(4000):
        found = history(seed)
        try:
            said = oracle.answers(found.facts, found.as_of, found.born_on)
        except Unknown:
            continue
        for answer in said.values():
            if answer.due_on is not None and not answer.silent & {"all", "due_on"}:
                compared[answer.rule_id + " due"] += 1
            if not answer.silent & {"all", "status"}:
                compared[f"{answer.rule_id} {answer.status}"] += 1
                compared[f"young person's own {answer.status}"] += answer.subject == "young_person"
    rules = {"appeal-last-day", "contact-adviser-2m", "session-notice-5wd", "hold-30d", "arrange-30d-education"}
    rules |= {"arrange-30d-mixed", "arrange-30d-health-only", "health-notify-3wd", "cert-no-mediation-3wd"}
    rules |= {"cert-after-mediation-3wd", "cert-deemed-3wd", "rcb-tells-la-1w", "agr-2w-non-appealable"}
    for rule in rules:
        for part in ("due", "met", "late", "missed", "pending"):
            assert compared[f"{rule} {part}"] >= 2, (rule, part, compared[f"{rule} {part}"])
    assert all(compared[f"young person's own {status}"] for status in ("met", "late", "missed", "pending"))
    clocks = {"appeal-limb-i", "appeal-limb-ii", "agr-assess", "agr-issue-plan", "agr-reconsider", "agr-cease"}
    clocks |= {"agr-amend-provision", "agr-name-school", "agr-continue", "agr-continue-amend", "ehc-decide-assess-6w"}
    clocks |= {"ehc-refuse-plan-16w", "ehc-final-20w", "ehc-draft-15d", "ehc-review-4w", "ehc-amend-12w"}
    for rule in clocks | {"ehc-reassess"}:
        assert compared[f"{rule} due"] >= 5, (rule, compared[f"{rule} due"])


def every_day(first: date, last: date) -> Iterator[date]:
    while first <= last:
        yield first
        first += timedelta(days=1)


def test_both_calendars_know_the_same_working_days() -> None:
    for day in every_day(date(2012, 1, 9), date(2028, 12, 24)):
        assert days.tribunal_roll(day) == tribunal_roll(day, ENGLAND_AND_WALES).on, day


@FEWER
@given(st.dates(date(2014, 1, 1), date(2027, 12, 1)), st.dates(date(2014, 1, 1), date(2027, 12, 1)))
def test_it_does_not_matter_whether_the_later_limb_is_chosen_or_rolled_first(one: date, other: date) -> None:
    """law.md 3.5: roll(max(a, b)) == max(roll(a), roll(b))."""
    assert days.tribunal_roll(max(one, other)) == max(days.tribunal_roll(one), days.tribunal_roll(other))


@FEWER
@given(st.dates(date(1985, 1, 1), date(2014, 12, 31)), st.integers(5300, 9500))
def test_both_know_who_holds_the_rights(born_on: date, age_in_days: int) -> None:
    day = born_on + timedelta(days=age_in_days)
    assert last_day_as_child(born_on) == holders.last_day_as_child(born_on)
    assert young_person_from(born_on) == holders.young_person_from(born_on)
    assert turns_25_on(born_on) == holders.turns_25_on(born_on)
    held = holder_on(born_on, day)
    expected = "parent" if day < holders.young_person_from(born_on) else "young_person"
    assert held.holder == ("none" if day >= holders.turns_25_on(born_on) else expected)
    if held.holder == "parent" or holders.check_needed(born_on, day):
        assert ("rights_holder_check" in held.flags) >= holders.check_needed(born_on, day), (born_on, day)


@pytest.mark.parametrize("born_on", [date(year, 9, day) for year in (2000, 2007, 2009) for day in range(1, 9)])
def test_a_birthday_in_the_first_week_of_september_is_checked(born_on: date) -> None:
    """law.md 5 no. 11: for the year between the two readings, and for no other birthday."""
    doubt = holders.doubtful(born_on)
    assert (doubt is None) == (born_on.day > 7)
    for day in doubt or ():
        assert "rights_holder_check" in holder_on(born_on, day).flags
    if doubt is None:
        assert "rights_holder_check" not in holder_on(born_on, date(born_on.year + 16, 12, 1)).flags


def deadlines(found: History) -> dict[tuple[str, str], Deadline] | None:
    try:
        got = compute(found.facts, as_of=found.as_of, born_on=found.born_on, kind=found.kind)
    except BeyondCalendar:
        return None
    return {(item.rule_id, item.subject): item for item in got.deadlines}


def and_then(found: History, kind: FactType, /, **payload: object) -> History:
    number = max(fact.sequence for fact in found.facts) + 1
    return replace(found, facts=(*found.facts, Fact("then", kind, found.as_of, number, payload=payload)))


def without(found: History, *kinds: FactType) -> History:
    return replace(found, facts=tuple(fact for fact in found.facts if fact.type not in kinds))


def picture(item: Deadline, as_of: date) -> tuple[object, ...]:
    return item.due_on, item.status(as_of), item.flags, item.alternatives


@FEWER
@given(histories())
def test_a_certificate_never_moves_the_appeal_earlier(found: History) -> None:
    """law.md 3.5, R17: issuing never moves a date earlier."""
    certificate = {"certificate_id": "then", "kind": "s55_4", "person": "parent"}
    before, after = deadlines(found), deadlines(and_then(found, F.CERTIFICATE_ISSUED, **certificate))
    old = (before or {}).get(("appeal-last-day", ""))
    new = (after or {}).get(("appeal-last-day", ""))
    if old and new and old.due_on and new.due_on:
        assert new.due_on >= old.due_on, str(found)


@FEWER
@given(histories())
def test_lodging_an_appeal_leaves_mediation_as_it_is(found: History) -> None:
    """law.md 3.5: mediation may go on after an appeal is lodged."""
    found = without(found, F.APPEAL_LODGED)
    if not found.facts:
        return
    before, after = deadlines(found), deadlines(and_then(found, F.APPEAL_LODGED))
    for key, item in (before or {}).items():
        if after and not key[0].startswith(("appeal", "contact")):
            flags = {"rights_holder_check"}  # R19 speaks of the time before lodging
            assert item.due_on == after[key].due_on, (key, str(found))
            assert item.status(found.as_of) == after[key].status(found.as_of), (key, str(found))
            assert set(item.flags) ^ set(after[key].flags) <= flags, (key, str(found))


@FEWER
@given(histories())
def test_a_certificate_does_not_depend_on_what_was_agreed(found: History) -> None:
    """law.md 3.5: issue never depends on a settlement."""
    bare = without(found, F.AGREEMENT_SIGNED, F.AGREEMENT_ACTION_DONE, F.LA_TOLD_OF_AGREEMENT, F.NO_AGREEMENT)
    whole, less = deadlines(found), deadlines(bare) if bare.facts else None
    for key, item in (whole or {}).items():
        if less is not None and key[0].startswith("cert-"):
            assert picture(item, found.as_of) == picture(less[key], found.as_of), (key, str(found))


@FEWER
@given(histories())
def test_an_agreed_later_date_moves_no_statutory_date(found: History) -> None:
    """law.md 3.5, D9: the thirty days stay where they are; only the deemed certificate waits (R8)."""
    bare = without(found, F.ARRANGING_EXTENDED)
    whole, less = deadlines(found), deadlines(bare) if bare.facts else None
    for key, item in (whole or {}).items():
        if less is not None and key[0].startswith(("arrange-", "hold-", "health-")):
            assert picture(item, found.as_of) == picture(less[key], found.as_of), (key, str(found))


def digest(seeds: range) -> str:
    """Return one number for all that the engine and the oracle answer over some seeds."""
    said = hashlib.sha256()
    for seed in seeds:
        found = history(seed)
        said.update(str(found).encode())
        for key, item in sorted((deadlines(found) or {}).items()):
            said.update(repr((key, picture(item, found.as_of), item.act_by_on, item.due_at)).encode())
        try:
            said.update(repr(sorted(map(str, oracle.answers(found.facts, found.as_of)))).encode())
        except Unknown:
            said.update(b"beyond the calendar")
    return said.hexdigest()


def test_the_clock_of_the_machine_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """D11: days are London's wherever the service runs."""
    found = set()
    try:
        for zone in ZONES:
            monkeypatch.setenv("TZ", zone)
            time.tzset()
            found.add(digest(range(7_000_000, 7_000_400)))
    finally:
        monkeypatch.undo()
        time.tzset()
    assert len(found) == 1
