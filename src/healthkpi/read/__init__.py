"""Read: files to grids of cells with addresses, nothing guessed away.

What a file is, is told by its content; each input format is one module that offers `READER`.
"""

import os
import stat
import sys
import zipfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from pathlib import Path

from healthkpi.discover import offered
from healthkpi.errors import HealthKpiError, InputError, Several
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import Workbook
from healthkpi.model.place import Place
from healthkpi.read import _limits, _sniff
from healthkpi.read._hostile import refuse_hostile
from healthkpi.read._locked import unlock
from healthkpi.read._names import readable_name
from healthkpi.read._package import Package
from healthkpi.read._reader import Content, LockedError, Reader, StrangerError
from healthkpi.text import Text

__all__ = [
    "LockedError",
    "StrangerError",
    "is_hidden",
    "is_left_behind",
    "read_workbook",
    "read_workbooks",
    "readable_name",
    "readers",
]

OTHER_FORMAT = declare(
    "HK202",
    Severity.NOTE,
    Text(
        "扩展名是 {suffix}，内容却是 {format}；已按内容读取",
        "the ending is {suffix} but the content is {format}; read by its content",
    ),
    Text(
        "文件的扩展名与内容不符，多半是直接改了文件名，或系统导出时写错了扩展名。工具按内容读取，数据不受影响。"
        "请在 Excel 或 WPS 里用“另存为”存成正确的格式，以免别人打不开。",
        "The ending of the file name does not fit what is inside: it was renamed, or a program exported it "
        "under a wrong ending. The content was read as what it is, so no figure is lost. "
        "Save it under the right format in Excel or WPS, so that others can open it.",
    ),
)

_MISSING = Text(
    "{name}: 找不到这个文件；请检查路径和文件名", "{name} does not exist; check the path and the file name"
)
_NOT_A_FILE = Text(
    "{name}: 不是普通文件；请给出表格文件或文件夹", "{name} is not a file; give a table file or a folder"
)
_NO_ACCESS = Text(
    "{name}: 无法打开（{reason}）；请检查权限，或先在别的程序里关闭它",
    "{name} cannot be opened ({reason}); check the permissions, or close it in other programs",
)
_EMPTY = Text(
    "{name}: 文件是空的（0 字节）；请重新复制或向报送单位索取",
    "{name} is empty (0 bytes); copy it again or ask the sender for it",
)
_EMPTY_FOLDER = Text(
    "{name}: 文件夹里没有可读的文件；请检查路径",
    "{name} is a folder without any file to read; check the path",
)
_CUT_OFF = Text(
    "{name}: 文件不完整（可能复制中断）；请重新复制或向报送单位索取",
    "{name} is incomplete (an interrupted copy?); copy it again or ask the sender for it",
)
_UNKNOWN = Text(
    "{name}: 不是本工具能读的表格；请在 Excel 或 WPS 里打开，另存为 xlsx 后再试",
    "{name} is not a table this tool can read; open it in Excel or WPS, save it as xlsx and try again",
)
_DAMAGED = Text(
    "{name}: 无法按 {format} 读取，文件可能已损坏；请在 Excel 或 WPS 里打开并另存后再试",
    "{name} cannot be read as {format}: it may be damaged; open and save it again in Excel or WPS",
)
_NO_MEMORY = Text(
    "{name}: 内存不够，读不下这个文件；请关闭别的程序，或把它分成几个文件后再试",
    "{name} does not fit into the memory; close other programs, or split it, and try again",
)
_NO_SHEET = Text(
    "{name}: 工作簿里没有工作表；请检查是否给错了文件",
    "{name} holds no worksheet; check whether it is the right file",
)

# What Office, WPS and the systems leave behind in folders.
_TEMPORARY_BEGINNINGS = (".", "~")
_TEMPORARY_ENDINGS = (".tmp", ".temp", ".bak", ".lnk", ".crdownload", ".part", ".partial", ".filepart")
# The last three lie in every folder that Spark writes.
_SYSTEM_FILES = frozenset({"thumbs.db", "desktop.ini", "_success", "_metadata", "_common_metadata"})


