"""What may be read of documents, by whom: shared ones, one's own side's, and those for the mediator."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, false, func, or_, select
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from app.areas.cases import queries as cases
from app.areas.cases.parts import part
from app.domain.documents import AudienceClass, DocumentSide
from app.domain.permissions import Actor, Permission, Role
from app.domain.refusals import NotFound
from app.store.tables.documents import Document, PrivateDocument
from app.store.tables.sessions import ExpenseClaim

Reader = AsyncConnection | AsyncSession
_OFFICERS = frozenset({Role.LA_OFFICER, Role.ICB_OFFICER})


def seen(actor: Actor, table: Any) -> ColumnElement[bool]:
    """Return the predicate of the documents of a table that an actor may see; a withdrawn one is its sender's."""
    own = _own(actor, table)
    there = and_(table.received_at.is_not(None), table.withdrawn_at.is_(None))
    if table is PrivateDocument:
        given = there if actor.role is Role.MEDIATOR else false()
        if actor.may(Permission.EXPENSES_DECIDE):
            given = and_(there, _is_receipt())
        return or_(own, given)
    if actor.is_staff:
        return or_(own, there)
    if actor.role is Role.PARTNER_SYSTEM:
        return own
    return or_(own, and_(there, table.audience_class == AudienceClass.SHARED))


def _is_receipt() -> ColumnElement[bool]:
    """Return whether its side put a private document to a claim, for those who decide it to see."""
    claimed = exists().where(
        ExpenseClaim.tenant_id == PrivateDocument.tenant_id, ExpenseClaim.receipt_document_id == PrivateDocument.id
    )
    return claimed.correlate(PrivateDocument)


def _own(actor: Actor, table: Any) -> ColumnElement[bool]:
    """Return whether a document is of the actor's own sending: an officer's whole organisation counts."""
    if actor.role in _OFFICERS:
        found: ColumnElement[bool] = table.organisation_id == actor.organisation_id
        return found
    mine: ColumnElement[bool] = table.uploaded_by == actor.id
    return mine


async def of_case(reader: Reader, actor: Actor, case_id: str) -> list[dict[str, Any]]:
    """Return the documents of a case that an actor may see, the first one first."""
    case = await cases.one(reader, actor, case_id)
    found = []
    for table in (Document, PrivateDocument):
        asked = select(*table.__table__.columns).where(
            table.tenant_id == case["tenant_id"], table.case_id == case["id"], seen(actor, table)
        )
        found += [dict(row) for row in (await reader.execute(asked)).mappings()]
    return sorted(found, key=lambda row: (row["created_at"], row["id"]))


async def one(reader: Reader, actor: Actor, document_id: str) -> tuple[Any, dict[str, Any]]:
    """Return a document that an actor may see, with the table in which it lies."""
    for table in (Document, PrivateDocument):
        try:
            return table, await part(reader, actor, table, document_id, seen(actor, table))
        except NotFound:
            continue
    raise NotFound


async def kept_bytes(reader: Reader, document: Any) -> int:
    """Return how many bytes a case holds of the sender of a document.

    Each has a limit of its own: one that counted what others keep in private would tell how much that is.
    """
    total = 0
    for table in (Document, PrivateDocument):
        if document.side is DocumentSide.PROVIDER:
            same = table.side == DocumentSide.PROVIDER
        elif document.organisation_id is not None:
            same = table.organisation_id == document.organisation_id
        else:
            same = and_(table.organisation_id.is_(None), table.side == document.side)
        asked = select(func.coalesce(func.sum(table.size), 0)).where(
            table.tenant_id == document.tenant_id, table.case_id == document.case_id, same
        )
        total += int(await reader.scalar(asked) or 0)
    return total


async def known_keys(reader: Reader, keys: list[str]) -> set[str]:
    """Return which of these keys belong to a document."""
    found: set[str] = set()
    for table in (Document, PrivateDocument):
        for start in range(0, len(keys), 500):
            asked = select(table.file_key).where(table.file_key.in_(keys[start : start + 500]))
            found |= {key for key in (await reader.execute(asked)).scalars() if key}
    return found
