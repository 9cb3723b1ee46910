"""The command line `mdr`: start the service, set it up, and check it."""

import asyncio
import fcntl
import json
import sys
from collections.abc import Callable, Coroutine
from datetime import date, datetime
from pathlib import Path
from typing import Annotated, Any, TypeVar

import typer
import uvicorn
from sqlalchemy import select

from app.adapters import keys, passwords
from app.adapters.tokens import Tokens
from app.areas.contracts import schemas as contract_schemas
from app.areas.contracts import service as contracts
from app.areas.identity import queries as identity_queries
from app.areas.identity import schemas as identity_schemas
from app.areas.identity import service as identity
from app.areas.organisations import schemas as organisation_schemas
from app.areas.organisations import service as organisations
from app.domain.permissions import Role
from app.domain.refusals import Refusal
from app.jobs import verify as verification
from app.jobs.demo import load as demo_years
from app.jobs.demo import tables as demo_tables
from app.main import create_app
from app.settings import LOOPBACK, Settings
from app.store.migration import ROOT, migrate
from app.store.session import Database, file_of
from app.store.tables import Client, Organisation, User
from app.web.clock import LONDON, system_clock
from app.web.connections import Deadlined

app = typer.Typer(no_args_is_help=True, add_completion=False, help="SEND mediation and disagreement resolution.")
organisations_app = typer.Typer(no_args_is_help=True, help="Councils and health bodies that the provider serves.")
contracts_app = typer.Typer(no_args_is_help=True, help="Contracts.")
users_app = typer.Typer(no_args_is_help=True, help="People who sign in.")
clients_app = typer.Typer(no_args_is_help=True, help="Machine clients.")
for name, part in (
    ("organisations", organisations_app),
    ("contracts", contracts_app),
    ("users", users_app),
    ("clients", clients_app),
):
    app.add_typer(part, name=name)

T = TypeVar("T")
ProviderOption = Annotated[
    str | None, typer.Option("--provider", help="The provider's code, where there are several.")
]


def _run(work: Callable[[Database, Settings], Coroutine[Any, Any, T]]) -> T:
    """Do work on the database; a refusal is told in plain words and ends the command."""
    settings = Settings()

    async def go() -> T:
        database = Database(settings.database, read_url=settings.database_read_url, pool_size=2)
        try:
            return await work(database, settings)
        finally:
            await database.close()

    path = file_of(settings.database)
    if path is not None and not path.exists():
        _stop("There is no database yet: run `mdr migrate` first.")
    try:
        return asyncio.run(go())
    except Refusal as refusal:
        _stop(refusal.detail)
        raise


def _stop(words: str) -> None:
    typer.echo(words, err=True)
    raise typer.Exit(1)


def _today() -> date:
    return system_clock().astimezone(LONDON).date()


async def _provider(session: Any, code: str | None) -> Organisation:
    found = (await session.execute(select(Organisation).where(Organisation.kind == "provider"))).scalars().all()
    chosen = [provider for provider in found if code in (None, provider.code)]
    if len(chosen) != 1:
        _stop("Name the provider with --provider." if chosen else "There is no such provider: run `mdr init` first.")
    found_provider: Organisation = chosen[0]
    return found_provider


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
            _stop(
                "The embedded database is for one machine. Use PostgreSQL (DATABASE_URL), "
                "or set MDR_ALLOW_SQLITE_BEYOND_LOOPBACK=true."
            )
    uvicorn.run(
        create_app(settings),
        host=settings.host,
        port=settings.port,
        http=Deadlined,
        server_header=False,
        access_log=False,
        proxy_headers=False,
        timeout_graceful_shutdown=10,
        log_level="warning",
    )
    if lock is not None:
        lock.close()


def _claim(settings: Settings) -> Any:
    """Take the lock of the SQLite file, since one process alone may serve it."""
    path = file_of(settings.database)
    if path is None:
        return None
    if not path.exists():
        _stop("There is no database yet: run `mdr migrate` first.")
    lock = path.with_suffix(".lock").open("w")
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        _stop("Another process serves this database already; the embedded database has one at a time.")
    return lock


