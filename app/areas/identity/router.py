"""Signing in, the keys that tokens verify under, and who people are."""

import asyncio
from base64 import b64decode
from datetime import datetime
from typing import Annotated, Any
from urllib.parse import unquote_plus

from fastapi import APIRouter, Form, Query, Request, Response
from sqlalchemy import Row

from app.adapters.passwords import LONGEST, Passwords, secret_matches
from app.adapters.tokens import NotSignedIn
from app.areas.identity import queries, schemas, service
from app.domain.permissions import GRANTS, Role
from app.domain.refusals import Refusal
from app.store.tables import User
from app.web.actor import TOKEN_PATH, MayReadMeta, MayReadUsers, from_this_machine
from app.web.clock import Now
from app.web.openapi import refuses
from app.web.paging import Paging
from app.web.transaction import PlainRoute, Read, TransactionRoute
from app.wire.types import Page, QueryBool

# Not a TransactionRoute: a password takes a fifth of a second to check, for which no transaction may stand
# open; and a refused sign-in is kept in the chronicle although its request is refused.
oauth = APIRouter(route_class=PlainRoute, tags=["Sign-in"])
router = APIRouter(route_class=TransactionRoute, tags=["Identity"])


class TokenRefused(Refusal):
    """The token request was refused; OAuth clients find the reason in `error`, as RFC 6749 has it."""

    code = "invalid_request"

    def __init__(self, detail: str) -> None:
        super().__init__(detail, extra={"error": self.code, "error_description": detail})


class GrantRefused(TokenRefused):
    """The sign-in was refused."""

    code = "invalid_grant"


class GrantNotOffered(TokenRefused):
    """This grant is not offered."""

    code = "unsupported_grant_type"


class ClientRefused(TokenRefused):
    """The client was refused."""

    code = "invalid_client"
    headers = {"WWW-Authenticate": 'Basic realm="send-mdr", charset="UTF-8"'}


def _text(description: str) -> Any:
    return Form(description=description)


@oauth.post(
    TOKEN_PATH,
    operation_id="issueToken",
    responses=refuses("invalid_request", "invalid_grant", "unsupported_grant_type", "invalid_client"),
)
async def issue_token(
    request: Request,
    response: Response,
    now: Now,
    grant_type: Annotated[str, _text("`client_credentials`, or `password` on the embedded default.")] = "",
    client_id: Annotated[str, _text("For client_credentials, unless sent by HTTP Basic.")] = "",
    client_secret: Annotated[str, _text("For client_credentials, unless sent by HTTP Basic.")] = "",
    username: Annotated[str, _text("For password.")] = "",
    password: Annotated[str, _text("For password.")] = "",
    scope: Annotated[str, _text("May be sent; the token carries what the role includes.")] = "",
) -> schemas.Token:
    """Sign in (RFC 6749): a system by its secret, a person by password where that is offered."""
    names = [name for name, _ in (await request.form()).multi_items()]
    if not grant_type or len(set(names)) != len(names):
        raise TokenRefused("Send grant_type and what that grant needs, each once.")
    settings = request.app.state.settings
    if grant_type == "client_credentials":
        principal, proven = await _client(request, client_id, client_secret)
    elif grant_type == "password" and settings.allows_password_grant:
        principal, proven = await _person(request, username, password)
    else:
        raise GrantNotOffered("This grant is not offered here; client_credentials is.")
    admitted = _admitted(request, principal) if proven else None
    if principal is not None:
        noting = asyncio.ensure_future(_note(request, principal, succeeded=admitted is not None, now=now))
        await asyncio.shield(noting)
    if admitted is None:
        if grant_type == "password":
            raise GrantRefused("This name and password do not belong together.")
        raise ClientRefused("This client id and secret do not belong together.")
    response.headers["Cache-Control"] = "no-store"
    response.headers["Pragma"] = "no-cache"
    minutes = settings.token_minutes
    actor = admitted.actor
    token = request.app.state.tokens.issue(actor, epoch=admitted.version, now=now, minutes=minutes)
    return schemas.Token(access_token=token, expires_in=minutes * 60, scope=" ".join(sorted(GRANTS[actor.role])))


