"""Signing in: by secret or by password, and every way in which that is refused."""

from base64 import b64encode
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any

import pytest
from httpx import Response
from sqlalchemy import select, update

from app.areas.identity import service
from app.domain.permissions import GRANTS, Role
from app.settings import Settings
from app.store.tables import AuditEntry, Client, OutboxEvent, User
from tests.areas.identity_house import NOW, PASSWORD, House, a_house

ADVISER = "adviser@first.example.org"


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
async def house(request: Any, tmp_path_factory: Any) -> AsyncIterator[House]:
    async with a_house(request.param, tmp_path_factory.mktemp("identity")) as made:
        yield made


def refused(response: Response, status: int, code: str) -> None:
    body = response.json()
    assert (response.status_code, body["code"], body["error"]) == (status, code, code)
    assert response.headers["content-type"] == "application/problem+json"
    assert body["error_description"] == body["detail"]
    assert response.headers["cache-control"] == "no-store"


async def audited(house: House, subject_id: str) -> list[AuditEntry]:
    async with house.database.write() as session:
        wanted = select(AuditEntry).where(AuditEntry.subject_id == subject_id, AuditEntry.action.like("identity.%"))
        return list((await session.execute(wanted.order_by(AuditEntry.sequence))).scalars())


async def test_a_person_signs_in_by_password(house: House) -> None:
    response = await house.password(ADVISER)
    assert response.status_code == 200
    body = response.json()
    assert (body["token_type"], body["expires_in"]) == ("Bearer", 900)
    assert set(body["scope"].split()) == {permission.value for permission in GRANTS[Role.ADVISER]}
    assert response.headers["cache-control"] == "no-store"
    me = await house.client.get("/v1/me", headers={"Authorization": f"Bearer {body['access_token']}"})
    assert me.json()["role"] == "adviser"


async def test_a_username_is_the_same_in_capitals(house: House) -> None:
    assert (await house.password(f" {ADVISER.upper()} ")).status_code == 200


@pytest.mark.parametrize(
    "username, password",
    [
        (ADVISER, "wrong"),
        (ADVISER, ""),
        (ADVISER, PASSWORD + "x" * 500),
        ("nobody", PASSWORD),
        ("", ""),
        ("a\x00b", "c"),
    ],
)
async def test_a_wrong_name_looks_like_a_wrong_password(house: House, username: str, password: str) -> None:
    response = await house.password(username, password)
    refused(response, 400, "invalid_grant")
    assert response.json()["detail"] == "This name and password do not belong together."


async def test_a_system_signs_in_by_secret_in_the_body_or_by_basic(house: House) -> None:
    client, secret = house.provider.clients[Role.PARTNER_SYSTEM]
    in_body = await house.sign_in(grant_type="client_credentials", client_id=client.client_id, client_secret=secret)
    assert in_body.status_code == 200
    basic = await house.client.post(
        "/oauth2/token", data={"grant_type": "client_credentials"}, auth=(client.client_id, secret)
    )
    assert set(basic.json()["scope"].split()) == {permission.value for permission in GRANTS[Role.PARTNER_SYSTEM]}


@pytest.mark.parametrize(
    "header",
    [
        "Basic",
        "Basic !!!",
        "Basic " + b64encode(b"\xff:\xff").decode(),
        "Bearer abc",
        "Basic " + "A" * 2000,
        "Basic Og==",
    ],
)
async def test_a_broken_basic_header_is_refused(house: House, header: str) -> None:
    response = await house.client.post(
        "/oauth2/token", data={"grant_type": "client_credentials"}, headers={"Authorization": header}
    )
    refused(response, 401, "invalid_client")
    assert response.headers["www-authenticate"].startswith("Basic ")


@pytest.mark.parametrize("client_id", ["first-partner_system", "unknown", "", "a" * 300])
async def test_a_wrong_secret_is_refused(house: House, client_id: str) -> None:
    response = await house.sign_in(grant_type="client_credentials", client_id=client_id, client_secret="wrong")
    refused(response, 401, "invalid_client")


async def test_two_secrets_live_at_once_so_that_one_can_be_changed(house: House) -> None:
    client, first = house.provider.clients[Role.FAMILY_FRONT_END]

    async def change() -> str:
        async with house.database.write() as session:
            return await service.change_secret(session, house.provider.operator, client.client_id, now=NOW)

    async def statuses(*secrets: str) -> list[int]:
        form = {"grant_type": "client_credentials", "client_id": client.client_id}
        return [(await house.sign_in(**form, client_secret=secret)).status_code for secret in secrets]

    second = await change()
    assert await statuses(first, second) == [200, 200]
    third = await change()
    assert await statuses(first, second, third) == [401, 200, 200]


