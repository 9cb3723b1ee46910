"""Who may decide in a case and what was agreed, over HTTP: consents, capacity, the rights-holder and the issues."""

from fastapi import APIRouter, Request, Response
from sqlalchemy import select

from app.areas.calendars import queries as calendars
from app.areas.cases import queries as cases
from app.areas.cases.parts import parts
from app.areas.parties import queries, standing
from app.areas.parties import standing_schemas as schemas
from app.domain.issues import issues_of, why_this_route
from app.domain.parties import ConsentKind
from app.domain.switches import standing_on
from app.store.tables import Child
from app.store.tables.people_contacts import CapacityAssessment, Consent
from app.web.actor import MayReadContacts, MayReadParties, MaySearchPeople
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with
from app.web.transaction import Read, TransactionRoute, Write
from app.wire.types import Identifier, Page

of_case = APIRouter(prefix="/cases/{case_id}", tags=["Parties"], route_class=TransactionRoute)
consents = APIRouter(prefix="/consents", tags=["Parties"], route_class=TransactionRoute)


@of_case.get("/rights-holder", operation_id="readRightsHolder")
async def rights_holder(
    case_id: Identifier, actor: MayReadContacts, connection: Read, today: Today
) -> schemas.CaseRightsHolder:
    """Read who holds the rights of a case today and why, when that changes, and what is then to be done."""
    case = await cases.one(connection, actor, case_id)
    born_on = await connection.scalar(
        select(Child.born_on).where(Child.tenant_id == case["tenant_id"], Child.id == case["child_id"])
    )
    capacity = await queries.capacity_in_force(connection, case, today)
    basis = capacity["representative_basis"] if capacity else None
    found = standing_on(
        born_on,
        today,
        lacks_capacity=capacity is not None and not capacity["has_capacity"],
        stands_in=basis.value if basis else None,
        shares_with_parent=await queries.agreed(connection, case, ConsentKind.SHARE_WITH_PARENT, today),
        terms=await calendars.terms_of(connection, case["tenant_id"], case["la_id"], born_on),
    )
    return schemas.CaseRightsHolder(
        holder=found.holder.value if found.holder else None,
        explanation=list(found.explanation),
        changes_on=found.changes_on,
        days_until_change=(found.changes_on - today).days if found.changes_on else None,
        warning=found.warning,
        flags=list(found.flags),
        lacks_capacity=capacity is not None and not capacity["has_capacity"],
        write_to=found.write_to,
        at_the_change=list(found.at_the_change),
    )


@of_case.get("/issues", operation_id="listIssues")
async def issues(case_id: Identifier, actor: MayReadParties, connection: Read) -> schemas.Issues:
    """List the issues of a case, whether each can be appealed, and the route that follows from them."""
    case = await cases.one(connection, actor, case_id)
    facts = [cases.to_fact(row) for row in await cases.fact_rows(connection, case)]
    route, why = why_this_route(facts, case["kind"])
    model = schemas.IssueStaff if actor.is_staff else schemas.CaseIssue
    return schemas.Issues(
        items=[model.model_validate(issue) for issue in issues_of(facts)],
        route=route.value,
        why=list(why),
    )


@of_case.get("/consents", operation_id="listConsents")
async def consents_of(case_id: Identifier, actor: MayReadContacts, connection: Read) -> Page[schemas.Consent]:
    """List what people of a case agreed to, withdrawn consents too."""
    rows = await parts(connection, await cases.one(connection, actor, case_id), Consent)
    return Page[schemas.Consent](items=[schemas.Consent.model_validate(row) for row in rows], next_cursor=None)


@of_case.post("/consents", status_code=201, operation_id="recordConsent")
async def consent(
    case_id: Identifier,
    body: schemas.RecordConsent,
    request: Request,
    response: Response,
    actor: MaySearchPeople,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.Consent:
    """Record what a person of a case agreed to."""
    made = await standing.consent(session, actor, case_id, body, today=today, now=now)
    answer_with(request, response, "consent", made.id, made.version)
    return schemas.Consent.model_validate(made)


@consents.post("/{consent_id}/withdrawal", operation_id="withdrawConsent")
async def withdraw(
    consent_id: Identifier,
    body: schemas.WithdrawConsent,
    request: Request,
    response: Response,
    actor: MaySearchPeople,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.Consent:
    """End a consent from a day on."""
    made = await standing.withdraw_consent(session, actor, consent_id, body, version=version, today=today, now=now)
    answer_with(request, response, "consent", made.id, made.version)
    return schemas.Consent.model_validate(made)


@of_case.get("/capacity-assessments", operation_id="listCapacityAssessments")
async def capacities(case_id: Identifier, actor: MayReadContacts, connection: Read) -> Page[schemas.Capacity]:
    """List the assessments of capacity that were made about a case's decisions."""
    rows = await parts(connection, await cases.one(connection, actor, case_id), CapacityAssessment)
    return Page[schemas.Capacity](items=[schemas.Capacity.model_validate(row) for row in rows], next_cursor=None)


@of_case.post("/capacity-assessments", status_code=201, operation_id="recordCapacityAssessment")
async def assess(
    case_id: Identifier,
    body: schemas.RecordCapacity,
    actor: MaySearchPeople,
    version: IfMatch,
    session: Write,
    today: Today,
    now: Now,
) -> schemas.Capacity:
    """Record an assessment of capacity; where it changes who may decide, the case's fact goes with it."""
    made = await standing.assess(session, actor, case_id, body, version=version, today=today, now=now)
    return schemas.Capacity.model_validate(made)
