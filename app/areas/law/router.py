"""The law over HTTP: anyone may read it; a provider's administrator adds days and terms."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.areas.calendars import queries as calendars
from app.areas.calendars.router import PublicLaw, forget
from app.areas.law import catalogue, queries, schemas, service
from app.domain.editions import law as edition_of
from app.domain.permissions import Actor
from app.domain.refusals import NotFound
from app.store.tables import DeadlineChange, LawChange, ProclaimedDay, SchoolTerm
from app.web.actor import MayChangeCalendars, MayReadCalendars, MayReadDeadlines
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, cacheable, fresh
from app.web.openapi import refuses
from app.web.paging import Paging
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, Page
from app.wire.uk import Key, OrganisationCode

router = APIRouter(prefix="/law", tags=["Law"], route_class=TransactionRoute)


@router.get("/rules", operation_id="listLawRules")
async def rules(request: Request, response: Response, law: PublicLaw) -> schemas.Rules:
    """List every rule: what starts it, who owes what, how it is counted, on what authority, and when it applies."""
    fresh(request, response, f"rules-{law.rules.edition}")
    cacheable(response)
    return catalogue.rules_of(law)


@router.get("/rules/{rule_id}", operation_id="readLawRule")
async def rule(rule_id: Key, request: Request, response: Response, law: PublicLaw) -> schemas.RuleRows:
    """Read one rule with its steps, and the law before and after a change."""
    rows = [row for row in catalogue.rules_of(law).items if row.id == rule_id]
    if not rows:
        raise NotFound
    fresh(request, response, f"rules-{law.rules.edition}")
    cacheable(response)
    return schemas.RuleRows(id=rows[0].id, items=rows)


@router.get("/rulings", operation_id="listLawRulings")
async def rulings(request: Request, response: Response) -> schemas.Rulings:
    """List how open questions of the law are read here, and by which flags and warnings that shows."""
    fresh(request, response, f"rulings-{edition_of().rules.edition}")
    cacheable(response)
    return catalogue.rulings()


@router.get("/calendars", operation_id="listLawCalendars")
async def calendar(request: Request, response: Response, law: PublicLaw) -> schemas.Calendars:
    """List the calendar that working days are counted by, with its version and source."""
    fresh(request, response, law.calendar.version)
    cacheable(response)
    return schemas.Calendars(items=[catalogue.calendar_of(law)])


@router.get("/in-use", operation_id="readLawInUse")
async def in_use(actor: MayReadCalendars, connection: Read) -> schemas.Calendar:
    """Read the calendar by which the provider's own cases are counted, its proclaimed days included."""
    return catalogue.calendar_of((await calendars.in_use(connection, actor.tenant_id)).law)


@router.get("/proclaimed-days", operation_id="listProclaimedDays")
async def days(actor: MayReadCalendars, paging: Paging, connection: Read) -> Page[schemas.ProclaimedDay]:
    """List the one-off bank holidays that were added, withdrawn ones too."""
    statement = queries.days_statement(actor).order_by(ProclaimedDay.id)
    if (after := paging.after(1)) is not None:
        statement = statement.where(ProclaimedDay.id > after[0])
    rows = (await connection.execute(statement.limit(paging.take))).mappings().all()
    return paging.page(rows, key=lambda row: (row["id"],), item=_day)


