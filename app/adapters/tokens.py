"""Access tokens: the only module that knows python-jose, and the only one to change when it is replaced.

python-jose is used for one thing, the ES256 signature. Everything it is lax about is decided here: the header
members, the algorithm, the key (by equality of `kid`, handed over as one JWK), and each claim with its type.
"""

import base64
import hashlib
import json
import re
import secrets
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from jose import jws
from jose.exceptions import JOSEError

from app.domain.permissions import Actor, Role
from app.domain.refusals import Refusal

ALGORITHM = "ES256"
TYPE = "at+jwt"
LONGEST_LIFE = timedelta(minutes=20)
CLOCK_SKEW = timedelta(seconds=30)
LONGEST_TOKEN = 4096
REMEMBERED = 4096
_PARTS = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}", re.ASCII)
_IDENTIFIER = re.compile(r"[A-Za-z0-9-]{1,36}", re.ASCII)
_KINDS = frozenset({"user", "client"})
_CLAIMS = frozenset({"iss", "aud", "sub", "iat", "exp", "jti", "tenant", "role", "org", "kind", "epoch"})


class NotSignedIn(Refusal):
    """You are not signed in, or no longer."""

    code = "not_authenticated"

    def __init__(self, detail: str = "Send a valid access token: Authorization: Bearer, then the token.") -> None:
        super().__init__(detail)


@dataclass(frozen=True, slots=True)
class Claims:
    """What a verified token says. `epoch` is the version of the user or client when it was issued."""

    actor: Actor
    epoch: int
    token_id: str
    issued_at: datetime
    expires_at: datetime


class Tokens:
    """Issues and verifies the access tokens of one issuer for one audience."""

    def __init__(self, issuer: str, audience: str, key: ec.EllipticCurvePrivateKey) -> None:
        self.issuer = issuer
        self.audience = audience
        self._private = _private_jwk(key)
        self._public = {name: self._private[name] for name in ("kty", "crv", "x", "y")}
        self.key_id = _thumbprint(self._public)
        # By hash, so that the memory of the process holds no usable token.
        self._verified: OrderedDict[bytes, Claims] = OrderedDict()

    def issue(self, actor: Actor, *, epoch: int, now: datetime, minutes: int) -> str:
        """Return a signed token for an actor."""
        if not timedelta() < timedelta(minutes=minutes) <= LONGEST_LIFE:
            raise ValueError(f"a token lives from 1 minute to {LONGEST_LIFE}")
        issued = int(now.timestamp())
        claims = {
            "iss": self.issuer,
            "aud": self.audience,
            "sub": actor.id,
            "iat": issued,
            "exp": issued + minutes * 60,
            "jti": secrets.token_urlsafe(16),
            "tenant": actor.tenant_id,
            "role": actor.role.value,
            "org": actor.organisation_id,
            "kind": actor.kind,
            "epoch": epoch,
        }
        header = {"typ": TYPE, "kid": self.key_id}
        token: str = jws.sign(claims, self._private, headers=header, algorithm=ALGORITHM)
        return token

    def verify(self, token: str, now: datetime) -> Claims:
        """Return what a token says, or refuse it; but for its age no reason is told, since only a forger needs it."""
        if len(token) > LONGEST_TOKEN or not _PARTS.fullmatch(token):
            raise NotSignedIn
        fingerprint = hashlib.sha256(token.encode("ascii")).digest()
        claims = self._verified.get(fingerprint)
        if claims is None:
            claims = self._read(token, now)
            self._remember(fingerprint, claims)
        if now >= claims.expires_at:
            raise NotSignedIn("The access token has expired: ask for a new one.")
        if now < claims.issued_at - CLOCK_SKEW:
            raise NotSignedIn
        return claims

    def jwks(self) -> dict[str, Any]:
        """Return the public keys as a JWK set."""
        return {"keys": [{**self._public, "kid": self.key_id, "use": "sig", "alg": ALGORITHM}]}

    def _remember(self, fingerprint: bytes, claims: Claims) -> None:
        self._verified[fingerprint] = claims
        if len(self._verified) > REMEMBERED:
            self._verified.popitem(last=False)

    def _read(self, token: str, now: datetime) -> Claims:
        header_part, claims_part, signature_part = token.split(".")
        header = _json_object(header_part)
        if header.keys() != {"alg", "kid", "typ"} or header["alg"] != ALGORITHM or header["typ"] != TYPE:
            raise NotSignedIn
        if header["kid"] != self.key_id:
            raise NotSignedIn
        _bytes(signature_part)
        try:
            jws.verify(token, self._public, [ALGORITHM])
        except JOSEError:
            raise NotSignedIn from None
        return self._claims(_json_object(claims_part), now)

    def _claims(self, claims: dict[str, Any], now: datetime) -> Claims:
        """Check each claim by hand: python-jose takes `exp` as text, a list as `aud`, and reads its own clock."""
        if not claims.keys() >= _CLAIMS or (claims["iss"], claims["aud"]) != (self.issuer, self.audience):
            raise NotSignedIn
        issued_at, expires_at = _instant(claims["iat"]), _instant(claims["exp"])
        if "nbf" in claims and _instant(claims["nbf"]) > now + CLOCK_SKEW:
            raise NotSignedIn
        if not timedelta() < expires_at - issued_at <= LONGEST_LIFE:
            raise NotSignedIn
        kind, token_id, epoch = claims["kind"], claims["jti"], claims["epoch"]
        if type(kind) is not str or kind not in _KINDS or type(epoch) is not int:
            raise NotSignedIn
        if type(token_id) is not str or not 8 <= len(token_id) <= 64:
            raise NotSignedIn
        organisation = claims["org"]
        actor = Actor(
            kind=kind,
            id=_identifier(claims["sub"]),
            tenant_id=_identifier(claims["tenant"]),
            organisation_id=None if organisation is None else _identifier(organisation),
            role=_role(claims["role"]),
        )
        return Claims(actor, epoch, token_id, issued_at, expires_at)


