"""What may be sent in place of any field, made from the published schema: the corpus of bad values."""

import json
from collections.abc import Iterator
from typing import Any, NamedTuple

from tests.guards.documents import document

CANARY = "Jane Doe 12 Elm Street"
HOLE = "\x01hole\x01"
_RAW_HOLE = json.dumps(HOLE).encode()
LONG = json.dumps(f"{CANARY} " * 2000).encode()

UNREADABLE = [
    b"NaN",
    b"-Infinity",
    b"1e999",
    b"9" * 5000,
    b'{"a": 1, "a": 2}',
    b"[" * 65 + b"]" * 65,
    b'"\xff\xfe"',
    b'"\xed\xa0\x80"',
    b'"a\x00b"',
    b'"' + CANARY.encode(),
]
"""No JSON at all, or none that two readers would read alike: 400 wherever it stands."""

ODD = [b'"a\\u0000b"', b'"\\ud800"', b'"\\udfff' + CANARY.encode() + b'"', b'{"\\ud800": 1}', b"9223372036854775808"]
"""Readable, and never right in any field of ours: 422 at that field."""

WRONG: dict[str, list[bytes]] = {
    "text": [b'""', b'" \\n "', b'"a\\u202eb"', b'"a\\u0007b"', b"5", b"1.5", b"true", b"[]", b"{}", LONG],
    "code": [b'""', b'"' + CANARY.encode() + b'"', b"5", b"true", b'["a"]', b"{}", LONG],
    "day": [
        b'""',
        b"0",
        b"20250311",
        b"true",
        b'"20250311"',
        b'"2025-02-30"',
        b'"2025-03-11T00:00:00"',
        b'"2025-03-11T00:00:00Z"',
        b'"0001-01-01"',
        b'"9999-12-31"',
        b'"' + CANARY.encode() + b'"',
        b"[]",
        b"{}",
    ],
    "instant": [
        b'""',
        b"0",
        b"1000000000000",
        b"1e12",
        b"true",
        b'"2025-03-11"',
        b'"2025-03-11T10:00:00"',
        b'"9999-12-31T23:59:59-12:00"',
        b"[]",
        b"{}",
    ],
    "id": [
        b'""',
        b"5",
        b"true",
        b'"' + CANARY.encode() + b'"',
        b'"00000000-0000-0000-0000-00000000000g"',
        b"[]",
        b"{}",
    ],
    "number": [b'""', b'"5"', b"1.5", b"-99999999999", b"true", b"[]", b"{}"],
    "flag": [b'""', b'"true"', b'"yes"', b"1", b"0", b"[]", b"{}"],
    "list": [b'""', b'"' + CANARY.encode() + b'"', b"5", b"true", b"{}", b"[null]", b"[[]]"],
    "object": [b'""', b'"' + CANARY.encode() + b'"', b"5", b"true", b"[]", b'{"' + CANARY.encode() + b'": 1}'],
}

EXAMPLES = {"day": "2025-03-11", "instant": "2025-03-11T10:00:00Z", "id": "00000000-0000-7000-8000-00000000000f"}
BY_NAME = {"phone": "01632960001", "email": "parent@example.org", "la_code": "926"}


class Hole(NamedTuple):
    """One place of a body: where it is, what belongs there, and the body with a hole in that place."""

    pointer: str
    kind: str
    body: Any

    def filled(self, fragment: bytes) -> bytes:
        """Return the bytes of the body with a fragment in the hole."""
        return json.dumps(self.body).encode().replace(_RAW_HOLE, fragment)

    def unreadable(self) -> list[bytes]:
        """Return the bodies that cannot be read."""
        return [self.filled(fragment) for fragment in UNREADABLE]

    def wrong(self) -> list[bytes]:
        """Return the bodies that can be read, and are wrong in this place alone."""
        return [self.filled(fragment) for fragment in [*ODD, *WRONG[self.kind]]]


def resolved(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema without references, and without the null that an optional field may be."""
    while True:
        if "$ref" in schema:
            schema = document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]]
        elif "anyOf" in schema:
            schema = next(part for part in schema["anyOf"] if part.get("type") != "null")
        else:
            return schema


def settled(schema: dict[str, Any]) -> dict[str, Any]:
    """Return a schema resolved; of a choice of bodies the first, since another test tries them all."""
    schema = resolved(schema)
    return settled(schema["oneOf"][0]) if "oneOf" in schema else schema


def kind_of(schema: dict[str, Any]) -> str:
    """Return what belongs in a place, as the corpus names it."""
    if "enum" in schema or ("const" in schema and isinstance(schema["const"], str)):
        return "code"
    match schema.get("type"), schema.get("format"):
        case "array", _:
            return "list"
        case "object", _:
            return "object"
        case "boolean", _:
            return "flag"
        case "integer" | "number", _:
            return "number"
        case "string", "date":
            return "day"
        case "string", "date-time":
            return "instant"
        case "string", "uuid":
            return "id"
        case "string", _:
            return "text"
    raise AssertionError(f"Say in this file what may not stand in place of {schema}")


def example(name: str, schema: dict[str, Any]) -> Any:
    """Return a value that is right, with as little in it as may be."""
    schema = settled(schema)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return schema["enum"][0]
    kind = kind_of(schema)
    if kind == "list":
        return [example(name, schema["items"])] if schema.get("minItems") else []
    if kind == "object":
        return {part: example(part, schema["properties"][part]) for part in schema.get("required", ())}
    if kind == "flag":
        return True
    if kind == "number":
        return schema.get("minimum", 1)
    return EXAMPLES.get(kind) or BY_NAME.get(name, "some-text")


def holes(schema: dict[str, Any], body: Any, *, skip: frozenset[str] = frozenset()) -> Iterator[Hole]:
    """Return every place of a body below its top, each once; `body` is right as it stands."""
    yield from _holes(resolved(schema), body, body, "", skip)


def _holes(
    schema: dict[str, Any], whole: Any, part: dict[str, Any], pointer: str, skip: frozenset[str]
) -> Iterator[Hole]:
    for name, described in schema["properties"].items():
        place, described = f"{pointer}/{name}", resolved(described)
        if place in skip:
            continue
        before = part.get(name)
        part[name] = HOLE
        yield Hole(place, kind_of(described), json.loads(json.dumps(whole)))
        if kind_of(described) == "object":
            part[name] = before if isinstance(before, dict) else example(name, described)
            yield from _holes(described, whole, part[name], place, skip)
        if kind_of(described) == "list":
            item = settled(described["items"])
            part[name] = [HOLE]
            yield Hole(f"{place}/0", kind_of(item), json.loads(json.dumps(whole)))
            if kind_of(item) == "object":
                part[name] = [example(name, item)]
                yield from _holes(item, whole, part[name][0], f"{place}/0", skip)
        if before is None:
            del part[name]
        else:
            part[name] = before
