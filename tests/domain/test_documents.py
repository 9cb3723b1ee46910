"""A file is told by its content, whatever it is called, and what is not kept is refused with its reason."""

import io
import random
import zipfile

import pytest

from app.domain import documents
from app.domain.documents import (
    DOCX,
    JPEG,
    ODT,
    PDF,
    PNG,
    TEXT,
    XLSX,
    UnsupportedDocument,
    check_name,
    check_room,
    type_of,
)
from app.domain.refusals import Invalid

TYPES = {"[Content_Types].xml": b"<Types/>"}


def an_archive(parts: dict[str, bytes]) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return held.getvalue()


def code_of(content: bytes, name: str) -> tuple[str, str]:
    with pytest.raises(Invalid) as refused:
        type_of(content, name)
    fault = refused.value.faults[0]
    assert fault.detail
    return fault.pointer, fault.code


@pytest.mark.parametrize(
    ("content", "name", "found"),
    [
        (b"%PDF-1.7", "A.PDF", PDF),
        (b"\x89PNG\r\n\x1a\n", "a.png", PNG),
        (b"\xff\xd8\xff\xe0", "a.jpg", JPEG),
        (b"\xff\xd8\xff\xe0", "a.jpeg", JPEG),
        (b"Plain words.\r\n\tMore.\n", "a.txt", TEXT),
        ("\ufeffGrüße".encode(), "a.txt", TEXT),
        (an_archive(TYPES | {"word/document.xml": b""}), "a.docx", DOCX),
        (an_archive(TYPES | {"xl/workbook.xml": b""}), "a.xlsx", XLSX),
        (an_archive({"mimetype": ODT.media_type.encode(), "content.xml": b""}), "a.odt", ODT),
    ],
)
def test_what_is_kept(content: bytes, name: str, found: documents.FileType) -> None:
    assert type_of(content, name) is found


@pytest.mark.parametrize(
    "content",
    [
        b"MZ\x90\x00",
        b"\xff\xfe\x00",
        b"words \x07 bell",
        b"<svg></svg>",
        b"  \n<html>",
        b"<note>plain</note>",
        b" \t\r\n <note>",
        b"\xef\xbb\xbf<note>",
        b"\xef\xbb\xbf \xef\xbb\xbf<note>",
        an_archive({"mimetype": b"\xff"}),
        an_archive(TYPES | {"word/document.xml": b"", "a\\b": b""}),
        b"words then <script>alert(1)</script>",
        b"words <HTML>",
        b"words <svg onload=x>",
        b"PK\x03\x04 broken",
        an_archive({"word/document.xml": b""}),
        an_archive(TYPES),
        an_archive({"mimetype": b"application/epub+zip"}),
        an_archive(TYPES | {"word/document.xml": b"", "word/vbaProject.bin": b""}),
        an_archive(TYPES | {"word/document.xml": b"", "VBADATA.XML": b""}),
        an_archive(TYPES | {"word/document.xml": b"", "/etc/passwd": b""}),
        an_archive(TYPES | {"word/document.xml": b"", "a/../b": b""}),
    ],
)
def test_what_is_not_kept(content: bytes) -> None:
    for ending in ("txt", "docx", "pdf"):
        with pytest.raises(UnsupportedDocument):
            type_of(content, f"a.{ending}")


def test_an_empty_file_and_one_that_is_called_otherwise_are_named() -> None:
    assert code_of(b"", "a.pdf") == ("/content", "empty")
    assert code_of(b"%PDF-1.7", "a.png") == ("/name", "ending")
    assert code_of(b"%PDF-1.7", "a.pdf.exe") == ("/name", "ending")
    with pytest.raises(UnsupportedDocument) as unsupported:
        type_of(b"MZ\x90\x00", "a.pdf")
    assert "PDF" in unsupported.value.detail
    with pytest.raises(Invalid) as refused:
        type_of(b"\xff\xd8\xff", "a.pdf")
    assert ".jpg or .jpeg" in refused.value.faults[0].detail


def test_a_bomb_is_told_by_its_entries_its_size_and_its_ratio(monkeypatch: pytest.MonkeyPatch) -> None:
    word = TYPES | {"word/document.xml": b""}
    assert code_of(an_archive(word | {"a": b"\0" * 1_500_000}), "a.docx") == ("/content", "unpacks_too_large")
    assert type_of(an_archive(word | {"a": b"\0" * 900_000}), "a.docx") is DOCX  # small, however well it packs
    assert type_of(an_archive(word | {"a": random.Random(2).randbytes(1_100_000)}), "a.docx") is DOCX
    monkeypatch.setattr(documents, "MOST_ENTRIES", 3)
    assert type_of(an_archive(word | {"a": b""}), "a.docx") is DOCX
    assert code_of(an_archive(word | {"a": b"", "b": b""}), "a.docx") == ("/content", "unpacks_too_large")
    monkeypatch.setattr(documents, "MOST_UNPACKED", 10)
    assert code_of(an_archive(word | {"a": b"01234567890"}), "a.docx") == ("/content", "unpacks_too_large")


@pytest.mark.parametrize("name", ["a/b", "a\\b", "c:d", "a*", "a?", 'a"b', "a<b", "a>b", "a|b", ".hidden", "a..b"])
def test_a_name_is_a_name_alone(name: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_name(name)
    assert (refused.value.faults[0].pointer, refused.value.faults[0].code) == ("/name", "path_in_name")
    assert "alone" in refused.value.faults[0].detail
    assert check_name("report of 3 May.pdf") == "report of 3 May.pdf"


def test_a_case_is_full_beyond_its_limit() -> None:
    check_room(60, 40, 100)
    with pytest.raises(Invalid) as refused:
        check_room(60, 41, 100)
    assert (refused.value.faults[0].pointer, refused.value.faults[0].code) == ("/content", "case_is_full")
    assert "limit" in refused.value.faults[0].detail


def test_what_an_archive_says_of_its_sizes_is_not_believed() -> None:
    """The directory at its end declares ten bytes of a part that holds more."""
    honest = an_archive(TYPES | {"word/document.xml": b"", "word/media.bin": random.Random(1).randbytes(300_000)})
    place = honest.rindex(b"PK\x01\x02", 0, honest.rindex(b"word/media.bin"))
    size = place + 24
    lying = honest[:size] + (10).to_bytes(4, "little") + honest[size + 4 :]
    with zipfile.ZipFile(io.BytesIO(lying)) as archive:
        assert archive.getinfo("word/media.bin").file_size == 10
    with pytest.raises(UnsupportedDocument):
        type_of(lying, "a.docx")
    assert type_of(honest, "a.docx") is DOCX
