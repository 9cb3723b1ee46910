"""Who takes part in the demo years besides families: the provider, its councils and health bodies, staff, machines."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from random import Random

from app.domain.permissions import Role
from app.jobs.demo.dealing import made_id, seeded
from app.jobs.demo.figures import NORFOLK, SUFFOLK

_BEGAN = datetime(2020, 3, 2, 9, tzinfo=UTC)
SUCCESSION = date(2026, 4, 1)
"""The day the health body of Norfolk and Waveney gave way to that of Norfolk and Suffolk."""


@dataclass(frozen=True, slots=True)
class Organisation:
    """The provider, a council or a health body."""

    id: str
    kind: str
    code: str
    name: str
    valid_from: date | None = None
    valid_to: date | None = None
    successor_id: str | None = None


@dataclass(frozen=True, slots=True)
class Contract:
    """A contract and whom it binds beside the provider."""

    id: str
    reference: str
    name: str
    starts_on: date
    ends_on: date
    party_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class User:
    """A person who signs in, named by the part they play."""

    id: str
    organisation_id: str
    username: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Client:
    """A machine that calls."""

    id: str
    organisation_id: str | None
    client_id: str
    name: str
    role: Role


@dataclass(frozen=True, slots=True)
class Cast:
    """Everyone."""

    provider: Organisation
    councils: dict[str, Organisation]
    health_bodies: tuple[Organisation, Organisation]
    contracts: tuple[Contract, ...]
    users: tuple[User, ...]
    clients: tuple[Client, ...]

    @property
    def organisations(self) -> tuple[Organisation, ...]:
        """Every organisation, each after the one that it names as its successor."""
        older, newer = self.health_bodies
        return (self.provider, *self.councils.values(), newer, older)

    def users_in(self, role: Role) -> tuple[User, ...]:
        """Return the people of a role."""
        return tuple(user for user in self.users if user.role is role)

    def client_of(self, role: Role, organisation_id: str | None) -> Client:
        """Return the machine of a role and a body."""
        return next(
            client for client in self.clients if (client.role, client.organisation_id) == (role, organisation_id)
        )

    def health_body_on(self, day: date) -> str:
        """Return the id of the health body that served the area on a day."""
        older, newer = self.health_bodies
        return newer.id if day >= SUCCESSION else older.id


def cast(seed: str, today: date) -> Cast:
    """Assemble everyone as they stand on a day."""
    rng = seeded(seed, "cast")
    provider = Organisation(_id(rng), "provider", "FBM", "Fen and Broad Mediation (demonstration)")
    councils = {
        NORFOLK: Organisation(_id(rng), "la", NORFOLK, "Norfolk County Council"),
        SUFFOLK: Organisation(_id(rng), "la", SUFFOLK, "Suffolk County Council (Waveney)"),
    }
    # The code of the successor was not published when this was written.
    newer = Organisation(_id(rng), "icb", "NS-DEMO", "NHS Norfolk and Suffolk ICB", valid_from=SUCCESSION)
    older = Organisation(
        _id(rng),
        "icb",
        "QMM",
        "NHS Norfolk and Waveney ICB",
        valid_from=date(2022, 7, 1),
        valid_to=date(2026, 3, 31),
        successor_id=newer.id,
    )
    health_body = newer if today >= SUCCESSION else older
    both_councils = tuple(council.id for council in councils.values())
    contracts = (
        Contract(
            _id(rng),
            "NW-MDR-2020",
            "Mediation and disagreement resolution 2020-2025",
            date(2020, 4, 1),
            date(2025, 8, 31),
            (*both_councils, older.id),
        ),
        Contract(
            _id(rng),
            "NW-MDR-2025",
            "Integrated mediation and disagreement resolution 2025-2028",
            date(2025, 9, 1),
            date(2028, 8, 31),
            (*both_councils, older.id, newer.id),
        ),
    )
    return Cast(
        provider=provider,
        councils=councils,
        health_bodies=(older, newer),
        contracts=contracts,
        users=_users(rng, provider, councils, health_body),
        clients=_clients(rng, provider, councils),
    )


def _users(
    rng: Random, provider: Organisation, councils: dict[str, Organisation], health_body: Organisation
) -> tuple[User, ...]:
    norfolk, suffolk = councils[NORFOLK], councils[SUFFOLK]
    parts = [(provider, f"adviser-{n}", f"Adviser {n}", Role.ADVISER) for n in (1, 2, 3, 4)]
    parts += [
        (provider, "coordinator", "Coordinator", Role.COORDINATOR),
        (provider, "service-manager", "Service manager", Role.SERVICE_MANAGER),
        (provider, "provider-admin", "Provider administrator", Role.PROVIDER_ADMIN),
        (provider, "mediator", "Mediator", Role.MEDIATOR),
        (norfolk, "norfolk-officer", "Norfolk SEND officer", Role.LA_OFFICER),
        (norfolk, "norfolk-commissioner", "Norfolk commissioner", Role.LA_COMMISSIONER),
        (suffolk, "suffolk-officer", "Suffolk SEND officer", Role.LA_OFFICER),
        (suffolk, "suffolk-commissioner", "Suffolk commissioner", Role.LA_COMMISSIONER),
        (health_body, "icb-officer", "Health body officer", Role.ICB_OFFICER),
        (health_body, "icb-commissioner", "Health body commissioner", Role.ICB_COMMISSIONER),
        (provider, "mediator-2", "Mediator 2", Role.MEDIATOR),
    ]
    return tuple(
        User(_id(rng), organisation.id, username, f"{name} (demonstration)", role)
        for organisation, username, name, role in parts
    )


def _clients(rng: Random, provider: Organisation, councils: dict[str, Organisation]) -> tuple[Client, ...]:
    norfolk, suffolk = councils[NORFOLK], councils[SUFFOLK]
    return (
        Client(_id(rng), norfolk.id, "norfolk-send-system", "Norfolk SEND system", Role.PARTNER_SYSTEM),
        Client(_id(rng), suffolk.id, "suffolk-send-system", "Suffolk SEND system", Role.PARTNER_SYSTEM),
        Client(_id(rng), None, "family-front-end", "Family front end", Role.FAMILY_FRONT_END),
        Client(_id(rng), provider.id, "reporting", "Reporting scripts", Role.REPORTING),
    )


def _id(rng: Random) -> str:
    return made_id(_BEGAN, rng)
