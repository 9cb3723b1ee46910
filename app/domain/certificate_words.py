"""What a mediation certificate says, by its kind, and what the family is told of its time to appeal."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.domain.codes import CertificateKind, DecisionKind

K, D = CertificateKind, DecisionKind

TITLE = "Mediation certificate"

DECISIONS: Mapping[DecisionKind, str] = {
    D.REFUSAL_TO_ASSESS: "not to carry out an education, health and care needs assessment",
    D.REFUSAL_TO_ISSUE: "not to issue an education, health and care plan after an assessment",
    D.PLAN_CONTENTS: "the contents of an education, health and care plan",
    D.REFUSAL_TO_REASSESS: "not to carry out a reassessment of needs",
    D.REFUSAL_TO_AMEND: "not to amend or replace an education, health and care plan",
    D.CEASE_TO_MAINTAIN: "to cease to maintain an education, health and care plan",
}

_ADVISED = "The mediation adviser has given information and advice about pursuing mediation with the local authority."
_BY_KIND: Mapping[CertificateKind, tuple[str, ...]] = {
    K.S55_4: (
        _ADVISED,
        "The person named above has told the mediation adviser that they do not wish to pursue mediation.",
    ),
    K.S55_5: (
        _ADVISED,
        "The person named above told the mediation adviser that they wished to pursue mediation, and has taken part in "
        "mediation.",
    ),
    K.S55_5_DEEMED: (
        _ADVISED,
        "The person named above told the mediation adviser that they wished to pursue mediation. The mediation could "
        "not be arranged in time, so they are treated as having taken part in it.",
    ),
}

INDEPENDENT = (
    "The mediation adviser is not employed by a local authority in England, by an integrated care board or by "
    "NHS England."
)
CONFIDENTIAL = (
    "What is said in mediation is confidential. This certificate tells the tribunal that the step before an appeal has "
    "been taken, and nothing of what was said."
)


@dataclass(frozen=True, slots=True)
class Contacted:
    """The family's own contact with the adviser: its day, or the day by which it had been made; and if it was late."""

    on: date
    day_known: bool = True
    late: bool = False


THIS_ISSUED = "this certificate was issued"
THIS_ISSUED_AGAIN = "this certificate was first issued"
AN_EARLIER_ONE = "the first certificate about this decision was issued"


@dataclass(frozen=True, slots=True)
class Window:
    """The time to appeal as it was worked out for a certificate, told on a day.

    `due_on` is the last day as it is shown and `judged_on` the last that counts: later where the decision letter bears
    an earlier date than its sending, which is then `letter_on` (R6). `month_of` is whose month `month_on` ends.
    """

    told_on: date
    due_on: date | None
    judged_on: date | None = None
    two_months_on: date | None = None
    month_on: date | None = None
    month_of: str = THIS_ISSUED
    letter_on: date | None = None
    contact_late: bool = False
    certificate_needed: bool = True


def written(day: date) -> str:
    """Return a day in words."""
    return f"{day.day} {day:%B %Y}"


def statements(kind: CertificateKind, contact: Contacted | None) -> tuple[str, ...]:
    """Return what a certificate of this kind certifies, with the day of contact and whether it was late (R9)."""
    said = list(_BY_KIND[kind])
    if contact is not None and contact.day_known:
        late = ", which was more than two months after the decision was sent" if contact.late else ""
        said.append(f"The family first contacted the mediation adviser on {written(contact.on)}{late}.")
    elif contact is not None:
        said.append(f"The family had contacted the mediation adviser by {written(contact.on)}.")
    return (*said, INDEPENDENT)


def appeal(window: Window) -> tuple[str, ...]:
    """Return what the family is told of the time to appeal, in plain words; never that they cannot appeal."""
    if window.due_on is None:
        return (
            "When an appeal must be made depends on the day on which the decision was sent. Ask the mediation adviser.",
        )
    last = window.judged_on or window.due_on
    passed = window.told_on > last
    return (
        *(_gone_by(window, last) if passed else _still_to_come(window, window.due_on, last)),
        *_late_contact(window, last, passed=passed),
        *_not_needed(window),
        _ADVICE_ON_LATE_APPEALS if passed else _LATE_IS_NOT_THE_END,
    )


