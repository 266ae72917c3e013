"""Try changed files one after another, in a process with little memory and little time for each.

`python -m fuzz.worker FIRST COUNT` tries the cases FIRST, FIRST + 1, … and writes one line for each. A line says
what became of the file; the last line of a process that was ended is that of the case that ended it.
"""

import faulthandler
import sys
import traceback
from pathlib import Path
from tempfile import TemporaryDirectory

from bad_inputs import write_definitions
from fuzz.changes import make_case
from healthkpi.errors import HealthKpiError
from healthkpi.pipeline import check
from healthkpi.present import writers
from healthkpi.request import Request

MOST_MEMORY = 1_500_000_000
MOST_SECONDS = 30
# The formats of text; what is packed takes longer than the case itself and has tests of its own.
TRIED = ("table", "csv", "json", "markdown", "junit", "github")


def limit_memory() -> None:
    """Where the system can: Windows has no such limit."""
    if sys.platform != "win32":
        import resource

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))


def try_case(folder: Path, definitions: Path, seed: int) -> str:
    """`read`, `refused`, or the traceback in one line."""
    name, data = make_case(seed)
    path = folder / name
    path.write_bytes(data)
    try:
        return try_file(path, definitions)
    finally:
        path.unlink()


def try_file(path: Path, definitions: Path) -> str:
    """Read, judge and present it as the command does."""
    try:
        report = check(Request([path], definitions)).report()
        for write in map(writers().get, TRIED):
            for language in ("zh", "en"):
                write.render(report, language)
    except HealthKpiError as error:
        return "TRACEBACK memory" if "内存不够" in error.message.zh else "refused"
    except Exception:  # noqa: BLE001 - any other end is the fault that is looked for
        return "TRACEBACK " + traceback.format_exc().replace("\n", "\\n")
    return "read"


def main(first: int, count: int) -> None:
    """Try them all, and say of each what became of it."""
    limit_memory()
    with TemporaryDirectory() as name:
        folder = Path(name)
        definitions = write_definitions(folder / "definitions")
        for seed in range(first, first + count):
            print(seed, end=" ", flush=True)
            # Ends the process also where it hangs in a library.
            faulthandler.dump_traceback_later(MOST_SECONDS, exit=True)
            print(try_case(folder, definitions, seed), flush=True)
            faulthandler.cancel_dump_traceback_later()


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
