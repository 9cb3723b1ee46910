"""The contract as published: what FastAPI works out, with every problem, key and precondition that it cannot know."""

import re
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.domain.refusals import Refusal
from app.web.catalogue import BY_STATUS, CATALOGUE, code_of
from app.web.glossary import explain
from app.web.glossary.meaning import REQUEST
from app.web.idempotency import HEADER
from app.web.problems import MEDIA_TYPE, Problem

_END_OF_CLAUSE = re.compile(r"[:;,.] |\n")
_CODE = re.compile(r"`([a-z_]+)`:")
_FAULT = {"pointer": "/occurred_on", "code": "date_format", "detail": "A day is expected, written YYYY-MM-DD."}
_METHODS = ("get", "put", "post", "delete", "patch")
_SCHEMA = {"$ref": "#/components/schemas/Problem"}
_HEADERS: dict[str, Any] = {
    "ETag": {
        "description": "The version of the record: send it back as If-Match to change it.",
        "schema": {"type": "string", "examples": ['"v7"']},
    },
    "Location": {"description": "Where the new record is.", "schema": {"type": "string"}},
}
_KEY: dict[str, Any] = {
    "name": HEADER,
    "in": "header",
    "required": False,
    "description": (
        "8 to 128 visible characters, a UUID at best: the same request with the same key happens once. "
        "Systems must send one."
    ),
    "schema": {"type": "string", "minLength": 8, "maxLength": 128, "pattern": "^[!-~]+$"},
}


def refuses(*refusals: type[Refusal] | str) -> dict[int | str, dict[str, Any]]:
    """Return the `responses` of a route for what it may refuse with: classes, or codes of the catalogue."""
    responses: dict[int | str, dict[str, Any]] = {}
    for refusal in refusals:
        code = refusal if isinstance(refusal, str) else code_of(refusal)
        kind = CATALOGUE[code]
        words = f"`{code}`: {kind.title}."
        known = responses.setdefault(kind.status, {"description": "", "model": Problem})
        if words not in known["description"]:
            known["description"] = f"{known['description']} {words}".strip()
    return responses


def _titles(status: int) -> str:
    return " ".join(f"`{code}`: {kind.title}." for code, kind in CATALOGUE.items() if kind.status == status)


def _problem(code: str) -> dict[str, Any]:
    """Return the content of a problem, shown by one of this code."""
    kind = CATALOGUE[code]
    example = {
        "type": f"/problems/{code}",
        "title": kind.title,
        "status": kind.status,
        "detail": kind.advice,
        "instance": f"urn:request:{REQUEST}",
        "code": code,
        "request_id": REQUEST,
        "errors": [_FAULT] if code == "invalid" else [],
    }
    return {MEDIA_TYPE: {"schema": _SCHEMA, "example": example}}


def _expected(operation: dict[str, Any], path: str) -> list[int]:
    """Return the statuses with which an operation may refuse, from what it takes."""
    names = {parameter["name"] for parameter in operation.get("parameters", ())}
    statuses = {400, 422, 429, 503}
    if operation.get("security"):
        statuses |= {401, 403}
    if "{" in path:
        statuses.add(404)
    if "requestBody" in operation:
        statuses |= {408, 413, 415}
    if "If-Match" in names:
        statuses |= {409, 412, 428}
    if HEADER in names:
        statuses.add(409)
    return sorted(statuses)


