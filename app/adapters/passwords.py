"""Passwords of people (argon2) and secrets of machine clients (256 random bits, so a plain hash is enough)."""

import asyncio
import hashlib
import hmac
import secrets
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 200
_HASHER = PasswordHasher()
# Of no password at all: verified against when the user is unknown, so that the answer takes as long.
_NOBODY = _HASHER.hash(secrets.token_urlsafe(32))
_NO_SECRET = "0" * 64


class Passwords:
    """Hashes and checks passwords off the loop, a few at a time: each takes 64 MiB and a fifth of a second."""

    def __init__(self, *, at_once: int = 2) -> None:
        self._gate = asyncio.Semaphore(at_once)

    async def hash(self, password: str) -> str:
        """Return the argon2id hash of a password."""
        async with self._gate:
            return await asyncio.to_thread(hash_password, password)

    async def match(self, password: str, stored: str | None) -> bool:
        """Return whether the password is the stored one; as slow when there is none."""
        async with self._gate:
            return await asyncio.to_thread(_matches, password, stored)


def hash_password(password: str) -> str:
    """Return the argon2id hash of a password; blocks, so it is for the command line and for threads."""
    return _HASHER.hash(_normal(password))


def _matches(password: str, stored: str | None) -> bool:
    try:
        right = _HASHER.verify(stored or _NOBODY, _normal(password))
    except (VerificationError, InvalidHashError):
        return False
    return right and stored is not None


def _normal(password: str) -> bytes:
    """Return one form of what looks the same: keyboards differ in how they write accents."""
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")


def new_secret() -> str:
    """Return a client secret, to be shown once and never again."""
    return secrets.token_urlsafe(32)


def hash_secret(secret: str) -> str:
    """Return what is stored of a client secret."""
    return hashlib.sha256(secret.encode("utf-8", "surrogatepass")).hexdigest()


def secret_matches(secret: str, *stored: str | None) -> bool:
    """Return whether a secret is one of the live ones, in the same time whichever it is and if there is none."""
    given = hash_secret(secret)
    found = [hmac.compare_digest(given, known or _NO_SECRET) for known in (stored or (None,))]
    return any(found)
