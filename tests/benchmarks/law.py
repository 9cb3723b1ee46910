"""How fast the law is worked out: working days, a whole case, a public calculation, and a change over every case."""

import asyncio
import gc
import os
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from statistics import median
from typing import Any

import holidays

from app.domain.calendars import ENGLAND_AND_WALES, BeyondCalendar
from app.domain.deadlines import compute
from app.domain.facts import Fact, FactType
from tests.benchmarks.wrk import Driver
from tests.faults.house import House
from tests.faults.server import Server

F = FactType
ROUNDS = 7
PASSES = 20
GB = holidays.country_holidays("GB", subdiv="ENG", years=range(2012, 2029))


def add_by_loop(day: date, count: int) -> date:
    """Add working days one by one, asking the `holidays` package of each: what anyone would write first."""
    while count:
        day += timedelta(days=1)
        if day.weekday() < 5 and day not in GB:
            count -= 1
    return day


def _nanoseconds(add: Callable[[date, int], date], days: list[date], count: int) -> float:
    began = time.perf_counter_ns()
    for _ in range(PASSES):
        for day in days:
            add(day, count)
    return (time.perf_counter_ns() - began) / len(days) / PASSES


def working_days(say: Callable[[str], None]) -> bool:
    """Compare adding working days with the loop, alternating, on the same thousand days."""
    days = [date(2013, 1, 1) + timedelta(days=5 * step) for step in range(1000)]
    good = True
    fresh = replace(ENGLAND_AND_WALES)
    began = time.perf_counter_ns()
    for day in days:
        fresh.add_working_days(day, 3)
    first = (time.perf_counter_ns() - began) / len(days)
    say("\nworking days      ours ns   loop ns   times wanted")
    for count in (3, 15, 30):
        assert all(ENGLAND_AND_WALES.add_working_days(day, count) == add_by_loop(day, count) for day in days[:200])
        ratios, ours, loops = [], [], []
        for _ in range(ROUNDS):
            ours.append(_nanoseconds(ENGLAND_AND_WALES.add_working_days, days, count))
            loops.append(_nanoseconds(add_by_loop, days, count))
            ratios.append(loops[-1] / ours[-1])
        reached = median(ratios) >= 50
        good &= reached
        say(
            f"add {count:<12} {median(ours):8.0f} {median(loops):9.0f} {median(ratios):7.1f} {50:6}"
            f"{'' if reached else '  MISSED'}"
        )
    say(f"a day asked of for the first time: {first:.0f} ns")
    try:
        ENGLAND_AND_WALES.add_working_days(ENGLAND_AND_WALES.last, 3)
    except BeyondCalendar:
        say("beyond the calendar: refused")
    else:
        good = False
        say("beyond the calendar: ANSWERED")
    return good


def forty_facts(day: date) -> list[dict[str, Any]]:
    """Return a history of forty facts, as they are sent to the service in order."""
    on = day.isoformat()
    told: list[dict[str, Any]] = [
        {"type": "advice_given", "channel": "phone", "rights_explained": True},
        {"type": "issues_recorded", "issues": [{"kind": "education", "section": "F"}, {"kind": "health"}]},
        {"type": "wish_stated", "wish": "mediate"},
        {"type": "la_informed", "informed_by": "adviser"},
    ]
    later = (day + timedelta(days=14)).isoformat()
    while len(told) < 36:
        session = f"s{len(told)}"
        told += [
            {"type": "session_fixed", "session_id": session, "held_on": later, "mode": "online"},
            {"type": "session_notice_given", "session_id": session, "to": "all"},
            {"type": "session_cancelled", "session_id": session, "cancelled_by": "la", "reason": "Nobody free"},
            {"type": "family_contacted", "channel": "phone", "person": "parent"},
        ]
    return [{**fact, "occurred_on": on} for fact in told[:37]]


