"""Explains every field, parameter and list of codes of the contract that the code does not explain itself.

A name means the same thing wherever it stands: one word explains it everywhere, and a sense says where it differs.
"""

from typing import Any

from app.web.glossary import (
    agreements,
    cases,
    dates,
    documents,
    examples,
    figures,
    law,
    parameters,
    people,
    service,
    sessions,
)
from app.web.glossary.codes import CODES
from app.web.glossary.meaning import NULL, Meaning, Senses

__all__ = ["CODES", "PARAMETERS", "PARAMETER_SENSES", "SENSES", "SUBJECTS", "WORDS", "explain"]

SUBJECTS = (people, dates, cases, sessions, agreements, documents, law, figures, service)
_METHODS = ("get", "put", "post", "delete", "patch")


def _joined() -> dict[str, Meaning]:
    found: dict[str, Meaning] = {}
    for subject in SUBJECTS:
        found |= subject.WORDS
    return found


def _apart(*told: Senses) -> dict[tuple[str, str], Meaning]:
    return {
        (place, name): meaning
        for senses in told
        for name, by_place in senses.items()
        for places, meaning in by_place.items()
        for place in places
    }


WORDS = _joined()
"""What a field means by its name."""

SENSES = _apart(*(subject.SENSES for subject in SUBJECTS), examples.SENSES)
"""What a field means by its schema and name, where that is something else, or its value there."""

PARAMETERS = parameters.WORDS
"""What a parameter means by its name."""

PARAMETER_SENSES = _apart(parameters.SENSES)
"""What a parameter means by its operation and name, where that is something else."""


def explain(document: dict[str, Any]) -> None:
    """Fill in what is missing: what the code says itself always stands."""
    for name, schema in document["components"]["schemas"].items():
        if "enum" in schema and name in CODES:
            _explain_codes(name, schema)
        for field, described in schema.get("properties", {}).items():
            _fill(described, described, SENSES.get((name, field)) or WORDS.get(field))
    for item in document.get("paths", {}).values():
        for operation in (item[method] for method in _METHODS if method in item):
            for parameter in operation.get("parameters", ()):
                place = operation["operationId"], parameter["name"]
                meaning = PARAMETER_SENSES.get(place) or PARAMETERS.get(parameter["name"])
                _fill(parameter, parameter["schema"], meaning)


def _fill(described: dict[str, Any], schema: dict[str, Any], meaning: Meaning | None) -> None:
    if meaning is None:
        return
    if meaning.description:
        described.setdefault("description", meaning.description)
    if meaning.example is NULL:
        if {"type": "null"} in schema.get("anyOf", ()):
            schema.setdefault("examples", [None])
    elif meaning.example is not None and _is_plain(schema):
        schema.setdefault("examples", [meaning.example])


def _is_plain(schema: dict[str, Any]) -> bool:
    """Return whether a schema has no values of its own to show: no list of codes, no constant, no other schema."""
    if {"$ref", "enum", "const"} & schema.keys():
        return False
    if schema.get("type") == "array":
        return "$ref" not in schema["items"]
    return all(_is_plain(shape) for shape in schema.get("anyOf", ()))


def _explain_codes(name: str, schema: dict[str, Any]) -> None:
    codes = CODES[name]
    words = schema.get("description") or codes.description
    where = f" Each code is explained at `/v1/reference-data/{codes.list}`." if codes.list else ""
    schema["description"] = f"{words}{where}"
