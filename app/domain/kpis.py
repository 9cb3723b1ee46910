"""What each figure is: its numerator, its denominator, what is left out, who may see it. All of it is data.

A figure is either a rate (of the clocks in a group, how many were met) or a share (of everything counted, how
much falls in each group). A share's own dimension always stands in its rows; any other grouping splits it, and
then each part has a denominator of its own.
"""

from dataclasses import dataclass
from enum import StrEnum

from app.domain.codes import CertificateKind, DecisionKind, Ethnicity, Need, Outcome, Reason, ReferralKind, Sex
from app.domain.permissions import GRANTS, Permission, Role
from app.domain.withdrawals import WithdrawalReason


class Basis(StrEnum):
    """Which day places a record in the period; `occurred` is the day that a meeting or a certificate has itself."""

    RECEIVED = "received"
    CLOSED = "closed"
    DUE = "due"
    LIVE = "live"
    OCCURRED = "occurred"


class Grouping(StrEnum):
    OUTCOME = "outcome"
    REASON = "reason"
    NEED = "need"
    SEX = "sex"
    ETHNICITY = "ethnicity"
    LA = "la"
    MONTH = "month"
    KIND = "kind"
    STAGE = "stage"
    CERTIFICATE_KIND = "certificate_kind"
    DECISION_KIND = "decision_kind"
    WITHDRAWAL_REASON = "withdrawal_reason"


class Unit(StrEnum):
    """What is counted. A referral is counted as such on arrival, by its case once the case is closed or live."""

    REFERRALS = "referrals"
    CASES = "cases"
    CLOCKS = "clocks"
    CERTIFICATES = "certificates"
    MEETINGS = "meetings"


class Exclusion(StrEnum):
    """Why something that belongs to the period is left out of the denominator; it is always counted apart."""

    SENT_IN_ERROR = "sent_in_error"
    JOINED = "joined"
    NOT_ACCEPTED = "not_accepted"
    NOT_YET_ACCEPTED = "not_yet_accepted"
    STILL_OPEN = "still_open"
    NOT_NEEDED = "not_needed"
    NO_DATE_YET = "no_date_yet"
    HELD_OPEN = "held_open"
    NOT_YET_DUE = "not_yet_due"
    VOIDED = "voided"


class Part(StrEnum):
    """Which of the records behind a row; `remainder` is what the numerator misses of the denominator."""

    NUMERATOR = "numerator"
    REMAINDER = "remainder"
    DENOMINATOR = "denominator"
    EXCLUDED = "excluded"


EXACT_CHARACTERISTICS = frozenset({Grouping.NEED, Grouping.SEX, Grouping.ETHNICITY})
MANAGERS_ONLY = EXACT_CHARACTERISTICS | {Grouping.WITHDRAWAL_REASON}
"""Until there is disclosure control, figures by these go to the provider's own service managers only."""


class OutsideOutcome(StrEnum):
    """How a case ended, as it is told beyond the provider: not what the family said where no mediation went ahead."""

    MEDIATION_MEETING_HELD = "mediation_meeting_held"
    DR_MEETING_HELD = "dr_meeting_held"
    RESOLVED_PRE_MEDIATION = "resolved_pre_mediation"
    LA_DECLINED = "la_declined"
    NOT_PROCEEDING = "not_proceeding"


OUTCOMES_NOT_TOLD_APART = frozenset(
    {Outcome.CHANGED_MIND, Outcome.CHANGED_MIND_CERTIFICATE, Outcome.GUIDANCE_ONLY, Outcome.CERTIFICATE_ONLY}
)
"""The outcomes that a council's officers cannot tell apart, so that a row of one case may not tell them either."""

CODES: dict[Grouping, type[StrEnum]] = {
    Grouping.OUTCOME: Outcome,
    Grouping.REASON: Reason,
    Grouping.NEED: Need,
    Grouping.SEX: Sex,
    Grouping.ETHNICITY: Ethnicity,
    Grouping.KIND: ReferralKind,
    Grouping.CERTIFICATE_KIND: CertificateKind,
    Grouping.DECISION_KIND: DecisionKind,
    Grouping.WITHDRAWAL_REASON: WithdrawalReason,
}
"""The groupings whose values are a closed list: a code that nothing falls under still has its row."""

