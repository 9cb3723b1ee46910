"""Documents: told by their content, kept by who may see them, handed out safely; nothing is left of what is refused."""

import hashlib
import io
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from fastapi import FastAPI
from obstore.store import S3Store
from sqlalchemy import func, select

from app.adapters.files import Files
from app.adapters.virus_scan import Clamd
from app.areas.documents import router
from app.domain.permissions import Role
from app.jobs.daily import drop_orphans
from app.store.tables import AuditEntry
from app.store.tables.documents import Document, PrivateDocument
from tests.adapters.test_virus_scan import a_daemon
from tests.builders.world import World
from tests.conftest import Caller, Clock
from tests.rooms import Ground, a_ground
from tests.rooms.documents import SMALL, uploaded
from tests.views import views

AWAY: dict[str, Any] = {
    "region": "eu-west-2",
    "access_key_id": "key",
    "secret_access_key": "secret",
    "client_options": {"allow_http": True},
    "retry_config": {"max_retries": 0},
}
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20


@pytest.fixture
async def ground(as_: Callable[..., Caller], world: World, clock: Clock) -> Ground:
    return await a_ground(as_, world, clock, sender=Role.FAMILY_FRONT_END)


def an_archive(parts: dict[str, bytes], compress: int = zipfile.ZIP_DEFLATED) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", compress) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


WORD = {"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<w/>"}
DOCX = an_archive(WORD)


async def _kept(app: FastAPI) -> tuple[int, int]:
    """Return how many contents are kept, and how many documents hold one."""
    files = await app.state.files.older_than(datetime(2100, 1, 1, tzinfo=UTC))
    rows = 0
    async with app.state.database.read() as connection:
        for table in (Document, PrivateDocument):
            asked = select(func.count()).select_from(table).where(table.file_key.is_not(None))
            rows += (await connection.execute(asked)).scalar_one()
    return len(files), rows


async def _announced(caller: Caller, ground: Ground, name: str, audience: str = "shared") -> dict[str, Any]:
    body = {"name": name, "kind": "evidence", "audience_class": audience}
    made = await caller.post(f"/v1/cases/{ground.id}/documents", body)
    assert made.status_code == 201, made.text
    answer: dict[str, Any] = made.json()
    return answer


async def _sent(caller: Caller, document: dict[str, Any], content: bytes) -> Any:
    return await caller("PUT", document["links"]["content"], content=content, version=document["version"])


async def _names(caller: Caller, ground: Ground) -> list[str]:
    answer = await caller.get(f"/v1/cases/{ground.id}/documents")
    assert answer.status_code == 200, answer.text
    return [item["name"] for item in answer.json()["items"]]


