"""Where an output may lie: refused before anything is calculated, all at once."""

import os
import unicodedata
from collections.abc import Iterable, Sequence
from pathlib import Path

from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.text import Text
from healthkpi.writing._faults import fault_of

_IS_FOLDER = Text(
    "-o {path}: 这是一个文件夹；请写上文件名", "-o {path}: that is a folder; add the name of a file"
)
_NO_FOLDER = Text(
    "-o {path}: 没有 {folder} 这个文件夹；请先建好，或换一个地方",
    "-o {path}: there is no folder {folder}; make it first or choose another place",
)
_PROTECTED = Text(
    "-o {path}: 这个文件是只读的，没有动它；请去掉“只读”，或换一个名字",
    "-o {path}: that file is read-only and was left alone; clear that, or choose another name",
)
_TWICE = Text(
    "-o {path}: 与另一个 -o 是同一个文件；每个 -o 用各自的名字",
    "-o {path}: another -o is the same file; give each a name of its own",
)
_INPUT = Text("-o {path}: 会盖掉输入文件；换一个名字", "-o {path}: that is an input; choose another name")


def real_place(path: Path) -> Path:
    """What a path leads to, links followed: a link stays one, and its file is replaced."""
    try:
        return path.resolve()
    except RuntimeError as error:  # Python 3.11 and 3.12 say so of links in a circle
        raise UsageError(_OTHER_NAME.format(path=path)) from error
    except OSError as error:
        raise fault_of(error, path.parent, path.name) from error


_OTHER_NAME = Text("-o {path}: 链接绕成了圈；换一个名字", "-o {path}: links in a circle; choose another name")


def refuse_places(outputs: Sequence[Path]) -> None:
    """A folder that is not there, a folder in the place of a file, a read-only file, the same file twice."""
    faults = [fault for path in outputs if (fault := _fault_of_place(path)) is not None]
    _raise_all(faults or _twice(outputs))


def refuse_inputs(outputs: Sequence[Path], inputs: Iterable[Path]) -> None:
    """No output may lie where an input was read from, in a folder or as a baseline."""
    taken = list(inputs)
    overlaid = [path for path in outputs if any(_is_same(path, each) for each in taken)]
    _raise_all([UsageError(_INPUT.format(path=path)) for path in overlaid])


def _raise_all(errors: Sequence[HealthKpiError]) -> None:
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Several(errors)


def _fault_of_place(path: Path) -> UsageError | None:
    try:
        place = real_place(path)
        if place.is_dir():
            return UsageError(_IS_FOLDER.format(path=path))
        place.lstat()
    except UsageError as error:
        return error
    except FileNotFoundError:
        folder = place.parent
        return None if folder.is_dir() else UsageError(_NO_FOLDER.format(path=path, folder=path.parent))
    except NotADirectoryError:
        return UsageError(_NO_FOLDER.format(path=path, folder=path.parent))
    except OSError as error:
        return fault_of(error, path.parent, path.name)
    except ValueError:  # a name with a zero byte
        return UsageError(_NO_NAME.format(path=str(path).replace("\0", "")))
    return None if os.access(place, os.W_OK) else UsageError(_PROTECTED.format(path=path))


_NO_NAME = Text(
    "-o {path}: 文件名里有系统不认的字符；换一个名字",
    "-o {path}: no system takes such a name; choose another",
)


def _twice(outputs: Sequence[Path]) -> list[UsageError]:
    """Also in capitals or accents that some systems take for one, so that a script runs the same on all."""
    seen: set[object] = set()
    faults = []
    for path in outputs:
        keys = {_folded(path), *_identity(path)}
        if keys & seen:
            faults.append(UsageError(_TWICE.format(path=path)))
        seen |= keys
    return faults


def _folded(path: Path) -> str:
    return unicodedata.normalize("NFC", str(real_place(path))).casefold()


def _identity(path: Path) -> set[tuple[int, int]]:
    """Two names of one file (hard links) are one file; several pipes to nowhere are no clash."""
    if not path.is_file():
        return set()
    status = path.stat()
    return {(status.st_dev, status.st_ino)}


def _is_same(path: Path, other: Path) -> bool:
    try:
        return path.samefile(other)
    except OSError:
        return real_place(path) == real_place(other)
