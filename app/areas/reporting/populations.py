"""The records that a figure counts: each with its groups, whether it meets the figure, and why it is left out.

A population has a row per record, or a row per record and reason where it is grouped by reason. Its columns are
`subject` (what is counted), `referral_id`, `case_id`, `met` (1 or 0), `left_out` (null or why) and the groupings.
"""

from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import (
    ColumnElement,
    FromClause,
    Integer,
    Select,
    String,
    and_,
    case,
    cast,
    exists,
    extract,
    func,
    literal,
    null,
    or_,
    select,
    type_coerce,
    union_all,
)

from app.areas.reporting.questions import Question
from app.areas.reporting.scope import predecessors_of, visible_to
from app.domain import lifecycle, withdrawals
from app.domain.codes import ClosureReason, Ethnicity, Need, ReferralStatus, Sex
from app.domain.facts import FactType
from app.domain.kpis import OUTCOMES_NOT_TOLD_APART, Basis, Exclusion, Grouping, OutsideOutcome, Unit
from app.domain.periods import Period
from app.domain.permissions import Actor
from app.store.tables import Case, Certificate, Child, Deadline, Fact, Referral, ReferralReason
from app.store.types import Flag

C, R, D, K, F = (table.__table__.c for table in (Case, Referral, Deadline, Certificate, Fact))
LONDON = ZoneInfo("Europe/London")
_YES, _NO = literal(True, Flag), literal(False, Flag)  # a number on SQLite, so that IS TRUE would not serve both


@dataclass(frozen=True, slots=True, kw_only=True)
class _Arm:
    """One select of a population. Council, health body, child, kind and decision come from `origin`."""

    origin: Any
    tables: FromClause
    subject: ColumnElement[Any]
    referral_id: ColumnElement[Any]
    day: ColumnElement[Any]
    within: tuple[ColumnElement[bool], ...]
    reasons_left_out: tuple[tuple[ColumnElement[bool], Exclusion], ...] = ()
    met: ColumnElement[Any] = field(default_factory=lambda: literal(1, Integer))


def population(question: Question, actor: Actor) -> Any:
    """Return the select of everything that the question is about, within what the actor may see."""
    bodies = predecessors_of(actor)
    arms = _arms(question, actor.tenant_id)
    return union_all(
        *(_select(arm, question, visible_to(actor, arm.origin, bodies), told=actor.is_staff) for arm in arms)
    )


def _arms(question: Question, tenant_id: str) -> list[_Arm]:
    unit, basis = question.definition.unit, question.basis
    if unit is Unit.CLOCKS:
        return [_clocks(question, tenant_id)]
    if unit is Unit.CERTIFICATES:
        return [_certificates(question, tenant_id)]
    if unit is Unit.MEETINGS:
        return [_meetings(question, tenant_id)]
    if basis is Basis.RECEIVED:
        return [_received(question)]
    if basis is Basis.CLOSED:
        return [replace(_CASES, day=C.closed_on, within=_in(C.closed_on, question.period)), _errors(question)]
    return [replace(_CASES, within=_live_on(question.period.last, tenant_id))]


def _live_on(day: date, tenant_id: str) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a case live at the end of a day: it had come, and its facts by then leave it open.

    What is cached of a case tells when it was last closed. Only one reopened after the day may have been closed on it:
    then it had been closed more often than reopened, since the two take turns.
    """
    later = Fact.__table__.alias("reopened_later")
    reopened = select(later.c.case_id).where(
        later.c.tenant_id == tenant_id,
        later.c.type == FactType.REOPENED.value,
        later.c.occurred_on > day,
        *_stands(later),
    )
    turn = Fact.__table__.alias("turn")
    shut = (
        select(turn.c.case_id)
        .where(
            turn.c.tenant_id == tenant_id,
            turn.c.type.in_((FactType.CASE_CLOSED.value, FactType.REOPENED.value)),
            turn.c.occurred_on <= day,
            turn.c.case_id.in_(reopened),
            *_stands(turn),
        )
        .group_by(turn.c.case_id)
        .having(func.sum(case((turn.c.type == FactType.CASE_CLOSED.value, 1), else_=-1)) > 0)
    )
    return (
        C.received_on <= day,
        or_(C.closed_on.is_(None), C.closed_on > day),
        or_(C.transferred_on.is_(None), C.transferred_on > day),
        C.id.not_in(shut),
    )


def _stands(fact: Any) -> tuple[ColumnElement[bool], ...]:
    """Return what makes a fact stand: it takes none back, and none has superseded it."""
    later = Fact.__table__.alias()
    superseded = exists().where(later.c.case_id == fact.c.case_id, later.c.supersedes_id == fact.c.id)
    return fact.c.retracted == _NO, ~superseded.correlate(fact)


def _in(day: ColumnElement[Any], period: Period) -> tuple[ColumnElement[bool], ...]:
    return (day >= period.first, day <= period.last)


def _of_case(part: Any) -> FromClause:
    """Return a case's part joined to its case."""
    return part.__table__.join(  # type: ignore[no-any-return]  # the declarative base types a table as Any
        Case.__table__, and_(C.tenant_id == part.tenant_id, C.id == part.case_id)
    )


