"""What a file is, by its content: officers rename files and programs give wrong endings."""

import codecs
import re
import zipfile
import zlib

from healthkpi.model.own_report import CATEGORY, GENERATOR
from healthkpi.read._package import Package
from healthkpi.text import Text, same

OLE2 = bytes.fromhex("d0cf11e0a1b11ae1")
ZIP = b"PK\x03\x04"
EMPTY_ZIP = b"PK\x05\x06"
# Stands before each name in the list at the end of the archive.
ZIP_LISTED = b"PK\x01\x02"

# An entry of an OLE2 directory is this long, and the directory starts at a multiple of it.
_OLE2_ENTRY = 128
# An HTML file that a program saved as .xls may begin with a comment or a long <?xml …?> line.
_HEAD = 4096
_HTML = re.compile(rb"<(!doctype\s+html|html|head|body|meta|table)\b", re.IGNORECASE)
_SPREADSHEET_2003 = b"urn:schemas-microsoft-com:office:spreadsheet"

_WORD = Text("Word 文档", "a Word document")
_SLIDES = Text("演示文稿", "a slide show")
_PICTURE = Text("图片", "a picture")
_OWN_REPORT = Text(" healthkpi 以前写的报告", "an earlier report of healthkpi")
_PROPERTIES = "docProps/core.xml"
_ARCHIVE = Text("压缩包", "an archive")
_BEGINNINGS: dict[bytes, Text] = {
    b"%PDF": same("PDF"),
    b"\x89PNG": _PICTURE,
    b"\xff\xd8\xff": _PICTURE,
    b"GIF8": _PICTURE,
    b"Rar!": _ARCHIVE,
    b"7z\xbc\xaf": _ARCHIVE,
    b"\x1f\x8b": _ARCHIVE,
    b"MZ": Text("程序", "a program"),
    b"{\\rtf": _WORD,
}


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a zip archive does, whole or not."""
    return data.startswith((ZIP, EMPTY_ZIP))


def is_ole2(data: bytes) -> bool:
    """Whether this is the container of Excel 97-2003, of .et and of password-protected workbooks."""
    return data.startswith(OLE2)


def is_parquet(data: bytes) -> bool:
    """Whether this is a table of columns; the mark is followed by no letter, as the heading of a CSV would be."""
    return data.startswith(b"PAR1") and data[4:5] < b" " and data[4:5] not in (b"", b"\t", b"\r", b"\n")


def has_stream(data: bytes, name: str) -> bool:
    """Whether an OLE2 container has a stream of this name in its directory, and not only in some text."""
    wanted = name.encode("utf-16-le") + b"\0\0"
    found = data.find(wanted)
    while found >= 0 and found % _OLE2_ENTRY:
        found = data.find(wanted, found + 1)
    return found >= 0


def is_locked(data: bytes, package: Package | None) -> bool:
    """Whether a password protects the content; an old .xls tells that only to its reader."""
    if is_ole2(data):
        return has_stream(data, "EncryptedPackage")
    manifest = "META-INF/manifest.xml"
    return package is not None and manifest in package.names and b"encryption-data" in package.head(manifest)


def is_html(data: bytes) -> bool:
    """Whether this is a web page, which many programs save as .xls."""
    head = data.removeprefix(codecs.BOM_UTF8)[:_HEAD].replace(b"\0", b"").lstrip(b"\xff\xfe \t\r\n")
    return head.startswith(b"<") and _HTML.search(head) is not None


def is_spreadsheet_2003(data: bytes) -> bool:
    """Whether this is an "XML spreadsheet 2003"."""
    return _SPREADSHEET_2003 in data[:_HEAD].replace(b"\0", b"")


def stranger(data: bytes, package: Package | None) -> Text | None:
    """What the file is where it is certainly no table: named, so that the officer sees which file it was."""
    if is_ole2(data):
        return _ole2_stranger(data)
    if _is_own_report(data, package):
        return _OWN_REPORT
    if package is not None and package.names:
        return _zip_stranger(package.names)
    return next((what for beginning, what in _BEGINNINGS.items() if data.startswith(beginning)), None)


def _is_own_report(data: bytes, package: Package | None) -> bool:
    if package is None or _PROPERTIES not in package.names:
        return GENERATOR.encode() in data[:_HEAD]
    try:
        return f">{CATEGORY}<".encode() in package.head(_PROPERTIES)
    except (zipfile.BadZipFile, OSError, NotImplementedError, RuntimeError, zlib.error):
        return False  # its reader will say what is wrong with it


def _ole2_stranger(data: bytes) -> Text | None:
    if has_stream(data, "Workbook") or has_stream(data, "Book"):
        return None
    if has_stream(data, "PowerPoint Document"):
        return _SLIDES
    return _WORD if has_stream(data, "WordDocument") else None


def _zip_stranger(members: tuple[str, ...]) -> Text | None:
    folders = {name.partition("/")[0] for name in members}
    if "ppt" in folders:
        return _SLIDES
    return None if folders & {"xl", "word", "content.xml"} else _ARCHIVE
