"""Refusal, the base of every "no". A refusal knows the rule it serves and nothing of HTTP."""

from collections.abc import Mapping
from typing import Any, ClassVar, NamedTuple


class Fault(NamedTuple):
    """One thing wrong with what was sent: where (JSON pointer, parameter or header), a stable code, plain words."""

    pointer: str
    code: str
    detail: str


class Refusal(Exception):
    """The service will not do this."""

    code: ClassVar[str] = "refused"

    def __init__(
        self,
        detail: str,
        *,
        rule: str | None = None,
        faults: tuple[Fault, ...] = (),
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.rule = rule
        self.faults = faults
        self.extra = dict(extra or {})


class NotFound(Refusal):
    """There is no such record, or it is not yours to see."""

    code = "not_found"

    def __init__(self) -> None:
        super().__init__("There is no such record within what you may see.")


class NotPermitted(Refusal):
    """Your role does not include this."""

    code = "not_permitted"


class Invalid(Refusal):
    """Something sent is not valid."""

    code = "invalid"

    def __init__(self, pointer: str, code: str, detail: str, *, rule: str | None = None) -> None:
        super().__init__(detail, rule=rule, faults=(Fault(pointer, code, detail),))


class GuardRefused(Refusal):
    """The case does not allow this now."""

    code = "guard_refused"


class StateConflict(Refusal):
    """The record is not in a state that allows this."""

    code = "state_conflict"


class AlreadyExists(Refusal):
    """A record with this external reference exists already."""

    code = "already_exists"


class Stale(Refusal):
    """The record has changed since you read it."""

    code = "stale"
