"""The service's own keys: made once, at the first start, and readable by the service's account alone."""

import os
import secrets
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

CURSOR_KEY_BYTES = 32


class UnsafeKey(RuntimeError):
    """A key file that others can read, or that is no key: the service must not start with it."""


def signing_key(var_dir: Path) -> ec.EllipticCurvePrivateKey:
    """Return the P-256 key that signs tokens, made now if this is the first start."""
    content = _kept(var_dir / "keys" / "signing-key.pem", _new_signing_key)
    try:
        key = load_pem_private_key(content, password=None)
    except ValueError:
        raise UnsafeKey("signing-key.pem holds no private key") from None
    if not isinstance(key, ec.EllipticCurvePrivateKey) or not isinstance(key.curve, ec.SECP256R1):
        raise UnsafeKey("signing-key.pem must hold a P-256 key")
    return key


def cursor_key(var_dir: Path) -> bytes:
    """Return the secret under which page cursors are signed, made now if this is the first start."""
    key = _kept(var_dir / "keys" / "cursor.key", lambda: secrets.token_bytes(CURSOR_KEY_BYTES))
    if len(key) < CURSOR_KEY_BYTES:
        raise UnsafeKey("cursor.key is too short")
    return key


def _new_signing_key() -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def _kept(path: Path, make: Callable[[], bytes]) -> bytes:
    """Return what the file holds; where it is missing, the first of several starters decides for all."""
    if not path.exists():
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _refuse_if_open_to_others(path.parent)
        _create(path, make())
    _refuse_if_open_to_others(path.parent)
    _refuse_if_open_to_others(path)
    return path.read_bytes()


def _create(path: Path, content: bytes) -> None:
    """Write a whole file under its name or leave the one that is there: a reader never sees half a key."""
    handle, name = tempfile.mkstemp(dir=path.parent)  # mkstemp makes it 0600
    draft = Path(name)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            # A link, unlike a rename, fails when another process was first.
            path.hardlink_to(draft)
        except FileExistsError:
            return
        _keep_name(path.parent)
    finally:
        draft.unlink()


def _keep_name(folder: Path) -> None:
    """Make the new name survive a power cut: a lost key would end every session and cursor."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _refuse_if_open_to_others(path: Path) -> None:
    if os.name == "posix" and stat.S_IMODE(path.stat().st_mode) & 0o077:
        raise UnsafeKey(f"{path.name} is open to other accounts of this machine; run chmod go= on it")