def _admitted(request: Request, principal: queries.Principal | None) -> queries.Principal | None:
    """Return someone proven who may come in; the disabled, and demo people from elsewhere, may not."""
    if principal is None or not principal.active or (principal.demo and not from_this_machine(request)):
        return None
    return principal


async def _client(request: Request, client_id: str, secret: str) -> tuple[queries.Principal | None, bool]:
    offered = request.headers.getlist("authorization")
    if offered:
        if secret:
            raise TokenRefused("Send the client's secret one way only.")
        client_id, secret = _basic(offered)
    async with request.app.state.database.read() as connection:
        principal = await queries.client_named(connection, client_id)
    proofs = () if principal is None else principal.proofs
    return principal, secret_matches(secret, *proofs)


def _basic(offered: list[str]) -> tuple[str, str]:
    """Read a client's id and secret from HTTP Basic, each form-encoded as RFC 6749 (2.3.1) has it."""
    scheme, _, encoded = offered[0].partition(" ")
    if len(offered) != 1 or scheme.lower() != "basic" or len(encoded) > 1024:
        raise ClientRefused("Send the client's id and secret by HTTP Basic or in the body.")
    try:
        text = b64decode(encoded.strip(" "), validate=True).decode("utf-8")
    except ValueError:
        raise ClientRefused("Send the client's id and secret by HTTP Basic or in the body.") from None
    client_id, _, secret = text.partition(":")
    return unquote_plus(client_id), unquote_plus(secret)


async def _person(request: Request, username: str, password: str) -> tuple[queries.Principal | None, bool]:
    async with request.app.state.database.read() as connection:
        principal = await queries.user_named(connection, username)
    stored = None if principal is None else principal.proofs[0]
    # A password too long to be one still costs one check, so that its length tells nothing.
    proven = await _passwords(request).match(password[: LONGEST + 1], stored)
    return principal, proven


def _passwords(request: Request) -> Passwords:
    """Return what checks passwords for this application, made at first use."""
    state = request.app.state
    if not hasattr(state, "passwords"):
        state.passwords = Passwords()
    passwords: Passwords = state.passwords
    return passwords


async def _note(request: Request, principal: queries.Principal, *, succeeded: bool, now: datetime) -> None:
    async with request.app.state.database.write() as session:
        service.note_sign_in(session, principal, succeeded=succeeded, now=now)


@oauth.get("/oauth2/jwks", operation_id="listKeys")
async def list_keys(request: Request, response: Response) -> schemas.Keys:
    """Return the public keys under which our tokens verify (RFC 7517)."""
    response.headers["Cache-Control"] = "public, max-age=300"
    return schemas.Keys.model_validate(request.app.state.tokens.jwks())


@router.get("/me", operation_id="readMe")
async def read_me(actor: MayReadMeta, connection: Read) -> schemas.Me:
    """Say who is calling, in which role, and what that includes."""
    row = await queries.own_name(connection, actor)
    if row is None:
        raise NotSignedIn
    body = None
    if row.id is not None:
        body = schemas.OwnOrganisation(id=row.id, kind=row.kind, code=row.code, name=row.body)
    return schemas.Me(
        kind="user" if actor.kind == "user" else "client",
        id=actor.id,
        name=row.name,
        role=actor.role,
        permissions=sorted(GRANTS[actor.role]),
        provider_id=actor.tenant_id,
        organisation=body,
    )


@router.get("/users", operation_id="listUsers")
async def list_users(
    actor: MayReadUsers,
    paging: Paging,
    connection: Read,
    role: Annotated[list[Role] | None, Query(description="Repeat for any of several.")] = None,
    active: QueryBool | None = None,
) -> Page[schemas.User]:
    """List the provider's people, such as the advisers to whom a case can be given."""
    statement = queries.page_statement(actor, roles=tuple(role or ()), active=active).order_by(User.id)
    if (after := paging.after(1)) is not None:
        statement = statement.where(User.id > after[0])
    rows = (await connection.execute(statement.limit(paging.take))).all()
    return paging.page(rows, key=_key, item=schemas.User.model_validate)


def _key(row: Row[Any]) -> tuple[str]:
    return (row.id,)
