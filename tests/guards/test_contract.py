"""What the service publishes is what is on file: a change of the contract is seen in review."""

import json
from pathlib import Path

from openapi_spec_validator import validate

from tests.guards.documents import document

ON_FILE = Path(__file__).resolve().parents[2] / "openapi" / "v1.json"


def test_the_contract_on_file_is_the_one_published() -> None:
    assert ON_FILE.exists(), "Write it: make openapi"
    published = json.loads(json.dumps(document()))
    assert json.loads(ON_FILE.read_text(encoding="utf-8")) == published, "The contract has changed: make openapi"


def test_the_contract_is_well_formed() -> None:
    validate(document())


def test_each_name_in_the_contract_is_one_thing_and_tells_nothing_of_our_folders() -> None:
    """Two models of one name would be published by the modules they lie in, or as an input and an output."""
    names = document()["components"]["schemas"]
    assert [name for name in names if name.startswith("app__") or name.endswith(("-Input", "-Output"))] == []
