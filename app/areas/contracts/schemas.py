"""What is said about a contract, and what it takes to add one."""

from typing import Annotated

from pydantic import Field

from app.wire.base import Answer, Strict
from app.wire.types import Identifier, IsoDate, pattern_text, short_text


class Contract(Answer):
    """A contract, with the bodies that the provider serves under it."""

    id: Identifier
    reference: str
    name: str
    starts_on: IsoDate
    ends_on: IsoDate
    organisation_ids: list[Identifier] = Field(
        description="Councils and health bodies; only your own where you are one."
    )


class AddContract(Strict):
    """A contract to be added."""

    reference: Annotated[str, pattern_text("[A-Za-z0-9/._-]+", 40)]
    name: Annotated[str, short_text(200)]
    starts_on: IsoDate
    ends_on: IsoDate
    organisation_ids: Annotated[list[Identifier], Field(min_length=1, max_length=50)]
