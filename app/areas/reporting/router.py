"""Figures over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query

from app.areas.reporting import queries, schemas
from app.domain.kpis import Basis, Grouping, Part
from app.web.actor import MayReadKpis
from app.web.clock import Now, Today
from app.web.paging import Paging
from app.web.transaction import Read, TransactionRoute
from app.wire.types import IsoDate, Page
from app.wire.uk import OrganisationCode

router = APIRouter(prefix="/kpis", tags=["Figures"], route_class=TransactionRoute)

Code = Annotated[str, Path(max_length=20, description="The code of a figure, as `GET /v1/kpis` lists them.")]
PeriodAsked = Annotated[schemas.PeriodText | None, Query()]
BasisAsked = Annotated[
    Basis | None,
    Query(description="Which day places a record in the period; each figure has a basis of its own when left out."),
]
LaAsked = Annotated[OrganisationCode | None, Query(description="Only this council: its code, such as 926.")]
AsAtAsked = Annotated[IsoDate | None, Query(description="With basis live: at the end of that day; else today.")]
Group = Annotated[schemas.GroupValue | None, Query()]


async def _figure_asked(
    period: PeriodAsked = None,
    basis: BasisAsked = None,
    la: LaAsked = None,
    as_at: AsAtAsked = None,
    group_by: Annotated[
        list[Grouping] | None,
        Query(max_length=3, description="May be repeated: the figure's own dimension and one more."),
    ] = None,
) -> schemas.KpiRequest:
    return schemas.KpiRequest(period=period, basis=basis, la=la, as_at=as_at, group_by=group_by or [])


async def _cases_asked(
    period: PeriodAsked = None,
    basis: BasisAsked = None,
    la: LaAsked = None,
    as_at: AsAtAsked = None,
    part: Annotated[
        Part, Query(description="Behind which number; `remainder` is the denominator less the numerator.")
    ] = Part.NUMERATOR,
    outcome: Group = None,
    reason: Group = None,
    need: Group = None,
    sex: Group = None,
    ethnicity: Group = None,
    month: Group = None,
    kind: Group = None,
    stage: Group = None,
    certificate_kind: Group = None,
    decision_kind: Group = None,
    withdrawal_reason: Group = None,
) -> schemas.KpiCasesRequest:
    return schemas.KpiCasesRequest(
        period=period,
        basis=basis,
        la=la,
        as_at=as_at,
        part=part,
        outcome=outcome,
        reason=reason,
        need=need,
        sex=sex,
        ethnicity=ethnicity,
        month=month,
        kind=kind,
        stage=stage,
        certificate_kind=certificate_kind,
        decision_kind=decision_kind,
        withdrawal_reason=withdrawal_reason,
    )


@router.get("", operation_id="listKpis")
async def definitions(_actor: MayReadKpis) -> schemas.KpiDefinitions:
    """List every figure: what its numerator and denominator are, what is left out, and who may see it."""
    return queries.definitions()


@router.get("/{code}", operation_id="readKpi")
async def figure(
    code: Code,
    asked: Annotated[schemas.KpiRequest, Depends(_figure_asked)],
    actor: MayReadKpis,
    connection: Read,
    today: Today,
    now: Now,
) -> schemas.Kpi:
    """Work out a figure from the case records as they are now, within what you may see."""
    return await queries.figures(connection, actor, code, asked, today, now)


@router.get("/{code}/cases", operation_id="listKpiCases")
async def cases(
    code: Code,
    asked: Annotated[schemas.KpiCasesRequest, Depends(_cases_asked)],
    actor: MayReadKpis,
    paging: Paging,
    connection: Read,
    today: Today,
) -> Page[schemas.KpiCase]:
    """List the cases behind a number, for the provider's staff: the same filters, and the group values of the row."""
    after = paging.after(1)
    rows = await queries.cases_behind(
        connection, actor, code, asked, today, after=after[0] if after else None, limit=paging.take
    )
    return paging.page(
        rows,
        key=lambda row: (row.referral_id,),
        item=lambda row: schemas.KpiCase(case_id=row.case_id, referral_id=row.referral_id, reference=row.reference),
    )
