"""Swagger UI as a person uses it: sign in, try a referral out, read its deadlines; no other host is asked."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import pytest
import uvicorn
from fastapi import FastAPI
from playwright.async_api import Page
from sqlalchemy import update

from app.adapters.passwords import hash_password
from app.domain.permissions import Role
from app.store.tables import User
from tests.browser import open_browser
from tests.builders.bodies import a_referral
from tests.builders.world import World

PASSWORD = "a password for this test alone"


@asynccontextmanager
async def served(app: FastAPI) -> AsyncIterator[str]:
    """Serve a started application on a free port."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=0, lifespan="off", log_level="error"))
    running = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.02)
    try:
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


async def try_out(page: Page, operation: str, body: Any = None, **parameters: str) -> dict[str, Any]:
    """Fill an operation in on the page, execute it, and return the answer that the page shows."""
    block = page.locator(f"[id$='-{operation}']")
    await block.scroll_into_view_if_needed()
    await block.locator(".opblock-summary-control").click()
    await block.locator("button.try-out__btn").click()
    for name, value in parameters.items():
        await block.locator(f"tr[data-param-name='{name.replace('If_', 'If-')}'] input").fill(value)
    if body is not None:
        await block.locator("textarea.body-param__text").fill(json.dumps(body))
    await block.locator("button.execute").click()
    live = block.locator(".live-responses-table")
    await live.wait_for()
    status = await live.locator(".response-col_status").last.inner_text()
    assert status.strip()[:3] in {"200", "201"}, await live.inner_text()
    shown = await live.locator(".highlight-code code").first.inner_text()
    answer: dict[str, Any] = json.loads(shown)
    return answer


@pytest.mark.browser
async def test_a_person_signs_in_tries_a_referral_and_reads_its_deadlines(app: FastAPI, world: World) -> None:
    adviser = world.actor(Role.ADVISER)
    async with app.state.database.write() as session:
        await session.execute(
            update(User)
            .where(User.id == adviser.id)
            .values(username="adviser", password_hash=await asyncio.to_thread(hash_password, PASSWORD))
        )
    async with served(app) as address, open_browser() as visit:
        page = visit.page
        page.set_default_timeout(10_000)
        await page.goto(f"{address}/docs")
        await page.locator("button.authorize").first.click()
        form = page.locator(".auth-container", has=page.locator("#oauth_username"))
        await form.locator("#oauth_username").fill("adviser")
        await form.locator("#oauth_password").fill(PASSWORD)
        await form.locator("button.authorize").click()
        await page.locator("button", has_text="Logout").first.wait_for()
        await page.locator(".close-modal").click()
        referral = await try_out(page, "createReferral", a_referral())
        accepted = await try_out(
            page, "acceptReferral", {}, referral_id=referral["id"], If_Match=f'"v{referral["version"]}"'
        )
        case = await try_out(page, "readCase", case_id=accepted["case_id"])
        due = {deadline["rule_id"]: deadline["due_on"] for deadline in case["deadlines"]}
        assert due["contact-adviser-2m"] == "2025-03-14"
        assert visit.strangers() == []
