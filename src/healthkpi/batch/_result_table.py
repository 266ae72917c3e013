"""One table of all results: the lines of every return, below each other."""

import csv
import io
from collections.abc import Iterable, Sequence

from healthkpi.model.run import ReturnKey
from healthkpi.present.csv import as_text
from healthkpi.text import Language, Text

NAME = "结果.csv"
_UNIT = Text("报送", "return")
_PERIOD = Text("期间", "period")
_MARK = b"\xef\xbb\xbf"


def joined_table(parts: Sequence[tuple[ReturnKey, bytes]], language: Language) -> bytes:
    """The tables of the returns as one, each line with its return and period.

    A column that some of them lack (points, intervals) is left empty there.
    """
    tables = [
        (key, list(csv.reader(io.StringIO(part.removeprefix(_MARK).decode(), newline=""))))
        for key, part in parts
    ]
    columns = list(dict.fromkeys(column for _, rows in tables for column in rows[0]))
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([_UNIT.say(language), _PERIOD.say(language), *columns])
    for key, (head, *lines) in tables:
        begin = as_text(key.unit), key.period
        writer.writerows([*begin, *line] for line in _under(columns, head, lines))
    return _MARK + out.getvalue().encode()


def _under(columns: list[str], head: list[str], lines: list[list[str]]) -> Iterable[list[str]]:
    """Lines with a cell for each column."""
    if head == columns:
        return lines
    at = {column: index for index, column in enumerate(head)}
    return ([line[at[column]] if column in at else "" for column in columns] for line in lines)