async def test_a_document_is_announced_sent_and_handed_out_safely(ground: Ground, app: FastAPI) -> None:
    officer = ground.as_(Role.LA_OFFICER)
    announced = await _announced(officer, ground, "plän report.pdf")
    assert (announced["received_at"], announced["side"]) == (None, "la")
    assert await _names(ground.adviser, ground) == []  # nobody else sees it before its content has come
    sent = await _sent(officer, announced, SMALL)
    assert sent.status_code == 200, sent.text
    told = sent.json()
    assert (told["media_type"], told["size"]) == ("application/pdf", len(SMALL))
    assert told["sha256"] == hashlib.sha256(SMALL).hexdigest()
    assert await _names(ground.adviser, ground) == ["plän report.pdf"]
    for caller in (officer, ground.adviser, ground.mediator, ground.as_(Role.FAMILY_FRONT_END)):
        answer = await caller.get(announced["links"]["content"])
        assert (answer.status_code, answer.content) == (200, SMALL)
        assert answer.headers["content-type"] == "application/octet-stream"
        assert answer.headers["content-disposition"] == (
            "attachment; filename=\"pl_n_report.pdf\"; filename*=UTF-8''pl%C3%A4n%20report.pdf"
        )
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert answer.headers["cache-control"] == "no-store"
    again = await _sent(officer, told, SMALL)
    assert (again.status_code, again.json()["code"]) == (409, "state_conflict")
    assert await _kept(app) == (1, 1)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + b"\0" * 9, "image/jpeg"),
        ("a.txt", "Grüße\nfrom home\n".encode(), "text/plain"),
        ("a.docx", DOCX, "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
        (
            "a.odt",
            an_archive({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<o/>"}),
            "application/vnd.oasis.opendocument.text",
        ),
    ],
)
async def test_a_file_is_told_by_its_content(ground: Ground, name: str, content: bytes, kind: str) -> None:
    sent = await _sent(ground.adviser, await _announced(ground.adviser, ground, name), content)
    assert (sent.status_code, sent.json()["media_type"]) == (200, kind)


SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.mark.parametrize(
    ("name", "content", "status", "code"),
    [
        ("a.pdf", b"", 422, "empty"),
        ("a.pdf", PNG, 422, "ending"),
        ("a.svg", SVG, 415, None),
        ("a.txt", SVG, 415, None),
        ("a.txt", b"\xef\xbb\xbf  <!DOCTYPE html><html>", 415, None),
        ("a.exe", b"MZ\x90\0", 415, None),
        ("a.docx", b"PK\x03\x04broken", 415, None),
        ("a.docx", an_archive({"a.txt": b"no document"}), 415, None),
        ("a.docx", an_archive(WORD | {"word/vbaProject.bin": b""}), 415, None),
        ("a.docx", an_archive(WORD | {"../../etc/passwd": b""}), 415, None),
        ("a.docx", an_archive(WORD | {"word/media.bin": b"\0" * 30_000_000}), 422, "unpacks_too_large"),
        ("a.docx", an_archive({str(place): b"" for place in range(2_100)}), 422, "unpacks_too_large"),
    ],
    ids=range(12),
)
async def test_what_is_not_kept_leaves_nothing_behind(
    ground: Ground, app: FastAPI, name: str, content: bytes, status: int, code: str | None
) -> None:
    announced = await _announced(ground.adviser, ground, name)
    refused = await _sent(ground.adviser, announced, content)
    assert refused.status_code == status, refused.text
    if code is not None:
        assert refused.json()["errors"][0]["code"] == code
    assert await _kept(app) == (0, 0)


@pytest.mark.parametrize("name", ["../secret.pdf", "C:\\a.pdf", "a/b.pdf", ".htaccess", "a\x00.pdf", "a?.pdf", " "])
async def test_a_name_that_leads_somewhere_is_refused(ground: Ground, name: str) -> None:
    body = {"name": name, "kind": "report", "audience_class": "shared"}
    refused = await ground.adviser.post(f"/v1/cases/{ground.id}/documents", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/name")


async def test_a_file_beyond_the_limit_is_cut_off(ground: Ground, app: FastAPI) -> None:
    announced = await _announced(ground.adviser, ground, "a.pdf")
    limit = app.state.settings.max_upload_bytes
    read = 0

    async def endless() -> Any:
        nonlocal read
        while read < 300_000_000:
            read += 1_000_000
            yield b"%PDF-" + b"\0" * 999_995

    refused = await ground.adviser("PUT", announced["links"]["content"], content=endless(), version=1)
    assert (refused.status_code, refused.json()["code"]) == (413, "body_too_large")
    assert refused.headers["connection"] == "close"
    announced_size = {"Content-Length": "300000000"}
    early = await ground.adviser("PUT", announced["links"]["content"], content=b"x", headers=announced_size, version=1)
    assert early.status_code == 413
    assert limit < 300_000_000
    assert await _kept(app) == (0, 0)


async def test_what_one_side_gave_to_the_mediator_reaches_nobody_else(ground: Ground) -> None:
    family, officer = ground.as_(Role.FAMILY_FRONT_END), ground.as_(Role.LA_OFFICER)
    outsiders = [officer, ground.as_(Role.ICB_OFFICER), ground.as_(Role.PARTNER_SYSTEM)]
    ids = {"case_id": [ground.id]}
    before = await views(outsiders, ids)
    given = await uploaded(family, ground.id, "party_private", "private.pdf")
    assert await views(outsiders, ids) == before
    assert await _names(ground.mediator, ground) == ["private.pdf"]
    for caller in (ground.adviser, ground.manager, ground.coordinator, officer):
        assert await _names(caller, ground) == []
        assert (await caller.get(given["links"]["content"])).status_code == 404
        assert (await caller.get(f"/v1/documents/{given['id']}")).status_code == 404
    theirs = await ground.mediator.post(f"/v1/documents/{given['id']}/sharing", version=2)
    assert theirs.status_code == 403
    shared = await family.post(f"/v1/documents/{given['id']}/sharing", version=2)
    assert shared.json()["audience_class"] == "shared"
    assert await _names(officer, ground) == ["private.pdf"]
    assert (await officer.get(shared.json()["links"]["content"])).content == SMALL


async def test_what_is_shared_later_does_not_tell_when_it_was_given(ground: Ground, app: FastAPI, clock: Clock) -> None:
    family, officer = ground.as_(Role.FAMILY_FRONT_END), ground.as_(Role.LA_OFFICER)
    given = await uploaded(family, ground.id, "party_private", "private.pdf")
    clock.move(days=3)
    at_once = await uploaded(family, ground.id, "shared", "at-once.pdf")
    shared = await family.post(f"/v1/documents/{given['id']}/sharing", version=2)
    assert (shared.status_code, shared.headers["location"]) == (200, f"/v1/documents/{shared.json()['id']}")
    listed = (await officer.get(f"/v1/cases/{ground.id}/documents")).json()["items"]
    seen = {item["name"]: item for item in listed}
    assert seen["private.pdf"]["id"] != given["id"]
    made_at = slice(0, 13)  # an id begins with the time at which it was made
    assert seen["private.pdf"]["id"][made_at] == at_once["id"][made_at]
    assert seen["private.pdf"]["created_at"] == seen["at-once.pdf"]["created_at"]
    assert seen["private.pdf"]["received_at"] == seen["at-once.pdf"]["received_at"]
    assert (await officer.get(f"/v1/documents/{given['id']}")).status_code == 404
    assert (await family.get(f"/v1/documents/{given['id']}")).status_code == 404
    assert await _kept(app) == (2, 2)


async def test_what_has_not_come_or_was_withdrawn_is_not_shared(ground: Ground) -> None:
    family = ground.as_(Role.FAMILY_FRONT_END)
    announced = await _announced(family, ground, "a.pdf", "party_private")
    early = await family.post(f"/v1/documents/{announced['id']}/sharing", version=1)
    assert (early.status_code, early.json()["code"]) == (409, "state_conflict")
    given = await uploaded(family, ground.id, "party_private", "b.pdf")
    assert (await family.post(f"/v1/documents/{given['id']}/withdrawal", version=2)).status_code == 200
    late = await family.post(f"/v1/documents/{given['id']}/sharing", version=3)
    assert (late.status_code, late.json()["code"]) == (409, "state_conflict")


async def test_every_download_is_noted_before_it_is_answered(ground: Ground, app: FastAPI) -> None:
    given = await uploaded(ground.as_(Role.LA_OFFICER), ground.id, "shared")
    reader = ground.as_(Role.FAMILY_FRONT_END)
    assert (await reader.get(given["links"]["content"])).status_code == 200
    other = "00000000-0000-7000-8000-00000000000f"
    assert (await reader.get(f"/v1/documents/{other}/content")).status_code == 404
    async with app.state.database.read() as connection:
        asked = select(AuditEntry.subject_id, AuditEntry.actor_id).where(AuditEntry.action == "document.downloaded")
        noted = [tuple(row) for row in await connection.execute(asked)]
    assert reader.actor is not None
    assert noted == [(given["id"], reader.actor.id)]


async def test_the_provider_keeps_documents_of_its_own(ground: Ground) -> None:
    own = await uploaded(ground.coordinator, ground.id, "internal", "minutes.pdf")
    assert await _names(ground.adviser, ground) == ["minutes.pdf"]
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER, Role.FAMILY_FRONT_END):
        assert await _names(ground.as_(role), ground) == []
        assert (await ground.as_(role).get(own["links"]["content"])).status_code == 404
    body = {"name": "a.pdf", "kind": "report", "audience_class": "internal"}
    refused = await ground.as_(Role.LA_OFFICER).post(f"/v1/cases/{ground.id}/documents", body)
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/audience_class")


async def test_a_withdrawn_document_is_gone_for_everybody_else(ground: Ground) -> None:
    family = ground.as_(Role.FAMILY_FRONT_END)
    given = await uploaded(family, ground.id, "shared")
    assert (await ground.adviser.post(f"/v1/documents/{given['id']}/withdrawal", version=2)).status_code == 403
    gone = await family.post(f"/v1/documents/{given['id']}/withdrawal", version=2)
    assert gone.status_code == 200, gone.text
    assert await _names(ground.adviser, ground) == []
    assert (await ground.adviser.get(given["links"]["content"])).status_code == 404
    assert (await family.get(given["links"]["content"])).status_code == 404
    assert (await family.post(f"/v1/documents/{given['id']}/withdrawal", version=3)).status_code == 409


async def test_contents_that_no_document_holds_are_swept_away(ground: Ground, app: FastAPI) -> None:
    await uploaded(ground.adviser, ground.id, "shared")
    await app.state.files.put(b"left behind")
    assert await _kept(app) == (2, 1)
    assert await drop_orphans(app.state.database, app.state.files, now=datetime.now(UTC)) == 0
    later = datetime.now(UTC) + timedelta(days=2)
    assert await drop_orphans(app.state.database, app.state.files, now=later) == 1
    assert await _kept(app) == (1, 1)


async def test_a_case_holds_so_much_and_no_more(ground: Ground, app: FastAPI) -> None:
    app.state.settings = app.state.settings.model_copy(update={"max_case_bytes": len(SMALL) + 5})
    await uploaded(ground.adviser, ground.id, "shared")
    refused = await _sent(ground.adviser, await _announced(ground.adviser, ground, "b.pdf"), SMALL)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "case_is_full")
    assert await _kept(app) == (1, 1)


