"""Swagger UI from files of an installed package, on a page of our own: nothing is asked of any other host."""

import asyncio
import hashlib
import html
import json
from functools import partial
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response

_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:;"
    " connect-src 'self'; form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
)
_PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" type="image/svg+xml" href="docs/favicon.svg">
<link rel="stylesheet" href="docs/swagger-ui.css">
</head>
<body>
<main id="swagger-ui"></main>
<noscript>This page needs JavaScript. The contract itself is at <a href="openapi.json">openapi.json</a>.</noscript>
<script src="docs/swagger-ui-bundle.js"></script>
<script src="docs/init.js"></script>
</body>
</html>
"""
_INIT = """window.ui = SwaggerUIBundle({
  url: "openapi.json",
  dom_id: "#swagger-ui",
  deepLinking: true,
  displayRequestDuration: true,
  docExpansion: "list",
  filter: true,
  persistAuthorization: false,
  showCommonExtensions: true,
  validatorUrl: null,
});
"""
_ICON = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16"><rect width="16" height="16" rx="3" fill="#1d4e5f"/>'
    '<path d="M3 11V5l5 4 5-4v6" fill="none" stroke="#fff" stroke-width="1.6"/></svg>'
)


class Asset:
    """One file, held in memory with its ETag."""

    def __init__(self, content: bytes, media_type: str, *, cache: str = "public, max-age=3600") -> None:
        self.content = content
        tag = f'"{hashlib.sha256(content).hexdigest()[:32]}"'
        self.headers = {"ETag": tag, "Cache-Control": cache, "Content-Type": media_type}

    def answer(self, request: Request) -> Response:
        """Return the file; 304 when the caller holds it."""
        held = {part.strip().removeprefix("W/") for part in request.headers.get("if-none-match", "").split(",")}
        if self.headers["ETag"] in held:
            return Response(status_code=304, headers=self.headers)
        return Response(self.content, headers=self.headers)


def _static() -> Path:
    """Return the folder of the package that carries Swagger UI's files, without importing the package."""
    spec = find_spec("fastapi_offline")
    if spec is None or not spec.submodule_search_locations:
        raise RuntimeError("The package fastapi-offline, which carries Swagger UI, is not installed.")
    return Path(spec.submodule_search_locations[0]) / "static"


def install_docs(app: FastAPI) -> None:
    """Serve the contract at /openapi.json and Swagger UI at /docs."""
    folder = _static()
    page = _PAGE.format(title=html.escape(app.title)).encode()
    assets = {
        "/docs": Asset(page, "text/html; charset=utf-8", cache="no-cache"),
        "/docs/init.js": Asset(_INIT.encode(), "text/javascript; charset=utf-8"),
        "/docs/favicon.svg": Asset(_ICON.encode(), "image/svg+xml"),
        "/docs/swagger-ui.css": Asset((folder / "swagger-ui.css").read_bytes(), "text/css; charset=utf-8"),
        "/docs/swagger-ui-bundle.js": Asset(
            (folder / "swagger-ui-bundle.js").read_bytes(), "text/javascript; charset=utf-8"
        ),
    }
    assets["/docs"].headers["Content-Security-Policy"] = _POLICY
    for path, asset in assets.items():
        app.router.add_route(path, partial(_serve, asset), methods=["GET"], name=path)

    contract: list[Asset] = []
    lock = asyncio.Lock()

    async def openapi(request: Request) -> Response:
        """Return the contract, built on the first call and off the event loop: it takes a second or two."""
        async with lock:
            if not contract:
                document = await asyncio.to_thread(app.openapi)
                content = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
                contract.append(Asset(content, "application/json", cache="no-cache"))
        return contract[0].answer(request)

    app.router.add_route("/openapi.json", openapi, methods=["GET"], name="openapi")


async def _serve(asset: Asset, request: Request) -> Response:
    return asset.answer(request)
