"""The bodies that a provider works with, as codes and names."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from sqlalchemy import Row

from app.areas.organisations import queries, schemas
from app.store.tables import Organisation
from app.web.actor import MayReadOrganisations
from app.web.paging import Paging
from app.web.transaction import Read, TransactionRoute
from app.wire.types import IsoDate, Page

router = APIRouter(route_class=TransactionRoute, tags=["Organisations"])


@router.get("/organisations", operation_id="listOrganisations")
async def list_organisations(
    actor: MayReadOrganisations,
    paging: Paging,
    connection: Read,
    kind: schemas.OrganisationKind | None = None,
    valid_on: Annotated[IsoDate | None, Query(description="Only those that exist on this day.")] = None,
) -> Page[schemas.Organisation]:
    """List the provider, the councils and the health bodies, those that have been succeeded included."""
    statement = queries.page_statement(actor, kind=kind, valid_on=valid_on).order_by(Organisation.id)
    if (after := paging.after(1)) is not None:
        statement = statement.where(Organisation.id > after[0])
    rows = (await connection.execute(statement.limit(paging.take))).all()
    return paging.page(rows, key=_key, item=schemas.Organisation.model_validate)


def _key(row: Row[Any]) -> tuple[str]:
    return (row.id,)
