"""Read .csv, .tsv and .txt: every cell is text, every row has the number a spreadsheet would show.

No pandas and no guessing library: chardet read half-UTF-8 half-GBK files as Greek, and type inference loses
the zeros of codes.
"""

import csv
import re
from collections import Counter
from collections.abc import Iterable, Iterator

from healthkpi.errors import InputError
from healthkpi.model.grid import Grid, Workbook
from healthkpi.read import _limits, _ragged, _sniff
from healthkpi.read._decode import decode_text, note_encoding
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import trim_rows
from healthkpi.text import Text

_ZERO_BYTES = Text(
    "{name}: 第 {line} 行含有空字节（NUL），文件可能已损坏或不是文本；请在 Excel 或 WPS 里另存为 xlsx 后再试",
    "{name} holds zero bytes (NUL) in line {line}: it is damaged or no text; "
    "save it as xlsx in Excel or WPS and try again",
)
_QUOTE = Text(
    "{name}: 从第 {line} 行开始的引号没有正确结束；请补上或删去多余的引号后再试",
    "{name} has a quote in the record of line {line} that is not closed properly; "
    "close or remove it and try again",
)
_NO_ROWS = Text(
    "{name}: 文件里没有内容；请重新导出或向报送单位索取",
    "{name} holds nothing; export it again or ask the sender for it",
)

# In the order of likelihood; the first wins a tie.
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 64 * 1024
_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")
# Excel writes and reads this as a first line, which is not part of the sheet.
_SAID = re.compile(r"\"?sep=([,;|\t])\"?[,;|\t]*(?:\r\n|\r|\n)", re.IGNORECASE)
# What the module says where a cell is longer than it takes.
_TOO_LONG = "field limit"


def recognises_text(content: Content) -> bool:
    """Anything that is neither a container nor markup; what is no text after all is refused later."""
    data = content.data
    is_container = _sniff.is_zip(data) or _sniff.is_ole2(data) or _sniff.is_parquet(data)
    return not (is_container or _sniff.is_html(data) or _sniff.is_spreadsheet_2003(data))


def read_csv(content: Content) -> Workbook:
    """One grid without a sheet name."""
    source = content.source("csv")
    _hold_lines(content.data)
    text, encoding = decode_text(content)
    _refuse_zero_bytes(content, text)
    said = _SAID.match(text)
    start, delimiter = (said.end(), said[1]) if said else (0, _find_delimiter(text))
    records = list(_held(_read_records(content, text, delimiter, start)))
    rows = trim_rows([cell or None for cell in record] for record in records)
    if not rows:
        raise InputError(_NO_ROWS.format(name=content.name))
    rows, ragged = _ragged.find_ragged(content.name, rows, [len(record) for record in records])
    return Workbook(source, (Grid(source, None, rows),), (*note_encoding(content, encoding), *ragged))


def _hold_lines(data: bytes) -> None:
    # Before decoding, which would hold a line of 200 MB several times.
    position, most = 0, _limits.LINE.most
    while len(data) - position > most:
        end = max(data.rfind(mark, position, position + most + 1) for mark in (b"\n", b"\r"))
        if end < 0:
            _limits.LINE.hold(most + 1)
        position = end + 1


def _refuse_zero_bytes(content: Content, text: str) -> None:
    position = text.find("\0")
    if position >= 0:
        line = text.count("\n", 0, position) + 1
        raise InputError(_ZERO_BYTES.format(name=content.name, line=line))


def _find_delimiter(text: str) -> str:
    """The one that gives most rows the same number of cells, outside quotes."""
    sample = text[:_SAMPLE]
    lines = sample[: sample.rfind("\n")] if len(text) > _SAMPLE and "\n" in sample else sample
    return max(_DELIMITERS, key=lambda delimiter: _consistency(lines, delimiter))


def _consistency(lines: str, delimiter: str) -> tuple[int, int]:
    records = csv.reader(_lines(lines), delimiter=delimiter)
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, width


def _lines(text: str, start: int = 0) -> Iterator[str]:
    # Not io.StringIO, which holds every character in four bytes.
    return (found[0] for found in _LINE.finditer(text, start))


def _read_records(content: Content, text: str, delimiter: str, start: int) -> Iterator[list[str]]:
    records = csv.reader(_lines(text, start), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            record = next(records, None)
        except csv.Error as problem:
            if _TOO_LONG in str(problem):
                raise _limits.OverLimitError(_limits.CHARACTERS, content.place(line - 1)) from problem
            raise InputError(_QUOTE.format(name=content.name, line=line)) from problem
        if record is None:
            return
        yield record
        line = records.line_num + 1


def _held(records: Iterable[list[str]]) -> Iterator[list[str]]:
    """The records, as long as they are not too many."""
    places = 0
    for count, record in enumerate(records, start=1):
        places += len(record)
        _limits.ROWS.hold(count)
        _limits.COLUMNS.hold(len(record))
        _limits.PLACES.hold(places)
        yield record


READER = Reader(
    "csv",
    recognises_text,
    read_csv,
    {"csv": (".csv", ".tsv", ".tab", ".txt", ".psv", ".ssv")},
    is_asked_last=True,
)
