"""Am I in time, and do I need a certificate? Plain answers from the worked-out clocks. Late is never the end."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.clocks import Deadline
from app.domain.codes import DeadlineStatus, DecisionKind
from app.domain.counting import say

STANDING_WARNING = (
    "Late is never the end. If a day has passed, an appeal can still be sent with the reasons for it, and the tribunal "
    "can give more time. Ask for advice first, and do not wait."
)


class Answer(StrEnum):
    """Where somebody stands; a new one may be added."""

    IN_TIME = "in_time"
    CERTIFICATE_FIRST = "certificate_first"
    CONTACT_NOW = "contact_now"
    CERTIFICATE_OPENS_A_MONTH = "certificate_opens_a_month"
    ASK_FOR_MORE_TIME = "ask_for_more_time"
    APPEAL_RECEIVED = "appeal_received"
    APPEAL_RECEIVED_LATE = "appeal_received_late"
    CHECK_WITH_TRIBUNAL = "check_with_tribunal"
    NO_DATE = "no_date"


@dataclass(frozen=True, slots=True)
class Help:
    """Where to get help, free of charge."""

    name: str
    what: str
    url: str | None


HELP = (
    Help("SENDIASS", "Your council's own information, advice and support service; its Local Offer names it.", None),
    Help("IPSEA", "Independent advice on the law, appeals and late appeals.", "https://www.ipsea.org.uk/"),
    Help("The mediation adviser", "Named in the council's letter: gives information and issues the certificate.", None),
)


@dataclass(frozen=True, slots=True)
class Checked:
    """The answer, what to do in order, and which form an appeal takes."""

    answer: Answer
    summary: str
    steps: tuple[str, ...]
    days_left: int | None
    form: str


def form_for(kind: DecisionKind | None) -> str:
    """Return the tribunal's form for a decision."""
    return "SEND35A" if kind is DecisionKind.REFUSAL_TO_ASSESS else "SEND35"


def check(
    contact: Deadline | None, appeal: Deadline | None, *, kind: DecisionKind | None, certified: bool, as_of: date
) -> Checked:
    """Return where somebody stands on a day by the clocks of their decision."""
    form = form_for(kind)
    if appeal is None or appeal.due_on is None or contact is None or contact.due_on is None:
        summary = "The rules on mediation certificates began on 1 September 2014, after this decision."
        steps = ("Check the day, and ask for advice about the law of that time.",)
        return Checked(Answer.NO_DATE, summary, steps, None, form)
    words = _Words(contact, appeal, form, certified, as_of)
    answer = _answer(words)
    summary, told = _TELL[answer](words)
    return Checked(answer, summary, (*told, *words.not_moved), words.days_left, form)


