"""Looking for viruses in what is uploaded: ClamAV's INSTREAM over TCP; off until a scanner is named."""

import asyncio
import struct

from app.domain.refusals import Invalid

CHUNK = 64 * 1024


class Infected(Invalid):
    """The file carries something that does harm."""

    def __init__(self) -> None:
        super().__init__("/content", "infected", "The virus scanner refuses this file. Nothing of it was kept.")


class NoScanner:
    """Looks for nothing: the default of a machine without a scanner."""

    async def check(self, _content: bytes) -> None:
        """Pass everything."""


class Clamd:
    """A ClamAV daemon; one that does not answer refuses everything until it does."""

    def __init__(self, host: str, port: int, *, seconds: float = 20.0) -> None:
        self._host, self._port, self._seconds = host, port, seconds

    async def check(self, content: bytes) -> None:
        """Refuse a content in which the daemon finds something; raise OSError or TimeoutError where it cannot look."""
        async with asyncio.timeout(self._seconds):
            reader, writer = await asyncio.open_connection(self._host, self._port)
            try:
                writer.write(b"zINSTREAM\0")
                for start in range(0, len(content), CHUNK):
                    part = content[start : start + CHUNK]
                    writer.write(struct.pack(">I", len(part)) + part)
                    await writer.drain()
                writer.write(struct.pack(">I", 0))
                await writer.drain()
                answer = (await reader.read(4096)).rstrip(b"\0\r\n ")
            finally:
                writer.close()
        if answer.endswith(b"FOUND"):
            raise Infected
        if not answer.endswith(b"OK"):
            raise OSError("the scanner gave no verdict")
