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
_MARK, _END = b"\xef\xbb\xbf", b"\r\n"


def joined_table(parts: Sequence[tuple[ReturnKey, bytes]], language: Language) -> bytes:
    """The tables of the returns as one, each line with its return and period.

    A column that some of them lack (points, intervals) is left empty there.
    """
    tables = [(key, part.removeprefix(_MARK)) for key, part in parts]
    heads = [_rows(part.partition(_END)[0])[0] for _, part in tables]
    columns = list(dict.fromkeys(column for head in heads for column in head))
    first = _printed([[_UNIT.say(language), _PERIOD.say(language), *columns]])
    beneath = [_lines(key, part, head, columns) for (key, part), head in zip(tables, heads, strict=True)]
    return b"".join([_MARK, first, *beneath])


def _lines(key: ReturnKey, part: bytes, head: list[str], columns: list[str]) -> bytes:
    """Beneath the columns of all; a line that is a row as it stands is not read, which would take ten times as long."""
    begin, lines = [as_text(key.unit), key.period], part.split(_END)[1:-1]
    is_broken = any(line.count(b'"') % 2 for line in lines)  # within a cell
    if head == columns and not is_broken:
        printed = _printed([begin]).removesuffix(_END) + b","
        return b"".join(printed + line + _END for line in lines)
    at = {column: index for index, column in enumerate(head)}
    return _printed(
        [*begin, *(line[at[column]] if column in at else "" for column in columns)]
        for line in _rows(part)[1:]
    )


def _rows(part: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(part.decode(), newline="")))


def _printed(rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator=_END.decode()).writerows(rows)
    return out.getvalue().encode()
