"""Organisations, contracts, people and clients: who sees them, and what is refused when one is added."""

from collections.abc import AsyncIterator
from datetime import date
from typing import Any

import pytest
from pydantic import ValidationError

from app.areas.contracts import service as contracts
from app.areas.contracts.schemas import AddContract
from app.areas.identity import service as identity
from app.areas.identity.schemas import AddClient, AddUser
from app.areas.organisations import service as organisations
from app.areas.organisations.schemas import AddOrganisation, OrganisationKind
from app.domain.permissions import Role
from app.domain.refusals import AlreadyExists, Invalid, NotFound, Refusal
from tests.areas.identity_house import NOW, House, a_house


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
async def house(request: Any, tmp_path_factory: Any) -> AsyncIterator[House]:
    async with a_house(request.param, tmp_path_factory.mktemp("identity")) as made:
        yield made


async def test_each_provider_lists_its_own_bodies(house: House) -> None:
    for provider in (house.provider, house.other):
        body = (await house.get("/v1/organisations", provider.people[Role.ADVISER])).json()
        assert {item["id"] for item in body["items"]} == {
            provider.organisation.id,
            provider.council.id,
            provider.other_council.id,
            provider.health_body.id,
        }


async def test_bodies_are_filtered_by_kind(house: House) -> None:
    body = (await house.get("/v1/organisations?kind=icb", house.provider.people[Role.LA_OFFICER])).json()
    assert [(item["kind"], item["code"]) for item in body["items"]] == [("icb", "QMM")]


async def test_a_succession_is_shown_with_its_days(house: House) -> None:
    operator = house.provider.operator
    async with house.database.write() as session:
        new = AddOrganisation(kind=OrganisationKind.ICB, code="QNS", name="Successor", valid_from=date(2026, 4, 1))
        successor = await organisations.add_organisation(session, operator, new, now=NOW)
        old = AddOrganisation(
            kind=OrganisationKind.ICB,
            code="QOL",
            name="Predecessor",
            valid_to=date(2026, 3, 31),
            successor_id=successor.id,
        )
        await organisations.add_organisation(session, operator, old, now=NOW)
    found = {}
    for day in ("2026-03-31", "2026-04-01"):
        path = f"/v1/organisations?kind=icb&valid_on={day}"
        body = (await house.get(path, house.provider.people[Role.COORDINATOR])).json()
        found[day] = {item["code"]: item for item in body["items"]}
    assert set(found["2026-03-31"]) == {"QMM", "QOL"}
    assert set(found["2026-04-01"]) == {"QMM", "QNS"}
    assert found["2026-03-31"]["QOL"]["successor_id"] == found["2026-04-01"]["QNS"]["id"]


async def test_contracts_are_for_staff_and_for_the_bodies_that_they_name(house: House) -> None:
    provider = house.provider
    both = sorted([provider.council.id, provider.health_body.id])
    for role, expected in (
        (Role.ADVISER, both),
        (Role.LA_COMMISSIONER, [provider.council.id]),
        (Role.ICB_OFFICER, [provider.health_body.id]),
    ):
        (item,) = (await house.get("/v1/contracts", provider.people[role])).json()["items"]
        assert (item["id"], item["organisation_ids"]) == (provider.contract.id, expected)
    client, _ = provider.clients[Role.FAMILY_FRONT_END]
    assert (await house.get("/v1/contracts", client)).json()["items"] == []


