"""`make soak SECONDS=600`: runs of batch killed for as long as wanted, or until interrupted."""

import argparse
import contextlib
import random
import sys
import tempfile
import time
from pathlib import Path

from soak.killing import Runs, Scene, try_once


def main() -> int:
    """Try until the time is over; 1 where something was lost."""
    parser = argparse.ArgumentParser(prog="python -m soak", description=__doc__)
    parser.add_argument("--seconds", type=float, default=float("inf"))
    parser.add_argument("--first", type=int, default=random.SystemRandom().randrange(2**40))
    given = parser.parse_args()
    began, tried, failed = time.monotonic(), 0, 0
    with tempfile.TemporaryDirectory() as folder, contextlib.suppress(KeyboardInterrupt):
        scene = Scene(Path(folder), Runs())
        while time.monotonic() - began < given.seconds:
            seed = given.first + tried
            said, faults = try_once(scene, seed)
            tried += 1
            failed += bool(faults)
            for fault in faults:
                print(f"killed {said} (again: --first {seed}): {fault}", flush=True)
    print(f"{tried} runs killed, {failed} with faults")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
