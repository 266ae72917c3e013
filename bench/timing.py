"""Whole processes timed in turn, each beside the yardstick of its suite."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

MEGABYTE = 1024 * 1024
# `ru_maxrss` is in kilobytes on Linux and in bytes on macOS.
RSS_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(frozen=True)
class Case:
    """One command; `writes` is the file whose size is told."""

    name: str
    command: Sequence[str]
    writes: str = ""
    codes: frozenset[int] = frozenset({0})


@dataclass(frozen=True)
class Suite:
    """Commands that do comparable work in a folder that `prepare` fills; the first is the yardstick."""

    name: str
    says: str
    prepare: Callable[[Path], None]
    cases: Sequence[Case]


@dataclass
class Timed:
    """What the runs of one case took."""

    seconds: list[float] = field(default_factory=list)
    peak: int = 0
    size: int = 0

    @property
    def median(self) -> float:
        """Of all rounds."""
        return statistics.median(self.seconds)


def run_suite(suite: Suite, folder: Path, rounds: int) -> dict[str, Timed]:
    """Every case once a round, in the same order; one round more goes before, unmeasured, to warm the disk."""
    suite.prepare(folder)
    timed = {case.name: Timed() for case in suite.cases}
    for number in range(rounds + 1):
        for case in suite.cases:
            seconds, peak = _run(case, folder)
            if number:
                timed[case.name].seconds.append(seconds)
                timed[case.name].peak = max(timed[case.name].peak, peak)
            if case.writes:
                timed[case.name].size = (folder / case.writes).stat().st_size
    return timed


def _run(case: Case, folder: Path) -> tuple[float, int]:
    """Wall seconds and peak memory in bytes; a command that ends otherwise than it should is no measurement."""
    with (folder / "said.txt").open("wb") as said:
        start = time.perf_counter()
        process = subprocess.Popen(case.command, cwd=folder, stdout=said, stderr=subprocess.STDOUT)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
    process.returncode = code = os.waitstatus_to_exitcode(status)
    if code not in case.codes:
        words = (folder / "said.txt").read_text(encoding="utf-8", errors="replace")
        sys.exit(f"{case.name}: exit code {code}\n{words[-2000:]}")
    return seconds, used.ru_maxrss * RSS_UNIT


def table(suite: Suite, timed: dict[str, Timed]) -> str:
    """Markdown: what it took, as a ratio to the yardstick."""
    yardstick = timed[suite.cases[0].name].median
    lines = [
        f"## {suite.name}: {suite.says}",
        "",
        "| case | ratio | seconds | peak MB | wrote |",
        "|---|--:|--:|--:|--:|",
    ]
    for name, each in timed.items():
        size = f"{each.size / MEGABYTE:.2f} MB" if each.size else ""
        lines.append(
            f"| {name} | {each.median / yardstick:.2f} × | {each.median:.2f} | {each.peak / MEGABYTE:.0f} | {size} |"
        )
    return "\n".join(lines)
