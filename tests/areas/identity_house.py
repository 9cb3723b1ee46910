"""A service of the identity area alone, with two providers, so that its tests need nothing of the other areas."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from httpx import ASGITransport, AsyncClient, Response

from app.adapters import keys
from app.adapters.passwords import hash_password
from app.adapters.tokens import Tokens
from app.areas.contracts import router as contracts_router
from app.areas.contracts import service as contracts
from app.areas.contracts.schemas import AddContract
from app.areas.identity import router as identity_router
from app.areas.identity import service as identity
from app.areas.identity.schemas import AddClient, AddUser
from app.areas.organisations import router as organisations_router
from app.areas.organisations import service as organisations
from app.areas.organisations.schemas import AddOrganisation, OrganisationKind
from app.domain.permissions import Actor, Role
from app.settings import Settings
from app.store.migration import migrate
from app.store.session import Database
from app.store.tables import Client, Contract, Organisation, User
from app.web import edge
from app.web.actor import MayCreateReferrals
from app.web.transaction import TransactionRoute, Write
from tests import postgres

PASSWORD = "correct horse battery"
NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
_HASH = hash_password(PASSWORD)


probe = APIRouter(route_class=TransactionRoute)


@probe.post("/probes", status_code=201)
async def write_nothing(actor: MayCreateReferrals, session: Write) -> dict[str, str]:
    return {"role": actor.role}


@dataclass
class Provider:
    """One provider with a council, a health body, a contract, a person in each role and a client."""

    organisation: Organisation
    council: Organisation
    other_council: Organisation
    health_body: Organisation
    contract: Contract
    operator: Actor
    people: dict[Role, User] = field(default_factory=dict)
    clients: dict[Role, tuple[Client, str]] = field(default_factory=dict)


@dataclass
class House:
    """The running service."""

    app: FastAPI
    database: Database
    client: AsyncClient
    provider: Provider
    other: Provider
    now: datetime = NOW

    def token(self, who: User | Client, **changes: Any) -> str:
        """Return a token as the service would issue it."""
        kind = "user" if isinstance(who, User) else "client"
        actor = Actor(kind, who.id, who.tenant_id, who.organisation_id, changes.get("role", who.role))
        tokens: Tokens = self.app.state.tokens
        return tokens.issue(actor, epoch=changes.get("epoch", who.version), now=self.now, minutes=15)

    async def get(self, path: str, who: User | Client, **headers: str) -> Response:
        return await self.client.get(path, headers={"Authorization": f"Bearer {self.token(who)}", **headers})

    async def sign_in(self, **form: str) -> Response:
        return await self.client.post("/oauth2/token", data=form)

    async def password(self, username: str, password: str = PASSWORD) -> Response:
        return await self.sign_in(grant_type="password", username=username, password=password)


@asynccontextmanager
async def a_house(kind: str, folder: Path) -> AsyncIterator[House]:
    server = None if kind == "sqlite" else postgres.server_url()
    url = postgres.create_database(server) if server else f"sqlite+aiosqlite:///{folder / 'mdr.sqlite3'}"
    settings = Settings(var_dir=folder, DATABASE_URL=url, token_requests_per_minute=10_000, password_grant=True)
    await migrate(settings.database)
    database = Database(settings.database, pool_size=2)
    app = edge.new_app(title="identity")
    app.state.settings, app.state.database = settings, database
    app.state.tokens = Tokens(settings.issuer, settings.audience, keys.signing_key(folder))
    v1 = APIRouter(prefix="/v1")
    for router in (identity_router.router, organisations_router.router, contracts_router.router):
        v1.include_router(router)
    v1.include_router(probe)
    app.include_router(v1)
    app.include_router(identity_router.oauth)
    edge.install(app, settings)
    try:
        async with AsyncClient(transport=ASGITransport(app), base_url="http://127.0.0.1") as client:
            first, second = await _provider(database, "first"), await _provider(database, "second")
            house = House(app, database, client, first, second)
            app.state.clock = lambda: house.now
            yield house
    finally:
        await database.close()
        if server:
            postgres.drop_database(server, url)


async def _provider(database: Database, code: str) -> Provider:
    async with database.write() as session:
        own = await organisations.add_provider(session, code=code, name=f"The {code} provider", now=NOW)
        operator = organisations.operator(own.id)

        async def body(kind: OrganisationKind, code: str) -> Organisation:
            values = AddOrganisation(kind=kind, code=code, name=f"Body {code}")
            return await organisations.add_organisation(session, operator, values, now=NOW)

        council = await body(OrganisationKind.LA, "926")
        other_council = await body(OrganisationKind.LA, "935")
        health_body = await body(OrganisationKind.ICB, "QMM")
        terms = AddContract(
            reference="C-1",
            name="Mediation",
            starts_on=date(2025, 4, 1),
            ends_on=date(2028, 3, 31),
            organisation_ids=[council.id, health_body.id],
        )
        contract = await contracts.add_contract(session, operator, terms, now=NOW)
        provider = Provider(own, council, other_council, health_body, contract, operator)
        places = {role: own for role in Role if role.value in _STAFF}
        places |= {Role.LA_OFFICER: council, Role.LA_COMMISSIONER: council, Role.ICB_OFFICER: health_body}
        for role, place in places.items():
            person = AddUser(
                organisation_id=place.id, username=f"{role.value}@{code}.example.org", name=f"A {role}", role=role
            )
            provider.people[role] = await identity.add_user(session, operator, person, password_hash=_HASH, now=NOW)
        for role, owner in ((Role.PARTNER_SYSTEM, council.id), (Role.FAMILY_FRONT_END, None)):
            machine = AddClient(organisation_id=owner, client_id=f"{code}-{role.value}", name="A system", role=role)
            provider.clients[role] = await identity.add_client(session, operator, machine, now=NOW)
    return provider


_STAFF = {"adviser", "mediator", "coordinator", "service_manager", "provider_admin"}
