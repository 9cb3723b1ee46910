"""The two bases of every model on the wire: what is sent to us, and what we answer."""

from typing import Any

from pydantic import BaseModel, ConfigDict


class Strict(BaseModel):
    """The base of every body: an unknown field is refused, never ignored."""

    model_config = ConfigDict(
        extra="forbid",
        allow_inf_nan=False,
        hide_input_in_errors=True,
        revalidate_instances="never",
        ser_json_inf_nan="null",
    )


def shown_as(example: dict[str, Any]) -> ConfigDict:
    """Return the configuration of a body whose documentation shows an example that can be sent as it is."""
    return ConfigDict(json_schema_extra={"examples": [example]})


class Answer(BaseModel):
    """The base of every response: built from a row or by name, each documented key always present."""

    model_config = ConfigDict(
        extra="ignore",
        from_attributes=True,
        frozen=True,
        hide_input_in_errors=True,
        revalidate_instances="never",
        json_schema_serialization_defaults_required=True,
    )
