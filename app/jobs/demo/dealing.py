"""Chance that repeats itself: seeded sources, ids made from them, and things dealt out by count."""

from collections.abc import Hashable, Mapping, Sequence
from datetime import datetime
from random import Random
from typing import TypeVar
from uuid import UUID

T = TypeVar("T", bound=Hashable)


def seeded(*names: object) -> Random:
    """Return a source of chance of its own for each name; nothing secret ever comes from it."""
    return Random("/".join(map(str, names)))  # noqa: S311


def made_id(at: datetime, rng: Random) -> str:
    """Return a UUIDv7 of an instant, the same one for the same source."""
    milliseconds = int(at.timestamp() * 1000)
    return str(UUID(int=milliseconds << 80 | 7 << 76 | rng.getrandbits(12) << 64 | 2 << 62 | rng.getrandbits(62)))


def scaled(counts: Mapping[T, int], total: int) -> list[T]:
    """Return `total` things in the proportions of the counts: exactly the counts where the totals are the same."""
    whole = sum(counts.values())
    shares = {thing: count * total / whole for thing, count in counts.items()}
    taken = {thing: int(share) for thing, share in shares.items()}
    by_remainder = sorted(shares, key=lambda thing: shares[thing] - taken[thing], reverse=True)
    for thing in by_remainder[: total - sum(taken.values())]:
        taken[thing] += 1
    return [thing for thing, count in taken.items() for _ in range(count)]


def shared(counted: Sequence[int], total: int, counts: Mapping[T, int], rng: Random) -> list[T]:
    """Deal a characteristic: exactly as counted over the places counted, by chance elsewhere."""
    dealt = [drawn(counts, rng) for _ in range(total)]
    deck = scaled(counts, len(counted))
    rng.shuffle(deck)
    for n, thing in zip(counted, deck, strict=True):
        dealt[n] = thing
    return dealt


def drawn(counts: Mapping[T, int], rng: Random) -> T:
    """Draw one thing by the weight of its count."""
    return rng.choices(list(counts), list(counts.values()))[0]
