"""What a body becomes in the rows of a referral: its columns, its reasons, and how to reach whom."""

from datetime import datetime
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.referrals import bodies
from app.domain import referrals as rules
from app.domain.codes import Channel, Reason, ReferralKind, ReferredBy
from app.domain.permissions import MACHINES, Actor, Role
from app.store import ids
from app.store.tables import Contact, Referral, ReferralReason


def child_values(child: bodies.ChildIn) -> dict[str, Any]:
    return child.model_dump() | {"search_name": rules.folded_name(child.given_name, child.family_name)}


def referral_values(body: bodies.ReceiveReferral, actor: Actor) -> dict[str, Any]:
    decision, referrer = body.decision, body.referrer
    by_machine = actor.role in MACHINES
    return {
        "kind": body.kind,
        "external_reference": body.external_reference,
        "contacted_on": body.contacted_on,
        "channel": body.channel or (Channel.PARTNER_SYSTEM if by_machine else Channel.PHONE),
        "referred_by": referrer_of(actor, referrer.role if referrer else None),
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


_FAMILY = {ReferredBy.PARENT, ReferredBy.YOUNG_PERSON, ReferredBy.REPRESENTATIVE}


def referrer_of(actor: Actor, said: ReferredBy | None) -> ReferredBy:
    """Return who referred: a council's or health body's referral is its own, never the family's contact (R20)."""
    if said in _FAMILY and actor.role in {Role.LA_OFFICER, Role.PARTNER_SYSTEM, Role.ICB_OFFICER}:
        said = None
    return said or _default_referrer(actor)


def _default_referrer(actor: Actor) -> ReferredBy:
    """Return who referred, where nobody said: outsiders refer for themselves, never for the family (R20)."""
    return {
        Role.LA_OFFICER: ReferredBy.LA,
        Role.PARTNER_SYSTEM: ReferredBy.LA,
        Role.ICB_OFFICER: ReferredBy.ICB,
        Role.FAMILY_FRONT_END: ReferredBy.PARENT,
    }.get(actor.role, ReferredBy.OTHER)


def reasons(body: bodies.ReceiveReferral) -> list[Reason]:
    if body.reasons:
        return list(dict.fromkeys(body.reasons))
    if body.decision is None and body.kind is not ReferralKind.DISAGREEMENT_RESOLUTION:
        return []
    decision_kind = body.decision.decision_kind if body.decision else None
    return list(rules.reasons(decision_kind, body.appeal_sections, body.kind))


def add_reasons(session: AsyncSession, referral: Referral, reasons: list[Reason]) -> None:
    for place, reason in enumerate(reasons):
        session.add(
            ReferralReason(referral_id=referral.id, tenant_id=referral.tenant_id, reason=reason, is_primary=place == 0)
        )


def add_contacts(
    session: AsyncSession,
    referral: Referral,
    family: bodies.FamilyIn,
    referrer: bodies.ReferrerIn | None,
    now: datetime,
) -> None:
    add_contact(session, referral, "family", family, now)
    if referrer is not None and (referrer.name or referrer.contact):
        add_contact(session, referral, "referrer", referrer, now)


def add_contact(
    session: AsyncSession,
    referral: Referral,
    side: str,
    part: bodies.FamilyIn | bodies.ReferrerIn,
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
    if isinstance(part, bodies.FamilyIn):
        contact.phone, contact.email, contact.address = part.phone, part.email, part.address
        contact.safe_contact, contact.withheld = part.safe_contact, part.withheld
    else:
        contact.address = part.contact
    session.add(contact)
