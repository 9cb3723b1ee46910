"""An example in the contract can be sent as it is."""

from typing import Any

import pytest
from pydantic import TypeAdapter

from app.areas.calculations import schemas as calculations
from app.areas.law import schemas as law
from app.areas.referrals import bodies as referrals
from tests.guards.documents import document

MODELS = (
    referrals.ReceiveReferral,
    calculations.CalculateDeadlines,
    calculations.CheckTime,
    calculations.CheckRightsHolder,
    law.AddProclaimedDay,
    law.SetTerm,
)


@pytest.mark.parametrize("model", MODELS, ids=lambda model: model.__name__)
def test_the_example_of_a_body_is_valid(model: Any) -> None:
    (example,) = document()["components"]["schemas"][model.__name__]["examples"]
    assert TypeAdapter(model).validate_python(example)


def test_every_example_on_file_is_tried() -> None:
    shown = {name for name, schema in document()["components"]["schemas"].items() if "examples" in schema}
    assert shown == {model.__name__ for model in MODELS}
