"""How a figure is asked for, and how it is answered. A figure holds counts and codes, never a person."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.domain.kpis import Basis, Grouping, Part
from app.wire.base import Answer, Strict
from app.wire.types import Instant, IsoDate, pattern_text
from app.wire.uk import OrganisationCode

PeriodText = Annotated[
    str,
    pattern_text(r"[A-Za-z0-9:.\-]{1,80}", 80),
    Field(
        description="calendar:2024, calendar:2024-Q3, financial:2024-25, academic:2024-25, contract:{id}:2025 (the "
        "contract year that begins in 2025) or dates:2024-01-01..2025-02-14; needed unless the basis is live."
    ),
]
GroupValue = Annotated[
    str,
    pattern_text(r"[a-z0-9_\-]{1,40}", 40),
    Field(description="The value of the row's group; `none` where it is null."),
]


class KpiRequest(Strict):
    """What is asked of a figure."""

    period: PeriodText | None = None
    basis: Basis | None = Field(
        default=None, description="Which day places a record in the period; each figure has a basis of its own."
    )
    la: OrganisationCode | None = Field(default=None, description="Only this council: its three-digit code.")
    as_at: IsoDate | None = Field(default=None, description="With basis live: at the end of that day; else today.")
    group_by: list[Grouping] = Field(
        default_factory=list, max_length=3, description="May be repeated: the figure's own dimension and one more."
    )


class KpiCasesRequest(Strict):
    """Which cases of a figure: the same filters, and the group values of the row."""

    period: PeriodText | None = None
    basis: Basis | None = None
    la: OrganisationCode | None = None
    as_at: IsoDate | None = None
    part: Part = Field(
        default=Part.NUMERATOR,
        description="Behind which number; `remainder` is the denominator's without the numerator's.",
    )
    outcome: GroupValue | None = None
    reason: GroupValue | None = None
    need: GroupValue | None = None
    sex: GroupValue | None = None
    ethnicity: GroupValue | None = None
    month: GroupValue | None = None
    kind: GroupValue | None = None
    stage: GroupValue | None = None
    certificate_kind: GroupValue | None = None
    decision_kind: GroupValue | None = None
    withdrawal_reason: GroupValue | None = None

    def groups(self) -> dict[Grouping, str]:
        """Return the group values asked for; the council is a filter already."""
        asked = ((grouping, getattr(self, grouping, None)) for grouping in Grouping if grouping is not Grouping.LA)
        return {grouping: value for grouping, value in asked if value is not None}


class ReportPeriod(Answer):
    """The days that a figure covers, both included."""

    label: str
    first_on: date
    last_on: date


class Excluded(Answer):
    """How many were left out of a denominator, and why."""

    reason: str
    count: int


class Figure(Answer):
    """A numerator of a denominator. `percent` is null, with the reason, where there is nothing to count."""

    numerator: int
    denominator: int
    excluded: list[Excluded]
    percent: float | None
    reason: str | None


class Row(Figure):
    """The figure of one group; a null in `group` is not known, or not applicable yet."""

    group: dict[str, str | None]


class Kpi(Answer):
    """A figure with its rows. The numerators of the rows add up to that of the totals."""

    code: str
    title: str
    period: ReportPeriod
    basis: Basis
    la: str | None
    group_by: list[Grouping]
    rows: list[Row]
    totals: Figure
    target_percent: float | None
    definition_version: str
    cut_off_at: Instant


class KpiDefinition(Answer):
    """What a figure is. `service_manager_only` names the groupings that nobody else may ask for."""

    code: str
    title: str
    numerator: str
    denominator: str
    exclusions: list[str]
    bases: list[Basis]
    default_basis: Basis
    groupings: list[Grouping]
    service_manager_only: list[Grouping]
    dimension: Grouping | None
    rule_id: str | None
    target_percent: float | None
    audience: list[str]
    definition_version: str


class KpiDefinitions(Answer):
    """Every figure there is."""

    items: list[KpiDefinition]


class KpiCase(Answer):
    """One record behind a row: its case, or the referral that has none."""

    case_id: str | None
    referral_id: str
    reference: str
