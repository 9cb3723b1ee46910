"""Tokens made by hand, so that each forgery differs from a good token in one thing only."""

import base64
import hashlib
import hmac
import json
from datetime import UTC, datetime
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from app.adapters.tokens import Tokens
from app.domain.permissions import Actor, Role

NOW = datetime(2026, 11, 24, 10, 0, tzinfo=UTC)
SECOND = int(NOW.timestamp())
KEY = ec.generate_private_key(ec.SECP256R1())
OTHER_KEY = ec.generate_private_key(ec.SECP256R1())
ADVISER = Actor("user", "0193-adviser", "0193-provider", "0193-provider", Role.ADVISER)
FRONT_END = Actor("client", "0193-front-end", "0193-provider", None, Role.FAMILY_FRONT_END)
TOKENS = Tokens("https://mdr.invalid", "send-mdr", KEY)
DROP = object()


def header(**changes: Any) -> dict[str, Any]:
    return _changed({"alg": "ES256", "typ": "at+jwt", "kid": TOKENS.key_id}, changes)


def claims(**changes: Any) -> dict[str, Any]:
    good = {
        "iss": "https://mdr.invalid",
        "aud": "send-mdr",
        "sub": ADVISER.id,
        "iat": SECOND,
        "exp": SECOND + 900,
        "jti": "0123456789abcdef",
        "tenant": ADVISER.tenant_id,
        "role": "adviser",
        "org": ADVISER.organisation_id,
        "kind": "user",
        "epoch": 1,
    }
    return _changed(good, changes)


def signed(header_value: Any = None, claims_value: Any = None, key: ec.EllipticCurvePrivateKey = KEY) -> str:
    """Sign any header and any claims; bytes go in as they are."""
    body = f"{part(header() if header_value is None else header_value)}."
    body += part(claims() if claims_value is None else claims_value)
    r, s = decode_dss_signature(key.sign(body.encode(), ec.ECDSA(SHA256())))
    return f"{body}.{text(r.to_bytes(32, 'big') + s.to_bytes(32, 'big'))}"


def with_mac(secret: bytes, **header_changes: Any) -> str:
    """Sign with HMAC, as a forger does who knows the public key only."""
    body = f"{part(header(**header_changes))}.{part(claims())}"
    mac = hmac.new(secret, body.encode(), hashlib.sha256).digest()
    return f"{body}.{text(mac)}"


def part(value: Any) -> str:
    return text(value if isinstance(value, bytes) else json.dumps(value).encode())


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def _changed(good: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**good, **changes}.items() if value is not DROP}
