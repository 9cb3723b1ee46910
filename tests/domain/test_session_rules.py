"""The rules of sessions: ticks, working hours, notice, charges, claims and what to look at."""

from datetime import UTC, date, datetime

import pytest

from app.domain.attendance import Response
from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.editions import law
from app.domain.expenses import Approved, ClaimStatus, approved, check_incurred, decided, paid
from app.domain.parties import Adjustment, PartyRole
from app.domain.refusals import GuardRefused, Invalid, StateConflict
from app.domain.session_concerns import Expected, Known, concerns
from app.domain.sessions import (
    BookingKind,
    CalledBy,
    SessionKind,
    SessionMode,
    SessionStatus,
    Step,
    charge_for,
    check_known_day,
    check_place,
    fact_of,
    notice_of,
    reached,
    ticks,
    working_minutes,
)

RULE = law(1).rules.on("session-notice-5wd", date(2025, 8, 1))


def test_ticks_are_the_quarters_that_a_session_takes() -> None:
    at = datetime(2025, 4, 10, 9, 0, tzinfo=UTC)
    assert len(ticks(at, 60)) == 4
    assert ticks(at, 60).stop == ticks(at.replace(hour=10), 60).start
    for odd in (at.replace(minute=1), at.replace(second=1), at.replace(microsecond=1)):
        with pytest.raises(Invalid) as refused:
            ticks(odd, 60)
        assert refused.value.faults[0].pointer == "/starts_at"


def test_notice_is_judged_by_whole_working_days() -> None:
    assert RULE is not None
    # R18: Saturday 23 August for Tuesday 2 September complies, across the bank holiday of the 25th.
    held = date(2025, 9, 2)
    good = notice_of(RULE, held, date(2025, 8, 23), ENGLAND_AND_WALES)
    assert (good.whole_working_days, good.enough, good.last_day) == (5, True, date(2025, 8, 22))
    short = notice_of(RULE, held, date(2025, 8, 26), ENGLAND_AND_WALES)
    assert (short.whole_working_days, short.enough) == (4, False)
    assert notice_of(RULE, held, None, ENGLAND_AND_WALES).enough is None
    assert notice_of(RULE, held, held, ENGLAND_AND_WALES).whole_working_days == 0


def test_working_hours_skip_nights_weekends_and_bank_holidays() -> None:
    friday, tuesday = datetime(2025, 5, 2, 15, 30, tzinfo=UTC), datetime(2025, 5, 6, 9, 0, tzinfo=UTC)
    # Until 17:00 in London on Friday, nothing over the bank holiday weekend, and from 9 to 10 on Tuesday.
    assert working_minutes(friday, tuesday, ENGLAND_AND_WALES) == 30 + 60
    assert working_minutes(tuesday, friday, ENGLAND_AND_WALES) == 0


def test_only_a_late_body_is_charged() -> None:
    assert charge_for(CalledBy.LA, 959).chargeable is True
    assert charge_for(CalledBy.ICB, 960).chargeable is False
    assert charge_for(CalledBy.FAMILY, 0).chargeable is False
    assert charge_for(CalledBy.MEDIATOR, 0).chargeable is False


def test_a_pre_meeting_and_what_was_never_fixed_tell_no_fact() -> None:
    assert fact_of(Step.HOLDING, SessionKind.PRE_MEETING, SessionStatus.FIXED) is None
    assert fact_of(Step.CANCELLATION, SessionKind.MEDIATION, SessionStatus.PROPOSED) is None
    assert fact_of(Step.CANCELLATION, SessionKind.MEDIATION, SessionStatus.FIXED) is not None
    with pytest.raises(StateConflict):
        reached(Step.HOLDING, SessionStatus.CANCELLED)


def test_no_more_is_approved_than_claimed_or_than_the_cap() -> None:
    assert approved(1000, None, None) == Approved(1000, False)
    assert approved(1000, None, 800) == Approved(800, True)
    assert approved(1000, 800, 800) == Approved(800, False)
    with pytest.raises(Invalid):
        approved(1000, 1001, None)
    with pytest.raises(GuardRefused) as refused:
        approved(1000, 801, 800)
    assert (refused.value.rule, refused.value.extra) == ("expenses", {"cap_pence": 800})
    assert paid(decided(ClaimStatus.CLAIMED, approve=True)) is ClaimStatus.PAID
    for status in (ClaimStatus.CLAIMED, ClaimStatus.REFUSED, ClaimStatus.PAID):
        with pytest.raises(StateConflict):
            paid(status)
    with pytest.raises(StateConflict):
        decided(ClaimStatus.REFUSED, approve=True)


