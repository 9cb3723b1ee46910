"""What may be read of referrals, by whom."""

import functools
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, and_, bindparam, exists, false, not_, or_, select, true
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases import queries as cases
from app.domain import referrals as rules
from app.domain.codes import ReferralStatus, ReferredBy
from app.domain.parties import Side
from app.domain.permissions import Actor, Role
from app.domain.refusals import NotFound
from app.store.reading import Source, first
from app.store.tables import Assignment, Case, Child, Contact, Referral, ReferralReason
from app.store.tables.allocation import Conflict
from app.store.tables.parties import Party
from app.store.tables.people_contacts import WithheldContact
from app.store.types import Day, Short

Reader = AsyncConnection | AsyncSession


def visible_to(actor: Actor) -> ColumnElement[bool]:
    """Return the predicate of the referrals that an actor may see; everything else does not exist for them."""
    own: ColumnElement[bool] = Referral.tenant_id == actor.tenant_id
    match actor.role:
        case Role.COORDINATOR | Role.SERVICE_MANAGER:
            return and_(own, not_(_conflict_of(actor)))
        case Role.ADVISER:
            assigned = exists().where(
                Assignment.case_id == Referral.case_id,
                Assignment.user_id == actor.id,
                Assignment.ended_at.is_(None),
            )
            unopened = and_(Referral.created_by == actor.id, Referral.case_id.is_(None))
            seen = or_(Referral.status == ReferralStatus.RECEIVED, unopened, assigned)
            return and_(own, seen, not_(_conflict_of(actor)))
        case Role.LA_OFFICER:
            return and_(own, Referral.la_id == actor.organisation_id, not_(_conflict_of(actor)))
        case Role.PARTNER_SYSTEM:
            return and_(own, Referral.created_by == actor.id, Referral.la_id == actor.organisation_id)
        case Role.FAMILY_FRONT_END:
            # What shuts a parent out of the case shuts them out of the referral that it came from.
            seen = or_(Referral.case_id.is_(None), _its_case(actor).is_not(None), _joined_and_still_theirs(actor))
            return and_(own, Referral.created_by == actor.id, seen)
        case _:
            return false()


def _its_case(actor: Actor) -> ScalarSelect[Any]:
    """Return the id of the case of a referral, where the actor sees that case."""
    of_it = (Case.tenant_id == Referral.tenant_id, Case.id == Referral.case_id)
    seen = cases.visible_to(actor) if _is_named(actor) else cases.visible_to_role(actor.role)
    return select(Case.id).where(*of_it, seen).correlate(Referral).scalar_subquery()


def _joined_and_still_theirs(actor: Actor) -> ColumnElement[bool]:
    """Return whether a referral was joined to a case that others opened, and the rights did not pass from its sender.

    Its sender does not see that case, and keeps what they sent themselves.
    """
    young_person_holds = exists().where(
        Case.tenant_id == Referral.tenant_id,
        Case.id == Referral.case_id,
        cases.young_person_holds(actor if _is_named(actor) else None),
    )
    theirs = or_(Referral.referred_by == ReferredBy.YOUNG_PERSON, not_(young_person_holds.correlate(Referral)))
    return and_(Referral.status == ReferralStatus.JOINED, theirs)


def _conflict_of(actor: Actor) -> ColumnElement[bool]:
    """Return whether somebody has a conflict of interest with the case of a referral, or a body of it."""
    with_it = exists().where(
        Conflict.tenant_id == Referral.tenant_id,
        Conflict.user_id == actor.id,
        Conflict.case_id == Referral.case_id,
        Conflict.lifted_at.is_(None),
    )
    barred = cases.bodies_barred_to(actor.tenant_id, actor.id).subquery()
    with_a_body = exists().where(or_(barred.c.id == Referral.la_id, barred.c.id == Referral.icb_id))
    return or_(with_it.correlate(Referral), with_a_body.correlate(Referral))


_ANYBODY = ""
_WHO: dict[str, Any] = {
    field: bindparam(name, type_=Short(36))
    for field, name in (("tenant_id", "actor_tenant"), ("id", "actor_id"), ("organisation_id", "actor_organisation"))
}


