"""People and their parts in a case, over HTTP."""

from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases import queries as cases
from app.areas.cases.parts import part
from app.areas.parties import queries, schemas, service, standing_schemas
from app.areas.parties import withheld as withheld_details
from app.domain.permissions import Actor, Role
from app.store.tables.parties import Party, Passport
from app.store.tables.people_contacts import Consent, PersonContact, WithheldContact
from app.web.actor import (
    MayChangeParties,
    MayReadContacts,
    MayReadParties,
    MaySearchPeople,
    MayWithheldContacts,
)
from app.web.answers import Replays, rebuilt
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, fresh
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}/parties", tags=["Parties"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/parties", tags=["Parties"], route_class=TransactionRoute)
people = APIRouter(prefix="/people", tags=["People"], route_class=TransactionRoute)
AnyParty = schemas.PartyStaff | schemas.PartyOutside | schemas.PartyFamily


@router.get("", operation_id="listParties")
async def listed(case_id: Identifier, actor: MayReadParties, connection: Read) -> Page[AnyParty]:
    """List who has a part in a case, ended parts too."""
    rows = await queries.of_case(connection, await cases.one(connection, actor, case_id))
    return Page[AnyParty](items=[_shown(actor, row) for row in rows], next_cursor=None)


@router.post("", status_code=201, operation_id="addParty")
async def add(
    case_id: Identifier,
    body: schemas.AddParty,
    request: Request,
    response: Response,
    actor: MayChangeParties,
    session: Write,
    today: Today,
    now: Now,
) -> AnyParty:
    """Give somebody a part in a case. Staff search first; councils and health bodies add officers of their own."""
    party = await service.add(session, actor, case_id, body, today=today, now=now)
    await session.flush()
    return await _answered(request, response, session, actor, party, made=True)


@by_id.get("/{party_id}", operation_id="readParty")
async def read(
    party_id: Identifier, request: Request, response: Response, actor: MayReadParties, connection: Read
) -> AnyParty:
    """Read somebody's part in a case."""
    answer = _shown(actor, await queries.party(connection, actor, party_id))
    response.headers["ETag"] = f'"v{answer.version}"'
    return answer


@by_id.patch("/{party_id}", operation_id="correctParty")
async def correct(
    party_id: Identifier,
    body: schemas.CorrectParty,
    request: Request,
    response: Response,
    actor: MayChangeParties,
    version: IfMatch,
    session: Write,
    now: Now,
) -> AnyParty:
    """Correct somebody's role, or an officer's authority to settle."""
    party = await service.correct_party(session, actor, party_id, body, version=version, now=now)
    await session.flush()
    return await _answered(request, response, session, actor, party)


