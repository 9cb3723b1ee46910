"""The limit of a calculator: the same framework with one route that parses the body and sends it back."""

import os
from typing import Any

import uvicorn
from fastapi import FastAPI

app = FastAPI()


@app.post("/v1/deadline-calculations")
async def echo(body: dict[str, Any]) -> dict[str, Any]:
    """Return what was sent."""
    return body


@app.get("/health/ready")
@app.get("/health/live")
async def live() -> dict[str, str]:
    """Say that the process lives."""
    return {}


if __name__ == "__main__":
    uvicorn.run(app, port=int(os.environ["MDR_PORT"]), access_log=False, log_level="warning")
