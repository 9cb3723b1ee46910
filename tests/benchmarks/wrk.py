"""Drives load with wrk, by a script written for each question."""

import asyncio
import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

_DONE = """
function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format(
    'RESULT {"requests":%d,"micros":%d,"connect":%d,"read":%d,"write":%d,"status":%d,"timeout":%d,' ..
    '"p50":%.1f,"p99":%.1f,"slowest":%.1f}\\n',
    summary.requests, summary.duration, e.connect, e.read, e.write, e.status, e.timeout,
    latency:percentile(50), latency:percentile(99), latency.max))
end
"""
_READ = """
local paths = {}
for line in io.lines("%(paths)s") do paths[#paths + 1] = line end
math.randomseed(os.time())
local headers = {["Authorization"] = "Bearer %(token)s"}
function request() return wrk.format("GET", paths[math.random(#paths)], headers) end
"""
_WRITE = """
math.randomseed(os.time())
local run, count = math.random(1000000000), 0
local function name(number)
  return (tostring(number):gsub("%%d", function(digit) return string.char(97 + digit) end))
end
function request()
  count = count + 1
  local headers = {
    ["Authorization"] = "Bearer %(token)s",
    ["Content-Type"] = "application/json",
    ["Idempotency-Key"] = string.format("%%d-%%d", run, count),
  }
  local body = [[%(before)s]] .. name(run) .. [[%(between)s]] .. name(count) .. [[%(after)s]]
  return wrk.format("POST", "/v1/referrals", headers, body)
end
"""
_POST = """
local headers = {["Content-Type"] = "application/json"}
local body = [[%(body)s]]
function request() return wrk.format("POST", "%(path)s", headers, body) end
"""
GIVEN, FAMILY = "GIVENNAME", "FAMILYNAME"


class Result(NamedTuple):
    """What one run of wrk saw; times in milliseconds."""

    requests: int
    rate: float
    errors: int
    p50: float
    p99: float
    slowest: float


@dataclass(frozen=True)
class Driver:
    """wrk, with a folder for its scripts."""

    folder: Path

    def reads(self, paths: list[str], token: str) -> str:
        """Return a script that asks for one of the paths, at random."""
        file = self.folder / "paths.txt"
        file.write_text("\n".join(paths))
        return _READ % {"paths": file, "token": token} + _DONE

    def writes(self, body: dict[str, object], token: str) -> str:
        """Return a script that sends the body with another child and another key each time."""
        text = json.dumps(body, separators=(",", ":"))
        before, rest = text.split(GIVEN)
        between, after = rest.split(FAMILY)
        return _WRITE % {"token": token, "before": before, "between": between, "after": after} + _DONE

    def posts(self, path: str, body: str) -> str:
        """Return a script that sends one body to a path, again and again."""
        return _POST % {"path": path, "body": body} + _DONE

    async def run(self, url: str, script: str, *, connections: int = 16, seconds: float) -> Result:
        """Keep so many connections busy for so long."""
        file = self.folder / "script.lua"
        file.write_text(script)
        wrk = shutil.which("wrk") or "wrk"
        command = [wrk, "-t1", f"-c{connections}", f"-d{max(1, round(seconds))}s", "--timeout", "20s", "-s", str(file)]
        process = await asyncio.create_subprocess_exec(*command, url, stdout=asyncio.subprocess.PIPE)
        output, _ = await process.communicate()
        line = next((line for line in output.decode().splitlines() if line.startswith("RESULT ")), None)
        if line is None:
            raise RuntimeError(f"wrk said nothing: {output.decode()[-500:]}")
        found = json.loads(line[7:])
        errors = sum(found[name] for name in ("connect", "read", "write", "status", "timeout"))
        rate = found["requests"] / (found["micros"] / 1e6)
        return Result(
            found["requests"], rate, errors, found["p50"] / 1000, found["p99"] / 1000, found["slowest"] / 1000
        )
