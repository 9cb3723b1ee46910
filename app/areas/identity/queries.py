"""What may be read of users and clients, by whom."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, and_, bindparam, false, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain.permissions import STAFF, Actor, Permission, Role
from app.store.tables import Client, Organisation, User
from app.store.types import Short

Reader = AsyncConnection | AsyncSession


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the users that an actor may see: colleagues, and to the administrator everybody."""
    if not actor.may(Permission.USERS_READ):
        return false()
    if actor.role is Role.PROVIDER_ADMIN:
        return User.tenant_id == actor.tenant_id
    return and_(User.tenant_id == actor.tenant_id, User.role.in_(STAFF))


@dataclass(frozen=True, slots=True)
class Principal:
    """Someone who wants to sign in, with what is stored to tell whether it is really them."""

    actor: Actor
    version: int
    active: bool
    demo: bool
    proofs: tuple[str | None, ...]


_USER_BY_NAME = select(User.__table__).where(User.username == bindparam("name", type_=Short(200)))
_CLIENT_BY_NAME = select(Client.__table__).where(Client.client_id == bindparam("name", type_=Short(80)))


async def user_named(reader: Reader, username: str) -> Principal | None:
    """Return the person of a username, however it is capitalised."""
    name = username.strip().lower()
    if len(name) > 200 or "\x00" in name:
        return None
    row = (await reader.execute(_USER_BY_NAME, {"name": name})).one_or_none()
    return None if row is None else _principal("user", row, row.password_hash)


async def client_named(reader: Reader, client_id: str) -> Principal | None:
    """Return the machine client of a client id."""
    if len(client_id) > 80 or "\x00" in client_id:
        return None
    row = (await reader.execute(_CLIENT_BY_NAME, {"name": client_id})).one_or_none()
    return None if row is None else _principal("client", row, row.secret_hash, row.next_secret_hash)


def _principal(kind: str, row: Row[Any], *proofs: str | None) -> Principal:
    actor = Actor(kind, row.id, row.tenant_id, row.organisation_id, row.role)
    return Principal(actor, row.version, row.active, row.demo, proofs)


_USER = select(User.__table__).where(
    User.tenant_id == bindparam("tenant", type_=Short(36)), User.id == bindparam("id", type_=Short(36))
)


async def user(reader: Reader, tenant_id: str, user_id: str) -> Row[Any] | None:
    """Return a user of a tenant, None where there is none of that id."""
    found = await reader.execute(_USER, {"tenant": tenant_id, "id": user_id})
    return found.one_or_none()


def _named(table: type[User] | type[Client]) -> Select[*tuple[Any, ...]]:
    return (
        select(table.name, Organisation.id, Organisation.kind, Organisation.code, Organisation.name.label("body"))
        .outerjoin(
            Organisation,
            and_(Organisation.tenant_id == table.tenant_id, Organisation.id == table.organisation_id),
        )
        .where(
            table.tenant_id == bindparam("tenant", type_=Short(36)),
            table.id == bindparam("principal", type_=Short(36)),
        )
    )


_SELF = {"user": _named(User), "client": _named(Client)}


async def own_name(reader: Reader, actor: Actor) -> Row[Any] | None:
    """Return the caller's name with their organisation."""
    found = await reader.execute(_SELF[actor.kind], {"tenant": actor.tenant_id, "principal": actor.id})
    return found.one_or_none()


def page_statement(actor: Actor, *, roles: tuple[Role, ...] = (), active: bool | None = None) -> Select[Any]:
    """Return the select of a list of users, before paging."""
    wanted = [visible_to(actor)]
    if roles:
        wanted.append(or_(*(User.role == role for role in roles)))
    if active is not None:
        wanted.append(User.active == active)
    return select(User.__table__).where(*wanted)