def _refuse_demo_beyond_loopback(settings: Settings) -> None:
    async def any_demo(database: Database, _settings: Settings) -> bool:
        async with database.read() as connection:
            people = await connection.scalar(select(User.id).where(User.demo).limit(1))
            return bool(people or await connection.scalar(select(Client.id).where(Client.demo).limit(1)))

    if _run(any_demo):
        _stop(f"Demo users work on {LOOPBACK[0]} only, and this database has some: serve it there.")


@app.command()
def init(
    provider_code: Annotated[str, typer.Option(prompt=True)],
    provider_name: Annotated[str, typer.Option(prompt=True)],
    council: Annotated[list[str], typer.Option(help="CODE:NAME of a council; may be repeated.")],
    health_body: Annotated[list[str], typer.Option(help="CODE:NAME of a health body; may be repeated.")],
    contract_reference: Annotated[str, typer.Option(prompt=True)],
    contract_starts: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], prompt=True)],
    contract_ends: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], prompt=True)],
    admin_username: Annotated[str, typer.Option(prompt=True)],
    admin_name: Annotated[str, typer.Option(prompt=True)],
    admin_password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)],
) -> None:
    """Set up a first provider for real: its councils, health bodies, contract and administrator, with no demo data."""
    hashed = passwords.hash_password(identity.check_password(admin_password))

    async def work(database: Database, _settings: Settings) -> None:
        now = system_clock()
        async with database.write() as session:
            provider = await organisations.add_provider(session, code=provider_code, name=provider_name, now=now)
            operator = organisations.operator(provider.id)
            served = []
            for kind, entries in (("la", council), ("icb", health_body)):
                for entry in entries:
                    code, _, name = entry.partition(":")
                    body = organisation_schemas.AddOrganisation(
                        kind=organisation_schemas.OrganisationKind(kind), code=code, name=name or code
                    )
                    served.append((await organisations.add_organisation(session, operator, body, now=now)).id)
            contract = contract_schemas.AddContract(
                reference=contract_reference,
                name=contract_reference,
                starts_on=contract_starts.date(),
                ends_on=contract_ends.date(),
                organisation_ids=served,
            )
            await contracts.add_contract(session, operator, contract, now=now)
            admin = identity_schemas.AddUser(
                organisation_id=provider.id, username=admin_username, name=admin_name, role=Role.PROVIDER_ADMIN
            )
            await identity.add_user(session, operator, admin, password_hash=hashed, now=now)

    _run(work)
    typer.echo("Ready. Add people with `mdr users add`, machine clients with `mdr clients add`, then `mdr serve`.")


@organisations_app.command("add")
def add_organisation(
    kind: Annotated[organisation_schemas.OrganisationKind, typer.Argument()],
    code: str,
    name: str,
    provider: ProviderOption = None,
    valid_from: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    valid_to: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    successor_id: str | None = None,
) -> None:
    """Add a council or a health body."""

    async def work(database: Database, _settings: Settings) -> str:
        async with database.write() as session:
            operator = organisations.operator((await _provider(session, provider)).id)
            body = organisation_schemas.AddOrganisation(
                kind=kind,
                code=code,
                name=name,
                valid_from=valid_from.date() if valid_from else None,
                valid_to=valid_to.date() if valid_to else None,
                successor_id=successor_id,
            )
            return (await organisations.add_organisation(session, operator, body, now=system_clock())).id

    typer.echo(_run(work))


@contracts_app.command("add")
def add_contract(
    reference: str,
    name: str,
    starts: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])],
    ends: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])],
    organisation_id: Annotated[list[str], typer.Argument()],
    provider: ProviderOption = None,
) -> None:
    """Add a contract with the councils and health bodies that it names."""

    async def work(database: Database, _settings: Settings) -> str:
        async with database.write() as session:
            operator = organisations.operator((await _provider(session, provider)).id)
            body = contract_schemas.AddContract(
                reference=reference,
                name=name,
                starts_on=starts.date(),
                ends_on=ends.date(),
                organisation_ids=organisation_id,
            )
            return (await contracts.add_contract(session, operator, body, now=system_clock())).id

    typer.echo(_run(work))


