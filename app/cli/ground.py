"""What every command stands on: the database for a while, the day, the provider, and an end in plain words."""

import asyncio
import sys
from collections.abc import Callable, Coroutine
from datetime import date
from typing import Annotated, Any, NoReturn, TypeVar

import typer
from sqlalchemy import select

from app.domain.refusals import Refusal
from app.settings import Settings
from app.store.session import Database, file_of
from app.store.tables import Organisation
from app.web.clock import LONDON, system_clock

T = TypeVar("T")
ProviderOption = Annotated[str | None, typer.Option("--provider", help="The provider's code, where there are several.")]


def on_database(work: Callable[[Database, Settings], Coroutine[Any, Any, T]]) -> T:
    """Do work on the database; a refusal is told in plain words and ends the command."""
    settings = Settings()

    async def go() -> T:
        # Nobody waits on the other end of a connection: one statement over every case may take its time.
        database = Database(settings.database, read_url=settings.database_read_url, pool_size=2, statement_seconds=None)
        try:
            return await work(database, settings)
        finally:
            await database.close()

    path = file_of(settings.database)
    if path is not None and not path.exists():
        stop("There is no database yet: run `mdr migrate` first.")
    try:
        return asyncio.run(go())
    except Refusal as refusal:
        stop(refusal.detail)


def stop(words: str) -> NoReturn:
    typer.echo(words, err=True)
    raise typer.Exit(1)


def today_in_london() -> date:
    return system_clock().astimezone(LONDON).date()


async def provider_named(session: Any, code: str | None) -> Organisation:
    found = (await session.execute(select(Organisation).where(Organisation.kind == "provider"))).scalars().all()
    chosen = [provider for provider in found if code in (None, provider.code)]
    if len(chosen) != 1:
        stop("Name the provider with --provider." if chosen else "There is no such provider: run `mdr init` first.")
    found_provider: Organisation = chosen[0]
    return found_provider


def progress(what: str, done: int, of: int) -> None:
    """Show how far long work has come."""
    sys.stderr.write(f"{what}: {done} of {of}{chr(10) if done >= of else chr(13)}")
    sys.stderr.flush()
