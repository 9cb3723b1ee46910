"""Every field, parameter and list of codes of the contract is explained, and by nothing that explains nothing."""

import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from app.domain.reference_data import LISTS
from app.web import glossary
from app.web.glossary import examples
from app.web.glossary.meaning import NULL, Meaning
from app.web.problems import MEDIA_TYPE
from tests.guards.documents import document, operations

CODE = re.compile(r"`[^`]*`")
LONGEST = 200
AMERICAN = (
    "behavior",
    "center",
    "color",
    "defense",
    "enrollment",
    "favor",
    "fulfill",
    "judgment",
    "license",
    "organiz",
    "program ",
    "recogniz",
    "summariz",
    "authoriz",
    "canceled",
    "labeled",
)
TABLES: dict[str, dict[Any, Meaning]] = {
    "words": dict(glossary.WORDS),
    "senses": dict(glossary.SENSES),
    "parameters": dict(glossary.PARAMETERS),
    "senses of parameters": dict(glossary.PARAMETER_SENSES),
}


ALONE = {key for table in TABLES.values() for key, meaning in table.items() if not meaning.description}
"""Where there is a value alone: the code explains the field itself."""


def schemas() -> dict[str, Any]:
    """Return the schemas of the published document."""
    found: dict[str, Any] = document()["components"]["schemas"]
    return found


def properties() -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Return every property of every schema by the schema's name and its own."""
    for name, schema in schemas().items():
        for field, described in schema.get("properties", {}).items():
            yield (name, field), described


def parameters() -> Iterator[tuple[tuple[str, str], dict[str, Any]]]:
    """Return every parameter of every operation by the operation's id and its own name."""
    for operation in operations():
        for parameter in operation.described.get("parameters", ()):
            yield (operation.described["operationId"], parameter["name"]), parameter


def _value(meaning: Meaning) -> Any:
    return None if meaning.example is NULL else meaning.example


def undescribed(found: Iterator[tuple[tuple[str, str], dict[str, Any]]]) -> list[str]:
    """Return what says nothing of itself."""
    return [" ".join(place) for place, described in found if not described.get("description")]


def unused(
    words: dict[str, Meaning],
    senses: dict[tuple[str, str], Meaning],
    found: Iterator[tuple[tuple[str, str], dict[str, Any]]],
) -> list[str]:
    """Return the entries of a table by which nothing is explained."""
    used: set[Any] = set()
    for place, described in found:
        key: Any = place if place in senses else place[1]
        meaning = senses.get(place) or words.get(place[1])
        if meaning is not None and (
            described.get("description") == meaning.description
            or described.get("schema", described).get("examples") == [_value(meaning)]
        ):
            used.add(key)
    return [str(key) for key in (*words, *senses) if key not in used]


def test_every_property_says_what_it_is() -> None:
    assert undescribed(properties()) == []


def test_every_parameter_says_what_it_is() -> None:
    assert undescribed(parameters()) == []


def test_every_list_of_codes_says_what_it_is() -> None:
    assert [name for name, schema in schemas().items() if "enum" in schema and not schema.get("description")] == []


def test_no_word_explains_nothing() -> None:
    assert unused(glossary.WORDS, glossary.SENSES, properties()) == []
    assert unused(glossary.PARAMETERS, glossary.PARAMETER_SENSES, parameters()) == []


def test_no_example_goes_unseen() -> None:
    seen = {str(described["examples"]) for _, described in properties() if "examples" in described}
    seen_there = {place: described["examples"] for place, described in properties() if "examples" in described}
    unseen = [
        name
        for name, meaning in glossary.WORDS.items()
        if meaning.example is not None and str([_value(meaning)]) not in seen
    ]
    # A sense may be told of several schemas, in some of which the codes are shown instead.
    seen_words = {meaning.description for place, meaning in glossary.SENSES.items() if place in seen_there}
    for place, meaning in glossary.SENSES.items():
        by_words = meaning.description and meaning.description in seen_words
        if meaning.example is not None and place not in seen_there and not by_words:
            unseen.append(" ".join(place))
    assert unseen == []


def test_the_guard_sees_an_unused_word() -> None:
    words, senses = {"id": Meaning("The id."), "gone": Meaning("Gone.")}, {("Case", "id"): Meaning("Its id.")}
    found = {("Case", "id"): {"description": "Its id."}, ("Fact", "id"): {"description": "The id."}}
    assert unused(words, senses, iter(found.items())) == ["gone"]


