"""The same POST sent twice happens once: its key is stored in the transaction of what it did, never with a body."""

import hashlib
import json
import re
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from fastapi import Depends, Request, Response
from sqlalchemy import bindparam, delete, select, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.ext.asyncio import AsyncSession

from app.domain.permissions import Actor
from app.domain.refusals import Fault, Refusal
from app.store import chronicle
from app.store.statements import execute
from app.store.tables import IdempotencyKey
from app.store.types import Number, Short
from app.web.concurrency import Effect

HEADER = "Idempotency-Key"
KEPT = timedelta(hours=72)
_LONGEST_PATH = 200
_VISIBLE = re.compile(r"[\x21-\x7e]{8,128}")


class KeyMalformed(Refusal):
    """The key cannot be used."""

    code = "malformed_header"

    def __init__(self) -> None:
        detail = "8 to 128 visible ASCII characters are expected."
        super().__init__("Send a new UUID as Idempotency-Key.", faults=(Fault(f"{HEADER}:", "malformed", detail),))


class KeyRequired(Refusal):
    """An Idempotency-Key is required."""

    code = "idempotency_key_required"

    def __init__(self) -> None:
        super().__init__(
            "Send a new UUID as Idempotency-Key, and the same one when you try again.",
            faults=(Fault(f"{HEADER}:", "missing", "This is required of systems."),),
        )


class KeyReused(Refusal):
    """This key was used for another request."""

    code = "idempotency_key_reused"

    def __init__(self) -> None:
        super().__init__(
            "This key came with another body before. Send a new key with a new request.",
            faults=(Fault(f"{HEADER}:", "reused", "This key belongs to another request."),),
        )


class Replay(Exception):
    """This request happened before, and led to this."""

    def __init__(self, actor: Actor, status: int, effect: Effect) -> None:
        super().__init__("replay")
        self.actor = actor
        self.status = status
        self.effect = effect


class _Claim(NamedTuple):
    """The key that a request holds while it runs, as the primary key of its row."""

    principal_id: str
    method: str
    path: str
    key: str


_KEYS = IdempotencyKey.metadata.tables[IdempotencyKey.__tablename__]
_MINE: Any = [_KEYS.c[name] == bindparam(f"my_{name}", type_=Short(128)) for name in _Claim._fields]
_FIND = select(
    _KEYS.c.request_hash,
    _KEYS.c.status,
    _KEYS.c.resource_kind,
    _KEYS.c.resource_id,
    _KEYS.c.resource_version,
    _KEYS.c.expires_at,
).where(*_MINE)
_FORGET = delete(_KEYS).where(*_MINE)
_SETTLE = (
    update(_KEYS)
    .where(*_MINE)
    .values(
        status=bindparam("status", type_=Number()),
        resource_kind=bindparam("kind", type_=Short(40)),
        resource_id=bindparam("id", type_=Short(36)),
        resource_version=bindparam("version", type_=Number()),
    )
)
_CLAIM = {
    dialect: make(_KEYS).on_conflict_do_nothing().returning(_KEYS.c.key)
    for dialect, make in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


def _bound(claim: _Claim) -> dict[str, str]:
    return {f"my_{name}": value for name, value in claim._asdict().items()}


async def demand_key(request: Request) -> None:
    """Mark a route on which systems, which try again by themselves, must send a key."""
    request.state.key_demanded = True


KEY_FROM_SYSTEMS = Depends(demand_key)
"""In `dependencies=[...]` of a POST: a machine client must send an Idempotency-Key."""


async def once(request: Request, session: AsyncSession | None, actor: Actor) -> None:
    """Claim the request's key, at the end of authentication; raise Replay when the request happened before."""
    if request.method != "POST" or session is None:
        return
    key = request.headers.get(HEADER)
    if key is None:
        if getattr(request.state, "key_demanded", False) and actor.kind == "client":
            raise KeyRequired
        return
    if not _VISIBLE.fullmatch(key) or len(request.headers.getlist(HEADER)) > 1:
        raise KeyMalformed
    path = request.url.path
    if len(path) > _LONGEST_PATH:
        path = hashlib.sha256(path.encode()).hexdigest()
    claim = _Claim(actor.id, request.method, path, key)
    seen = request_hash(request, actor, await request.body())
    moment: datetime = request.app.state.clock()
    row = {
        **claim._asdict(),
        "tenant_id": actor.tenant_id,
        "request_hash": seen,
        "status": None,
        "resource_kind": None,
        "resource_id": None,
        "resource_version": None,
        "created_at": moment,
        "expires_at": moment + KEPT,
    }
    insert = _CLAIM[session.get_bind().dialect.name]
    for _ in range(2):
        # PostgreSQL waits here for a transaction that holds the same key, and SQLite has one writer:
        # so whatever is found afterwards was committed together with what it did.
        if (await execute(session, insert, row)).first() is not None:
            request.state.claim = claim
            return
        found = (await execute(session, _FIND, _bound(claim))).one_or_none()
        if found is None or found.expires_at <= moment:
            await execute(session, _FORGET, _bound(claim))
            continue
        if found.request_hash != seen:
            raise KeyReused
        raise Replay(actor, found.status, Effect(found.resource_kind, found.resource_id, found.resource_version))


def request_hash(request: Request, actor: Actor, body: bytes) -> str:
    """Return a hash of what was asked, and for which provider; the same JSON in another spelling is the same."""
    if body:
        body = json.dumps(json.loads(body), sort_keys=True, separators=(",", ":")).encode()
    return hashlib.sha256(f"{actor.tenant_id}\n{request.url.query}\n".encode() + body).hexdigest()


async def settle(request: Request, session: AsyncSession, status: int) -> None:
    """Store what the request led to, before its transaction commits; a request without effect keeps no key."""
    claim: _Claim | None = getattr(request.state, "claim", None)
    if claim is None:
        return
    effect: Effect | None = getattr(request.state, "effect", None)
    if effect is None or status >= 300:
        await execute(session, _FORGET, _bound(claim))
        return
    values = {"status": status, "kind": effect.kind, "id": effect.id, "version": effect.version}
    chronicle.beside(session, _SETTLE, _bound(claim) | values)


async def answer_again(request: Request, session: AsyncSession, replay: Replay) -> Response:
    """Answer as before: the record's area decides anew who may see it, and builds it from what it is now."""
    rebuild = request.app.state.replayers[replay.effect.kind]
    response: Response = await rebuild(session, replay.actor, replay.effect.id, request)
    response.status_code = replay.status
    response.headers["Idempotency-Replayed"] = "true"
    return response
