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
        return Checked(Answer.NO_DATE, summary, (), None, form)
    answer = _answer(contact, appeal, certified=certified, as_of=as_of)
    last = appeal.judged_on or appeal.due_on
    left = (appeal.due_on - as_of).days
    words = _Words(contact, appeal, form, last)
    summary, steps = _TELL[answer](words)
    return Checked(answer, summary, steps, left if left >= 0 else None, form)


def _answer(contact: Deadline, appeal: Deadline, *, certified: bool, as_of: date) -> Answer:
    status = appeal.status(as_of)
    last = appeal.judged_on or appeal.due_on or as_of
    if "after_5pm_check" in appeal.flags:
        return Answer.CHECK_WITH_TRIBUNAL
    if status is DeadlineStatus.MET:
        return Answer.APPEAL_RECEIVED
    if status is DeadlineStatus.LATE:
        return Answer.ASK_FOR_MORE_TIME
    reached = contact.status(as_of) in (DeadlineStatus.MET, DeadlineStatus.NOT_NEEDED) or "provisional" in contact.flags
    if as_of > last:
        waits = appeal.certificate_needed and not certified and reached
        return Answer.CERTIFICATE_OPENS_A_MONTH if waits else Answer.ASK_FOR_MORE_TIME
    if not appeal.certificate_needed or certified:
        return Answer.IN_TIME
    waiting = contact.status(as_of) is DeadlineStatus.PENDING and not reached
    return Answer.CONTACT_NOW if waiting else Answer.CERTIFICATE_FIRST


@dataclass(frozen=True, slots=True)
class _Words:
    contact: Deadline
    appeal: Deadline
    form: str
    last: date

    @property
    def by_appeal(self) -> str:
        return f"5 pm on {say(self.appeal.due_on)}" if self.appeal.due_on else ""

    @property
    def by_contact(self) -> str:
        return say(self.contact.due_on) if self.contact.due_on else ""

    @property
    def send(self) -> str:
        return f"Send form {self.form} with the decision letter so that the tribunal has it by {self.by_appeal}."

    @property
    def late_contact(self) -> bool:
        return "contact_late" in self.contact.flags or "contact_late" in self.appeal.flags


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
    if words.late_contact or words.contact.met_on is None:
        return (
            f"The day for contacting the adviser was {words.by_contact}, but the appeal itself is not late: the "
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
    return (
        f"The two months ended on {say(words.last)}, and the certificate opens one month from its own day.",
        (
            "Ask the mediation adviser for the certificate now.",
            "Appeal within one month of the day on it.",
            "Appealing without it is possible too, with the tribunal's permission.",
        ),
    )


def _more_time(words: _Words) -> tuple[str, tuple[str, ...]]:
    return (
        f"The day was {say(words.last)}. A late appeal can still be sent: ask the tribunal for more time.",
        (
            "Get advice now, free of charge.",
            f"Send form {words.form} as soon as you can, and say why it is late.",
            "Contact the mediation adviser too, if you have no certificate.",
        ),
    )


def _received(words: _Words) -> tuple[str, tuple[str, ...]]:
    return f"The tribunal had the appeal in time; the last day was {say(words.last)}.", ()


def _check_with_tribunal(words: _Words) -> tuple[str, tuple[str, ...]]:
    return (
        "The appeal arrived after 5 pm on the last day: ask the tribunal whether it is in time.",
        ("Ask the tribunal, and ask for more time in case it is needed.",),
    )


_TELL = {
    Answer.IN_TIME: _in_time,
    Answer.CERTIFICATE_FIRST: _certificate_first,
    Answer.CONTACT_NOW: _contact_now,
    Answer.CERTIFICATE_OPENS_A_MONTH: _opens_a_month,
    Answer.ASK_FOR_MORE_TIME: _more_time,
    Answer.APPEAL_RECEIVED: _received,
    Answer.CHECK_WITH_TRIBUNAL: _check_with_tribunal,
}