def _anybody(role: Role) -> Actor:
    """Return an actor of a role whose ids are parameters: a statement is built once for them all (`cases.who`)."""
    return Actor(kind=_ANYBODY, role=role, **_WHO)


def _is_named(actor: Actor) -> bool:
    return actor.kind != _ANYBODY


_NOT_HIDDEN = not_(_conflict_of(_anybody(Role.COORDINATOR)))


def _columns(actor: Actor) -> list[Any]:
    """Return the columns of a referral; an outsider is told of its case where they see it, and staff see it always."""
    own = [column for column in Referral.__table__.columns if actor.is_staff or column.name != "case_id"]
    return own if actor.is_staff else [*own, _its_case(actor).label("case_id")]


_OF_CHILD = tuple(column.name for column in Child.__table__.columns if column.name not in {"id", "tenant_id"})
_ITS_CHILD = and_(Child.tenant_id == Referral.tenant_id, Child.id == Referral.child_id)
_REASONS = (
    select(ReferralReason.reason, ReferralReason.is_primary)
    .where(
        ReferralReason.tenant_id == bindparam("tenant", type_=Short(36)),
        ReferralReason.referral_id == bindparam("id", type_=Short(36)),
    )
    .order_by(ReferralReason.is_primary.desc(), ReferralReason.reason)
)
_CONTACTS = select(Contact.__table__).where(
    Contact.tenant_id == bindparam("tenant", type_=Short(36)),
    Contact.referral_id == bindparam("id", type_=Short(36)),
)
_WITHHELD_BY_NOW = exists().where(
    Party.tenant_id == Contact.tenant_id,
    Party.case_id == bindparam("case", type_=Short(36)),
    Party.side == Side.FAMILY,
    WithheldContact.tenant_id == Party.tenant_id,
    WithheldContact.person_id == Party.person_id,
)
_CONTACTS_OF_A_CASE = _CONTACTS.with_only_columns(
    *(column for column in Contact.__table__.columns if column.name != "withheld"),
    or_(Contact.withheld, _WITHHELD_BY_NOW.correlate(Contact)).label("withheld"),
)
"""Once there is a case, how people are reached is kept with them: what they withhold there is withheld here."""


@functools.cache
def _one_for(role: Role) -> Any:
    """Return the select of one referral for a role, built once: building costs more than PostgreSQL's answer."""
    anybody = _anybody(role)
    child = (Child.__table__.columns[name].label(f"child_{name}") for name in _OF_CHILD)
    asked = select(*_columns(anybody), *child).join(Child, _ITS_CHILD)
    return asked.where(Referral.id == bindparam("id", type_=Short(36)), visible_to(anybody))


async def one(source: Source, actor: Actor, referral_id: str) -> dict[str, Any]:
    """Return a referral with its child as one mapping; refuse what the actor may not see."""
    row = await first(source, _one_for(actor.role), {"id": referral_id, **cases.who(actor)})
    if row is None:
        raise NotFound
    return row


async def made_by(reader: Reader, actor: Actor, referral_id: str) -> dict[str, Any]:
    """Return what never changes of a referral to whoever made it, and may perhaps not read it."""
    asked = select(Referral.id, Referral.reference, Referral.received_on, Referral.created_at).where(
        Referral.tenant_id == actor.tenant_id,
        Referral.id == referral_id,
        Referral.created_by == actor.id,
        not_(_conflict_of(actor)),
    )
    row = (await reader.execute(asked)).mappings().one_or_none()
    if row is None:
        raise NotFound
    return dict(row)


def stored(referral: Mapping[str, Any], child: Mapping[str, Any]) -> dict[str, Any]:
    """Return a referral that has just been written as `one` would return it."""
    row = {column.name: referral.get(column.name) for column in Referral.__table__.columns}
    return row | {f"child_{name}": child.get(name) for name in _OF_CHILD}


async def reasons_of(reader: Reader, row: Mapping[str, Any]) -> list[Any]:
    """Return the referral's reasons, the primary one first."""
    return list(await reader.execute(_REASONS, {"tenant": row["tenant_id"], "id": row["id"]}))


