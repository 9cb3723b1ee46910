"""How often one caller may ask. Counted in this process alone, in bounded memory: two workers allow twice as much."""

import time
from collections import OrderedDict
from collections.abc import Mapping
from ipaddress import IPv6Address, ip_address
from math import ceil, floor
from typing import NamedTuple

from fastapi import Request
from limits import RateLimitItemPerMinute
from limits.storage.base import SlidingWindowCounterSupport, Storage
from limits.strategies import SlidingWindowCounterRateLimiter
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


class _Count(NamedTuple):
    window: int
    before: int
    now: int


class Tallies(Storage, SlidingWindowCounterSupport):
    """Counters of callers, the longest idle forgotten first; the library's own memory grows and starts threads."""

    def __init__(self, most: int = MOST_CALLERS) -> None:
        super().__init__()
        self.most = most
        self._counts: OrderedDict[str, _Count] = OrderedDict()

    def __len__(self) -> int:
        return len(self._counts)

    def _count(self, key: str, expiry: int) -> _Count:
        window = int(time.time() / expiry)
        count = self._counts.get(key)
        if count is None or count.window < window - 1:
            return _Count(window, 0, 0)
        return count if count.window == window else _Count(window, count.now, 0)

    def get_sliding_window(self, key: str, expiry: int) -> tuple[int, float, int, float]:
        """Return both windows' counts, each with the seconds until it stops to matter."""
        count, left = self._count(key, expiry), expiry - time.time() % expiry
        return count.before, left, count.now, left + expiry

    def acquire_sliding_window_entry(self, key: str, limit: int, expiry: int, amount: int = 1) -> bool:
        """Count a request when the two windows, the older one weighted, leave room for it."""
        before, left, now, _ = self.get_sliding_window(key, expiry)
        if int(before * left / expiry + now) + amount > limit:
            return False
        count = self._count(key, expiry)
        self._counts[key] = count._replace(now=now + amount)
        self._counts.move_to_end(key)
        while len(self._counts) > self.most:
            self._counts.popitem(last=False)
        return True

    def clear_sliding_window(self, key: str, expiry: int) -> None:
        self._counts.pop(key, None)

    @property
    def base_exceptions(self) -> type[Exception]:
        return ValueError

    def incr(self, key: str, expiry: int, amount: int = 1) -> int:
        raise NotImplementedError

    def get(self, key: str) -> int:
        raise NotImplementedError

    def get_expiry(self, key: str) -> float:
        raise NotImplementedError

    def check(self) -> bool:
        return True

    def reset(self) -> int | None:
        count = len(self._counts)
        self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        self._counts.pop(key, None)


class Limiter:
    """The quotas by name, and what each caller has used of them."""

    def __init__(self, quotas: Mapping[str, int], *, most: int = MOST_CALLERS) -> None:
        self.quotas = {name: RateLimitItemPerMinute(quota, namespace=name) for name, quota in quotas.items()}
        self.tallies = Tallies(most)
        self._strategy = SlidingWindowCounterRateLimiter(self.tallies)

    def count(self, policy: str, caller: str) -> Standing:
        """Count one request of a caller, or refuse it."""
        item = self.quotas[policy]
        admitted = self._strategy.hit(item, caller)
        before, left, now, _ = self.tallies.get_sliding_window(item.key_for(caller), WINDOW)
        remaining = max(0, item.amount - int(before * left / WINDOW + now))
        standing = Standing(policy, item.amount, remaining, ceil(left))
        if admitted:
            return standing
        wait = _wait(item.amount, before, left, now)
        raise TooManyRequests({**standing._replace(remaining=0).headers(), "Retry-After": str(wait)})


def _wait(quota: int, before: int, left: float, now: int) -> int:
    """Return the whole seconds after which the weighted count has fallen below the quota."""
    if now < quota:
        return max(1, floor(left - (quota - now) * WINDOW / before) + 1) if before else 1
    return floor(left + WINDOW * (1 - quota / now)) + 1


def limiter_of(settings: Settings) -> Limiter:
    """Return the quotas that the settings name."""
    per_minute = settings.requests_per_minute
    return Limiter(
        {"default": per_minute, "address": per_minute * PER_ADDRESS, "token": settings.token_requests_per_minute}
    )


def count_principal(request: Request, actor: Actor) -> None:
    """Count a request of someone who has signed in; their standing goes out with the answer."""
    limiter: Limiter = request.app.state.limiter
    request.state.standing = limiter.count("default", f"{actor.tenant_id}/{actor.kind}/{actor.id}")


def address_of(scope: Scope) -> str:
    """Return the caller's address; an IPv6 one stands for its whole /64, which one household owns."""
    host = (scope.get("client") or ("", 0))[0]
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
