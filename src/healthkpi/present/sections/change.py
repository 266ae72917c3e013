"""What changed since the last period, on the units that are there at both times."""

from collections.abc import Iterator

from healthkpi.model.comparison import PREVIOUS_PERIOD
from healthkpi.present._comparing import comparison_blocks
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Section
from healthkpi.text import Text


def _make(report: Report) -> Iterator[Block]:
    yield from comparison_blocks(report, PREVIOUS_PERIOD, Text("上期", "the last period"))


SECTION = Section(Text("环比", "change"), Text("与上期比", "Change since the last period"), 50, _make)
