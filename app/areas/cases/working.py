"""Works out of a case's facts everything that is cached about it: the stage, the route, the flags, the deadlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import clocks, concerns, deadlines, lifecycle, moved_days, outcomes, withdrawals
from app.domain.codes import Outcome, ReferralKind
from app.domain.editions import Law, law
from app.domain.facts import Fact, FactType, live
from app.domain.rights_holders import NO_TERMS, Holder, Terms, holder_on
from app.store import ids

_SAID = ("owed_by", "start_on", "due_on", "act_by_on", "met_on", "not_needed")
_VERSIONS = frozenset({"calendar_version", "rule_version"})


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The cached columns of a case and the values of its deadline rows, without ids."""

    case: Mapping[str, Any]
    deadlines: tuple[Mapping[str, Any], ...]


def work_out(
    facts: Sequence[Fact],
    *,
    kind: ReferralKind,
    sides: Sequence[str],
    born_on: date | None,
    as_of: date,
    law: Law = law(),
    terms: Terms = NO_TERMS,
) -> WorkedOut:
    """Return what follows from the facts under a law and the council's terms, judged on a day."""
    standing = live(facts)
    stage = lifecycle.stage_of(facts, sides=tuple(sides))
    computed = deadlines.compute(
        facts, as_of=as_of, kind=kind, born_on=born_on, terms=terms, calendar=law.calendar, rules=law.rules
    )
    if not lifecycle.is_closed(stage):
        computed = moved_days.with_moves(computed, facts, as_of=as_of, law=law)
    decision = next((fact for fact in reversed(standing) if fact.type is FactType.DECISION_SENT), None)
    closing = next((fact for fact in reversed(standing) if fact.type is FactType.CASE_CLOSED), None)
    seen = concerns.seen(facts, computed, as_of=as_of, born_on=born_on, terms=terms)
    soft = [f"{flag.code}: {flag.detail}" for flag in seen.flags]
    warnings = list(dict.fromkeys([*soft, *computed.warnings, *_before_the_law(computed.deadlines)]))
    rights = holder_on(born_on, as_of, terms) if born_on else None
    is_closed = lifecycle.is_closed(stage) and closing is not None
    outcome = Outcome(closing.payload["outcome"]) if is_closed and closing else None
    return WorkedOut(
        case={
            "stage": stage.value,
            "route": outcomes.route_of(facts, kind),
            "outcome": outcome,
            "withdrawal_reason": withdrawals.reason_of(outcome, standing),
            "closed_on": closing.occurred_on if is_closed and closing else None,
            "decision_kind": decision.payload["decision_kind"] if decision else None,
            "decision_sent_on": decision.occurred_on if decision else None,
            "flags": sorted({warning.split(":")[0] for warning in warnings}),
            "warnings": warnings,
            "recompute_on": _soonest(computed.changes_on, seen.changes_on, rights.changes_on if rights else None),
            "young_person_holds": rights.holder is not Holder.PARENT if rights else None,
            "fact_count": len(facts),
        },
        deadlines=tuple(_row(deadline) for deadline in computed.deadlines),
    )


def _soonest(*days: date | None) -> date | None:
    """Return the earliest of days that may be missing."""
    return min((day for day in days if day is not None), default=None)


def _before_the_law(found: Sequence[clocks.Deadline]) -> tuple[str, ...]:
    """Say once, in words, that clocks give no date since their rule was not in force when they began (R25)."""
    if not any("not_in_force" in deadline.flags for deadline in found):
        return ()
    return (
        "not_in_force: Some deadlines have no date, since what starts them lies before their rule was in force. "
        "Check the days recorded; if they are right, the law of that time applies.",
    )


def _row(deadline: clocks.Deadline) -> dict[str, Any]:
    return {
        "rule_id": deadline.rule_id,
        "subject": deadline.subject,
        "owed_by": deadline.owed_by,
        "start_on": deadline.start_on,
        "due_on": deadline.due_on,
        "judged_on": deadline.judged_on,
        "act_by_on": deadline.act_by_on,
        "due_at": deadline.due_at,
        "met_on": deadline.met_on,
        "not_needed": deadline.not_needed,
        "holds_open": deadline.holds_open,
        "calendar_version": deadline.calendar_version,
        "rule_version": deadline.rule_version,
        "detail": {
            "flags": list(deadline.flags),
            "explanation": list(deadline.explanation),
            "alternatives": [
                {"due_on": other.due_on.isoformat(), "ground": other.ground} for other in deadline.alternatives
            ],
            "certificate_needed": deadline.certificate_needed,
            "rulings": list(deadline.rulings),
            "citation": {
                "provision": deadline.citation.provision,
                "verification": str(deadline.citation.verification),
                "url": deadline.citation.url,
            },
        },
    }


def said(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a deadline says, as JSON values: what its history keeps."""
    found = {name: values[name] for name in _SAID}
    return {name: value.isoformat() if isinstance(value, date) else value for name, value in found.items()} | {
        **values["detail"],
        "calendar_version": values["calendar_version"],
        "rule_version": values["rule_version"],
    }


def says_otherwise(before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> bool:
    """Say whether two sayings differ in more than the versions they were worked out under."""
    if before is None or after is None:
        return before is not after
    return any(before.get(name) != value for name, value in after.items() if name not in _VERSIONS)


def deadline_rows(worked: WorkedOut, *, tenant_id: str, case_id: str, now: datetime) -> list[dict[str, Any]]:
    """Return the rows to store for a case's deadlines."""
    return [{"id": ids.new_id(now), "tenant_id": tenant_id, "case_id": case_id, **row} for row in worked.deadlines]
