"""The body of `POST /v1/cases/{id}/facts`: one strict model per type of fact, told apart by `type`."""

from datetime import date
from typing import Annotated, Any, Generic, TypeVar, get_args

from pydantic import Discriminator, Field, RootModel, Tag, ValidationError, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import InitErrorDetails, PydanticCustomError, core_schema

from app.areas.cases import fact_payloads as facts
from app.areas.cases import meeting_payloads as meetings
from app.domain.facts import FactType
from app.wire.base import shown_as

Recordable = (
    facts.DecisionSent
    | facts.AppealScopeStated
    | facts.FamilyContacted
    | facts.AdviceGiven
    | facts.IntentToAppealStated
    | facts.WishStated
    | facts.IssuesRecorded
    | facts.LaInformed
    | facts.IcbNotified
    | facts.BodyArrangingSet
    | meetings.SessionProposed
    | meetings.SessionFixed
    | meetings.SessionNoticeGiven
    | meetings.NoticeShorteningConsented
    | meetings.SessionCancelled
    | meetings.SessionHeld
    | meetings.SessionAdjourned
    | meetings.AgreementSigned
    | meetings.AgreementActionDone
    | facts.TimeExceptionClaimed
    | facts.LaSaysCannotArrange
    | facts.LaDeclined
    | facts.ResolvedBeforeSession
    | facts.WithdrawnByParty
    | facts.ArrangingExtended
    | facts.AppealLodged
    | facts.PermissionAsked
    | facts.PermissionDecided
    | facts.DrsAgreedBy
    | facts.DrsRefusedBy
    | facts.CapacityOrAgeChange
    | facts.CaseClosed
    | facts.Reopened
    | facts.Bare
)
"""Every body of a fact that a person may state."""

FactBody = Annotated[Recordable | facts.RecordedElsewhere, Field(discriminator="type")]

Root = TypeVar("Root")
_COMMON = {"type", "occurred_on", "supersedes", "retracted"}
_TYPES = frozenset(FactType)
_BUILT_IN = frozenset(get_args(core_schema.ErrorType))


def _tag(value: Any) -> str:
    taken_back = value.get("retracted") if isinstance(value, dict) else getattr(value, "retracted", False)
    return "retraction" if taken_back is True else "fact"


class Told(RootModel[Root], Generic[Root]):
    """One fact as it is sent: a body for its type, with the fields of its errors named as they were sent."""

    @model_validator(mode="wrap")
    @classmethod
    def _places_without_tags(cls, value: Any, check: ModelWrapValidatorHandler["Told[Root]"]) -> "Told[Root]":
        """Name the fields as they were sent: the library puts the branch it took into the place of each error."""
        try:
            return check(value)
        except ValidationError as error:
            found = [_replaced(line) for line in error.errors(include_url=False)]
            raise ValidationError.from_exception_data(error.title, found, hide_input=True) from None

    @property
    def body(self) -> Any:
        return self.root

    @property
    def type(self) -> FactType:
        found: FactType = self.body.type
        return found

    @property
    def occurred_on(self) -> date:
        found: date = self.body.occurred_on
        return found

    @property
    def supersedes(self) -> str | None:
        found: str | None = self.body.supersedes
        return found

    @property
    def retracted(self) -> bool:
        found: bool = self.body.retracted
        return found

    @property
    def payload(self) -> dict[str, Any]:
        """What is stored beside the common fields: JSON values, and nothing that was not given."""
        body = self.body
        # What model_dump() does, without its twenty arguments: this is asked of every fact that is sent.
        found: dict[str, Any] = body.__pydantic_serializer__.to_python(
            body, mode="json", exclude=_COMMON, exclude_none=True
        )
        return found


class RecordFact(
    Told[
        Annotated[
            Annotated[facts.Retraction, Tag("retraction")] | Annotated[FactBody, Tag("fact")], Discriminator(_tag)
        ]
    ]
):
    """A fact to record, or with `retracted` one to take back."""

    model_config = shown_as(
        {"type": "advice_given", "occurred_on": "2026-09-14", "channel": "phone", "rights_explained": True}
    )


def _replaced(line: Any) -> InitErrorDetails:
    kind, place, context = line["type"], list(line["loc"]), line.get("ctx") or {}
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        error: Any = PydanticCustomError("fact_type", "A type of fact is expected.")
        return InitErrorDetails(type=error, loc=("type",), input=None)
    if place and place[0] in ("fact", "retraction"):
        place.pop(0)
    if place and place[0] in _TYPES:
        place.pop(0)
    error = kind if kind in _BUILT_IN else PydanticCustomError(kind, line["msg"])
    return InitErrorDetails(type=error, loc=tuple(place), input=None, ctx=context)
