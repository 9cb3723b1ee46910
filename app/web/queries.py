"""The query of an address: every parameter known, and a single one sent once."""

from collections.abc import Sequence
from types import UnionType
from typing import Annotated, Any, Union, get_args, get_origin

from fastapi import Request, params
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_flat_params

from app.domain.refusals import Fault, Refusal

_ELSEWHERE = (params.Path, params.Header, params.Cookie)
_MOST = 100


def _repeats(annotation: Any) -> bool:
    """Return whether a parameter of this type is a list, and so may be sent several times."""
    origin = get_origin(annotation)
    if origin in (Union, UnionType):
        return any(_repeats(part) for part in get_args(annotation))
    if origin is Annotated:
        return _repeats(get_args(annotation)[0])
    kind = origin or annotation
    return isinstance(kind, type) and issubclass(kind, Sequence | set | frozenset) and not issubclass(kind, str | bytes)


class QueryInvalid(Refusal):
    """The query of the address is not valid."""

    code = "invalid"


class Parameters:
    """The query parameters that one route declares."""

    def __init__(self, dependant: Dependant) -> None:
        fields = [field for field in get_flat_params(dependant) if not isinstance(field.field_info, _ELSEWHERE)]
        self.single = {field.alias for field in fields if not _repeats(field.field_info.annotation)}
        self.repeated = {field.alias for field in fields} - self.single

    def check(self, request: Request) -> None:
        """Refuse a query with a parameter that is unknown, or that is sent again where one value is expected."""
        if not request.scope["query_string"]:
            return
        faults: list[Fault] = []
        seen: set[str] = set()
        items = request.query_params.multi_items()
        for name, _ in items:
            if name not in self.single and name not in self.repeated:
                # The name itself is what someone sent, so it is not repeated here.
                faults.append(Fault("?", "unknown_parameter", "An unknown parameter is present."))
            elif name in seen and name in self.single:
                faults.append(Fault(f"?{name}", "repeated_parameter", "This may be sent once only."))
            seen.add(name)
        if len(items) > _MOST:
            faults.append(Fault("?", "too_many", f"At most {_MOST} parameters are expected."))
        if faults:
            raise QueryInvalid(
                "Correct the query of the address, and send it again.", faults=tuple(dict.fromkeys(faults))
            )
