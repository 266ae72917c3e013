"""How other processes start, and how many are worth it; imports nothing, so that they can be got ready before anything else."""

import itertools
import multiprocessing
import os
from collections.abc import Iterable

# Never forked from the run itself, which has the threads of a progress bar and an open history: from a process that
# has done nothing but import what they need, or, where systems cannot fork, started anew.
START = "forkserver" if "forkserver" in multiprocessing.get_all_start_methods() else "spawn"
# So many files are looked at sooner than other processes have started.
FEW_FILES = 20
_PRELOADED = ("healthkpi.batch._preloaded",)
_MOST_PROCESSES = 8


def processes_for(asked: int | None, tasks: int, *, few: int) -> int:
    """As asked; else one for each core, unless `few` or less are done sooner than another process has started."""
    most = min(_MOST_PROCESSES, os.cpu_count() or 1) if asked is None else asked
    return 1 if tasks <= few else min(most, tasks)


def get_ready(asked: int | None, files: Iterable[object]) -> None:
    """Let the processes for so many files start sooner: what they import is imported while this process does the same."""
    if START != "forkserver":
        return
    many = sum(1 for _ in itertools.islice(files, FEW_FILES + 1))
    if processes_for(asked, many, few=FEW_FILES) > 1:
        from multiprocessing import forkserver  # there is none on Windows

        multiprocessing.set_forkserver_preload([*_PRELOADED])
        forkserver.ensure_running()
