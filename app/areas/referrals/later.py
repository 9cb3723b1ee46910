"""Open a later decision about the same child as a case of its own (law.md R13)."""

from datetime import date, datetime

from sqlalchemy import exists, select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries
from app.areas.cases import service as cases
from app.areas.identity import queries as identity
from app.areas.linking import schemas as links
from app.areas.linking import service as linking
from app.areas.referrals import service
from app.areas.referrals.bodies import ChildIn, FamilyIn, OpenLaterDecision, ReceiveReferral, ReferrerIn
from app.domain.codes import ReferralKind, ReferredBy
from app.domain.parties import LinkKind
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid
from app.store import ids
from app.store.tables import Case, Child, Client, Contact, Referral
from app.store.tables.allocation import Conflict
from app.store.tables.people_contacts import CaseLink


async def open_later(
    session: AsyncSession, actor: Actor, case_id: str, body: OpenLaterDecision, *, today: date, now: datetime
) -> CaseLink:
    """Open a case of a later decision, with the family's people and the adviser of the first, and link the two.

    Nothing that was said in the first goes over: no note, no view of the child, no document, no consent.
    """
    first = await cases.for_change(session, actor, case_id)
    _check_later(first, body)
    before = (
        await session.execute(
            select(Referral).where(Referral.tenant_id == first.tenant_id, Referral.id == first.referral_id)
        )
    ).scalar_one()
    received = await service.receive(
        session,
        actor,
        await _as_referral(session, first, before, body),
        today=today,
        now=now,
        earlier=before,
        sender=await _front_end(session, before, first),
    )
    adviser = actor.id if actor.role is Role.ADVISER else await _adviser_still_here(session, first)
    later_id = await service.accept(
        session, actor, received["id"], adviser_id=adviser, version=1, today=today, now=now, people_of=first.id
    )
    await _carry_conflicts(session, first, later_id, now)
    await session.flush()
    linked = links.LinkCases(case_id=later_id, kind=LinkKind.LATER_DECISION)
    return await linking.link(session, actor, first.id, linked, now=now)


def _check_later(first: Case, body: OpenLaterDecision) -> None:
    if first.kind is ReferralKind.DISAGREEMENT_RESOLUTION and first.decision_sent_on is None:
        return
    sent_on = body.decision.sent_on or body.decision.letter_dated_on
    if sent_on is None:
        raise Invalid("/decision/sent_on", "required", "Give the day of sending, or the one on the letter.")
    if first.decision_sent_on is not None and sent_on < first.decision_sent_on:
        raise Invalid("/decision/sent_on", "before_the_first", "A later decision was not sent before the first.")
    if (sent_on, body.decision.decision_kind) == (first.decision_sent_on, first.decision_kind):
        raise Invalid("/decision", "the_same", "This is the decision that the first case is about.")


async def _as_referral(
    session: AsyncSession, first: Case, before: Referral, body: OpenLaterDecision
) -> ReceiveReferral:
    """Return the later decision as a referral about the same child and family."""
    child = (
        await session.execute(select(Child).where(Child.tenant_id == first.tenant_id, Child.id == first.child_id))
    ).scalar_one()
    family = (
        await session.execute(
            select(Contact).where(
                Contact.tenant_id == first.tenant_id,
                Contact.referral_id == first.referral_id,
                Contact.side == "family",
            )
        )
    ).scalar_one()
    said = {name: getattr(body, name) for name in type(body).model_fields}
    if body.referrer is None and before.referred_by is ReferredBy.YOUNG_PERSON:
        # Who is left out is the family itself: here the young person, who sees the later case by having referred.
        said["referrer"] = ReferrerIn(role=ReferredBy.YOUNG_PERSON)
    # What is stored was checked when it came.
    return ReceiveReferral.model_construct(
        **said,
        kind=ReferralKind.MEDIATION,
        la_code=first.la_code,
        icb_id=first.icb_id,
        child=ChildIn.model_construct(**{name: getattr(child, name) for name in ChildIn.model_fields}),
        family=FamilyIn.model_construct(**{name: getattr(family, name) for name in FamilyIn.model_fields}),
    )


async def _adviser_still_here(session: AsyncSession, first: Case) -> str | None:
    """Return the adviser of the first case; nobody where they have left, or are advisers no more."""
    user = await identity.user(session, first.tenant_id, first.adviser_id) if first.adviser_id else None
    return user.id if user is not None and user.active and user.role is Role.ADVISER else None


async def _front_end(session: AsyncSession, before: Referral, first: Case) -> str | None:
    """Return the front end through which the family sent the first referral, where it still sees the first case."""
    front_end = Actor("client", before.created_by, first.tenant_id, None, Role.FAMILY_FRONT_END)
    seen = exists().where(Case.id == first.id, queries.visible_to(front_end))
    asked = select(Client.id).where(
        Client.tenant_id == before.tenant_id,
        Client.id == before.created_by,
        Client.role == Role.FAMILY_FRONT_END,
        seen,
    )
    return await session.scalar(asked)


async def _carry_conflicts(session: AsyncSession, first: Case, later_id: str, now: datetime) -> None:
    """Keep from the later case whoever has a conflict of interest with the first: the people are the same."""
    asked = select(Conflict).where(
        Conflict.tenant_id == first.tenant_id, Conflict.case_id == first.id, Conflict.lifted_at.is_(None)
    )
    for known in (await session.execute(asked)).scalars().all():
        session.add(
            Conflict(
                id=ids.new_id(now),
                tenant_id=known.tenant_id,
                case_id=later_id,
                user_id=known.user_id,
                kind=known.kind,
                words=known.words,
                declared_by=known.declared_by,
                declared_at=now,
                version=1,
            )
        )
