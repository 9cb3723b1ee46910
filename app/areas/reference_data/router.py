"""The code lists and the table of moves, for anyone, over HTTP."""

import hashlib
from functools import cache
from typing import Annotated, Any

from fastapi import APIRouter, Path, Request, Response

from app.areas.reference_data import schemas
from app.domain.lifecycle_drawing import drawing, table_rows
from app.domain.reference_data import LISTS
from app.domain.refusals import NotFound
from app.web.answers import Replays
from app.web.concurrency import cacheable, fresh
from app.web.transaction import PlainRoute

router = APIRouter(prefix="/reference-data", tags=["Reference data"], route_class=PlainRoute)
DIAGRAM = "/v1/reference-data/fact-types/diagram"
_SVG: dict[int | str, dict[str, Any]] = {200: {"description": "The drawing.", "content": {"image/svg+xml": {}}}}


@router.get("", operation_id="listReferenceData")
async def lists(request: Request, response: Response) -> schemas.CodeLists:
    """List the code lists."""
    cacheable(response)
    fresh(request, response, _tag("lists"))
    rows = [
        schemas.CodeListRow(
            name=found.name,
            title=found.title,
            source=found.source,
            codes=len(found.entries),
            href=f"/v1/reference-data/{_written(found.name)}",
        )
        for found in LISTS.values()
    ]
    return schemas.CodeLists(items=rows)


@router.get("/fact-types", operation_id="readFactTypes")
async def fact_types(request: Request, response: Response) -> schemas.Moves:
    """Read the table of moves: which facts may be recorded at which stage, and where each leads."""
    cacheable(response)
    fresh(request, response, _tag("fact-types"))
    return schemas.Moves(items=[schemas.MoveRow.model_validate(row) for row in table_rows()], diagram=DIAGRAM)


@router.get("/fact-types/diagram", operation_id="drawFactTypes", response_class=Response, responses=_SVG)
async def diagram(request: Request, response: Response) -> Response:
    """See the moves between the stages of a case, as a drawing that says in words what it shows."""
    fresh(request, response, _tag("diagram"))
    answer = Response(drawing(), media_type="image/svg+xml", headers={"ETag": response.headers["ETag"]})
    cacheable(answer)
    return answer


@router.get("/{list}", operation_id="readReferenceData")
async def read(
    list: Annotated[str, Path(pattern="^[a-z][a-z0-9_-]{1,40}$", description="The name of a list.")],
    request: Request,
    response: Response,
) -> schemas.CodeList:
    """Read the codes of a list, each with its label and from when to when it holds."""
    found = LISTS.get(list.replace("-", "_"))
    if found is None:
        raise NotFound
    cacheable(response)
    fresh(request, response, _tag(list))
    items = [schemas.CodeEntry.model_validate(entry) for entry in found.entries]
    return schemas.CodeList(name=found.name, title=found.title, source=found.source, items=items)


def _written(name: str) -> str:
    return name.replace("_", "-")


@cache
def _tag(what: str) -> str:
    """Return a tag of what a page says: it changes with the lists, whatever version of the service runs."""
    told = repr((what, sorted(LISTS.items()), table_rows(), drawing() if what == "diagram" else ""))
    return hashlib.sha256(told.encode()).hexdigest()[:16]


REPLAYS: Replays = {}
