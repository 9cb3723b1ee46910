"""The one aggregate statement of a figure, and how its lines become rows and totals."""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Integer, Select, String, and_, cast, func, literal, null, select, union_all

from app.areas.reporting import schemas
from app.areas.reporting.populations import population
from app.areas.reporting.questions import Question
from app.domain.kpi_questions import percent
from app.domain.kpis import CODES, CODES_OUTSIDE, Grouping
from app.domain.permissions import Actor

NOTHING_TO_COUNT = "nothing_to_count"
_ROW, _SPLIT, _TOTAL = 0, 1, 2
Values = tuple[str | None, ...]


class _Count(NamedTuple):
    """One line of the aggregate: how many count, how many of them meet the figure, and who is left out."""

    counted: int
    met: int
    excluded: tuple[schemas.Excluded, ...]


def aggregate(question: Question, actor: Actor) -> Select[Any] | Any:
    """Return the one statement: a line for each row, each split of a share, and the whole."""
    counted = population(question, actor).cte("counted")
    groups = [counted.c[grouping.value] for grouping in question.groupings]
    many = Grouping.REASON in question.groupings  # then a record stands in several rows, and counts once in a total

    def how_many(condition: ColumnElement[bool]) -> ColumnElement[int]:
        return func.count(counted.c.subject.distinct() if many else counted.c.subject).filter(condition)

    def line(level: int, kept: Iterable[int]) -> Select[Any]:
        shown = [group if place in set(kept) else cast(null(), String) for place, group in enumerate(groups)]
        chosen = select(
            literal(level, Integer).label("level"),
            *shown,
            how_many(counted.c.left_out.is_(None)),
            how_many(and_(counted.c.left_out.is_(None), counted.c.met == 1)),
            *(how_many(counted.c.left_out == code.value) for code in question.definition.exclusions),
        )
        kept_groups = [groups[place] for place in kept]
        return chosen.group_by(*kept_groups) if kept_groups else chosen

    lines = [line(_TOTAL, ())]
    if groups:
        lines.append(line(_ROW, range(len(groups))))
    if len(groups) > 1 and not question.definition.is_rate:
        lines.append(line(_SPLIT, range(1, len(groups))))
    return union_all(*lines)


def answered(
    question: Question, actor: Actor, lines: Iterable[Sequence[Any]]
) -> tuple[list[schemas.Row], schemas.Figure]:
    """Return the rows and the totals: a rate's row has its own denominator, a share's that of its split."""
    known = CODES if actor.is_staff else CODES_OUTSIDE
    codes = tuple(known.get(question.groupings[0], ())) if question.groupings else ()
    width = len(question.groupings)
    levels: dict[int, dict[Values, _Count]] = {_ROW: {}, _SPLIT: {}, _TOTAL: {}}
    for level, *rest in lines:
        counts = rest[width + 2 :]
        left_out = tuple(
            schemas.Excluded(reason=code.value, count=count)
            for code, count in zip(question.definition.exclusions, counts, strict=True)
            if count
        )
        levels[level][tuple(rest[:width])] = _Count(rest[width], rest[width + 1], left_out)
    (total,) = levels[_TOTAL].values()
    if question.definition.is_rate:
        found = levels[_ROW] if width else levels[_TOTAL]
        rows = [_row(question, key, found[key], found[key].met) for key in _ordered(codes, found)]
        return rows, _figure(total, total.met)
    if not width:
        return [_row(question, (), total, total.counted)], _figure(total, total.counted)
    splits: dict[Values, _Count] = {(): total}
    if width > 1:
        splits = {key[1:]: count for key, count in levels[_SPLIT].items()}
    numerators = {key: count.counted for key, count in levels[_ROW].items() if count.counted}
    for split in splits:
        numerators = {(code.value, *split): 0 for code in codes} | numerators
    rows = [_row(question, key, splits[key[1:]], numerators[key]) for key in _ordered(codes, numerators)]
    return rows, _figure(total, sum(numerators.values()))


def _ordered(codes: Sequence[StrEnum], keys: Iterable[Values]) -> list[Values]:
    """Return the rows' keys in order: by split, then by the order of the code list, the unknown last."""
    places = {code.value: place for place, code in enumerate(codes)}

    def rank(key: Values) -> tuple[Any, ...]:
        texts = [(value is None, value or "") for value in key[1:]]
        first = key[0] if key else None
        return (texts, first is None, places.get(first or "", 0), first or "")

    return sorted(keys, key=rank)


def _row(question: Question, key: Values, count: _Count, numerator: int) -> schemas.Row:
    group = {
        grouping.value: f"{value[:4]}-{value[4:]}" if value and grouping is Grouping.MONTH else value
        for grouping, value in zip(question.groupings, key, strict=True)
    }
    return schemas.Row(group=group, **_figure(count, numerator).model_dump())


def _figure(count: _Count, numerator: int) -> schemas.Figure:
    share = percent(numerator, count.counted)
    return schemas.Figure(
        numerator=numerator,
        denominator=count.counted,
        excluded=list(count.excluded),
        percent=share,
        reason=NOTHING_TO_COUNT if share is None else None,
    )
