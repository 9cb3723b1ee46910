"""The steps of a session, its notice, its hours and its days in London, each with what is said of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.codes import ReferralKind
from app.domain.editions import law
from app.domain.refusals import Invalid, StateConflict
from app.domain.sessions import (
    CalledBy,
    Charge,
    SessionKind,
    SessionStatus,
    Step,
    charge_for,
    check_kind,
    day_begins,
    day_ends,
    last_step,
    london_day,
    notice_of,
    reached,
    ticks,
    working_minutes,
)

S = SessionStatus
RULE = law(1).rules.on("session-notice-5wd", date(2025, 8, 1))


def test_a_step_leads_on_or_says_from_where_it_would() -> None:
    assert reached(Step.HOLDING, S.FIXED) is S.HELD
    with pytest.raises(StateConflict) as refused:
        reached(Step.CONCLUSION, S.PLANNED)
    assert refused.value.detail.startswith("A session is ")
    assert refused.value.detail.endswith(" before its conclusion; this one is planned.")
    assert "held" in refused.value.detail
    with pytest.raises(StateConflict, match=" or "):
        reached(Step.CANCELLATION, S.HELD)


def test_the_last_step_goes_back_to_where_it_came_from() -> None:
    assert last_step(S.CANCELLED, proposed=True, fixed=True) == (Step.CANCELLATION, S.FIXED)
    assert last_step(S.CANCELLED, proposed=True, fixed=False) == (Step.CANCELLATION, S.PROPOSED)
    assert last_step(S.CANCELLED, proposed=False, fixed=False) == (Step.CANCELLATION, S.PLANNED)
    assert last_step(S.HELD, proposed=False, fixed=True) == (Step.HOLDING, S.FIXED)
    assert last_step(S.ADJOURNED, proposed=False, fixed=True) == (Step.ADJOURNMENT, S.HELD)
    assert last_step(S.CONCLUDED, proposed=False, fixed=True) == (Step.CONCLUSION, S.HELD)
    for status in (S.PLANNED, S.PROPOSED, S.FIXED):
        with pytest.raises(StateConflict) as refused:
            last_step(status, proposed=True, fixed=True)
        assert refused.value.detail == (
            f"A session that is {status} is fixed anew or called off: there is nothing to take back."
        )


@pytest.mark.parametrize(
    ("kind", "case_kind", "words"),
    [
        (SessionKind.DISAGREEMENT_RESOLUTION, ReferralKind.MEDIATION, "This case is about mediation."),
        (
            SessionKind.MEDIATION,
            ReferralKind.DISAGREEMENT_RESOLUTION,
            "This case is about disagreement resolution.",
        ),
    ],
)
def test_the_two_procedures_are_not_mixed(kind: SessionKind, case_kind: ReferralKind, words: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_kind(kind, case_kind)
    fault = refused.value.faults[0]
    assert (fault.pointer, fault.code, fault.detail) == ("/kind", "other_procedure", words)


def test_a_session_of_the_case_s_own_procedure_and_a_pre_meeting_are_in_order() -> None:
    check_kind(SessionKind.MEDIATION, ReferralKind.MEDIATION)
    check_kind(SessionKind.DISAGREEMENT_RESOLUTION, ReferralKind.DISAGREEMENT_RESOLUTION)
    for case_kind in ReferralKind:
        check_kind(SessionKind.PRE_MEETING, case_kind)


def test_a_session_starts_on_a_quarter() -> None:
    at = datetime(1970, 1, 1, 1, 0, tzinfo=UTC)
    assert ticks(at, 45) == range(4, 7)
    with pytest.raises(Invalid) as refused:
        ticks(at + timedelta(minutes=5), 45)
    fault = refused.value.faults[0]
    assert (fault.pointer, fault.code) == ("/starts_at", "not_on_the_quarter")
    assert fault.detail == "A session starts on a quarter of an hour."


def test_notice_is_judged_by_the_whole_working_days_between() -> None:
    assert RULE is not None
    held_on = date(2025, 4, 10)
    enough = notice_of(RULE, held_on, date(2025, 4, 2), ENGLAND_AND_WALES)
    assert (enough.last_day, enough.whole_working_days, enough.enough) == (date(2025, 4, 2), 5, True)
    assert enough.words == (
        "Told on Wed 2 April 2025 of a session on Thu 10 April 2025: five whole working days between; "
        "five days are needed.",
    )
    short = notice_of(RULE, held_on, date(2025, 4, 3), ENGLAND_AND_WALES)
    assert (short.whole_working_days, short.enough) == (4, False)
    none = notice_of(RULE, held_on, None, ENGLAND_AND_WALES)
    assert (none.last_day, none.whole_working_days, none.enough) == (date(2025, 4, 2), None, None)
    assert none.words == RULE.count(held_on, ENGLAND_AND_WALES).steps


def test_working_minutes_are_those_of_nine_to_five_in_london() -> None:
    def minutes(begins: tuple[int, int, int], ends: tuple[int, int, int]) -> int:
        (day, hour, minute), (last, until, at) = begins, ends
        # In summer time: nine in London is eight in UTC.
        return working_minutes(
            datetime(2025, 4, day, hour, minute, tzinfo=UTC),
            datetime(2025, 4, last, until, at, tzinfo=UTC),
            ENGLAND_AND_WALES,
        )

    assert minutes((10, 8, 0), (10, 16, 0)) == 480
    assert minutes((10, 6, 0), (10, 18, 0)) == 480
    assert minutes((10, 9, 30), (10, 10, 15)) == 45
    assert minutes((10, 15, 0), (11, 9, 0)) == 120
    assert minutes((11, 8, 0), (14, 8, 1)) == 481  # a weekend between
    assert minutes((17, 15, 30), (22, 8, 30)) == 60  # Easter between
    assert minutes((10, 17, 0), (10, 18, 0)) == 0
    assert minutes((10, 10, 0), (10, 9, 0)) == 0


def test_what_a_cancellation_costs_and_why() -> None:
    assert charge_for(CalledBy.LA, 16 * 60 - 1) == Charge(
        True, "15 working hours' notice; fewer than 16 are charged for."
    )
    assert charge_for(CalledBy.ICB, 16 * 60) == Charge(
        False, "16 working hours' notice; 16 or more are not charged for."
    )
    for by in set(CalledBy) - {CalledBy.LA, CalledBy.ICB}:
        assert charge_for(by, 0) == Charge(False, f"A cancellation by the {by} is not charged for.")


def test_days_begin_and_end_in_london() -> None:
    assert day_begins(date(2025, 1, 10)) == datetime(2025, 1, 10, tzinfo=UTC)
    assert day_begins(date(2025, 6, 10)) == datetime(2025, 6, 9, 23, tzinfo=UTC)
    assert day_begins(date(2025, 6, 10)).tzinfo is UTC
    assert day_ends(date(2025, 3, 30)) == datetime(2025, 3, 30, 23, tzinfo=UTC)  # the clocks went forward
    assert day_ends(date(2025, 1, 10)) == datetime(2025, 1, 11, tzinfo=UTC)
    assert london_day(datetime(2025, 6, 9, 23, tzinfo=UTC)) == date(2025, 6, 10)
    assert london_day(datetime(2025, 1, 9, 23, tzinfo=UTC)) == date(2025, 1, 9)
