"""A thousand workbooks of ten townships each, scored in one command, beside the same sums by hand."""

import subprocess
import sys
from pathlib import Path

from timing import Case, Suite

HERE = Path(__file__).parents[1]
BY_HAND = HERE / "by_hand" / "many_returns.py"
HEALTHKPI = [sys.executable, "-m", "healthkpi"]
CHECK = [*HEALTHKPI, "check", "returns", "-q"]
BATCH = [*HEALTHKPI, "batch", "returns", "-o", "out", "-q"]
ANEW = ["sh", "-c", 'rm -rf out && exec "$@"', "sh"]


def prepare(folder: Path) -> None:
    """In a process of its own, for a child's peak memory is never less than what its parent holds."""
    subprocess.run([sys.executable, HERE / "many_returns.py", folder], check=True)


SUITE = Suite(
    "batch",
    "1 000 workbooks of 10 rows × 20 columns, 12 indicators",
    prepare,
    (
        Case(
            "pandas and openpyxl by hand",
            [sys.executable, str(BY_HAND), "returns", "by-hand.csv"],
            "by-hand.csv",
        ),
        Case("check of the folder, overall and by county", [*CHECK, "-o", "x.csv"], "x.csv"),
        Case("batch, results and run.json written", [*ANEW, *BATCH, "--history", "none"], "out/run.json"),
        Case("batch, history written as well", [*ANEW, *BATCH], "out/run.json"),
        Case("batch again, nothing has changed", BATCH, "out/run.json"),
        Case("batch with the list of 10 000 units", [*ANEW, *BATCH, "--units", "名单.xlsx"], "out/run.json"),
    ),
)