@users_app.command("add")
def add_user(
    username: str,
    name: str,
    role: Role,
    organisation_id: Annotated[str | None, typer.Option(help="The provider, unless named.")] = None,
    independent_until: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"])] = None,
    password: Annotated[str, typer.Option(prompt=True, hide_input=True, confirmation_prompt=True)] = "",
    provider: ProviderOption = None,
) -> None:
    """Give a person a sign-in."""
    hashed = passwords.hash_password(identity.check_password(password))

    async def work(database: Database, _settings: Settings) -> str:
        async with database.write() as session:
            tenant = await _provider(session, provider)
            body = identity_schemas.AddUser(
                organisation_id=organisation_id or tenant.id,
                username=username,
                name=name,
                role=role,
                independent_until=independent_until.date() if independent_until else None,
            )
            user = await identity.add_user(
                session, organisations.operator(tenant.id), body, password_hash=hashed, now=system_clock()
            )
            return user.id

    typer.echo(_run(work))


@clients_app.command("add")
def add_client(
    client_id: str,
    name: str,
    role: Role,
    organisation_id: str | None = None,
    provider: ProviderOption = None,
) -> None:
    """Register a machine client and print its secret, this once."""

    async def work(database: Database, _settings: Settings) -> str:
        async with database.write() as session:
            tenant = await _provider(session, provider)
            body = identity_schemas.AddClient(
                client_id=client_id, name=name, role=role, organisation_id=organisation_id
            )
            _, secret = await identity.add_client(session, organisations.operator(tenant.id), body, now=system_clock())
            return secret

    typer.echo(_run(work))


@app.command()
def token(login: Annotated[str, typer.Argument(help="A username or a client id.")]) -> None:
    """Print a bearer token of a user or client of the built-in issuer."""

    async def work(database: Database, settings: Settings) -> str:
        tokens = Tokens(settings.issuer, settings.audience, keys.signing_key(settings.var_dir))
        async with database.read() as connection:
            found = await identity_queries.user_named(connection, login)
            found = found or await identity_queries.client_named(connection, login)
        if found is None or not found.active:
            _stop("Nobody of that name may sign in.")
            raise AssertionError
        return tokens.issue(found.actor, epoch=found.version, now=system_clock(), minutes=settings.token_minutes)

    typer.echo(_run(work))


@app.command()
def demo(
    today: Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day up to which cases run.")] = None,
) -> None:
    """Load the demo years into an empty database, and print the tables they give."""
    asyncio.run(migrate(Settings().database))
    _load_demo(today.date() if today else _today())


def _load_demo(today: date) -> None:
    async def work(database: Database, settings: Settings) -> None:
        if await demo_years.is_empty(database):
            credentials = demo_years.credentials(settings.var_dir)
            await demo_years.load(
                database, today, credentials=credentials, progress=lambda done, of: _progress("demo years", done, of)
            )
        await demo_tables.show(database, today=today, now=system_clock(), write=typer.echo)
        path = settings.var_dir / demo_years.CREDENTIALS
        if path.exists():
            typer.echo(demo_years.described(path))

    _run(work)


def _progress(what: str, done: int, of: int) -> None:
    end = "\n" if done >= of else "\r"
    sys.stderr.write(f"{what}: {done} of {of}{end}")
    sys.stderr.flush()


@app.command()
def run() -> None:
    """Start on this machine with demo years: set up what is missing, print the tables, serve."""
    settings = Settings()
    if not settings.on_loopback:
        _stop("`run` is for this machine. Elsewhere use `mdr migrate`, `mdr init` and `mdr serve`.")
    asyncio.run(migrate(settings.database))
    _load_demo(_today())
    typer.echo(f"\nServing http://{settings.host}:{settings.port}/docs until you press Ctrl+C.")
    serve(host=None, port=None)


@app.command()
def verify() -> None:
    """Work every case out again from its facts, check the audit chain, and report what differs."""

    async def work(database: Database, _settings: Settings) -> list[verification.Difference]:
        return await verification.verify(
            database, today=_today(), progress=lambda done, of: _progress("cases", done, of)
        )

    found = _run(work)
    for difference in found:
        typer.echo(f"{difference.where}: {difference.what}")
    typer.echo(f"{len(found)} differences." if found else "Everything follows from the facts, and the chain is whole.")
    if found:
        raise typer.Exit(1)


@app.command()
def openapi(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = ROOT / "openapi" / "v1.json",
) -> None:
    """Write the published contract."""
    document = create_app(Settings()).openapi()
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    typer.echo(f"{path.name}: {len(document['paths'])} addresses.")


if __name__ == "__main__":
    app()
