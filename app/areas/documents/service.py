"""Announce a document, receive its content, share it, and withdraw it."""

import hashlib
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy.ext.asyncio import AsyncSession

from app.areas.cases.parts import case_of_part, part_for_change
from app.areas.documents import queries, schemas
from app.domain.documents import AudienceClass, DocumentSide, FileType, check_name, check_room
from app.domain.permissions import Actor, Role
from app.domain.refusals import Invalid, NotFound, NotPermitted, StateConflict
from app.store import chronicle, ids
from app.store.tables.documents import Document, PrivateDocument
from app.store.versions import check_version

_SIDE = {
    Role.LA_OFFICER: DocumentSide.LA,
    Role.PARTNER_SYSTEM: DocumentSide.LA,
    Role.ICB_OFFICER: DocumentSide.ICB,
    Role.FAMILY_FRONT_END: DocumentSide.FAMILY,
}


async def announce(
    session: AsyncSession, actor: Actor, case_id: str, body: schemas.AnnounceDocument, *, now: datetime
) -> Any:
    """Announce a document of a case; its content comes after it."""
    case = await case_of_part(session, actor, case_id)
    internal = body.audience_class is AudienceClass.INTERNAL
    if internal is not actor.is_staff and body.audience_class is not AudienceClass.SHARED:
        allowed = "shared or internal" if actor.is_staff else "shared or party_private"
        raise Invalid("/audience_class", "not_yours", f"Your documents are {allowed}.")
    table = PrivateDocument if body.audience_class is AudienceClass.PARTY_PRIVATE else Document
    made = table(
        id=ids.new_id(now),
        tenant_id=case["tenant_id"],
        case_id=case["id"],
        audience_class=body.audience_class,
        side=_SIDE.get(actor.role, DocumentSide.PROVIDER),
        kind=body.kind,
        name=check_name(body.name),
        uploaded_by=actor.id,
        organisation_id=actor.organisation_id,
        created_at=now,
        version=1,
    )
    session.add(made)
    _note(session, actor, "document.announced", made, now)
    return made


class Content(NamedTuple):
    """A content that lies with the files already."""

    key: str
    type: FileType
    size: int
    sha256: str


def content_of(content: bytes, type: FileType, key: str) -> Content:
    """Return what is kept of a content beside the bytes themselves."""
    return Content(key, type, len(content), hashlib.sha256(content).hexdigest())


async def receive(
    session: AsyncSession,
    actor: Actor,
    document_id: str,
    content: Content,
    *,
    version: int | None,
    most: int,
    now: datetime,
) -> Any:
    """Note that the content of a document has come, once and for good."""
    table, _ = await queries.one(session, actor, document_id)
    document = await part_for_change(session, actor, table, document_id, version, queries.seen(actor, table))
    check_awaited(document.received_at, document.uploaded_by, actor)
    check_room(await queries.kept_bytes(session, document), content.size, most)
    document.media_type, document.size = content.type.media_type, content.size
    document.sha256, document.file_key = content.sha256, content.key
    document.received_at, document.version = now, document.version + 1
    _note(session, actor, "document.received", document, now)
    return document


def check_awaited(received_at: datetime | None, uploaded_by: str, actor: Actor) -> None:
    """Refuse a content that nobody waits for, or that comes from somebody else."""
    if uploaded_by != actor.id:
        raise NotPermitted("Whoever announced a document sends its content.")
    if received_at is not None:
        raise StateConflict("The content has come already, and never changes: announce another document.")


async def share(
    session: AsyncSession, actor: Actor, document_id: str, *, version: int | None, now: datetime
) -> Document:
    """Share with every side what one side gave to the mediator: only that side can.

    What the others see begins here: the id and the days of the private document would tell them when it was given.
    """
    table, row = await queries.one(session, actor, document_id)
    if table is not PrivateDocument:
        raise StateConflict("The document is for every side already, or the provider's own.")
    if not _is_own(row, actor):
        raise NotPermitted("Only the side that gave a document may share it.")
    private = await part_for_change(session, actor, PrivateDocument, document_id, version)
    if private.received_at is None or private.withdrawn_at is not None:
        raise StateConflict("Its content has not come yet, or it was withdrawn: there is nothing to share.")
    columns = {column.name: getattr(private, column.name) for column in PrivateDocument.__table__.columns}
    await session.delete(private)
    await session.flush()
    begins = {"id": ids.new_id(now), "created_at": now, "received_at": now, "version": 1}
    shared = Document(**columns | begins | {"audience_class": AudienceClass.SHARED})
    session.add(shared)
    _note(session, actor, "document.shared", shared, now)
    return shared


async def withdraw(session: AsyncSession, actor: Actor, document_id: str, *, version: int | None, now: datetime) -> Any:
    """Withdraw a document of one's own: nobody else sees it any more."""
    table, row = await queries.one(session, actor, document_id)
    if not _is_own(row, actor) and actor.role is not Role.SERVICE_MANAGER:
        raise NotPermitted("Only the side that gave a document, or the service manager, may withdraw it.")
    document = await part_for_change(session, actor, table, document_id, None, queries.seen(actor, table))
    check_version(document.version, version)
    if document.withdrawn_at is not None:
        raise StateConflict("The document has been withdrawn already.")
    document.withdrawn_at, document.version = now, document.version + 1
    _note(session, actor, "document.withdrawn", document, now)
    return document


def _is_own(row: dict[str, Any], actor: Actor) -> bool:
    """Return whether a document is of the actor's own sending, or of the body whose officer they are."""
    of_own_body = actor.organisation_id is not None and row["organisation_id"] == actor.organisation_id
    return row["uploaded_by"] == actor.id or (of_own_body and not actor.is_staff)


async def content_key(reader: queries.Reader, actor: Actor, document_id: str) -> dict[str, Any]:
    """Return a document whose content may be handed out."""
    _, row = await queries.one(reader, actor, document_id)
    if row["file_key"] is None or row["withdrawn_at"] is not None:
        raise NotFound
    return row


def note_download(session: AsyncSession, actor: Actor, row: dict[str, Any], now: datetime) -> None:
    """Note that a content is handed out."""
    data = {"case_id": row["case_id"], "audience_class": row["audience_class"].value}
    chronicle.record(
        session, actor, chronicle.Event("document.downloaded", "document", row["id"], data, public=False), now=now
    )


def _note(session: AsyncSession, actor: Actor, action: str, made: Any, now: datetime) -> None:
    data = {"case_id": made.case_id, "audience_class": made.audience_class.value}
    chronicle.record(session, actor, chronicle.Event(action, "document", made.id, data, public=False), now=now)
