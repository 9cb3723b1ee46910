"""Mutate the modules of app/domain one by one, and print the score of each with the mutants that survive."""

import argparse
import ast
import json
import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.mutation.scope import DATA

ROOT = Path(__file__).resolve().parents[2]
DOMAIN = ROOT / "app" / "domain"
WORKPLACE = ROOT / "var" / "mutants"
COPIED = ("app", "tests", "pyproject.toml")


def main() -> int:
    """Run the modules named, or all of them; answer 1 where fewer than the wanted part of the mutants was killed."""
    told = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    told.add_argument("modules", nargs="*", help="modules of app/domain, such as counting; all where none is named")
    told.add_argument("--processes", type=int, default=max(1, (os.cpu_count() or 2) - 1), help="modules at a time")
    told.add_argument("--minutes", type=float, default=20, help="the most one module may take")
    told.add_argument("--wanted", type=float, default=95, help="per cent to be killed over all modules run")
    asked = told.parse_args()
    every = sorted(path.stem for path in DOMAIN.glob("*.py") if path.stem not in DATA and _decides(path))
    modules = asked.modules or every
    if unknown := set(modules) - set(every):
        told.error(f"not mutated: {', '.join(sorted(unknown))}. These are: {', '.join(every)}")
    with ThreadPoolExecutor(asked.processes) as pool:
        results = list(pool.map(lambda module: _run(module, asked.minutes), modules))
    return _report(results, asked.wanted)


def _decides(path: Path) -> bool:
    """Say whether there is anything to mutate: a module of codes alone has no function."""
    return any(isinstance(found, ast.FunctionDef) for found in ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def _run(module: str, minutes: float) -> dict[str, object]:
    """Mutate one module in a folder of its own, in a process of its own: mutmut keeps its state in both."""
    place = WORKPLACE / module
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name in COPIED:
        (place / name).symlink_to(ROOT / name)
    with (place / "log.txt").open("w") as log:
        command = [sys.executable, "-m", "tests.mutation.one_module", module, str(minutes)]
        ended = subprocess.run(command, cwd=place, stdout=log, stderr=subprocess.STDOUT, check=False)
    result = place / "result.json"
    if ended.returncode or not result.exists():
        print(f"{module:<18} could not be run: see {place / 'log.txt'}", flush=True)
        return {"module": module, "failed": True, "total": 0, "killed": 0, "left": 0, "survivors": {}}
    found: dict[str, object] = json.loads(result.read_text())
    print(_line(found), flush=True)
    return found


def _line(found: dict[str, object]) -> str:
    if found.get("failed"):
        return f"{found['module']:<18} could not be run"
    killed, total, left = int(str(found["killed"])), int(str(found["total"])), int(str(found["left"]))
    part = f"{100 * killed / total:5.1f} %" if total else "    -  "
    return f"{found['module']:<18} {killed:>4} of {total:<4} {part}" + (f"  ({left} out of time)" if left else "")


def _report(results: list[dict[str, object]], wanted: float) -> int:
    print("\nSurvivors")
    for found in results:
        survivors = found["survivors"]
        assert isinstance(survivors, dict)
        for name, diff in survivors.items():
            print(f"\n{name}\n{diff}")
    killed = sum(int(str(found["killed"])) for found in results)
    total = sum(int(str(found["total"])) for found in results)
    print("\nScore")
    for found in results:
        print(_line(found))
    part = 100 * killed / total if total else 0.0
    print(f"{'together':<18} {killed:>4} of {total:<4} {part:5.1f} %")
    return int(part < wanted or any(found.get("failed") for found in results))


if __name__ == "__main__":
    sys.exit(main())
