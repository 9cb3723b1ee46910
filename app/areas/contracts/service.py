"""What an operator does with contracts: add them."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.contracts import schemas
from app.domain.permissions import Actor
from app.domain.refusals import AlreadyExists, Invalid
from app.store import chronicle, ids
from app.store.tables import Contract, ContractParty, Organisation


async def add_contract(session: AsyncSession, actor: Actor, body: schemas.AddContract, *, now: datetime) -> Contract:
    """Add a contract with the councils and health bodies that it names."""
    if body.ends_on < body.starts_on:
        raise Invalid("/ends_on", "before_its_start", "It cannot end before it begins.")
    await _check_reference(session, actor, body.reference)
    parties = sorted(set(body.organisation_ids))
    await _check_parties(session, actor, parties)
    contract = Contract(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        reference=body.reference,
        name=body.name,
        starts_on=body.starts_on,
        ends_on=body.ends_on,
    )
    session.add(contract)
    await session.flush()
    for organisation_id in parties:
        session.add(ContractParty(contract_id=contract.id, organisation_id=organisation_id, tenant_id=actor.tenant_id))
    event = chronicle.Event("contract.added", "contract", contract.id, public=False)
    chronicle.record(session, actor, event, now=now)
    return contract


async def _check_reference(session: AsyncSession, actor: Actor, reference: str) -> None:
    taken = select(Contract.id).where(Contract.tenant_id == actor.tenant_id, Contract.reference == reference)
    if (await session.execute(taken)).first() is not None:
        raise AlreadyExists("There is a contract of this reference already.")


async def _check_parties(session: AsyncSession, actor: Actor, parties: list[str]) -> None:
    served = select(Organisation.id).where(
        Organisation.tenant_id == actor.tenant_id,
        Organisation.kind.in_(("la", "icb")),
        Organisation.id.in_(parties),
    )
    if set((await session.execute(served)).scalars()) != set(parties):
        raise Invalid("/organisation_ids", "unknown", "Each must be a council or health body of the provider.")