@router.post(
    "/proclaimed-days",
    status_code=201,
    operation_id="addProclaimedDay",
    responses=refuses(service.TooManyCases),
)
async def add_day(
    body: schemas.AddProclaimedDay,
    request: Request,
    response: Response,
    actor: MayChangeCalendars,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.LawChange:
    """Add a proclaimed one-off bank holiday: the deadlines it touches are worked out again in one batch."""
    change = await service.add_day(session, actor, body, today=today, now=now)
    return _made(change, request, response)


@router.post(
    "/proclaimed-days/{day_id}/withdrawal",
    status_code=201,
    operation_id="withdrawProclaimedDay",
    responses=refuses(service.TooManyCases),
)
async def withdraw_day(
    day_id: Identifier,
    request: Request,
    response: Response,
    actor: MayChangeCalendars,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.LawChange:
    """Withdraw a proclaimed day that was a mistake: the deadlines it touches are worked out again."""
    change = await service.withdraw_day(session, actor, day_id, version=version, today=today, now=now)
    return _made(change, request, response)


@router.get("/term-dates", operation_id="listTermDates")
async def terms(
    actor: MayReadCalendars,
    paging: Paging,
    connection: Read,
    la: Annotated[OrganisationCode | None, Query()] = None,
    school_year: Annotated[schemas.SchoolYear | None, Query()] = None,
) -> Page[schemas.SchoolTerm]:
    """List the terms of councils' schools, as they stand."""
    statement = queries.terms_statement(actor, la=la, school_year=school_year).order_by(SchoolTerm.id)
    if (after := paging.after(1)) is not None:
        statement = statement.where(SchoolTerm.id > after[0])
    rows = (await connection.execute(statement.limit(paging.take))).mappings().all()
    return paging.page(rows, key=lambda row: (row["id"],), item=_term)


@router.post("/term-dates", status_code=201, operation_id="setTermDates", responses=refuses(service.TooManyCases))
async def set_term(
    body: schemas.SetTerm,
    request: Request,
    response: Response,
    actor: MayChangeCalendars,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.LawChange:
    """Record a term of a council's schools; who holds the rights on a September birthday can turn on it."""
    change = await service.set_term(session, actor, body, today=today, now=now)
    return _made(change, request, response)


@router.get("/changes", operation_id="listLawChanges")
async def changes(actor: MayReadCalendars, paging: Paging, connection: Read) -> Page[schemas.LawChange]:
    """List the changes of the law in use, the newest first, each with how much it moved."""
    statement = queries.changes_statement(actor).order_by(LawChange.id.desc())
    if (after := paging.after(1)) is not None:
        statement = statement.where(LawChange.id < after[0])
    rows = (await connection.execute(statement.limit(paging.take))).mappings().all()
    return paging.page(rows, key=lambda row: (row["id"],), item=schemas.LawChange.model_validate)


@router.get("/changes/{change_id}", operation_id="readLawChange")
async def change(change_id: Identifier, actor: MayReadCalendars, connection: Read) -> schemas.LawChange:
    """Read one change of the law in use."""
    return await shown(connection, actor, change_id)


@router.get("/changes/{change_id}/deadlines", operation_id="listMovedDeadlines")
async def moved(
    change_id: Identifier, actor: MayReadDeadlines, paging: Paging, connection: Read
) -> Page[schemas.Moved]:
    """List every deadline that a change moved or worded anew, on the cases that you may see."""
    if await queries.change(connection, actor, change_id) is None:
        raise NotFound
    statement = queries.moved_statement(actor, change_id).order_by(DeadlineChange.id)
    if (after := paging.after(1)) is not None:
        statement = statement.where(DeadlineChange.id > after[0])
    rows = (await connection.execute(statement.limit(paging.take))).mappings().all()
    return paging.page(rows, key=lambda row: (row["id"],), item=schemas.Moved.model_validate)


async def shown(reader: queries.Reader, actor: Actor, change_id: str) -> schemas.LawChange:
    """Return one change of the law, within what the actor may see."""
    found = await queries.change(reader, actor, change_id)
    if found is None:
        raise NotFound
    return schemas.LawChange.model_validate(found)


def _made(change: LawChange, request: Request, response: Response) -> schemas.LawChange:
    forget(request)
    answer_with(request, response, "law_change", change.id, 1, location=f"/v1/law/changes/{change.id}")
    return schemas.LawChange.model_validate(change)


def _day(row: Any) -> schemas.ProclaimedDay:
    return schemas.ProclaimedDay.model_validate(
        {**row, "stands": row["to_edition"] is None, "law_change_id": row["change_id"]}
    )


def _term(row: Any) -> schemas.SchoolTerm:
    return schemas.SchoolTerm.model_validate({**row, "law_change_id": row["change_id"]})
