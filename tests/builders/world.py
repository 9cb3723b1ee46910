"""Two providers with their councils, health bodies, people and machines: enough to ask who sees what."""

from dataclasses import dataclass, field
from datetime import date, datetime

from app.domain.fitness import Employer, RegisterBody
from app.domain.permissions import COUNCIL, HEALTH, MACHINES, Actor, Role
from app.store import ids
from app.store.session import Database
from app.store.tables import Client, Contract, ContractParty, Organisation, User
from app.store.tables.allocation import MediatorRecord

FAR = date(2030, 12, 31)


@dataclass
class Tenant:
    """One provider and everyone around it."""

    id: str
    norfolk: str
    suffolk: str
    icb: str
    contract: str
    actors: dict[Role, Actor] = field(default_factory=dict)
    other_adviser: Actor | None = None
    other_mediator: Actor | None = None
    other_council_officer: Actor | None = None


@dataclass
class World:
    """The first provider is the one that tests work in; the second is the stranger."""

    home: Tenant
    stranger: Tenant

    def actor(self, role: Role) -> Actor:
        return self.home.actors[role]


async def build_world(database: Database, *, now: datetime) -> World:
    return World(await _tenant(database, "one", now), await _tenant(database, "two", now))


async def _tenant(database: Database, name: str, now: datetime) -> Tenant:
    tenant, norfolk, suffolk, icb, contract = (ids.new_id(now) for _ in range(5))
    bodies = [
        (tenant, "provider", name, "Provider"),
        (norfolk, "la", "926", "Norfolk"),
        (suffolk, "la", "935", "Suffolk"),
        (icb, "icb", "QMM", "Health body"),
    ]
    found = Tenant(tenant, norfolk, suffolk, icb, contract)
    async with database.write() as session:
        session.add_all(
            Organisation(id=id, tenant_id=tenant, kind=kind, code=code, name=label) for id, kind, code, label in bodies
        )
        session.add(
            Contract(
                id=contract,
                tenant_id=tenant,
                reference="C1",
                name="Contract",
                starts_on=date(2020, 9, 1),
                ends_on=date(2028, 8, 31),
            )
        )
        await session.flush()
        session.add_all(
            ContractParty(contract_id=contract, organisation_id=body, tenant_id=tenant)
            for body in (norfolk, suffolk, icb)
        )
        for role in Role:
            found.actors[role] = _principal(session, found, role, norfolk, now, f"{name}-{role}")
        found.other_adviser = _principal(session, found, Role.ADVISER, norfolk, now, f"{name}-adviser-2")
        found.other_mediator = _principal(session, found, Role.MEDIATOR, norfolk, now, f"{name}-mediator-2")
        await session.flush()
        session.add_all(
            fit_record(found.id, mediator, now) for mediator in (found.actors[Role.MEDIATOR], found.other_mediator)
        )
        found.other_council_officer = _principal(session, found, Role.LA_OFFICER, suffolk, now, f"{name}-officer-2")
    return found


def fit_record(tenant_id: str, mediator: Actor, now: datetime) -> MediatorRecord:
    """Return the record of a mediator who may be given a case."""
    return MediatorRecord(
        id=ids.new_id(now),
        tenant_id=tenant_id,
        user_id=mediator.id,
        register_body=RegisterBody.CIVIL_MEDIATION_COUNCIL,
        registered_until=FAR,
        cpd_until=FAR,
        dbs_until=FAR,
        insured_until=FAR,
        independent_until=FAR,
        employer=Employer.NONE,
        languages=[],
        updated_at=now,
        version=1,
    )


def _principal(session: object, tenant: Tenant, role: Role, council: str, now: datetime, login: str) -> Actor:
    if role in MACHINES:
        organisation: str | None = council if role is not Role.FAMILY_FRONT_END else None
    elif role in COUNCIL:
        organisation = council
    else:
        organisation = tenant.icb if role in HEALTH else tenant.id
    own_id = ids.new_id(now)
    common = {
        "id": own_id,
        "tenant_id": tenant.id,
        "organisation_id": organisation,
        "name": "Somebody",
        "role": role,
        "active": True,
        "demo": False,
        "created_at": now,
        "version": 1,
    }
    if role in MACHINES:
        session.add(Client(client_id=login, secret_hash="0" * 64, **common))  # type: ignore[attr-defined]
    else:
        session.add(User(username=login, independent_until=FAR, **common))  # type: ignore[attr-defined]
    return Actor("client" if role in MACHINES else "user", own_id, tenant.id, organisation, role)
