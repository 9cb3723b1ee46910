"""Add people to a case, end their part, and keep how to reach them."""

import hashlib
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as case_queries
from app.areas.cases import service as cases
from app.areas.cases.parts import part_for_change
from app.areas.parties import queries, schemas
from app.domain.parties import OFFICERS, SEARCH_HOLDS_MINUTES, SIDE_OF, SUBJECT, PartyRole, SearchDecision, Side
from app.domain.permissions import Actor, Role
from app.domain.referrals import fold, folded_name
from app.domain.refusals import GuardRefused, Invalid, NotFound, NotPermitted, StateConflict
from app.store import chronicle, ids
from app.store.tables import Case
from app.store.tables.parties import Party, Passport, Person
from app.store.tables.people_contacts import PersonContact, PersonSearch
from app.store.versions import check_version


async def search(
    session: AsyncSession, actor: Actor, body: schemas.SearchPeople, *, now: datetime
) -> tuple[PersonSearch, list[dict[str, Any]]]:
    """Look for somebody, keeping who looked and why; what was typed is kept as a hash only."""
    given, family = fold(body.given_name), fold(body.family_name)
    if len(given + family) < 2:
        pointer = "/family_name" if body.family_name else "/given_name"
        raise Invalid(pointer, "too_short", "Give more of the name: one letter is not enough to look for somebody by.")
    rows = await queries.alike(session, actor, given, family)
    made = PersonSearch(
        id=ids.new_id(now),
        tenant_id=actor.tenant_id,
        searched_by=actor.id,
        searched_at=now,
        reason=body.reason,
        name_hash=hashed(folded_name(body.given_name, body.family_name)),
        found=len(rows),
    )
    session.add(made)
    note(session, actor, "people.searched", "person_search", made.id, now)
    return made, rows


async def add(
    session: AsyncSession,
    actor: Actor,
    case_id: str,
    body: schemas.AddParty,
    *,
    today: date,
    now: datetime,
) -> Party:
    """Give somebody a part in a case; staff search first, and councils and health bodies add their own officers."""
    case = await cases.for_change(session, actor, case_id)
    begins_on = body.begins_on or today
    if begins_on > today:
        raise Invalid("/begins_on", "in_the_future", "A part begins once it has begun: today at the latest.")
    side = SIDE_OF[body.role]
    if body.can_decide is not None and side not in OFFICERS:
        raise Invalid("/can_decide", "not_an_officer", "Authority to settle is an officer's.")
    if not actor.is_staff:
        _check_own_officer(actor, body)
    person_id = await _chosen(session, actor, body, now)
    if body.role in SUBJECT or await queries.is_subject(session, case, person_id):
        await _check_subject(session, case, body.role, person_id)
    standing = select(Party.id).where(
        Party.case_id == case.id, Party.person_id == person_id, Party.role == body.role, Party.ends_on.is_(None)
    )
    if (await session.execute(standing)).first() is not None:
        raise StateConflict("This person has that part in the case already.")
    party = new_party(case, person_id, body.role, begins_on, now, can_decide=body.can_decide)
    session.add(party)
    note(session, actor, "party.added", "party", party.id, now, case_id=case.id, role=body.role.value)
    return party


async def _check_subject(session: AsyncSession, case: Case, role: PartyRole, person_id: str) -> None:
    """Refuse a second child or young person, and another part for the one whom the case is about."""
    if role not in SUBJECT or not await queries.is_subject(session, case, person_id):
        raise Invalid("/role", "one_child", "A case is about one child or young person, who has that part already.")
    has_part = select(Party.id).where(
        Party.case_id == case.id, Party.person_id == person_id, Party.role.in_(SUBJECT), Party.ends_on.is_(None)
    )
    if (await session.execute(has_part)).first() is not None:
        raise StateConflict("This person has that part in the case already.")


def _check_own_officer(actor: Actor, body: schemas.AddParty) -> None:
    own = {Role.LA_OFFICER: Side.LA, Role.ICB_OFFICER: Side.ICB}.get(actor.role)
    if own is None or body.role not in OFFICERS[own]:
        raise Invalid("/role", "not_yours_to_add", "You may add officers of your own organisation.")
    if body.person is None:
        raise Invalid("/person_id", "not_yours_to_name", "Give the officer's name as `person`.")