async def add(house: House, thing: str, **changes: Any) -> None:
    """Try to add something to the first provider; nothing of it stays."""
    provider = house.provider
    async with house.database.write() as session:
        match thing:
            case "body":
                good: dict[str, Any] = {"kind": "la", "code": "999", "name": "A council"}
                body = AddOrganisation(**good | changes)
                await organisations.add_organisation(session, provider.operator, body, now=NOW)
            case "contract":
                days = {"starts_on": "2025-04-01", "ends_on": "2026-03-31"}
                good = {"reference": "C-9", "name": "A contract", **days, "organisation_ids": [provider.council.id]}
                await contracts.add_contract(session, provider.operator, AddContract(**good | changes), now=NOW)
            case "user":
                place = provider.organisation.id
                good = {"organisation_id": place, "username": "new", "name": "A name", "role": "adviser"}
                person = AddUser(**good | changes)
                await identity.add_user(session, provider.operator, person, password_hash=None, now=NOW)
            case "client":
                good = {"organisation_id": provider.council.id, "client_id": "new", "name": "A system"}
                machine = AddClient(**{"role": "partner_system", **good, **changes})
                await identity.add_client(session, provider.operator, machine, now=NOW)
        raise Undone


class Undone(Exception):
    """Everything was accepted, and is rolled back."""


@pytest.mark.parametrize(
    "thing, changes, refusal",
    [
        ("body", {}, Undone),
        ("body", {"kind": "provider"}, Invalid),
        ("body", {"code": "926"}, AlreadyExists),
        ("body", {"code": "QMM"}, Undone),
        ("body", {"valid_from": "2026-01-02", "valid_to": "2026-01-01"}, Invalid),
        ("body", {"successor_id": "00000000-0000-7000-8000-000000000000"}, Invalid),
        ("contract", {}, Undone),
        ("contract", {"reference": "C-1"}, AlreadyExists),
        ("contract", {"ends_on": "2025-03-31"}, Invalid),
        ("contract", {"organisation_ids": ["00000000-0000-7000-8000-000000000000"]}, Invalid),
        ("user", {}, Undone),
        ("user", {"username": "adviser@second.example.org"}, AlreadyExists),
        ("user", {"role": "la_officer"}, Invalid),
        ("user", {"role": "partner_system"}, Invalid),
        ("user", {"organisation_id": "00000000-0000-7000-8000-000000000000"}, Invalid),
        ("client", {}, Undone),
        ("client", {"client_id": "second-partner_system"}, AlreadyExists),
        ("client", {"role": "adviser"}, Invalid),
        ("client", {"organisation_id": None}, Invalid),
        ("client", {"role": "family_front_end"}, Invalid),
        ("client", {"origins": [f"https://{'a' * 180}.example.org", f"https://{'b' * 180}.example.org"]}, Undone),
        ("client", {"origins": [f"https://{letter * 180}.example.org" for letter in "abc"]}, Invalid),
    ],
)
async def test_what_is_added_must_fit(house: House, thing: str, changes: dict[str, Any], refusal: type) -> None:
    with pytest.raises(refusal):
        await add(house, thing, **changes)


@pytest.mark.parametrize(
    "thing, changes",
    [
        ("body", {"code": "9 6"}),
        ("body", {"name": ""}),
        ("body", {"name": "a\x00b"}),
        ("contract", {"organisation_ids": []}),
        ("user", {"username": "Capitals"}),
        ("user", {"role": "root"}),
        ("user", {"demo": "yes"}),
        ("client", {"client_id": "with space"}),
        ("client", {"origins": ["*"]}),
        ("client", {"origins": ["https://example.org/path"]}),
    ],
)
async def test_what_is_added_must_be_well_formed(house: House, thing: str, changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        await add(house, thing, **changes)


async def test_a_provider_is_started_once(house: House) -> None:
    with pytest.raises(AlreadyExists):
        async with house.database.write() as session:
            await organisations.add_provider(session, code="first", name="Again", now=NOW)


async def test_nobody_is_changed_across_providers(house: House) -> None:
    async with house.database.write() as session:
        operator = house.other.operator
        with pytest.raises(NotFound):
            await identity.set_user_active(session, operator, "adviser@first.example.org", active=False, now=NOW)
        with pytest.raises(NotFound):
            await identity.change_secret(session, operator, "first-partner_system", now=NOW)


@pytest.mark.parametrize("password", ["", "short", "x" * 201])
def test_a_password_has_a_length(password: str) -> None:
    with pytest.raises(Refusal):
        identity.check_password(password)
    assert identity.check_password("x" * 12)
