"""What a merge patch does to the rows of a referral, field by field."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.referrals import bodies, rows
from app.domain import referrals as rules
from app.domain.codes import Reason, ReferralKind
from app.domain.permissions import Actor
from app.domain.refusals import Invalid
from app.store import ids
from app.store.tables import Case, Child, Contact, Referral, ReferralReason

CORRECTABLE_LATER = frozenset(
    {"child", "referrer", "icb_id", "reasons", "drs_sides", "adjustments", "external_reference"}
)
"""What staff may still complete once the referral is a case."""


async def apply(
    session: AsyncSession, actor: Actor, referral: Referral, body: bodies.CorrectReferral, *, now: datetime
) -> None:
    """Change what the patch names, and nothing else."""
    given = body.model_fields_set
    if body.child is not None:
        await _correct_child(session, referral, body.child)
    if body.family is not None:
        await _correct_family(session, actor, referral, body.family)
    if body.referrer is not None:
        await _correct_referrer(session, actor, referral, body.referrer, now)
    if body.kind is not None:
        referral.kind = body.kind
    if body.contacted_on is not None:
        referral.contacted_on = body.contacted_on
    if body.channel is not None:
        referral.channel = body.channel
    if "decision" in given:
        _correct_decision(referral, body.decision)
    if "appeal_sections" in given:
        referral.appeal_sections = sorted(set(body.appeal_sections or ()))
    if "drs_sides" in given:
        referral.drs_sides = sorted(set(body.drs_sides or ()))
    for name in ("health_issues", "social_care_issues", "adjustments"):
        if name in given:
            setattr(referral, name, getattr(body, name))
    if "reasons" in given:
        await replace_reasons(session, referral, list(dict.fromkeys(body.reasons or ())))


async def check_days(session: AsyncSession, referral: Referral, body: bodies.CorrectReferral, *, today: date) -> None:
    """Refuse a correction that leaves days that cannot be so together; of a case its own decision is asked."""
    born_on = select(Child.born_on).where(Child.tenant_id == referral.tenant_id, Child.id == referral.child_id)
    decided = select(Case.decision_sent_on).where(Case.tenant_id == referral.tenant_id, Case.id == referral.case_id)
    sent_on = await session.scalar(decided) if referral.case_id is not None else referral.decision_sent_on
    days = {
        rules.CONTACTED: referral.contacted_on,
        rules.BORN: await session.scalar(born_on),
        rules.SENT: sent_on,
        rules.LETTER: None if referral.case_id is not None else referral.letter_dated_on,
    }
    rules.check_days(days, rows.pointers_of(body), today=today)


async def _correct_child(session: AsyncSession, referral: Referral, patch: bodies.CorrectChild) -> None:
    child = (
        await session.execute(select(Child).where(Child.tenant_id == referral.tenant_id, Child.id == referral.child_id))
    ).scalar_one()
    for name in patch.model_fields_set:
        setattr(child, name, getattr(patch, name))
    if not (child.given_name or child.family_name):
        raise Invalid("/child", "name_needed", "Give the child's given name or family name.")
    child.search_name = rules.folded_name(child.given_name, child.family_name)


async def _correct_family(session: AsyncSession, actor: Actor, referral: Referral, patch: bodies.CorrectFamily) -> None:
    contact = await _contact(session, referral, "family")
    assert contact is not None  # a referral is not received without one
    if not actor.is_staff:
        _check_from_outside(patch)
    for name in patch.model_fields_set:
        setattr(contact, name, getattr(patch, name))
    if not (contact.phone or contact.email or contact.address):
        raise Invalid("/family", "not_reachable", "Give a telephone number, an e-mail address or a postal address.")


def _check_from_outside(patch: bodies.CorrectFamily) -> None:
    """Judge an outsider's patch by itself alone: what staff have added or withheld must not show in the answer."""
    given = patch.model_fields_set
    if "withheld" in given and not patch.withheld:
        raise Invalid(
            "/family/withheld", "staff_only", "Only the provider's staff open what was withheld: leave it out."
        )
    ways = {name: getattr(patch, name) for name in ("phone", "email", "address") if name in given}
    if ways and not any(ways.values()):
        detail = "Give the telephone number, e-mail address or postal address that is to stand, with what you clear."
        raise Invalid("/family", "not_reachable", detail)


async def _correct_referrer(
    session: AsyncSession, actor: Actor, referral: Referral, patch: bodies.CorrectReferrer, now: datetime
) -> None:
    given = patch.model_fields_set
    if "role" in given:
        if patch.role is None:
            raise Invalid("/referrer/role", "required", "Somebody referred: it cannot be cleared.")
        referral.referred_by = rows.referrer_of(actor, patch.role)
    if "permission_given" in given:
        referral.permission_given = patch.permission_given
    if not given & {"name", "contact"}:
        return
    contact = await _contact(session, referral, "referrer")
    if contact is None:
        contact = Contact(
            id=ids.new_id(now), tenant_id=referral.tenant_id, referral_id=referral.id, side="referrer", withheld=False
        )
        session.add(contact)
    if "name" in given:
        contact.name = patch.name
    if "contact" in given:
        contact.address = patch.contact


def _correct_decision(referral: Referral, patch: bodies.CorrectDecision | None) -> None:
    if patch is None:
        referral.decision_kind = referral.decision_sent_on = referral.letter_dated_on = None
        return
    columns = {"decision_kind": "decision_kind", "sent_on": "decision_sent_on", "letter_dated_on": "letter_dated_on"}
    for name in patch.model_fields_set:
        setattr(referral, columns[name], getattr(patch, name))
    if referral.decision_kind is None:
        raise Invalid("/decision/decision_kind", "required", "A decision is of some kind; null clears the whole.")


async def _contact(session: AsyncSession, referral: Referral, side: str) -> Contact | None:
    found = await session.execute(
        select(Contact).where(
            Contact.tenant_id == referral.tenant_id, Contact.referral_id == referral.id, Contact.side == side
        )
    )
    return found.scalar_one_or_none()


def derived_reasons(referral: Referral) -> list[Reason]:
    """Return the reasons that follow from the decision, where nobody gave any."""
    if referral.decision_kind is None and referral.kind is not ReferralKind.DISAGREEMENT_RESOLUTION:
        return []
    return list(rules.reasons(referral.decision_kind, referral.appeal_sections, referral.kind))


async def has_derived_reasons(session: AsyncSession, referral: Referral) -> bool:
    """Return whether the stored reasons are those that follow from the decision."""
    found: Any = await session.execute(
        select(ReferralReason.reason).where(
            ReferralReason.tenant_id == referral.tenant_id, ReferralReason.referral_id == referral.id
        )
    )
    return set(found.scalars()) == set(derived_reasons(referral))


async def replace_reasons(session: AsyncSession, referral: Referral, reasons: list[Reason]) -> None:
    """Put these reasons in the place of those that stand, the first as the primary one."""
    await session.execute(
        delete(ReferralReason).where(
            ReferralReason.tenant_id == referral.tenant_id, ReferralReason.referral_id == referral.id
        )
    )
    session.add_all(ReferralReason(**values) for values in rows.reason_values(referral, reasons))
