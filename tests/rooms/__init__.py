"""What each area brings to the tests that every area must pass: records, changes, its rows of the matrix, its secrets.

A module of this folder that holds a `ROOM` takes part: nothing else has to be told of it.
"""

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from app.domain.permissions import Role
from tests.builders.journeys import accepted, read_case, record
from tests.builders.world import World
from tests.conftest import Caller, Clock

Records = dict[str, list[str]]
"""The ids of records by the name of the path parameter that takes them."""


@dataclass
class Ground:
    """A case that is informed and has an adviser and a mediator, and those who work on it."""

    as_: Callable[..., Caller]
    world: World
    clock: Clock
    case: dict[str, Any]
    adviser: Caller
    mediator: Caller
    say: Callable[[str], str] = field(default=lambda name: f"some {name.replace('_', ' ')}")
    """Gives the words for a confidential field: in the test of secrets, words that occur nowhere else."""

    @property
    def id(self) -> str:
        return str(self.case["id"])

    @property
    def coordinator(self) -> Caller:
        return self.as_(Role.COORDINATOR)

    @property
    def manager(self) -> Caller:
        return self.as_(Role.SERVICE_MANAGER)

    async def version(self) -> int:
        """Return the version that the case has now."""
        return int((await read_case(self.manager, self.id))["version"])

    async def made(self, caller: Caller, path: str, body: Any = None, *, version: int | None = None) -> Any:
        """Send a POST that must succeed, and return what it answers."""
        answer = await caller.post(path, body, version=version)
        assert answer.status_code in {200, 201}, f"{path}: {answer.text}"
        return answer.json()


@dataclass(frozen=True)
class Change:
    """A change as a caller would send it: its method, its path with one parameter in braces, and its body."""

    method: str
    path: str
    body: Any = None
    options: Mapping[str, Any] = field(default_factory=dict)
    """More for the client, where a body is no JSON: `{"content": b"...", "headers": {...}}`."""
    last: bool = False
    """Whether it takes from the caller what the others need, and so is asked after them."""


@dataclass(frozen=True)
class Room:
    """One area as the common tests see it."""

    furnish: Callable[[Ground], Awaitable[Records]]
    """Makes every kind of record of the area on a case, `say` in every confidential field, and returns their ids."""
    changes: tuple[Change, ...] = ()
    """Every change of a record that exists."""
    matrix: Mapping[str, str] = field(default_factory=dict)
    """By operation id, what each role reaches: "ADV:A MED:A COO:T LCO:L"; a role that is not named reaches nothing.

    A: cases assigned to them; T: every case of the provider; L: of their council; I: of their health body with a
    health issue; S: what the family's front end sent; P: what the partner system sent; O: only what they made
    themselves; X: nothing of a case in this test, though the role has the permission; E: everybody, whatever case.
    """
    appends: frozenset[str] = frozenset()
    """Paths of POSTs that add to a case without resting on what the caller saw of it, and so take no If-Match."""
    queries: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Query parameters that a GET needs, by its path."""
    unseen: frozenset[str] = frozenset()
    """Names of canaries that no answer repeats, not even to staff."""
    told: Mapping[str, frozenset[Role]] = field(default_factory=dict)
    """By the name of a canary, the roles outside the provider that may read it: of their own things only."""
    public: frozenset[tuple[str, str]] = frozenset()
    """Methods and paths of operations that need no sign-in."""


def rooms() -> dict[str, Room]:
    """Return every room of this folder by the name of its module."""
    found = {}
    for module in pkgutil.iter_modules(__path__):
        room = getattr(importlib.import_module(f"{__name__}.{module.name}"), "ROOM", None)
        if room is not None:
            found[module.name] = room
    return found


SHORT = {
    "ADV": Role.ADVISER,
    "MED": Role.MEDIATOR,
    "COO": Role.COORDINATOR,
    "SMG": Role.SERVICE_MANAGER,
    "PAD": Role.PROVIDER_ADMIN,
    "LCO": Role.LA_OFFICER,
    "LCM": Role.LA_COMMISSIONER,
    "IBO": Role.ICB_OFFICER,
    "IBC": Role.ICB_COMMISSIONER,
    "SUB": Role.FAMILY_FRONT_END,
    "PSY": Role.PARTNER_SYSTEM,
    "RPT": Role.REPORTING,
}
"""The short names of the authorisation matrix."""


async def a_ground(
    as_: Callable[..., Caller],
    world: World,
    clock: Clock,
    *,
    sender: Role = Role.FAMILY_FRONT_END,
    adviser: Caller | None = None,
    say: Callable[[str], str] | None = None,
    key: str = "",
    **referral: Any,
) -> Ground:
    """Open a case about education and health of the first council, inform the family, and give it a mediator."""
    adviser = adviser or as_(Role.ADVISER)
    body = {
        "kind": "mediation",
        "la_code": "926",
        "icb_id": world.home.icb,
        "contacted_on": "2025-03-10",
        "child": {"given_name": "Robin", "family_name": "Reed", "born_on": "2015-05-04"},
        "family": {"name": "A Parent", "phone": "01632960001", "email": "parent@example.org"},
        "decision": {"decision_kind": "refusal_to_issue", "sent_on": "2025-01-14"},
        "health_issues": True,
    } | referral
    by_outsider = sender is not Role.ADVISER
    caller = as_(sender) if by_outsider else adviser
    made = await caller.post("/v1/referrals", body, key=f"room-{sender}-{key}-{clock.now.timestamp()}")
    assert made.status_code == 201, made.text
    if by_outsider:
        seen = (await as_(Role.COORDINATOR).get(f"/v1/referrals/{made.json()['id']}")).json()
    else:
        seen = made.json()
    case = await accepted(adviser, seen)
    await record(adviser, case, "advice_given", "2025-03-11", channel="phone", rights_explained=True)
    case = await read_case(adviser, case["id"])
    given = await as_(Role.COORDINATOR).post(
        f"/v1/cases/{case['id']}/assignment", {"mediator_id": world.actor(Role.MEDIATOR).id}, version=case["version"]
    )
    assert given.status_code == 200, given.text
    case = await read_case(adviser, case["id"])
    ground = Ground(as_, world, clock, case, adviser, as_(Role.MEDIATOR))
    if say is not None:
        ground.say = say
    return ground
