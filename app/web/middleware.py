"""The outermost ring: a request id, a readable address, headers that protect, and an answer whatever happens."""

import re
from urllib.parse import unquote_to_bytes
from uuid import uuid4

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.store.chronicle import request_id
from app.web.problems import Report, problem_response, unforeseen

_SAFE_ID = re.compile(r"[A-Za-z0-9._-]{1,64}")
_LONGEST_URL = 8192
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f]")
_ORDINARY = re.compile(rb"[A-Za-z0-9/_.=&-]+")
PROTECTION = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Permissions-Policy": "camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
_PROTECTION = [(name.lower().encode(), value.encode()) for name, value in PROTECTION.items()]
_PLAIN = [*_PROTECTION, (b"vary", b"Authorization")]
_ASKED_OF = {name for name, _ in _PLAIN}


class Ring:
    """Everything that holds for every request and every answer, in one pure ASGI layer."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        offered = next((value for name, value in scope["headers"] if name == b"x-request-id"), b"").decode("latin-1")
        identity = offered if _SAFE_ID.fullmatch(offered) else uuid4().hex
        token = request_id.set(identity)
        state = scope.setdefault("state", {})
        state["request_id"] = identity
        is_head = scope["method"] == "HEAD"
        started = False

        async def send_protected(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _protect(message, identity, state.get("standing"))
            elif is_head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        # An address that is read may be asked for its headers alone; the framework's routes know only GET.
        inner = {**scope, "method": "GET"} if is_head else scope
        try:
            report = _unreadable(scope)
            if report is not None:
                await problem_response(report)(inner, receive, send_protected)
            else:
                await self.app(inner, receive, send_protected)
        except Exception as exception:
            response = unforeseen(exception)
            if started:
                raise
            await response(inner, receive, send_protected)
        finally:
            request_id.reset(token)


def _protect(message: Message, identity: str, standing: object) -> None:
    headers: list[tuple[bytes, bytes]] = list(message.get("headers", ()))
    present = {name for name, _ in headers}
    if present.isdisjoint(_ASKED_OF):
        headers += _PLAIN
    else:
        headers += [item for item in _PROTECTION if item[0] not in present]
        if (b"cache-control", b"no-store") in headers:
            # What is not for keeping may differ by who asks, and says so to whoever keeps it all the same.
            headers = _varying(headers)
    headers.append((b"x-request-id", identity.encode()))
    if standing is not None:
        left: dict[str, str] = standing.headers()  # type: ignore[attr-defined]  # a limits.Standing
        own = {name.lower().encode(): value.encode() for name, value in left.items()}
        if not present.isdisjoint(own):
            headers = [item for item in headers if item[0] not in own]
        headers += own.items()
    message["headers"] = headers


def _varying(headers: list[tuple[bytes, bytes]]) -> list[tuple[bytes, bytes]]:
    """Return headers that say that the answer may differ by who asks, beside what it may differ by already."""
    known = [value for name, value in headers if name == b"vary"]
    if not known:
        return [*headers, (b"vary", b"Authorization")]
    others = [item for item in headers if item[0] != b"vary"]
    return [*others, (b"vary", b", ".join([*known, b"Authorization"]))]


def _unreadable(scope: Scope) -> Report | None:
    """Return why the address cannot be read: too long, not UTF-8, or with control characters."""
    raw: bytes = scope.get("raw_path") or scope["path"].encode("utf-8", "surrogateescape")
    query: bytes = scope.get("query_string", b"")
    if len(raw) + len(query) > _LONGEST_URL:
        return Report("url_too_long")
    for part in (raw, query.replace(b"+", b" ")):
        if not part or _ORDINARY.fullmatch(part):
            continue
        try:
            text = unquote_to_bytes(part).decode("utf-8")
        except UnicodeDecodeError:
            return Report("malformed_url")
        if _CONTROL.search(text):
            return Report("malformed_url")
    return None
