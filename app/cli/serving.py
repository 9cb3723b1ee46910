"""Start the service: for real, or on this machine with demo years."""

import asyncio
import fcntl
from datetime import date, datetime
from typing import Annotated, Any

import typer
from sqlalchemy import select

from app.adapters.files import files_of
from app.cli.ground import on_database, progress, stop, today_in_london
from app.jobs.demo import load as demo_years
from app.jobs.demo import tables as demo_tables
from app.main import create_app
from app.settings import LOOPBACK, Settings
from app.store.migration import migrate
from app.store.session import Database, file_of
from app.store.tables import Client, User
from app.web.clock import system_clock
from app.web.connections import listen

app = typer.Typer()


@app.command("migrate")
def migrate_command(to: Annotated[str, typer.Argument(help="Revision; the newest unless named.")] = "head") -> None:
    """Bring the database to the newest tables, making the SQLite file where there is none."""
    asyncio.run(migrate(Settings().database, to))
    typer.echo("The database is up to date.")


@app.command()
def serve(
    host: Annotated[str | None, typer.Option(help="Address to listen on.")] = None,
    port: Annotated[int | None, typer.Option(help="Port to listen on.")] = None,
) -> None:
    """Serve until stopped."""
    settings = Settings()
    if host or port is not None:
        settings = settings.model_copy(
            update={"host": host or settings.host, "port": settings.port if port is None else port}
        )
    lock = _claim(settings)
    if not settings.on_loopback:
        _refuse_demo_beyond_loopback(settings)
        if settings.is_embedded and not settings.allow_sqlite_beyond_loopback:
            stop(
                "The embedded database is for one machine. Use PostgreSQL (DATABASE_URL), "
                "or set MDR_ALLOW_SQLITE_BEYOND_LOOPBACK=true."
            )
    listen(create_app(settings), settings.host, settings.port)
    if lock is not None:
        lock.close()


def _claim(settings: Settings) -> Any:
    """Take the lock of the SQLite file, since one process alone may serve it."""
    path = file_of(settings.database)
    if path is None:
        return None
    if not path.exists():
        stop("There is no database yet: run `mdr migrate` first.")
    lock = path.with_suffix(".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        stop("Another process serves this database already; the embedded database has one at a time.")
    return lock


def _refuse_demo_beyond_loopback(settings: Settings) -> None:
    async def any_demo(database: Database, _settings: Settings) -> bool:
        async with database.read() as connection:
            people = await connection.scalar(select(User.id).where(User.demo).limit(1))
            return bool(people or await connection.scalar(select(Client.id).where(Client.demo).limit(1)))

    if on_database(any_demo):
        stop(f"Demo users work on {LOOPBACK[0]} only, and this database has some: serve it there.")


@app.command()
def demo(
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day up to which cases run.")] = None,
) -> None:
    """Load the demo years into an empty database, and print the tables they give."""
    asyncio.run(migrate(Settings().database))
    _load_demo(today.date() if today else today_in_london())


def _load_demo(today: date) -> None:
    async def work(database: Database, settings: Settings) -> None:
        if await demo_years.is_empty(database):
            credentials = demo_years.credentials(settings.var_dir)
            await demo_years.load(
                database,
                today,
                credentials=credentials,
                files=files_of(settings),
                progress=lambda done, of: progress("demo years", done, of),
            )
        await demo_tables.show(database, today=today, now=system_clock(), write=typer.echo)
        path = settings.var_dir / demo_years.CREDENTIALS
        if path.exists():
            typer.echo(demo_years.described(path))

    on_database(work)


@app.command()
def run() -> None:
    """Start on this machine with demo years: set up what is missing, print the tables, serve."""
    settings = Settings()
    if not settings.on_loopback:
        stop("`run` is for this machine. Elsewhere use `mdr migrate`, `mdr init` and `mdr serve`.")
    asyncio.run(migrate(settings.database))
    _load_demo(today_in_london())
    typer.echo(f"\nServing http://{settings.host}:{settings.port}/docs until you press Ctrl+C.")
    serve(host=None, port=None)
