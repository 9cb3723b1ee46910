"""The definitions of the figures hold together, and what may be asked of them is what they say."""

import pytest

from app.domain import kpis
from app.domain.kpi_questions import basis_of, check_audience, definition_of, group_value, groupings_of, percent
from app.domain.kpis import DEFINITIONS, MANAGERS_ONLY, Basis, Grouping, Unit
from app.domain.permissions import GRANTS, Permission, Role
from app.domain.refusals import Invalid, NotFound, NotPermitted

WITH_FIGURES = [role for role in Role if Permission.KPIS_READ in GRANTS[role]]


def test_the_codes_are_those_of_the_catalogue() -> None:
    assert list(DEFINITIONS) == [
        "T1",
        "T2",
        "T3",
        "T4",
        "V1",
        "outcomes",
        "reasons",
        "withdrawals",
        "certificates",
        "meetings",
        "needs",
        "sex",
        "ethnicity",
    ]


@pytest.mark.parametrize("definition", DEFINITIONS.values(), ids=DEFINITIONS)
def test_every_definition_is_whole(definition: kpis.Definition) -> None:
    assert definition.title
    assert definition.numerator.endswith(".")
    assert definition.denominator.endswith(".")
    assert definition.bases
    assert definition.dimension is None or definition.dimension in definition.groupings
    assert len(set(definition.groupings)) == len(definition.groupings)
    assert definition.is_rate == (definition.unit is Unit.CLOCKS)
    assert (definition.target_percent == 100.0) == definition.is_rate
    assert (Basis.DUE in definition.bases) == definition.is_rate
    assert definition.dimension not in MANAGERS_ONLY or definition.audience == (Role.SERVICE_MANAGER,)


def test_each_clock_counts_its_rule() -> None:
    assert {code: d.rule_id for code, d in DEFINITIONS.items() if d.is_rate} == {
        "T1": "hold-30d",
        "T2": "cert-no-mediation-3wd",
        "T3": "cert-after-mediation-3wd",
        "T4": "cert-deemed-3wd",
    }


@pytest.mark.parametrize("role", WITH_FIGURES)
@pytest.mark.parametrize("code", DEFINITIONS)
def test_what_needs_disclosure_control_goes_to_service_managers_only(role: Role, code: str) -> None:
    definition = DEFINITIONS[code]
    for grouping in definition.groupings:
        if role is Role.SERVICE_MANAGER or not MANAGERS_ONLY & {grouping, definition.dimension}:
            check_audience(role, definition, (grouping,))
        else:
            with pytest.raises(NotPermitted):
                check_audience(role, definition, (grouping,))


def test_a_share_shows_its_own_dimension_first_then_a_split() -> None:
    outcomes = definition_of("outcomes")
    assert groupings_of(outcomes, ()) == (Grouping.OUTCOME,)
    assert groupings_of(outcomes, (Grouping.OUTCOME,)) == (Grouping.OUTCOME,)
    assert groupings_of(outcomes, (Grouping.LA,)) == (Grouping.OUTCOME, Grouping.LA)
    assert groupings_of(definition_of("V1"), ()) == ()
    assert groupings_of(definition_of("V1"), (Grouping.LA, Grouping.MONTH)) == (Grouping.LA, Grouping.MONTH)


@pytest.mark.parametrize(
    ("code", "asked", "fault"),
    [
        ("outcomes", (Grouping.STAGE,), "not_for_this_figure"),
        ("T1", (Grouping.CERTIFICATE_KIND,), "not_for_this_figure"),
        ("outcomes", (Grouping.LA, Grouping.MONTH), "too_many"),
    ],
)
def test_a_grouping_that_the_figure_does_not_have(code: str, asked: tuple[Grouping, ...], fault: str) -> None:
    with pytest.raises(Invalid) as refused:
        groupings_of(definition_of(code), asked)
    assert (refused.value.faults[0].pointer, refused.value.faults[0].code) == ("?group_by", fault)


def test_the_basis_is_the_figures_own_unless_named() -> None:
    assert basis_of(definition_of("T1"), None) is Basis.DUE
    assert basis_of(definition_of("V1"), None) is Basis.RECEIVED
    assert basis_of(definition_of("outcomes"), None) is Basis.CLOSED
    assert basis_of(definition_of("outcomes"), Basis.RECEIVED) is Basis.RECEIVED
    with pytest.raises(Invalid) as refused:
        basis_of(definition_of("outcomes"), Basis.LIVE)
    assert refused.value.faults[0].pointer == "?basis"


def test_the_value_of_a_group() -> None:
    outcomes = definition_of("outcomes")
    assert group_value(outcomes, Grouping.OUTCOME, "changed_mind") == "changed_mind"
    assert group_value(outcomes, Grouping.OUTCOME, "none") is None
    assert group_value(outcomes, Grouping.MONTH, "2024-07") == "2024-07"
    for grouping, text in (
        (Grouping.OUTCOME, "won"),
        (Grouping.MONTH, "2024-13"),
        (Grouping.MONTH, "202407"),
        (Grouping.SEX, "male"),
    ):
        with pytest.raises(Invalid) as refused:
            group_value(outcomes, grouping, text)
        assert refused.value.faults[0].pointer == f"?{grouping}"


def test_an_unknown_code_is_not_found() -> None:
    for code in ("t1", "V9", ""):
        with pytest.raises(NotFound):
            definition_of(code)


@pytest.mark.parametrize(
    ("numerator", "denominator", "expected"),
    [
        (270, 630, 42.9),
        (255, 549, 46.4),
        (224, 630, 35.6),
        (701, 630, 111.3),
        (1, 8, 12.5),
        (1, 16, 6.3),
        (1, 2000, 0.1),
        (1, 2001, 0.0),
        (0, 5, 0.0),
        (5, 5, 100.0),
        (0, 0, None),
    ],
)
def test_percentages_round_to_one_decimal_with_halves_upwards(
    numerator: int, denominator: int, expected: float | None
) -> None:
    assert percent(numerator, denominator) == expected
