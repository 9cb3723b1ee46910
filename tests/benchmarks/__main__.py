"""`python -m tests.benchmarks`: loads a database, drives both applications in turn, and prints the ratios."""

import argparse
import asyncio
import pickle
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from statistics import median

import asyncpg
import httpx2 as httpx

from app.domain.permissions import Actor, Role
from app.store.migration import migrate
from tests.benchmarks import law
from tests.benchmarks.loading import driver_url, load
from tests.benchmarks.wrk import FAMILY, GIVEN, Driver, Result
from tests.builders.bodies import a_referral
from tests.faults.house import House, open_house
from tests.faults.server import Server
from tests.postgres import start_cluster

SAMPLE = 500
PAGE = "/v1/cases?limit=50"
MOST_TIMES_MEDIAN = 10


@dataclass(frozen=True)
class Question:
    """One measured request: who sends it, how, and the least ratio to the limit that will do."""

    name: str
    actor: Actor
    target: float
    script: Callable[[str], str]


def say(text: str) -> None:
    """Print at once, for the run takes minutes."""
    print(text, flush=True)


async def _prepare(house: House, folder: Path, options: argparse.Namespace) -> tuple[list[Question], Driver]:
    """Load the cases, keep the service's own answers for the limit, and return what is to be measured."""
    home, stranger = house.world.home, house.world.stranger
    adviser, officer, system = (home.actors[role] for role in (Role.ADVISER, Role.LA_OFFICER, Role.PARTNER_SYSTEM))
    began = time.monotonic()
    found = await load(house.database.url, home, adviser, options.cases, today=date.today())
    say(f"loaded {len(found)} cases in {time.monotonic() - began:.0f} s")
    sample = found[:: max(1, len(found) // SAMPLE)][:SAMPLE]
    body = a_referral()
    body["child"] = {**body["child"], "given_name": GIVEN, "family_name": FAMILY}
    body["referrer"] = {"role": "la", "permission_given": True}
    connection = await asyncpg.connect(driver_url(house.database.url))
    await connection.execute("INSERT INTO audit_heads VALUES ($1, 0, repeat('0', 64))", stranger.id)
    await connection.close()
    made = await house.client.post(
        "/v1/referrals", json=body, headers=house.headers(system, Idempotency_Key="benchmark-1")
    )
    assert made.status_code == 201, made.text
    for actor, name in ((adviser, "staff"), (officer, "council")):
        page = await house.client.get(PAGE, headers=house.headers(actor))
        assert page.status_code == 200, page.text
        cases = {id: await _body(house, actor, f"/v1/cases/{id}") for id in sample}
        facts = {
            "cases": cases,
            "page": page.content,
            "referral": made.content,
            "reader": home.id,
            "tenant": stranger.id,
            "council": stranger.norfolk,
            "principal": stranger.actors[Role.PARTNER_SYSTEM].id,
        }
        (folder / name).mkdir()
        (folder / name / "limit.pickle").write_bytes(pickle.dumps(facts))
        say(f"{name}: a case is {len(next(iter(cases.values())))} bytes, a page {len(page.content)}")
    driver = Driver(folder)
    paths = [f"/v1/cases/{id}" for id in sample]
    return [
        Question("GET case", adviser, 0.15, lambda token: driver.reads(paths, token)),
        Question("GET list of 50", adviser, 0.15, lambda token: driver.reads([PAGE], token)),
        Question("GET case, hot", officer, 0.30, lambda token: driver.reads(paths, token)),
        Question("POST referral", system, 0.20, lambda token: driver.writes(body, token)),
    ], driver


async def _body(house: House, actor: Actor, path: str) -> bytes:
    answer: httpx.Response = await house.client.get(path, headers=house.headers(actor))
    assert answer.status_code == 200, answer.text
    return answer.content


def _token(house: House, actor: Actor) -> str:
    return house.headers(actor)["Authorization"].removeprefix("Bearer ")


async def _ratios(
    house: House, limits: dict[str, Server], questions: list[Question], driver: Driver, options: argparse.Namespace
) -> bool:
    """Measure each question on both applications in turn, the order reversed each round, and print the medians."""
    seen: dict[str, list[tuple[Result, Result]]] = {question.name: [] for question in questions}
    for number in range(options.rounds):
        for question in questions:
            limit = limits["council" if question.actor.role is Role.LA_OFFICER else "staff"]
            script = question.script(_token(house, question.actor))
            urls = [limit.url, house.server.url]
            if number == 0:
                for url in urls:
                    await driver.run(url, script, seconds=1)
            results = {}
            for url in urls if number % 2 == 0 else reversed(urls):
                results[url] = await driver.run(url, script, seconds=options.seconds)
            seen[question.name].append((results[limit.url], results[house.server.url]))
    say("\n16 connections   limit/s service/s  p50 ms  p99 ms  ratio wanted")
    good = True
    for question in questions:
        pairs = seen[question.name]
        ratio = median(service.rate / limit.rate for limit, service in pairs)
        errors = sum(service.errors for _, service in pairs)
        wrong = sum(limit.errors for limit, _ in pairs)
        reached = ratio >= question.target and not errors and not wrong
        good &= reached
        say(
            f"{question.name:<16} {median(limit.rate for limit, _ in pairs):8.0f}"
            f" {median(service.rate for _, service in pairs):9.0f} {median(each.p50 for _, each in pairs):7.1f}"
            f" {median(each.p99 for _, each in pairs):7.1f} {ratio:6.3f} {question.target:6.2f}"
            f"{'' if reached else '  MISSED'}{f'  {errors} errors' if errors else ''}"
            f"{f'  {wrong} errors of the limit' if wrong else ''}"
        )
    return good


async def _tails(house: House, questions: list[Question], driver: Driver, options: argparse.Namespace) -> bool:
    """Look for errors and for stragglers at few and at many connections."""
    say(f"\n{'stragglers':<16} {'conns':>5} {'requests':>8} {'errors':>6} {'p50 ms':>7} {'slowest':>8} {'times':>6}")
    good = True
    for connections in (16, 80):
        for question in questions:
            script = question.script(_token(house, question.actor))
            result = await driver.run(house.server.url, script, connections=connections, seconds=options.seconds)
            times = result.slowest / result.p50 if result.p50 else 0.0
            fine = not result.errors and result.requests > 0 and times <= MOST_TIMES_MEDIAN
            good &= fine
            say(
                f"{question.name:<16} {connections:5} {result.requests:8} {result.errors:6} {result.p50:7.1f}"
                f" {result.slowest:8.1f} {times:6.1f}{'' if fine else '  MISSED'}"
            )
    return good


def _resident(pid: int) -> float:
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return int(next(line for line in lines if line.startswith("VmRSS")).split()[1]) / 1024


async def _memory(house: House, questions: list[Question], driver: Driver, options: argparse.Namespace) -> bool:
    """Watch the resident memory over many requests of every kind; a tenth more than at first is growth."""
    counted, marks = 0, [_resident(house.server.pid)]
    began = time.monotonic()
    while counted < options.requests and time.monotonic() - began < 600:
        for question in questions:
            script = question.script(_token(house, question.actor))
            counted += (await driver.run(house.server.url, script, seconds=options.seconds)).requests
        marks.append(_resident(house.server.pid))
    good = marks[-1] <= marks[0] * 1.1 + 1
    say(f"\nresident memory over {counted} requests, MB: {' '.join(f'{mark:.1f}' for mark in marks)}")
    return good


async def _law(house: House, url: str, folder: Path, driver: Driver, options: argparse.Namespace) -> bool:
    """Measure how the law is worked out, each against its own limit."""
    good = law.working_days(say)
    good &= await law.whole_case(house, driver, say, seconds=options.seconds)
    good &= await law.calculations(house, folder, driver, say, seconds=options.seconds)
    good &= await law.change_over_every_case(house, url, folder, say)
    return good


async def _measure(options: argparse.Namespace) -> bool:
    if shutil.which("wrk") is None:
        sys.exit("wrk was not found: install it (Debian: apt install wrk).")
    cluster = await asyncio.to_thread(start_cluster)
    folder = Path(tempfile.mkdtemp(prefix="mdr-bench-"))
    limits: dict[str, Server] = {}
    try:
        await migrate(cluster.url)
        async with open_house(cluster.url, folder) as house:
            questions, driver = await _prepare(house, folder, options)
            for name in ("staff", "council"):
                limits[name] = Server(cluster.url, folder / name, module="tests.benchmarks.limit")
                await limits[name].start()
            if options.law:
                return await _law(house, cluster.url, folder, driver, options)
            if options.only:
                questions = [question for question in questions if options.only in question.name]
            good = await _ratios(house, limits, questions, driver, options)
            if not options.ratios:
                good &= await _tails(house, questions, driver, options)
                good &= await _memory(house, questions, driver, options)
                good &= await _law(house, cluster.url, folder, driver, options)
        return good
    finally:
        for server in limits.values():
            server.kill()
        await asyncio.to_thread(cluster.remove)
        shutil.rmtree(folder)


def main() -> None:
    """Read the options, measure, and fail when something that was wanted is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("--cases", type=int, default=100_000, help="how many cases to load")
    parser.add_argument("--rounds", type=int, default=5, help="how often to measure each question")
    parser.add_argument("--seconds", type=float, default=4, help="how long each measurement lasts")
    parser.add_argument("--requests", type=int, default=50_000, help="over how many requests to watch the memory")
    parser.add_argument("--only", default="", help="measure only the questions whose name holds this")
    parser.add_argument("--law", action="store_true", help="measure only how the law is worked out")
    parser.add_argument("--ratios", action="store_true", help="measure the ratios alone")
    options = parser.parse_args()
    began = datetime.now(UTC)
    good = asyncio.run(_measure(options))
    say(f"\n{'everything wanted was reached' if good else 'something was missed'}, {datetime.now(UTC) - began}")
    sys.exit(not good)


if __name__ == "__main__":
    main()
