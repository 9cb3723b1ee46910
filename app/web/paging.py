"""Pages by keyset: a signed cursor says where the next page starts, and serves only the question it was given for."""

import base64
import hmac
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from hashlib import sha256
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Query, Request, Response

from app.domain.permissions import Actor
from app.domain.refusals import Fault, Refusal
from app.wire.types import Page, query_int

DEFAULT_LIMIT = 50
MOST = 200
LIFETIME = 24 * 60 * 60
_LONGEST = 1024
T = TypeVar("T")
Row = TypeVar("Row")
Position = tuple[Any, ...]


class CursorInvalid(Refusal):
    """The cursor cannot be used."""

    code = "cursor_invalid"

    def __init__(self) -> None:
        super().__init__(
            "Start again without a cursor, and leave the filters and the sort as they are from page to page.",
            faults=(Fault("?cursor", "cursor_invalid", "This cursor is not one for this request."),),
        )


def _pack(value: Any) -> Any:
    if isinstance(value, datetime):
        return {"t": value.astimezone(UTC).isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    return value


def _unpack(value: Any) -> Any:
    if isinstance(value, dict):
        return datetime.fromisoformat(value["t"]) if "t" in value else date.fromisoformat(value["d"])
    return value


def _seal(key: bytes, binding: bytes, content: bytes) -> bytes:
    return hmac.digest(key, binding + content, sha256)[:16]


def seal_position(key: bytes, binding: bytes, position: Position, at: int) -> str:
    """Return a position as an opaque cursor, bound to its question and to the time it was given."""
    content = json.dumps([at, *map(_pack, position)], separators=(",", ":")).encode()
    return base64.urlsafe_b64encode(_seal(key, binding, content) + content).rstrip(b"=").decode()


def open_position(key: bytes, binding: bytes, cursor: str, at: int) -> Position:
    """Return the position in a cursor, or refuse a cursor that is forged, foreign or old."""
    try:
        sealed = base64.b64decode(cursor + "=" * (-len(cursor) % 4), altchars=b"-_", validate=True)
    except ValueError:
        raise CursorInvalid from None
    seal, content = sealed[:16], sealed[16:]
    if not hmac.compare_digest(seal, _seal(key, binding, content)):
        raise CursorInvalid
    given, *position = json.loads(content)
    if at - given > LIFETIME:
        raise CursorInvalid
    return tuple(map(_unpack, position))


@dataclass(slots=True)
class Pager:
    """What was asked for of a collection: how many, and from where on."""

    request: Request
    response: Response
    limit: int
    cursor: str | None

    @property
    def take(self) -> int:
        """How many rows to read: one more than asked for shows whether there is a next page."""
        return self.limit + 1

    def after(self, fields: int) -> Position | None:
        """Return the sort key of the last row of the page before, of so many fields; None on the first page."""
        if self.cursor is None:
            return None
        state = self.request.app.state
        position = open_position(state.cursor_key, self._binding(), self.cursor, int(state.clock().timestamp()))
        if len(position) != fields:
            raise CursorInvalid
        return position

    def page(self, rows: Sequence[Row], *, key: Callable[[Row], Position], item: Callable[[Row], T]) -> Page[T]:
        """Return rows as a page, with the cursor and the Link of the next where there are more."""
        shown = rows[: self.limit]
        cursor = None
        if len(rows) > self.limit:
            state = self.request.app.state
            at = int(state.clock().timestamp())
            cursor = seal_position(state.cursor_key, self._binding(), key(shown[-1]), at)
            following = self.request.url.include_query_params(cursor=cursor)
            self.response.headers["Link"] = f'<{following.path}?{following.query}>; rel="next"'
        return Page[T].model_construct(items=[item(row) for row in shown], next_cursor=cursor)

    def _binding(self) -> bytes:
        """Return what a cursor is bound to: the address, filters and sort, and who asks from where."""
        actor: Actor = self.request.state.actor
        asked = sorted(
            (name, value) for name, value in self.request.query_params.multi_items() if name not in ("cursor", "limit")
        )
        parts = [self.request.url.path, asked, actor.tenant_id, actor.organisation_id, actor.role]
        return sha256(json.dumps(parts).encode()).digest()


async def pager(
    request: Request,
    response: Response,
    limit: Annotated[int, query_int(1, MOST), Query(description="How many to return.")] = DEFAULT_LIMIT,
    cursor: Annotated[
        str | None, Query(max_length=_LONGEST, description="`next_cursor` of the page before, for the same question.")
    ] = None,
) -> Pager:
    """Return what was asked for of a collection."""
    return Pager(request, response, limit, cursor)


Paging = Annotated[Pager, Depends(pager)]
