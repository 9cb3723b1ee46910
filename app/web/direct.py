"""Routes answered directly: what a route takes is worked out once, and not anew for every request.

The framework walks the tree of a route's dependencies at each request, which took longer than the hottest read itself.
Here the same tree is laid out when the route is mounted, and answered in the same order, with the same validation and
the same errors: for reads, and for calculators, whose body is all that they know. A route that takes anything else
than what is laid out here stays with the framework.
"""

import inspect
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager, nullcontext
from typing import Any

from fastapi import Request, Response
from fastapi.datastructures import DefaultPlaceholder
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import request_body_to_args, request_params_to_args
from fastapi.exceptions import RequestValidationError, ResponseValidationError
from fastapi.params import Body
from fastapi.routing import APIRoute
from fastapi.security import SecurityScopes
from fastapi.security.base import SecurityBase
from pydantic_core import PydanticUndefined
from starlette.types import Receive, Scope, Send

from app.web.queries import Parameters

Found = dict[tuple[Any, ...], Any]
_PLACES = {"path_params": "path_params", "query_params": "query_params", "header_params": "headers"}


class Unforeseen(Exception):
    """A route takes something that only the framework knows how to give it."""


class Takes:
    """What one function takes: the answers of others, parameters of the request, and the request itself."""

    def __init__(self, dependant: Dependant, *, with_body: bool = False) -> None:
        call = dependant.call
        if call is None or dependant.cookie_params or dependant.concurrency:
            raise Unforeseen
        if len(dependant.body_params) != with_body:
            raise Unforeseen
        if dependant.websocket_param_name or dependant.background_tasks_param_name or not dependant.use_cache:
            raise Unforeseen
        self.name = dependant.name
        self.call: Callable[..., Any] = call
        self.opens: Callable[..., AbstractAsyncContextManager[Any]] | None = None
        function = call if inspect.isroutine(call) else type(call).__call__
        if inspect.isasyncgenfunction(function):
            if dependant.scope != "function":
                raise Unforeseen
            self.opens = asynccontextmanager(call)
        elif not inspect.iscoroutinefunction(function):
            raise Unforeseen
        scopes = dict.fromkeys([*(dependant.parent_oauth_scopes or ()), *(dependant.own_oauth_scopes or ())])
        self.others = [Takes(other) for other in dependant.dependencies]
        self.places = [(place, getattr(dependant, name)) for name, place in _PLACES.items() if getattr(dependant, name)]
        names = (dependant.request_param_name, dependant.http_connection_param_name)
        self.request_as = [name for name in names if name]
        self.response_as = dependant.response_param_name
        self.scopes_as = dependant.security_scopes_param_name
        self.scopes = SecurityScopes(list(scopes))
        asks = dependant.own_oauth_scopes or self.scopes_as or isinstance(call, SecurityBase)
        self.by_scope: bool = bool(asks) or any(other.by_scope for other in self.others)
        # What asks for no scope is the same for all who take it, and so is asked once.
        self.key = (call, *scopes) if self.by_scope else (call,)
        self.notes: bool = bool(self.response_as) or any(other.notes for other in self.others)
        self.leaves_open: bool = any(other.opens or other.leaves_open for other in self.others)

    async def values(
        self,
        request: Request,
        response: Response | None,
        found: Found,
        stack: AsyncExitStack | None,
        errors: list[Any],
    ) -> dict[str, Any]:
        """Return the arguments for one request, noting what could not be read of it."""
        values: dict[str, Any] = {}
        for other in self.others:
            if other.key not in found:
                before = len(errors)
                taken = await other.values(request, response, found, stack, errors)
                if len(errors) > before:
                    continue
                if other.opens is not None and stack is not None:
                    found[other.key] = await stack.enter_async_context(other.opens(**taken))
                else:
                    found[other.key] = await other.call(**taken)
            if other.name is not None:
                values[other.name] = found[other.key]
        for place, fields in self.places:
            read, wrong = request_params_to_args(fields, getattr(request, place))
            values |= read
            errors += wrong
        for name in self.request_as:
            values[name] = request
        if self.response_as:
            values[self.response_as] = response
        if self.scopes_as:
            values[self.scopes_as] = self.scopes
        return values


def _whole_body(route: APIRoute) -> Any:
    """Return the field that a JSON body is as a whole; nothing where the route takes no body."""
    fields = route.dependant.body_params
    if not fields:
        return None
    taken = fields[0].field_info
    if len(fields) > 1 or type(taken) is not Body or taken.embed or taken.media_type != "application/json":
        raise Unforeseen
    return fields[0]


class Direct:
    """The application of one route that changes nothing; raises Unforeseen for a route that it cannot answer."""

    def __init__(self, route: APIRoute) -> None:
        self.body = _whole_body(route)
        plain = (
            (route.methods == {"GET"} if self.body is None else route.methods == {"POST"})
            and route.response_field is not None
            and isinstance(route.response_class, DefaultPlaceholder)
            and not (route.response_model_include or route.response_model_exclude or route.response_model_exclude_unset)
            and not (route.response_model_exclude_defaults or route.response_model_exclude_none)
            and not (route.is_sse_stream or route.is_json_stream)
        )
        if not plain:
            raise Unforeseen
        assert route.response_field is not None
        self.takes = Takes(route.dependant, with_body=self.body is not None)
        self.field = route.response_field
        self.status = route.status_code or 200
        self.parameters = Parameters(route.dependant)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; what is refused on the way is answered by the layer that answers every refusal."""
        request = Request(scope, receive, send)
        self.parameters.check(request)
        response = await self._answer(request)
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        noted = _to_note_in() if self.takes.notes else None
        async with AsyncExitStack() if self.takes.leaves_open else nullcontext() as stack:
            errors: list[Any] = []
            values = await self.takes.values(request, noted, {}, stack, errors)
            if self.body is not None:
                values[self.body.name], wrong = await self._body_of(request)
                errors += wrong
            if errors:
                raise RequestValidationError(errors)
            answer = await self.takes.call(**values)
            if isinstance(answer, Response):
                return answer
            value, wrong = self.field.validate(answer, {}, loc=("response",))
            if wrong:
                raise ResponseValidationError(errors=wrong)
            content = self.field.serialize_json(value)
        response = Response(content, self.status, media_type="application/json")
        if noted is not None:
            response.status_code = noted.status_code or self.status
            response.headers.raw.extend(noted.headers.raw)
        return response

    async def _body_of(self, request: Request) -> tuple[Any, list[Any]]:
        """Return the body that the layer before has read, checked; where none was sent the framework has the word."""
        state = request.scope["state"]
        if "json" in state:
            value, wrong = self.body.validate(state["json"], {}, loc=("body",))
            return value, wrong
        values, wrong = await request_body_to_args([self.body], PydanticUndefined, False)
        return values.get(self.body.name), wrong


def _to_note_in() -> Response:
    """Return an answer for dependencies to put headers and a status on."""
    noted = Response()
    del noted.headers["content-length"]
    noted.status_code = None  # type: ignore[assignment]  # until somebody sets it, as in the framework
    return noted