def _complete(operation: dict[str, Any], method: str, path: str) -> None:
    # The framework would make its heading out of the function's name.
    if words := operation.get("description"):
        operation["summary"] = _END_OF_CLAUSE.split(words, maxsplit=1)[0].rstrip(".")
    parameters = operation.setdefault("parameters", [])
    for parameter in parameters:
        if parameter["name"] == "If-Match":
            parameter["required"] = True
            parameter["schema"] = {"type": "string", "examples": ['"v7"']}
    if method == "post" and operation.get("security"):
        parameters.append(_KEY)
    if not parameters:
        del operation["parameters"]
    if method == "patch" and "requestBody" in operation:
        content = operation["requestBody"]["content"]
        if "application/json" in content:
            content["application/merge-patch+json"] = content["application/json"]
    responses = operation["responses"]
    generated = responses.get("422", {}).get("content", {}).get("application/json", {}).get("schema", {})
    if generated.get("$ref", "").endswith("/HTTPValidationError"):
        del responses["422"]
    for status in _expected(operation, path):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/Problem{status}"})
    for status, response in responses.items():
        if status.isdecimal() and int(status) >= 400 and "$ref" not in response:
            told = _CODE.match(response["description"])
            response["content"] = _problem(told[1] if told else BY_STATUS[int(status)])
    operation["responses"] = dict(sorted(responses.items()))


def _describe_ids(operation: dict[str, Any]) -> None:
    for parameter in operation.get("parameters", ()):
        if parameter["in"] == "path" and "description" not in parameter:
            named = parameter["name"].removesuffix("_id").replace("_", " ")
            parameter["description"] = (
                f"The id of the {named}, as this service gave it."
                if parameter["name"].endswith("_id")
                else f"The {named}."
            )


_NOWHERE = frozenset(
    {
        "keepPrivateChildView",
        "makeCalendarFeed",
        "makeTransfer",
        "raiseSafeguarding",
        "recordComplaint",
        "recordFollowUp",
        "refuseAssignment",
        "setExpenseCap",
        "writeAdviceNote",
        "writeJointNote",
        "writeMediatorNote",
    }
)
"""What is made and read in its list alone, at no address of its own."""


def _has_version(schema: dict[str, Any], schemas: dict[str, Any]) -> bool:
    """Return whether every shape of an answer is a record with a version."""
    if "$ref" in schema:
        return _has_version(schemas[schema["$ref"].rsplit("/", 1)[-1]], schemas)
    shapes = schema.get("anyOf") or schema.get("oneOf")
    if shapes:
        return all(_has_version(shape, schemas) for shape in shapes)
    return "version" in schema.get("properties", {})


def _describe_headers(operation: dict[str, Any], schemas: dict[str, Any]) -> None:
    """Say which headers a success brings: the ETag of a record that can change, and where a new one is."""
    for status in ("200", "201"):
        response = operation["responses"].get(status)
        content = (response or {}).get("content", {}).get("application/json")
        if response is None or content is None:
            continue
        headers = response.setdefault("headers", {})
        if _has_version(content.get("schema", {}), schemas):
            headers["ETag"] = {"$ref": "#/components/headers/ETag"}
        if status == "201" and operation["operationId"] not in _NOWHERE:
            headers["Location"] = {"$ref": "#/components/headers/Location"}
        if not headers:
            del response["headers"]


def publish(app: FastAPI) -> dict[str, Any]:
    """Return the OpenAPI document, built once."""
    if app.openapi_schema is not None:
        return app.openapi_schema
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
    )
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name in ("HTTPValidationError", "ValidationError"):
        schemas.pop(name, None)
    problem = Problem.model_json_schema(mode="serialization", ref_template="#/components/schemas/{model}")
    schemas |= problem.pop("$defs")
    schemas["Problem"] = problem
    components["schemas"] = dict(sorted(schemas.items()))
    components["headers"] = _HEADERS
    components["responses"] = {
        f"Problem{status}": {
            "description": " ".join(
                f"`{code}`: {kind.title}." for code, kind in CATALOGUE.items() if kind.status == status
            ),
            "content": _problem(code),
        }
        for status, code in BY_STATUS.items()
    }
    for path, item in document.get("paths", {}).items():
        for method in _METHODS:
            if method in item:
                _complete(item[method], method, path)
                _describe_ids(item[method])
                _describe_headers(item[method], schemas)
    explain(document)
    app.openapi_schema = document
    return document
