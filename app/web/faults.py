"""What a failed validation may say: where, a stable code and fixed words. What was sent is never repeated."""

import re
from collections.abc import Mapping, Sequence
from typing import Any, get_args

from fastapi.exceptions import RequestValidationError
from pydantic_core.core_schema import ErrorType

from app.domain.refusals import Fault

MOST_FAULTS = 20
_PLAIN = re.compile(r"[a-z0-9_]{1,40}")
_NAME = re.compile(r"[A-Za-z0-9_-]{1,40}")

# Pydantic's own type -> our code and words; `{}` is filled from the schema, never from what was sent.
_WORDS: dict[str, tuple[str, str]] = {
    "missing": ("missing", "This is required."),
    "extra_forbidden": ("unknown_field", "An unknown field is present here."),
    "string_type": ("text_expected", "Text is expected."),
    "string_unicode": ("character_refused", "Text of valid Unicode is expected."),
    "string_too_short": ("too_short", "At least {min_length} characters are expected."),
    "string_too_long": ("too_long", "At most {max_length} characters are expected."),
    "string_pattern_mismatch": ("pattern", "This text does not have the form that is expected here."),
    "too_short": ("too_few", "At least {min_length} items are expected."),
    "too_long": ("too_many", "At most {max_length} items are expected."),
    "greater_than_equal": ("too_small", "At least {ge} is expected."),
    "greater_than": ("too_small", "More than {gt} is expected."),
    "less_than_equal": ("too_large", "At most {le} is expected."),
    "less_than": ("too_large", "Less than {lt} is expected."),
    "finite_number": ("number_not_finite", "A finite number is expected."),
    "enum": ("unknown_code", "One of these is expected: {expected}."),
    "literal_error": ("unknown_code", "One of these is expected: {expected}."),
    "union_tag_invalid": ("unknown_code", "One of these is expected: {expected_tags}."),
    "union_tag_not_found": ("missing", "The member that names the kind is required."),
    "json_invalid": ("json_invalid", "The body is not JSON."),
    "none_required": ("null_expected", "Null is expected."),
    "frozen_set_type": ("list_expected", "A list is expected."),
    "list_type": ("list_expected", "A list is expected."),
    "set_type": ("list_expected", "A list is expected."),
    "tuple_type": ("list_expected", "A list is expected."),
}
_ENDINGS = (
    (("int_type", "int_parsing", "int_parsing_size", "int_from_float"), "int_expected", "A whole number is expected."),
    (("bool_type", "bool_parsing"), "bool_expected", "true or false is expected."),
    (("float_type", "float_parsing", "decimal_type", "decimal_parsing"), "number_expected", "A number is expected."),
    (
        ("model_type", "model_attributes_type", "dict_type", "mapping_type", "dataclass_type"),
        "object_expected",
        "A JSON object is expected.",
    ),
)
for _types, _code, _detail in _ENDINGS:
    _WORDS |= dict.fromkeys(_types, (_code, _detail))

# Only an error of our own schemas brings its own words, and only without a context: so they hold nothing that was sent.
_BUILT_IN = frozenset(get_args(ErrorType))


def _words(error: Mapping[str, Any]) -> tuple[str, str]:
    kind, context = str(error["type"]), error.get("ctx") or {}
    # Text that is measured after a check of our own is to the library a value that has a length.
    if kind in ("too_long", "too_short") and context.get("field_type") == "Value":
        kind = f"string_{kind}"
    if kind in _WORDS:
        code, words = _WORDS[kind]
        if kind == "literal_error" and str(context.get("expected")) in ("True", "False"):
            return code, f"{str(context['expected']).lower()} is expected."
        if context.get("min_length") == 1 and kind == "too_short":
            return code, "At least one item is expected."
        try:
            return code, words.format_map(context)
        except KeyError:
            return code, "This value is not valid."
    if not context and kind not in _BUILT_IN and _PLAIN.fullmatch(kind):
        return kind, str(error["msg"])
    return "invalid", "This value is not valid."


def _place(location: Sequence[int | str], kind: str) -> str:
    """Return where an error lies: a pointer, "?parameter" or "Header:"; an odd name is replaced by its parent."""
    source, steps = (str(location[0]), list(location[1:])) if location else ("body", [])
    if source in ("query", "path", "cookie"):
        name = str(steps[0]) if steps else ""
        return f"?{name}" if _NAME.fullmatch(name) else "?"
    if source == "header":
        name = str(steps[0]) if steps else ""
        return f"{name}:" if _NAME.fullmatch(name) else ":"
    if kind == "json_invalid":
        return ""
    pointer = ""
    for step in steps:
        if isinstance(step, int) or _PLAIN.fullmatch(step):
            pointer += f"/{step}"
        else:
            break  # what lies below cannot be named without repeating what was sent
    return pointer


def fault(error: Mapping[str, Any]) -> Fault:
    """Return one error of the validation as a fault that may be shown."""
    return Fault(_place(error["loc"], str(error["type"])), *_words(error))


def faults_of(exception: RequestValidationError) -> tuple[str, tuple[Fault, ...]]:
    """Return the catalogue's code and the faults of a failed validation.

    An address whose id is no id leads nowhere, so it is not found; a body that is not JSON could not be read.
    """
    errors = exception.errors()
    if any(error["type"] == "json_invalid" for error in errors):
        return "json_invalid", (Fault("", "json_invalid", "The body is not JSON."),)
    if errors and all(error["loc"] and error["loc"][0] == "path" for error in errors):
        return "not_found", ()
    return "invalid", tuple(dict.fromkeys(fault(error) for error in errors[:MOST_FAULTS]))