_CASES = _Arm(origin=C, tables=Case.__table__, subject=C.id, referral_id=C.referral_id, day=C.received_on, within=())
_REFERRALS = _Arm(
    origin=R,
    tables=Referral.__table__.outerjoin(Case.__table__, and_(C.tenant_id == R.tenant_id, C.referral_id == R.id)),
    subject=R.id,
    referral_id=R.id,
    day=R.received_on,
    within=(),
)


def _received(question: Question) -> _Arm:
    """Return the referrals that arrived in the period, whatever became of them."""
    why = (
        (R.closure_reason == ClosureReason.SENT_IN_ERROR, Exclusion.SENT_IN_ERROR),
        (R.status == ReferralStatus.JOINED, Exclusion.JOINED),
        (R.status == ReferralStatus.CLOSED, Exclusion.NOT_ACCEPTED),
        (C.id.is_(None), Exclusion.NOT_YET_ACCEPTED),
        (C.closed_on.is_(None), Exclusion.STILL_OPEN),
    )
    named = tuple((condition, code) for condition, code in why if code in question.definition.exclusions)
    return replace(_REFERRALS, within=_in(R.received_on, question.period), reasons_left_out=named)


def _errors(question: Question) -> _Arm:
    """Return the referrals closed as sent in error in the period: never a case, only counted apart.

    A closed referral no longer changes, so its last change is its closure.
    """
    begin, end = (
        datetime.combine(day, time(), LONDON).astimezone(UTC)
        for day in (question.period.first, question.period.last + timedelta(days=1))
    )
    return replace(
        _REFERRALS,
        day=R.updated_at,
        within=(
            R.status == ReferralStatus.CLOSED,
            R.closure_reason == ClosureReason.SENT_IN_ERROR,
            R.updated_at >= begin,
            R.updated_at < end,
        ),
        reasons_left_out=((R.id.is_not(None), Exclusion.SENT_IN_ERROR),),
    )


_LAST_DAY = func.coalesce(D.judged_on, D.due_on)
"""The last day that counts as in time, which may be later than the day shown."""


def _clocks(question: Question, tenant_id: str) -> _Arm:
    """Return the clocks of the figure's rule. A clock that may still be met is left out until its day has passed."""
    day: ColumnElement[Any] = {Basis.RECEIVED: C.received_on, Basis.CLOSED: C.closed_on}.get(question.basis, D.due_on)
    return _Arm(
        origin=C,
        tables=_of_case(Deadline),
        subject=D.id,
        referral_id=C.referral_id,
        day=day,
        within=(
            D.tenant_id == tenant_id,
            D.rule_id == question.definition.rule_id,
            *_in(day, question.period),
        ),
        reasons_left_out=(
            (D.not_needed == _YES, Exclusion.NOT_NEEDED),
            (D.due_on.is_(None), Exclusion.NO_DATE_YET),
            (and_(D.met_on.is_(None), D.holds_open == _YES), Exclusion.HELD_OPEN),
            (and_(D.met_on.is_(None), question.today <= _LAST_DAY), Exclusion.NOT_YET_DUE),
        ),
        met=case((D.met_on <= _LAST_DAY, literal(1, Integer)), else_=literal(0, Integer)),
    )


def _certificates(question: Question, tenant_id: str) -> _Arm:
    """Return the certificates by the day they were first issued, so that a correction moves none to another month."""
    return _Arm(
        origin=C,
        tables=_of_case(Certificate),
        subject=K.id,
        referral_id=C.referral_id,
        day=K.first_issued_on,
        within=(K.tenant_id == tenant_id, *_in(K.first_issued_on, question.period)),
        reasons_left_out=((K.voided_on.is_not(None), Exclusion.VOIDED),),
    )


