"""Who may work on a case, over HTTP: assignment, refusal, conflicts, and mediators' fitness."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.allocation import body_conflicts, queries, schemas, service
from app.areas.cases import queries as cases
from app.areas.cases.parts import part
from app.areas.cases.schemas import AnyCase, ReassignCase
from app.areas.cases.shown import shown as case_shown
from app.domain.fitness import in_turn, unfit
from app.domain.permissions import Actor
from app.store.tables.allocation import Conflict
from app.web.actor import (
    MayAssignCases,
    MayChangeMediators,
    MayDeclareConflicts,
    MayReadMediators,
    MayRefuseAssignments,
)
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, Page
from app.wire.uk import Key

router = APIRouter(prefix="/cases/{case_id}", tags=["Allocation"], route_class=TransactionRoute)
mediators = APIRouter(prefix="/mediators", tags=["Allocation"], route_class=TransactionRoute)
with_bodies = APIRouter(prefix="/organisation-conflicts", tags=["Allocation"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/conflicts", tags=["Allocation"], route_class=TransactionRoute)


@router.post("/assignment", operation_id="reassignCase")
async def assign(
    case_id: Identifier,
    body: ReassignCase,
    request: Request,
    response: Response,
    actor: MayAssignCases,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyCase:
    """Give a case to another adviser, or to a mediator who is fit and free of conflict; who had it sees it no more."""
    case = await service.assign(session, actor, case_id, body, version=version, today=today, now=now)
    answer_with(request, response, "case", case.id, case.version)
    await session.flush()
    return await case_shown(session, actor, case_id, today=today)


@router.get("/assignments", operation_id="listAssignments")
async def assignments(case_id: Identifier, actor: MayAssignCases, connection: Read) -> schemas.Assignments:
    """List who worked on a case, from when to when, and why they gave it back."""
    rows = await queries.assignments(connection, await cases.one(connection, actor, case_id))
    return schemas.Assignments(
        items=[schemas.Assignment.model_validate(row) for row in rows], same_person=queries.one_person_twice(rows)
    )


@router.post("/assignment-refusal", status_code=201, operation_id="refuseAssignment")
async def refuse(
    case_id: Identifier,
    body: schemas.RefuseAssignment,
    actor: MayRefuseAssignments,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.Refused:
    """Give a case back, saying why. You see the case no more."""
    case, refusal = await service.refuse(session, actor, case_id, body, version=version, now=now)
    return schemas.Refused(
        id=refusal.id,
        case_id=case.id,
        capacity=refusal.capacity,
        reason=refusal.reason,
        case_version=case.version,
    )


@router.get("/mediator-suggestions", operation_id="suggestMediators")
async def suggestions(
    case_id: Identifier,
    actor: MayAssignCases,
    connection: Read,
    today: Today,
    language: Annotated[Key | None, Query()] = None,
) -> schemas.Suggestions:
    """Suggest mediators for a case in the order of a fair rotation, and say of the others why not."""
    case = await cases.one(connection, actor, case_id)
    rows = {row["id"]: row for row in await queries.mediators(connection, actor.tenant_id)}
    barred = await queries.conflicted(connection, actor.tenant_id, case["id"])
    out = queries.ruled_out(await queries.assignments(connection, case))
    turns = queries.turns(list(rows.values()), language)
    why_not = {
        id: [what.value for what in unfit(queries.fitness_of(row), today)]
        + ["conflict_of_interest"] * (id in barred)
        + ([out[id]] if id in out else [])
        for id, row in rows.items()
    }
    ordered = in_turn([turn for id, turn in turns.items() if not why_not[id]])
    places = {turn.user_id: place for place, turn in enumerate(ordered, start=1)}
    return schemas.Suggestions(
        items=[
            schemas.Suggestion(
                id=id,
                name=rows[id]["name"],
                place=places.get(id),
                live_cases=turns[id].live_cases,
                last_given_on=turns[id].last_given_on,
                speaks_language=turns[id].speaks,
                why_not=why_not[id],
            )
            for id in sorted(rows, key=lambda id: (places.get(id, len(rows) + 1), rows[id]["name"], id))
        ]
    )


@router.post("/conflicts", status_code=201, operation_id="declareConflict")
async def declare(
    case_id: Identifier,
    body: schemas.DeclareConflict,
    request: Request,
    response: Response,
    actor: MayDeclareConflicts,
    session: Write,
    now: Now,
) -> schemas.Declared:
    """Declare a conflict of interest with a case: it blocks assignment and reading at once."""
    conflict = await service.declare(session, actor, case_id, body, now=now)
    answer_with(request, response, "declared_conflict", conflict.id, conflict.version)
    return schemas.Declared.model_validate(conflict)


@router.get("/conflicts", operation_id="listConflicts")
async def conflicts(case_id: Identifier, actor: MayAssignCases, connection: Read) -> Page[schemas.Conflict]:
    """List the conflicts of interest with a case, lifted ones too."""
    rows = await queries.conflicts(connection, await cases.one(connection, actor, case_id))
    return Page[schemas.Conflict](items=[schemas.Conflict.model_validate(row) for row in rows], next_cursor=None)


@by_id.post("/{conflict_id}/lifting", operation_id="liftConflict")
async def lift(
    conflict_id: Identifier,
    request: Request,
    response: Response,
    actor: MayAssignCases,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.Conflict:
    """Lift a conflict that was a mistake."""
    conflict = await service.lift(session, actor, conflict_id, version=version, now=now)
    answer_with(request, response, "conflict", conflict.id, conflict.version)
    return schemas.Conflict.model_validate(conflict)


@with_bodies.post("", status_code=201, operation_id="declareBodyConflict")
async def declare_with_body(
    body: schemas.DeclareBodyConflict,
    request: Request,
    response: Response,
    actor: MayDeclareConflicts,
    session: Write,
    now: Now,
) -> schemas.BodyDeclared:
    """Declare a conflict of interest with a council or a health body: it hides every case of theirs at once."""
    conflict = await body_conflicts.declare(session, actor, body, now=now)
    answer_with(request, response, "declared_body_conflict", conflict.id, conflict.version)
    await session.flush()
    return schemas.BodyDeclared.model_validate(conflict)


@with_bodies.get("", operation_id="listBodyConflicts")
async def listed_with_bodies(actor: MayAssignCases, connection: Read) -> Page[schemas.BodyConflict]:
    """List the conflicts of interest with councils and health bodies, lifted ones too."""
    rows = await queries.body_conflicts(connection, actor)
    return Page[schemas.BodyConflict](
        items=[schemas.BodyConflict.model_validate(row) for row in rows], next_cursor=None
    )


@with_bodies.post("/{body_conflict_id}/lifting", operation_id="liftBodyConflict")
async def lift_with_body(
    body_conflict_id: Identifier,
    request: Request,
    response: Response,
    actor: MayAssignCases,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.BodyConflict:
    """Lift a conflict that was a mistake."""
    conflict = await body_conflicts.lift(session, actor, body_conflict_id, version=version, now=now)
    answer_with(request, response, "body_conflict", conflict.id, conflict.version)
    return schemas.BodyConflict.model_validate(conflict)


@mediators.get("", operation_id="listMediators")
async def listed(actor: MayReadMediators, connection: Read, today: Today) -> Page[schemas.MediatorRow]:
    """List the mediators: who may be given a case today, why not, and their caseload. A mediator finds themselves."""
    rows = await queries.mediators_for(connection, actor)
    items = [schemas.MediatorRow.model_validate(_row(row, today)) for row in rows]
    return Page[schemas.MediatorRow](items=items, next_cursor=None)


@mediators.get("/{mediator_id}", operation_id="readMediator")
async def read(
    mediator_id: Identifier, response: Response, actor: MayReadMediators, connection: Read, today: Today
) -> schemas.Mediator:
    """Read what is recorded of a mediator's fitness; a mediator reads their own."""
    return await _shown(connection, actor, mediator_id, today, response)


