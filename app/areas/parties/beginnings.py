"""The people of a new case: those that its referral names, or those of the family's side of another case."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.parties.service import new_party, new_person
from app.domain.codes import ReferredBy
from app.domain.parties import PartyRole, Side
from app.domain.permissions import Actor
from app.store import ids
from app.store.tables import Case, Child, Contact, Referral
from app.store.tables.parties import Party, Passport, Person
from app.store.tables.people_contacts import PersonContact, WithheldContact


async def begin(session: AsyncSession, actor: Actor, case: Case, referral: Referral, *, now: datetime) -> None:
    """Give a new case the people that its referral names: the child, who speaks for the family, and the referrer."""
    tenant = case.tenant_id
    child = (
        await session.execute(select(Child).where(Child.tenant_id == tenant, Child.id == case.child_id))
    ).scalar_one()
    contacts = {
        row.side: row
        for row in (
            await session.execute(
                select(Contact).where(Contact.tenant_id == tenant, Contact.referral_id == referral.id)
            )
        ).scalars()
    }
    by_young_person = referral.referred_by is ReferredBy.YOUNG_PERSON
    known = await session.scalar(select(Person).where(Person.tenant_id == tenant, Person.child_id == child.id))
    the_child = known or new_person(tenant, child.given_name, child.family_name, now, child_id=child.id)
    # By their age too: whoever is past compulsory school age is a party, whoever referred.
    as_young_person = by_young_person or bool(case.young_person_holds)
    people = [(the_child, PartyRole.YOUNG_PERSON if as_young_person else PartyRole.CHILD)]
    family = contacts.get("family")
    reached = the_child
    if family is not None and not by_young_person:
        reached = new_person(tenant, None, family.name, now)
        people.append((reached, PartyRole.PARENT))
    referrer = contacts.get("referrer")
    if referrer is not None and referral.referred_by is ReferredBy.REPRESENTATIVE:
        people.append((new_person(tenant, None, referrer.name, now), PartyRole.REPRESENTATIVE))
    session.add_all(person for person, _ in people if person is not known)
    await session.flush()
    session.add_all(new_party(case, person.id, role, referral.contacted_on, now) for person, role in people)
    if family is not None:
        _keep_contact(session, tenant, reached.id, family, now)
    if referral.adjustments:
        session.add(
            Passport(
                id=ids.new_id(now),
                tenant_id=tenant,
                person_id=reached.id,
                needs=["other"],
                details=referral.adjustments,
                updated_at=now,
                version=1,
            )
        )


async def carry_over(session: AsyncSession, case: Case, from_case: str, *, begins_on: date, now: datetime) -> None:
    """Give a case the family's people of another: how they are reached and what helps them is kept with the person.

    The other sides name their own people anew: an authority to decide is one for one decision.
    """
    asked = (
        select(Party)
        .where(
            Party.tenant_id == case.tenant_id,
            Party.case_id == from_case,
            Party.side == Side.FAMILY,
            Party.ends_on.is_(None),
        )
        .order_by(Party.id)
    )
    before = (await session.execute(asked)).scalars().all()
    for party in before:
        grown = party.role is PartyRole.CHILD and case.young_person_holds
        role = PartyRole.YOUNG_PERSON if grown else party.role
        session.add(new_party(case, party.person_id, role, begins_on, now))


def _keep_contact(session: AsyncSession, tenant: str, person_id: str, family: Contact, now: datetime) -> None:
    """Keep how the family is reached: where it is withheld, in the table of what is withheld and nowhere else."""
    common: dict[str, Any] = {
        "id": ids.new_id(now),
        "tenant_id": tenant,
        "person_id": person_id,
        "phone": family.phone,
        "email": family.email,
        "address": family.address,
        "safe_contact": family.safe_contact,
        "updated_at": now,
        "version": 1,
    }
    if family.withheld:
        session.add(WithheldContact(**common))
    else:
        session.add(PersonContact(shared_with_la=False, **common))
