"""What somebody should look at before a session, and after it: each change of a session that is ready, by itself."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from app.domain.attendance import ConsentBy, Response
from app.domain.fitness import WORDS, Unfit
from app.domain.parties import Adjustment, PartyRole
from app.domain.session_concerns import Expected, Known, concerns
from app.domain.sessions import BookingKind, Notice, SessionKind, SessionMode, SessionStatus

OFFICER = Expected(PartyRole.LA_OFFICER, Response.ACCEPTED, True, True, (), True)
HEALTH = replace(OFFICER, role=PartyRole.ICB_OFFICER)
PARENT = Expected(PartyRole.PARENT, Response.ACCEPTED, None, False, (), True)
ROOMS = (BookingKind.ROOM,) * 3
READY = Known(
    kind=SessionKind.MEDIATION,
    mode=SessionMode.ONLINE,
    status=SessionStatus.FIXED,
    held_on=date(2025, 4, 10),
    mediator_id="m1",
    notice=Notice(last_day=date(2025, 4, 2), whole_working_days=6, enough=True, words=()),
    short_notice_agreed=False,
    hold_by=date(2025, 4, 10),
    pre_mediators=("m0", "m1"),
    attendees=(OFFICER, PARENT),
)
NOT_TOLD = Notice(last_day=date(2025, 4, 2), whole_working_days=None, enough=None, words=())
SHORT = Notice(last_day=date(2025, 4, 2), whole_working_days=4, enough=False, words=())
NEEDS = replace(PARENT, needs=(Adjustment.INTERPRETER, Adjustment.BSL, Adjustment.IN_PERSON))
UNCONFIRMED = (replace(OFFICER, authority_confirmed=False), PARENT)
UNAGREED = replace(PARENT, missing_consents=(ConsentBy.PARENT, ConsentBy.LA))


def said(**changes: Any) -> dict[str, str]:
    return dict(concerns(replace(READY, **changes)))


def test_a_session_that_is_ready_needs_no_look() -> None:
    assert said() == {}
    assert said(held_on=date(2025, 4, 9), hold_by=None, notice=None) == {}
    assert said(attendees=(HEALTH, PARENT)) == {}
    assert said(today=date(2025, 4, 10), has_venue=False) == {}
    assert said(attendees=(OFFICER, HEALTH, replace(OFFICER, can_decide=False), PARENT)) == {}
    assert said(kind=SessionKind.PRE_MEETING, attendees=(PARENT,), pre_mediators=(), hold_by=date(2025, 4, 1)) == {}
    assert said(mode=SessionMode.IN_PERSON, attendees=(OFFICER, replace(NEEDS, has_link=False)), booked=(
        *ROOMS, BookingKind.INTERPRETER, BookingKind.BSL,
    )) == {}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "code", "words"),
    [
        ({"mediator_id": None}, "no_mediator", "No mediator is named."),
        (
            {"in_conflict": True},
            "mediator_in_conflict",
            "The mediator has a conflict of interest with this case: name another.",
        ),
        (
            {"unfit": (Unfit.DBS, Unfit.EMPLOYER)},
            "mediator_unfit",
            f"The mediator may not mediate on that day: {WORDS[Unfit.DBS]}; {WORDS[Unfit.EMPLOYER]}. "
            "Name another, or bring it up.",
        ),
        ({"pre_mediators": ()}, "no_pre_meeting", "No pre-meeting with the family is planned."),
        (
            {"pre_mediators": ("m0",)},
            "other_mediator",
            "The pre-meeting is with another mediator than the session.",
        ),
        (
            {"held_on": date(2025, 4, 11)},
            "beyond_day_30",
            "The session lies beyond day 30, Thu 10 April 2025.",
        ),
        (
            {"today": date(2025, 4, 11)},
            "day_has_passed",
            "Thu 10 April 2025 has passed: record what happened, or choose another day.",
        ),
        (
            {"day_off": "Christmas Day"},
            "not_a_working_day",
            "Thu 10 April 2025 is no working day (Christmas Day).",
        ),
        *(
            (
                {"mode": mode, "has_venue": False, "booked": ROOMS},
                "venue_missing",
                "No venue is named, and somebody is to come to it: it is needed before fixing.",
            )
            for mode in (SessionMode.IN_PERSON, SessionMode.HYBRID)
        ),
        ({"notice": NOT_TOLD}, "notice_not_given", "Give the family notice by Wed 2 April 2025."),
        (
            {"notice": SHORT},
            "short_notice",
            "Notice is short: ask the family whether it agrees, or fix another day.",
        ),
        (
            {"attendees": (OFFICER, replace(PARENT, response=Response.DECLINED))},
            "declined",
            "Somebody who was asked has declined.",
        ),
        (
            {"attendees": (OFFICER, replace(PARENT, has_link=False))},
            "link_missing",
            "Somebody has no joining link of their own.",
        ),
        (
            {"attendees": (OFFICER, UNAGREED)},
            "consent_missing",
            "Somebody on the list needs the consent of: parent, la.",
        ),
        *(
            (
                {"attendees": people},
                "authority_not_confirmed",
                f"Nobody of {who} is confirmed as able to settle the issues.",
            )
            for people, who in (
                (UNCONFIRMED, "the council"),
                ((replace(OFFICER, can_decide=False), PARENT), "the council"),
                ((replace(OFFICER, attended=False), PARENT), "the council"),
                ((replace(OFFICER, can_decide=False), HEALTH, PARENT), "the council"),
                ((OFFICER, replace(HEALTH, authority_confirmed=False), PARENT), "the health body"),
                ((*UNCONFIRMED, replace(HEALTH, can_decide=False)), "the council or the health body"),
                (
                    (PARENT, replace(PARENT, can_decide=True, authority_confirmed=True)),
                    "the council or the health body",
                ),
            )
        ),
        (
            {"mode": SessionMode.HYBRID, "booked": ROOMS[:2]},
            "rooms_missing",
            "2 of 3 rooms are booked: each side needs one of its own.",
        ),
        (
            {"mode": SessionMode.IN_PERSON, "booked": (*ROOMS[:2], BookingKind.INTERPRETER)},
            "rooms_missing",
            "2 of 3 rooms are booked: each side needs one of its own.",
        ),
    ],
)
def test_each_thing_that_is_not_ready_is_said_alone(changes: dict[str, Any], code: str, words: str) -> None:
    assert said(**changes) == {code: words}


def test_nobody_asked_means_nobody_who_decides() -> None:
    assert said(attendees=()) == {
        "nobody_asked": "Nobody is asked to it yet.",
        "authority_not_confirmed": "Nobody of the council or the health body is confirmed as able to settle the "
        "issues.",
    }


def test_who_declined_does_not_decide() -> None:
    declined = replace(OFFICER, response=Response.DECLINED)
    assert set(said(attendees=(declined, PARENT))) == {"declined", "authority_not_confirmed"}


def test_what_people_need_is_booked() -> None:
    assert said(attendees=(OFFICER, NEEDS)) == {
        "interpreter_not_booked": "Somebody needs interpreter, and none is booked.",
        "bsl_not_booked": "Somebody needs bsl, and none is booked.",
        "needs_in_person": "Somebody needs to meet in person, and the session is online.",
    }
    assert set(said(attendees=(OFFICER, NEEDS), booked=(BookingKind.BSL,))) == {
        "interpreter_not_booked",
        "needs_in_person",
    }


def test_short_notice_that_was_agreed_to_and_a_session_not_fixed_yet_need_no_look() -> None:
    for notice in (NOT_TOLD, SHORT):
        assert said(notice=notice, short_notice_agreed=True) == {}
        assert said(notice=notice, status=SessionStatus.PROPOSED) == {}


def test_a_pre_meeting_asks_for_its_own_things_only() -> None:
    changes = {"kind": SessionKind.PRE_MEETING, "pre_mediators": (), "attendees": (PARENT,), "notice": SHORT}
    assert said(**changes, held_on=date(2025, 4, 11)) == {}
    assert said(**changes, mode=SessionMode.IN_PERSON) == {}
    assert set(said(**changes, mediator_id=None)) == {"no_mediator"}


def test_after_it_only_what_was_irregular_is_said() -> None:
    held = {"status": SessionStatus.HELD, "mediator_id": None, "held_on": date(2025, 4, 11), "notice": SHORT}
    came, stayed_away = replace(UNAGREED, attended=True), replace(UNAGREED, attended=False)
    assert said(**held) == {}
    assert set(said(**held, attendees=(OFFICER, came))) == {"consent_missing"}
    assert said(**held, attendees=(OFFICER, stayed_away)) == {}
    assert set(said(**held, attendees=(replace(OFFICER, attended=False), PARENT))) == {"authority_not_confirmed"}
    cancelled = {"status": SessionStatus.CANCELLED, "attendees": (), "mediator_id": None}
    assert said(**cancelled) == {}


def test_a_mediator_who_might_not_is_looked_at_after_the_session_too() -> None:
    held = {"status": SessionStatus.HELD, "in_conflict": True, "unfit": (Unfit.DBS,)}
    assert {"mediator_in_conflict", "mediator_unfit"} <= set(said(**held))