async def test_what_others_keep_in_private_takes_nobody_elses_room(ground: Ground, app: FastAPI) -> None:
    """A limit over all sides would tell one how much another keeps."""
    app.state.settings = app.state.settings.model_copy(update={"max_case_bytes": len(SMALL) + 5})
    await uploaded(ground.as_(Role.FAMILY_FRONT_END), ground.id, "party_private")
    await uploaded(ground.manager, ground.id, "internal")
    for role in (Role.LA_OFFICER, Role.ICB_OFFICER):
        await uploaded(ground.as_(role), ground.id, "shared")
        refused = await _sent(ground.as_(role), await _announced(ground.as_(role), ground, "b.pdf"), SMALL)
        assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "case_is_full")


async def test_while_the_files_are_away_nothing_changes_and_the_probe_says_so(ground: Ground, app: FastAPI) -> None:
    kept = await uploaded(ground.adviser, ground.id, "shared")
    announced = await _announced(ground.adviser, ground, "b.pdf")
    files, app.state.files = app.state.files, Files(S3Store("none", endpoint="http://127.0.0.1:1", **AWAY))
    away = [
        await _sent(ground.adviser, announced, SMALL),
        await ground.adviser.get(kept["links"]["content"]),
        await ground.as_(None).get("/health/ready"),
    ]
    assert [answer.status_code for answer in away] == [503, 503, 503]
    assert [answer.json()["code"] for answer in away] == ["unavailable", "unavailable", "not_ready"]
    assert away[2].json()["checks"]["files"] == "unreachable"
    assert not [answer for answer in away if "127.0.0.1:1" in answer.text]
    app.state.files = files
    again = await ground.adviser.get(f"/v1/documents/{announced['id']}")
    assert (again.json()["received_at"], again.json()["version"]) == (None, 1)
    assert await _kept(app) == (1, 1)


