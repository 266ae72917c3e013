"""What the reports of a large case take besides the check itself, and how large they are."""

import subprocess
import sys
from pathlib import Path

from timing import Case, Suite

BIG_CASE = Path(__file__).parents[2] / "tests" / "big_case.py"
CHECK = [sys.executable, "-m", "healthkpi", "check", "2018年9月.xlsx"]
REPORT = [sys.executable, "-m", "healthkpi", "report"]


def prepare(folder: Path) -> None:
    """In a process of its own, for a child's peak memory is never less than what its parent holds."""
    subprocess.run([sys.executable, BIG_CASE, folder], check=True)


def _report(kind: str) -> Case:
    command = [*REPORT, kind, "2018年9月.xlsx", "-o", f"{kind}.docx"]
    return Case(f"report {kind} -o x.docx", command, f"{kind}.docx")


SUITE = Suite(
    "reports",
    "200 townships × 60 indicators",
    prepare,
    (
        Case("check, the table", CHECK),
        *(
            Case(f"check -o x.{kind}", [*CHECK, "-o", f"x.{kind}"], f"x.{kind}")
            for kind in ("docx", "xlsx", "html", "json", "csv", "md")
        ),
        _report("brief"),
        _report("feedback"),
    ),
)