_LATE_IS_NOT_THE_END = "A late appeal is not the end: the tribunal can be asked for permission to appeal out of time."
_ADVICE_ON_LATE_APPEALS = "SENDIASS and IPSEA advise families on late appeals free of charge."


def _still_to_come(window: Window, due_on: date, last: date) -> tuple[str, ...]:
    if window.told_on > due_on:
        return (
            f"The tribunal must receive an appeal by 5pm on {written(last)}, counted from the day on which the "
            f"decision was sent. Counted from the date on the decision letter the last day was {written(due_on)}, "
            "which has passed, so send the appeal at once.",
        )
    return f"The tribunal must receive an appeal by 5pm on {written(due_on)}.", *_worked_out(window, due_on)


def _gone_by(window: Window, last: date) -> tuple[str, ...]:
    # Where the day shown was counted from the letter, the two months shown are not those of the day that counts.
    counted = () if window.judged_on is not None else _worked_out(window, last)
    words = (
        f"The last day for the tribunal to receive an appeal was {written(last)}.",
        *counted,
        "That day has passed. An appeal can still be sent: send it as soon as you can and say why it is late. The "
        "tribunal can give more time.",
    )
    return (" ".join(words),)


def _worked_out(window: Window, due_on: date) -> tuple[str, ...]:
    """Say from which days a last day was counted, and that it was moved where the tribunal's rules move it (R4)."""
    months = window.two_months_on
    if months is None:
        return ()
    told = "two months after the decision was sent"
    if window.letter_on is not None:
        told = f"two months after {written(window.letter_on)}, the date on the decision letter"
    if window.month_on is not None and _month_counts(window):
        counted = max(months, window.month_on)
        words = (
            f"That day is worked out from the later of two dates: {told} ({written(months)}) and one month after "
            f"{window.month_of} ({written(window.month_on)})"
        )
    elif months == due_on:
        return (f"That is {told}.",)
    else:
        counted, words = months, f"That day is worked out from {told} ({written(months)})"
    return (f"{words}, moved on by the tribunal's rules." if due_on > counted else f"{words}.",)


def _late_contact(window: Window, last: date, *, passed: bool) -> tuple[str, ...]:
    """Say what late contact means for the appeal, and what can be argued of the month all the same (R3)."""
    if not window.contact_late:
        return ()
    say_why = "say why that was late too" if passed else "send the appeal as soon as you can and say why"
    words = f"The mediation adviser was contacted late, so the tribunal may need to give permission: {say_why}."
    if window.month_on is not None:
        words += f" For the same reason one month after {window.month_of} is not counted."
        if window.month_on > last:
            words += (
                f" It can be argued that it counts, which would be until {written(window.month_on)}. The tribunal "
                "decides that, so do not rely on it."
            )
    return (words,)


def _not_needed(window: Window) -> tuple[str, ...]:
    """Say why the month from a certificate that was not needed does not count (R5)."""
    if window.certificate_needed or window.month_on is None:
        return ()
    return (
        f"An appeal about the school or its type alone needs no certificate, so one month after {window.month_of} is "
        "not counted. If the appeal is about anything else too, ask the mediation adviser: it then needs a "
        "certificate.",
    )


def _month_counts(window: Window) -> bool:
    return window.certificate_needed and not window.contact_late


def void(voided_on: date, replaced_by: str | None) -> str:
    """Return what a voided certificate says of itself."""
    instead = f" Certificate {replaced_by} takes its place." if replaced_by else ""
    return f"This certificate was made void on {written(voided_on)} and must not be relied on.{instead}"


def facts(told: Mapping[str, str | None]) -> Sequence[tuple[str, str]]:
    """Return the facts of a certificate that are known, by name, in order."""
    return [(name, value) for name, value in told.items() if value]
