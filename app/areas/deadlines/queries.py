"""What may be read of deadlines: of one case, and what is due across cases."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import (
    ColumnElement,
    and_,
    bindparam,
    case,
    exists,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.domain import clocks
from app.domain.agreements import Owner, TermKind
from app.domain.codes import DeadlineStatus, OwedBy
from app.domain.permissions import COUNCIL, HEALTH, STAFF, Actor, Role
from app.store.documents import as_documents
from app.store.tables import IS_OPEN_HERE, Case, Deadline
from app.store.tables.agreements import AgreementTerm
from app.store.types import Day, Short

Reader = AsyncConnection | AsyncSession

SEEN_BY_COUNCIL = (
    "arrange-30d-education",
    "arrange-30d-mixed",
    "arrange-30d-health-only",
    "health-notify-3wd",
    "hold-30d",
    "session-notice-5wd",
    "la-told-1w",
    "rcb-tells-la-1w",
)
"""The clocks that the other side owes or can be told of; what a family may do, and by when, is the family's."""

PROMISED, OF_THE_PLAN = "agr-", "ehc-"
"""How the rules of promises, and those of assessments and plans, begin: councils see all of both.

A health body sees of the promises what it owes itself and what is about health, as it does of an agreement's terms.
"""

SEEN_BY_PARTNERS = ("hold-30d",)
"""The clock that is the same on every route: the others tell, by being there, what the brief of a case leaves out."""


STEPS = ("appeal-limb-i", "appeal-limb-ii")
"""Steps on the way to `appeal-last-day`: shown on the case, and across cases only when asked for."""


