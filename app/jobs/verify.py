"""Works every case out again from its facts, checks the chain, and says what differs from what is stored."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import func, select

from app.areas.calendars import queries as calendars
from app.areas.cases.batches import Whole, in_batches
from app.domain.editions import Law
from app.store import chronicle
from app.store.session import Database
from app.store.tables import AuditHead, Case, Deadline

_CASE = (
    "stage",
    "route",
    "outcome",
    "closed_on",
    "decision_kind",
    "decision_sent_on",
    "young_person_holds",
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
    # What has gone to another provider stays as it went, whatever the law has come to say since.
    ours = Case.transferred_on.is_(None)
    async with database.session() as session:
        total = int(await session.scalar(select(func.count()).select_from(Case).where(ours)) or 0)
    done = 0
    laws: dict[str, Law] = {}
    async with database.session() as session:
        async for batch in in_batches(session, ours):
            for whole in batch:
                tenant = whole.case.tenant_id
                if tenant not in laws:
                    laws[tenant] = (await calendars.in_use(session, tenant)).law
                found += _differences(whole, laws[tenant], today)
            done += len(batch)
            progress(done, total)
    async with database.session() as session:
        for tenant in (await session.execute(select(AuditHead.tenant_id))).scalars().all():
            found += [
                Difference(f"chronicle of {tenant}", fault) for fault in await chronicle.broken_links(session, tenant)
            ]
    return found


def _differences(whole: Whole, law: Law, today: date) -> list[Difference]:
    case = whole.case
    if case.recompute_on is not None and case.recompute_on <= today:
        return []  # the daily round will work it out: what is stored is yesterday's, and right for yesterday
    worked = whole.work_out(law, as_of=today)
    found = [
        Difference(case.reference, f"{name} is {getattr(case, name)!s}, its facts give {worked.case[name]!s}")
        for name in _CASE
        if getattr(case, name) != worked.case[name]
    ]
    stored = {(row.rule_id, row.subject): row for row in whole.deadlines}
    expected = {(values["rule_id"], values["subject"]): values for values in worked.deadlines}
    for key in sorted(expected.keys() | stored.keys()):
        found += _clock_differences(case.reference, key, expected.get(key), stored.get(key))
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