CODES_OUTSIDE = CODES | {Grouping.OUTCOME: OutsideOutcome}
"""The same as outsiders see them."""

EVERYONE_WITH_FIGURES = tuple(role for role in Role if Permission.KPIS_READ in GRANTS[role])
MANAGERS = (Role.SERVICE_MANAGER,)


@dataclass(frozen=True, slots=True)
class Definition:
    """One figure. `rule_id` names the clock that a rate counts, `dimension` what a share is shared over."""

    code: str
    title: str
    numerator: str
    denominator: str
    exclusions: tuple[Exclusion, ...]
    unit: Unit
    bases: tuple[Basis, ...]
    groupings: tuple[Grouping, ...]
    dimension: Grouping | None = None
    rule_id: str | None = None
    target_percent: float | None = None
    audience: tuple[Role, ...] = EVERYONE_WITH_FIGURES
    definition_version: str = "1"

    @property
    def default_basis(self) -> Basis:
        return self.bases[0]

    @property
    def is_rate(self) -> bool:
        return self.rule_id is not None


_LIVE = (
    "live, cases that had come by the end of that day, were open then, going by the closing and reopening facts dated "
    "by that day, as they stand now, and had not gone to another provider"
)
_G, _B, _X = Grouping, Basis, Exclusion
_CLOCK_BASES = (_B.DUE, _B.RECEIVED, _B.CLOSED)
_CLOCK_GROUPINGS = (_G.LA, _G.MONTH, _G.STAGE, _G.OUTCOME, _G.REASON, _G.DECISION_KIND, *sorted(EXACT_CHARACTERISTICS))
_SPLITS = (_G.LA, _G.MONTH, _G.KIND, _G.DECISION_KIND)
_UNACCEPTED = (_X.SENT_IN_ERROR, _X.JOINED, _X.NOT_ACCEPTED, _X.NOT_YET_ACCEPTED)


def _clock(code: str, title: str, rule_id: str, numerator: str, denominator: str) -> Definition:
    return Definition(
        code=code,
        title=title,
        numerator=numerator,
        denominator=denominator,
        exclusions=(_X.NOT_NEEDED, _X.NO_DATE_YET, _X.HELD_OPEN, _X.NOT_YET_DUE),
        unit=Unit.CLOCKS,
        bases=_CLOCK_BASES,
        groupings=_CLOCK_GROUPINGS,
        rule_id=rule_id,
        target_percent=100.0,
    )


def _characteristic(code: str, title: str, dimension: Grouping) -> Definition:
    return Definition(
        code=code,
        title=title,
        numerator="Cases of children and young people in this group.",
        denominator=f"Cases of the period. By basis: closed, those closed; received, those that arrived; {_LIVE}.",
        exclusions=_UNACCEPTED,
        definition_version="2",
        unit=Unit.CASES,
        bases=(_B.CLOSED, _B.RECEIVED, _B.LIVE),
        groupings=(dimension, *_SPLITS),
        dimension=dimension,
        audience=MANAGERS,
    )


