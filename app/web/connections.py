"""A connection that sends no whole request head in time is cut: the server itself would wait for ever."""

import asyncio
from typing import Any

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_SECONDS = 15.0


class Deadlined(HttpToolsProtocol):
    """The server's own protocol, with a limit on how long a request's head may take to arrive."""

    _limit: asyncio.TimerHandle | None = None

    def connection_made(self, transport: Any) -> None:
        """Start the clock as soon as there is a connection."""
        super().connection_made(transport)
        self._start()

    def on_message_begin(self) -> None:
        """Start the clock again for each further request on the connection."""
        super().on_message_begin()
        self._start()

    def on_headers_complete(self) -> None:
        """Stop the clock: from here on the body's own limit holds."""
        self._stop()
        super().on_headers_complete()

    def connection_lost(self, exc: Exception | None) -> None:
        """Stop the clock with the connection."""
        self._stop()
        super().connection_lost(exc)

    def _start(self) -> None:
        self._stop()
        self._limit = self.loop.call_later(HEAD_SECONDS, self._cut)

    def _stop(self) -> None:
        if self._limit is not None:
            self._limit.cancel()
            self._limit = None

    def _cut(self) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.close()
