"""One request, one transaction, committed before the answer leaves."""

import asyncio
from collections.abc import AsyncIterator, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from typing import Annotated, Any, Protocol, TypeVar

from fastapi import Depends, Request, Response
from fastapi.routing import APIRoute
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.store.session import Database
from app.web.idempotency import Replay, answer_again, settle
from app.web.outage import lost_a_race
from app.web.queries import Parameters

Handler = Callable[[Request], Coroutine[Any, Any, Response]]
Done = TypeVar("Done")
SAFE = frozenset({"GET", "HEAD", "OPTIONS"})
TRIES = 3


class Transactions(Protocol):
    """What the edge needs of a database."""

    shielded: bool

    def write(self) -> AbstractAsyncContextManager[AsyncSession]:
        """Open a unit of work that commits when the block ends well."""

    def read(self) -> AbstractAsyncContextManager[AsyncConnection]:
        """Open a connection for reading."""

    async def durability(self) -> list[str]:
        """Return the settings under which an acknowledged write could be lost."""

    async def head(self) -> str | None:
        """Return the migration that the database stands at."""


class PlainRoute(APIRoute):
    """A route that refuses query parameters it does not know, and opens no transaction."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()
        parameters = Parameters(self.dependant)

        async def handle(request: Request) -> Response:
            parameters.check(request)
            return await handler(request)

        return handle


class AuditedRoute(PlainRoute):
    """A route of which every method runs in a transaction: reading what stands on it is noted before it is answered."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            return await _in_transaction(handler, request)

        return handle


class TransactionRoute(PlainRoute):
    """A route whose unsafe methods run, permission check and stored answer and all, in one transaction."""

    def get_route_handler(self) -> Handler:
        handler = super().get_route_handler()

        async def handle(request: Request) -> Response:
            if request.method in SAFE:
                return await handler(request)
            return await _in_transaction(handler, request)

        return handle


async def _in_transaction(handler: Handler, request: Request) -> Response:
    database: Transactions = request.app.state.database
    # The body is whole before the transaction begins: no caller makes others wait by sending slowly.
    await request.body()
    if database.shielded:
        return await _to_the_end(_try(database, handler, request))
    return await _try(database, handler, request)


async def apart(database: Transactions, work: Callable[[AsyncSession], Coroutine[Any, Any, Done]]) -> Done:
    """Do a piece of work in a transaction of its own, to its end even where the caller goes away."""

    async def whole() -> Done:
        async with database.write() as session:
            return await work(session)

    return await _to_the_end(whole()) if database.shielded else await whole()


async def _try(database: Transactions, handler: Handler, request: Request) -> Response:
    """Run the transaction; again when another one was in its way, since then nothing of it has happened."""
    for left in reversed(range(TRIES)):
        try:
            return await _transact(database, handler, request)
        except Exception as error:
            if not left or not lost_a_race(error):
                raise
            for name in ("session", "claim", "effect", "actor"):
                request.scope["state"].pop(name, None)
    raise AssertionError


async def _transact(database: Transactions, handler: Handler, request: Request) -> Response:
    async with database.write() as session:
        request.state.session = session
        try:
            response = await _handle(handler, request)
        except Replay as replay:
            return await answer_again(request, session, replay)
        await settle(request, session, response.status_code)
    return response


async def _handle(handler: Handler, request: Request) -> Response:
    """Run the framework's handler with exit stacks of its own.

    Those that the framework made belong to another task, in which what a dependency opens here cannot be closed;
    and a second try needs fresh ones.
    """
    names = ("fastapi_inner_astack", "fastapi_function_astack")
    outer = {name: request.scope[name] for name in names}
    try:
        async with AsyncExitStack() as inner, AsyncExitStack() as function:
            request.scope.update(zip(names, (inner, function), strict=True))
            return await handler(request)
    finally:
        request.scope.update(outer)


async def _to_the_end(work: Coroutine[Any, Any, Done]) -> Done:
    """Run work as a task that nobody cancels; a caller that goes away is let go once the work is done.

    A transaction of aiosqlite that is cut off in the middle would keep the write lock.
    """
    task = asyncio.ensure_future(work)
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        while not task.done():
            try:
                await asyncio.wait({task})
            except asyncio.CancelledError:
                continue
        if not task.cancelled():
            task.exception()
        raise


async def write_session(request: Request) -> AsyncSession:
    """Return the session of this request's transaction; only a route of unsafe methods has one."""
    session: AsyncSession = request.state.session
    return session


async def read_connection(request: Request) -> AsyncIterator[AsyncConnection]:
    """Return a connection for reading, given back before the answer is sent.

    Inside a transaction it is the transaction's own: a request that waited for a second one could wait for ever.
    """
    session: AsyncSession | None = getattr(request.state, "session", None)
    if session is not None:
        yield await session.connection()
        return
    async with request.app.state.database.read() as connection:
        request.state.connection = connection
        try:
            yield connection
        finally:
            del request.state.connection


async def read_database(request: Request) -> Database:
    """Return the database, for a read of a single statement: it lends a connection for no longer than that takes."""
    database: Database = request.app.state.database
    return database


Write = Annotated[AsyncSession, Depends(write_session)]
Read = Annotated[AsyncConnection, Depends(read_connection, scope="function")]
ReadOnce = Annotated[Database, Depends(read_database)]
