"""What a person does with a referral: receive, correct, accept, join, close."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import service as cases
from app.areas.organisations import queries as organisations
from app.areas.referrals import queries, schemas
from app.domain import identifiers
from app.domain import referrals as rules
from app.domain.codes import Channel, Reason, ReferralKind, ReferralStatus, ReferredBy
from app.domain.permissions import MACHINES, Actor, Role
from app.domain.refusals import AlreadyExists, Invalid, NotFound, StateConflict
from app.store import chronicle, ids
from app.store.counters import next_number
from app.store.tables import Child, Contact, Referral, ReferralReason
from app.store.versions import check_version


async def receive(
    session: AsyncSession, actor: Actor, body: schemas.ReceiveReferral, *, today: date, now: datetime
) -> Referral:
    """Record a referral as it arrived."""
    _check_dates(body, today)
    council = await _council(session, actor, body.la_code)
    icb_id = await _health_body(session, actor, body.icb_id)
    await _check_external_reference(session, actor, council.id, body.external_reference)
    child = Child(id=ids.new_id(now), tenant_id=actor.tenant_id, **_child_values(body.child))
    referral = Referral(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        reference=await _new_reference(session, actor.tenant_id, now),
        status=ReferralStatus.RECEIVED,
        child_id=child.id,
        la_id=council.id,
        la_code=council.code,
        icb_id=icb_id,
        received_on=today,
        created_by=actor.id,
        created_at=now,
        updated_at=now,
        version=1,
        **_referral_values(body, actor),
    )
    session.add(child)
    await session.flush()
    session.add(referral)
    await session.flush()
    _add_reasons(session, referral, _reasons(body))
    _add_contacts(session, referral, body.family, body.referrer, now)
    chronicle.record(session, actor, _event("received", referral), now=now)
    return referral


async def correct(
    session: AsyncSession,
    actor: Actor,
    referral_id: str,
    body: schemas.CorrectReferral,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Referral:
    """Correct a referral that is still waiting; a part given replaces that whole part."""
    referral = await _waiting(session, actor, referral_id, version)
    given = body.model_fields_set
    for name in ("kind", "la_code", "contacted_on", "child", "family"):
        if name in given and getattr(body, name) is None:
            raise Invalid(f"/{name}", "required", "This part of a referral cannot be cleared.")
    _check_dates(body, today)
    if body.la_code is not None:
        council = await _council(session, actor, body.la_code)
        referral.la_id, referral.la_code = council.id, council.code
    if "icb_id" in given:
        referral.icb_id = await _health_body(session, actor, body.icb_id)
    if "external_reference" in given:
        await _check_external_reference(session, actor, referral.la_id, body.external_reference, referral.id)
        referral.external_reference = body.external_reference
    if body.child is not None:
        await session.execute(
            update(Child)
            .where(Child.tenant_id == actor.tenant_id, Child.id == referral.child_id)
            .values(**_child_values(body.child))
        )
    if body.kind is not None:
        referral.kind = body.kind
    if body.contacted_on is not None:
        referral.contacted_on = body.contacted_on
    if body.channel is not None:
        referral.channel = body.channel
    if "decision" in given:
        referral.decision_kind = body.decision.decision_kind if body.decision else None
        referral.decision_sent_on = body.decision.sent_on if body.decision else None
        referral.letter_dated_on = body.decision.letter_dated_on if body.decision else None
    if "appeal_sections" in given:
        referral.appeal_sections = sorted(set(body.appeal_sections or ()))
    if "drs_sides" in given:
        referral.drs_sides = sorted(set(body.drs_sides or ()))
    for name in ("health_issues", "social_care_issues", "adjustments"):
        if name in given:
            setattr(referral, name, getattr(body, name))
    if "reasons" in given:
        await session.execute(delete(ReferralReason).where(ReferralReason.referral_id == referral.id))
        _add_reasons(session, referral, list(dict.fromkeys(body.reasons or ())))
    for side, part in (("family", body.family), ("referrer", body.referrer)):
        if side in given:
            await session.execute(delete(Contact).where(Contact.referral_id == referral.id, Contact.side == side))
            if part is not None:
                _add_contact(session, referral, side, part, now)
    if "referrer" in given and body.referrer is not None:
        referral.referred_by = body.referrer.role
        referral.permission_given = body.referrer.permission_given
    _touch(referral, now)
    chronicle.record(session, actor, _event("corrected", referral), now=now)
    return referral


async def accept(
    session: AsyncSession,
    actor: Actor,
    referral_id: str,
    *,
    adviser_id: str | None,
    version: int | None,
    today: date,
    now: datetime,
) -> str:
    """Open a case of the referral, assign its adviser, and return the case's id."""
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
    if case.closed_on is not None:
        raise StateConflict("The case is closed: reopen it first, or accept the referral as a new case.")
    referral.status, referral.case_id = ReferralStatus.JOINED, case.id
    _touch(referral, now)
    chronicle.record(session, actor, _event("joined", referral, case_id=case.id), now=now)
    return referral


async def close(
    session: AsyncSession,
    actor: Actor,
    referral_id: str,
    body: schemas.CloseReferral,
    *,
    version: int | None,
    now: datetime,
) -> Referral:
    """Close a referral that does not become a case, with its coded reason."""
    referral = await _waiting(session, actor, referral_id, version)
    referral.status, referral.closure_reason = ReferralStatus.CLOSED, body.reason
    _touch(referral, now)
    chronicle.record(session, actor, _event("closed", referral, reason=body.reason.value), now=now)
    return referral


