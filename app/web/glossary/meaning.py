"""What one word of the contract means, and how a table of words is written."""

from typing import Any, NamedTuple


class Meaning(NamedTuple):
    """What a field or a parameter is, in one sentence, and a realistic value where one helps."""

    description: str
    example: Any = None


Words = dict[str, Meaning]
"""What a name means wherever it stands."""

Senses = dict[str, dict[tuple[str, ...], Meaning]]
"""What a name means in some schemas, or as a parameter of some operations, where that is something else."""

M = Meaning
NULL: Any = object()
"""The example of a field that is null where the first code of every list stands: an open case, a draft."""
ID = "0196a1c2-7d4e-7b1a-9c35-2f6e8d0b4a17"
DAY = "2025-04-09"
REQUEST = "5f0c7a3e9b1d4c56a8e2f47d0b6c1935"
AT = "2025-04-09T09:30:00.000Z"
CASE = "SM-25-004182-R"


def shown(example: Any) -> Meaning:
    """Return a value alone, for a field that the code explains itself."""
    return Meaning("", example)
