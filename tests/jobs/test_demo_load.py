"""The demo years as loaded: every table through the API, and nothing that does not follow from the facts."""

from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import httpx2 as httpx
import pytest
from fastapi import FastAPI

from app.domain.permissions import Actor, Role
from app.jobs.demo import figures, tables
from app.jobs.demo.load import credentials, described, is_empty, load
from app.jobs.demo.planned import Plan
from app.jobs.verify import verify
from app.store.session import Database
from tests.conftest import Clock

TODAY = date(2026, 11, 24)


class Manager:
    """The demo provider's service manager at the API."""

    def __init__(self, http: httpx.AsyncClient, app: FastAPI, clock: Clock, plan: Plan) -> None:
        self.http = http
        (user,) = plan.cast.users_in(Role.SERVICE_MANAGER)
        self.actor = Actor("user", user.id, plan.cast.provider.id, user.organisation_id, Role.SERVICE_MANAGER)
        token = app.state.tokens.issue(self.actor, epoch=1, now=clock.now, minutes=15)
        self.headers = {"Authorization": f"Bearer {token}"}

    async def get(self, path: str, **params: str) -> Any:
        answer = await self.http.get(path, params=params, headers=self.headers)
        assert answer.status_code == 200, answer.text
        return answer.json()

    async def counts(self, code: str, period: str, dimension: str) -> Counter[str]:
        kpi = await self.get(f"/v1/kpis/{code}", period=period, basis="closed")
        return Counter({row["group"][dimension]: row["numerator"] for row in kpi["rows"] if row["numerator"]})


async def test_the_needs_assessments_tables_through_the_api(
    app: FastAPI, http: httpx.AsyncClient, clock: Clock, tmp_path: Path
) -> None:
    clock.set_day(TODAY)
    database: Database = app.state.database
    assert await is_empty(database)
    steps: list[tuple[int, int]] = []
    plan = await load(
        database, TODAY, credentials=credentials(tmp_path), progress=lambda done, of: steps.append((done, of))
    )
    assert not await is_empty(database)
    assert steps[0] == (0, len(plan.referrals))
    assert steps[-1] == (len(plan.referrals),) * 2

    manager = Manager(http, app, clock, plan)
    received = []
    for label in ("2020-21", "2021-22", "2022-23", "2023-24", "2024-25"):
        kpi = await manager.get("/v1/kpis/V1", period=f"financial:{label}", basis="received")
        received.append(kpi["totals"]["numerator"])
    assert received == [195, 271, 429, 598, 636]
    for year, expected in figures.OUTCOMES.items():
        outcomes = await manager.counts("outcomes", f"calendar:{year}", "outcome")
        assert outcomes == {code.value: count for code, count in expected.items()}
    reasons = await manager.get("/v1/kpis/reasons", period="calendar:2024", basis="closed")
    assert {row["group"]["reason"]: row["numerator"] for row in reasons["rows"]} == {
        code.value: count for code, count in figures.REASONS_2024.items()
    }
    assert {row["denominator"] for row in reasons["rows"]} == {630}
    span = f"dates:2024-01-01..{figures.DEMO_CUT_OFF}"
    for code, dimension, counts in (
        ("needs", "need", figures.NEEDS),
        ("sex", "sex", figures.SEXES),
        ("ethnicity", "ethnicity", figures.ETHNICITIES),
    ):
        assert await manager.counts(code, span, dimension) == {key.value: n for key, n in counts.items()}

    due = await manager.get("/v1/deadlines", due_from=str(TODAY), due_to=str(TODAY), status="pending")
    assert len(due["items"]) >= 8

    printed: list[str] = []
    await tables.show(database, today=TODAY, now=clock.now, write=printed.append)
    text = "\n".join(printed)
    assert "total referrals   2129" in text
    assert text.count("total cases") == 5
    assert text.count("  713") == 3
    assert "  701" in text
    assert "Deadlines due today" in text

    assert await verify(database, today=TODAY) == []


def test_credentials_are_made_once_and_only_their_owner_reads_them(tmp_path: Path) -> None:
    var_dir = tmp_path / "var"
    made = credentials(var_dir)
    assert credentials(var_dir) == made
    (path,) = var_dir.iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert var_dir.stat().st_mode & 0o777 == 0o700
    assert len(made.password) >= 12
    text = described(path)
    assert made.password in text
    assert "service-manager" in text
    assert made.secrets["reporting"] in text


async def test_a_load_that_fails_leaves_nothing_behind(app: FastAPI, tmp_path: Path) -> None:
    database: Database = app.state.database

    def stop(done: int, of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        await load(
            database, TODAY, credentials=credentials(tmp_path), progress=stop, hash_password=lambda password: "-"
        )
    assert await is_empty(database)
