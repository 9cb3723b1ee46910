"""A page for each kind of problem, for people and for programs: what `type` in every problem leads to."""

import html

from fastapi import APIRouter, Request
from starlette.responses import HTMLResponse, JSONResponse, Response

from app.domain.refusals import NotFound
from app.web.catalogue import CATALOGUE, Kind
from app.web.openapi import refuses
from app.web.transaction import PlainRoute
from app.wire.base import Answer

router = APIRouter(prefix="/problems", tags=["problems"], route_class=PlainRoute)
_CACHED = {"Cache-Control": "public, max-age=3600", "Vary": "Accept"}
_HTML = {"content": {"text/html": {"schema": {"type": "string"}}}}


class ProblemKind(Answer):
    """One kind of problem."""

    code: str
    type: str
    status: int
    title: str
    advice: str


class ProblemKinds(Answer):
    """Every kind of problem that this service answers with."""

    items: list[ProblemKind]


def _kind(code: str, kind: Kind) -> ProblemKind:
    return ProblemKind(code=code, type=f"/problems/{code}", status=kind.status, title=kind.title, advice=kind.advice)


def _page(title: str, body: str) -> Response:
    head = f'<!doctype html><html lang="en-GB"><meta charset="utf-8"><title>{html.escape(title)}</title>'
    return HTMLResponse(f"{head}<main><h1>{html.escape(title)}</h1>{body}</main></html>", headers=_CACHED)


def _wants_html(request: Request) -> bool:
    return "text/html" in request.headers.get("accept", "")


@router.get("", operation_id="listProblems", response_model=ProblemKinds, responses={200: _HTML})
async def list_problems(request: Request) -> Response:
    """List every kind of problem that this service answers with."""
    if _wants_html(request):
        lines = (f'<li><a href="/problems/{code}">{code}</a>: {kind.title}</li>' for code, kind in CATALOGUE.items())
        return _page("Problems", f"<ul>{''.join(lines)}</ul>")
    kinds = ProblemKinds(items=[_kind(code, kind) for code, kind in CATALOGUE.items()])
    return JSONResponse(kinds.model_dump(), headers=_CACHED)


@router.get(
    "/{code}",
    operation_id="getProblem",
    response_model=ProblemKind,
    responses={200: _HTML, **refuses(NotFound)},
)
async def get_problem(request: Request, code: str) -> Response:
    """Explain one kind of problem, and what to do about it."""
    kind = CATALOGUE.get(code)
    if kind is None:
        raise NotFound
    if _wants_html(request):
        words = f"<p>{html.escape(kind.advice)}</p><p>Status {kind.status}, code <code>{code}</code>.</p>"
        return _page(kind.title, f'{words}<p><a href="/problems">All problems</a></p>')
    return JSONResponse(_kind(code, kind).model_dump(), headers=_CACHED)
