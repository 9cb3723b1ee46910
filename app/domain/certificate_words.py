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


@dataclass(frozen=True, slots=True)
class Window:
    """The time to appeal as it was worked out: the last day, the limbs it was taken from, and what to be careful of."""

    due_on: date | None
    limb_i_on: date | None
    limb_ii_on: date | None
    late: bool
    permission_needed: bool


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
    said = [f"The tribunal must receive an appeal by 5pm on {written(window.due_on)}."]
    if window.permission_needed:
        said.append(
            "The mediation adviser was contacted late, so the tribunal may need to give permission. Send the appeal as "
            "soon as you can and say why it is late."
        )
    if window.limb_i_on and window.limb_ii_on:
        said.append(
            f"This is worked out from two dates: two months after the decision was sent ({written(window.limb_i_on)}) "
            f"and one month after this certificate was issued ({written(window.limb_ii_on)})."
        )
    said.append("A late appeal is not the end: the tribunal can be asked for permission to appeal out of time.")
    return tuple(said)


def void(voided_on: date, replaced_by: str | None) -> str:
    """Return what a voided certificate says of itself."""
    instead = f" Certificate {replaced_by} takes its place." if replaced_by else ""
    return f"This certificate was made void on {written(voided_on)} and must not be relied on.{instead}"


def facts(told: Mapping[str, str | None]) -> Sequence[tuple[str, str]]:
    """Return the facts of a certificate that are known, by name, in order."""
    return [(name, value) for name, value in told.items() if value]
