"""Cases and their facts, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from app.areas.cases import audiences, queries, schemas, service
from app.areas.cases.fact_bodies import RecordFact
from app.areas.cases.shown import shown
from app.domain.codes import Outcome
from app.web.actor import MayReadCases, MayReadFacts, MayRecordFacts
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, fresh
from app.web.paging import Paging
from app.web.transaction import Read, ReadOnce, TransactionRoute, Write
from app.wire.types import Identifier, Instant, IsoDate, Page, QueryBool
from app.wire.uk import OrganisationCode

router = APIRouter(prefix="/cases", tags=["Cases"], route_class=TransactionRoute)


@router.get("", operation_id="listCases")
async def page(
    actor: MayReadCases,
    paging: Paging,
    database: ReadOnce,
    stage: Annotated[
        list[schemas.StageAsked] | None, Query(max_length=10, description="One of the stages that you are shown.")
    ] = None,
    outcome: Annotated[list[Outcome] | None, Query(max_length=8)] = None,
    la: Annotated[OrganisationCode | None, Query()] = None,
    adviser_id: Annotated[Identifier | None, Query()] = None,
    open: Annotated[QueryBool | None, Query()] = None,
    received_from: Annotated[IsoDate | None, Query()] = None,
    received_to: Annotated[IsoDate | None, Query()] = None,
    updated_since: Annotated[Instant | None, Query()] = None,
) -> Page[schemas.CaseRowStaff] | Page[schemas.CaseRow] | Page[schemas.CaseRowPartner]:
    """List the cases that you may see, the newest first."""
    statement = queries.page_statement(
        actor,
        stage=audiences.stages_behind(actor, stage or ()),
        outcome=queries.readable(actor, outcome or (), "outcome"),
        la=la,
        adviser_id=queries.readable(actor, adviser_id, "adviser_id"),
        open_only=open,
        received_from=received_from,
        received_to=received_to,
        updated_since=updated_since,
    )
    rows = await queries.page_of(database, statement, after=paging.after(2), limit=paging.take)

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return row["received_on"], row["id"]

    return paging.page(rows, key=key, item=audiences.row_for(actor))


@router.get("/{case_id}", operation_id="readCase")
async def read(
    case_id: Identifier, response: Response, actor: MayReadCases, database: ReadOnce, today: Today
) -> schemas.AnyCase:
    """Read a case: its stage, its deadlines with their reasons, and, for staff, what may be recorded next."""
    answer = await shown(database, actor, case_id, today=today)
    # What is due and allowed changes with the day, though the case's version stands.
    response.headers["ETag"] = f'"v{answer.version}"'
    return answer


@router.get("/{case_id}/facts", operation_id="listFacts")
async def timeline(
    case_id: Identifier, request: Request, response: Response, actor: MayReadFacts, connection: Read
) -> schemas.Timeline:
    """Read the timeline of a case: what happened, in order, superseded facts too."""
    case = await queries.one(connection, actor, case_id)
    if actor.is_staff:
        fresh(request, response, case["version"])
    answer = audiences.timeline_for(actor, await queries.facts_of(connection, case))
    if not actor.is_staff:
        # The case's own version tells of facts that are not for them.
        fresh(request, response, audiences.version_of(answer))
    return answer


@router.post("/{case_id}/facts", status_code=201, operation_id="recordFact")
async def record(
    case_id: Identifier,
    body: RecordFact,
    request: Request,
    response: Response,
    actor: MayRecordFacts,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.RecordedFact:
    """Record a fact on a case. A wrong fact is superseded by a new one, never edited."""
    case, fact = await service.record_fact(
        session,
        actor,
        case_id,
        type=body.type,
        occurred_on=body.occurred_on,
        payload=body.payload,
        supersedes=body.supersedes,
        retracted=body.retracted,
        version=version,
        today=today,
        now=now,
    )
    answer_with(request, response, "fact", fact.id, case.version, location=f"/v1/cases/{case.id}/facts")
    await session.flush()
    return await recorded(session, actor, fact.id)


async def recorded(reader: queries.Reader, actor: Any, fact_id: str) -> schemas.RecordedFact:
    """Return a recorded fact with where its case stands now."""
    row = await queries.fact(reader, actor, fact_id)
    return schemas.RecordedFact(
        fact=schemas.fact_for_staff(row, superseded=row["superseded"]),
        case_id=row["case_id"],
        stage=row["case_stage"],
        case_version=row["case_version"],
    )
