"""Bytes to text, without guessing: an encoding counts only if every character is valid in it."""

import codecs
import io

from healthkpi.errors import InputError
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.place import Place
from healthkpi.read._reader import Content
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
_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SHOWN = {"utf-16-le": "UTF-16", "utf-16-be": "UTF-16", "gb18030": "GB18030"}


def decode_text(content: Content) -> tuple[str, str]:
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
    for number, line in enumerate(io.BytesIO(content.data), start=1):
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


def note_encoding(content: Content, encoding: str) -> tuple[Finding, ...]:
    """What was assumed, where it is not the usual encoding."""
    if encoding == "utf-8":
        return ()
    return (Finding(OTHER_ENCODING, Place(content.name), {"encoding": _SHOWN[encoding]}),)
