"""The service as a process of its own, which a test may kill."""

import asyncio
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

import httpx2 as httpx

from app.main import create_app
from app.settings import Settings
from app.web.connections import listen

ROOT = Path(__file__).resolve().parents[2]
START_SECONDS = 30


class Server:
    """One process of the service on a port of its own; the port stays the same when it is started again."""

    def __init__(self, database_url: str, var_dir: Path, *, module: str = "tests.faults.server") -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.log = var_dir / "server.log"
        self.settings: Mapping[str, str] = {
            "DATABASE_URL": database_url,
            "MDR_VAR_DIR": str(var_dir),
            "MDR_PORT": str(self.port),
            "MDR_REQUESTS_PER_MINUTE": "10000000",
        }
        self.module = module
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The id of the running process."""
        assert self.process is not None
        return self.process.pid

    async def start(self) -> None:
        """Start the process and return once it is ready to answer."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", self.module],
                cwd=ROOT,
                env={**os.environ, **self.settings},
                stdout=log,
                stderr=log,
            )
        async with httpx.AsyncClient(base_url=self.url) as client:
            for _ in range(START_SECONDS * 20):
                if self.process.poll() is not None:
                    break
                try:
                    if (await client.get("/health/live")).status_code == 200:
                        return
                except httpx.TransportError:
                    await asyncio.sleep(0.05)
        raise RuntimeError(f"the service did not start: {self.log.read_text()[-2000:]}")

    def kill(self) -> None:
        """End the process as a crash does: nothing is flushed, nobody is told."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        """Ask the process to finish, and wait until it has."""
        self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START_SECONDS)
            self.process = None


def main() -> None:
    """Serve what the environment names."""
    settings = Settings()
    listen(create_app(settings), settings.host, settings.port, grace_seconds=5)


if __name__ == "__main__":
    main()
