"""Looking for somebody before adding them: it finds the one who is meant, and is no list of the provider's families."""

from collections.abc import Callable
from typing import Any

import pytest

from app.domain.permissions import Role
from tests.builders.journeys import an_open_case
from tests.builders.world import World
from tests.conftest import Caller


async def _found(caller: Caller, **name: str) -> list[dict[str, Any]]:
    answer = await caller.post("/v1/people/search", {"reason": "Adding the other parent", **name})
    assert answer.status_code == 200, answer.text
    items: list[dict[str, Any]] = answer.json()["items"]
    return items


def _names(items: list[dict[str, Any]]) -> set[tuple[str | None, str | None]]:
    return {(item["given_name"], item["family_name"]) for item in items}


@pytest.mark.parametrize(
    ("name", "pointer"),
    [
        ({"family_name": "e"}, "/family_name"),
        ({"given_name": "R"}, "/given_name"),
        ({"given_name": "-", "family_name": "e."}, "/family_name"),
        ({"family_name": "..."}, "/family_name"),
    ],
)
async def test_a_letter_finds_nobody(as_: Callable[..., Caller], name: dict[str, str], pointer: str) -> None:
    adviser = as_(Role.ADVISER)
    await an_open_case(adviser)
    refused = await adviser.post("/v1/people/search", {"reason": "Looking around", **name})
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, pointer)


async def test_three_letters_find_and_fewer_are_a_whole_name(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    for given, family in (("Robin", "Reed"), ("Ann", "Ng"), ("Jo", "Nguyen")):
        await an_open_case(adviser, child={"given_name": given, "family_name": family, "born_on": "2015-05-04"})
    assert _names(await _found(adviser, family_name="ree")) == {("Robin", "Reed")}
    assert _names(await _found(adviser, family_name="Ng")) == {("Ann", "Ng")}
    assert _names(await _found(adviser, given_name="Jo")) == {("Jo", "Nguyen")}
    assert _names(await _found(adviser, family_name="gu")) == set()
    assert (None, "A Parent") in _names(await _found(adviser, family_name="Parent"))


async def test_with_both_names_the_family_name_is_what_counts(as_: Callable[..., Caller]) -> None:
    adviser = as_(Role.ADVISER)
    for child in (
        {"given_name": "Robin", "family_name": "Reed"},
        {"given_name": "Sam", "family_name": "Else"},
        {"given_name": "Sam"},
    ):
        await an_open_case(adviser, child=child)
    assert _names(await _found(adviser, given_name="Sam", family_name="Reed")) == {("Robin", "Reed"), ("Sam", None)}


async def test_a_case_that_one_does_not_see_is_not_counted(as_: Callable[..., Caller], world: World) -> None:
    manager, coordinator = as_(Role.SERVICE_MANAGER), as_(Role.COORDINATOR)
    first = await an_open_case(as_(Role.ADVISER))
    parties = (await manager.get(f"/v1/cases/{first['id']}/parties")).json()["items"]
    parent = next(party["person_id"] for party in parties if party["role"] == "parent")
    child = {"given_name": "Another", "family_name": "Child", "born_on": "2012-01-01"}
    second = await an_open_case(as_(world.home.other_adviser), child=child)
    added = await manager.post(f"/v1/cases/{second['id']}/parties", {"role": "parent", "person_id": parent})
    assert added.status_code == 201, added.text
    hidden = {"user_id": world.actor(Role.COORDINATOR).id, "kind": "knows_a_party"}
    declared = await manager.post(f"/v1/cases/{second['id']}/conflicts", hidden)
    assert declared.status_code == 201, declared.text
    for caller, cases in ((manager, 2), (coordinator, 1), (as_(Role.ADVISER), 1)):
        counted = {item["id"]: item["cases"] for item in await _found(caller, family_name="Parent")}
        assert counted[parent] == cases
