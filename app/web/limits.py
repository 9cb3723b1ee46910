"""How often one caller may ask. Counted in this process alone, in bounded memory: two workers allow twice as much."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from math import ceil, floor
from typing import NamedTuple

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from app.domain.permissions import Actor
from app.domain.refusals import Refusal
from app.settings import Settings
from app.web.problems import problem_response, report_of

MOST_CALLERS = 20_000
WINDOW = 60
# One address may stand for a whole council, or for a proxy that does not pass addresses on.
PER_ADDRESS = 20


class TooManyRequests(Refusal):
    """Too many requests."""

    code = "too_many_requests"

    def __init__(self, headers: Mapping[str, str]) -> None:
        super().__init__("Wait for as long as Retry-After says, then send it again.")
        self.headers = headers


class Standing(NamedTuple):
    """What a caller has left of a quota."""

    policy: str
    quota: int
    remaining: int
    reset: int

    def headers(self) -> dict[str, str]:
        """Return the standing as header fields, in the syntax of draft-ietf-httpapi-ratelimit-headers-11."""
        return {
            "RateLimit-Policy": f'"{self.policy}";q={self.quota};w={WINDOW}',
            "RateLimit": f'"{self.policy}";r={self.remaining};t={self.reset}',
        }


class Tally(NamedTuple):
    """Whether a request found room, and what was counted in the window before and in this one, so far."""

    admitted: bool
    before: int
    now: int
    left: float


class Tallies:
    """Counters of callers in two windows, the older one weighted; the longest idle caller is forgotten first."""

    def __init__(self, most: int = MOST_CALLERS) -> None:
        self.most = most
        self._counts: OrderedDict[str, tuple[int, int, int]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def take(self, key: str, quota: int) -> Tally:
        """Count a request where the two windows leave room for it."""
        moment = time.time()
        window, left = int(moment / WINDOW), WINDOW - moment % WINDOW
        last, before, now = self._counts.get(key, (0, 0, 0))
        if last != window:
            before, now = now if last == window - 1 else 0, 0
        if int(before * left / WINDOW + now) >= quota:
            return Tally(False, before, now, left)
        self._counts[key] = (window, before, now + 1)
        self._counts.move_to_end(key)
        if len(self._counts) > self.most:
            self._counts.popitem(last=False)
        return Tally(True, before, now + 1, left)


class Limiter:
    """The quotas by name, and what each caller has used of them."""

    def __init__(self, quotas: Mapping[str, int], *, most: int = MOST_CALLERS) -> None:
        self.quotas = dict(quotas)
        self.tallies = Tallies(most)

    def count(self, policy: str, caller: str) -> Standing:
        """Count one request of a caller, or refuse it."""
        quota = self.quotas[policy]
        admitted, before, now, left = self.tallies.take(f"{policy}/{caller}", quota)
        if admitted:
            return Standing(policy, quota, max(0, quota - int(before * left / WINDOW + now)), ceil(left))
        wait = _wait(quota, before, left, now)
        raise TooManyRequests({**Standing(policy, quota, 0, ceil(left)).headers(), "Retry-After": str(wait)})


def _wait(quota: int, before: int, left: float, now: int) -> int:
    """Return the whole seconds after which the weighted count has fallen below the quota."""
    if now < quota:
        return max(1, floor(left - (quota - now) * WINDOW / before) + 1) if before else 1
    return floor(left + WINDOW * (1 - quota / now)) + 1


def limiter_of(settings: Settings) -> Limiter:
    """Return the quotas that the settings name."""
    per_minute = settings.requests_per_minute
    return Limiter(
        {
            "default": per_minute,
            "address": per_minute * PER_ADDRESS,
            "token": settings.token_requests_per_minute,
            "check": settings.checks_per_minute,
            "checks": settings.checks_per_minute * PER_ADDRESS,
        }
    )


def count_principal(request: Request, actor: Actor) -> None:
    """Count a request of someone who has signed in; their standing goes out with the answer."""
    limiter: Limiter = request.app.state.limiter
    request.scope["state"]["standing"] = limiter.count("default", f"{actor.tenant_id}/{actor.kind}/{actor.id}")


async def count_check(request: Request) -> None:
    """Count a question that anyone may ask about a secret: by address, and all of them together."""
    limiter: Limiter = request.app.state.limiter
    standing = limiter.count("check", address_of(request.scope))
    limiter.count("checks", "everyone")
    request.scope["state"]["standing"] = standing


def address_of(scope: Scope) -> str:
    """Return the caller's address; an IPv6 one stands for its whole /64, which one household owns."""
    return _network_of((scope.get("client") or ("", 0))[0])


@lru_cache(maxsize=4096)
def _network_of(host: str) -> str:
    try:
        address = ip_address(host)
    except ValueError:
        return str(host)[:64]
    return f"{int(address) >> 64:x}::" if isinstance(address, IPv6Address) else str(address)


class AddressLimits:
    """Count every request by its address before anything is read of it; the token endpoint has a quota of its own."""

    def __init__(self, app: ASGIApp, *, limiter: Limiter, token_path: str) -> None:
        self.app = app
        self.limiter = limiter
        self.token_path = token_path

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http" and not scope["path"].startswith("/health/"):
            is_token = scope["path"] == self.token_path
            try:
                standing = self.limiter.count("token" if is_token else "address", address_of(scope))
            except TooManyRequests as refusal:
                await problem_response(report_of(refusal))(scope, receive, send)
                return
            if is_token:
                scope["state"]["standing"] = standing
        await self.app(scope, receive, send)
