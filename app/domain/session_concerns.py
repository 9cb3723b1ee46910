"""What somebody should look at before a session: each a code and one sentence, none of them a refusal."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from app.domain.attendance import ConsentBy, Response
from app.domain.counting import say
from app.domain.fitness import WORDS as UNFIT_WORDS
from app.domain.fitness import Unfit
from app.domain.looked import Flag
from app.domain.parties import SIDE_OF, Adjustment, PartyRole, Side
from app.domain.sessions import LIVE, BookingKind, Notice, SessionKind, SessionMode, SessionStatus

_ROOMS_IN_PERSON = 3
"""One to meet in, and one for each side to be alone in."""
_BODIES = {Side.LA: "the council", Side.ICB: "the health body"}


@dataclass(frozen=True, slots=True)
class Expected:
    """Somebody who is asked to a session."""

    role: PartyRole
    response: Response
    can_decide: bool | None
    authority_confirmed: bool
    missing_consents: Sequence[ConsentBy]
    has_link: bool
    needs: Collection[Adjustment] = ()
    attended: bool | None = None


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a session and of all that belongs to it."""

    kind: SessionKind
    mode: SessionMode
    status: SessionStatus
    held_on: date
    mediator_id: str | None
    notice: Notice | None
    short_notice_agreed: bool
    hold_by: date | None
    pre_mediators: Collection[str] = ()
    attendees: Sequence[Expected] = ()
    booked: Sequence[BookingKind] = field(default=())
    unfit: Sequence[Unfit] = ()
    in_conflict: bool = False
    has_venue: bool = True
    today: date | None = None
    day_off: str | None = None


def concerns(known: Known) -> tuple[Flag, ...]:
    """Return what to look at: before a session everything that is not ready, after it what was irregular."""
    if known.status is SessionStatus.CANCELLED:
        return ()
    looks = (_consents, _authority, _mediator_may) if known.status not in LIVE else _BEFORE
    return tuple(dict.fromkeys(flag for look in looks for flag in look(known)))


def _consents(known: Known) -> Iterator[Flag]:
    for person in known.attendees:
        if person.missing_consents and (person.attended or known.status in LIVE):
            who = ", ".join(person.missing_consents)
            yield Flag("consent_missing", f"Somebody on the list needs the consent of: {who}.")


def _authority(known: Known) -> Iterator[Flag]:
    if known.kind is SessionKind.PRE_MEETING:
        return
    bodies = [person for person in known.attendees if SIDE_OF[person.role] in _BODIES]
    coming = [person for person in bodies if person.response is not Response.DECLINED and person.attended is not False]
    settled = {SIDE_OF[person.role] for person in coming if person.can_decide and person.authority_confirmed}
    # Each body that is asked must be able to settle its own part.
    asked = {SIDE_OF[person.role] for person in bodies} or set(_BODIES)
    if asked - settled:
        who = " or ".join(words for side, words in _BODIES.items() if side in asked - settled)
        yield Flag("authority_not_confirmed", f"Nobody of {who} is confirmed as able to settle the issues.")


def _mediator(known: Known) -> Iterator[Flag]:
    if known.mediator_id is None:
        yield Flag("no_mediator", "No mediator is named.")
    yield from _mediator_may(known)
    if known.kind is not SessionKind.MEDIATION:
        return
    if not known.pre_mediators:
        yield Flag("no_pre_meeting", "No pre-meeting with the family is planned.")
    elif known.mediator_id is not None and known.mediator_id not in known.pre_mediators:
        yield Flag("other_mediator", "The pre-meeting is with another mediator than the session.")


def _mediator_may(known: Known) -> Iterator[Flag]:
    """Look whether whoever was named may still mediate on the day: it was asked once, and can change."""
    if known.in_conflict:
        yield Flag("mediator_in_conflict", "The mediator has a conflict of interest with this case: name another.")
    if known.unfit:
        why = "; ".join(UNFIT_WORDS[what] for what in known.unfit)
        yield Flag("mediator_unfit", f"The mediator may not mediate on that day: {why}. Name another, or bring it up.")


def _day(known: Known) -> Iterator[Flag]:
    """Look at the day itself: it may have gone by, or be one on which nobody is at work."""
    if known.today is not None and known.held_on < known.today:
        yield Flag("day_has_passed", f"{say(known.held_on)} has passed: record what happened, or choose another day.")
    if known.day_off is not None:
        yield Flag("not_a_working_day", f"{say(known.held_on)} is no working day ({known.day_off}).")


def _place(known: Known) -> Iterator[Flag]:
    if known.mode is not SessionMode.ONLINE and not known.has_venue:
        yield Flag("venue_missing", "No venue is named, and somebody is to come to it: it is needed before fixing.")


def _time(known: Known) -> Iterator[Flag]:
    if known.kind is SessionKind.PRE_MEETING:
        return
    if known.hold_by is not None and known.held_on > known.hold_by:
        yield Flag("beyond_day_30", f"The session lies beyond day 30, {say(known.hold_by)}.")
    if known.status is not SessionStatus.FIXED or known.notice is None or known.short_notice_agreed:
        return
    if known.notice.enough is None:
        yield Flag("notice_not_given", f"Give the family notice by {say(known.notice.last_day)}.")
    elif not known.notice.enough:
        yield Flag("short_notice", "Notice is short: ask the family whether it agrees, or fix another day.")


def _people(known: Known) -> Iterator[Flag]:
    if not known.attendees:
        yield Flag("nobody_asked", "Nobody is asked to it yet.")
    if any(person.response is Response.DECLINED for person in known.attendees):
        yield Flag("declined", "Somebody who was asked has declined.")
    if known.mode is not SessionMode.IN_PERSON and not all(person.has_link for person in known.attendees):
        yield Flag("link_missing", "Somebody has no joining link of their own.")


def _bookings(known: Known) -> Iterator[Flag]:
    needs = {need for person in known.attendees for need in person.needs}
    for need, kind in ((Adjustment.INTERPRETER, BookingKind.INTERPRETER), (Adjustment.BSL, BookingKind.BSL)):
        if need in needs and kind not in known.booked:
            yield Flag(f"{kind}_not_booked", f"Somebody needs {need}, and none is booked.")
    if Adjustment.IN_PERSON in needs and known.mode is SessionMode.ONLINE:
        yield Flag("needs_in_person", "Somebody needs to meet in person, and the session is online.")
    if known.mode is not SessionMode.ONLINE and known.kind is not SessionKind.PRE_MEETING:
        rooms = sum(kind is BookingKind.ROOM for kind in known.booked)
        if rooms < _ROOMS_IN_PERSON:
            yield Flag(
                "rooms_missing", f"{rooms} of {_ROOMS_IN_PERSON} rooms are booked: each side needs one of its own."
            )


_BEFORE = (_mediator, _day, _time, _place, _people, _consents, _authority, _bookings)
