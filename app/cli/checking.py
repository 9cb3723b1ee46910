"""Check what is stored, and write the contract."""

import json
from pathlib import Path
from typing import Annotated

import typer

from app.cli.ground import on_database, progress, today_in_london
from app.jobs import verify as verification
from app.main import create_app
from app.settings import Settings
from app.store.migration import ROOT
from app.store.session import Database

app = typer.Typer()


@app.command()
def verify() -> None:
    """Work every case out again from its facts, check the audit chain, and report what differs."""

    async def work(database: Database, _settings: Settings) -> list[verification.Difference]:
        return await verification.verify(
            database, today=today_in_london(), progress=lambda done, of: progress("cases", done, of)
        )

    found = on_database(work)
    for difference in found:
        typer.echo(f"{difference.where}: {difference.what}")
    typer.echo(f"{len(found)} differences." if found else "Everything follows from the facts, and the chain is whole.")
    if found:
        raise typer.Exit(1)


@app.command()
def openapi(
    path: Annotated[Path, typer.Argument(help="Where to write it.")] = ROOT / "openapi" / "v1.json",
) -> None:
    """Write the published contract."""
    document = create_app(Settings()).openapi()
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")
    typer.echo(f"{path.name}: {len(document['paths'])} addresses.")
