"""What an operator does with organisations: start a provider, and add the bodies that it serves."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.organisations import queries, schemas
from app.domain.permissions import Actor, Role
from app.domain.refusals import AlreadyExists, Invalid
from app.store import chronicle, ids
from app.store.tables import Organisation


def operator(tenant_id: str) -> Actor:
    """Return the actor in whose name the command line works for a provider."""
    return Actor("system", "command-line", tenant_id, tenant_id, Role.PROVIDER_ADMIN)


async def add_provider(session: AsyncSession, *, code: str, name: str, now: datetime) -> Organisation:
    """Start a provider: a tenant of its own, whose id is the provider's."""
    values = schemas.AddOrganisation(kind=schemas.OrganisationKind.PROVIDER, code=code, name=name)
    taken = select(Organisation.id).where(Organisation.kind == "provider", Organisation.code == values.code)
    if (await session.execute(taken)).first() is not None:
        raise AlreadyExists("There is a provider of this code already.")
    own_id = ids.new_id(now)
    return await _add(session, operator(own_id), values, own_id, now)


async def add_organisation(
    session: AsyncSession, actor: Actor, body: schemas.AddOrganisation, *, now: datetime
) -> Organisation:
    """Add a council or a health body to those that the provider serves."""
    if body.kind is schemas.OrganisationKind.PROVIDER:
        raise Invalid("/kind", "provider_refused", "A provider is its own tenant: it is started, never added.")
    if body.valid_from is not None and body.valid_to is not None and body.valid_to < body.valid_from:
        raise Invalid("/valid_to", "before_its_start", "It cannot end before it begins.")
    if await queries.by_code(session, actor.tenant_id, body.kind, body.code) is not None:
        raise AlreadyExists("There is a body of this kind and code already.")
    if body.successor_id is not None:
        successor = await queries.by_id(session, actor.tenant_id, body.kind, body.successor_id)
        if successor is None:
            raise Invalid("/successor_id", "unknown", "There is no body of this kind with that id.")
    return await _add(session, actor, body, ids.new_id(now), now)


async def _add(
    session: AsyncSession, actor: Actor, body: schemas.AddOrganisation, own_id: str, now: datetime
) -> Organisation:
    organisation = Organisation(
        id=own_id,
        tenant_id=actor.tenant_id,
        kind=body.kind.value,
        code=body.code,
        name=body.name,
        valid_from=body.valid_from,
        valid_to=body.valid_to,
        successor_id=body.successor_id,
    )
    session.add(organisation)
    await session.flush()
    event = chronicle.Event(
        "organisation.added", "organisation", organisation.id, {"kind": body.kind.value}, public=False
    )
    chronicle.record(session, actor, event, now=now)
    return organisation
