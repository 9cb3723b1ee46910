"""Who may call: a valid token of someone who still may, in a role that includes it, and nothing else."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import update

from app.areas.identity import service
from app.domain.permissions import GRANTS, Permission, Role
from app.store.tables import User
from app.web import actor as actors
from app.web.actor import Principals
from tests.areas.identity_house import NOW, House, a_house


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
async def house(request: Any, tmp_path_factory: Any) -> AsyncIterator[House]:
    async with a_house(request.param, tmp_path_factory.mktemp("identity")) as made:
        yield made


@pytest.fixture(autouse=True)
def _fresh_memory(house: House) -> None:
    house.app.state.principals = Principals()


def not_signed_in(response: Response) -> None:
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")
    assert response.headers["www-authenticate"] == "Bearer"


@pytest.mark.parametrize("role", ["adviser", "mediator", "coordinator", "service_manager", "la_officer"])
async def test_me_says_who_is_calling_and_what_the_role_includes(house: House, role: str) -> None:
    person = house.provider.people[Role(role)]
    body = (await house.get("/v1/me", person)).json()
    assert (body["kind"], body["id"], body["name"], body["role"]) == ("user", person.id, person.name, role)
    assert set(body["permissions"]) == {permission.value for permission in GRANTS[Role(role)]}
    assert body["provider_id"] == house.provider.organisation.id
    assert body["organisation"]["id"] == person.organisation_id


async def test_a_familys_front_end_has_no_organisation(house: House) -> None:
    client, _ = house.provider.clients[Role.FAMILY_FRONT_END]
    body = (await house.get("/v1/me", client)).json()
    assert (body["kind"], body["organisation"]) == ("client", None)


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer ", "Bearer abc", "Basic YTpi", "bearer a.b.c", "a"])
async def test_without_a_token_nobody_is_let_in(house: House, header: str) -> None:
    not_signed_in(await house.client.get("/v1/me", headers={"Authorization": header} if header else {}))


async def test_two_authorization_headers_are_refused(house: House) -> None:
    token = house.token(house.provider.people[Role.ADVISER])
    pair = [("Authorization", f"Bearer {token}"), ("Authorization", f"Bearer {token}")]
    not_signed_in(await house.client.get("/v1/me", headers=pair))


async def test_no_header_makes_someone_another(house: House) -> None:
    person = house.provider.people[Role.ADVISER]
    other = house.provider.people[Role.COORDINATOR]
    response = await house.get("/v1/me", person, **{"X-On-Behalf-Of": other.id})
    assert (response.status_code, response.json()["code"]) == (400, "malformed_header")
    assert other.id not in response.text


async def test_a_role_without_the_permission_is_refused(house: House) -> None:
    response = await house.get("/v1/users", house.provider.people[Role.ADVISER])
    assert (response.status_code, response.json()["code"]) == (403, "not_permitted")


async def test_a_token_of_another_epoch_is_refused(house: House) -> None:
    person = house.provider.people[Role.ADVISER]
    for epoch in (person.version - 1, person.version + 1):
        token = house.token(person, epoch=epoch)
        not_signed_in(await house.client.get("/v1/me", headers={"Authorization": f"Bearer {token}"}))


async def test_a_token_of_someone_who_never_was_is_refused(house: House) -> None:
    stranger = User(
        id="0193", tenant_id=house.provider.organisation.id, organisation_id="0193", role=Role.ADVISER, version=1
    )
    not_signed_in(await house.get("/v1/me", stranger))


async def test_a_token_for_another_tenant_is_refused(house: House) -> None:
    person = house.provider.people[Role.ADVISER]
    moved = User(
        id=person.id,
        tenant_id=house.other.organisation.id,
        organisation_id=house.other.organisation.id,
        role=Role.ADVISER,
        version=person.version,
    )
    not_signed_in(await house.get("/v1/me", moved))


async def test_someone_disabled_is_refused_as_soon_as_what_is_remembered_is_old(house: House) -> None:
    person = house.provider.people[Role.MEDIATOR]
    token = {"Authorization": f"Bearer {house.token(person)}"}
    seconds = 1000.0
    house.app.state.principals = Principals(lambda: seconds)
    assert (await house.client.get("/v1/me", headers=token)).status_code == 200
    async with house.database.write() as session:
        await service.set_user_active(session, house.provider.operator, person.username, active=False, now=NOW)
    seconds += actors.REMEMBERED_SECONDS
    not_signed_in(await house.client.get("/v1/me", headers=token))


async def test_what_is_remembered_lasts_ten_seconds_at_most() -> None:
    assert actors.REMEMBERED_SECONDS <= 10


async def test_a_new_password_ends_every_token_and_a_new_token_works_at_once(house: House) -> None:
    person = house.provider.people[Role.COORDINATOR]
    old = {"Authorization": f"Bearer {house.token(person)}"}
    assert (await house.client.get("/v1/me", headers=old)).status_code == 200
    async with house.database.write() as session:
        await service.set_password(
            session, house.provider.operator, person.username, password_hash=person.password_hash or "", now=NOW
        )
    fresh = (await house.password(person.username)).json()["access_token"]
    assert (await house.client.get("/v1/me", headers={"Authorization": f"Bearer {fresh}"})).status_code == 200
    not_signed_in(await house.client.get("/v1/me", headers=old))


async def test_demo_people_are_refused_unless_they_call_from_this_machine(house: House) -> None:
    person = house.provider.people[Role.LA_OFFICER]
    async with house.database.write() as session:
        await session.execute(update(User).where(User.id == person.id).values(demo=True))
    assert (await house.get("/v1/me", person)).status_code == 200
    for header in ("X-Forwarded-For", "Forwarded", "Via"):
        not_signed_in(await house.get("/v1/me", person, **{header: "192.0.2.7"}))
    before = house.app.state.settings
    house.app.state.settings = before.model_copy(update={"host": "0.0.0.0"})
    try:
        not_signed_in(await house.get("/v1/me", person))
    finally:
        house.app.state.settings = before


async def test_writers_who_are_not_remembered_do_not_wait_for_each_other(house: House) -> None:
    people = [house.provider.people[role] for role in (Role.ADVISER, Role.SERVICE_MANAGER)] * 5
    people += [house.other.people[role] for role in (Role.ADVISER, Role.SERVICE_MANAGER)] * 5

    async def write(person: User) -> int:
        header = {"Authorization": f"Bearer {house.token(person)}"}
        return (await house.client.post("/v1/probes", headers=header)).status_code

    async with asyncio.timeout(20):
        assert await asyncio.gather(*map(write, people)) == [201] * len(people)


async def test_a_write_without_the_permission_is_refused(house: House) -> None:
    header = {"Authorization": f"Bearer {house.token(house.provider.people[Role.LA_COMMISSIONER])}"}
    assert (await house.client.post("/v1/probes", headers=header)).status_code == 403


async def test_every_permission_is_published_with_the_operations_that_need_it(house: House) -> None:
    document = house.app.openapi()
    flows = document["components"]["securitySchemes"]["oauth2"]["flows"]
    for flow in ("clientCredentials", "password"):
        assert flows[flow]["tokenUrl"] == "/oauth2/token"
        assert set(flows[flow]["scopes"]) == {permission.value for permission in Permission}
    assert document["paths"]["/v1/users"]["get"]["security"] == [{"oauth2": ["users:read"]}]
    assert document["paths"]["/v1/me"]["get"]["security"] == [{"oauth2": ["meta:read"]}]
    for public in ("/oauth2/token", "/oauth2/jwks"):
        assert all("security" not in operation for operation in document["paths"][public].values())


def test_every_permission_has_its_parameter() -> None:
    published = {
        scope
        for name, parameter in vars(actors).items()
        if name.startswith("May") and name != "May"
        for scope in parameter.__metadata__[0].scopes
    }
    assert published == {permission.value for permission in Permission}


async def test_a_coordinator_finds_the_advisers(house: House) -> None:
    coordinator = house.other.people[Role.COORDINATOR]
    body = (await house.get("/v1/users?role=adviser&active=true", coordinator)).json()
    (adviser,) = body["items"]
    assert adviser["id"] == house.other.people[Role.ADVISER].id
    assert set(adviser) == {"id", "name", "role", "active", "organisation_id", "independent_until"}


async def test_colleagues_are_listed_page_by_page_and_outsiders_to_the_administrator_alone(house: House) -> None:
    async def listed(role: Role) -> set[str]:
        found: list[str] = []
        address = "/v1/users?limit=2"
        for _ in range(10):
            response = await house.get(address, house.other.people[role])
            found += [item["id"] for item in response.json()["items"]]
            if response.json()["next_cursor"] is None:
                break
            address = f"/v1/users?limit=2&cursor={response.json()['next_cursor']}"
        assert len(found) == len(set(found))
        return set(found)

    staff = {person.id for role, person in house.other.people.items() if role.value in _STAFF}
    assert await listed(Role.COORDINATOR) == staff
    assert await listed(Role.PROVIDER_ADMIN) == {person.id for person in house.other.people.values()}


_STAFF = {"adviser", "mediator", "coordinator", "service_manager", "provider_admin"}


async def test_the_clock_of_the_service_decides_when_a_token_ends(house: House) -> None:
    token = {"Authorization": f"Bearer {house.token(house.provider.people[Role.ADVISER])}"}
    for minutes, status in ((14, 200), (15, 401)):
        house.now = NOW + timedelta(minutes=minutes)
        assert (await house.client.get("/v1/me", headers=token)).status_code == status
    house.now = NOW
