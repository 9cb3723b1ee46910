"""What is answered directly is answered as the framework would."""

from collections.abc import AsyncIterator
from typing import Annotated, Any

import httpx
import pytest
from fastapi import APIRouter, Body, Depends, FastAPI, Form, Header, Query, Request, Response, Security
from fastapi.security import SecurityScopes
from pydantic import Field

from app.domain.refusals import NotFound
from app.web.bodies import Bodies
from app.web.direct import Direct
from app.web.edge import new_app
from app.web.middleware import Ring
from app.web.mounting import mount
from app.web.problems import install_problems
from app.web.transaction import PlainRoute
from app.wire.base import Answer, Strict
from app.wire.types import Identifier, IsoDate, QueryBool

ID = "00000000-0000-7000-8000-00000000000a"
seen: list[str] = []


class Thing(Answer):
    """What may be shown."""

    id: str
    on: str


async def counted(request: Request) -> int:
    """Count how often this is asked for in one request."""
    request.state.count = getattr(request.state, "count", 0) + 1
    count: int = request.state.count
    return count


async def signed_in(
    scopes: SecurityScopes,
    count: Annotated[int, Depends(counted)],
    response: Response,
    who: Annotated[str | None, Header()] = None,
) -> str:
    """Refuse who does not say who they are."""
    if who is None:
        raise NotFound
    response.headers["X-Scopes"] = " ".join(scopes.scopes)
    return f"{who} {count}"


async def opened(request: Request) -> AsyncIterator[str]:
    """Open something that is closed before the answer is sent."""
    seen.append("opened")
    try:
        yield "open"
    finally:
        seen.append("closed")


router = APIRouter(prefix="/things", route_class=PlainRoute)
Who = Annotated[str, Security(signed_in, scopes=["things:read"])]


@router.get("/{thing_id}")
async def read(
    thing_id: Identifier,
    response: Response,
    who: Who,
    count: Annotated[int, Depends(counted)],
    open: Annotated[str, Depends(opened, scope="function")],
    on: Annotated[IsoDate | None, Query()] = None,
    tags: Annotated[list[str] | None, Query(max_length=2)] = None,
    flag: Annotated[QueryBool, Query()] = False,
) -> Thing:
    """Read a thing."""
    response.headers["ETag"] = f'"{who} {count} {open} {tags} {flag}"'
    return Thing.model_construct(id=thing_id, on=str(on), secret="never")  # type: ignore[call-arg]  # the point of it


@router.get("", status_code=203)
async def every(who: Who) -> list[Thing]:
    """List things, from rows with more in them than may be shown."""
    rows: list[Any] = [{"id": ID, "on": who, "secret": "never"}]
    return rows


@router.get("/{thing_id}/bare")
async def bare(thing_id: str, answer: Annotated[str, Query()] = "bare") -> Thing | None:
    """Answer by the endpoint's own response, or by nothing."""
    return None if answer == "none" else Response(answer, 418)  # type: ignore[return-value]  # both may be answered


@router.get("/{thing_id}/wrong")
async def wrong(thing_id: str) -> Thing:
    """Answer by what the response model refuses."""
    return {"id": thing_id}  # type: ignore[return-value]  # the point of it


class Sum(Strict):
    """What is to be added."""

    parts: Annotated[list[int], Field(max_length=3)]
    on: IsoDate | None = None


@router.post("/{thing_id}/sums", status_code=202)
async def added(thing_id: Identifier, body: Sum, count: Annotated[int, Depends(counted)]) -> Thing:
    """Add and keep nothing."""
    return Thing(id=thing_id, on=f"{sum(body.parts)} {body.on} {count}")


@router.post("/{thing_id}/guesses")
async def guessed(thing_id: Identifier, body: Sum | None = None) -> Thing:
    """Take a body or none."""
    return Thing(id=thing_id, on=str(body))