async def _waiting(session: AsyncSession, actor: Actor, referral_id: str, version: int | None) -> Referral:
    """Return the referral, locked, as one that is still waiting for a decision."""
    found = await session.execute(
        select(Referral).where(Referral.id == referral_id, queries.visible_to(actor)).with_for_update()
    )
    referral = found.scalar_one_or_none()
    if referral is None:
        raise NotFound
    check_version(referral.version, version)
    if referral.status is not ReferralStatus.RECEIVED:
        raise StateConflict(f"The referral is {referral.status.value} already; only a waiting one can be changed.")
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
            "This council's reference is in use for another referral.",
            extra={"existing": f"/v1/referrals/{found.id}"} if found.visible else {},
        )


def _check_dates(body: schemas.ReceiveReferral | schemas.CorrectReferral, today: date) -> None:
    """Refuse what cannot have happened yet."""
    decision = body.decision
    for pointer, day in (
        ("/contacted_on", body.contacted_on),
        ("/child/born_on", body.child.born_on if body.child else None),
        ("/decision/sent_on", decision.sent_on if decision else None),
        ("/decision/letter_dated_on", decision.letter_dated_on if decision else None),
    ):
        if day is not None and day > today:
            raise Invalid(pointer, "in_the_future", "This day has not come yet.")


async def _new_reference(session: AsyncSession, tenant_id: str, now: datetime) -> str:
    serial = await next_number(session, tenant_id, f"reference-{now.year}")
    return identifiers.case_reference(now.year, serial)


def _child_values(child: schemas.ChildIn) -> dict[str, Any]:
    return child.model_dump() | {"search_name": rules.folded_name(child.given_name, child.family_name)}


def _referral_values(body: schemas.ReceiveReferral, actor: Actor) -> dict[str, Any]:
    decision, referrer = body.decision, body.referrer
    by_machine = actor.role in MACHINES
    return {
        "kind": body.kind,
        "external_reference": body.external_reference,
        "contacted_on": body.contacted_on,
        "channel": body.channel or (Channel.PARTNER_SYSTEM if by_machine else Channel.PHONE),
        "referred_by": referrer.role if referrer else _default_referrer(actor),
        "permission_given": referrer.permission_given if referrer else None,
        "decision_kind": decision.decision_kind if decision else None,
        "decision_sent_on": decision.sent_on if decision else None,
        "letter_dated_on": decision.letter_dated_on if decision else None,
        "appeal_sections": sorted(set(body.appeal_sections)),
        "drs_sides": sorted(set(body.drs_sides)),
        "health_issues": body.health_issues,
        "social_care_issues": body.social_care_issues,
        "adjustments": body.adjustments,
    }


def _default_referrer(actor: Actor) -> ReferredBy:
    """Return who referred, where nobody said: outsiders refer for themselves, never for the family (R20)."""
    return {
        Role.LA_OFFICER: ReferredBy.LA,
        Role.PARTNER_SYSTEM: ReferredBy.LA,
        Role.ICB_OFFICER: ReferredBy.ICB,
        Role.FAMILY_FRONT_END: ReferredBy.PARENT,
    }.get(actor.role, ReferredBy.OTHER)


def _reasons(body: schemas.ReceiveReferral) -> list[Reason]:
    if body.reasons:
        return list(dict.fromkeys(body.reasons))
    if body.decision is None and body.kind is not ReferralKind.DISAGREEMENT_RESOLUTION:
        return []
    decision_kind = body.decision.decision_kind if body.decision else None
    return list(rules.reasons(decision_kind, body.appeal_sections, body.kind))


def _add_reasons(session: AsyncSession, referral: Referral, reasons: list[Reason]) -> None:
    for place, reason in enumerate(reasons):
        session.add(
            ReferralReason(referral_id=referral.id, tenant_id=referral.tenant_id, reason=reason, is_primary=place == 0)
        )


def _add_contacts(
    session: AsyncSession,
    referral: Referral,
    family: schemas.FamilyIn,
    referrer: schemas.ReferrerIn | None,
    now: datetime,
) -> None:
    _add_contact(session, referral, "family", family, now)
    if referrer is not None and (referrer.name or referrer.contact):
        _add_contact(session, referral, "referrer", referrer, now)


def _add_contact(
    session: AsyncSession,
    referral: Referral,
    side: str,
    part: schemas.FamilyIn | schemas.ReferrerIn,
    now: datetime,
) -> None:
    contact = Contact(
        id=ids.new_id(now),
        tenant_id=referral.tenant_id,
        referral_id=referral.id,
        side=side,
        name=part.name,
        withheld=False,
    )
    if isinstance(part, schemas.FamilyIn):
        contact.phone, contact.email, contact.address = part.phone, part.email, part.address
        contact.safe_contact, contact.withheld = part.safe_contact, part.withheld
    else:
        contact.address = part.contact
    session.add(contact)


def _touch(referral: Referral, now: datetime) -> None:
    referral.updated_at, referral.version = now, referral.version + 1


def _event(verb: str, referral: Referral, **data: str) -> chronicle.Event:
    return chronicle.Event(f"referral.{verb}", "referral", referral.id, {"la_code": referral.la_code, **data})