async def _chosen(session: AsyncSession, actor: Actor, body: schemas.AddParty, now: datetime) -> str:
    """Return the person who is meant: a known one, or a new one after a search (rule `search-first`)."""
    if body.person_id is not None:
        try:
            known = await queries.person(session, actor, body.person_id)
        except NotFound:
            raise Invalid("/person_id", "unknown", "You may name nobody of that id.") from None
        await _decide(session, actor, body.search_id, SearchDecision.EXISTING, known["id"], None, now)
        return str(known["id"])
    new = body.person
    assert new is not None
    if actor.is_staff:
        folded = folded_name(new.given_name, new.family_name)
        await _decide(session, actor, body.search_id, SearchDecision.NEW, None, folded, now)
    person = new_person(
        actor.tenant_id,
        new.given_name,
        new.family_name,
        now,
        job_title=new.job_title,
        school_urn=new.school_urn,
        organisation_id=None if actor.is_staff else actor.organisation_id,
    )
    session.add(person)
    await session.flush()
    return person.id


async def _decide(
    session: AsyncSession,
    actor: Actor,
    search_id: str | None,
    decision: SearchDecision,
    person_id: str | None,
    folded: str | None,
    now: datetime,
) -> None:
    """Keep what came of a search; refuse a new person without one of the same name, made lately by the same caller."""
    if search_id is None:
        if decision is SearchDecision.NEW and folded:
            raise GuardRefused(
                "Search for this person first, at /v1/people/search, and name the search as `search_id`.",
                rule="search-first",
            )
        return
    asked = select(PersonSearch).where(
        PersonSearch.tenant_id == actor.tenant_id,
        PersonSearch.id == search_id,
        PersonSearch.searched_by == actor.id,
        PersonSearch.searched_at >= now - timedelta(minutes=SEARCH_HOLDS_MINUTES),
    )
    made = (await session.execute(asked.with_for_update())).scalar_one_or_none()
    if made is None or made.decision is not None:
        raise GuardRefused(
            "That search is not yours, is too old, or was used already. Search again.", rule="search-first"
        )
    if folded is not None and made.name_hash != hashed(folded):
        raise GuardRefused("The search was for another name. Search for this one.", rule="search-first")
    made.decision, made.person_id = decision, person_id


async def correct_party(
    session: AsyncSession,
    actor: Actor,
    party_id: str,
    body: schemas.CorrectParty,
    *,
    version: int | None,
    now: datetime,
) -> Party:
    """Correct somebody's role, or an officer's authority."""
    party = await _own_party(session, actor, party_id, version)
    if body.role is not None and (body.role in SUBJECT) is not (party.role in SUBJECT):
        raise Invalid("/role", "one_child", "The child or young person stays that, and nobody else becomes it.")
    moves = body.role in SUBJECT and body.role is not party.role
    if moves and await case_queries.born_on(session, party.tenant_id, party.case_id) is not None:
        raise Invalid("/role", "by_age", "The part of a child or a young person follows their date of birth.")
    if body.role is not None and SIDE_OF[body.role] is not party.side:
        raise Invalid("/role", "another_side", "A part stays on its side: end it and add another.")
    if body.role is not None:
        party.role = body.role
    if "can_decide" in body.model_fields_set:
        if party.side not in OFFICERS:
            raise Invalid("/can_decide", "not_an_officer", "Authority to settle is an officer's.")
        party.can_decide = body.can_decide
    return _moved(session, actor, party, "party.corrected", now)


async def end_party(
    session: AsyncSession,
    actor: Actor,
    party_id: str,
    body: schemas.EndParty,
    *,
    version: int | None,
    today: date,
    now: datetime,
) -> Party:
    """End somebody's part in a case; it stays readable."""
    party = await _own_party(session, actor, party_id, version)
    if party.ends_on is not None:
        raise StateConflict("That part has ended already.")
    if party.role in SUBJECT:
        raise StateConflict("The case is about this child or young person, whose part ends with it.")
    if not party.begins_on <= body.ends_on <= today:
        raise Invalid("/ends_on", "out_of_order", "A part ends between the day it began and today.")
    party.ends_on = body.ends_on
    return _moved(session, actor, party, "party.ended", now)


async def _own_party(session: AsyncSession, actor: Actor, party_id: str, version: int | None) -> Party:
    """Return a part that the actor may change: outsiders, an officer's of their own organisation."""
    party = await part_for_change(session, actor, Party, party_id, None)
    if not actor.is_staff:
        person = await session.get(Person, party.person_id)
        if person is None or person.organisation_id is None or person.organisation_id != actor.organisation_id:
            raise NotPermitted("You may change the parts of your own organisation's officers.")
    check_version(party.version, version)
    return party