def visible_rules(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the deadlines whose dates an actor may see."""
    return rules_of(actor.role)


@functools.cache
def rules_of(role: Role, table: Any = Deadline) -> ColumnElement[bool]:
    """Return the predicate of what a role may see of the deadlines of cases, or of a table of what was said of them."""
    if role in STAFF or role is Role.FAMILY_FRONT_END:
        return true()
    if role is Role.PARTNER_SYSTEM:
        return _one_of(table, SEEN_BY_PARTNERS)
    if role in COUNCIL | HEALTH:
        agreed = table.rule_id.like(f"{PROMISED}%")
        return or_(
            _one_of(table, SEEN_BY_COUNCIL),
            table.rule_id.like(f"{OF_THE_PLAN}%"),
            and_(agreed, _about_health(table)) if role in HEALTH else agreed,
        )
    return false()


def _one_of(table: Any, rules: Sequence[str]) -> ColumnElement[bool]:
    found: ColumnElement[bool] = table.rule_id.in_([literal_column(f"'{rule}'") for rule in rules])
    return found


_TERM_ABOUT_HEALTH = or_(AgreementTerm.owner == Owner.ICB, AgreementTerm.kind == TermKind.HEALTH)


def _about_health(table: Any) -> ColumnElement[bool]:
    """Return whether the clock of a promise is one that a health body owes, or is about health."""
    about = exists().where(
        AgreementTerm.tenant_id == table.tenant_id,
        AgreementTerm.case_id == table.case_id,
        AgreementTerm.id == table.subject,
        _TERM_ABOUT_HEALTH,
    )
    if table is Deadline:
        return or_(Deadline.owed_by == OwedBy.ICB, about.correlate(Deadline))
    owed = exists().where(
        Deadline.case_id == table.case_id,
        Deadline.rule_id == table.rule_id,
        Deadline.subject == table.subject,
        Deadline.owed_by == OwedBy.ICB,
    )
    return or_(owed.correlate(table), about.correlate(table))


def sees(role: Role, rule_id: str) -> bool:
    """Say whether a role may see the dates of a rule; of what was agreed, a health body sees some: `seen_of`."""
    if role in STAFF or role is Role.FAMILY_FRONT_END:
        return True
    if role is Role.PARTNER_SYSTEM:
        return rule_id in SEEN_BY_PARTNERS
    if role in COUNCIL | HEALTH:
        return rule_id in SEEN_BY_COUNCIL or rule_id.startswith((PROMISED, OF_THE_PLAN))
    return False


async def seen_of(
    reader: Reader, actor: Actor, case: Mapping[str, Any], found: Sequence[clocks.Deadline]
) -> list[clocks.Deadline]:
    """Return those of a case's deadlines that an actor may see: the same answer as `visible_rules` gives a database."""
    seen = [deadline for deadline in found if sees(actor.role, deadline.rule_id)]
    if actor.role not in HEALTH or not any(deadline.rule_id.startswith(PROMISED) for deadline in seen):
        return seen
    asked = select(AgreementTerm.id).where(
        AgreementTerm.tenant_id == case["tenant_id"], AgreementTerm.case_id == case["id"], _TERM_ABOUT_HEALTH
    )
    about_health = set((await reader.execute(asked)).scalars())
    return [
        deadline
        for deadline in seen
        if not deadline.rule_id.startswith(PROMISED)
        or deadline.owed_by is OwedBy.ICB
        or deadline.subject in about_health
    ]


def status_on(today: ColumnElement[date]) -> ColumnElement[str]:
    """Return the status of a deadline, judged on a day: the same words as the rulebook's `Deadline.status`."""
    last_day = func.coalesce(Deadline.judged_on, Deadline.due_on)
    return case(
        (Deadline.not_needed, DeadlineStatus.NOT_NEEDED.value),
        (and_(Deadline.met_on.is_not(None), Deadline.met_on <= last_day), DeadlineStatus.MET.value),
        (and_(Deadline.met_on.is_not(None), Deadline.due_on.is_(None)), DeadlineStatus.MET.value),
        (Deadline.met_on.is_not(None), DeadlineStatus.LATE.value),
        (or_(Deadline.holds_open, Deadline.due_on.is_(None)), DeadlineStatus.PENDING.value),
        (last_day < today, DeadlineStatus.MISSED.value),
        else_=DeadlineStatus.PENDING.value,
    )


_SHOWN = (
    "id",
    "rule_id",
    "subject",
    "owed_by",
    "start_on",
    "due_on",
    "act_by_on",
    "due_at",
    "met_on",
    "calendar_version",
    "rule_version",
    "detail",
)


def within_case(role: Role, dialect: str) -> ColumnElement[Any]:
    """Return the deadlines that a role may see of the case that is being selected, as one JSON value.

    Reading a case is the hottest read there is, and each statement more costs as much as all its rows; a test holds
    what the database builds here equal to the stored rows. The parameter `today` is the day they are judged on.
    """
    status = status_on(bindparam("today", type_=Day()))
    columns = {name: getattr(Deadline, name) for name in _SHOWN} | {"status": status}
    return (
        select(as_documents(columns, dialect))
        .where(Deadline.tenant_id == Case.tenant_id, Deadline.case_id == Case.id, rules_of(role))
        .correlate(Case)
        .scalar_subquery()
    )


def in_order(found: list[dict[str, Any]] | None) -> list[dict[str, Any]]:
    """Return the deadlines of a case in the order in which they fall due."""
    return sorted(
        found or (), key=lambda row: (row["due_on"] is None, row["due_on"] or "", row["rule_id"], row["subject"])
    )


def page_statement(
    actor: Actor,
    cases_seen: ColumnElement[bool],
    *,
    today: date,
    due_from: date | None = None,
    due_to: date | None = None,
    status: Sequence[DeadlineStatus] = (),
    owed_by: Sequence[OwedBy] = (),
    rule_id: Sequence[str] = (),
    la: str | None = None,
    adviser_id: str | None = None,
    open_cases: bool | None = None,
) -> Any:
    """Return the select of deadlines across the cases that the actor may see, before paging."""
    judged = status_on(bindparam("today", today, type_=Day()))
    wanted: list[ColumnElement[bool]] = [cases_seen, visible_rules(actor), Deadline.due_on.is_not(None)]
    if due_from:
        wanted.append(Deadline.due_on >= due_from)
    if due_to:
        wanted.append(Deadline.due_on <= due_to)
    if status:
        wanted.append(judged.in_([code.value for code in status]))
    else:
        wanted.append(not_(Deadline.not_needed))
    if owed_by:
        wanted.append(Deadline.owed_by.in_(owed_by))
    if rule_id:
        wanted.append(Deadline.rule_id.in_(rule_id))
    else:
        wanted.append(Deadline.rule_id.not_in(STEPS))
    if la:
        wanted.append(Case.la_code == la)
    if open_cases is not None:
        wanted.append(IS_OPEN_HERE if open_cases else not_(IS_OPEN_HERE))
    if adviser_id and actor.is_staff:
        wanted.append(Case.adviser_id == adviser_id)
    return (
        select(
            *Deadline.__table__.columns,
            judged.label("status"),
            Case.reference.label("case_reference"),
            Case.la_code.label("la_code"),
        )
        .join(Case, and_(Case.tenant_id == Deadline.tenant_id, Case.id == Deadline.case_id))
        .where(*wanted)
    )


async def page_of(reader: Reader, statement: Any, *, after: tuple[Any, ...] | None, limit: int) -> list[dict[str, Any]]:
    """Return so many rows of a list, the earliest due first, from a position on."""
    if after is not None:
        statement = statement.where(
            or_(
                Deadline.due_on > bindparam("after_day", after[0], type_=Day()),
                and_(
                    Deadline.due_on == bindparam("on_day", after[0], type_=Day()),
                    Deadline.id > bindparam("after_id", after[1], type_=Short(36)),
                ),
            )
        )
    statement = statement.order_by(Deadline.due_on, Deadline.id).limit(limit)
    return [dict(row) for row in (await reader.execute(statement)).mappings()]