async def test_a_content_is_left_for_the_sweep_where_nobody_knows_whether_it_was_written(
    ground: Ground, app: FastAPI, monkeypatch: pytest.MonkeyPatch
) -> None:
    announced = await _announced(ground.adviser, ground, "a.pdf")

    async def written_and_lost(database: Any, work: Callable[..., Any]) -> None:
        async with database.write() as session:
            await work(session)
        raise ConnectionResetError

    monkeypatch.setattr(router, "apart", written_and_lost)
    lost = await _sent(ground.adviser, announced, SMALL)
    assert (lost.status_code, lost.json()["code"]) == (503, "unavailable")
    monkeypatch.undo()
    assert await _kept(app) == (1, 1)
    assert (await ground.mediator.get(announced["links"]["content"])).content == SMALL


async def test_nothing_is_kept_while_the_scanner_is_away_or_refuses(ground: Ground, app: FastAPI) -> None:
    announced = await _announced(ground.adviser, ground, "a.pdf")
    app.state.scanner = Clamd("127.0.0.1", 1, seconds=0.5)
    away = await _sent(ground.adviser, announced, SMALL)
    assert (away.status_code, away.json()["code"]) == (503, "unavailable")
    assert away.headers["retry-after"]
    async with a_daemon(lambda _content: b"stream: Eicar FOUND") as port:
        app.state.scanner = Clamd("127.0.0.1", port)
        refused = await _sent(ground.adviser, announced, SMALL)
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (422, "infected")
    assert await _kept(app) == (0, 0)