def _moved(session: AsyncSession, actor: Actor, party: Party, action: str, now: datetime) -> Party:
    party.updated_at, party.version = now, party.version + 1
    note(session, actor, action, "party", party.id, now, case_id=party.case_id)
    return party


async def correct_person(
    session: AsyncSession,
    actor: Actor,
    person_id: str,
    body: schemas.CorrectPerson,
    *,
    version: int | None,
    now: datetime,
) -> None:
    """Correct who somebody is; a child's name is corrected on the referral."""
    person = await _locked_person(session, actor, person_id)
    check_version(person.version, version)
    if person.child_id is not None:
        raise StateConflict("This is the child or young person: correct the referral.")
    for name in body.model_fields_set:
        setattr(person, name, getattr(body, name))
    person.search_name = folded_name(person.given_name, person.family_name)
    person.updated_at, person.version = now, person.version + 1
    note(session, actor, "person.corrected", "person", person.id, now)


async def keep(
    session: AsyncSession,
    actor: Actor,
    table: Any,
    person_id: str,
    body: Any,
    *,
    version: int | None,
    now: datetime,
) -> None:
    """Keep the one row of somebody's passport, contact or withheld contact; the first correction makes it."""
    person = await _locked_person(session, actor, person_id)
    asked = select(table).where(table.tenant_id == person.tenant_id, table.person_id == person.id)
    row = (await session.execute(asked.with_for_update())).scalar_one_or_none()
    check_version(row.version if row else 0, version)
    if getattr(body, "shared_with_la", False):
        await _check_agreed(session, person)
    if row is None:
        blank: dict[str, Any] = {"needs": []} if table is Passport else {}
        row = table(id=ids.new_id(now), tenant_id=person.tenant_id, person_id=person.id, version=0, **blank)
        if table is PersonContact:
            row.shared_with_la = False
        session.add(row)
    for name in body.model_fields_set:
        value = getattr(body, name)
        setattr(row, name, [need.value for need in value] if name == "needs" else value)
    row.updated_at, row.version = now, row.version + 1
    note(session, actor, "person.corrected", "person", person.id, now)


async def _check_agreed(session: AsyncSession, person: Person) -> None:
    """Refuse to let a council know how to reach somebody who agreed to that nowhere: it would have no effect."""
    if not await queries.shares_contact(session, person.tenant_id, person.id):
        raise Invalid(
            "/shared_with_la", "no_consent", "Record on the case first that this person agrees: share_contact_with_la."
        )


async def _locked_person(session: AsyncSession, actor: Actor, person_id: str) -> Person:
    """Return somebody that the actor may look up, locked until the unit of work ends."""
    asked = select(Person).where(Person.id == person_id, queries.people_seen(actor)).with_for_update()
    person = (await session.execute(asked)).scalar_one_or_none()
    if person is None:
        raise NotFound
    return person


def new_person(tenant: str, given: str | None, family: str | None, now: datetime, **more: Any) -> Person:
    """Return somebody new, who can be found by their name."""
    return Person(
        id=ids.new_id(now),
        tenant_id=tenant,
        given_name=given,
        family_name=family[:100] if family else None,
        search_name=folded_name(given, family)[:210],
        created_at=now,
        updated_at=now,
        version=1,
        **more,
    )


def new_party(
    case: Case, person_id: str, role: PartyRole, begins_on: date, now: datetime, *, can_decide: bool | None = None
) -> Party:
    """Return a person's part in a case."""
    return Party(
        id=ids.new_id(now),
        tenant_id=case.tenant_id,
        case_id=case.id,
        person_id=person_id,
        role=role,
        side=SIDE_OF[role],
        begins_on=begins_on,
        can_decide=can_decide,
        created_at=now,
        updated_at=now,
        version=1,
    )


def hashed(text: str) -> str:
    """Return the hash under which words are kept that nobody need read again."""
    return hashlib.sha256(text.encode()).hexdigest()


def note(session: AsyncSession, actor: Actor, action: str, kind: str, id: str, now: datetime, **data: str) -> None:
    """Write an event of the area; none of them is told to partner systems."""
    chronicle.record(session, actor, chronicle.Event(action, kind, id, data, public=False), now=now)
