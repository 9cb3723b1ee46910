"""The service in a process of its own, on a database with one provider, and a caller to it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import httpx2 as httpx

from app.adapters import keys
from app.adapters.tokens import Tokens
from app.domain.permissions import Actor, Role
from app.settings import Settings
from app.store.session import Database
from tests.builders.bodies import a_referral
from tests.builders.world import World, build_world
from tests.faults.server import Server


@dataclass
class House:
    """A running service, its database, the people in it and a connected client."""

    server: Server
    database: Database
    world: World
    client: httpx.AsyncClient
    tokens: Tokens

    def headers(self, actor: Actor, **more: str) -> dict[str, str]:
        """Return the headers of a request of one actor; a name's underscores stand for hyphens."""
        token = self.tokens.issue(actor, epoch=1, now=datetime.now(UTC), minutes=15)
        return {"Authorization": f"Bearer {token}"} | {name.replace("_", "-"): value for name, value in more.items()}

    async def open_case(self, actor: Actor) -> str:
        """Take a referral in, accept it, and return the case's id."""
        headers = self.headers(actor)
        made = await self.client.post("/v1/referrals", json=a_referral(), headers=headers)
        assert made.status_code == 201, made.text
        accepted = await self.client.post(
            f"/v1/referrals/{made.json()['id']}/acceptance", json={}, headers={**headers, "If-Match": '"v1"'}
        )
        assert accepted.status_code == 201, accepted.text
        return str(accepted.json()["case_id"])

    async def case(self, actor: Actor, case_id: str) -> dict[str, Any]:
        """Return a case as it stands."""
        answer = await self.client.get(f"/v1/cases/{case_id}", headers=self.headers(actor))
        assert answer.status_code == 200, answer.text
        found: dict[str, Any] = answer.json()
        return found

    @property
    def adviser(self) -> Actor:
        """Who works on the cases here."""
        return self.world.actor(Role.ADVISER)

    async def record(self, actor: Actor, case_id: str, version: int, **fact: Any) -> httpx.Response:
        """Record a fact on a case as it was read."""
        return await self.client.post(
            f"/v1/cases/{case_id}/facts", json=fact, headers=self.headers(actor, If_Match=f'"v{version}"')
        )


@asynccontextmanager
async def open_house(database_url: str, folder: Path) -> AsyncIterator[House]:
    """Start the service on a migrated, empty database and stop it afterwards."""
    database = Database(database_url)
    world = await build_world(database, now=datetime.now(UTC))
    settings = Settings(var_dir=folder)
    tokens = Tokens(settings.issuer, settings.audience, keys.signing_key(folder))
    server = Server(database_url, folder)
    limits = httpx.Limits(max_connections=64, max_keepalive_connections=64)
    try:
        await server.start()
        async with httpx.AsyncClient(base_url=server.url, timeout=30, limits=limits) as client:
            yield House(server, database, world, client, tokens)
    finally:
        server.kill()
        await database.close()
