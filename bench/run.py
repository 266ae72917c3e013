"""`python bench/run.py [SUITE…] [--rounds N]`: the suites that are named, else all."""

import argparse
import importlib
import os
import pkgutil
import sys
import tempfile
from pathlib import Path

import suites
from timing import Suite, run_suite, table


def known() -> dict[str, Suite]:
    """The suites by name; each is a file."""
    modules = (
        importlib.import_module(f"suites.{each.name}") for each in pkgutil.iter_modules(suites.__path__)
    )
    return {each.SUITE.name: each.SUITE for each in modules}


def main() -> None:
    """Times the suites and prints a table for each."""
    found = known()
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("suite", nargs="*", help=", ".join(found))
    parser.add_argument("--rounds", type=int, default=3)
    asked = parser.parse_args()
    strangers = [name for name in asked.suite if name not in found]
    if strangers:
        parser.error(f"no such suite: {', '.join(strangers)}; there are {', '.join(found)}")
    os.environ["HEALTHKPI_LANG"] = "zh"
    for name in asked.suite or found:
        with tempfile.TemporaryDirectory() as folder:
            print(
                table(found[name], run_suite(found[name], Path(folder), asked.rounds)), end="\n\n", flush=True
            )


if __name__ == "__main__":
    if not hasattr(os, "wait4"):
        sys.exit("peak memory is asked of wait4, which this system does not have")
    main()
