"""What is due across cases; and of one case what was known to be due, and how that changed, over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from app.areas.cases import queries as cases
from app.areas.deadlines import queries as deadlines
from app.areas.deadlines.schemas import DeadlineRow, DeadlineRowPartner
from app.areas.deadlines.schemas import shown as deadline_shown
from app.areas.due import queries, schemas
from app.domain.codes import DeadlineStatus, OwedBy
from app.domain.permissions import Role
from app.domain.refusals import Invalid, NotPermitted
from app.web.actor import MayReadDeadlines
from app.web.clock import Today
from app.web.paging import Paging
from app.web.transaction import Read, TransactionRoute
from app.wire.types import Identifier, IsoDate, Page, QueryBool
from app.wire.uk import Key, OrganisationCode

router = APIRouter(tags=["Deadlines"], route_class=TransactionRoute)


@router.get("/deadlines", operation_id="listDeadlines")
async def due(
    actor: MayReadDeadlines,
    paging: Paging,
    connection: Read,
    today: Today,
    due_from: Annotated[IsoDate | None, Query()] = None,
    due_to: Annotated[IsoDate | None, Query()] = None,
    status: Annotated[list[DeadlineStatus] | None, Query(max_length=5)] = None,
    owed_by: Annotated[list[OwedBy] | None, Query(max_length=8)] = None,
    rule_id: Annotated[list[Key] | None, Query(max_length=20)] = None,
    la: Annotated[OrganisationCode | None, Query()] = None,
    adviser_id: Annotated[Identifier | None, Query()] = None,
    open: Annotated[
        QueryBool | None, Query(description="Only of cases that are open here, or only of the others.")
    ] = None,
) -> Page[DeadlineRow] | Page[DeadlineRowPartner]:
    """List deadlines across the cases that you may see, the earliest first."""
    if due_from is not None and due_to is not None and due_from > due_to:
        raise Invalid("?due_from", "out_of_order", "`due_from` lies on or before `due_to`.")
    statement = deadlines.page_statement(
        actor,
        cases.visible_to(actor),
        today=today,
        due_from=due_from,
        due_to=due_to,
        status=status or (),
        owed_by=cases.told(actor, owed_by or (), "owed_by"),
        rule_id=rule_id or (),
        la=la,
        adviser_id=cases.readable(actor, adviser_id, "adviser_id"),
        open_cases=open,
    )
    rows = await deadlines.page_of(connection, statement, after=paging.after(2), limit=paging.take)

    def key(row: dict[str, Any]) -> tuple[Any, ...]:
        return row["due_on"], row["id"]

    if actor.role is Role.PARTNER_SYSTEM:
        return paging.page(rows, key=key, item=lambda row: DeadlineRowPartner.model_validate(deadline_shown(row)))
    return paging.page(rows, key=key, item=lambda row: DeadlineRow.model_validate(deadline_shown(row)))


@router.get("/cases/{case_id}/deadlines", operation_id="readCaseDeadlines")
async def of_case(
    case_id: Identifier,
    actor: MayReadDeadlines,
    connection: Read,
    today: Today,
    known_on: Annotated[
        IsoDate | None,
        Query(
            description="What was known by the end of this day, under the rules and calendar then loaded. The date of "
            "birth is the one known today: its corrections keep no past."
        ),
    ] = None,
    as_of: Annotated[
        IsoDate | None, Query(description="The day on which status is judged; `known_on`, else today, by default.")
    ] = None,
) -> schemas.AnyCaseDeadlines:
    """Read what is due on a case, or what was known to be due on a past day, worked out afresh with its reasons."""
    if known_on is not None and known_on > today:
        raise Invalid("?known_on", "in_the_future", "What will be known is not known yet: today at the latest.")
    judged_on = as_of or known_on or today
    known = await queries.known(connection, actor, case_id, known_on=known_on, as_of=judged_on)
    return queries.of_case(known, actor, known_on=known_on or today, as_of=judged_on)


@router.get("/cases/{case_id}/deadline-changes", operation_id="listDeadlineChanges")
async def changes(
    case_id: Identifier, actor: MayReadDeadlines, paging: Paging, connection: Read
) -> Page[schemas.DeadlineChangeStaff] | Page[schemas.DeadlineChange]:
    """List what was said of the deadlines of a case before, the oldest change first."""
    if actor.role is Role.PARTNER_SYSTEM:
        raise NotPermitted("A partner system sees the days as they stand, not how they came about.")
    case = await cases.one(connection, actor, case_id)
    rows = await queries.changes(connection, actor, case, after=paging.after(2), limit=paging.take)
    item = schemas.DeadlineChangeStaff.model_validate if actor.is_staff else schemas.DeadlineChange.model_validate
    return paging.page(rows, key=lambda row: (row["changed_at"], row["id"]), item=item)
