"""Works out of a case's facts everything that is cached about it: the stage, the route, the flags, the deadlines."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from app.domain import clocks, concerns, deadlines, lifecycle, outcomes
from app.domain.codes import ReferralKind
from app.domain.facts import Fact, FactType, live
from app.store import ids


@dataclass(frozen=True, slots=True)
class WorkedOut:
    """The cached columns of a case and the values of its deadline rows, without ids."""

    case: Mapping[str, Any]
    deadlines: tuple[Mapping[str, Any], ...]


def work_out(
    facts: Sequence[Fact], *, kind: ReferralKind, sides: Sequence[str], born_on: date | None, as_of: date
) -> WorkedOut:
    """Return what follows from the facts under the law and calendar loaded, judged on a day."""
    standing = live(facts)
    stage = lifecycle.stage_of(facts, sides=tuple(sides))
    computed = deadlines.compute(facts, as_of=as_of, kind=kind, born_on=born_on)
    decision = next((fact for fact in reversed(standing) if fact.type is FactType.DECISION_SENT), None)
    closing = next((fact for fact in reversed(standing) if fact.type is FactType.CASE_CLOSED), None)
    soft = [f"{flag.code}: {flag.detail}" for flag in concerns.flags(facts, as_of=as_of)]
    warnings = list(dict.fromkeys([*soft, *computed.warnings, *_before_the_law(computed.deadlines)]))
    is_closed = lifecycle.is_closed(stage) and closing is not None
    return WorkedOut(
        case={
            "stage": stage.value,
            "route": outcomes.route_of(facts, kind),
            "outcome": closing.payload["outcome"] if is_closed and closing else None,
            "closed_on": closing.occurred_on if is_closed and closing else None,
            "decision_kind": decision.payload["decision_kind"] if decision else None,
            "decision_sent_on": decision.occurred_on if decision else None,
            "flags": sorted({warning.split(":")[0] for warning in warnings}),
            "warnings": warnings,
            "recompute_on": computed.changes_on,
            "fact_count": len(facts),
        },
        deadlines=tuple(_row(deadline) for deadline in computed.deadlines),
    )


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
            "citation": {
                "provision": deadline.citation.provision,
                "verification": str(deadline.citation.verification),
                "url": deadline.citation.url,
            },
        },
    }


def deadline_rows(worked: WorkedOut, *, tenant_id: str, case_id: str, now: datetime) -> list[dict[str, Any]]:
    """Return the rows to store for a case's deadlines."""
    return [{"id": ids.new_id(now), "tenant_id": tenant_id, "case_id": case_id, **row} for row in worked.deadlines]
