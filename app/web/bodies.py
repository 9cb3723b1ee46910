"""What comes in: at most so many bytes, within so many seconds, of a type that we read, and readable."""

import asyncio
import re
from collections.abc import Collection
from contextlib import suppress

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.web import json_guard
from app.web.problems import Report, problem_response

_BODILESS = frozenset({"GET", "HEAD", "OPTIONS"})
_DRAINED = 8
_DRAIN_SECONDS = 1.0
_FORM = "application/x-www-form-urlencoded"


class _Gone(Exception):
    """The caller went away."""


class _TooLarge(Exception):
    """More came than may come, or was announced."""

    def __init__(self, announced: int = 0, *, ended: bool = False) -> None:
        self.announced = announced
        self.ended = ended


class Bodies:
    """Read a whole body before the application sees any of it, so that no transaction ever waits for a slow caller."""

    def __init__(
        self,
        app: ASGIApp,
        *,
        max_bytes: int,
        seconds: float,
        form_paths: Collection[str] = (),
        uploads: re.Pattern[str] | None = None,
        max_upload: int = 0,
        upload_seconds: float = 60.0,
    ) -> None:
        self.app = app
        self.max_bytes = max_bytes
        self.seconds = seconds
        self.form_paths = frozenset(form_paths)
        self.uploads = uploads
        self.max_upload = max_upload
        self.upload_seconds = upload_seconds

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] in _BODILESS:
            await self.app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        is_upload = self._is_upload(scope)
        most = self.max_upload if is_upload else self.max_bytes
        try:
            async with asyncio.timeout(self.upload_seconds if is_upload else self.seconds):
                body = await self._read(headers, receive, most)
        except _Gone:
            return
        except _TooLarge as excess:
            await self._drain(excess, receive)
            await self._refuse(Report("body_too_large", f"At most {most} bytes."), scope, receive, send)
            return
        except TimeoutError:
            await self._refuse(Report("receive_timeout"), scope, receive, send)
            return
        report = None if is_upload or not body else self._objection(scope, headers, body)
        if report is not None:
            await problem_response(report)(scope, receive, send)
            return
        await self.app(scope, _again(body, receive), send)

    def _is_upload(self, scope: Scope) -> bool:
        """Return whether the body is a file: bytes that are kept as they are and read by nobody here."""
        found = self.uploads is not None and self.uploads.fullmatch(scope["path"]) is not None
        return found and scope["method"] == "PUT"

    async def _read(self, headers: Headers, receive: Receive, most: int) -> bytes:
        announced = headers.get("content-length", "")
        if announced.isdecimal() and (len(announced) > 15 or int(announced[:15]) > most):
            raise _TooLarge(int(announced[:15]))
        parts, size = [], 0
        while True:
            message = await receive()
            if message["type"] == "http.disconnect":
                raise _Gone
            part = message.get("body", b"")
            size += len(part)
            if size > most:
                raise _TooLarge(ended=not message.get("more_body", False))
            parts.append(part)
            if not message.get("more_body", False):
                return b"".join(parts)

    async def _drain(self, excess: _TooLarge, receive: Receive) -> None:
        """Read on for a moment and keep nothing: whoever is still sending when we close may never see the answer."""
        left = _DRAINED * self.max_bytes
        if excess.ended or excess.announced > left:
            return
        with suppress(TimeoutError):
            async with asyncio.timeout(_DRAIN_SECONDS):
                while left > 0:
                    message = await receive()
                    left -= len(message.get("body", b""))
                    if not message.get("more_body", False):
                        return

    def _objection(self, scope: Scope, headers: Headers, body: bytes) -> Report | None:
        if headers.get("content-encoding", "identity").lower() != "identity":
            return Report("unsupported_media_type", "Send the body without Content-Encoding.")
        offered = headers.getlist("content-type")
        media_type, charset = _media_type(offered[0]) if len(offered) == 1 else ("", "")
        if scope["path"] in self.form_paths:
            if media_type != _FORM:
                return Report("unsupported_media_type", f"Send {_FORM}.")
            return None
        readable = {"application/json"}
        if scope["method"] == "PATCH":
            readable.add("application/merge-patch+json")
        if media_type not in readable or charset not in ("", "utf-8", "utf8"):
            return Report("unsupported_media_type", f"Send {' or '.join(sorted(readable))} in UTF-8.")
        read = json_guard.read(body)
        if read.report is None:
            scope.setdefault("state", {})["json"] = read.value
        return read.report

    async def _refuse(self, report: Report, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, and have the connection closed: what is left of the body is not worth reading."""
        await problem_response(report._replace(headers={"Connection": "close"}))(scope, receive, send)


def _media_type(value: str) -> tuple[str, str]:
    """Return the media type and the charset of a Content-Type."""
    media_type, *parameters = value.split(";")
    charset = ""
    for parameter in parameters:
        name, _, setting = parameter.partition("=")
        if name.strip().lower() == "charset":
            charset = setting.strip().strip('"').lower()
    return media_type.strip().lower(), charset


def _again(body: bytes, receive: Receive) -> Receive:
    """Return a receive() that gives the body once more, and then what really comes."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay
