"""The browser's record is what proves that /docs asks no other host for anything: so it must see every kind of call."""

import pytest

from tests import browser

PAGE = """<script>
new WebSocket("ws://socket.example.org/");
fetch("http://far.example.org/").catch(() => { document.title = "done" });
</script>"""


@pytest.mark.browser
async def test_every_call_to_another_host_is_recorded() -> None:
    async with browser.open_browser() as visit:
        await visit.page.set_content(PAGE)
        await visit.page.wait_for_function("document.title == 'done'")
        assert sorted(visit.strangers()) == ["http://far.example.org/", "ws://socket.example.org/"]


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000/docs", "http://[::1]/", "http://localhost/", "data:,", "blob:x"]
)
def test_an_address_on_this_machine_is_no_stranger(url: str) -> None:
    assert browser.stays_here(url)


@pytest.mark.parametrize("url", ["https://cdn.example.org/ui.js", "http://10.0.0.1/", "http://127.0.0.1.example.org/"])
def test_any_other_address_is_a_stranger(url: str) -> None:
    assert not browser.stays_here(url)


def test_a_missing_browser_fails_where_it_is_required(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(browser, "find_chromium", lambda: None)
    monkeypatch.setenv("REQUIRE_BROWSER", "1")
    with pytest.raises(pytest.fail.Exception):
        browser._give_up()
    monkeypatch.delenv("REQUIRE_BROWSER")
    with pytest.raises(pytest.skip.Exception):
        browser._give_up()
