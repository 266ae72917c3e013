"""A superior's blank table is read and matched like any other, and filled in from the report."""

from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import is_zipfile

from healthkpi.errors import UsageError
from healthkpi.match import match_blank
from healthkpi.model.folding import fold
from healthkpi.present import Report
from healthkpi.read import LockedError, read_workbook
from healthkpi.text import Language, Text

if TYPE_CHECKING:
    from healthkpi.present._into import FilledIn

NOT_XLSX = Text(
    "--into {name}：不是 .xlsx 工作簿（是 {format}）；请在 WPS 或 Excel 里另存为 .xlsx 再用",
    "--into {name}: not an .xlsx workbook (it is {format}); save it as .xlsx in Excel or WPS",
)
LOCKED = Text(
    "--into {name}：这个表加了密码，填好的表就没有了，所以没有填；请在 WPS 或 Excel 里去掉密码另存后再用，报送前再加上",
    "--into {name}: a password opens it, and the filled-in copy would have none, so nothing was filled in; save it without the "
    "password in Excel or WPS, and set the password again before it is sent",
)


def fill_blank(path: Path, report: Report, language: Language) -> "FilledIn":
    """A copy of the table with the figures of the report in it."""
    from healthkpi.present._into import PLACEHOLDER_WORDS, fill_in, periods_of

    try:
        workbook = read_workbook(path)
    except LockedError:
        raise UsageError(LOCKED.format(name=path.name)) from None
    if workbook.source.format != "xlsx":
        raise UsageError(NOT_XLSX.format(name=path.name, format=workbook.source.format))
    if not is_zipfile(path):
        # Excel opens a workbook with its own password without asking.
        raise UsageError(LOCKED.format(name=path.name))
    words = frozenset(fold(each) for name in PLACEHOLDER_WORDS for each in (name.zh, name.en))
    blank = match_blank(workbook, report.policy, periods_of(report), words)
    return fill_in(path.read_bytes(), path.name, blank, report, language)
