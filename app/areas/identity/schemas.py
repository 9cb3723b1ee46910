"""What is said about people and clients, and what it takes to add one."""

from typing import Annotated, Literal

from pydantic import Field

from app.domain.permissions import Permission, Role
from app.wire.base import Answer, Strict
from app.wire.types import Identifier, IsoDate, StrictBool, pattern_text, short_text

USERNAME = r"[a-z0-9][a-z0-9._@+-]*"
CLIENT_ID = r"[a-z0-9][a-z0-9._-]*"
ORIGIN = r"https?://[a-z0-9.-]+(:[0-9]{1,5})?"


class Token(Answer):
    """An access token (RFC 6749, section 5.1)."""

    access_token: str
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105 - a kind of token, no token
    expires_in: int = Field(description="Seconds.")
    scope: str = Field(description="The permissions of the role, whatever was asked for.")


class Key(Answer):
    """A public key (RFC 7517)."""

    kty: str
    crv: str
    x: str
    y: str
    kid: str
    use: str
    alg: str


class Keys(Answer):
    """The public keys under which tokens verify."""

    keys: list[Key]


class OwnOrganisation(Answer):
    """The organisation that a caller belongs to."""

    id: Identifier
    kind: str
    code: str
    name: str


class Me(Answer):
    """Who is calling, and what the role includes."""

    kind: Literal["user", "client"]
    id: Identifier
    name: str
    role: Role
    permissions: list[Permission]
    provider_id: Identifier
    organisation: OwnOrganisation | None


class User(Answer):
    """A person who signs in, as colleagues see them."""

    id: Identifier
    name: str
    role: Role
    active: bool
    organisation_id: Identifier
    independent_until: IsoDate | None = Field(description="Until when the declaration of independence holds.")


class AddUser(Strict):
    """A person to be given a sign-in."""

    organisation_id: Identifier
    username: Annotated[str, pattern_text(USERNAME, 200)]
    name: Annotated[str, short_text(200)]
    role: Role
    independent_until: IsoDate | None = None
    demo: StrictBool = False


class AddClient(Strict):
    """A machine client to be registered."""

    organisation_id: Identifier | None
    client_id: Annotated[str, pattern_text(CLIENT_ID, 80)]
    name: Annotated[str, short_text(200)]
    role: Role
    origins: Annotated[list[Annotated[str, pattern_text(ORIGIN, 200)]], Field(max_length=10)] = []
    demo: StrictBool = False
