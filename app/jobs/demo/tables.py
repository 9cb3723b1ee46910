"""Prints the needs assessment's tables as the figures give them, and the deadlines that are due."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import and_, select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.areas.cases.queries import visible_to
from app.areas.deadlines import queries as deadlines
from app.areas.reporting import queries as reporting
from app.areas.reporting.schemas import Kpi, KpiRequest
from app.domain.codes import DeadlineStatus
from app.domain.kpis import Basis, Grouping
from app.domain.permissions import Actor, Role
from app.jobs.demo.figures import CHARACTERISTICS_FROM, DEMO_CUT_OFF, RECEIVED_BY_FINANCIAL_YEAR
from app.store.session import Database
from app.store.tables import Case, User

Write = Callable[[str], None]

SHOWN = 8
"""How many deadlines of each list are printed; the others are counted."""

_SPAN = f"dates:{CHARACTERISTICS_FROM}..{DEMO_CUT_OFF}"
_IN_SPAN = f"cases closed from {CHARACTERISTICS_FROM} to {DEMO_CUT_OFF}"


class Line(NamedTuple):
    """One line of a table."""

    label: str
    number: int
    percent: float | None = None


async def show(database: Database, *, today: date, now: datetime, write: Write) -> None:
    """Print every table, counted from the case records by the same statements that answer the API."""
    async with database.read() as connection:
        actor = await _manager(connection)
        if actor is None:
            write("No demo years are loaded here.")
            return
        reader = _Figures(connection, actor, today, now)
        write_table("Referrals received by financial year", await reader.received(), "referrals", write)
        for year in (2023, 2024):
            lines = await reader.shares("outcomes", f"calendar:{year}", Grouping.OUTCOME)
            write_table(f"Outcomes of the cases closed in {year}", lines, "cases", write)
        lines = await reader.shares("reasons", "calendar:2024", Grouping.REASON)
        write_table("Reasons of the cases closed in 2024 (one or more each)", lines, "reasons", write)
        for code, title, grouping in (
            ("needs", "Primary need", Grouping.NEED),
            ("sex", "Sex", Grouping.SEX),
            ("ethnicity", "Ethnicity", Grouping.ETHNICITY),
        ):
            lines = await reader.shares(code, _SPAN, grouping)
            write_table(f"{title}: {_IN_SPAN}", lines, "cases", write)
        for title, rows in await due(connection, actor, today):
            write_due(title, rows, write)


class _Figures:
    """Asks for figures in the view of one actor."""

    def __init__(self, connection: AsyncConnection, actor: Actor, today: date, now: datetime) -> None:
        self.connection = connection
        self.actor = actor
        self.today = today
        self.now = now

    async def figure(self, code: str, period: str, basis: Basis) -> Kpi:
        """Return one figure."""
        request = KpiRequest(period=period, basis=basis)
        return await reporting.figures(self.connection, self.actor, code, request, self.today, self.now)

    async def received(self) -> list[Line]:
        """Return the referrals of each financial year of the figures."""
        lines = []
        for year in RECEIVED_BY_FINANCIAL_YEAR:
            label = f"{year}-{(year + 1) % 100:02}"
            kpi = await self.figure("V1", f"financial:{label}", Basis.RECEIVED)
            lines.append(Line(label, kpi.totals.numerator))
        return lines

    async def shares(self, code: str, period: str, grouping: Grouping) -> list[Line]:
        """Return a figure's rows, the largest first."""
        kpi = await self.figure(code, period, Basis.CLOSED)
        rows = sorted(kpi.rows, key=lambda row: -row.numerator)
        return [Line(row.group[grouping.value] or "not known", row.numerator, row.percent) for row in rows]


async def _manager(connection: AsyncConnection) -> Actor | None:
    """Return the demo provider's service manager, in whose view the tables are counted."""
    wanted = and_(User.demo, User.role == Role.SERVICE_MANAGER)
    row = (await connection.execute(select(User.id, User.tenant_id, User.organisation_id).where(wanted))).first()
    return Actor("user", row.id, row.tenant_id, row.organisation_id, Role.SERVICE_MANAGER) if row else None


async def due(connection: AsyncConnection, actor: Actor, today: date) -> list[tuple[str, list[dict[str, Any]]]]:
    """Return the deadlines of open cases that run out today, in the next seven days, and that were missed."""
    week = today + timedelta(days=7)
    asked = (
        ("Deadlines due today", today, today, DeadlineStatus.PENDING),
        ("Deadlines due in the next seven days", today + timedelta(days=1), week, DeadlineStatus.PENDING),
        ("Deadlines missed, cases still open", None, today - timedelta(days=1), DeadlineStatus.MISSED),
    )
    found = []
    for title, first, last, status in asked:
        statement = deadlines.page_statement(
            actor,
            and_(visible_to(actor), Case.closed_on.is_(None)),
            today=today,
            due_from=first,
            due_to=last,
            status=(status,),
        )
        found.append((title, await deadlines.page_of(connection, statement, after=None, limit=1000)))
    return found


def write_table(title: str, lines: Sequence[Line], unit: str, write: Write) -> None:
    """Print a table with its total."""
    total = f"total {unit}"
    width = max(len(label) for label in (total, *(line.label for line in lines)))
    write(f"\n{title}")
    for line in lines:
        share = f"  {line.percent:5.1f} %" if line.percent is not None else ""
        write(f"  {line.label:<{width}}  {line.number:>5}{share}")
    write(f"  {total:<{width}}  {sum(line.number for line in lines):>5}")


def write_due(title: str, rows: Iterable[dict[str, Any]], write: Write) -> None:
    """Print a list of deadlines, as far as it is short."""
    rows = list(rows)
    write(f"\n{title}: {len(rows)}")
    for row in rows[:SHOWN]:
        write(f"  {row['due_on']}  {row['rule_id']:<24}  {row['case_reference']}  owed by {row['owed_by']}")
    if len(rows) > SHOWN:
        write(f"  and {len(rows) - SHOWN} more: GET /v1/deadlines")