@dataclass(frozen=True, slots=True)
class _Words:
    """The two clocks, and how their days are said on a day."""

    contact: Deadline
    appeal: Deadline
    form: str
    certified: bool
    as_of: date

    @property
    def two_months(self) -> date:
        """The day on which the two months from the sending end, before any move."""
        return self.contact.judged_on or self.contact.due_on or self.as_of

    @property
    def last(self) -> date:
        """The last day that safely counts for the appeal: by the sending, where the letter is dated before it."""
        return self.two_months if self.asks_permission else self._latest

    @property
    def moved(self) -> date | None:
        """The later day that can only be argued for in a permission case, where the tribunal's rule moves it (R21)."""
        return self._latest if self.asks_permission and self._latest > self.last else None

    @property
    def asks_permission(self) -> bool:
        return "R21" in self.appeal.rulings

    @property
    def appeal_day(self) -> date:
        """The day to name: the safe one, until it has passed and a later one still counts."""
        return self._day_of(self.appeal, self.last)

    @property
    def days_left(self) -> int | None:
        left = (self.appeal_day - self.as_of).days
        return left if left >= 0 else None

    @property
    def by_appeal(self) -> str:
        return f"5 pm on {self._by(self.appeal, self.appeal_day)}"

    @property
    def by_contact(self) -> str:
        return self._by(self.contact, self._day_of(self.contact, self.two_months))

    @property
    def send(self) -> str:
        return f"Send form {self.form} with the decision letter so that the tribunal has it by {self.by_appeal}."

    @property
    def late_contact(self) -> bool:
        return "contact_late" in self.contact.flags or "contact_late" in self.appeal.flags

    @property
    def lacks_certificate(self) -> bool:
        return bool(self.appeal.certificate_needed) and not self.certified

    @property
    def reached(self) -> bool:
        known = self.contact.status(self.as_of) in (DeadlineStatus.MET, DeadlineStatus.NOT_NEEDED)
        return known or "provisional" in self.contact.flags

    @property
    def arguable(self) -> tuple[str, ...]:
        """Later days that can be argued for and have not passed, in words."""
        others = self.appeal.alternatives
        later = [other for other in others if other.due_on > self._latest and other.due_on >= self.as_of]
        if not later:
            return ()
        latest = max(later, key=lambda other: other.due_on)
        return (
            f"Some read the rules as giving until {say(latest.due_on)}, {latest.ground}; "
            "do not rely on it, but say so when you ask.",
        )

    @property
    def not_moved(self) -> tuple[str, ...]:
        """Why the day shown in a permission case is the safe one, in words, as long as the moved day may still help."""
        met_on, moved = self.appeal.met_on, self.moved
        if moved is None or (met_on or self.as_of) > moved or (met_on is not None and met_on <= self.last):
            return ()
        return (
            f"You asked for permission to appeal without a certificate: {say(moved)} counts only if the tribunal's "
            "rule 12 moves the day in a permission case too. Do not rely on it, but say so to the tribunal.",
        )

    @property
    def _latest(self) -> date:
        return self.appeal.judged_on or self.appeal.due_on or self.as_of

    def _day_of(self, clock: Deadline, last: date) -> date:
        due = clock.due_on or self.as_of
        return last if due < self.as_of <= last else due

    def _by(self, clock: Deadline, day: date) -> str:
        if clock.due_on is not None and day != clock.due_on:
            by_letter = f"by the date on the letter it was {say(clock.due_on)}, so act today"
            return f"{say(day)} (counted from the day of sending; {by_letter})"
        act_by = clock.act_by_on
        if act_by is not None and self.as_of <= act_by < day:
            return f"{say(act_by)} ({say(day)} is the last day, and no working day)"
        return say(day)


def _answer(words: _Words) -> Answer:
    contact, appeal, as_of = words.contact, words.appeal, words.as_of
    if "after_5pm_check" in appeal.flags:
        return Answer.CHECK_WITH_TRIBUNAL
    status = appeal.status(as_of)
    if status is DeadlineStatus.MET:
        arguable = appeal.met_on is not None and appeal.met_on > words.last
        return Answer.CHECK_WITH_TRIBUNAL if arguable else Answer.APPEAL_RECEIVED
    if status is DeadlineStatus.LATE:
        return Answer.APPEAL_RECEIVED_LATE
    if as_of > words.last:
        waits = words.lacks_certificate and words.reached
        return Answer.CERTIFICATE_OPENS_A_MONTH if waits else Answer.ASK_FOR_MORE_TIME
    if not words.lacks_certificate:
        return Answer.IN_TIME
    waiting = contact.status(as_of) is DeadlineStatus.PENDING and not words.reached
    return Answer.CONTACT_NOW if waiting else Answer.CERTIFICATE_FIRST


def _in_time(words: _Words) -> tuple[str, tuple[str, ...]]:
    certificate = (
        "Send the certificate with it."
        if words.appeal.certificate_needed
        else "No certificate is needed for an appeal about the school or its type alone."
    )
    if words.late_contact:
        certificate = "The adviser was contacted late, so say why, and ask for the tribunal's permission as well."
    return f"You are in time: the tribunal must have the appeal by {words.by_appeal}.", (words.send, certificate)


