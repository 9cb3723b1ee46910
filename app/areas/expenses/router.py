"""Families' claims for what taking part has cost them, over HTTP."""

from collections.abc import Mapping
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.expenses import queries, schemas, service
from app.domain.permissions import Actor
from app.store.tables.sessions import ExpenseClaim
from app.web.actor import MayClaimExpenses, MayDecideExpenses
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, fresh
from app.web.paging import Paging
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}/expense-claims", tags=["Sessions"], route_class=TransactionRoute)
by_id = APIRouter(tags=["Sessions"], route_class=TransactionRoute)
AnyClaim = schemas.ClaimStaff | schemas.Claim


@router.post("", status_code=201, operation_id="claimExpense")
async def claim(
    case_id: Identifier,
    body: schemas.ClaimExpense,
    request: Request,
    response: Response,
    actor: MayClaimExpenses,
    session: Write,
    today: Today,
    now: Now,
) -> AnyClaim:
    """Claim what taking part has cost the family, with the receipt. The council and the health body do not see it."""
    row = await service.claim(session, actor, case_id, body, today=today, now=now)
    return await _answered(request, response, session, actor, row, location=f"/v1/expense-claims/{row.id}")


@router.get("", operation_id="listExpenseClaims")
async def of_case(case_id: Identifier, actor: MayClaimExpenses, paging: Paging, connection: Read) -> Page[AnyClaim]:
    """List the claims of a case, the first one first."""
    case = await cases.one(connection, actor, case_id)
    rows = await queries.of_case(connection, case, after=paging.after(1), limit=paging.take)
    return paging.page(rows, key=lambda row: (row["id"],), item=lambda row: _model(actor, row))


@by_id.get("/expense-claims/{claim_id}", operation_id="readExpenseClaim")
async def read(
    claim_id: Identifier, request: Request, response: Response, actor: MayClaimExpenses, connection: Read
) -> AnyClaim:
    """Read one claim."""
    row = await queries.one(connection, actor, claim_id)
    fresh(request, response, row["version"])
    return _model(actor, row)


@by_id.post("/expense-claims/{claim_id}/decision", operation_id="decideExpenseClaim")
async def decide(
    claim_id: Identifier,
    body: schemas.DecideClaim,
    request: Request,
    response: Response,
    actor: MayDecideExpenses,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyClaim:
    """Approve a claim, wholly or in part, or refuse it: the body that arranges owes what is approved."""
    row = await service.decide(session, actor, claim_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/expense-claims/{claim_id}/payment", operation_id="payExpenseClaim")
async def pay(
    claim_id: Identifier,
    body: schemas.PayClaim,
    request: Request,
    response: Response,
    actor: MayDecideExpenses,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyClaim:
    """Record that a claim was paid."""
    row = await service.pay(session, actor, claim_id, body, version=version, today=today, now=now)
    return await _answered(request, response, session, actor, row)


@by_id.post("/expense-caps", status_code=201, operation_id="setExpenseCap")
async def set_cap(body: schemas.SetCap, actor: MayDecideExpenses, session: Write, now: Now) -> schemas.Cap:
    """Set the most that is paid of one claim of a category, from a day on."""
    return schemas.Cap.model_validate(await service.set_cap(session, actor, body, now=now))


@by_id.get("/expense-caps", operation_id="listExpenseCaps")
async def caps(actor: MayDecideExpenses, paging: Paging, connection: Read) -> Page[schemas.Cap]:
    """List the caps, past ones too."""
    rows = await queries.caps(connection, actor.tenant_id, after=paging.after(1), limit=paging.take)
    return paging.page(rows, key=lambda row: (row["id"],), item=schemas.Cap.model_validate)


def _model(actor: Actor, row: Mapping[str, Any]) -> AnyClaim:
    links = schemas.ClaimLinks(self=f"/v1/expense-claims/{row['id']}", case=f"/v1/cases/{row['case_id']}")
    model: type[AnyClaim] = schemas.ClaimStaff if actor.is_staff else schemas.Claim
    return model.model_validate({**row, "links": links})


async def _answered(
    request: Request,
    response: Response,
    session: AsyncSession,
    actor: Actor,
    row: ExpenseClaim,
    *,
    location: str | None = None,
) -> AnyClaim:
    await session.flush()
    answer_with(request, response, "expense_claim", row.id, row.version, location=location)
    return _model(actor, await queries.one(session, actor, row.id))


async def _claim_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(_model(actor, await queries.one(session, actor, id)), location=f"/v1/expense-claims/{id}")


REPLAYS: Replays = {"expense_claim": _claim_again}
