"""A service of one table, with the whole edge around it: what the tests of the edge talk to."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated, Any

import httpx
from fastapi import APIRouter, Depends, FastAPI, Header, Query, Request, Response
from sqlalchemy import Column, Integer, MetaData, Table, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from starlette.exceptions import HTTPException

from app.domain.permissions import Actor, Role
from app.domain.refusals import AlreadyExists, GuardRefused, Invalid, NotFound, NotPermitted, Stale
from app.settings import Settings
from app.store.session import Database, create_engine
from app.store.tables import IdempotencyKey
from app.store.types import Short
from app.web.clock import Now, Today
from app.web.concurrency import IfMatch, answer_with, etag, fresh
from app.web.edge import install, new_app
from app.web.idempotency import KEY_FROM_SYSTEMS, once
from app.web.limits import count_principal
from app.web.mounting import mount
from app.web.openapi import refuses
from app.web.paging import Paging
from app.web.transaction import SAFE, Read, TransactionRoute, Write
from app.wire.base import Answer, Strict
from app.wire.types import Email, Identifier, Instant, Int, IsoDate, Page, Phone, QueryInt, StrictBool, short_text

NOW = datetime(2026, 7, 1, 23, 30, tzinfo=UTC)
COUNCIL = "00000000-0000-7000-8000-00000000000a"
METADATA = MetaData()
NOTES = Table(
    "notes",
    METADATA,
    Column("id", Short(36), primary_key=True),
    Column("text", Short(80)),
    Column("version", Integer),
)
router = APIRouter(prefix="/v1", route_class=TransactionRoute)


@dataclass
class Clock:
    """A clock that stands where a test puts it."""

    at: datetime = NOW

    def __call__(self) -> datetime:
        return self.at


class Person(Strict):
    """A body within a body."""

    name: Annotated[str, short_text(20)]


class Everything(Strict):
    """A body with a field of each type."""

    text: Annotated[str, short_text(80)] = "x"
    notes: Annotated[str, short_text(200, multiline=True)] | None = None
    on: IsoDate | None = None
    at: Instant | None = None
    count: Int = 0
    flag: StrictBool = False
    email: Email | None = None
    phone: Phone | None = None
    other_id: Identifier | None = None
    people: list[Person] = []
    any: Any = None


class WriteNote(Strict):
    """Make a note."""

    text: Annotated[str, short_text(80)]


class Note(Answer):
    """A note."""

    id: str
    text: str
    version: int


async def current_actor(
    request: Request,
    authorization: Annotated[str | None, Header()] = None,
) -> Actor:
    """Take the caller's word for who they are: "Bearer id kind tenant"."""
    if authorization is None:
        raise HTTPException(401)
    _, id, kind, tenant = [*authorization.split(), *("user", "tenant")[len(authorization.split()) - 2 :]]
    actor = Actor(kind, id, tenant, None, Role.ADVISER)
    request.state.actor = actor
    count_principal(request, actor)
    if request.method not in SAFE:
        await once(request, request.state.session, actor)
    return actor


Me = Annotated[Actor, Depends(current_actor)]


@router.post("/everything", operation_id="takeEverything")
async def everything(body: Everything) -> Everything:
    """Take a field of each type and give them back."""
    return body


@router.get("/search", operation_id="search")
async def search(
    limit: QueryInt = 5, tags: Annotated[list[str] | None, Query()] = None, since: Instant | None = None
) -> dict[str, Any]:
    """Take single and repeated parameters."""
    return {"limit": limit, "tags": tags, "since": since}


@router.get("/refuse/{what}", operation_id="refuse", responses=refuses(GuardRefused, Stale, "already_exists"))
async def refuse(what: str) -> dict[str, str]:
    """Refuse in the way that is asked for."""
    raise REFUSALS[what]


class CaseShut(GuardRefused):
    """A refusal without a line of its own in the catalogue."""

    code = "case_shut"


REFUSALS: dict[str, Exception] = {
    "guard": GuardRefused("Not before the decision.", rule="guard-1"),
    "child": CaseShut("The case is shut."),
    "stale": Stale("Read it again.", extra={"version": 4}),
    "exists": AlreadyExists("There is one.", extra={"links": {"existing": "/v1/notes/1"}, "status": 200}),
    "permission": NotPermitted("Your role does not include this."),
    "invalid": Invalid("/on", "in_future", "A day in the past is expected."),
    "bug": RuntimeError("Jane Doe, 12 Elm Street"),
    "file": FileNotFoundError(2, "gone", "/etc/secret"),
    "socket": ConnectionRefusedError(111, "refused"),
}


