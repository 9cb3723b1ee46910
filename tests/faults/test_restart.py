"""R5: PostgreSQL goes away under load and comes back; the service says so, and recovers by itself."""

import asyncio
import time
import uuid
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from pathlib import Path

import httpx2 as httpx
import pytest

from app.store.migration import migrate
from tests.builders.bodies import a_referral
from tests.faults.house import House, open_house
from tests.postgres import start_cluster
from tests.postgres_cluster import Cluster

pytestmark = pytest.mark.faults
CALLERS = 16
RECOVERY_SECONDS = 2.0
AFTER_CRASH_SECONDS = 5.0


@pytest.fixture
async def cluster() -> AsyncIterator[Cluster]:
    """A cluster of the test's own, which it may restart."""
    started = await asyncio.to_thread(start_cluster)
    yield started
    await asyncio.to_thread(started.remove)


@dataclass
class Load:
    """What callers saw: when, which status, and how long it took."""

    seen: list[tuple[float, int, float]] = field(default_factory=list)
    odd: list[str] = field(default_factory=list)
    stopped: bool = False

    def note(self, began: float, answer: httpx.Response) -> None:
        """Keep an answer, and what is wrong with it."""
        self.seen.append((began, answer.status_code, time.monotonic() - began))
        if answer.status_code == 503:
            kind = answer.headers["content-type"]
            if not answer.headers.get("Retry-After", "").isdecimal() or "problem+json" not in kind:
                self.odd.append(f"503 without Retry-After or as {kind}")
        elif answer.status_code not in {200, 201}:
            self.odd.append(f"{answer.status_code}: {answer.text[:200]}")

    def first_success_after(self, moment: float) -> float | None:
        """Return how long after a moment a request that began after it succeeded."""
        waits = [began + took - moment for began, status, took in self.seen if began >= moment and status < 300]
        return min(waits, default=None)


async def _call(house: House, case_id: str, load: Load, *, writes: bool) -> None:
    headers = house.headers(house.adviser)
    while not load.stopped:
        began = time.monotonic()
        try:
            if writes:
                body = a_referral()
                body["child"] = {**body["child"], "given_name": uuid.uuid4().hex}
                answer = await house.client.post("/v1/referrals", json=body, headers=headers)
            else:
                answer = await house.client.get(f"/v1/cases/{case_id}", headers=headers)
        except httpx.TransportError as error:
            load.odd.append(f"the connection broke: {error!r}")
            continue
        load.note(began, answer)
        if answer.status_code == 503:
            await asyncio.sleep(0.02)


async def _under_load(
    cluster: Cluster, folder: Path, faults: list[tuple[Callable[[], None], float]], *, pause: float
) -> None:
    url = cluster.url
    await migrate(url)
    async with open_house(url, folder) as house:
        case_id = await house.open_case(house.adviser)
        pid, load = house.server.pid, Load()
        waits: list[tuple[float | None, float]] = []

        async def disturb() -> None:
            try:
                for fault, allowed in faults:
                    await asyncio.sleep(pause)
                    await asyncio.to_thread(fault)
                    back = time.monotonic()
                    await asyncio.sleep(max(pause, allowed))
                    waits.append((load.first_success_after(back), allowed))
            finally:
                load.stopped = True

        async with asyncio.TaskGroup() as group:
            for number in range(CALLERS):
                group.create_task(_call(house, case_id, load, writes=number % 4 == 0))
            group.create_task(disturb())
        assert load.odd == [], load.odd[:5]
        assert {status for _, status, _ in load.seen} >= {200, 201, 503}
        assert all(wait is not None and wait <= allowed for wait, allowed in waits), waits
        # 5 s is the longest that a request waits for a connection.
        assert max(took for _, _, took in load.seen) < 6
        assert house.server.process is not None
        assert house.server.process.poll() is None
        assert house.server.pid == pid
        assert (await house.client.get("/health/ready")).status_code == 200


def _crash(cluster: Cluster) -> Callable[[], None]:
    def crash() -> None:
        cluster.kill()
        cluster.start()

    return crash


async def test_postgresql_restarts_under_load(cluster: Cluster, tmp_path: Path) -> None:
    faults = [(cluster.restart, RECOVERY_SECONDS), (_crash(cluster), AFTER_CRASH_SECONDS)]
    await _under_load(cluster, tmp_path, faults, pause=1)


@pytest.mark.deep
async def test_postgresql_is_away_for_a_minute(cluster: Cluster, tmp_path: Path) -> None:
    def away() -> None:
        cluster.stop()
        time.sleep(60)
        cluster.start()

    faults = [(away, RECOVERY_SECONDS), *[(cluster.restart, RECOVERY_SECONDS)] * 5]
    await _under_load(cluster, tmp_path, faults, pause=3)
