"""The connection beneath a request: heads that come in time, of a bounded size, and a problem when they make no sense.

The server itself waits for ever for the first byte, or for the second half of a head; and it writes the head and the
body of an answer apart, each at the price of a call of the system, which is the dearest thing in most answers.
"""

import asyncio
import gc
import json
from typing import Any

import uvicorn
from starlette.types import ASGIApp
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.web.catalogue import CATALOGUE

HEAD_SECONDS = 15.0
HEAD_BYTES = 32 * 1024


class HeadTooLarge(ValueError):
    """More came than a head may hold."""


class InOnePiece:
    """A transport on which the head of an answer waits for what follows it, at most until the loop turns."""

    def __init__(self, transport: Any, loop: asyncio.AbstractEventLoop) -> None:
        self._transport = transport
        self._loop = loop
        self._head = b""
        self._flush: asyncio.Handle | None = None

    def __getattr__(self, name: str) -> Any:
        return getattr(self._transport, name)

    def write(self, data: bytes) -> None:
        """Send on, a head together with its body; nothing is kept back that was there when the turn began."""
        if self._flush is None:
            self._head = data
            self._flush = self._loop.call_soon(self._send_head)
            return
        self._flush.cancel()
        self._flush = None
        head, self._head = self._head, b""
        self._transport.writelines((head, data) if data else (head,))

    def close(self) -> None:
        """Close once all has been sent."""
        self._send_head()
        self._transport.close()

    def _send_head(self) -> None:
        if self._flush is not None:
            self._flush.cancel()
            self._flush = None
            head, self._head = self._head, b""
            if not self._transport.is_closing():
                self._transport.write(head)


class BoundedProtocol(HttpToolsProtocol):
    """HTTP with a deadline and a size for each request's head; what uvicorn takes as `http=`."""

    head_seconds = HEAD_SECONDS
    _deadline: asyncio.TimerHandle | None = None
    _head = 0

    def connection_made(self, transport: Any) -> None:
        """Expect the first head from now on."""
        super().connection_made(transport)
        self.transport = InOnePiece(transport, self.loop)  # type: ignore[assignment]  # answers go out through it
        self._expect_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Expect nothing any more."""
        self._stop_expecting()
        super().connection_lost(exc)

    def on_message_begin(self) -> None:
        """Count a head anew; one on a connection that is used again has its own deadline."""
        super().on_message_begin()
        self._head = 0
        if self._deadline is None:
            self._expect_head()

    def on_url(self, url: bytes) -> None:
        """Count a part of the address."""
        self._count(len(url))
        super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        """Count a header."""
        self._count(len(name) + len(value))
        super().on_header(name, value)

    def on_headers_complete(self) -> None:
        """Give the request on; its body has a deadline of its own."""
        self._stop_expecting()
        super().on_headers_complete()

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP in the shape of every other refusal."""
        kind = CATALOGUE["malformed"]
        body = json.dumps(
            {
                "type": "/problems/malformed",
                "title": kind.title,
                "status": 400,
                "detail": "Send one well-formed HTTP request, its head within 32 KiB.",
                "code": "malformed",
                "errors": [],
            }
        ).encode()
        head = (
            "HTTP/1.1 400 Bad Request\r\ncontent-type: application/problem+json\r\ncache-control: no-store\r\n"
            f"x-content-type-options: nosniff\r\ncontent-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()

    def _count(self, size: int) -> None:
        self._head += size
        if self._head > HEAD_BYTES:
            raise HeadTooLarge

    def _expect_head(self) -> None:
        self._deadline = self.loop.call_later(self.head_seconds, self.transport.close)

    def _stop_expecting(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None


def listen(app: ASGIApp, host: str, port: int, *, grace_seconds: int = 10) -> None:
    """Serve an application until stopped, and then finish what was begun."""
    # What is there from the start stays: each time the collector walked it, every request of that moment waited.
    gc.freeze()
    uvicorn.run(
        app,
        host=host,
        port=port,
        http=BoundedProtocol,
        server_header=False,
        access_log=False,
        proxy_headers=False,
        ws="none",
        timeout_graceful_shutdown=grace_seconds,
        log_level="warning",
    )
