"""Many cases at a time with all that they are worked out from: for checks and for changes of the law."""

from collections import defaultdict
from collections.abc import AsyncIterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.calendars import queries as calendars
from app.areas.cases import queries
from app.areas.cases.working import WorkedOut, work_out
from app.domain.editions import Law
from app.domain.facts import Fact
from app.domain.rights_holders import Terms
from app.store import tables
from app.store.tables import Case, Child, Deadline, Referral

SIZE, PICKED = 200, 20_000


@dataclass(frozen=True, slots=True)
class Whole:
    """A case, its facts, its stored deadlines, and what else they follow from."""

    case: Case
    facts: list[Fact]
    deadlines: list[Deadline]
    born_on: date | None
    sides: tuple[str, ...]
    terms: Terms

    def work_out(self, law: Law, *, as_of: date) -> WorkedOut:
        """Return what follows from the facts under a law, judged on a day."""
        return work_out(
            self.facts,
            kind=self.case.kind,
            sides=self.sides,
            born_on=self.born_on,
            as_of=as_of,
            law=law,
            terms=self.terms,
        )


async def in_batches(
    session: AsyncSession, wanted: ColumnElement[bool], *, lock: bool = False
) -> AsyncIterator[list[Whole]]:
    """Return the cases that a predicate over case and child picks, in order of their ids, so many at a time.

    What the caller changed is written before the next are read; the session then holds on to none of it.
    """
    last = ""
    while True:
        # The predicate may look at every case: it is asked once for many, and what it picks is then read by id.
        picked = (
            select(Case.id)
            .join(Child, (Child.tenant_id == Case.tenant_id) & (Child.id == Case.child_id))
            .where(wanted, Case.id > last)
            .order_by(Case.id)
            .limit(PICKED)
        )
        ids = list((await session.execute(picked)).scalars())
        for start in range(0, len(ids), SIZE):
            yield await _read(session, ids[start : start + SIZE], lock=lock)
            await session.flush()
        if len(ids) < PICKED:
            return
        last = ids[-1]


async def _read(session: AsyncSession, ids: Sequence[str], *, lock: bool) -> list[Whole]:
    statement = (
        select(Case, Child.born_on, Referral.drs_sides)
        .join(Child, (Child.tenant_id == Case.tenant_id) & (Child.id == Case.child_id))
        .join(Referral, (Referral.tenant_id == Case.tenant_id) & (Referral.id == Case.referral_id))
        .where(Case.id.in_(ids))
        .order_by(Case.id)
    )
    rows = (await session.execute(statement.with_for_update(of=Case) if lock else statement)).all()
    return await _wholes(session, rows)


async def _wholes(session: AsyncSession, rows: Any) -> list[Whole]:
    ids = [row.Case.id for row in rows]
    facts: dict[str, list[Fact]] = defaultdict(list)
    for fact in await session.execute(
        select(tables.Fact.__table__)
        .where(tables.Fact.case_id.in_(ids))
        .order_by(tables.Fact.case_id, tables.Fact.sequence)
    ):
        facts[fact.case_id].append(queries.to_fact(fact))
    deadlines: dict[str, list[Deadline]] = defaultdict(list)
    for deadline in (await session.execute(select(Deadline).where(Deadline.case_id.in_(ids)))).scalars():
        deadlines[deadline.case_id].append(deadline)
    return [
        Whole(
            case=row.Case,
            facts=facts[row.Case.id],
            deadlines=deadlines[row.Case.id],
            born_on=row.born_on,
            sides=tuple(row.drs_sides or ()),
            terms=await calendars.terms_of(session, row.Case.tenant_id, row.Case.la_id, row.born_on),
        )
        for row in rows
    ]
