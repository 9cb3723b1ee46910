"""Whether a mediator may be given a case on a day: guard 7 of law.md 3.2, with who is never independent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from app.domain.refusals import GuardRefused


class RegisterBody(StrEnum):
    """The bodies whose register of SEND mediators counts."""

    COLLEGE_OF_MEDIATORS = "college_of_mediators"
    CIVIL_MEDIATION_COUNCIL = "civil_mediation_council"


class Employer(StrEnum):
    """Who a mediator works for beside mediating, as they declare it."""

    NONE = "none"
    LA = "la"
    ICB = "icb"
    NHS_ENGLAND = "nhs_england"
    OTHER = "other"


NOT_INDEPENDENT = frozenset({Employer.LA, Employer.ICB, Employer.NHS_ENGLAND})
"""Any council in England, whichever is in dispute, and the health bodies: CFA sections 53, 54 and 56."""


class Unfit(StrEnum):
    """What is not in date, or in the way."""

    NO_RECORD = "no_record"
    REGISTRATION = "registration"
    CPD = "cpd"
    DBS = "dbs"
    INSURANCE = "insurance"
    INDEPENDENCE = "independence"
    EMPLOYER = "employer"


WORDS: Mapping[Unfit, str] = {
    Unfit.NO_RECORD: "nothing is recorded of their registration",
    Unfit.REGISTRATION: "their entry on the register of SEND mediators is not in date",
    Unfit.CPD: "their continuing professional development is not in date",
    Unfit.DBS: "their DBS certificate is not in date",
    Unfit.INSURANCE: "their insurance is not in date",
    Unfit.INDEPENDENCE: "their declaration of independence is not in date",
    Unfit.EMPLOYER: "they work for a council, a health body or NHS England",
}


@dataclass(frozen=True, slots=True)
class Fitness:
    """What is known of a mediator: until when each thing holds, and who they work for."""

    registered_until: date | None
    cpd_until: date | None
    dbs_until: date | None
    insured_until: date | None
    independent_until: date | None
    employer: Employer | None


def unfit(known: Fitness | None, day: date) -> tuple[Unfit, ...]:
    """Return what keeps a mediator from a case on a day; nothing when they are fit."""
    if known is None:
        return (Unfit.NO_RECORD,)
    dated = {
        Unfit.REGISTRATION: known.registered_until,
        Unfit.CPD: known.cpd_until,
        Unfit.DBS: known.dbs_until,
        Unfit.INSURANCE: known.insured_until,
        Unfit.INDEPENDENCE: known.independent_until,
    }
    found = [what for what, until in dated.items() if until is None or until < day]
    if known.employer is None or known.employer in NOT_INDEPENDENT:
        found.append(Unfit.EMPLOYER)
    return tuple(found)


def check_fit(known: Fitness | None, day: date) -> None:
    """Refuse a mediator who is not fit on a day, naming everything that is in the way."""
    found = unfit(known, day)
    if found:
        reasons = "; ".join(WORDS[what] for what in found)
        raise GuardRefused(
            f"This mediator may not be given a case on {day.isoformat()}: {reasons}. Record what is in date, or choose "
            "another.",
            rule="guard-7",
            extra={"unfit": [what.value for what in found]},
        )


def check_no_conflict(conflicted: bool) -> None:
    """Refuse somebody who has a conflict of interest with the case (guard 7)."""
    if conflicted:
        raise GuardRefused(
            "This person has a conflict of interest with the case. Choose another, or lift the conflict if it was a "
            "mistake.",
            rule="guard-7",
        )


@dataclass(frozen=True, slots=True)
class Turn:
    """What a fair rotation goes by: how many live cases somebody has, and when they were last given one."""

    user_id: str
    live_cases: int
    last_given_on: date | None
    speaks: bool


def in_turn(turns: list[Turn]) -> list[Turn]:
    """Return mediators in the order of a fair rotation: the language wanted, fewest cases, longest without one."""
    return sorted(
        turns, key=lambda turn: (not turn.speaks, turn.live_cases, turn.last_given_on or date.min, turn.user_id)
    )
