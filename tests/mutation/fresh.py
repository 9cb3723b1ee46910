"""A plugin for the runs of mutmut: each test begins with empty caches, so that all it asks for is worked out in it.

Otherwise the first test to ask would be the only one that is seen to run what lies behind a cache, and no mutant there
would be noticed at all: each is tried in a copy of a process whose caches are full.
"""

import sys
from collections.abc import Iterator
from typing import Any

import pytest

from app.domain.calendars import ENGLAND_AND_WALES


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup() -> None:
    """Empty the caches of the rulebook."""
    for cached in _caches():
        cached.cache_clear()
    for table in ENGLAND_AND_WALES._after:
        table.clear()


def _caches() -> Iterator[Any]:
    for name, module in list(sys.modules.items()):
        if name.startswith("app.domain."):
            yield from (found for found in vars(module).values() if hasattr(found, "cache_clear"))