def read_workbooks(
    paths: Sequence[Path], password: str | None = None, known: Mapping[Path, Workbook] | None = None
) -> tuple[Workbook, ...]:
    """All files, folders with what is in them; each file once, and all errors together.

    `known` are files that were read already, by where they really lie.
    """
    reading = _Reading(password, known or {})
    for path in paths:
        reading.find(path)
    return reading.result()


class _Reading:
    """One pass over many files: what was read and what went wrong."""

    def __init__(self, password: str | None, known: Mapping[Path, Workbook]) -> None:
        self.password = password
        self.known = known
        self.workbooks: list[Workbook] = []
        self.errors: list[HealthKpiError] = []
        self.left_out: list[StrangerError] = []
        self.found: dict[
            str, tuple[Path, bool]
        ] = {}  # by where each really lies: the path, and if it was named itself

    def find(self, path: Path) -> None:
        """Take down a file, or all files of a folder, to be read together."""
        if not path.is_dir():
            self.found.setdefault(os.path.realpath(path), (path, True))
            return
        try:
            files = sorted(_list_files(path))
        except OSError as problem:
            self.errors.append(_refuse_access(path.name, problem))
            return
        if not files:
            self.errors.append(InputError(_EMPTY_FOLDER.format(name=path)))
        for file in files:
            self.found.setdefault(os.path.realpath(file), (file, False))

    def result(self) -> tuple[Workbook, ...]:
        for real, name in _called({real: path for real, (path, _) in self.found.items()}).items():
            self._read(real, name)
        if not self.workbooks and not self.errors:
            self.errors.extend(self.left_out)
        if len(self.errors) == 1:
            raise self.errors[0]
        if self.errors:
            raise Several(self.errors)
        return tuple(self._say_left_out())

    def _read(self, real: str, name: str) -> None:
        path, is_named = self.found[real]
        known = self.known.get(Path(real)) if self.known else None
        if known is not None and known.source.name == name:
            self.workbooks.append(known)
            return
        try:
            self.workbooks.append(read_workbook(path, self.password, name))
        except StrangerError as stranger:
            (self.errors if is_named else self.left_out).append(stranger)
        except InputError as error:
            self.errors.append(error)

    def _say_left_out(self) -> list[Workbook]:
        if not self.left_out:
            return self.workbooks
        # A file that is left out has no workbook of its own to carry the note.
        first, *others = self.workbooks
        notes = tuple(stranger.finding for stranger in self.left_out)
        return [replace(first, findings=(*first.findings, *notes)), *others]


def _called(found: Mapping[str, Path]) -> dict[str, str]:
    """What each file is called in messages: its name, with so many of its folders as tell it from the others."""
    names = {real: readable_name(path.name) for real, path in found.items()}
    alike, count = _alike(names), 2
    while alike and count <= max(len(Path(real).parts) for real in alike):
        names.update({real: readable_name("/".join(Path(real).parts[-count:])) for real in alike})
        alike, count = _alike(names), count + 1
    return names


def _alike(names: Mapping[str, str]) -> list[str]:
    if len(set(names.values())) == len(names):
        return []
    often = Counter(names.values())
    return [real for real, name in names.items() if often[name] > 1]


def read_workbook(path: Path, password: str | None = None, name: str = "") -> Workbook:
    """One file, by its content; an InputError says in one sentence why not. `name` is what messages call it."""
    name = name or readable_name(path.name)
    try:
        return _read_file(path, name, password)
    except _limits.OverLimitError as problem:
        raise problem.refusal(name) from problem
    except MemoryError as problem:
        raise InputError(_NO_MEMORY.format(name=name)) from problem


def _read_file(path: Path, name: str, password: str | None) -> Workbook:
    content = _open_content(path, name, _read_bytes(path, name))
    try:
        return _read_content(content)
    except LockedError:
        unlocked = replace(_open_content(path, name, unlock(content, password)), locked=content.data)
        return _read_content(unlocked)