@by_id.post("/{party_id}/ending", operation_id="endParty")
async def end(
    party_id: Identifier,
    body: schemas.EndParty,
    request: Request,
    response: Response,
    actor: MayChangeParties,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> AnyParty:
    """End somebody's part in a case."""
    party = await service.end_party(session, actor, party_id, body, version=version, today=today, now=now)
    await session.flush()
    return await _answered(request, response, session, actor, party)


@people.post("/search", operation_id="searchPeople")
async def search(body: schemas.SearchPeople, actor: MaySearchPeople, session: Write, now: Now) -> schemas.Found:
    """Look for somebody by name before adding them. Who looked, and why, is kept; what was typed is not."""
    made, rows = await service.search(session, actor, body, now=now)
    return schemas.Found(search_id=made.id, items=[schemas.PersonFound.model_validate(row) for row in rows])


@people.get("/{person_id}", operation_id="readPerson")
async def person(
    person_id: Identifier, request: Request, response: Response, actor: MaySearchPeople, connection: Read
) -> schemas.PersonOfCase:
    """Read who somebody is."""
    row = await queries.person(connection, actor, person_id)
    fresh(request, response, row["version"])
    return schemas.PersonOfCase.model_validate({**row, "is_child": row["child_id"] is not None})


@people.patch("/{person_id}", operation_id="correctPerson")
async def correct_person(
    person_id: Identifier,
    body: schemas.CorrectPerson,
    response: Response,
    actor: MaySearchPeople,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.PersonOfCase:
    """Correct who somebody is."""
    await service.correct_person(session, actor, person_id, body, version=version, now=now)
    await session.flush()
    row = await queries.person(session, actor, person_id)
    response.headers["ETag"] = f'"v{row["version"]}"'
    return schemas.PersonOfCase.model_validate({**row, "is_child": row["child_id"] is not None})


@people.get("/{person_id}/passport", operation_id="readPassport")
async def passport(
    person_id: Identifier, response: Response, actor: MayReadContacts, connection: Read
) -> schemas.Passport:
    """Read the adjustments that somebody needs, which go with them into every booking."""
    return await _passport(connection, actor, person_id, response)


@people.patch("/{person_id}/passport", operation_id="correctPassport")
async def correct_passport(
    person_id: Identifier,
    body: schemas.CorrectPassport,
    response: Response,
    actor: MaySearchPeople,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.Passport:
    """Keep the adjustments that somebody needs; `v0` stands for a passport that is not made yet."""
    await service.keep(session, actor, Passport, person_id, body, version=version, now=now)
    await session.flush()
    return await _passport(session, actor, person_id, response)


@people.get("/{person_id}/contact", operation_id="readContact")
async def contact(
    person_id: Identifier, response: Response, actor: MayReadContacts, connection: Read
) -> schemas.ContactStaff:
    """Read how to reach somebody; what is withheld is read apart, with a reason."""
    return await _contact(connection, actor, person_id, response)


@people.patch("/{person_id}/contact", operation_id="correctContact")
async def correct_contact(
    person_id: Identifier,
    body: schemas.CorrectSharedContact,
    response: Response,
    actor: MaySearchPeople,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.ContactStaff:
    """Keep how to reach somebody; `v0` stands for details that are not kept yet."""
    await service.keep(session, actor, PersonContact, person_id, body, version=version, now=now)
    await session.flush()
    return await _contact(session, actor, person_id, response)


@people.patch("/{person_id}/withheld-contact", operation_id="correctWithheldContact")
async def correct_withheld(
    person_id: Identifier,
    body: schemas.CorrectContact,
    response: Response,
    actor: MaySearchPeople,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.Contact:
    """Keep details that nobody outside the provider may learn, nor that there are any.

    The answer repeats what was sent: what else is kept is read apart, with a reason.
    """
    await service.keep(session, actor, WithheldContact, person_id, body, version=version, now=now)
    await session.flush()
    row = await queries.of_person(session, WithheldContact, actor.tenant_id, person_id)
    assert row is not None
    response.headers["ETag"] = f'"v{row["version"]}"'
    unsaid = schemas.CorrectContact.model_fields.keys() - body.model_fields_set
    return schemas.Contact.model_validate({**row, **dict.fromkeys(unsaid)})


@people.post("/{person_id}/withheld-contact-readings", operation_id="readWithheldContact")
async def read_withheld(
    person_id: Identifier,
    body: schemas.ReadWithheld,
    response: Response,
    actor: MayWithheldContacts,
    session: Write,
    now: Now,
) -> schemas.Contact:
    """Read withheld details, saying what for: the reading is noted before it is answered."""
    shown = schemas.Contact.model_validate(await withheld_details.read(session, actor, person_id, body, now=now))
    response.headers["ETag"] = f'"v{shown.version}"'
    return shown


async def _passport(reader: queries.Reader, actor: Actor, person_id: str, response: Response) -> schemas.Passport:
    await queries.person(reader, actor, person_id)
    row = await queries.of_person(reader, Passport, actor.tenant_id, person_id)
    row = row or {"person_id": person_id, "language": None, "needs": [], "details": None, "version": 0}
    response.headers["ETag"] = f'"v{row["version"]}"'
    return schemas.Passport.model_validate(row)


async def _contact(reader: queries.Reader, actor: Actor, person_id: str, response: Response) -> schemas.ContactStaff:
    await queries.person(reader, actor, person_id)
    row = await queries.of_person(reader, PersonContact, actor.tenant_id, person_id)
    withheld = await queries.of_person(reader, WithheldContact, actor.tenant_id, person_id)
    blank = dict.fromkeys(("phone", "email", "address", "postcode", "safe_contact"))
    row = row or {"person_id": person_id, "shared_with_la": False, "version": 0, **blank}
    response.headers["ETag"] = f'"v{row["version"]}"'
    return schemas.ContactStaff.model_validate({**row, "is_withheld": withheld is not None})


async def _answered(
    request: Request, response: Response, session: AsyncSession, actor: Actor, party: Party, *, made: bool = False
) -> AnyParty:
    location = f"/v1/parties/{party.id}" if made else None
    answer_with(request, response, "party", party.id, party.version, location=location)
    return _shown(actor, await queries.party(session, actor, party.id))


def _shown(actor: Actor, row: dict[str, Any]) -> AnyParty:
    """Return a part as an actor's audience sees it. What is withheld changes nothing of what outsiders see.

    What somebody lets the council know is not told to a health body: nobody was asked for that.
    """
    if actor.role is Role.FAMILY_FRONT_END:
        return schemas.PartyFamily.model_validate(row)
    shared = None
    if row["is_shared"] and actor.role is not Role.ICB_OFFICER:
        shared = schemas.SharedContact(phone=row["phone"], email=row["email"])
    if actor.is_staff:
        return schemas.PartyStaff.model_validate({**row, "shared_contact": shared, "needs": row["needs"] or []})
    return schemas.PartyOutside.model_validate({**row, "shared_contact": shared})


async def _party_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(_shown(actor, await queries.party(session, actor, id)), location=f"/v1/parties/{id}")


async def _consent_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    row = await part(session, actor, Consent, id)
    return rebuilt(standing_schemas.Consent.model_validate(row), location=f"/v1/consents/{id}")


REPLAYS: Replays = {"party": _party_again, "consent": _consent_again}