def _meetings(question: Question, tenant_id: str) -> _Arm:
    """Return the meetings that still stand as recorded."""
    return _Arm(
        origin=C,
        tables=_of_case(Fact),
        subject=F.id,
        referral_id=C.referral_id,
        day=F.occurred_on,
        within=(
            F.tenant_id == tenant_id,
            F.type == FactType.SESSION_HELD.value,
            *_in(F.occurred_on, question.period),
            *_stands(Fact.__table__),
        ),
    )


def _select(arm: _Arm, question: Question, visible: ColumnElement[bool], *, told: bool) -> Select[Any]:
    tables = arm.tables
    if not {Grouping.NEED, Grouping.SEX, Grouping.ETHNICITY}.isdisjoint(question.groupings):
        same_child = and_(Child.tenant_id == arm.origin.tenant_id, Child.id == arm.origin.child_id)
        tables = tables.join(Child.__table__, same_child)
    if Grouping.REASON in question.groupings:
        same_referral = and_(
            ReferralReason.tenant_id == arm.origin.tenant_id, ReferralReason.referral_id == arm.referral_id
        )
        tables = tables.outerjoin(ReferralReason.__table__, same_referral)
    left_out: ColumnElement[Any] = cast(null(), String)
    if arm.reasons_left_out:
        left_out = case(*((when, literal(code.value, String)) for when, code in arm.reasons_left_out), else_=null())
    wanted = [visible, *arm.within]
    if question.la is not None:
        wanted.append(arm.origin.la_code == question.la)
    return (
        select(
            arm.subject.label("subject"),
            arm.referral_id.label("referral_id"),
            C.id.label("case_id"),
            arm.met.label("met"),
            left_out.label("left_out"),
            *(_group(arm, grouping, told=told).label(grouping.value) for grouping in question.groupings),
        )
        .select_from(tables)
        .where(*wanted)
    )


_STAGE_OUTSIDE = case(
    (C.stage.in_([stage.value for stage in lifecycle.NOT_TOLD_APART]), lifecycle.OutsideStage.NOT_PROCEEDING.value),
    else_=C.stage,
)


_OUTCOME_OUTSIDE = case(
    (C.outcome.in_([outcome.value for outcome in OUTCOMES_NOT_TOLD_APART]), OutsideOutcome.NOT_PROCEEDING.value),
    else_=type_coerce(C.outcome, String),
)


_WITHDRAWAL_REASON = case(
    (
        C.outcome.in_([outcome.value for outcome in withdrawals.CHANGED_MIND]),
        # Reasons were not always coded.
        func.coalesce(C.withdrawal_reason, withdrawals.WithdrawalReason.NOT_ASKED),
    ),
    else_=null(),
)


def _group(arm: _Arm, grouping: Grouping, *, told: bool) -> ColumnElement[Any]:
    """Return the value of a grouping as text; what was never recorded counts with the code that says so.

    Only who is told the stage and the outcome of a case has them in figures: a row that counts one case would tell.
    """
    if grouping is Grouping.MONTH:
        month = extract("year", arm.day) * 100 + extract("month", arm.day)
        return cast(cast(month, Integer), String)
    columns: dict[Grouping, Any] = {
        Grouping.OUTCOME: C.outcome if told else _OUTCOME_OUTSIDE,
        Grouping.WITHDRAWAL_REASON: _WITHDRAWAL_REASON,
        Grouping.STAGE: C.stage if told else _STAGE_OUTSIDE,
        Grouping.LA: arm.origin.la_code,
        Grouping.KIND: arm.origin.kind,
        Grouping.DECISION_KIND: arm.origin.decision_kind,
        Grouping.CERTIFICATE_KIND: K.kind,
        Grouping.REASON: ReferralReason.reason,
        Grouping.NEED: func.coalesce(Child.primary_need, Need.NOT_RECORDED),
        Grouping.SEX: func.coalesce(Child.sex, Sex.NOT_KNOWN),
        Grouping.ETHNICITY: func.coalesce(Child.ethnicity, Ethnicity.NOBT),
    }
    return type_coerce(columns[grouping], String)
