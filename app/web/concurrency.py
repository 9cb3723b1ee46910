"""ETags: nobody overwrites what they have not read, and nobody reads twice what has not changed."""

import re
from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Header, Request, Response
from starlette.exceptions import HTTPException

from app.domain.refusals import Fault, Refusal

NO_VERSION = -1
"""The version of no record: what If-Match names when it names nothing that this service gave out."""

_OURS = re.compile(r'"v([0-9]{1,9})"')
_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e]*"')


class PreconditionRequired(Refusal):
    """If-Match is required."""

    code = "precondition_required"

    def __init__(self) -> None:
        super().__init__(
            "Read the record, then send If-Match with the ETag that came with it.",
            faults=(Fault("If-Match:", "missing", "This is required."),),
        )


class MalformedTag(Refusal):
    """The header holds no entity tag."""

    code = "malformed_header"

    def __init__(self) -> None:
        super().__init__(
            "If-Match takes the ETag that came with the record.",
            faults=(Fault("If-Match:", "malformed", "One entity tag is expected."),),
        )


@dataclass(frozen=True, slots=True)
class Effect:
    """The record that a request made or changed: what a replay of the request answers with."""

    kind: str
    id: str
    version: int


def etag(version: int) -> str:
    """Return the strong entity tag of a version."""
    return f'"v{version}"'


async def required_version(
    if_match: Annotated[
        str | None, Header(alias="If-Match", description='The ETag of the version that you read, such as `"v7"`.')
    ] = None,
) -> int:
    """Return the version that the caller read; a tag that was never ours equals no version."""
    if if_match is None:
        raise PreconditionRequired
    if ours := _OURS.fullmatch(if_match.strip()):
        return int(ours[1])
    if _TAG.fullmatch(if_match.strip()):
        return NO_VERSION
    raise MalformedTag


IfMatch = Annotated[int, Depends(required_version)]


def answer_with(
    request: Request, response: Response, kind: str, id: str, version: int, *, location: str | None = None
) -> None:
    """Say which record a request made or changed: its ETag, its Location when new, and what a replay rebuilds."""
    request.state.effect = Effect(kind, id, version)
    response.headers["ETag"] = etag(version)
    if location is not None:
        response.headers["Location"] = location


def done(request: Request, kind: str, id: str) -> None:
    """Say which record a request made, where it has no version: what a replay rebuilds."""
    request.state.effect = Effect(kind, id, 1)


def cacheable(response: Response, *, seconds: int = 3600) -> None:
    """Let anyone keep an answer for a while: only for what is the same for everyone."""
    response.headers["Cache-Control"] = f"public, max-age={seconds}"


def fresh(request: Request, response: Response, tag: int | str) -> None:
    """Set the ETag of what is about to be answered; answer 304 instead when the caller has it already.

    Anything that the answer depends on beside the record's version (who asks, the day) belongs into a text tag.
    """
    current = etag(tag) if isinstance(tag, int) else f'"{tag}"'
    response.headers["ETag"] = current
    held = request.headers.get("if-none-match")
    if held is not None:
        tags = [part.strip().removeprefix("W/") for part in held.split(",")]
        if current in tags or tags == ["*"]:
            raise HTTPException(304, headers={"ETag": current})
