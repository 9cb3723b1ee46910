"""What a body becomes in the rows of a referral: its columns, its reasons, and how to reach whom."""

from datetime import date, datetime
from typing import Any

from app.areas.referrals import bodies
from app.domain import referrals as rules
from app.domain.codes import Channel, Reason, ReferralKind, ReferredBy
from app.domain.permissions import MACHINES, Actor, Role
from app.store import ids
from app.store.statements import Row
from app.store.tables import Contact, Referral, ReferralReason

_REASONS, _CONTACTS = (table.metadata.tables[table.__tablename__] for table in (ReferralReason, Contact))


def child_values(child: bodies.ChildIn) -> dict[str, Any]:
    return child.model_dump() | {"search_name": rules.folded_name(child.given_name, child.family_name)}


def days_of(body: bodies.ReceiveReferral) -> dict[str, date | None]:
    """Return the days of a referral by their pointers."""
    return {
        rules.CONTACTED: body.contacted_on,
        rules.BORN: body.child.born_on,
        rules.SENT: body.decision.sent_on if body.decision else None,
        rules.LETTER: body.decision.letter_dated_on if body.decision else None,
    }


def pointers_of(body: bodies.ReceiveReferral | bodies.CorrectReferral, *, of_later: bool = False) -> frozenset[str]:
    """Return the pointers of the days that a body gives; a later decision's child is known already."""
    parts = (("", body), ("/child", None if of_later else body.child), ("/decision", body.decision))
    return frozenset(f"{at}/{name}" for at, part in parts if part is not None for name in part.model_fields_set)


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


def reason_values(referral: Referral, reasons: list[Reason]) -> list[dict[str, Any]]:
    return [
        {"referral_id": referral.id, "tenant_id": referral.tenant_id, "reason": reason, "is_primary": place == 0}
        for place, reason in enumerate(reasons)
    ]


def beside(referral: Referral, body: bodies.ReceiveReferral, now: datetime) -> list[Row]:
    """Return the rows that are written beside a new referral: its reasons, and how to reach whom."""
    contacts = [_contact(referral, "family", body.family, now)]
    referrer = body.referrer
    if referrer is not None and (referrer.name or referrer.contact):
        contacts.append(_contact(referral, "referrer", referrer, now))
    reasons_given = reason_values(referral, reasons(body))
    return [*((_REASONS, reason) for reason in reasons_given), *((_CONTACTS, contact) for contact in contacts)]


def _contact(referral: Referral, side: str, part: bodies.FamilyIn | bodies.ReferrerIn, now: datetime) -> dict[str, Any]:
    family = part if isinstance(part, bodies.FamilyIn) else None
    return {
        "id": ids.new_id(now),
        "tenant_id": referral.tenant_id,
        "referral_id": referral.id,
        "side": side,
        "name": part.name,
        "phone": family.phone if family else None,
        "email": family.email if family else None,
        "address": part.address if isinstance(part, bodies.FamilyIn) else part.contact,
        "safe_contact": family.safe_contact if family else None,
        "withheld": family.withheld if family else False,
    }
