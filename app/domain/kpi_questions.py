"""What may be asked of a figure, and by whom: its groupings, their values, its basis. Also how a percentage rounds."""

import re

from app.domain.kpis import CODES, DEFINITIONS, MANAGERS, MANAGERS_ONLY, Basis, Definition, Grouping
from app.domain.permissions import Role
from app.domain.refusals import Invalid, NotFound, NotPermitted

NONE = "none"
"""What a caller writes for a group whose value is null: not known, or not applicable."""

MOST_GROUPINGS = 2
_MONTH = re.compile(r"[0-9]{4}-(0[1-9]|1[0-2])")
_WORD = re.compile(r"[a-z0-9_]{1,40}")


def definition_of(code: str) -> Definition:
    """Return the definition that the code names."""
    if code not in DEFINITIONS:
        raise NotFound
    return DEFINITIONS[code]


def check_audience(role: Role, definition: Definition, groupings: tuple[Grouping, ...]) -> None:
    """Refuse a figure, or a grouping of it, that this role may not see."""
    exact = MANAGERS_ONLY.intersection(groupings)
    if role not in definition.audience or (exact and role not in MANAGERS):
        raise NotPermitted(
            "Figures by need, sex, ethnicity or reason of withdrawal go to the provider's service managers only."
        )


def groupings_of(definition: Definition, asked: tuple[Grouping, ...]) -> tuple[Grouping, ...]:
    """Return the groupings of the rows: a share's own dimension (else the first asked) comes first, then a split."""
    own = (definition.dimension,) if definition.dimension else ()
    wanted = tuple(dict.fromkeys((*own, *asked)))
    for grouping in wanted:
        _check_grouping(definition, grouping, "?group_by")
    if len(wanted) > MOST_GROUPINGS:
        raise Invalid("?group_by", "too_many", f"A figure is grouped by at most {MOST_GROUPINGS} things at once.")
    return wanted


def group_value(definition: Definition, grouping: Grouping, text: str) -> str | None:
    """Return the value of a group as it is stored, None for `none`."""
    _check_grouping(definition, grouping, f"?{grouping}")
    codes = CODES.get(grouping)
    known = (
        text in set(codes)
        if codes
        else _MONTH.fullmatch(text) is not None
        if grouping is Grouping.MONTH
        else _WORD.fullmatch(text) is not None
    )
    if text != NONE and not known:
        raise Invalid(f"?{grouping}", "unknown_code", "This is not one of the values that the grouping has.")
    return None if text == NONE else text


def basis_of(definition: Definition, asked: Basis | None) -> Basis:
    """Return the basis asked for, or the figure's own."""
    if asked is not None and asked not in definition.bases:
        names = ", ".join(definition.bases)
        raise Invalid("?basis", "not_for_this_figure", f"This figure is counted by: {names}.")
    return asked or definition.default_basis


def percent(numerator: int, denominator: int) -> float | None:
    """Return the percentage to one decimal, halves upwards, or None of nothing."""
    return (numerator * 2000 + denominator) // (denominator * 2) / 10 if denominator else None


def _check_grouping(definition: Definition, grouping: Grouping, parameter: str) -> None:
    if grouping not in definition.groupings:
        names = ", ".join(definition.groupings)
        raise Invalid(parameter, "not_for_this_figure", f"This figure is grouped by: {names}.")
