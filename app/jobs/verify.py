"""Works every case out again from its facts, checks the chain, and says what differs from what is stored."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases.queries import to_fact
from app.areas.cases.working import work_out
from app.store import chronicle
from app.store.session import Database
from app.store.tables import AuditHead, Case, Child, Deadline, Fact, Referral

BATCH = 200
_CASE = (
    "stage",
    "route",
    "outcome",
    "closed_on",
    "decision_kind",
    "decision_sent_on",
    "flags",
    "warnings",
    "fact_count",
)
_DEADLINE = (
    "owed_by",
    "start_on",
    "due_on",
    "judged_on",
    "act_by_on",
    "due_at",
    "met_on",
    "not_needed",
    "holds_open",
    "detail",
)


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing stored that does not follow from the facts, or one break of the chain."""

    where: str
    what: str


async def verify(
    database: Database, *, today: date, progress: Callable[[int, int], None] = lambda done, all: None
) -> list[Difference]:
    """Return every difference, in the order of the cases; a case that waits for today's round is worked out first."""
    found: list[Difference] = []
    async with database.write() as session:
        total = int(await session.scalar(select(func.count()).select_from(Case)) or 0)
    done, last = 0, ""
    while True:
        async with database.write() as session:
            rows = (
                await session.execute(
                    select(Case, Child.born_on, Referral.drs_sides)
                    .join(Child, (Child.tenant_id == Case.tenant_id) & (Child.id == Case.child_id))
                    .join(Referral, (Referral.tenant_id == Case.tenant_id) & (Referral.id == Case.referral_id))
                    .where(Case.id > last)
                    .order_by(Case.id)
                    .limit(BATCH)
                )
            ).all()
            found += await _differences(session, rows, today)
        if not rows:
            break
        last, done = rows[-1].Case.id, done + len(rows)
        progress(done, total)
    async with database.write() as session:
        for tenant in (await session.execute(select(AuditHead.tenant_id))).scalars().all():
            found += [
                Difference(f"chronicle of {tenant}", fault) for fault in await chronicle.broken_links(session, tenant)
            ]
    return found


async def _differences(session: AsyncSession, rows: Sequence[Any], today: date) -> list[Difference]:
    ids = [row.Case.id for row in rows]
    facts: dict[str, list[Any]] = defaultdict(list)
    for fact in (await session.execute(select(Fact).where(Fact.case_id.in_(ids)).order_by(Fact.sequence))).scalars():
        facts[fact.case_id].append(to_fact(fact))
    stored: dict[str, dict[tuple[str, str], Deadline]] = defaultdict(dict)
    for deadline in (await session.execute(select(Deadline).where(Deadline.case_id.in_(ids)))).scalars():
        stored[deadline.case_id][deadline.rule_id, deadline.subject] = deadline
    found: list[Difference] = []
    for row in rows:
        case = row.Case
        if case.recompute_on is not None and case.recompute_on <= today:
            continue  # the daily round will work it out: what is stored is yesterday's, and right for yesterday
        worked = work_out(facts[case.id], kind=case.kind, sides=row.drs_sides or (), born_on=row.born_on, as_of=today)
        found += [
            Difference(case.reference, f"{name} is {getattr(case, name)!s}, its facts give {worked.case[name]!s}")
            for name in _CASE
            if getattr(case, name) != worked.case[name]
        ]
        expected = {(values["rule_id"], values["subject"]): values for values in worked.deadlines}
        for key in sorted(expected.keys() | stored[case.id].keys()):
            found += _clock_differences(case.reference, key, expected.get(key), stored[case.id].get(key))
    return found


def _clock_differences(
    reference: str, key: tuple[str, str], expected: Any, stored: Deadline | None
) -> list[Difference]:
    name = " ".join(part for part in key if part)
    if stored is None:
        return [Difference(reference, f"deadline {name} is not stored")]
    if expected is None:
        return [Difference(reference, f"deadline {name} does not follow from the facts")]
    return [
        Difference(reference, f"deadline {name}: {column} differs")
        for column in _DEADLINE
        if getattr(stored, column) != expected[column]
    ]
