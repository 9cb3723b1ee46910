"""What may be read of contracts, by whom."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain.permissions import Actor
from app.store.tables import Contract, ContractParty

Reader = AsyncConnection | AsyncSession


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the contracts that an actor may see: staff all, a body those that name it."""
    own = Contract.tenant_id == actor.tenant_id
    if actor.is_staff:
        return own
    if actor.organisation_id is None:
        return false()
    named = exists().where(
        ContractParty.tenant_id == Contract.tenant_id,
        ContractParty.contract_id == Contract.id,
        ContractParty.organisation_id == actor.organisation_id,
    )
    return and_(own, named)


def page_statement(actor: Actor) -> Select[Any]:
    """Return the select of a list of contracts, before paging."""
    return select(Contract.__table__).where(visible_to(actor))


async def parties_of(reader: Reader, actor: Actor, contract_ids: Sequence[str]) -> dict[str, list[str]]:
    """Return the bodies that each contract names; to a body, itself alone."""
    wanted = [ContractParty.tenant_id == actor.tenant_id, ContractParty.contract_id.in_(contract_ids)]
    if not actor.is_staff:
        wanted.append(ContractParty.organisation_id == actor.organisation_id)
    rows = await reader.execute(
        select(ContractParty.contract_id, ContractParty.organisation_id)
        .where(*wanted)
        .order_by(ContractParty.contract_id, ContractParty.organisation_id)
    )
    found: dict[str, list[str]] = {contract_id: [] for contract_id in contract_ids}
    for row in rows:
        found[row.contract_id].append(row.organisation_id)
    return found
