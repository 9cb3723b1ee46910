"""What is asked of a figure, once it is known to be allowed to whoever asks and to make sense."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncConnection

from app.areas.organisations import queries as organisations
from app.areas.reporting import schemas
from app.areas.reporting.scope import predecessors_of
from app.domain.kpi_questions import basis_of, check_audience
from app.domain.kpis import Basis, Definition, Grouping
from app.domain.periods import PARAMETER, Period, Term, as_at, contract_named_in, period_from
from app.domain.permissions import Actor
from app.domain.refusals import Invalid
from app.store.tables import Contract, ContractParty


@dataclass(frozen=True, slots=True)
class Question:
    """One question: which figure, on which basis, over which days, in which groups, judged on which day."""

    definition: Definition
    basis: Basis
    period: Period
    la: str | None
    groupings: tuple[Grouping, ...]
    today: date


async def question_of(
    connection: AsyncConnection,
    actor: Actor,
    definition: Definition,
    request: schemas.KpiRequest | schemas.KpiCasesRequest,
    groupings: tuple[Grouping, ...],
    today: date,
) -> Question:
    """Return what is asked, once it is known to be allowed to this actor and to make sense."""
    check_audience(actor.role, definition, groupings)
    basis = basis_of(definition, request.basis)
    if request.la is not None:
        await _check_la(connection, actor, request.la)
    period = await _period(connection, actor, basis, request.period, request.as_at, today)
    if basis is Basis.LIVE and Grouping.STAGE in groupings and period.last < today:
        raise Invalid("?as_at", "not_by_stage", "Stages are known as of today: leave out as_at, or the stage.")
    return Question(definition, basis, period, request.la, groupings, today)


async def _period(
    connection: AsyncConnection, actor: Actor, basis: Basis, text: str | None, day: date | None, today: date
) -> Period:
    if basis is Basis.LIVE:
        if text is not None:
            raise Invalid(PARAMETER, "not_with_live", "What is live is counted on one day: use as_at.")
        if day is not None and day > today:
            raise Invalid("?as_at", "in_the_future", "What is live cannot be known before the day has come.")
        return as_at(day or today)
    if day is not None:
        raise Invalid("?as_at", "only_with_live", "A day is only asked for with basis=live.")
    if text is None:
        raise Invalid(PARAMETER, "missing", "A period is required with this basis.")
    contract_id = contract_named_in(text)
    return period_from(text, term=await _term(connection, actor, contract_id) if contract_id else None)


async def _term(connection: AsyncConnection, actor: Actor, contract_id: str) -> Term | None:
    """Return the days of a contract; outsiders know only the contracts that they are a party to."""
    wanted = [Contract.tenant_id == actor.tenant_id, Contract.id == contract_id]
    if actor.organisation_id != actor.tenant_id:
        party = select(ContractParty.contract_id).where(
            ContractParty.tenant_id == actor.tenant_id, ContractParty.organisation_id.in_(predecessors_of(actor))
        )
        wanted.append(Contract.id.in_(party))
    row = (await connection.execute(select(Contract.starts_on, Contract.ends_on).where(*wanted))).one_or_none()
    return Term(*row) if row else None


async def _check_la(connection: AsyncConnection, actor: Actor, code: str) -> None:
    """Refuse a code that is none of the provider's councils, since a slip would look like one without cases."""
    if await organisations.by_code(connection, actor.tenant_id, "la", code) is None:
        raise Invalid("?la", "unknown_code", "This is none of the councils of the service.")
