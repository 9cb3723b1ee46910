"""What a JSON body must be before anything reads it: UTF-8, one value, no name twice, not too deep, not too big."""

import json
import math
import re
from typing import Any, NamedTuple

from app.domain.refusals import Fault
from app.web.problems import Report

DEPTH = 64
NODES = 100_000
_PLAIN = re.compile(r"[a-z0-9_]{1,40}")
_BAD_TEXT = re.compile("[\ud800-\udfff\x00]")


class Read(NamedTuple):
    """A body as it was read, or why it may not be."""

    value: Any
    report: Report | None = None


class _Unreadable(Exception):
    def __init__(self, code: str) -> None:
        self.code = code


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    value = dict(pairs)
    if len(value) != len(pairs):
        raise _Unreadable("duplicate_key")
    return value


def _number(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise _Unreadable("json_invalid")
    return number


def _constant(_name: str) -> Any:
    raise _Unreadable("json_invalid")


_DECODER = json.JSONDecoder(object_pairs_hook=_object, parse_float=_number, parse_constant=_constant)


def read(body: bytes) -> Read:
    """Return a body read as JSON, or why it may not be read.

    An ordinary body costs one parse: depth, size and bad text are only looked for where the bytes leave room for them.
    """
    try:
        text = body.decode("utf-8")
        value = _DECODER.decode(text)
    except _Unreadable as error:
        return Read(None, Report(error.code))
    except RecursionError:
        return Read(None, Report("json_too_deep"))
    except ValueError:  # not UTF-8, not JSON, or a number of thousands of digits
        return Read(None, Report("json_invalid"))
    opened = body.count(b"[") + body.count(b"{")
    if opened > DEPTH and _depth_exceeds(value):
        return Read(None, Report("json_too_deep"))
    if opened + body.count(b",") + body.count(b":") >= NODES and _nodes_exceed(value):
        return Read(None, Report("json_too_large"))
    if b"\\u" in body and (pointer := _bad_text_at(value)) is not None:
        detail = "Text with NUL or with half a surrogate pair is not allowed."
        return Read(None, Report("invalid", faults=(Fault(pointer, "character_refused", detail),)))
    return Read(value)


def _children(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []


def _depth_exceeds(value: Any) -> bool:
    level = [value]
    for _ in range(DEPTH):
        level = [child for parent in level for child in _children(parent) if isinstance(child, dict | list)]
        if not level:
            return False
    return True


def _nodes_exceed(value: Any) -> bool:
    count, waiting = 1, [value]
    while waiting:
        children = _children(waiting.pop())
        count += len(children)
        if count > NODES:
            return True
        waiting += [child for child in children if isinstance(child, dict | list)]
    return False


def _bad_text_at(value: Any) -> str | None:
    """Return the pointer to the first text that no database may hold; the parent's where a name itself is bad."""
    waiting: list[tuple[Any, str]] = [(value, "")]
    while waiting:
        current, pointer = waiting.pop()
        if isinstance(current, str) and _BAD_TEXT.search(current):
            return pointer
        if isinstance(current, dict):
            if any(_BAD_TEXT.search(name) for name in current):
                return pointer
            waiting += [
                (child, f"{pointer}/{name}" if _PLAIN.fullmatch(name) else pointer) for name, child in current.items()
            ]
        elif isinstance(current, list):
            waiting += [(child, f"{pointer}/{place}") for place, child in enumerate(current)]
    return None
