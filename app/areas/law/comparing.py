"""What a change of the law would move, before it is made."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.calendars import queries as calendars
from app.areas.cases.batches import Whole, in_batches
from app.areas.cases.working import WorkedOut, said, says_otherwise
from app.areas.law import queries
from app.domain.editions import Law, law
from app.store.tables import Case


@dataclass
class Compared:
    """How much a change would move, and how many cases had to be worked out to know it."""

    all_cases: int = 0
    worked_out: int = 0
    cases: int = 0
    deadlines: int = 0


async def compare(
    session: AsyncSession,
    tenant_id: str,
    *,
    days: Mapping[date, str],
    today: date,
    tell: Callable[[str], None],
    progress: Callable[[int, int], None] = lambda done, of: None,
) -> Compared:
    """Tell line by line what the newest edition, and days tried out, would change; nothing is stored."""
    in_use = await calendars.in_use(session, tenant_id)
    known = {day: name for day, name in in_use.law.calendar.holidays.items() if day not in law(1).calendar.holidays}
    proposed = law().with_days({**days, **known}, f"{in_use.days_edition}-tried")
    wanted = queries.touched_by_edition(tenant_id, in_use.edition, days)
    found = Compared(all_cases=await queries.count(session, Case.tenant_id == tenant_id))
    total = await queries.count(session, wanted)
    async for batch in in_batches(session, wanted):
        for whole in batch:
            lines = list(_differences(whole, in_use.law, proposed, today))
            found.deadlines += len(lines)
            found.cases += bool(lines)
            for line in lines:
                tell(line)
        found.worked_out += len(batch)
        progress(found.worked_out, total)
    return found


def _differences(whole: Whole, in_use: Law, proposed: Law, today: date) -> Iterator[str]:
    """Say what differs between the two laws: what a new day alone would change is no part of it."""
    before, after = (_said(whole.work_out(law, as_of=today)) for law in (in_use, proposed))
    for key in dict.fromkeys((*before, *after)):
        if says_otherwise(before.get(key), after.get(key)):
            yield _line(whole, key, before.get(key), after.get(key))


def _said(worked: WorkedOut) -> dict[tuple[str, str], dict[str, Any]]:
    return {(values["rule_id"], values["subject"]): said(values) for values in worked.deadlines}


def _line(whole: Whole, key: tuple[str, str], before: Mapping[str, Any] | None, after: Mapping[str, Any] | None) -> str:
    name = " ".join(key).strip()
    was, will = ((told or {}).get("due_on") or "no date" for told in (before, after))
    words = f"{was} -> {will}" if was != will else f"{was}, said otherwise"
    return f"{whole.case.reference}  {name}: {words}"
