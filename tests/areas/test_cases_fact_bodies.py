"""The bodies of facts: every type has one, what is wrong is pointed at, and a payload is plain JSON."""

import json
from typing import Any

import pytest
from pydantic import ValidationError

from app.areas.cases.fact_bodies import RecordFact
from app.domain.facts import FactType

ID = "0198c1f2-0000-7000-8000-000000000000"
ON = {"occurred_on": "2025-02-05"}


def faults(body: Any) -> list[tuple[str, tuple[str | int, ...]]]:
    with pytest.raises(ValidationError) as refused:
        RecordFact.model_validate(body)
    return [(error["type"], error["loc"]) for error in refused.value.errors()]


def test_every_type_of_fact_has_a_body() -> None:
    schema = json.dumps(RecordFact.model_json_schema())
    mapping = next(arm for arm in RecordFact.model_json_schema()["oneOf"] if "discriminator" in arm)
    assert set(mapping["discriminator"]["mapping"]) == set(FactType)
    assert '"additionalProperties": false' in schema


@pytest.mark.parametrize("type_", FactType)
def test_every_type_of_fact_may_be_taken_back_without_its_payload(type_: FactType) -> None:
    body = RecordFact.model_validate({"type": type_, **ON, "supersedes": ID, "retracted": True})
    assert (body.type, body.retracted, body.supersedes, body.payload) == (type_, True, ID, {})


@pytest.mark.parametrize(
    "given, expected",
    [
        ({"type": "nothing_known"}, [("fact_type", ("type",))]),
        ({}, [("fact_type", ("type",))]),
        ({"type": 7}, [("fact_type", ("type",))]),
        ({"type": "wish_stated"}, [("missing", ("wish",))]),
        ({"type": "wish_stated", "wish": "perhaps"}, [("literal_error", ("wish",))]),
        ({"type": "wish_stated", "wish": "mediate", "issue_kinds": []}, [("too_short", ("issue_kinds",))]),
        ({"type": "no_agreement", "wish": "mediate"}, [("extra_forbidden", ("wish",))]),
        ({"type": "no_agreement", "fact": 1}, [("extra_forbidden", ("fact",))]),
        ({"type": "no_agreement", "wish_stated": 1}, [("extra_forbidden", ("wish_stated",))]),
        ({"type": "no_agreement", "retracted": True}, [("missing", ("supersedes",))]),
        ({"type": "no_agreement", "retracted": 1}, [("bool_expected", ("retracted",))]),
        ({"type": "no_agreement", "supersedes": "7"}, [("identifier_format", ("supersedes",))]),
        (
            {"type": "advice_given", "channel": "phone", "rights_explained": False},
            [("literal_error", ("rights_explained",))],
        ),
        ({"type": "session_held", "present": ["la", "la"]}, [("repeated", ("present",))]),
        ({"type": "session_fixed", "mode": "online", "held_on": "1 March"}, [("date_format", ("held_on",))]),
        ({"type": "reopened", "reason": "nul \x00"}, [("character_refused", ("reason",))]),
        ({"type": "reopened", "reason": "{" * 501}, [("string_too_long", ("reason",))]),
    ],
)
def test_what_is_wrong_is_pointed_at_as_it_was_sent(
    given: dict[str, Any], expected: list[tuple[str, tuple[str | int, ...]]]
) -> None:
    found = faults({**ON, **given})
    assert [place for _, place in found] == [place for _, place in expected]
    assert all(kind == want or "too_long" in kind for (kind, _), (want, _) in zip(found, expected, strict=True))


@pytest.mark.parametrize("body", [None, 3, "text", [], [{}]])
def test_a_body_that_is_no_object_is_refused_as_a_whole(body: Any) -> None:
    assert [place for _, place in faults(body)] == [()]


def test_lists_are_pointed_into() -> None:
    terms = [{"term_id": "t1", "kind": "assess", "owner": "la"}, {"term_id": "t2", "kind": "assess", "owner": "moon"}]
    body = {"type": "agreement_signed", **ON, "extent": "full", "terms": terms}
    assert faults(body) == [("literal_error", ("terms", 1, "owner"))]
    terms[1] |= {"owner": "la", "term_id": "t1"}
    assert faults(body) == [("repeated", ("terms",))]


def test_a_payload_is_plain_json_without_what_was_not_given() -> None:
    body = RecordFact.model_validate(
        {"type": "appeal_lodged", **ON, "received_at": "2025-02-05T17:30:00+01:00", "reference": None}
    )
    assert body.payload == {"received_at": "2025-02-05T16:30:00.000Z"}


def test_what_its_resource_records_is_read_so_that_the_guard_can_answer() -> None:
    body = RecordFact.model_validate({"type": "certificate_issued", **ON, "kind": "s55_4", "anything": 1})
    assert body.payload == {}
