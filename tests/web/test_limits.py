"""Nobody asks without end, and counting them takes bounded memory."""

from pathlib import Path

import pytest
import time_machine

from app.web.limits import Limiter, TooManyRequests, address_of
from tests.web.small_service import running
from tests.web.test_bad_input import assert_problem

START = 1_782_000_000.0 // 60 * 60


def used_up(limiter: Limiter, caller: str) -> TooManyRequests:
    for _ in range(1000):
        try:
            limiter.count("default", caller)
        except TooManyRequests as refusal:
            return refusal
    raise AssertionError


def test_a_quota_ends_and_comes_back_when_promised() -> None:
    with time_machine.travel(START, tick=False) as clock:
        limiter = Limiter({"default": 10})
        assert limiter.count("default", "a").headers() == {
            "RateLimit-Policy": '"default";q=10;w=60',
            "RateLimit": '"default";r=9;t=60',
        }
        refusal = used_up(limiter, "a")
        assert refusal.headers["RateLimit"] == '"default";r=0;t=60'
        wait = int(refusal.headers["Retry-After"])
        clock.shift(wait - 1)
        with pytest.raises(TooManyRequests):
            limiter.count("default", "a")
        clock.shift(1)
        limiter.count("default", "a")


def test_retry_after_holds_in_the_middle_of_a_window() -> None:
    with time_machine.travel(START, tick=False) as clock:
        limiter = Limiter({"default": 10})
        used_up(limiter, "a")
        clock.shift(60 + 6)
        limiter.count("default", "a")
        wait = int(used_up(limiter, "a").headers["Retry-After"])
        clock.shift(wait)
        limiter.count("default", "a")


def test_callers_do_not_share_a_quota() -> None:
    limiter = Limiter({"default": 10})
    used_up(limiter, "a")
    limiter.count("default", "b")


def test_a_million_callers_take_bounded_memory() -> None:
    limiter = Limiter({"default": 10}, most=100)
    for number in range(1000):
        limiter.count("default", str(number))
    assert len(limiter.tallies) == 100


@pytest.mark.parametrize(
    "host,name",
    [("203.0.113.7", "203.0.113.7"), ("2001:db8::1", "20010db800000000::"), ("", ""), ("testclient", "testclient")],
)
def test_an_ipv6_household_is_one_caller(host: str, name: str) -> None:
    assert address_of({"client": (host, 1)}) == name


async def test_a_caller_over_quota_is_told_so(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    async with running(tmp_path, requests_per_minute=3) as service:
        answers = [await service.client.get("/v1/notes", headers={"authorization": "Bearer ann"}) for _ in range(4)]
        assert [answer.status_code for answer in answers] == [200, 200, 200, 429]
        assert answers[0].headers["ratelimit"].startswith('"default";r=2;t=')
        assert_problem(answers[3], 429, code="too_many_requests")
        assert int(answers[3].headers["retry-after"]) >= 1
        other = await service.client.get("/v1/notes", headers={"authorization": "Bearer bob"})
        assert other.status_code == 200


async def test_the_token_endpoint_has_a_smaller_quota_by_address(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    async with running(tmp_path, token_requests_per_minute=2) as service:
        statuses = [(await service.client.post("/oauth2/token")).status_code for _ in range(3)]
        assert statuses == [404, 404, 429]
        assert (await service.client.get("/v1/day")).status_code == 200


async def test_health_is_always_answered(tmp_path: Path) -> None:
    tmp_path.chmod(0o700)
    async with running(tmp_path, requests_per_minute=1) as service:
        statuses = {(await service.client.get("/health/live")).status_code for _ in range(60)}
        assert statuses == {200}
        assert 429 in {(await service.client.get("/v1/day")).status_code for _ in range(30)}
