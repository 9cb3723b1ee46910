"""The daily round: works cases out again whose deadlines the passing of time alone has changed, and tidies."""

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select

from app.adapters.files import Files
from app.areas.cases import service as cases
from app.areas.documents import queries as documents
from app.domain.refusals import Refusal
from app.store.session import Database
from app.store.tables import Case, IdempotencyKey

LONDON = ZoneInfo("Europe/London")
BATCH = 50
ORPHANED_AFTER = timedelta(days=1)
_log = logging.getLogger(__name__)


class DailyRound:
    """Runs the round at the start of the service and soon after each midnight in London, in the background."""

    def __init__(
        self,
        database: Database,
        clock: Callable[[], datetime],
        *,
        files: Files | None = None,
        every_seconds: float = 60.0,
    ) -> None:
        self._database = database
        self._files = files
        self._clock = clock
        self._every = every_seconds
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin; a database that is away is tried again a little later."""
        self._task = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """End, once the batch at hand is done."""
        if self._task is not None:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)

    async def _run(self) -> None:
        done_for: date | None = None
        while True:
            now = self._clock()
            today = now.astimezone(LONDON).date()
            if today != done_for:
                work = asyncio.ensure_future(self._round(today, now))
                try:
                    await asyncio.shield(work)
                    done_for = today
                except asyncio.CancelledError:
                    await asyncio.gather(work, return_exceptions=True)
                    raise
                except Exception as error:  # the database may be away: nothing is lost by trying again
                    _log.warning("the daily round will be tried again: %s", type(error).__name__)
            await asyncio.sleep(self._every)

    async def _round(self, today: date, now: datetime) -> None:
        await make_round(self._database, today=today, now=now)
        if self._files is not None:
            await drop_orphans(self._database, self._files, now=now)


async def drop_orphans(database: Database, files: Files, *, now: datetime) -> int:
    """Drop the contents that no document holds: left by an upload that was cut off. Return how many there were."""
    old = await files.older_than(now - ORPHANED_AFTER)
    async with database.read() as connection:
        known = await documents.known_keys(connection, old)
    orphans = [key for key in old if key not in known]
    for key in orphans:
        await files.drop(key)
    return len(orphans)


async def make_round(database: Database, *, today: date, now: datetime) -> int:
    """Work out again every case whose day has come, in small units of work; return how many there were."""
    done = 0
    refused: set[str] = set()
    while True:
        async with database.write() as session:
            found = await session.execute(
                select(Case)
                .where(Case.recompute_on <= today, Case.transferred_on.is_(None), Case.id.not_in(refused))
                .order_by(Case.recompute_on, Case.id)
                .limit(BATCH)
                .with_for_update(skip_locked=True)
            )
            due = list(found.scalars())
            for case in due:
                try:
                    await cases.work_out_again(session, case, today=today, now=now)
                    done += 1
                except Refusal as refusal:  # such as a count beyond the calendar: the other cases go on
                    refused.add(case.id)
                    _log.error("case %s could not be worked out again: %s", case.id, refusal.code)
        if len(due) < BATCH:
            break
    async with database.write() as session:
        await session.execute(delete(IdempotencyKey).where(IdempotencyKey.expires_at < now))
    return done