async def whole_case(house: House, driver: Driver, say: Callable[[str], None], *, seconds: float) -> bool:
    """Compare working out every deadline of a case of forty facts with serving that case."""
    adviser = house.adviser
    case_id = await house.open_case(adviser)
    today = date.today()
    version = (await house.case(adviser, case_id))["version"]
    for fact in forty_facts(today):
        answer = await house.record(adviser, case_id, version, **fact)
        assert answer.status_code == 201, answer.text
        version = answer.json()["case_version"]
    listed = await house.client.get(f"/v1/cases/{case_id}/facts", headers=house.headers(adviser))
    facts = [
        Fact(
            row["id"],
            FactType(row["type"]),
            date.fromisoformat(row["occurred_on"]),
            sequence=row["sequence"],
            payload=row["payload"],
        )
        for row in listed.json()["items"]
    ]
    token = house.headers(adviser)["Authorization"].removeprefix("Bearer ")
    script = driver.reads([f"/v1/cases/{case_id}"], token)
    # As `mdr serve` does: what this process holds from loading the cases would be walked again and again.
    gc.collect()
    gc.freeze()
    shares, computed, served = [], [], []
    for _ in range(5):
        began = time.perf_counter()
        for _ in range(200):
            compute(facts, as_of=today)
        computed.append((time.perf_counter() - began) / 200 * 1e6)
        result = await driver.run(house.server.url, script, connections=1, seconds=seconds)
        assert not result.errors
        served.append(1e6 / result.rate)
        shares.append(computed[-1] / served[-1])
    reached = median(shares) <= 1 / 20
    say(
        f"\na case of {len(facts)} facts: worked out in {median(computed):.0f} us, served in {median(served):.0f} us,"
        f" share {median(shares):.3f}, wanted 0.050{'' if reached else '  MISSED'}"
    )
    return reached


async def calculations(
    house: House, folder: Path, driver: Driver, say: Callable[[str], None], *, seconds: float
) -> bool:
    """Compare a public calculation with a route that echoes the same body, the order reversed each round."""
    body = (
        '{"facts":[{"type":"decision_sent","occurred_on":"2024-12-23","decision_kind":"refusal_to_issue"},'
        '{"type":"family_contacted","occurred_on":"2025-01-10","channel":"phone","person":"parent"},'
        '{"type":"certificate_issued","occurred_on":"2025-01-31","kind":"s55_4"}],"as_of":"2025-02-01"}'
    )
    script = driver.posts("/v1/deadline-calculations", body)
    (folder / "echo").mkdir()
    limit = Server("", folder / "echo", module="tests.benchmarks.echo")
    await limit.start()
    try:
        ratios = []
        for number in range(5):
            urls = [limit.url, house.server.url]
            rates = {}
            for url in urls if number % 2 else reversed(urls):
                result = await driver.run(url, script, seconds=seconds)
                assert not result.errors, result
                rates[url] = result.rate
            ratios.append((rates[house.server.url] / rates[limit.url], *rates.values()))
    finally:
        limit.kill()
    ratio = median(row[0] for row in ratios)
    reached = ratio >= 0.4
    say(f"POST deadline-calculations: {ratio:.3f} of an echo, wanted 0.40{'' if reached else '  MISSED'}")
    return reached


def _resident(pid: int) -> list[float]:
    """Return a process's memory in MB; nothing once it has ended."""
    try:
        lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    except FileNotFoundError:
        return []
    return [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmRSS")]


async def change_over_every_case(house: House, url: str, folder: Path, say: Callable[[str], None]) -> bool:
    """Try a holiday out over every loaded case by `mdr law diff`, and watch its memory."""
    day = ENGLAND_AND_WALES.next_working_day(date.today() + timedelta(days=20))
    command = [sys.executable, "-m", "app.cli", "law", "diff", "--provider", "one", "--holiday", f"{day}=A tried day"]
    began = time.monotonic()
    output = folder / "diff.txt"
    with output.open("wb") as file:
        process = await asyncio.create_subprocess_exec(
            *command,
            stdout=file,
            stderr=(folder / "diff.log").open("wb"),
            env={**os.environ, "DATABASE_URL": url, "MDR_VAR_DIR": str(folder)},
        )
        marks: list[float] = []
        ended = asyncio.ensure_future(process.wait())
        while not ended.done():
            marks += _resident(process.pid)
            await asyncio.wait({ended}, timeout=0.5)
    took = time.monotonic() - began
    lines = output.read_text().splitlines() or [(folder / "diff.log").read_text()[-2000:]]
    warm = marks[len(marks) // 4 :] or marks
    flat = max(warm) <= min(warm) * 1.25 + 5
    say(f"\nmdr law diff ({took:.1f} s): {lines[-1]}")
    say(f"its memory after the first quarter, MB: {min(warm):.0f} to {max(warm):.0f}{'' if flat else '  MISSED'}")
    return flat and process.returncode == 0
