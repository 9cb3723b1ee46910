"""Am I in time, and do I need a certificate? Plain answers from the worked-out clocks. Late is never the end."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.clocks import Deadline
from app.domain.codes import LEAVES_A_PLAN_TO_APPEAL, DeadlineStatus, DecisionKind
from app.domain.counting import say
from app.domain.time_check_words import Words

STANDING_WARNING = (
    "Late is never the end. If a day has passed, an appeal can still be sent with the reasons for it, and the tribunal "
    "can give more time. Ask for advice first, and do not wait."
)

NO_SECTION_I = "An appeal against this decision is not about the school that a plan names, so it needs a certificate."


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


def lacks_section_i(kind: DecisionKind | None, sections: Collection[str]) -> bool:
    """Return whether the school alone was named of a decision that has no section I, and so exempts from nothing."""
    return kind not in LEAVES_A_PLAN_TO_APPEAL and set(sections) == {"I"}


def check(
    contact: Deadline | None,
    appeal: Deadline | None,
    *,
    kind: DecisionKind | None,
    certified: bool,
    as_of: date,
    sections: Collection[str] = (),
) -> Checked:
    """Return where somebody stands on a day by the clocks of their decision."""
    form = form_for(kind)
    if appeal is None or appeal.due_on is None or contact is None or contact.due_on is None:
        summary = "The rules on mediation certificates began on 1 September 2014, after this decision."
        steps = ("Check the day, and ask for advice about the law of that time.",)
        return Checked(Answer.NO_DATE, summary, steps, None, form)
    words = Words(contact, appeal, form, certified, as_of)
    answer = _answer(words)
    summary, told = _TELL[answer](words)
    certificate = (NO_SECTION_I,) if lacks_section_i(kind, sections) else ()
    return Checked(answer, summary, (*certificate, *told, *words.not_moved), words.days_left, form)


def _answer(words: Words) -> Answer:
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


def _in_time(words: Words) -> tuple[str, tuple[str, ...]]:
    certificate = (
        "Send the certificate with it."
        if words.appeal.certificate_needed
        else "No certificate is needed for an appeal about the school or its type alone."
    )
    if words.late_contact:
        certificate = "The adviser was contacted late, so say why, and ask for the tribunal's permission as well."
    return f"You are in time: the tribunal must have the appeal by {words.by_appeal}.", (words.send, certificate)


def _certificate_first(words: Words) -> tuple[str, tuple[str, ...]]:
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


def _contact_now(words: Words) -> tuple[str, tuple[str, ...]]:
    return (
        f"You are in time, and you need a certificate first. Contact the mediation adviser by {words.by_contact}.",
        (
            f"Contact the mediation adviser by {words.by_contact}; a call, a form or a message counts.",
            "Say that you wish to appeal, and whether you wish to mediate. Mediation is your choice.",
            f"Appeal with the certificate by {words.by_appeal}, or within one month of it if that is later.",
        ),
    )


def _opens_a_month(words: Words) -> tuple[str, tuple[str, ...]]:
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


def _more_time(words: Words) -> tuple[str, tuple[str, ...]]:
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


def _received(words: Words) -> tuple[str, tuple[str, ...]]:
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


def _received_late(words: Words) -> tuple[str, tuple[str, ...]]:
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


def _check_with_tribunal(words: Words) -> tuple[str, tuple[str, ...]]:
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
