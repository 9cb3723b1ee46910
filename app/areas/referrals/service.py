"""What a person does with a referral: receive, correct, accept, join, close."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import service as cases
from app.areas.organisations import queries as organisations
from app.areas.parties import beginnings
from app.areas.referrals import bodies, corrections, queries, rows
from app.domain import identifiers
from app.domain import referrals as rules
from app.domain.codes import ReferralStatus
from app.domain.permissions import Actor, Role
from app.domain.refusals import AlreadyExists, Fault, Invalid, NotFound, StateConflict
from app.store import chronicle, ids
from app.store.counters import next_number
from app.store.statements import add
from app.store.tables import Child, Referral
from app.store.versions import check_version

_CHILDREN, _REFERRALS = (table.metadata.tables[table.__tablename__] for table in (Child, Referral))
_REFERENCE_IN_USE = "This council's reference is in use for another referral."
_IN_USE = (Fault("/external_reference", "in_use", _REFERENCE_IN_USE),)


async def receive(
    session: AsyncSession,
    actor: Actor,
    body: bodies.ReceiveReferral,
    *,
    today: date,
    now: datetime,
    earlier: Referral | None = None,
    sender: str | None = None,
) -> dict[str, Any]:
    """Record a referral as it arrived, and return it with its child as `queries.one` would.

    One about a later decision has the child of the `earlier`, and may be seen by that one's `sender`.
    """
    rules.check_days(rows.days_of(body), rows.pointers_of(body, of_later=earlier is not None), today=today)
    council = await _council(session, actor, body.la_code)
    icb_id = await _health_body(session, actor, body.icb_id)
    _check_whose_reference(actor, body.external_reference)
    await _check_external_reference(session, actor, council.id, body.external_reference)
    child_id = earlier.child_id if earlier is not None else ids.new_id(now)
    values: dict[str, Any] = {
        "id": ids.new_id(now),
        "tenant_id": actor.tenant_id,
        "status": ReferralStatus.RECEIVED,
        "child_id": child_id,
        "la_id": council.id,
        "la_code": council.code,
        "icb_id": icb_id,
        "received_on": today,
        "created_by": sender or actor.id,
        "created_at": now,
        "updated_at": now,
        "version": 1,
        **rows.referral_values(body, actor),
        # Last, since everybody else who asks for a number waits from here to the end.
        "reference": await _new_reference(session, actor.tenant_id, now),
    }
    referral = Referral(**values)
    child = {"id": child_id, "tenant_id": actor.tenant_id, **rows.child_values(body.child)}
    try:
        new_child = [] if earlier is not None else [(_CHILDREN, child)]
        await add(session, [*new_child, (_REFERRALS, values), *rows.beside(referral, body, now)])
    except IntegrityError:
        if body.external_reference is None:
            raise
        # Another request came first, between the check and here.
        raise AlreadyExists(_REFERENCE_IN_USE, faults=_IN_USE) from None
    chronicle.record(session, actor, _event("received", referral), now=now)
    # Not read back: everybody else who wants a number waits meanwhile.
    return queries.stored(values, child)


async def correct(
    session: AsyncSession,
    actor: Actor,
    referral_id: str,
    body: bodies.CorrectReferral,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Referral:
    """Correct a referral by a merge patch; once it is a case, staff may still complete what is no fact of the case."""
    referral = await _locked(session, actor, referral_id, version)
    given = body.model_fields_set
    if not given:
        return referral
    _check_correctable(actor, referral, body)
    if "external_reference" in given:
        _check_whose_reference(actor, body.external_reference)
    derived = await corrections.has_derived_reasons(session, referral)
    la_id, la_code, reference = referral.la_id, referral.la_code, referral.external_reference
    if body.la_code is not None:
        council = await _council(session, actor, body.la_code)
        la_id, la_code = council.id, council.code
    if "external_reference" in given:
        reference = body.external_reference
    # Checked as it will stand, and before it does: a reference may also come into use by a move to another council.
    await _check_external_reference(session, actor, la_id, reference, referral.id)
    referral.la_id, referral.la_code, referral.external_reference = la_id, la_code, reference
    if "icb_id" in given:
        referral.icb_id = await _health_body(session, actor, body.icb_id)
    await corrections.apply(session, actor, referral, body, now=now)
    await corrections.check_days(session, referral, body, today=today)
    if "reasons" not in given and derived:
        await corrections.replace_reasons(session, referral, corrections.derived_reasons(referral))
    _touch(referral, now)
    try:
        await session.flush()
    except IntegrityError:
        # Another request came first, between the check and here.
        raise AlreadyExists(_REFERENCE_IN_USE, faults=_IN_USE) from None
    chronicle.record(session, actor, _event("corrected", referral), now=now)
    if referral.status is ReferralStatus.ACCEPTED and referral.case_id is not None:
        await cases.take_correction(session, referral, today=today, now=now)
    return referral


def _check_correctable(actor: Actor, referral: Referral, body: bodies.CorrectReferral) -> None:
    given = body.model_fields_set
    for name in ("kind", "la_code", "contacted_on", "channel", "child", "family", "referrer"):
        if name in given and getattr(body, name) is None:
            raise Invalid(f"/{name}", "required", "This part of a referral cannot be cleared.")
    if referral.status is ReferralStatus.RECEIVED:
        return
    if not actor.is_staff or referral.status is not ReferralStatus.ACCEPTED:
        raise StateConflict(f"The referral is {referral.status.value} already; only a waiting one can be changed.")
    if "family" in given:
        raise StateConflict(
            "The referral is a case now, and how to reach the family is kept with its people: correct "
            "/v1/people/{person_id}, its /contact or its /withheld-contact, "
            f"of a person of /v1/cases/{referral.case_id}/parties."
        )
    fixed = sorted(given - corrections.CORRECTABLE_LATER)
    if fixed:
        raise StateConflict(
            f"The referral is a case now, and {', '.join(fixed)} a matter of its facts: record or supersede them there."
        )


async def accept(
    session: AsyncSession,
    actor: Actor,
    referral_id: str,
    *,
    adviser_id: str | None,
    version: int | None,
    today: date,
    now: datetime,
    people_of: str | None = None,
) -> str:
    """Open a case of the referral, assign its adviser, and return the case's id.

    Its people are those that the referral names, or those of the family's side of another case.
    """
    referral = await _waiting(session, actor, referral_id, version)
    if actor.role is Role.ADVISER:
        adviser_id = adviser_id or actor.id
        if adviser_id != actor.id:
            raise Invalid("/adviser_id", "not_yourself", "An adviser accepts a case for themselves.")
    case = await cases.open_case(
        session,
        actor,
        referral,
        reference=await _new_reference(session, actor.tenant_id, now),
        adviser_id=adviser_id,
        today=today,
        now=now,
    )
    if people_of is None:
        await beginnings.begin(session, actor, case, referral, now=now)
    else:
        await beginnings.carry_over(session, case, people_of, begins_on=referral.contacted_on, now=now)
    referral.status, referral.case_id = ReferralStatus.ACCEPTED, case.id
    _touch(referral, now)
    chronicle.record(session, actor, _event("accepted", referral, case_id=case.id), now=now)
    return case.id


async def join(
    session: AsyncSession, actor: Actor, referral_id: str, case_id: str, *, version: int | None, now: datetime
) -> Referral:
    """Join a further contact to a matter that is already open."""
    referral = await _waiting(session, actor, referral_id, version)
    try:
        case = await cases.for_change(session, actor, case_id)
    except NotFound:
        raise Invalid("/case_id", "unknown", "There is no such case within what you may see.") from None
    if case.la_id != referral.la_id:
        raise Invalid(
            "/case_id", "another_council", "The case is another council's: accept the referral as its own case."
        )
    if case.closed_on is not None:
        raise StateConflict("The case is closed: reopen it first, or accept the referral as a new case.")
    if not await _same_child(session, referral.child_id, case.child_id):
        raise Invalid(
            "/case_id",
            "another_child",
            "The case is another child's by name, date of birth and numbers. Correct the child of the referral first, "
            "or accept it as a case of its own.",
        )
    referral.status, referral.case_id = ReferralStatus.JOINED, case.id
    _touch(referral, now)
    chronicle.record(session, actor, _event("joined", referral, case_id=case.id), now=now)
    return referral


async def _same_child(session: AsyncSession, one: str, other: str) -> bool:
    """Return whether two children are one, or enough alike to be: joining cannot be undone."""
    if one == other:
        return True
    asked = select(Child.__table__).where(Child.id.in_((one, other)))
    both = [dict(row) for row in (await session.execute(asked)).mappings()]
    return bool(rules.why_alike(*both))


async def close(
    session: AsyncSession,
    actor: Actor,
    referral_id: str,
    body: bodies.CloseReferral,
    *,
    version: int | None,
    now: datetime,
) -> Referral:
    """Close a referral that does not become a case, with its coded reason."""
    referral = await _waiting(session, actor, referral_id, version)
    referral.status, referral.closure_reason = ReferralStatus.CLOSED, body.reason
    _touch(referral, now)
    chronicle.record(session, actor, _event("closed", referral), now=now)
    return referral


async def _waiting(session: AsyncSession, actor: Actor, referral_id: str, version: int | None) -> Referral:
    """Return the referral, locked, as one that is still waiting for a decision."""
    referral = await _locked(session, actor, referral_id, version)
    if referral.status is not ReferralStatus.RECEIVED:
        raise StateConflict(f"The referral is {referral.status.value} already; only a waiting one can be changed.")
    return referral


async def _locked(session: AsyncSession, actor: Actor, referral_id: str, version: int | None) -> Referral:
    found = await session.execute(
        select(Referral).where(Referral.id == referral_id, queries.visible_to(actor)).with_for_update()
    )
    referral = found.scalar_one_or_none()
    if referral is None:
        raise NotFound
    check_version(referral.version, version)
    return referral


async def _council(session: AsyncSession, actor: Actor, la_code: str) -> Any:
    council = await organisations.by_code(session, actor.tenant_id, "la", la_code)
    if council is None:
        raise Invalid("/la_code", "unknown_council", "The provider serves no council of that code.")
    if actor.role in {Role.LA_OFFICER, Role.PARTNER_SYSTEM} and council.id != actor.organisation_id:
        raise Invalid("/la_code", "not_your_council", "A council's own people and systems refer for that council only.")
    return council


async def _health_body(session: AsyncSession, actor: Actor, icb_id: str | None) -> str | None:
    if icb_id is not None and await organisations.by_id(session, actor.tenant_id, "icb", icb_id) is None:
        raise Invalid("/icb_id", "unknown_health_body", "The provider knows no health body of that id.")
    return icb_id


def _check_whose_reference(actor: Actor, external_reference: str | None) -> None:
    """Keep a council's reference to the council, its system and the provider: others could probe for it."""
    if external_reference is not None and actor.role in {Role.FAMILY_FRONT_END, Role.ICB_OFFICER}:
        raise Invalid("/external_reference", "not_yours", "This is the council's own reference for the matter.")


async def _check_external_reference(
    session: AsyncSession, actor: Actor, la_id: str, external_reference: str | None, this: str | None = None
) -> None:
    if external_reference is None:
        return
    found = (
        await session.execute(
            select(Referral.id, queries.visible_to(actor).label("visible")).where(
                Referral.tenant_id == actor.tenant_id,
                Referral.la_id == la_id,
                Referral.external_reference == external_reference,
                Referral.id != (this or ""),
            )
        )
    ).one_or_none()
    if found is not None:
        raise AlreadyExists(
            _REFERENCE_IN_USE,
            faults=_IN_USE,
            extra={"existing": f"/v1/referrals/{found.id}"} if found.visible else {},
        )


async def _new_reference(session: AsyncSession, tenant_id: str, now: datetime) -> str:
    serial = await next_number(session, tenant_id, f"reference-{now.year}")
    return identifiers.case_reference(now.year, serial)


def _touch(referral: Referral, now: datetime) -> None:
    referral.updated_at, referral.version = now, referral.version + 1


def _event(verb: str, referral: Referral, **data: str) -> chronicle.Event:
    return chronicle.Event(f"referral.{verb}", "referral", referral.id, {"la_code": referral.la_code, **data})
