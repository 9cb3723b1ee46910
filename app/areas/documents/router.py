"""Documents, over HTTP: announced, sent, handed out, shared and withdrawn."""

from asyncio import to_thread
from contextlib import suppress
from typing import Any

from fastapi import APIRouter, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from app.adapters.files import FilesAway
from app.areas.documents import queries, schemas, service
from app.domain.documents import type_of
from app.domain.permissions import Actor
from app.domain.refusals import Refusal
from app.web.actor import MayReadDocuments, MayUploadDocuments
from app.web.answers import Replays, rebuilt
from app.web.clock import Now
from app.web.concurrency import IfMatch, answer_with, etag
from app.web.downloads import download
from app.web.transaction import PlainRoute, Read, ReadOnce, TransactionRoute, Write, apart
from app.wire.types import Identifier, Page

router = APIRouter(prefix="/cases/{case_id}/documents", tags=["Documents"], route_class=TransactionRoute)
by_id = APIRouter(prefix="/documents", tags=["Documents"], route_class=TransactionRoute)
contents = APIRouter(prefix="/documents", tags=["Documents"], route_class=PlainRoute)
_FILE: dict[int | str, dict[str, Any]] = {
    200: {"description": "The content.", "content": {"application/octet-stream": {}}}
}
_BYTES = {
    "requestBody": {
        "required": True,
        "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
    }
}


@router.get("", operation_id="listDocuments")
async def listed(case_id: Identifier, actor: MayReadDocuments, connection: Read) -> Page[schemas.Document]:
    """List the documents of a case that are for you."""
    rows = await queries.of_case(connection, actor, case_id)
    return Page[schemas.Document](items=[_shown(row) for row in rows], next_cursor=None)


@router.post("", status_code=201, operation_id="announceDocument")
async def announce(
    case_id: Identifier,
    body: schemas.AnnounceDocument,
    request: Request,
    response: Response,
    actor: MayUploadDocuments,
    session: Write,
    now: Now,
) -> schemas.Document:
    """Announce a document; send its content with PUT to `links.content`. Until then nobody else sees it."""
    made = await service.announce(session, actor, case_id, body, now=now)
    await session.flush()
    answer_with(request, response, "document", made.id, made.version, location=f"/v1/documents/{made.id}")
    return _shown((await queries.one(session, actor, made.id))[1])


@by_id.get("/{document_id}", operation_id="readDocument")
async def read(
    document_id: Identifier, response: Response, actor: MayReadDocuments, connection: Read
) -> schemas.Document:
    """Read what is kept of a document beside its content."""
    answer = _shown((await queries.one(connection, actor, document_id))[1])
    response.headers["ETag"] = etag(answer.version)
    return answer


@contents.put("/{document_id}/content", operation_id="sendDocumentContent", openapi_extra=_BYTES)
async def send_content(
    document_id: Identifier,
    request: Request,
    response: Response,
    actor: MayUploadDocuments,
    version: IfMatch,
    database: ReadOnce,
    now: Now,
) -> schemas.Document:
    """Send the content of a document that you announced, as the bytes of the body.

    What it is, is told by the content. It is looked through for viruses where a scanner is set up, and kept only when
    everything else holds.
    """
    state = request.app.state
    content = await request.body()
    async with database.read() as connection:
        _, row = await queries.one(connection, actor, document_id)
    service.check_awaited(row["received_at"], row["uploaded_by"], actor)
    found = await to_thread(type_of, content, row["name"])
    await state.scanner.check(content)
    stored = await to_thread(service.content_of, content, found, await state.files.put(content))

    async def receive(session: AsyncSession) -> dict[str, Any]:
        most = state.settings.max_case_bytes
        await service.receive(session, actor, document_id, stored, version=version, most=most, now=now)
        await session.flush()
        return (await queries.one(session, actor, document_id))[1]

    try:
        kept = await apart(database, receive)
    except Refusal:
        # Whatever else goes wrong may have been written all the same: then the daily round looks for what is left.
        with suppress(FilesAway):
            await state.files.drop(stored.key)
        raise
    response.headers["ETag"] = etag(kept["version"])
    return _shown(kept)


@contents.get("/{document_id}/content", operation_id="downloadDocument", response_class=Response, responses=_FILE)
async def content(
    document_id: Identifier, request: Request, actor: MayReadDocuments, database: ReadOnce, now: Now
) -> Response:
    """Download the content of a document, always to be saved and never shown in place. The download is noted."""
    async with database.read() as connection:
        row = await service.content_key(connection, actor, document_id)
    found = await request.app.state.files.get(row["file_key"])

    async def noted(session: AsyncSession) -> None:
        service.note_download(session, actor, row, now)

    await apart(database, noted)
    return download(found, "application/octet-stream", row["name"])


@by_id.post("/{document_id}/sharing", operation_id="shareDocument")
async def share(
    document_id: Identifier,
    request: Request,
    response: Response,
    actor: MayUploadDocuments,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.Document:
    """Share with every side what you gave to the mediator alone. It is a new document, and the private one is gone."""
    made = await service.share(session, actor, document_id, version=version, now=now)
    response.headers["Location"] = f"/v1/documents/{made.id}"
    return await _answered(request, response, session, actor, made)


@by_id.post("/{document_id}/withdrawal", operation_id="withdrawDocument")
async def withdraw(
    document_id: Identifier,
    request: Request,
    response: Response,
    actor: MayUploadDocuments,
    version: IfMatch,
    session: Write,
    now: Now,
) -> schemas.Document:
    """Withdraw a document of your own: nobody else sees it any more."""
    made = await service.withdraw(session, actor, document_id, version=version, now=now)
    columns = {column.name: getattr(made, column.name) for column in made.__table__.columns}
    answer_with(request, response, "document", made.id, made.version)
    return _shown(columns)


async def _answered(
    request: Request, response: Response, session: AsyncSession, actor: Actor, made: Any
) -> schemas.Document:
    await session.flush()
    answer_with(request, response, "document", made.id, made.version)
    return _shown((await queries.one(session, actor, made.id))[1])


def _shown(row: dict[str, Any]) -> schemas.Document:
    at = f"/v1/documents/{row['id']}"
    return schemas.Document.model_validate({**row, "links": schemas.DocumentLinks(self=at, content=f"{at}/content")})


async def _document_again(session: AsyncSession, actor: Actor, id: str, _request: Request) -> Response:
    return rebuilt(_shown((await queries.one(session, actor, id))[1]), location=f"/v1/documents/{id}")


REPLAYS: Replays = {"document": _document_again}
