"""One throw-away PostgreSQL cluster, which a test may stop, restart and kill."""

import os
import pwd
import shlex
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

START_SECONDS = 30
CONFIGURATION = """
listen_addresses = '127.0.0.1'
port = {port}
unix_socket_directories = '{sockets}'
max_connections = 200
timezone = 'UTC'
max_wal_size = '256MB'
"""


@dataclass
class Cluster:
    """A throw-away cluster that a test may stop, restart and kill.

    Every call blocks: a test that drives load meanwhile calls it through asyncio.to_thread.
    """

    home: Path
    folder: Path
    port: int
    account: pwd.struct_passwd | None
    process: subprocess.Popen[bytes] | None = field(default=None, repr=False)
    guard: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def url(self) -> str:
        """The address of the cluster's own postgres database."""
        return f"postgresql+asyncpg://postgres@127.0.0.1:{self.port}/postgres"

    def initialise(self) -> None:
        """Make the cluster's data folder; fsync stays on, for the fault tests prove what a crash keeps."""
        probe = [str(self.folder / "postgres"), "--version"]
        try:
            subprocess.run(probe, capture_output=True, check=True, **self._identity())
        except OSError:
            # Programs in root's own folders, as in a .venv below /root, are out of the other account's reach.
            self.folder = self._copied(self.folder)
        data = self.home / "data"
        # Plain byte order, which is SQLite's too: no test may come to rely on a language's.
        options = ["-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync"]
        command = [str(self.folder / "initdb"), "-D", str(data), *options]
        done = subprocess.run(command, capture_output=True, text=True, **self._identity())
        if done.returncode:
            raise RuntimeError(f"initdb failed: {done.stderr}")
        # The system allows a socket's path about a hundred bytes.
        sockets = self.home if len(str(self.home)) < 80 else ""
        with (data / "postgresql.conf").open("a") as file:
            file.write(CONFIGURATION.format(port=self.port, sockets=sockets))

    def start(self) -> None:
        """Start the server and return once it accepts connections."""
        log, deadline = self.home / "log", time.monotonic() + START_SECONDS
        while time.monotonic() < deadline:
            command = [str(self.folder / "postgres"), "-D", str(self.home / "data")]
            with log.open("ab") as out:
                self.process = subprocess.Popen(command, stdout=out, stderr=out, **self._identity())
            while self.process.poll() is None and time.monotonic() < deadline:
                if self._is_ready(self.process.pid):
                    return
                time.sleep(0.02)
            # Children of a killed postmaster hold its memory for a moment: a start that failed is tried again.
            self.kill()
            time.sleep(0.2)
        raise RuntimeError(f"PostgreSQL did not start: {log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """Stop the server the fast way: open transactions are rolled back."""
        self._end(signal.SIGINT)

    def restart(self) -> None:
        """Stop the fast way and start again on the same port."""
        self.stop()
        self.start()

    def kill(self) -> None:
        """End the postmaster as a crash does: it flushes nothing and tells nobody."""
        self._end(signal.SIGKILL)

    def remove(self) -> None:
        """Stop the server and delete everything it wrote."""
        self.stop()
        # A file left by kill() names a process that may be somebody else's by now.
        (self.home / "data" / "postmaster.pid").unlink(missing_ok=True)
        if self.guard is not None:
            self.guard.communicate()
            self.guard = None

    def watch(self) -> None:
        """Have a shell wait for our end of a pipe, so that a killed test run leaves no server behind."""
        home = shlex.quote(str(self.home))
        script = (
            f"cat >/dev/null; pid=$(head -n 1 {home}/data/postmaster.pid 2>/dev/null) && "
            f'kill -QUIT "$pid" && sleep 1; rm -rf {home}'
        )
        self.guard = subprocess.Popen(
            ["/bin/sh", "-c", script],
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _copied(self, folder: Path) -> Path:
        """Copy the programs into the cluster's home, with the libraries that a wheel keeps beside its package."""
        installed, package = folder.parent, folder.parent.parent
        server = self.home / "server"
        shutil.copytree(installed, server / package.name / installed.name, symlinks=True)
        libraries = package.with_name(f"{package.name}.libs")
        if libraries.is_dir():
            shutil.copytree(libraries, server / libraries.name)
        return server / package.name / installed.name / folder.name

    def _identity(self) -> dict[str, Any]:
        """Return how the server's processes run: detached from the terminal, and never as root."""
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LC_ALL": "C"}
        how = {"stdin": subprocess.DEVNULL, "cwd": self.home, "env": environment, "start_new_session": True}
        if self.account is None:
            return how
        return how | {"user": self.account.pw_uid, "group": self.account.pw_gid, "extra_groups": []}

    def _is_ready(self, pid: int) -> bool:
        """Tell whether the server with this id has written that it accepts connections."""
        try:
            lines = (self.home / "data" / "postmaster.pid").read_text().splitlines()
        except OSError:
            return False
        return len(lines) > 7 and lines[0].strip() == str(pid) and lines[7].strip() == "ready"

    def _end(self, how: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(how)
            self.process.wait(START_SECONDS)
            self.process = None
