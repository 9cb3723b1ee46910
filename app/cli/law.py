"""See what a change of the law would move before it is made, and make it."""

from datetime import date, datetime
from typing import Annotated

import typer

from app.areas.law import comparing, schemas, service
from app.areas.organisations.service import operator
from app.cli.ground import ProviderOption, on_database, progress, provider_named, stop, today_in_london
from app.settings import Settings
from app.store.session import Database
from app.store.tables import LawChange
from app.web.clock import system_clock

app = typer.Typer()
law_app = typer.Typer(no_args_is_help=True, help="The law in use: what a change would move, and changes.")
app.add_typer(law_app, name="law")


@law_app.command()
def diff(
    holiday: Annotated[
        list[str] | None, typer.Option(help="DAY=NAME of a bank holiday to try out; may be repeated.")
    ] = None,
    provider: ProviderOption = None,
) -> None:
    """Show what the newest edition, and any holiday tried out, would change; nothing is stored."""
    days = dict(_day(text) for text in holiday or ())

    async def work(database: Database, _settings: Settings) -> comparing.Compared:
        async with database.session() as session:
            tenant_id = (await provider_named(session, provider)).id
            return await comparing.compare(
                session,
                tenant_id,
                days=days,
                today=today_in_london(),
                tell=typer.echo,
                progress=lambda done, of: progress("cases", done, of),
            )

    compared = on_database(work)
    typer.echo(
        f"{compared.deadlines} deadlines of {compared.cases} cases would change; "
        f"{compared.worked_out} of {compared.all_cases} cases could be touched and were worked out."
    )


@law_app.command()
def apply(provider: ProviderOption = None) -> None:
    """Bring the provider to the newest edition of the law, and work out again what it touches."""

    async def work(database: Database, _settings: Settings) -> LawChange | None:
        async with database.write() as session:
            actor = operator((await provider_named(session, provider)).id)
            return await service.apply_newest(
                session,
                actor,
                today=today_in_london(),
                now=system_clock(),
                progress=lambda done, of: progress("cases", done, of),
            )

    change = on_database(work)
    typer.echo("The newest edition is in use already." if change is None else _told(change))


@law_app.command("holiday")
def add_holiday(
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"])],
    name: str,
    source: str,
    provider: ProviderOption = None,
) -> None:
    """Add a proclaimed one-off bank holiday, however many cases it touches."""
    body = schemas.AddProclaimedDay(holiday_on=day.date(), name=name, source=source)

    async def work(database: Database, _settings: Settings) -> LawChange:
        async with database.write() as session:
            return await service.add_day(
                session,
                operator((await provider_named(session, provider)).id),
                body,
                today=today_in_london(),
                now=system_clock(),
                most=None,
                progress=lambda done, of: progress("cases", done, of),
            )

    typer.echo(_told(on_database(work)))


def _told(change: LawChange) -> str:
    return (
        f"{change.deadlines_changed} deadlines of {change.cases_changed} cases changed; "
        f"{change.cases_worked_out} cases were worked out. The list: /v1/law/changes/{change.id}/deadlines"
    )


def _day(text: str) -> tuple[date, str]:
    day, _, name = text.partition("=")
    try:
        return date.fromisoformat(day), name or "A proclaimed day"
    except ValueError:
        stop("Write a holiday as 2027-06-18=NAME.")
