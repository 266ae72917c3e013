"""The first line of a text file, where people keep a password: as Notepad and PowerShell write it."""

import codecs
from pathlib import Path


def first_line(path: Path | None) -> str:
    """Empty where there is nothing to read."""
    try:
        return _decoded(path.read_bytes()).splitlines()[0] if path is not None else ""
    except (OSError, UnicodeError, IndexError):
        return ""


def _decoded(data: bytes) -> str:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return data.decode("utf-16")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("gb18030")
