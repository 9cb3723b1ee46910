"""Mutate one module of app/domain with its own tests, in the folder this is started in, and write result.json."""

import json
import re
import signal
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from types import FrameType
from typing import Any

import libcst as cst
from mutmut import __main__ as mutmut
from mutmut.configuration import config
from mutmut.mutation import mutators
from mutmut.mutation.data import SourceFileMutationData
from mutmut.mutation.diff_apply import get_diff_for_mutant
from mutmut.stats import status_by_exit_code

from tests.mutation.scope import own_tests

KILLED = {"killed", "timeout", "segfault", "caught by type check"}
LEFT = {"not checked", "check was interrupted by user"}


def _is_wording(text: str) -> bool:
    """Say whether a string is read by people: it has a space. Codes, pointers and keys have none."""
    return " " in text


def _only_codes(mutate: Callable[[Any], Iterable[Any]]) -> Callable[[Any], Iterable[Any]]:
    def mutate_codes(node: Any) -> Iterable[Any]:
        if isinstance(node, cst.SimpleString) and _is_wording(str(node.evaluated_value)):
            return ()
        return mutate(node)

    return mutate_codes


def _leave_wording_alone() -> None:
    table: Any = mutators.mutation_operators
    for place, (kind, operator) in enumerate(table):
        if operator is mutators.operator_string:
            table[place] = (kind, _only_codes(operator))


def _stop_after(minutes: float) -> None:
    def out_of_time(_signal: int, _frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, out_of_time)
    signal.setitimer(signal.ITIMER_REAL, minutes * 60)


def _result(module: str, path: Path) -> dict[str, object]:
    data = SourceFileMutationData(path=path)
    data.load()
    statuses = {name: status_by_exit_code[code] for name, code in data.exit_code_by_key.items()}
    tried = {name: status for name, status in statuses.items() if status not in LEFT}
    survivors = {
        re.sub(r".*\.", "", name): f"[{status}]\n" + "\n".join(get_diff_for_mutant(name, path=path).splitlines()[2:])
        for name, status in tried.items()
        if status not in KILLED
    }
    return {
        "module": module,
        "total": len(tried),
        "killed": len(tried) - len(survivors),
        "left": len(statuses) - len(tried),
        "survivors": survivors,
    }


def main(module: str, minutes: float) -> None:
    """Mutate the module and write down what survived; after so many minutes, write down what is known by then."""
    path = Path("app/domain") / f"{module}.py"
    settings = config()
    settings.only_mutate = [str(path)]
    settings.pytest_add_cli_args_test_selection = own_tests(module)
    settings.pytest_add_cli_args = [*settings.pytest_add_cli_args, "-p", "tests.mutation.fresh"]
    _leave_wording_alone()
    _stop_after(minutes)
    mutmut._run((), 1)
    signal.setitimer(signal.ITIMER_REAL, 0)
    Path("result.json").write_text(json.dumps(_result(module, path)))


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]))