def test_no_word_is_explained_twice() -> None:
    counted = Counter(name for subject in glossary.SUBJECTS for name in subject.WORDS)
    assert [name for name, times in counted.items() if times > 1] == []
    apart = Counter(
        (place, name)
        for subject in glossary.SUBJECTS
        for name, by_place in subject.SENSES.items()
        for places in by_place
        for place in places
    )
    apart.update((place, name) for name, by_place in examples.SENSES.items() for places in by_place for place in places)
    assert [key for key, times in apart.items() if times > 1] == []


@pytest.mark.parametrize("table", TABLES)
def test_a_meaning_is_one_plain_sentence(table: str) -> None:
    wrong = {
        key: meaning.description
        for key, meaning in TABLES[table].items()
        if key not in ALONE
        if not meaning.description.endswith(".")
        or not meaning.description[:1].strip("`").isascii()
        or "\n" in meaning.description
        or "  " in meaning.description
        or len(meaning.description) > LONGEST
    }
    assert wrong == {}


@pytest.mark.parametrize("table", TABLES)
def test_a_meaning_is_spelt_as_in_britain(table: str) -> None:
    wrong = {
        key: meaning.description
        for key, meaning in TABLES[table].items()
        if any(word in CODE.sub("", meaning.description).lower() for word in AMERICAN)
    }
    assert wrong == {}


@pytest.mark.parametrize("name", glossary.CODES)
def test_a_list_of_codes_is_the_one_at_its_address(name: str) -> None:
    codes, schema = glossary.CODES[name], schemas()[name]
    assert schema["description"] == schema["description"].strip()
    if codes.description:
        assert schema["description"].startswith(codes.description), "The code says it itself: leave it out here."
    if codes.list is not None:
        assert f"`/v1/reference-data/{codes.list}`" in schema["description"]
        assert {entry.code for entry in LISTS[codes.list.replace("-", "_")].entries} == set(schema["enum"])


@cache
def _validator(schemas_of: str) -> Any:
    resource: Any = Resource.from_contents(document(), default_specification=DRAFT202012)
    registry: Any = Registry().with_resource(schemas_of, resource)
    return lambda place: Draft202012Validator(
        {"$ref": f"{schemas_of}{place}"}, registry=registry, format_checker=Draft202012Validator.FORMAT_CHECKER
    )


def _faults(place: str, examples: list[Any]) -> list[str]:
    validator = _validator("urn:contract")(place)
    return [f"{place}: {error.message}" for example in examples for error in validator.iter_errors(example)]


def _escaped(part: str) -> str:
    return part.replace("~", "~0").replace("/", "~1")


def test_every_example_is_a_value_that_its_field_takes() -> None:
    wrong = [
        fault
        for (name, field), described in properties()
        for fault in _faults(f"#/components/schemas/{name}/properties/{_escaped(field)}", described.get("examples", []))
    ]
    assert wrong == []


def test_every_example_is_a_value_that_its_parameter_takes() -> None:
    wrong = [
        fault
        for operation in operations()
        for number, parameter in enumerate(operation.described.get("parameters", ()))
        for fault in _faults(
            f"#/paths/{_escaped(operation.path)}/{operation.method}/parameters/{number}/schema",
            parameter["schema"].get("examples", []),
        )
    ]
    assert wrong == []


def test_every_problem_is_shown_by_one_of_its_status() -> None:
    told = [(int(name.removeprefix("Problem")), body) for name, body in document()["components"]["responses"].items()]
    for operation in operations():
        told += [(int(status), body) for status, body in operation.described["responses"].items()]
    shown = [
        (status, body["content"][MEDIA_TYPE]["example"])
        for status, body in told
        if MEDIA_TYPE in body.get("content", ())
    ]
    assert [status for status, example in shown if example["status"] != status] == []
    assert [fault for _, example in shown for fault in _faults("#/components/schemas/Problem", [example])] == []
    assert len(shown) > len(document()["components"]["responses"])


def test_the_guard_sees_an_example_that_does_not_fit() -> None:
    place = "#/components/schemas/Session/properties/length_minutes"
    assert _faults(place, [150]) == []
    assert _faults(place, ["150"]) != []
    assert _faults("#/components/schemas/Session/properties/starts_at", ["tomorrow"]) != []
