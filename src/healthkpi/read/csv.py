"""Read .csv, .tsv and .txt: every cell is text, every row has the number a spreadsheet would show.

No pandas and no guessing library: chardet read half-UTF-8 half-GBK files as Greek, and type inference loses
the zeros of codes.
"""

import codecs
import csv
import io
from collections import Counter
from collections.abc import Iterator

from healthkpi.errors import InputError
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import Grid, Workbook
from healthkpi.model.place import Place
from healthkpi.read import _sniff
from healthkpi.read._reader import Content, Reader
from healthkpi.read._rows import trim_rows
from healthkpi.text import Text

OTHER_ENCODING = declare(
    "HK201",
    Severity.NOTE,
    Text("编码按 {encoding} 读取", "read as {encoding}"),
    Text(
        "文本文件不写明自己的编码。这个文件不是 UTF-8，已按注明的编码读取，全文没有一个字读不通。"
        "如果看到乱码，请在 Excel 或 WPS 里另存为“CSV UTF-8”或 xlsx。",
        "A text file does not say how its characters are encoded. This one is not UTF-8 and was read in the "
        "encoding named, in which every character is valid. "
        "If names look wrong, save it as CSV UTF-8 or as xlsx in Excel or WPS.",
    ),
)

_NO_ENCODING = Text(
    "{name}: 既不是 UTF-8 也不是 GBK/GB18030 编码；请在 Excel 或 WPS 里另存为“CSV UTF-8”或 xlsx 后再试",
    "{name} is neither UTF-8 nor GBK/GB18030; save it as CSV UTF-8 or as xlsx in Excel or WPS and try again",
)
_MIXED_ENCODINGS = Text(
    "{name}: 第 {line} 行是 UTF-8 编码，其他行不是；请分别打开原文件，重新合并后另存为 xlsx 再试",
    "{name} mixes encodings: line {line} is UTF-8 and others are not; "
    "join the original files again and save the result as xlsx",
)
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

# In the order of likelihood; the first wins a tie.
_DELIMITERS = (",", "\t", ";", "|")
_SAMPLE = 64 * 1024
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHOWN = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB18030"}


def recognises_text(content: Content) -> bool:
    """Anything that is neither a container nor markup; what is no text after all is refused later."""
    data = content.data
    is_container = _sniff.is_zip(data) or _sniff.is_ole2(data)
    return not (is_container or _sniff.is_html(data) or _sniff.is_spreadsheet_2003(data))


def read_csv(content: Content) -> Workbook:
    """One grid without a sheet name."""
    source = content.source("csv")
    text, encoding = _decode(content)
    _refuse_zero_bytes(content, text)
    records = _read_records(content, text, _find_delimiter(text))
    rows = trim_rows([cell or None for cell in record] for record in records)
    findings = _note_encoding(content, encoding)
    return Workbook(source, (Grid(source, None, rows),), findings)


def _decode(content: Content) -> tuple[str, str]:
    """The text, and the encoding that every character of it is valid in."""
    data = content.data
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _decode_strictly(content, data[len(mark) :], encoding), encoding
    try:
        return data.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        _refuse_mixed(content)
        return _decode_strictly(content, data, "gb18030"), "gb18030"


def _decode_strictly(content: Content, data: bytes, encoding: str) -> str:
    try:
        return data.decode(encoding)
    except UnicodeDecodeError as problem:
        raise InputError(_NO_ENCODING.format(name=content.name)) from problem


def _refuse_mixed(content: Content) -> None:
    # GB18030 finds a wrong character for almost any bytes: 城关 in UTF-8 would become 鍩庡叧 without a word.
    for number, line in enumerate(content.data.split(b"\n"), start=1):
        if _is_chinese_utf8(line):
            raise InputError(_MIXED_ENCODINGS.format(name=content.name, line=number))


def _is_chinese_utf8(line: bytes) -> bool:
    if line.isascii():
        return False
    try:
        text = line.decode("utf-8")
    except UnicodeDecodeError:
        return False
    # Two characters at least: one alone may be a chance meeting of GBK bytes.
    return sum("\u4e00" <= character <= "\u9fff" for character in text) > 1


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
    records = csv.reader(io.StringIO(lines, newline=""), delimiter=delimiter)
    widths = Counter(len(record) for record in records if len(record) > 1)
    width, rows = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
    return rows, width


def _read_records(content: Content, text: str, delimiter: str) -> Iterator[list[str]]:
    records = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    while True:
        try:
            record = next(records, None)
        except csv.Error as problem:
            raise InputError(_QUOTE.format(name=content.name, line=line)) from problem
        if record is None:
            return
        yield record
        line = records.line_num + 1


def _note_encoding(content: Content, encoding: str) -> tuple[Finding, ...]:
    if encoding == "utf-8":
        return ()
    return (Finding(OTHER_ENCODING, Place(content.name), {"encoding": _SHOWN[encoding]}),)


READER = Reader("csv", recognises_text, read_csv, {"csv": (".csv", ".tsv", ".tab", ".txt", ".psv", ".ssv")})
