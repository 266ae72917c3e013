"""What changed since the periods of the --baseline files."""

from collections.abc import Iterator

from healthkpi.model.comparison import PREVIOUS_PERIOD, PREVIOUS_YEAR
from healthkpi.present._comparing import comparison_blocks
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Line, Section, Tone
from healthkpi.text import Text, same

NONE = Text(
    "没有别的基期；用 --baseline 给出往年的文件",
    "there is no other baseline; give an earlier file with --baseline",
)


def _make(report: Report) -> Iterator[Block]:
    usual = {PREVIOUS_PERIOD, PREVIOUS_YEAR}
    found = dict.fromkeys(
        change.since
        for result in report.scorecard.supplied
        for unit in result.results
        for change in unit.changes
        if change.since not in usual
    )
    for since in found:
        yield Line(Text(f"与 {since} 比", f"since {since}"), Tone.STRONG)
        yield from comparison_blocks(report, since, same(since))
    if not found:
        yield Line(NONE, Tone.QUIET)


SECTION = Section(Text("基期", "baseline"), Text("与基期比", "Change since the baseline"), 54, _make)
