"""The edge in one call: every layer, handler and page that holds for the whole service."""

import re
from functools import partial
from typing import Any

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from app.adapters import keys
from app.settings import Settings
from app.web import health, problem_pages
from app.web.bodies import Bodies
from app.web.clock import system_clock
from app.web.cors import Cors
from app.web.docs import install_docs
from app.web.limits import AddressLimits, limiter_of
from app.web.middleware import Ring
from app.web.mounting import mount
from app.web.openapi import publish
from app.web.problems import install_problems
from app.web.transaction import PlainRoute

TOKEN_PATH = "/oauth2/token"  # noqa: S105 - an address
UPLOADS = re.compile(r"/v1/documents/[^/]+/content")
"""Where a body is a file."""
# Its records would hold what people sent.
_TELEMETRY: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False, "operation_spans": False}


def new_app(**options: Any) -> FastAPI:
    """Return an application without pages, redirects and records of the framework's own."""
    return FastAPI(
        docs_url=None, redoc_url=None, openapi_url=None, redirect_slashes=False, telemetry=_TELEMETRY, **options
    )


def install(
    app: FastAPI,
    settings: Settings,
    *,
    security_contact: str = "https://mdr.invalid/security",
) -> None:
    """Put the edge around an application; `app.state.database` is set by whoever starts it."""
    state = app.state
    state.limiter = limiter_of(settings)
    if not hasattr(state, "cursor_key"):
        state.cursor_key = keys.cursor_key(settings.var_dir)
    state.security_contact = security_contact
    for name, value in (("settings", settings), ("clock", system_clock), ("replayers", {})):
        if not hasattr(state, name):
            setattr(state, name, value)
    # The last one added stands outermost.
    app.add_middleware(
        Bodies,
        max_bytes=settings.max_body_bytes,
        seconds=settings.receive_seconds,
        form_paths=(TOKEN_PATH,),
        uploads=UPLOADS,
        max_upload=settings.max_upload_bytes,
    )
    app.add_middleware(AddressLimits, limiter=state.limiter, token_path=TOKEN_PATH)
    app.add_middleware(Cors, origins=settings.cors_origins)
    app.add_middleware(Ring)
    install_problems(app)
    app.router.route_class = PlainRoute
    mount(app, health.router)
    mount(app, problem_pages.router)
    install_docs(app)
    app.openapi = partial(publish, app)  # type: ignore[method-assign]  # the framework's documented hook