def _bytes(part: str) -> bytes:
    """Decode base64url in its one canonical form: python-jose would skip what it does not know."""
    try:
        content = base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))
    except ValueError:
        raise NotSignedIn from None
    if _text(content) != part:
        raise NotSignedIn
    return content


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode("ascii")


def _json_object(part: str) -> dict[str, Any]:
    """Read a JSON object in which no name stands twice: two readers could take it for two different tokens."""

    def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) != len(pairs):
            raise NotSignedIn
        return found

    try:
        found = json.loads(_bytes(part).decode("utf-8"), object_pairs_hook=once)
    except (ValueError, RecursionError):
        raise NotSignedIn from None
    if not isinstance(found, dict):
        raise NotSignedIn
    return found


def _instant(value: object) -> datetime:
    """Read a NumericDate: a whole number in this century and the next, never text, true or a fraction."""
    if type(value) is not int or not 946_684_800 <= value < 4_102_444_800:
        raise NotSignedIn
    return datetime.fromtimestamp(value, UTC)


def _identifier(value: object) -> str:
    if type(value) is not str or not _IDENTIFIER.fullmatch(value):
        raise NotSignedIn
    return value


def _role(value: object) -> Role:
    if type(value) is not str:
        raise NotSignedIn
    try:
        return Role(value)
    except ValueError:
        raise NotSignedIn from None


def _private_jwk(key: ec.EllipticCurvePrivateKey) -> dict[str, str]:
    numbers = key.private_numbers()
    point = numbers.public_numbers
    return {
        "kty": "EC",
        "crv": "P-256",
        "x": _text(point.x.to_bytes(32, "big")),
        "y": _text(point.y.to_bytes(32, "big")),
        "d": _text(numbers.private_value.to_bytes(32, "big")),
    }


def _thumbprint(public: dict[str, str]) -> str:
    """Return the RFC 7638 thumbprint, so that a key names itself."""
    canonical = json.dumps(public, sort_keys=True, separators=(",", ":"))
    return _text(hashlib.sha256(canonical.encode()).digest())
