"""Files that are declared late: what is locked takes them on somebody's word."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from healthkpi.correct._find import is_file
from healthkpi.model.correction import Late
from healthkpi.model.grid import Workbook


def late_files(declared: Iterable[Late], workbooks: Sequence[Workbook]) -> tuple[Late, ...]:
    """The declarations of files that came this time, each by the name of its file."""
    return tuple(
        replace(each, file=workbook.source.name)
        for each in declared
        for workbook in workbooks
        if is_file(each.file, workbook)
    )