@router.get("/day", operation_id="readDay")
async def day(now: Now, today: Today) -> dict[str, str]:
    """Return the instant and the day."""
    return {"now": now.isoformat(), "today": today.isoformat()}


@router.post("/notes", operation_id="writeNote", status_code=201, dependencies=[KEY_FROM_SYSTEMS])
async def write_note(
    body: WriteNote, request: Request, response: Response, actor: Me, session: Write, read: Read
) -> Note:
    """Make a note; a text of "fail" fails after it was stored, one of "break" breaks."""
    count = len((await session.execute(select(NOTES.c.id))).all())
    await session.execute(insert(NOTES).values(id=f"n{count + 1}", text=body.text, version=1))
    assert len((await read.execute(select(NOTES.c.id))).all()) == count + 1
    if body.text == "fail":
        raise GuardRefused("No.")
    if body.text == "break":
        raise RuntimeError("broken")
    answer_with(request, response, "note", f"n{count + 1}", 1, location=f"/v1/notes/n{count + 1}")
    return Note(id=f"n{count + 1}", text=body.text, version=1)


@router.get("/notes", operation_id="listNotes")
async def list_notes(actor: Me, paging: Paging, connection: Read, text: str | None = None) -> Page[Note]:
    """List notes by their text."""
    statement = select(NOTES).order_by(NOTES.c.text, NOTES.c.id).limit(paging.take)
    if (after := paging.after(2)) is not None:
        statement = statement.where(NOTES.c.text > after[0])
    if text is not None:
        statement = statement.where(NOTES.c.text == text)
    rows = (await connection.execute(statement)).all()
    return paging.page(rows, key=lambda row: (row.text, row.id), item=Note.model_validate)


@router.get("/notes/{id}", operation_id="readNote")
async def read_note(id: str, request: Request, response: Response, actor: Me, connection: Read) -> Note:
    """Read a note."""
    row = (await connection.execute(select(NOTES).where(NOTES.c.id == id))).one_or_none()
    if row is None:
        raise NotFound
    fresh(request, response, row.version)
    return Note.model_validate(row)


@router.patch("/notes/{id}", operation_id="correctNote")
async def correct_note(
    id: str, body: WriteNote, request: Request, response: Response, actor: Me, version: IfMatch, session: Write
) -> Note:
    """Correct a note."""
    row = (await session.execute(select(NOTES).where(NOTES.c.id == id).with_for_update())).one()
    if row.version != version:
        raise Stale("Read it again.", extra={"version": row.version})
    await session.execute(update(NOTES).where(NOTES.c.id == id).values(text=body.text, version=version + 1))
    answer_with(request, response, "note", id, version + 1)
    return Note(id=id, text=body.text, version=version + 1)


async def note_again(session: AsyncSession, actor: Actor, id: str, request: Request) -> Response:
    """Build the answer to a request that is sent again."""
    if actor.kind == "shut_out":
        raise NotFound
    row = (await session.execute(select(NOTES).where(NOTES.c.id == id))).one()
    note = Note.model_validate(row)
    return Response(note.model_dump_json(), media_type="application/json", headers={"ETag": etag(note.version)})


@dataclass
class Service:
    """The service under test, its clock, and a client of it."""

    app: FastAPI
    clock: Clock
    client: httpx.AsyncClient


@asynccontextmanager
async def running(folder: Path, *, url: str | None = None, **settings: Any) -> AsyncIterator[Service]:
    """Run the service on a database of its own, SQLite unless an address is given."""
    if url is None:
        file = folder / "small.sqlite3"
        file.touch()
        url = f"sqlite+aiosqlite:///{file}"
    engine = create_engine(url)
    async with engine.begin() as connection:
        await connection.run_sync(METADATA.create_all)
        await connection.run_sync(IdempotencyKey.__table__.create, checkfirst=True)
    await engine.dispose()
    app = new_app(title="Small service", version="1")
    clock = Clock()
    app.state.clock = clock
    app.state.replayers = {"note": note_again}
    app.state.database = Database(url)
    app.state.cursor_key = b"k" * 32
    mount(app, router)
    install(app, Settings(var_dir=folder, **settings))
    transport = httpx.ASGITransport(app=app, raise_app_exceptions=False, client=("203.0.113.7", 1))
    async with httpx.AsyncClient(transport=transport, base_url="http://service.test") as client:
        yield Service(app, clock, client)
    await app.state.database.close()
