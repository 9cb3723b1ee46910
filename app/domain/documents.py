"""Documents of a case: who may see which, what may be kept, and how a file is told by its content."""

import io
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from app.domain.refusals import Invalid, Refusal


class AudienceClass(StrEnum):
    """Who a document is for."""

    SHARED = "shared"
    PARTY_PRIVATE = "party_private"
    INTERNAL = "internal"


class DocumentSide(StrEnum):
    """Whose document it is."""

    FAMILY = "family"
    LA = "la"
    ICB = "icb"
    PROVIDER = "provider"


class DocumentKind(StrEnum):
    DECISION_LETTER = "decision_letter"
    PLAN = "plan"
    REPORT = "report"
    EVIDENCE = "evidence"
    AGREEMENT = "agreement"
    RECEIPT = "receipt"
    CORRESPONDENCE = "correspondence"
    OTHER = "other"


class UnsupportedDocument(Refusal):
    """A document of this type is not kept."""

    code = "unsupported_media_type"

    def __init__(self) -> None:
        super().__init__(
            "These are kept: PDF, Word (docx), OpenDocument text, Excel (xlsx), PNG, JPEG and plain text. "
            "Web pages, drawings with script, macros and archives are not."
        )


@dataclass(frozen=True, slots=True)
class FileType:
    """A type of file that is kept: its media type, and the ending of its name."""

    media_type: str
    endings: tuple[str, ...]


PDF = FileType("application/pdf", (".pdf",))
PNG = FileType("image/png", (".png",))
JPEG = FileType("image/jpeg", (".jpg", ".jpeg"))
TEXT = FileType("text/plain", (".txt",))
DOCX = FileType("application/vnd.openxmlformats-officedocument.wordprocessingml.document", (".docx",))
XLSX = FileType("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", (".xlsx",))
ODT = FileType("application/vnd.oasis.opendocument.text", (".odt",))

_BY_MAGIC: Mapping[bytes, FileType] = {b"%PDF-": PDF, b"\x89PNG\r\n\x1a\n": PNG, b"\xff\xd8\xff": JPEG}
_ZIP = b"PK\x03\x04"
_IN_ZIP: Mapping[str, FileType] = {"word/document.xml": DOCX, "xl/workbook.xml": XLSX}
_MACROS = ("vbaproject.bin", "vbadata.xml")
MOST_ENTRIES = 2_000
MOST_UNPACKED = 200 * 1024 * 1024
MOST_RATIO = 200
_PIECE = 1024 * 1024


def type_of(content: bytes, name: str) -> FileType:
    """Return what a file is by its content, whatever it is called; refuse what is not kept, or is called otherwise."""
    if not content:
        raise Invalid("/content", "empty", "The file is empty.")
    found = _by_content(content)
    if not name.lower().endswith(found.endings):
        endings = " or ".join(found.endings)
        raise Invalid("/name", "ending", f"The content is of another type than the name says: {endings} is expected.")
    return found


def _by_content(content: bytes) -> FileType:
    for magic, found in _BY_MAGIC.items():
        if content.startswith(magic):
            return found
    if content.startswith(_ZIP):
        return _in_archive(content)
    if _is_plain_text(content):
        return TEXT
    raise UnsupportedDocument


def _is_plain_text(content: bytes) -> bool:
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    start = text[:1000].lstrip("\ufeff \t\r\n").lower()
    looks_like_markup = start.startswith("<") or "<html" in start or "<svg" in start or "<script" in start
    return not looks_like_markup and all(sign.isprintable() or sign in "\t\r\n\ufeff" for sign in text)


def _in_archive(content: bytes) -> FileType:
    """Return which office document an archive is; refuse bombs, macros and names that lead elsewhere."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            if len(entries) > MOST_ENTRIES:
                raise _bomb()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            packed = max(1, sum(entry.compress_size for entry in entries))
            if unpacked > MOST_UNPACKED or (unpacked > 1_000_000 and unpacked / packed > MOST_RATIO):
                raise _bomb()
            if any(name.startswith("/") or ".." in name.split("/") or "\\" in name for name in names):
                raise UnsupportedDocument
            if any(name.lower().endswith(_MACROS) for name in names):
                raise UnsupportedDocument
            _unpack(archive)
            if "mimetype" in names:
                with archive.open("mimetype") as part:
                    if part.read(200).decode("ascii", "replace") == ODT.media_type:
                        return ODT
    except (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError):
        raise UnsupportedDocument from None
    found = next((kind for part, kind in _IN_ZIP.items() if part in names), None)
    if found is None or "[Content_Types].xml" not in names:
        raise UnsupportedDocument
    return found


def _unpack(archive: zipfile.ZipFile) -> None:
    """Unpack an archive and keep nothing of it: what it says of its sizes may not be so.

    No more is read of a part than it declares, and one that holds something else fails its check at that place.
    """
    for entry in archive.infolist():
        with archive.open(entry) as part:
            while part.read(_PIECE):
                pass


def _bomb() -> Invalid:
    return Invalid("/content", "unpacks_too_large", "The file unpacks to far more than it holds.")


def check_name(name: str) -> str:
    """Return a file's name; refuse one that leads somewhere or cannot be written everywhere."""
    if any(sign in name for sign in '/\\:*?"<>|') or name.startswith(".") or ".." in name:
        raise Invalid("/name", "path_in_name", "A file's name alone is expected, without a path or special signs.")
    return name


def check_room(kept: int, size: int, most: int) -> None:
    """Refuse a file for which a sender has no room left in a case."""
    if kept + size > most:
        raise Invalid("/content", "case_is_full", "Your documents of this case have reached their limit in size.")