async def contacts_of(reader: Reader, row: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return how to reach the family and the referrer, by side, and whether it is withheld: if only by now."""
    values = {"tenant": row["tenant_id"], "id": row["id"], "case": row["case_id"]}
    asked = _CONTACTS if row["case_id"] is None else _CONTACTS_OF_A_CASE
    found = (await reader.execute(asked, values)).mappings()
    return {contact["side"]: dict(contact) for contact in found}


async def duplicates_of(reader: Reader, actor: Actor, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return other referrals that may be about the same child, with why. For the provider's staff alone.

    One that a conflict of interest hides from the actor is not among them.
    """
    alike: list[ColumnElement[bool]] = [Child.search_name == row["child_search_name"]]
    if row["child_born_on"] is not None and row["child_family_name"]:
        alike.append(and_(Child.born_on == row["child_born_on"], Child.family_name == row["child_family_name"]))
    for name in ("upn", "nhs_number"):
        if row[f"child_{name}"]:
            alike.append(getattr(Child, name) == row[f"child_{name}"])
    # The children first, in a step of its own: the planner must not walk all referrals to find a name.
    children = (
        select(Child.id, Child.given_name, Child.family_name, Child.born_on, Child.upn, Child.nhs_number)
        .where(Child.tenant_id == row["tenant_id"], or_(*alike))
        .limit(200)
        .cte("alike")
        .prefix_with("MATERIALIZED")
    )
    found = (
        await reader.execute(
            select(
                Referral.id,
                Referral.reference,
                Referral.case_id,
                Referral.la_code,
                *(column for column in children.c if column.name != "id"),
            )
            .join(children, Referral.child_id == children.c.id)
            .where(Referral.tenant_id == row["tenant_id"], Referral.id != row["id"], _NOT_HIDDEN)
            .order_by(Referral.received_on.desc(), Referral.id)
            .limit(50),
            cases.who(actor),
        )
    ).mappings()
    this = {name: row[f"child_{name}"] for name in rules.COMPARED} | {"la_code": row["la_code"]}
    shown = []
    for other in found:
        why = rules.why_alike(this, dict(other))
        if why:
            shown.append(
                {
                    "referral_id": other["id"],
                    "reference": other["reference"],
                    "case_id": other["case_id"],
                    "why": list(why),
                }
            )
    return shown[:10]


def page_statement(
    actor: Actor,
    *,
    status: Sequence[ReferralStatus] = (),
    la: str | None = None,
    received_from: date | None = None,
    received_to: date | None = None,
    updated_since: Any = None,
) -> Any:
    """Return the select of a list of referrals, newest first, before paging."""
    wanted: list[ColumnElement[bool]] = [visible_to(actor), true()]
    if status:
        wanted.append(Referral.status.in_(status))
    if la:
        wanted.append(Referral.la_code == la)
    if received_from:
        wanted.append(Referral.received_on >= received_from)
    if received_to:
        wanted.append(Referral.received_on <= received_to)
    if updated_since:
        wanted.append(Referral.updated_at >= updated_since)
    return (
        select(
            *_columns(actor),
            Child.given_name.label("child_given_name"),
            Child.family_name.label("child_family_name"),
            Child.born_on.label("child_born_on"),
        )
        .join(Child, _ITS_CHILD)
        .where(*wanted)
    )


async def page_of(reader: Reader, statement: Any, *, after: tuple[Any, ...] | None, limit: int) -> list[dict[str, Any]]:
    """Return so many rows of a list, from a position on."""
    if after is not None:
        statement = statement.where(
            or_(
                Referral.received_on < bindparam("after_day", after[0], type_=Day()),
                and_(
                    Referral.received_on == bindparam("on_day", after[0], type_=Day()),
                    Referral.id < bindparam("after_id", after[1], type_=Short(36)),
                ),
            )
        )
    statement = statement.order_by(Referral.received_on.desc(), Referral.id.desc()).limit(limit)
    found = (await reader.execute(statement)).mappings()
    return [
        {
            **row,
            "child": {
                "given_name": row["child_given_name"],
                "family_name": row["child_family_name"],
                "born_on": row["child_born_on"],
            },
        }
        for row in found
    ]