def _read_content(content: Content) -> Workbook:
    _refuse_unreadable(content)
    reader = next((reader for reader in readers() if reader.recognises(content)), None)
    if reader is None:
        raise InputError(_UNKNOWN.format(name=content.name))
    workbook = _read_safely(reader, content)
    if not workbook.grids:
        raise InputError(_NO_SHEET.format(name=content.name))
    return replace(workbook, findings=(*_check_suffix(reader, workbook), *workbook.findings))


@cache
def readers() -> list[Reader]:
    """Every input format, in the order in which they are asked."""
    found = offered(sys.modules[__name__], "READER", Reader)
    return sorted(found, key=lambda reader: reader.is_asked_last)


def _open_content(path: Path, name: str, data: bytes) -> Content:
    if not data:
        raise InputError(_EMPTY.format(name=name))
    if not _sniff.is_zip(data):
        return Content(path, data, called=name)
    # Counted before the archive is opened: its list of parts alone may fill the memory.
    _limits.MEMBERS.hold(data.count(_sniff.ZIP_LISTED))
    try:
        return Content(path, data, Package(data), called=name)
    # zipfile says NotImplementedError of a way of packing that it does not know.
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as problem:
        raise InputError(_CUT_OFF.format(name=name)) from problem


def _read_bytes(path: Path, name: str) -> bytes:
    try:
        state = path.stat()
        if not stat.S_ISREG(state.st_mode):
            raise InputError(_NOT_A_FILE.format(name=path))
        _limits.MEGABYTES.hold(state.st_size / _limits.MEGABYTE)
        return path.read_bytes()
    except (FileNotFoundError, NotADirectoryError) as problem:
        raise InputError(_MISSING.format(name=path)) from problem
    # A path with a zero byte is a ValueError and no OSError.
    except (OSError, ValueError) as problem:
        raise _refuse_access(name, problem) from problem


def _refuse_access(name: str, problem: Exception) -> InputError:
    reason = problem.strerror if isinstance(problem, OSError) else problem
    return InputError(_NO_ACCESS.format(name=name, reason=reason))


def _refuse_unreadable(content: Content) -> None:
    if _is_locked(content):
        raise LockedError(content)
    what = _sniff.stranger(content.data, content.package)
    if what is not None:
        raise StrangerError(content.name, what)


def _is_locked(content: Content) -> bool:
    try:
        return _sniff.is_locked(content.data, content.package)
    except Exception as problem:
        raise InputError(_CUT_OFF.format(name=content.name)) from problem


def _read_safely(reader: Reader, content: Content) -> Workbook:
    try:
        refuse_hostile(content)
        return _limits.hold_workbook(reader.read(content))
    except (InputError, _limits.OverLimitError, MemoryError):
        raise
    # A library may trip over a damaged or hostile file in any way; for the officer they are all one.
    except Exception as problem:
        raise InputError(_DAMAGED.format(name=content.name, format=reader.name)) from problem


def _check_suffix(reader: Reader, workbook: Workbook) -> tuple[Finding, ...]:
    source = workbook.source
    suffix = source.path.suffix.lower()
    if not suffix or suffix in reader.suffixes.get(source.format, ()):
        return ()
    return (Finding(OTHER_FORMAT, Place(source.name), {"suffix": suffix, "format": source.format}),)


def _list_files(folder: Path) -> Iterator[Path]:
    # Not rglob: it passes over a folder that it may not open, and a missing township would look like none.
    for parent, folders, names in os.walk(folder, onerror=_raise):
        folders[:] = [name for name in folders if not is_hidden(name)]
        yield from (Path(parent, name) for name in names if not is_left_behind(name))


def is_hidden(name: str) -> bool:
    """Whether a folder or file is none of the officer's own, by its name."""
    return name.startswith(_TEMPORARY_BEGINNINGS)


def is_left_behind(name: str) -> bool:
    """Whether a file is what Office, WPS, a download or the system left in a folder, by its name."""
    name = name.lower()
    return is_hidden(name) or name.endswith(_TEMPORARY_ENDINGS) or name in _SYSTEM_FILES


def _raise(problem: OSError) -> None:
    raise problem
