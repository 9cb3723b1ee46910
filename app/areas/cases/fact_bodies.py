"""The body of `POST /v1/cases/{id}/facts`: one strict model per type of fact, told apart by `type`."""

from datetime import date
from typing import Annotated, Any, cast

from pydantic import Discriminator, Field, RootModel, Tag, ValidationError, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import InitErrorDetails, PydanticCustomError, list_all_errors

from app.areas.cases.fact_payloads import (
    AdviceGiven,
    AgreementActionDone,
    AgreementSigned,
    AppealLodged,
    AppealScopeStated,
    ArrangingExtended,
    Bare,
    BodyArrangingSet,
    CapacityOrAgeChange,
    CaseClosed,
    DecisionSent,
    DrsAgreedBy,
    DrsRefusedBy,
    FamilyContacted,
    IcbNotified,
    IntentToAppealStated,
    IssuesRecorded,
    LaDeclined,
    LaInformed,
    LaSaysCannotArrange,
    NoticeShorteningConsented,
    PermissionAsked,
    PermissionDecided,
    RecordedElsewhere,
    Reopened,
    ResolvedBeforeSession,
    Retraction,
    SessionAdjourned,
    SessionCancelled,
    SessionFixed,
    SessionHeld,
    SessionNoticeGiven,
    SessionProposed,
    TimeExceptionClaimed,
    WishStated,
    WithdrawnByParty,
)
from app.domain.facts import FactType

FactBody = Annotated[
    DecisionSent
    | AppealScopeStated
    | FamilyContacted
    | AdviceGiven
    | IntentToAppealStated
    | WishStated
    | IssuesRecorded
    | LaInformed
    | IcbNotified
    | BodyArrangingSet
    | SessionProposed
    | SessionFixed
    | SessionNoticeGiven
    | NoticeShorteningConsented
    | SessionCancelled
    | SessionHeld
    | SessionAdjourned
    | AgreementSigned
    | AgreementActionDone
    | TimeExceptionClaimed
    | LaSaysCannotArrange
    | LaDeclined
    | ResolvedBeforeSession
    | WithdrawnByParty
    | ArrangingExtended
    | AppealLodged
    | PermissionAsked
    | PermissionDecided
    | DrsAgreedBy
    | DrsRefusedBy
    | CapacityOrAgeChange
    | CaseClosed
    | Reopened
    | Bare
    | RecordedElsewhere,
    Field(discriminator="type"),
]

_COMMON = {"type", "occurred_on", "supersedes", "retracted"}
_TAGS = {"fact", "retraction", *FactType}
_BUILT_IN = {error["type"] for error in list_all_errors()}


def _tag(value: Any) -> str:
    taken_back = value.get("retracted") if isinstance(value, dict) else getattr(value, "retracted", False)
    return "retraction" if taken_back is True else "fact"


class RecordFact(
    RootModel[
        Annotated[Annotated[Retraction, Tag("retraction")] | Annotated[FactBody, Tag("fact")], Discriminator(_tag)]
    ]
):
    """A fact to record, or with `retracted` one to take back."""

    @model_validator(mode="wrap")
    @classmethod
    def _places_without_tags(cls, value: Any, check: ModelWrapValidatorHandler["RecordFact"]) -> "RecordFact":
        """Name the fields as they were sent: the library puts the branch it took into the place of each error."""
        try:
            return check(value)
        except ValidationError as error:
            found = [_replaced(line) for line in error.errors(include_url=False)]
            raise ValidationError.from_exception_data(error.title, found, hide_input=True) from None

    @property
    def type(self) -> FactType:
        return self.root.type

    @property
    def occurred_on(self) -> date:
        return self.root.occurred_on

    @property
    def supersedes(self) -> str | None:
        return self.root.supersedes

    @property
    def retracted(self) -> bool:
        return self.root.retracted

    @property
    def payload(self) -> dict[str, Any]:
        """What is stored beside the common fields: JSON values, and nothing that was not given."""
        return cast("dict[str, Any]", self.root.model_dump(mode="json", exclude=_COMMON, exclude_none=True))


def _replaced(line: Any) -> InitErrorDetails:
    kind, place, context = line["type"], list(line["loc"]), line.get("ctx") or {}
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        error: Any = PydanticCustomError("fact_type", "A type of fact is expected.")
        return InitErrorDetails(type=error, loc=("type",), input=None)
    while place and place[0] in _TAGS and len(place) > 1:
        place.pop(0)
    error = kind if kind in _BUILT_IN else PydanticCustomError(kind, line["msg"].replace("{", "{{"))
    return InitErrorDetails(type=error, loc=tuple(place), input=None, ctx=context)