@mediators.patch("/{mediator_id}", operation_id="correctMediator")
async def correct(
    mediator_id: Identifier,
    body: schemas.CorrectMediator,
    response: Response,
    actor: MayChangeMediators,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.Mediator:
    """Record what makes a mediator fit to be given a case."""
    await service.correct(session, actor, mediator_id, body, version=version, today=today, now=now)
    await session.flush()
    return await _shown(session, actor, mediator_id, today, response)


async def _shown(
    reader: queries.Reader, actor: Actor, mediator_id: str, today: Today, response: Response
) -> schemas.Mediator:
    row = await queries.mediator(reader, actor, mediator_id)
    response.headers["ETag"] = f'"v{row["version"] or 0}"'
    declared = await queries.employers_of(reader, actor.tenant_id, mediator_id)
    return schemas.Mediator.model_validate(
        {**_row(row, today), "employer_declarations": declared, "version": row["version"] or 0}
    )


def _row(row: dict[str, Any], today: Today) -> dict[str, Any]:
    found = [what.value for what in unfit(queries.fitness_of(row), today)]
    return {**row, "fit": not found, "unfit": found, "languages": row["languages"] or []}


async def _conflict_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(schemas.Conflict.model_validate(await part(session, actor, Conflict, id)))


async def _declared_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(schemas.Declared.model_validate(await part(session, actor, Conflict, id)))


async def _body_conflict_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(schemas.BodyConflict.model_validate(await queries.body_conflict(session, actor, id)))


async def _body_declared_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(schemas.BodyDeclared.model_validate(await queries.body_conflict(session, actor, id)))


REPLAYS: Replays = {
    "conflict": _conflict_again,
    "declared_conflict": _declared_again,
    "body_conflict": _body_conflict_again,
    "declared_body_conflict": _body_declared_again,
}
