"""Routers put at their addresses as one flat list: the framework's nested routers match a request many times over."""

from contextlib import suppress
from copy import copy

from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from starlette.routing import compile_path

from app.web.direct import Direct, Unforeseen
from app.web.transaction import AuditedRoute, PlainRoute, TransactionRoute


def mount(app: FastAPI, router: APIRouter, *, prefix: str = "") -> None:
    """Put the routes of a router under a prefix; what changes nothing and takes nothing unusual answers directly."""
    for route in router.routes:
        if not isinstance(route, APIRoute):
            raise TypeError(f"{route!r} is no route of a router's own")
        app.router.routes.append(_placed(route, prefix))


def _placed(route: APIRoute, prefix: str) -> APIRoute:
    placed = copy(route)
    placed.path = prefix + route.path
    placed.path_regex, placed.path_format, placed.param_convertors = compile_path(placed.path)
    writes = isinstance(route, AuditedRoute) or (isinstance(route, TransactionRoute) and route.methods != {"GET"})
    if isinstance(route, PlainRoute) and not writes:
        with suppress(Unforeseen):
            placed.app = Direct(placed)
    return placed
