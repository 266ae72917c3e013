"""A superior's blank table is read and matched like any other, and filled in from the report."""

from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.errors import UsageError
from healthkpi.match import match_blank
from healthkpi.model.folding import fold
from healthkpi.present import Report
from healthkpi.read import read_workbook
from healthkpi.text import Language, Text

if TYPE_CHECKING:
    from healthkpi.present._into import FilledIn

NOT_XLSX = Text(
    "--into {name}：不是 .xlsx 工作簿（是 {format}）；请在 WPS 或 Excel 里另存为 .xlsx 再用",
    "--into {name}: not an .xlsx workbook (it is {format}); save it as .xlsx in Excel or WPS",
)


def fill_blank(path: Path, report: Report, language: Language) -> "FilledIn":
    """A copy of the table with the figures of the report in it."""
    from healthkpi.present._into import PLACEHOLDER_WORDS, fill_in

    workbook = read_workbook(path)
    if workbook.source.format != "xlsx":
        raise UsageError(NOT_XLSX.format(name=path.name, format=workbook.source.format))
    words = frozenset(fold(each) for name in PLACEHOLDER_WORDS for each in (name.zh, name.en))
    blank = match_blank(workbook, report.policy, report.scorecard.periods, words)
    return fill_in(path.read_bytes(), path.name, blank, report, language)
