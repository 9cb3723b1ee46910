"""Headless Chromium for tests, with a record of every address that a page asked for."""

import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from ipaddress import ip_address
from typing import NoReturn
from urllib.parse import urlsplit

import pytest
from playwright.async_api import Page, Request, WebSocket, async_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
MISSING = "Chromium was not found: install it (Debian: chromium)"
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-gpu",
    "--disable-quic",
    "--disable-sync",
    "--no-first-run",
)


@dataclass
class Visit:
    """A page and every address it asked for, in order."""

    page: Page
    requested: list[str] = field(default_factory=list)

    def strangers(self) -> list[str]:
        """Return the addresses that are not on this machine: a test asserts that there are none."""
        return [url for url in self.requested if not stays_here(url)]


def stays_here(url: str) -> bool:
    """Tell whether an address needs no network, or only this machine's own."""
    parts = urlsplit(url)
    if parts.scheme in {"about", "blob", "data"}:
        return True
    host = parts.hostname or ""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


@asynccontextmanager
async def open_browser() -> AsyncIterator[Visit]:
    """Open an empty page in a browser of its own, with nothing remembered; skip or fail without Chromium."""
    program = find_chromium() or _give_up()
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=program, args=FLAGS)
        try:
            # Requests made by a service worker would not be seen.
            context = await browser.new_context(service_workers="block", locale="en-GB", timezone_id="Europe/London")
            visit = Visit(await context.new_page())

            def note_request(request: Request) -> None:
                visit.requested.append(request.url)

            def note_socket(socket: WebSocket) -> None:
                visit.requested.append(socket.url)

            def note_page(page: Page) -> None:
                page.on("websocket", note_socket)

            context.on("request", note_request)
            context.on("page", note_page)
            note_page(visit.page)
            yield visit
        finally:
            await browser.close()


def find_chromium() -> str | None:
    """Return the path of the browser's program."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def describe() -> str:
    """Say which browser the tests will use, for pytest's header."""
    return f"Chromium: {find_chromium() or f'none, its tests are skipped. {MISSING}'}"


def _give_up() -> NoReturn:
    """Fail where a browser is required, skip elsewhere."""
    if os.environ.get("REQUIRE_BROWSER") == "1":
        pytest.fail(MISSING, pytrace=False)
    pytest.skip(MISSING)
