"""What is said about an organisation, and what it takes to add one."""

from enum import StrEnum
from typing import Annotated

from pydantic import Field

from app.wire.base import Answer, Strict
from app.wire.types import Identifier, IsoDate, pattern_text, short_text


class OrganisationKind(StrEnum):
    PROVIDER = "provider"
    LA = "la"
    ICB = "icb"


class Organisation(Answer):
    """A provider, a council or a health body."""

    id: Identifier
    kind: OrganisationKind
    code: str = Field(description="The council's three-figure number, or the health body's code.", examples=["926"])
    name: str
    valid_from: IsoDate | None = Field(description="The first day it exists; null where not known.")
    valid_to: IsoDate | None = Field(description="The last day it exists; null while it does.")
    successor_id: Identifier | None = Field(description="The body that took over its duties.")


class AddOrganisation(Strict):
    """A body to be added to those that a provider serves."""

    kind: OrganisationKind
    code: Annotated[str, pattern_text("[A-Za-z0-9-]+", 20)]
    name: Annotated[str, short_text(200)]
    valid_from: IsoDate | None = None
    valid_to: IsoDate | None = None
    successor_id: Identifier | None = None
