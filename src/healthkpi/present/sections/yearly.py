"""What changed since the same time last year, on the units that are there at both times."""

from collections.abc import Iterator

from healthkpi.model.comparison import PREVIOUS_YEAR
from healthkpi.present._comparing import comparison_blocks
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Section
from healthkpi.text import Text


def _make(report: Report) -> Iterator[Block]:
    yield from comparison_blocks(report, PREVIOUS_YEAR, Text("上年同期", "the same time last year"))


SECTION = Section(
    Text("同比", "yearly"), Text("与上年同期比", "Change since the same time last year"), 52, _make
)
