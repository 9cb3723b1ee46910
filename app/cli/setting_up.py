"""Set the service up for real: a provider, those it serves, its people and its machines."""

from datetime import datetime
from typing import Annotated

import typer

from app.adapters import keys, passwords
from app.adapters.tokens import Tokens
from app.areas.calendars import service as calendars
from app.areas.contracts import schemas as contract_schemas
from app.areas.contracts import service as contracts
from app.areas.identity import queries as identity_queries
from app.areas.identity import schemas as identity_schemas
from app.areas.identity import service as identity
from app.areas.organisations import schemas as organisation_schemas
from app.areas.organisations import service as organisations
from app.cli.ground import ProviderOption, on_database, provider_named, stop
from app.domain.permissions import Role
from app.settings import Settings
from app.store.session import Database
from app.web.clock import system_clock

app = typer.Typer()
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
            await calendars.begin(session, provider.id, by=operator.id, now=now)
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

    on_database(work)
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
            operator = organisations.operator((await provider_named(session, provider)).id)
            body = organisation_schemas.AddOrganisation(
                kind=kind,
                code=code,
                name=name,
                valid_from=valid_from.date() if valid_from else None,
                valid_to=valid_to.date() if valid_to else None,
                successor_id=successor_id,
            )
            return (await organisations.add_organisation(session, operator, body, now=system_clock())).id

    typer.echo(on_database(work))


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
            operator = organisations.operator((await provider_named(session, provider)).id)
            body = contract_schemas.AddContract(
                reference=reference,
                name=name,
                starts_on=starts.date(),
                ends_on=ends.date(),
                organisation_ids=organisation_id,
            )
            return (await contracts.add_contract(session, operator, body, now=system_clock())).id

    typer.echo(on_database(work))


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
            tenant = await provider_named(session, provider)
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

    typer.echo(on_database(work))


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
            tenant = await provider_named(session, provider)
            body = identity_schemas.AddClient(
                client_id=client_id, name=name, role=role, organisation_id=organisation_id
            )
            _, secret = await identity.add_client(session, organisations.operator(tenant.id), body, now=system_clock())
            return secret

    typer.echo(on_database(work))


@app.command()
def token(login: Annotated[str, typer.Argument(help="A username or a client id.")]) -> None:
    """Print a bearer token of a user or client of the built-in issuer."""

    async def work(database: Database, settings: Settings) -> str:
        tokens = Tokens(settings.issuer, settings.audience, keys.signing_key(settings.var_dir))
        async with database.read() as connection:
            found = await identity_queries.user_named(connection, login)
            found = found or await identity_queries.client_named(connection, login)
        if found is None or not found.active:
            stop("Nobody of that name may sign in.")
            raise AssertionError
        return tokens.issue(found.actor, epoch=found.version, now=system_clock(), minutes=settings.token_minutes)

    typer.echo(on_database(work))
