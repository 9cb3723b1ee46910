"""Files as answers: always to be saved, never guessed at or shown in place, and never kept on the way."""

import re
from typing import Any
from urllib.parse import quote

from fastapi import Response

PDF: dict[int | str, dict[str, Any]] = {200: {"description": "The document.", "content": {"application/pdf": {}}}}
"""The `responses` of a route that answers with a PDF."""

_PLAIN = re.compile(r"[^A-Za-z0-9._-]+")


def download(content: bytes, media_type: str, name: str) -> Response:
    """Return a file to be saved under a name."""
    return Response(content, media_type=media_type, headers=headers(name))


def headers(name: str) -> dict[str, str]:
    """Return the headers under which a file is handed out safely."""
    plain = _PLAIN.sub("_", name) or "file"
    return {
        "Content-Disposition": f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(name, safe='')}",
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "no-store",
        "Content-Security-Policy": "default-src 'none'; sandbox",
    }
