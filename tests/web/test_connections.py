"""Callers who say half a thing, or nothing, or far too much, over real connections."""

import asyncio
import json
from collections.abc import AsyncIterator

import pytest
import uvicorn

from app.web.connections import BoundedProtocol, InOnePiece
from tests.web.small_service import Service


class Hasty(BoundedProtocol):
    """A protocol that does not keep a test waiting."""

    head_seconds = 0.3


@pytest.fixture
async def port(service: Service) -> AsyncIterator[int]:
    """The port of the small service, served for real."""
    config = uvicorn.Config(
        service.app, port=0, http=Hasty, ws="none", server_header=False, lifespan="off", log_level="critical"
    )
    server = uvicorn.Server(config)
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.01)
    yield server.servers[0].sockets[0].getsockname()[1]
    server.should_exit = True
    await running


async def said(port: int, *parts: bytes, pause: float = 0) -> bytes:
    """Say something and return all that is answered until the connection ends."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    try:
        for part in parts:
            writer.write(part)
            await writer.drain()
            await asyncio.sleep(pause)
        return await asyncio.wait_for(reader.read(), 3)
    finally:
        writer.close()


@pytest.mark.parametrize("half", [b"", b"GET /v1/day HTTP/1.1\r\nHost: x\r\n"])
async def test_half_a_head_is_not_waited_for(port: int, half: bytes) -> None:
    assert await said(port, half) == b""


async def test_a_second_half_head_is_not_waited_for_either(port: int) -> None:
    whole = b"GET /v1/day HTTP/1.1\r\nHost: x\r\n\r\n"
    answer = await said(port, whole, b"GET /v1/day HTTP/1.1\r\n", pause=0.1)
    assert answer.count(b"HTTP/1.1 ") == 1


@pytest.mark.parametrize(
    "request_head",
    [
        b"nonsense\r\n\r\n",
        b"GET /v1/\xff HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-A: " + b"a" * 40_000 + b"\r\n\r\n",
        b"POST /v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/notes HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabc",
    ],
    ids=["nonsense", "bytes", "large", "negative", "two-lengths"],
)
async def test_what_is_not_http_is_a_problem_too(port: int, request_head: bytes) -> None:
    head, _, body = (await said(port, request_head)).partition(b"\r\n\r\n")
    assert head.startswith(b"HTTP/1.1 400 ")
    assert b"content-type: application/problem+json" in head
    assert json.loads(body)["code"] == "malformed"


async def test_a_vast_body_is_cut_off(port: int) -> None:
    line = b"POST /v1/everything HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n"
    head = line + b"Content-Length: 314572800\r\n\r\n"
    answer = await said(port, head)
    assert answer.startswith(b"HTTP/1.1 413 ")
    chunked = head.replace(b"Content-Length: 314572800", b"Transfer-Encoding: chunked")
    chunk = b"80000\r\n" + b" " * 0x80000 + b"\r\n"
    assert (await said(port, chunked, chunk, chunk, chunk)).startswith(b"HTTP/1.1 413 ")


async def test_an_upgrade_is_not_taken(port: int) -> None:
    asked = b"GET /v1/day HTTP/1.1\r\nHost: x\r\nConnection: Upgrade, close\r\nUpgrade: websocket\r\n\r\n"
    assert b"101" not in (await said(port, asked))[:20]


async def test_no_answer_names_the_server(port: int) -> None:
    answer = await said(port, b"GET /v1/day HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"\r\nserver:" not in answer.lower()


class Wire:
    """A transport that notes what it is given."""

    def __init__(self) -> None:
        self.sent: list[bytes] = []
        self.is_open = True

    def write(self, data: bytes) -> None:
        self.sent.append(data)

    def writelines(self, parts: tuple[bytes, ...]) -> None:
        self.sent.append(b"|".join(parts))

    def is_closing(self) -> bool:
        return not self.is_open

    def close(self) -> None:
        self.is_open = False


async def test_a_head_goes_out_with_its_body_and_alone_where_none_follows() -> None:
    wire = Wire()
    piece = InOnePiece(wire, asyncio.get_running_loop())
    piece.write(b"head")
    piece.write(b"body")
    assert wire.sent == [b"head|body"]
    piece.write(b"head")
    piece.write(b"")
    assert wire.sent[1:] == [b"head"]
    piece.write(b"alone")
    assert wire.sent[2:] == []
    await asyncio.sleep(0)
    assert wire.sent[2:] == [b"alone"]
    await asyncio.sleep(0)
    assert len(wire.sent) == 3


async def test_what_waits_goes_out_before_the_end_and_nothing_after_it() -> None:
    wire = Wire()
    piece = InOnePiece(wire, asyncio.get_running_loop())
    piece.write(b"last")
    piece.close()
    assert wire.sent == [b"last"]
    assert piece.is_closing()
    other = Wire()
    piece = InOnePiece(other, asyncio.get_running_loop())
    piece.write(b"late")
    other.close()
    await asyncio.sleep(0)
    assert other.sent == []