def _app(direct: bool) -> FastAPI:
    app = new_app()
    app.add_middleware(Bodies, max_bytes=1000, seconds=5.0)
    app.add_middleware(Ring)
    install_problems(app)
    if direct:
        mount(app, router, prefix="/v1")
        assert all(isinstance(route.app, Direct) for route in app.routes if isinstance(route, PlainRoute))
    else:
        app.include_router(router, prefix="/v1")
    return app


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST"])
@pytest.mark.parametrize(
    ("path", "headers"),
    [
        (f"/v1/things/{ID}", {"who": "ann"}),
        (f"/v1/things/{ID}?on=2026-01-31&tags=a&tags=b&flag=true", {"who": "ann"}),
        (f"/v1/things/{ID}", {}),
        ("/v1/things/nothing", {}),
        ("/v1/things/nothing?on=yesterday&flag=1&tags=a&tags=b&tags=c", {"who": "ann"}),
        (f"/v1/things/{ID}?on=2026-01-31&on=2026-01-31", {"who": "ann"}),
        (f"/v1/things/{ID}?of=2026-01-31", {"who": "ann"}),
        ("/v1/things", {"who": "ann"}),
        ("/v1/things/", {"who": "ann"}),
        ("/v1/things/1/bare", {}),
        ("/v1/things/1/bare?answer=none", {}),
        ("/v1/things/1/wrong", {}),
        ("/v1/none", {}),
    ],
)
async def test_a_direct_answer_is_the_frameworks(method: str, path: str, headers: dict[str, str]) -> None:
    answers = []
    for direct in (True, False):
        seen.clear()
        transport = httpx.ASGITransport(app=_app(direct), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            found = await client.request(method, path, headers={**headers, "x-request-id": "same"})
        answers.append((found.status_code, sorted(found.headers.multi_items()), found.content, list(seen)))
    assert answers[0] == answers[1]
    assert b"never" not in answers[0][2]


@pytest.mark.parametrize("path", [f"/v1/things/{ID}/sums", f"/v1/things/{ID}/guesses", "/v1/things/no/sums"])
@pytest.mark.parametrize(
    "body",
    [
        b'{"parts": [1, 2], "on": "2026-01-31"}',
        b'{"parts": [1, "2"]}',
        b'{"parts": [1, 2, 3, 4], "more": 1}',
        b'{"parts": []}',
        b"{}",
        b"[]",
        b"null",
        b"",
        b'{"parts": [1',
    ],
)
@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "text/plain", ""])
async def test_a_body_that_is_taken_directly_is_read_as_the_framework_reads_it(
    path: str, body: bytes, kind: str
) -> None:
    answers = []
    for direct in (True, False):
        transport = httpx.ASGITransport(app=_app(direct), raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=transport, base_url="http://test") as client:
            headers = {"x-request-id": "same"} | ({"content-type": kind} if kind else {})
            found = await client.post(path, content=body, headers=headers)
        answers.append((found.status_code, sorted(found.headers.multi_items()), found.content))
    assert answers[0] == answers[1]


def test_what_is_written_or_takes_the_unusual_stays_with_the_framework() -> None:
    others = APIRouter(route_class=PlainRoute)

    @others.post("/written")
    async def written() -> Thing | None:
        return None

    @others.put("/put")
    async def put(body: Sum) -> Thing | None:
        return None

    @others.post("/two")
    async def two(body: Sum, other: Sum) -> Thing | None:
        return None

    @others.post("/set-in")
    async def set_in(body: Annotated[Sum, Body(embed=True)]) -> Thing | None:
        return None

    @others.post("/form")
    async def form(body: Annotated[str, Form()]) -> Thing | None:
        return None

    @others.get("/late")
    async def late(open: Annotated[str, Depends(opened, scope="request")]) -> Thing | None:
        return None

    @others.get("/threads")
    def threads() -> Thing | None:
        return None

    @others.get("/biscuit")
    async def biscuit(request: Request, background: Annotated[None, Depends(counted, use_cache=False)]) -> None:
        return None

    app = new_app()
    mount(app, others)
    placed = [route for route in app.routes if isinstance(route, PlainRoute)]
    assert len(placed) == 8
    assert not any(isinstance(route.app, Direct) for route in placed)
