"""The scanner's INSTREAM protocol, spoken with a small daemon of the test's own."""

import asyncio
import struct
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

import pytest

from app.adapters.virus_scan import Clamd, Infected, NoScanner

BAD = b"X5O!P%@AP-this-is-bad"


@asynccontextmanager
async def a_daemon(answer: Callable[[bytes], bytes | None]) -> AsyncIterator[int]:
    """Run a daemon that reads a stream and answers; None never answers."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readexactly(10) == b"zINSTREAM\0"
        content = b""
        while size := struct.unpack(">I", await reader.readexactly(4))[0]:
            content += await reader.readexactly(size)
        verdict = answer(content)
        if verdict is None:
            await asyncio.sleep(5)
        else:
            writer.write(verdict + b"\0")
            await writer.drain()
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


def verdict(content: bytes) -> bytes:
    return b"stream: Eicar-Test-Signature FOUND" if BAD in content else b"stream: OK"


async def test_what_harms_is_refused_and_the_rest_passes() -> None:
    async with a_daemon(verdict) as port:
        scanner = Clamd("127.0.0.1", port)
        await scanner.check(b"harmless" * 50_000)
        with pytest.raises(Infected) as refused:
            await scanner.check(b"a" * 70_000 + BAD)
        assert refused.value.faults[0].pointer == "/content"


async def test_a_daemon_that_does_not_look_refuses_everything() -> None:
    async with a_daemon(lambda _content: b"INSTREAM size limit exceeded. ERROR") as port:
        with pytest.raises(OSError, match="no verdict"):
            await Clamd("127.0.0.1", port).check(b"content")
    async with a_daemon(lambda _content: None) as port:
        with pytest.raises(TimeoutError):
            await Clamd("127.0.0.1", port, seconds=0.2).check(b"content")
    with pytest.raises(OSError):
        await Clamd("127.0.0.1", port, seconds=0.5).check(b"content")


async def test_without_a_scanner_everything_passes() -> None:
    await NoScanner().check(BAD)
