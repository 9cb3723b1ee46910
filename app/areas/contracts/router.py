"""The contracts of a provider."""

from typing import Any

from fastapi import APIRouter
from sqlalchemy import Row

from app.areas.contracts import queries, schemas
from app.store.tables import Contract
from app.web.actor import MayReadOrganisations
from app.web.paging import Paging
from app.web.transaction import Read, TransactionRoute
from app.wire.types import Page

router = APIRouter(route_class=TransactionRoute, tags=["Organisations"])


@router.get("/contracts", operation_id="listContracts")
async def list_contracts(actor: MayReadOrganisations, paging: Paging, connection: Read) -> Page[schemas.Contract]:
    """List contracts: the provider's staff see all, a council or health body those that name it."""
    statement = queries.page_statement(actor).order_by(Contract.id)
    if (after := paging.after(1)) is not None:
        statement = statement.where(Contract.id > after[0])
    rows = (await connection.execute(statement.limit(paging.take))).all()
    parties = await queries.parties_of(connection, actor, [row.id for row in rows])

    def item(row: Row[Any]) -> schemas.Contract:
        return schemas.Contract(
            id=row.id,
            reference=row.reference,
            name=row.name,
            starts_on=row.starts_on,
            ends_on=row.ends_on,
            organisation_ids=parties[row.id],
        )

    return paging.page(rows, key=_key, item=item)


def _key(row: Row[Any]) -> tuple[str]:
    return (row.id,)