DEFINITIONS: dict[str, Definition] = {
    definition.code: definition
    for definition in (
        _clock(
            "T1",
            "Mediation held within 30 days",
            "hold-30d",
            "Mediations held, with the family present, on or before day 30.",
            "Mediations asked for whose day 30 falls in the period and has passed, and those held.",
        ),
        _clock(
            "T2",
            "Certificate within 3 working days where the family does not mediate",
            "cert-no-mediation-3wd",
            "Certificates issued on or before the third working day.",
            "Certificates of this kind whose third working day falls in the period and has passed, and those issued.",
        ),
        _clock(
            "T3",
            "Certificate within 3 working days of the end of mediation",
            "cert-after-mediation-3wd",
            "Certificates issued on or before the third working day.",
            "Mediations concluded whose third working day falls in the period and has passed, and those certified.",
        ),
        _clock(
            "T4",
            "Certificate within 3 working days where mediation could not be arranged",
            "cert-deemed-3wd",
            "Certificates issued on or before the third working day.",
            "Mediations not arranged whose third working day falls in the period and has passed, and those certified.",
        ),
        Definition(
            code="V1",
            title="Volumes of referrals and cases",
            numerator="Referrals or cases in this group; where there is no group, all of them.",
            denominator=f"By basis: received, referrals that arrived; closed, cases closed; {_LIVE}.",
            exclusions=(_X.SENT_IN_ERROR,),
            unit=Unit.REFERRALS,
            bases=(_B.RECEIVED, _B.CLOSED, _B.LIVE),
            definition_version="2",
            groupings=(*_SPLITS, _G.STAGE, _G.OUTCOME, _G.REASON, *sorted(EXACT_CHARACTERISTICS)),
        ),
        Definition(
            code="outcomes",
            title="Outcomes",
            numerator="Cases that ended with this outcome. Beyond the provider's own staff the outcomes of a family "
            "that did not go on to mediate are counted as one: not_proceeding.",
            denominator="Cases of the period that have ended: one outcome each.",
            exclusions=(*_UNACCEPTED, _X.STILL_OPEN),
            unit=Unit.CASES,
            bases=(_B.CLOSED, _B.RECEIVED),
            groupings=(_G.OUTCOME, *_SPLITS, _G.REASON),
            dimension=_G.OUTCOME,
        ),
        Definition(
            code="reasons",
            title="Reasons for mediation",
            numerator="Referrals that gave this reason; a referral may give several.",
            denominator="Referrals, each once, so that the shares add up to more than 100. By basis: received, "
            f"those that arrived; closed, those whose case closed; {_LIVE}.",
            exclusions=(_X.SENT_IN_ERROR,),
            unit=Unit.REFERRALS,
            definition_version="2",
            bases=(_B.CLOSED, _B.RECEIVED, _B.LIVE),
            groupings=(_G.REASON, *_SPLITS, _G.OUTCOME),
            dimension=_G.REASON,
        ),
        Definition(
            code="withdrawals",
            title="Families that changed their mind, by reason",
            numerator="Cases whose family changed its mind for this reason; where there is none, it did not.",
            denominator="Cases of the period that have ended.",
            exclusions=(*_UNACCEPTED, _X.STILL_OPEN),
            unit=Unit.CASES,
            bases=(_B.CLOSED, _B.RECEIVED),
            groupings=(_G.WITHDRAWAL_REASON, *_SPLITS, _G.OUTCOME),
            dimension=_G.WITHDRAWAL_REASON,
            audience=MANAGERS,
        ),
        Definition(
            code="certificates",
            title="Certificates issued",
            numerator="Certificates of this kind.",
            denominator="Certificates first issued in the period; a corrected one counts once, on its first day.",
            exclusions=(_X.VOIDED,),
            unit=Unit.CERTIFICATES,
            bases=(_B.OCCURRED,),
            groupings=(_G.CERTIFICATE_KIND, *_SPLITS),
            dimension=_G.CERTIFICATE_KIND,
        ),
        Definition(
            code="meetings",
            title="Meetings held",
            numerator="Meetings of this kind: mediation or disagreement resolution.",
            denominator="Meetings held in the period.",
            exclusions=(),
            unit=Unit.MEETINGS,
            bases=(_B.OCCURRED,),
            groupings=(_G.KIND, _G.LA, _G.MONTH, _G.DECISION_KIND),
            dimension=_G.KIND,
        ),
        _characteristic("needs", "Primary type of special educational need", _G.NEED),
        _characteristic("sex", "Sex", _G.SEX),
        _characteristic("ethnicity", "Ethnicity", _G.ETHNICITY),
    )
}
