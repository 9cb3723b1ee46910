"""A body that is too large, too slow or never ends takes neither memory nor a transaction."""

import asyncio
import json
from collections.abc import Awaitable, Callable
from typing import Any

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web.bodies import Bodies
from app.web.middleware import Ring

LIMIT = 1000


async def accepting(scope: Scope, receive: Receive, send: Send) -> None:
    """Answer 200 with the length of the body."""
    message = await receive()
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": str(len(message["body"])).encode()})


async def ask(app: ASGIApp, receive: Callable[[], Awaitable[Message]], **headers: str) -> list[Message]:
    """Send a POST as a server would, and return what it was sent back."""
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    pairs = {"content-type": "application/json", **headers}
    scope: dict[str, Any] = {
        "type": "http",
        "method": "POST",
        "path": "/v1/x",
        "raw_path": b"/v1/x",
        "query_string": b"",
        "headers": [(name.replace("_", "-").encode(), value.encode()) for name, value in pairs.items()],
    }
    await app(scope, receive, send)
    return sent


def edge(seconds: float = 5.0) -> ASGIApp:
    return Ring(Bodies(accepting, max_bytes=LIMIT, seconds=seconds))


def parts(*chunks: bytes) -> Callable[[], Awaitable[Message]]:
    """Return a receive() that gives these chunks, and fails when asked for more than was announced."""
    waiting = [
        {"type": "http.request", "body": chunk, "more_body": place < len(chunks) - 1}
        for place, chunk in enumerate(chunks)
    ]

    async def receive() -> Message:
        return waiting.pop(0)

    return receive


def status(sent: list[Message]) -> int:
    return int(sent[0]["status"])


def code(sent: list[Message]) -> str:
    assert (b"content-type", b"application/problem+json") in sent[0]["headers"]
    return str(json.loads(sent[1]["body"])["code"])


async def test_a_body_within_the_limit_arrives_whole() -> None:
    sent = await ask(edge(), parts(b"[1,", b"2", b"]"))
    assert (status(sent), sent[1]["body"]) == (200, b"5")


async def test_an_announced_body_beyond_the_limit_is_not_even_read() -> None:
    async def receive() -> Message:
        raise AssertionError("read")

    sent = await ask(edge(), receive, content_length="314572800")
    assert (status(sent), code(sent)) == (413, "body_too_large")
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_chunks_beyond_the_limit_are_cut_off() -> None:
    count = 0

    async def receive() -> Message:
        nonlocal count
        count += 1
        return {"type": "http.request", "body": b"a" * 400, "more_body": True}

    sent = await ask(edge(), receive)
    assert (status(sent), count) == (413, 3 + 8 * LIMIT // 400)


async def test_whoever_sends_a_little_too_much_is_heard_out() -> None:
    sent = await ask(edge(), parts(b"a" * 600, b"a" * 600, b"a" * 600), content_length="1800")
    assert status(sent) == 413


async def test_a_length_that_lies_does_not_help() -> None:
    sent = await ask(edge(), parts(b"a" * 600, b"a" * 600), content_length="5")
    assert status(sent) == 413


async def test_a_slow_body_is_given_up() -> None:
    async def receive() -> Message:
        await asyncio.sleep(30)
        raise AssertionError

    sent = await ask(edge(0.05), receive)
    assert (status(sent), code(sent)) == (408, "receive_timeout")
    assert (b"connection", b"close") in sent[0]["headers"]


async def test_a_caller_who_leaves_gets_no_answer() -> None:
    async def receive() -> Message:
        return {"type": "http.disconnect"}

    assert await ask(edge(), receive) == []
