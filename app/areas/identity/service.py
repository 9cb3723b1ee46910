"""Giving people and machines their sign-ins, and taking them away."""

import unicodedata
from datetime import datetime

from sqlalchemy import ColumnElement, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.adapters.passwords import LONGEST, SHORTEST, hash_secret, new_secret
from app.areas.identity import queries, schemas
from app.domain.permissions import COUNCIL, HEALTH, MACHINES, STAFF, Actor, Role
from app.domain.refusals import AlreadyExists, Invalid, NotFound
from app.store import chronicle, ids
from app.store.tables import Client, Organisation, User

_ROLES_OF = {"provider": STAFF, "la": COUNCIL, "icb": HEALTH}


def check_password(password: str) -> str:
    """Return a password that is long enough to be one; its characters are nobody's business."""
    length = len(unicodedata.normalize("NFC", password))
    if not SHORTEST <= length <= LONGEST:
        raise Invalid("/password", "password_length", f"A password has {SHORTEST} to {LONGEST} characters.")
    return password


async def add_user(
    session: AsyncSession, actor: Actor, body: schemas.AddUser, *, password_hash: str | None, now: datetime
) -> User:
    """Give a person a sign-in, in one role that their organisation may hold."""
    organisation = await _organisation(session, actor, body.organisation_id)
    if body.role not in _ROLES_OF[organisation.kind]:
        raise Invalid("/role", "not_a_role_there", "People of that organisation cannot hold this role.")
    if await queries.user_named(session, body.username) is not None:
        raise AlreadyExists("This username is taken.")
    user = User(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        organisation_id=organisation.id,
        username=body.username,
        name=body.name,
        role=body.role,
        password_hash=password_hash,
        active=True,
        demo=body.demo,
        independent_until=body.independent_until,
        created_at=now,
        version=1,
    )
    session.add(user)
    await session.flush()
    _note(session, actor, "user.added", user, now)
    return user


async def add_client(
    session: AsyncSession, actor: Actor, body: schemas.AddClient, *, now: datetime
) -> tuple[Client, str]:
    """Register a machine client; the secret is returned once, and only its hash is kept."""
    if body.role not in MACHINES:
        raise Invalid("/role", "not_a_machine", "A client holds a role of machines.")
    if body.organisation_id is not None:
        await _organisation(session, actor, body.organisation_id)
    if (body.organisation_id is None) != (body.role is Role.FAMILY_FRONT_END):
        raise Invalid(
            "/organisation_id", "organisation_of_role", "All clients but a family's front end belong to a body."
        )
    if await queries.client_named(session, body.client_id) is not None:
        raise AlreadyExists("This client id is taken.")
    secret = new_secret()
    client = Client(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        organisation_id=body.organisation_id,
        client_id=body.client_id,
        name=body.name,
        role=body.role,
        secret_hash=hash_secret(secret),
        next_secret_hash=None,
        origins=_joined(body.origins),
        active=True,
        demo=body.demo,
        created_at=now,
        version=1,
    )
    session.add(client)
    await session.flush()
    _note(session, actor, "client.added", client, now)
    return client, secret


async def change_secret(session: AsyncSession, actor: Actor, client_id: str, *, now: datetime) -> str:
    """Return a second secret of a client; the one before it works until the next change."""
    client = await _client(session, actor, client_id)
    secret = new_secret()
    client.secret_hash = client.next_secret_hash or client.secret_hash
    client.next_secret_hash = hash_secret(secret)
    _note(session, actor, "client.secret_changed", client, now)
    return secret


async def set_password(
    session: AsyncSession, actor: Actor, username: str, *, password_hash: str, now: datetime
) -> User:
    """Give a person another password; tokens issued before end."""
    user = await _user(session, actor, username)
    user.password_hash = password_hash
    user.version += 1
    _note(session, actor, "user.password_changed", user, now)
    return user


async def set_user_active(session: AsyncSession, actor: Actor, username: str, *, active: bool, now: datetime) -> User:
    """Take a person's sign-in away or give it back; tokens issued before end."""
    user = await _user(session, actor, username)
    user.active = active
    user.version += 1
    _note(session, actor, "user.enabled" if active else "user.disabled", user, now)
    return user


async def set_client_active(
    session: AsyncSession, actor: Actor, client_id: str, *, active: bool, now: datetime
) -> Client:
    """Take a client's access away or give it back; tokens issued before end."""
    client = await _client(session, actor, client_id)
    client.active = active
    client.version += 1
    _note(session, actor, "client.enabled" if active else "client.disabled", client, now)
    return client


def note_sign_in(session: AsyncSession, principal: queries.Principal, *, succeeded: bool, now: datetime) -> None:
    """Record that somebody signed in, or tried to; only a proven name may stand as the one who did it."""
    actor = principal.actor
    who = actor if succeeded else Actor("system", "sign-in", actor.tenant_id, None, actor.role)
    action = "identity.signed_in" if succeeded else "identity.sign_in_refused"
    event = chronicle.Event(action, actor.kind, actor.id, {"role": actor.role.value}, public=False)
    chronicle.record(session, who, event, now=now)


async def _organisation(session: AsyncSession, actor: Actor, organisation_id: str) -> Organisation:
    wanted: tuple[ColumnElement[bool], ...] = (
        Organisation.tenant_id == actor.tenant_id,
        Organisation.id == organisation_id,
    )
    found = (await session.execute(select(Organisation).where(*wanted))).scalar_one_or_none()
    if found is None:
        raise Invalid("/organisation_id", "unknown", "The provider knows no organisation of that id.")
    return found


async def _user(session: AsyncSession, actor: Actor, username: str) -> User:
    wanted = (User.tenant_id == actor.tenant_id, User.username == username)
    user = (await session.execute(select(User).where(*wanted).with_for_update())).scalar_one_or_none()
    if user is None:
        raise NotFound
    return user


async def _client(session: AsyncSession, actor: Actor, client_id: str) -> Client:
    wanted = (Client.tenant_id == actor.tenant_id, Client.client_id == client_id)
    client = (await session.execute(select(Client).where(*wanted).with_for_update())).scalar_one_or_none()
    if client is None:
        raise NotFound
    return client


def _joined(origins: list[str]) -> str | None:
    joined = " ".join(dict.fromkeys(origins))
    if len(joined) > 500:
        raise Invalid("/origins", "too_long", "All origins together have at most 500 characters.")
    return joined or None


def _note(session: AsyncSession, actor: Actor, action: str, row: User | Client, now: datetime) -> None:
    kind = "user" if isinstance(row, User) else "client"
    event = chronicle.Event(action, kind, row.id, {"role": row.role.value}, public=False)
    chronicle.record(session, actor, event, now=now)
