"""The command line as an operator uses it, on a fresh machine and on both databases."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.settings import with_driver

CODES = [
    "init",
    "--provider-code", "P1",
    "--provider-name", "A provider",
    "--council", "926:Norfolk",
    "--health-body", "QMM:Health body",
    "--contract-reference", "C-1",
    "--contract-starts", "2025-09-01",
    "--contract-ends", "2028-08-31",
    "--admin-username", "admin",
    "--admin-name", "An administrator",
    "--admin-password", "a long enough password",
]  # fmt: skip


@pytest.fixture
def mdr(database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> CliRunner:
    monkeypatch.setenv("DATABASE_URL", database_url)
    monkeypatch.setenv("MDR_VAR_DIR", str(tmp_path / "var"))
    return CliRunner()


def test_a_provider_is_set_up_and_its_people_sign_in(mdr: CliRunner) -> None:
    made = mdr.invoke(app, CODES)
    assert made.exit_code == 0, made.output
    again = mdr.invoke(app, CODES)
    assert again.exit_code == 1
    assert "already" in again.output
    added = mdr.invoke(app, ["users", "add", "ad", "An adviser", "adviser", "--password", "another long password"])
    assert added.exit_code == 0, added.output
    token = mdr.invoke(app, ["token", "ad"])
    assert token.exit_code == 0
    assert token.output.count(".") == 2
    assert mdr.invoke(app, ["token", "nobody"]).exit_code == 1
    council = mdr.invoke(app, ["organisations", "add", "la", "935", "Suffolk"])
    assert council.exit_code == 0, council.output
    contract = mdr.invoke(
        app, ["contracts", "add", "C-2", "Second", "2026-01-01", "2027-01-01", council.output.strip()]
    )
    assert contract.exit_code == 0, contract.output
    client = mdr.invoke(
        app, ["clients", "add", "sys", "A system", "partner_system", "--organisation-id", council.output.strip()]
    )
    assert client.exit_code == 0, client.output
    checked = mdr.invoke(app, ["verify"])
    assert checked.exit_code == 0, checked.output
    assert "the chain is whole" in checked.output


def test_a_demo_is_refused_beyond_loopback(mdr: CliRunner) -> None:
    refused = mdr.invoke(app, ["run"], env={"MDR_HOST": "0.0.0.0"})
    assert refused.exit_code == 1
    assert "this machine" in refused.output


def test_without_a_database_a_command_says_what_to_do(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setenv("MDR_VAR_DIR", str(tmp_path / "none"))
    refused = CliRunner().invoke(app, ["verify"])
    assert refused.exit_code == 1
    assert "mdr migrate" in refused.output


def test_every_way_of_writing_an_address_names_a_driver() -> None:
    assert with_driver("postgres://h/d") == with_driver("postgresql://h/d") == "postgresql+asyncpg://h/d"
    assert with_driver("sqlite:////x/y") == "sqlite+aiosqlite:////x/y"


def test_a_change_of_the_law_is_seen_and_made(mdr: CliRunner) -> None:
    assert mdr.invoke(app, CODES).exit_code == 0
    seen = mdr.invoke(app, ["law", "diff", "--holiday", "2027-06-18=A day"])
    assert seen.exit_code == 0, seen.output
    assert "0 deadlines of 0 cases would change" in seen.output
    assert mdr.invoke(app, ["law", "diff", "--holiday", "18 June"]).exit_code == 1
    assert "in use already" in mdr.invoke(app, ["law", "apply"]).output
    added = mdr.invoke(app, ["law", "holiday", "2027-06-18", "A day", "A proclamation"])
    assert added.exit_code == 0, added.output
    assert "0 cases were worked out" in added.output
    again = mdr.invoke(app, ["law", "holiday", "2027-06-18", "A day", "A proclamation"])
    assert again.exit_code == 1
    assert "no working day already" in again.output
