"""Whether the process lives, and whether it may be given work."""

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Protocol

from fastapi import APIRouter, Request
from starlette.responses import PlainTextResponse, Response

from app.domain.calendars import ENGLAND_AND_WALES
from app.domain.refusals import Refusal
from app.web.clock import Now, Today
from app.web.openapi import refuses
from app.web.transaction import PlainRoute, Transactions
from app.wire.base import Answer

router = APIRouter(tags=["health"], route_class=PlainRoute)
PATIENCE = 1.5
HORIZON_MONTHS = 12
OK = "ok"
_HEAD = Path(__file__).resolve().parents[2] / "migrations" / "HEAD"


class NotReady(Refusal):
    """The service is not ready."""

    code = "not_ready"


class Live(Answer):
    """The process lives."""

    status: str


class Ready(Answer):
    """The service may be given work."""

    status: str
    checks: dict[str, str]


def expected_head(path: Path = _HEAD) -> str | None:
    """Return the migration that this code needs; None where the file is missing."""
    return path.read_text().strip() if path.is_file() else None


def horizon(today: date, last: date = ENGLAND_AND_WALES.last) -> str:
    """Return whether the calendar reaches twelve months ahead."""
    ahead = (last.year - today.year) * 12 + last.month - today.month - (last.day < today.day)
    return OK if ahead >= HORIZON_MONTHS else "too_short"


class Files(Protocol):
    """What is asked of the store of files."""

    async def answer(self) -> bool:
        """Return whether the store can be reached."""


class Readiness:
    """The state of the database and of the files, asked for by one probe at a time.

    A probe that takes too long is left to end by itself: cutting it off could leave a lock behind, and asking
    again beside it would only make the queue longer.
    """

    def __init__(self, database: Transactions, head: str | None, files: Files | None = None) -> None:
        self.database = database
        self.head = head
        self.files = files
        self._probe: asyncio.Task[dict[str, str]] | None = None

    async def checks(self) -> dict[str, str]:
        """Return the state of each part of the database, and of the store of files."""
        if self._probe is None or self._probe.done():
            self._probe = asyncio.create_task(self._ask())
        done, _ = await asyncio.wait({self._probe}, timeout=PATIENCE)
        return self._probe.result() if done else {"database": "slow"}

    async def _ask(self) -> dict[str, str]:
        try:
            head = await self.database.head()
            faults = await self.database.durability()
        except Exception:  # whatever it is, the database cannot be used
            return {"database": "unreachable"}
        migrations = OK if head is not None and head == self.head else "unknown" if self.head is None else "other"
        durability = ",".join(faults) if faults else OK
        found = {"database": OK, "migrations": migrations, "durability": durability}
        if self.files is not None:
            found["files"] = OK if await self.files.answer() else "unreachable"
        return found


@router.get("/health/live", operation_id="checkLive")
async def live() -> Live:
    """Say that the process lives, whatever the database does."""
    return Live(status="live")


@router.get("/health/ready", operation_id="checkReady", responses=refuses(NotReady))
async def ready(request: Request, today: Today) -> Ready:
    """Say whether the service may be given work: database, migration, durability, files and calendar."""
    state = request.app.state
    if not hasattr(state, "readiness"):
        state.readiness = Readiness(state.database, expected_head(), getattr(state, "files", None))
    checks = {**await state.readiness.checks(), "calendar": horizon(today)}
    bad = [name for name, value in checks.items() if value != OK]
    if bad:
        raise NotReady(f"Not ready: {', '.join(bad)}.", extra={"checks": checks})
    return Ready(status="ready", checks=checks)


@router.get("/.well-known/security.txt", operation_id="readSecurityTxt", response_class=PlainTextResponse)
async def security_txt(request: Request, now: Now) -> Response:
    """Say where to report a weakness (RFC 9116)."""
    expires = datetime.combine(now.date() + timedelta(days=180), time(), UTC)
    lines = [
        f"Contact: {request.app.state.security_contact}",
        f"Expires: {expires:%Y-%m-%dT%H:%M:%SZ}",
        "Preferred-Languages: en",
    ]
    return PlainTextResponse("\n".join(lines) + "\n")
