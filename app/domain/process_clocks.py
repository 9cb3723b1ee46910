"""The council's clocks for assessments, plans and reviews, shown as context beside a case."""

from datetime import date

from app.domain.clocks import Reckoning
from app.domain.codes import DecisionKind, OwedBy
from app.domain.counting import say
from app.domain.facts import FactType
from app.domain.process_rules import PROCESS_RULES
from app.domain.rules import Rule

# The decisions that bring each clock to its end; any other makes it fall away, since the day of the act itself is then
# not recorded: a refusal to issue, or a plan, shows only that the council had decided to assess some time before.
_ENDS: dict[tuple[str, str], frozenset[DecisionKind]] = {
    ("ehc-decide-assess-6w", ""): frozenset({DecisionKind.REFUSAL_TO_ASSESS}),
    ("ehc-reassess", ""): frozenset({DecisionKind.REFUSAL_TO_REASSESS}),
    ("ehc-review-4w", ""): frozenset({DecisionKind.REFUSAL_TO_AMEND, DecisionKind.CEASE_TO_MAINTAIN}),
    ("ehc-refuse-plan-16w", ""): frozenset({DecisionKind.REFUSAL_TO_ISSUE}),
    ("ehc-final-20w", ""): frozenset({DecisionKind.PLAN_CONTENTS}),
    ("ehc-amend-12w", ""): frozenset({DecisionKind.PLAN_CONTENTS}),
    ("ehc-amend-12w", "notice"): frozenset({DecisionKind.PLAN_CONTENTS}),
    ("ehc-reassess", "final"): frozenset({DecisionKind.PLAN_CONTENTS}),
}
_STARTS = frozenset(row.trigger for row in PROCESS_RULES if row.trigger is not None)


def process_clocks(found: Reckoning) -> None:
    """Work out each clock whose starting fact is recorded; the service is seldom told how they end."""
    if not found.case.has(_STARTS):
        return
    for row in PROCESS_RULES:
        begun = found.case.last(row.trigger) if row.trigger is not None else None
        if begun is None:
            continue
        rule = found.rule(row.id, begun.occurred_on, subject=row.step, step=row.step)
        if rule is None:
            continue
        counted = rule.count(begun.occurred_on, found.calendar)
        ended_on, fell_away = _ending(found, rule, begun.occurred_on)
        words = [f"It runs from {say(begun.occurred_on)}.", *counted.steps]
        if rule.owed_by is OwedBy.FAMILY:
            found.warn(
                "familys_least_time", "The time to comment on a draft plan is the least that the family must have."
            )
        if fell_away:
            words.append("Another decision was sent, so it is no longer needed.")
        found.add(
            rule,
            subject=row.step,
            start_on=begun.occurred_on,
            due_on=counted.on,
            met_on=ended_on,
            not_needed=fell_away,
            holds_open=True,
            steps=words,
        )


def _ending(found: Reckoning, rule: Rule, begun_on: date) -> tuple[date | None, bool]:
    """Return the day on which a clock was met, or whether another decision took its place."""
    kinds = _ENDS.get((rule.id, rule.step), frozenset())
    fell_away = False
    for fact in found.case.facts:
        if fact.type not in rule.met_by or fact.occurred_on < begun_on:
            continue
        if fact.type is not FactType.DECISION_SENT or fact.payload.get("decision_kind") in kinds:
            return fact.occurred_on, False
        fell_away = True
    return None, fell_away
