"""The keys are made once, are nobody else's to read, and are refused when they are not what they should be."""

import os
import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from app.adapters import keys
from app.adapters.keys import UnsafeKey

pytestmark = pytest.mark.skipif(os.name != "posix", reason="file modes are POSIX")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_first_start_makes_the_keys_and_the_next_one_finds_them(tmp_path: Path) -> None:
    first, cursor = keys.signing_key(tmp_path / "var"), keys.cursor_key(tmp_path / "var")
    assert keys.signing_key(tmp_path / "var").private_numbers() == first.private_numbers()
    assert keys.cursor_key(tmp_path / "var") == cursor
    assert len(cursor) == 32


def test_only_the_service_may_read_them(tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        keys.signing_key(tmp_path)
        keys.cursor_key(tmp_path)
    finally:
        os.umask(before)
    folder = tmp_path / "keys"
    assert mode(folder) == 0o700
    assert {mode(path) for path in folder.iterdir()} == {0o600}
    assert sorted(path.name for path in folder.iterdir()) == ["cursor.key", "signing-key.pem"]


@pytest.mark.parametrize("opened", ["keys", "keys/signing-key.pem"])
def test_a_key_that_others_may_read_is_refused(tmp_path: Path, opened: str) -> None:
    keys.signing_key(tmp_path)
    path = tmp_path / opened
    path.chmod(mode(path) | 0o044)
    with pytest.raises(UnsafeKey, match="open to other accounts"):
        keys.signing_key(tmp_path)


def test_starters_at_the_same_moment_end_with_one_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(keys.cursor_key, [tmp_path] * 32))
    assert len(set(made)) == 1
    assert [path.name for path in (tmp_path / "keys").iterdir()] == ["cursor.key"]


def test_what_is_no_key_of_ours_is_refused(tmp_path: Path) -> None:
    keys.signing_key(tmp_path)
    path = tmp_path / "keys" / "signing-key.pem"
    path.write_bytes(b"not a key")
    with pytest.raises(UnsafeKey, match="no private key"):
        keys.signing_key(tmp_path)
    other_curve = ec.generate_private_key(ec.SECP384R1())
    path.write_bytes(other_curve.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    with pytest.raises(UnsafeKey, match="P-256"):
        keys.signing_key(tmp_path)


def test_a_short_cursor_key_is_refused(tmp_path: Path) -> None:
    keys.cursor_key(tmp_path)
    (tmp_path / "keys" / "cursor.key").write_bytes(b"short")
    with pytest.raises(UnsafeKey, match="too short"):
        keys.cursor_key(tmp_path)
