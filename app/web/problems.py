"""Every answer that is not a success: one shape, one code, and never a word of what was sent."""

import json
import logging
import traceback
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import iter_route_contexts
from pydantic import Field
from starlette.exceptions import HTTPException
from starlette.responses import Response
from starlette.types import Scope

from app.domain.refusals import Fault, Refusal
from app.store.chronicle import request_id
from app.web.catalogue import BY_STATUS, CATALOGUE, code_of
from app.web.faults import faults_of
from app.web.outage import retry_after
from app.wire.base import Answer

MEDIA_TYPE = "application/problem+json"
_RESERVED = frozenset({"type", "title", "status", "detail", "instance", "code", "request_id", "errors", "rule"})
_log = logging.getLogger(__name__)


class Wrong(Answer, json_schema_serialization_defaults_required=False):
    """One thing wrong with what was sent: where, a stable code, and plain words."""

    pointer: str | None = Field(default=None, description="Where in the body, as a JSON pointer.")
    parameter: str | None = Field(default=None, description="Which parameter of the address.")
    header: str | None = Field(default=None, description="Which header.")
    code: str
    detail: str


class Problem(Answer, json_schema_serialization_defaults_required=False):
    """An answer that is not a success (RFC 9457)."""

    type: str = Field(description="The address of the page about this kind of problem.")
    title: str
    status: int
    detail: str
    instance: str
    code: str = Field(description="Stable; new codes may be added.")
    request_id: str
    errors: list[Wrong] = Field(default=[])
    rule: str | None = Field(default=None, description="The legal rule or guard that said no.")


class Report(NamedTuple):
    """What is to be said, before it becomes a response."""

    code: str
    detail: str = ""
    faults: tuple[Fault, ...] = ()
    rule: str | None = None
    extra: Mapping[str, Any] = {}
    headers: Mapping[str, str] = {}


def where(fault: Fault) -> dict[str, str]:
    """Return a fault as a member of `errors`: a pointer is "" or "/…", a parameter "?name", a header "Name:"."""
    if fault.pointer.startswith("?"):
        place = {"parameter": fault.pointer[1:]}
    elif fault.pointer.endswith(":"):
        place = {"header": fault.pointer[:-1]}
    else:
        place = {"pointer": fault.pointer}
    return {**place, "code": fault.code, "detail": fault.detail}


def problem_response(report: Report) -> Response:
    """Return a report as the response that every caller gets."""
    kind = CATALOGUE[report.code]
    identity = request_id.get()
    body: dict[str, Any] = {
        "type": f"/problems/{report.code}",
        "title": kind.title,
        "status": kind.status,
        "detail": report.detail or kind.advice,
        "instance": f"urn:request:{identity}",
        "code": report.code,
        "request_id": identity,
        "errors": [where(fault) for fault in report.faults],
    }
    if report.rule is not None:
        body["rule"] = report.rule
    body |= {name: value for name, value in report.extra.items() if name not in _RESERVED}
    headers = dict(report.headers)
    if kind.status == 401:
        headers.setdefault("WWW-Authenticate", "Bearer")
    if kind.status in (408, 429, 503):
        headers.setdefault("Retry-After", "1")
    return Response(json.dumps(body).encode(), kind.status, headers, MEDIA_TYPE)


def report_of(exception: BaseException) -> Report:
    """Return what is to be said of anything that was raised."""
    if isinstance(exception, Refusal):
        return Report(
            code_of(type(exception)),
            exception.detail,
            exception.faults,
            exception.rule,
            exception.extra,
            getattr(exception, "headers", {}) or _tag(exception),
        )
    if isinstance(exception, RequestValidationError):
        code, faults = faults_of(exception)
        return Report(code, faults=faults)
    if isinstance(exception, HTTPException):
        code = BY_STATUS.get(exception.status_code, "malformed" if exception.status_code < 500 else "internal_error")
        return Report(code, headers=exception.headers or {})
    if (seconds := retry_after(exception)) is not None:
        return Report("unavailable", headers={"Retry-After": str(seconds)})
    return Report("internal_error")


def _tag(refusal: Refusal) -> Mapping[str, str]:
    """Return the current ETag with a stale precondition, so that the caller need not guess."""
    version = refusal.extra.get("version")
    return {"ETag": f'"v{version}"'} if refusal.code == "stale" and isinstance(version, int) else {}


def unforeseen(exception: Exception) -> Response:
    """Answer what no handler foresaw, and log where it happened: never its message, which may quote a person."""
    report = report_of(exception)
    frames = "".join(traceback.format_tb(exception.__traceback__)[-8:])
    name = f"{type(exception).__module__}.{type(exception).__qualname__}"
    if report.code == "internal_error":
        _log.error("unforeseen %s in request %s\n%s", name, request_id.get(), frames)
    else:
        _log.warning("database away: %s in request %s", name, request_id.get())
    return problem_response(report)


async def _handle(_request: Request, exception: Exception) -> Response:
    return problem_response(report_of(exception))


async def _handle_status(request: Request, exception: HTTPException) -> Response:
    if exception.status_code == 304:
        return Response(status_code=304, headers=exception.headers)
    report = report_of(exception)
    if exception.status_code == 405:
        report = report._replace(headers={"Allow": ", ".join(sorted(methods_at(request.app, request.scope)))})
    return problem_response(report)


def methods_at(app: FastAPI, scope: Scope) -> Iterable[str]:
    """Return every method that an address takes; the framework names those of its first route only."""
    methods: set[str] = set()
    for context in iter_route_contexts(app.routes):
        pattern = getattr(context, "path_regex", None)
        if pattern is not None and context.methods and pattern.match(scope["path"]):
            methods |= context.methods
    return methods | ({"HEAD"} if "GET" in methods else set())


def install_problems(app: FastAPI) -> None:
    """Make every refusal, and every error of the framework, a problem."""
    app.add_exception_handler(Refusal, _handle)
    app.add_exception_handler(RequestValidationError, _handle)
    app.add_exception_handler(HTTPException, _handle_status)  # type: ignore[arg-type]  # narrower than declared