@pytest.mark.parametrize("grant", ["authorization_code", "refresh_token", "PASSWORD", "urn:x"])
async def test_other_grants_are_not_offered(house: House, grant: str) -> None:
    refused(await house.sign_in(grant_type=grant), 400, "unsupported_grant_type")


async def test_an_incomplete_or_doubled_request_is_refused(house: House) -> None:
    refused(await house.sign_in(username="x"), 400, "invalid_request")
    form = {"content-type": "application/x-www-form-urlencoded"}
    twice = "grant_type=password&grant_type=client_credentials"
    refused(await house.client.post("/oauth2/token", content=twice, headers=form), 400, "invalid_request")
    both = {"grant_type": "client_credentials", "client_secret": "x"}
    refused(await house.client.post("/oauth2/token", data=both, auth=("a", "b")), 400, "invalid_request")


async def test_a_form_is_expected_and_never_json(house: House) -> None:
    response = await house.client.post("/oauth2/token", json={"grant_type": "password"})
    assert response.status_code == 415


async def test_passwords_are_offered_only_where_the_settings_say_so(house: House) -> None:
    before = house.app.state.settings
    house.app.state.settings = Settings(password_grant=False)
    try:
        refused(await house.password(ADVISER), 400, "unsupported_grant_type")
    finally:
        house.app.state.settings = before


async def test_the_disabled_cannot_sign_in(house: House) -> None:
    mediator = house.provider.people[Role.MEDIATOR]
    for active, status in ((False, 400), (True, 200)):
        async with house.database.write() as session:
            await service.set_user_active(session, house.provider.operator, mediator.username, active=active, now=NOW)
        assert (await house.password(mediator.username)).status_code == status


async def test_sign_ins_are_audited_without_any_name(house: House) -> None:
    manager = house.provider.people[Role.SERVICE_MANAGER]
    await house.password(manager.username)
    await house.password(manager.username, "wrong")
    good, bad = await audited(house, manager.id)
    assert (good.action, good.actor_kind, good.actor_id) == ("identity.signed_in", "user", manager.id)
    assert (bad.action, bad.actor_kind) == ("identity.sign_in_refused", "system")
    assert manager.username not in str([good.details, bad.details])
    async with house.database.write() as session:
        wanted = select(OutboxEvent.id).where(OutboxEvent.type.like("identity.%"))
        assert (await session.execute(wanted)).first() is None


async def test_demo_people_and_systems_come_in_from_this_machine_only(house: House) -> None:
    coordinator = house.provider.people[Role.COORDINATOR]
    client, secret = house.provider.clients[Role.PARTNER_SYSTEM]
    forms: list[dict[str, str]] = [
        {"grant_type": "password", "username": coordinator.username, "password": PASSWORD},
        {"grant_type": "client_credentials", "client_id": client.client_id, "client_secret": secret},
    ]
    await _set_demo(house, True)
    try:
        for form in forms:
            here = await house.client.post("/oauth2/token", data=form)
            assert here.status_code == 200
            forwarded = await house.client.post("/oauth2/token", data=form, headers={"X-Forwarded-For": "192.0.2.7"})
            assert forwarded.status_code in (400, 401)
    finally:
        await _set_demo(house, False)


async def _set_demo(house: House, demo: bool) -> None:
    async with house.database.write() as session:
        await session.execute(update(User).values(demo=demo))
        await session.execute(update(Client).values(demo=demo))


async def test_the_keys_are_published(house: House) -> None:
    response = await house.client.get("/oauth2/jwks")
    (key,) = response.json()["keys"]
    assert (key["kty"], key["alg"], "d" in key) == ("EC", "ES256", False)
    assert response.headers["cache-control"] == "public, max-age=300"


async def test_a_token_ends(house: House) -> None:
    token = house.token(house.provider.people[Role.ADVISER])
    house.now = NOW + timedelta(minutes=15)
    try:
        response = await house.client.get("/v1/me", headers={"Authorization": f"Bearer {token}"})
    finally:
        house.now = NOW
    assert response.status_code == 401
