"""A folder held in memory for what tests write, where the machine has one: a test waits for no disk then.

The databases keep every setting of theirs that makes a commit safe. What a crash of the machine would lose is not
lost here to a kill, which is all that the tests of faults do; their own clusters stay on the disk all the same.
"""

import functools
import os
import shutil
from pathlib import Path

_SHARED = Path("/dev/shm")
_EACH = 1024**3


@functools.cache
def folder() -> Path | None:
    """Return a folder in memory with room for a run, and memory to hold it; None where there is none."""
    if not (_SHARED.is_dir() and os.access(_SHARED, os.W_OK | os.X_OK)):
        return None
    if os.statvfs(_SHARED).f_flag & os.ST_NOEXEC:  # a server's programs may have to be copied beside its data
        return None
    processes = int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1"))
    free = min(shutil.disk_usage(_SHARED).free, _memory_left())
    return _SHARED if free >= _EACH * (1 + processes) else None


def _memory_left() -> int:
    try:
        lines = Path("/proc/meminfo").read_text().splitlines()
    except OSError:
        return 0
    kilobytes = [line.split()[1] for line in lines if line.startswith("MemAvailable:")]
    return int(kilobytes[0]) * 1024 if kilobytes else 0
