"""Documents as PDF: a template of ours and plain data, by typst, with no network and no file beyond the templates.

Each declares PDF/UA-1 and PDF/A-2a, and the same data always give the same bytes.
"""

import json
from collections.abc import Mapping
from datetime import datetime
from functools import lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any, Literal

import font_lato
import segno
import typst

TEMPLATES = Path(__file__).with_name("templates")
_FONTS: Any = [Path(font_lato.__file__).with_name("files")]


def pdf(template: str, data: Mapping[str, Any], *, at: datetime) -> bytes:
    """Return a document as PDF, dated at an instant."""
    return _compiled(template, data, at, "pdf")


def pictures(template: str, data: Mapping[str, Any], *, at: datetime) -> list[bytes]:
    """Return the pages of a document as PNG, to be looked at."""
    pages: Any = _compiled(template, data, at, "png")
    return list(pages) if isinstance(pages, list) else [pages]


def _compiled(template: str, data: Mapping[str, Any], at: datetime, format: Literal["pdf", "png"]) -> bytes:
    when = {"year": at.year, "month": at.month, "day": at.day}
    # Data is handed over as one JSON text: nothing in it is ever read as markup.
    text = "".join(map(_settable, json.dumps({**data, "at": when}, ensure_ascii=False, sort_keys=True)))
    inputs = {"data": text}
    standards: Any = ["ua-1", "a-2a"] if format == "pdf" else []
    made: bytes = typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_FONTS,
        ignore_system_fonts=True,
        format=format,
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=at.replace(microsecond=0),  # the library refuses parts of a second
        ppi=110.0 if format == "png" else None,
    )
    return made


def qr(address: str) -> str:
    """Return a QR code of an address as SVG."""
    drawn = BytesIO()
    segno.make(address, error="m").save(drawn, kind="svg", border=2, xmldecl=False, svgns=True, omitsize=False, scale=4)
    return drawn.getvalue().decode()


def _settable(sign: str) -> str:
    """Return a sign, or its number in brackets where no font of ours has it: an accessible document leaves none out."""
    return sign if sign < "\u0250" or _has_glyph(sign) else f"[U+{ord(sign):04X}]"


@lru_cache(maxsize=4096)
def _has_glyph(sign: str) -> bool:
    try:
        typst.compile(
            _ONE_SIGN,
            font_paths=_FONTS,
            ignore_system_fonts=True,
            format="pdf",
            sys_inputs={"sign": sign},
            pdf_standards=["ua-1", "a-2a"],
        )
    except typst.TypstError:
        return False
    return True


_ONE_SIGN = b"""#set document(title: "sign")
#set text(font: ("Lato", "DejaVu Sans Mono"), lang: "en")
= Sign
#sys.inputs.sign"""