def test_what_keeps_a_claim_from_being_decided_or_paid_is_said() -> None:
    with pytest.raises(Invalid) as more:
        approved(1000, 1001, None)
    fault = more.value.faults[0]
    assert (fault.pointer, fault.code) == ("/amount_approved_pence", "more_than_claimed")
    assert "claimed" in fault.detail
    with pytest.raises(GuardRefused) as capped:
        approved(1000, 900, 800)
    assert "800 pence" in capped.value.detail
    assert approved(1000, 800, 800) == Approved(800, False)
    assert approved(1000, 1000, None) == Approved(1000, False)
    assert decided(ClaimStatus.CLAIMED, approve=False) is ClaimStatus.REFUSED
    said = {
        ClaimStatus.CLAIMED: "has not been decided yet",
        ClaimStatus.APPROVED: "was approved already",
        ClaimStatus.REFUSED: "was refused",
        ClaimStatus.PAID: "was paid already",
    }
    for status, words in said.items():
        if status is not ClaimStatus.APPROVED:
            with pytest.raises(StateConflict, match=words):
                paid(status)
        if status is not ClaimStatus.CLAIMED:
            with pytest.raises(StateConflict, match=words):
                decided(status, approve=True)


def test_what_is_not_ready_is_said_and_what_is_ready_is_not() -> None:
    assert RULE is not None
    officer = Expected(PartyRole.LA_OFFICER, Response.ACCEPTED, True, True, (), True)
    parent = Expected(PartyRole.PARENT, Response.ACCEPTED, None, False, (), True, (Adjustment.INTERPRETER,))

    def known(*people: Expected, booked: tuple[BookingKind, ...] = (), mediator: str | None = "m1") -> Known:
        return Known(
            kind=SessionKind.MEDIATION,
            mode=SessionMode.HYBRID,
            status=SessionStatus.FIXED,
            held_on=date(2025, 4, 10),
            mediator_id=mediator,
            notice=notice_of(RULE, date(2025, 4, 10), date(2025, 4, 1), ENGLAND_AND_WALES) if RULE else None,
            short_notice_agreed=False,
            hold_by=date(2025, 4, 10),
            pre_mediators=("m1",),
            attendees=people,
            booked=booked,
        )

    ready = (BookingKind.INTERPRETER, *(BookingKind.ROOM,) * 3)
    assert concerns(known(officer, parent, booked=ready)) == ()
    assert [flag.code for flag in concerns(known(officer, parent))] == ["interpreter_not_booked", "rooms_missing"]
    assert [flag.code for flag in concerns(known(parent, booked=ready))] == ["authority_not_confirmed"]
    assert [flag.code for flag in concerns(known(officer, parent, booked=ready, mediator="m2"))] == ["other_mediator"]
    assert [flag.code for flag in concerns(known(officer, parent, booked=ready, mediator=None))] == ["no_mediator"]


def test_an_expense_is_of_taking_part() -> None:
    first, today = date(2025, 3, 11), date(2025, 4, 1)
    for day in (first, today):
        check_incurred(day, contacted_on=first, today=today)
    for day, code, rule in (
        (date(2025, 4, 2), "in_the_future", None),
        (date(2025, 3, 10), "before_the_case", "expenses"),
    ):
        with pytest.raises(Invalid) as refused:
            check_incurred(day, contacted_on=first, today=today)
        assert (refused.value.faults[0].pointer, refused.value.faults[0].code) == ("/incurred_on", code)
        assert refused.value.rule == rule
        assert refused.value.faults[0].detail in (
            "An expense is claimed once it was incurred.",
            "The case began with the contact of Tue 11 March 2025: an expense of taking part is of that day or later.",
        )


def test_a_session_is_planned_on_a_day_of_the_calendar() -> None:
    for known in (datetime(2028, 12, 31, 23, 59, tzinfo=UTC), datetime(2012, 1, 1, tzinfo=UTC)):
        check_known_day(known, ENGLAND_AND_WALES)
    for unknown in (datetime(2029, 1, 1, tzinfo=UTC), datetime(2011, 12, 31, 23, 59, tzinfo=UTC)):
        with pytest.raises(Invalid) as refused:
            check_known_day(unknown, ENGLAND_AND_WALES)
        assert (refused.value.faults[0].pointer, refused.value.faults[0].code) == ("/starts_at", "beyond_calendar")
        assert "from Sun 1 January 2012 to Sun 31 December 2028" in refused.value.faults[0].detail


def test_who_is_to_come_is_told_where() -> None:
    check_place(SessionMode.ONLINE, None)
    for mode, said in ((SessionMode.IN_PERSON, "in person"), (SessionMode.HYBRID, "that is partly in person")):
        check_place(mode, "The library")
        with pytest.raises(Invalid) as refused:
            check_place(mode, None)
        (fault,) = refused.value.faults
        assert (fault.pointer, fault.code) == ("/venue", "missing")
        assert fault.detail == f"Say where it is: a session {said} is fixed with its venue."
