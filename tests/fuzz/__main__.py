"""`make fuzz SECONDS=600`: changed files for as long as wanted, or until interrupted.

The worker is a process of its own, so that whatever it dies of is one more line here.
"""

import argparse
import contextlib
import os
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

TESTS = Path(__file__).parents[1]
CASES_A_WORKER = 400
GOOD = {"read", "refused"}


def run_worker(first: int, count: int) -> Iterator[tuple[int, str]]:
    """Number and end of each case; a case that ended the worker is the last."""
    path = os.pathsep.join([str(TESTS), str(TESTS.parent / "src")])
    ran = subprocess.run(
        [sys.executable, "-W", "error", "-m", "fuzz.worker", str(first), str(count)],
        env={**os.environ, "PYTHONPATH": path, "OPENBLAS_NUM_THREADS": "1", "PYTHONIOENCODING": "utf-8"},
        cwd=TESTS,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    for line in ran.stdout.splitlines():
        seed, _, said = line.partition(" ")
        yield int(seed), said or f"ENDED the process ({ran.returncode})\n{ran.stderr[-3000:]}"
    if not ran.stdout:
        yield first, f"did not begin\n{ran.stderr[-3000:]}"


def main() -> int:
    """Try until the time is over; 1 where a case failed."""
    parser = argparse.ArgumentParser(prog="python -m fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--first", type=int, default=random.SystemRandom().randrange(2**40))
    given = parser.parse_args()
    begun, first, failed, tried = time.monotonic(), given.first, 0, 0
    with contextlib.suppress(KeyboardInterrupt):
        while time.monotonic() - begun < given.seconds:
            last = first
            for seed, said in run_worker(first, CASES_A_WORKER):
                last, tried = seed, tried + 1
                if said not in GOOD:
                    failed += 1
                    print(
                        f"case {seed} (again: python -m fuzz.worker {seed} 1):",
                        said.replace("\\n", "\n"),
                        flush=True,
                    )
            first = last + 1
            print(f"{tried} cases, {failed} failed, next {first}", flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
