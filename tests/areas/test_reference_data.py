"""The code lists: each code of the published document is on one of them, with a label, and they can be kept a while."""

import xml.etree.ElementTree as ET
from collections.abc import Callable
from typing import Any

from app.domain.facts import FactType
from app.domain.lifecycle import Stage
from app.domain.reference_data import LISTS, label_of
from tests.conftest import Caller
from tests.guards.documents import document

KEPT_APART = {"StageAsked", "Grouping", "Part", "Basis", "Verification", "OrganisationKind", "Answer", "Permission"}
"""Questions that a filter asks, words of the figures and of the law, answers of a calculator, and scopes."""


async def test_every_list_can_be_read_by_anyone_and_kept_a_while(as_: Callable[..., Caller]) -> None:
    nobody = as_(None)
    lists = (await nobody.get("/v1/reference-data")).json()["items"]
    assert {row["name"] for row in lists} == set(LISTS)
    for row in lists:
        answer = await nobody.get(row["href"])
        assert answer.status_code == 200, row
        assert answer.headers["cache-control"] == "public, max-age=3600"
        items = answer.json()["items"]
        assert len(items) > 0
        if row["name"] != "fact_types":  # served as the table of moves
            assert len(items) == row["codes"]
            assert all(set(item) == set(items[0]) and item["label"] for item in items)
        again = await nobody.get(row["href"], headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
    assert (await nobody.get("/v1/reference-data/unicorns")).status_code == 404


async def test_dates_and_successors_are_told(as_: Callable[..., Caller]) -> None:
    bodies = {item["code"]: item for item in (await as_(None).get("/v1/reference-data/icbs")).json()["items"]}
    assert (bodies["QMM"]["valid_to"], bodies["QMM"]["successor"]) == ("2026-03-31", "NHS Norfolk and Suffolk")
    needs = (await as_(None).get("/v1/reference-data/needs")).json()["items"]
    assert {"code": "asd", "label": "Autistic spectrum disorder"}.items() <= needs[10].items()


def test_every_code_of_the_published_document_is_on_a_list() -> None:
    known = {frozenset(entry.code for entry in found.entries) for found in LISTS.values()}
    schemas: dict[str, Any] = document()["components"]["schemas"]
    missing = [
        name
        for name, schema in schemas.items()
        if "enum" in schema and name not in KEPT_APART and frozenset(schema["enum"]) not in known
    ]
    assert missing == []


def test_a_code_is_read_as_words() -> None:
    assert [label_of(code) for code in ("la_declined", "no_contact", "nhs_england")] == [
        "LA declined",
        "No contact",
        "NHS england",
    ]


async def test_the_moves_are_served_and_drawn(as_: Callable[..., Caller]) -> None:
    answer = (await as_(None).get("/v1/reference-data/fact-types")).json()
    rows = answer["items"]
    assert {row["type"] for row in rows} == {type.value for type in FactType}
    advice = [row for row in rows if row["type"] == "advice_given"]
    assert advice[0] == {
        "type": "advice_given",
        "reading": None,
        "leaves": ["referred"],
        "reaches": "informed",
        "recorded_by_its_resource": False,
    }
    drawn = await as_(None).get(answer["diagram"])
    assert (drawn.status_code, drawn.headers["content-type"]) == (200, "image/svg+xml")
    picture = ET.fromstring(drawn.text)
    texts = [element.text for element in picture.iter() if element.tag.endswith("text")]
    assert {stage.value for stage in Stage} <= set(texts)
    said = next(element.text for element in picture.iter() if element.tag.endswith("desc"))
    assert "informed to arranging by wish_stated: mediate" in str(said)
