"""Passwords are slow to try, secrets are too long to try, and neither tells whether its owner exists."""

import asyncio
import time

import pytest

from app.adapters import passwords
from app.adapters.passwords import Passwords, hash_password, hash_secret, new_secret, secret_matches

STORED = hash_password("correct horse battery")


async def test_only_the_right_password_matches() -> None:
    checker = Passwords()
    assert await checker.match("correct horse battery", STORED)
    assert not await checker.match("correct horse batterz", STORED)
    assert not await checker.match("", STORED)


async def test_a_password_is_the_same_however_the_keyboard_writes_its_accents() -> None:
    stored = await Passwords().hash("café au lait e\u0301")
    assert await Passwords().match("cafe\u0301 au lait é", stored)


@pytest.mark.parametrize("stored", [None, "", "not a hash", "$argon2id$v=19$m=1"])
async def test_nothing_matches_where_no_password_is_stored(stored: str | None) -> None:
    assert not await Passwords().match("correct horse battery", stored)


async def test_a_password_with_a_lone_surrogate_is_wrong_and_not_a_fault() -> None:
    assert not await Passwords().match("\ud800", STORED)


async def test_an_unknown_user_takes_as_long_as_a_wrong_password() -> None:
    async def seconds(stored: str | None) -> float:
        start = time.perf_counter()
        await Passwords().match("wrong", stored)
        return time.perf_counter() - start

    known = min([await seconds(STORED) for _ in range(3)])
    unknown = min([await seconds(None) for _ in range(3)])
    assert 0.3 < unknown / known < 3


async def test_the_loop_turns_while_a_password_is_checked() -> None:
    checking = asyncio.create_task(Passwords().match("wrong", STORED))
    turns = 0
    while not checking.done():
        await asyncio.sleep(0.001)
        turns += 1
    assert turns >= 3


async def test_few_are_checked_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    running, most = 0, 0

    def slow(password: str, stored: str | None) -> bool:
        nonlocal running, most
        running += 1
        most = max(most, running)
        time.sleep(0.01)
        running -= 1
        return False

    monkeypatch.setattr(passwords, "_matches", slow)
    checker = Passwords(at_once=2)
    await asyncio.gather(*(checker.match("wrong", STORED) for _ in range(8)))
    assert most <= 2


def test_a_secret_has_256_bits_and_is_stored_as_a_hash_only() -> None:
    secret = new_secret()
    assert len(secret) == 43
    assert secret != new_secret()
    assert secret not in hash_secret(secret)
    assert len(hash_secret(secret)) == 64


def test_either_of_two_live_secrets_matches() -> None:
    first, second, other = new_secret(), new_secret(), new_secret()
    live = (hash_secret(first), hash_secret(second))
    assert secret_matches(first, *live)
    assert secret_matches(second, *live)
    assert not secret_matches(other, *live)
    assert secret_matches(first, live[0], None)
    assert not secret_matches(second, live[0], None)


@pytest.mark.parametrize("secret", ["", "0" * 64, "\ud800"])
def test_no_secret_matches_where_there_is_no_client(secret: str) -> None:
    assert not secret_matches(secret)
    assert not secret_matches(secret, None, None)