def _certificate_first(words: _Words) -> tuple[str, tuple[str, ...]]:
    if words.late_contact or not words.reached:
        return (
            f"The day for contacting the adviser was {say(words.two_months)}, but the appeal itself is not late: the "
            f"tribunal must have it by {words.by_appeal}.",
            (
                "Contact the mediation adviser today all the same, and ask for the certificate as urgent.",
                words.send,
                "Say why contact was late; the tribunal's permission may be needed.",
            ),
        )
    return (
        f"You are in time, and you need a certificate. The day is {words.by_appeal}, or one month from the certificate "
        "if that is later.",
        (
            "Tell the mediation adviser whether you wish to mediate; either way a certificate follows.",
            "Once you have it, send the appeal with it.",
        ),
    )


def _contact_now(words: _Words) -> tuple[str, tuple[str, ...]]:
    return (
        f"You are in time, and you need a certificate first. Contact the mediation adviser by {words.by_contact}.",
        (
            f"Contact the mediation adviser by {words.by_contact}; a call, a form or a message counts.",
            "Say that you wish to appeal, and whether you wish to mediate. Mediation is your choice.",
            f"Appeal with the certificate by {words.by_appeal}, or within one month of it if that is later.",
        ),
    )


def _opens_a_month(words: _Words) -> tuple[str, tuple[str, ...]]:
    ended = f"The two months ended on {say(words.two_months)}"
    if words.last != words.two_months:
        ended += f", the tribunal's rule 12 moved the day to appeal to {say(words.last)}"
    return (
        f"{ended}, and the certificate opens one month from its own day.",
        (
            "Ask the mediation adviser for the certificate now.",
            "Appeal within one month of the day on it.",
            "Appealing without it is possible too, with the tribunal's permission.",
        ),
    )


def _more_time(words: _Words) -> tuple[str, tuple[str, ...]]:
    adviser = ("Contact the mediation adviser too, since you have no certificate.",) if words.lacks_certificate else ()
    return (
        f"The day was {say(words.last)}. A late appeal can still be sent: ask the tribunal for more time.",
        (
            "Get advice now, free of charge.",
            f"Send form {words.form} as soon as you can, and say why it is late.",
            *adviser,
            *words.arguable,
        ),
    )


def _received(words: _Words) -> tuple[str, tuple[str, ...]]:
    summary = f"The tribunal had the appeal in time; the last day was {say(words.last)}."
    if not words.lacks_certificate:
        return summary, ()
    return (
        f"{summary} A certificate was needed, and none is told of here.",
        (
            "If you have a certificate, make sure that the tribunal has it too.",
            "If you have none, contact the mediation adviser now, and ask the tribunal for permission without it.",
        ),
    )


def _received_late(words: _Words) -> tuple[str, tuple[str, ...]]:
    received = f" on {say(words.appeal.met_on)}" if words.appeal.met_on else ""
    adviser = ("Contact the mediation adviser too, since you have no certificate.",) if words.lacks_certificate else ()
    return (
        f"The tribunal had the appeal{received}; the day was {say(words.last)}. No second form is needed.",
        (
            "Ask the tribunal for more time in that appeal, and say why it was late.",
            "Get advice now, free of charge.",
            *adviser,
            *words.arguable,
        ),
    )


def _check_with_tribunal(words: _Words) -> tuple[str, tuple[str, ...]]:
    received, arrived = words.appeal.met_on, "after 5 pm on the last day"
    if received is not None:
        arrived = f"on {say(received)}, and the safe last day was {say(words.last)}"
    return (
        f"The appeal arrived {arrived}: ask the tribunal whether it is in time.",
        ("Ask the tribunal, and ask for more time in case it is needed.",),
    )


_TELL = {
    Answer.IN_TIME: _in_time,
    Answer.CERTIFICATE_FIRST: _certificate_first,
    Answer.CONTACT_NOW: _contact_now,
    Answer.CERTIFICATE_OPENS_A_MONTH: _opens_a_month,
    Answer.ASK_FOR_MORE_TIME: _more_time,
    Answer.APPEAL_RECEIVED: _received,
    Answer.APPEAL_RECEIVED_LATE: _received_late,
    Answer.CHECK_WITH_TRIBUNAL: _check_with_tribunal,
}
