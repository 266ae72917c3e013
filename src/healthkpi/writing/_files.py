"""Several files of one command: all on the disk before the first is in place."""

import contextlib
import os
import stat
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.text import Text
from healthkpi.writing._faults import fault_of, with_old_files
from healthkpi.writing._in_use import how_to_close, is_held, is_taken_as_open, said_open, second_name
from healthkpi.writing._places import real_place
from healthkpi.writing._temporary import Temporaries, temporaries

# A virus scanner or a cloud folder holds a file for a moment after it was written; somebody's WPS holds it longer.
_PAUSES = (0.1, 0.3, 0.6)


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A file that was open, so that what was to replace it stands beside it."""

    asked: Path
    written: Path

    @property
    def message(self) -> Text:
        """What happened, where the new report is, and what to do."""
        return Text(
            f"{{said}}，没有动它；新的写成了 {self.written}，{self.asked.name} 里还是旧的；{{do}}",
            f"{{said}} and was left alone; the new one is {self.written}, {self.asked.name} holds the old one; {{do}}",
        ).format(said=said_open(self.asked), do=how_to_close(self.asked))


def write_file(path: Path, content: bytes) -> None:
    """One file that is of use under its own name only; if it is open, that is an error and nothing is written."""
    place = real_place(path)
    if is_taken_as_open(place):
        raise _refuse_open(place)
    if write_files({path: content}, may_be_beside=False):
        raise _refuse_open(place)


def write_files(contents: Mapping[Path, bytes], *, may_be_beside: bool = True) -> tuple[Elsewhere, ...]:
    """Every file whole, or, where one cannot be written, all as they were; those that are open get a second name."""
    places = {path: real_place(path) for path in contents}
    with temporaries() as made:
        written = {
            path: _write_beside(made, path, contents, places)
            for path, place in places.items()
            if not _is_stream(place)
        }
        for path, place in places.items():
            if _is_stream(place):
                _write_through(place, contents[path])
        return _move_all(written, places, may_be_beside=may_be_beside)


def _is_stream(place: Path) -> bool:
    """A pipe or a device takes bytes and cannot be replaced."""
    try:
        mode = place.stat().st_mode
    except OSError:
        return False
    return stat.S_ISFIFO(mode) or stat.S_ISCHR(mode) or stat.S_ISBLK(mode) or stat.S_ISSOCK(mode)


def _write_through(place: Path, content: bytes) -> None:
    try:
        place.write_bytes(content)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise fault_of(error, place.parent, place.name, len(content)) from error


def _write_beside(
    made: Temporaries, path: Path, contents: Mapping[Path, bytes], places: Mapping[Path, Path]
) -> Path:
    place = places[path]
    try:
        return made.write(place, contents[path])
    except OSError as error:
        # What was written so far is taken away first, so that the room that is left can be told.
        made.remove()
        fault = fault_of(error, place.parent, place.name, _needed(contents, places, place))
        raise with_old_files(fault, places.values()) from error


def _needed(contents: Mapping[Path, bytes], places: Mapping[Path, Path], place: Path) -> int:
    """The bytes that this command needs in the folder of a file: there all of them must find room."""
    return sum(len(contents[path]) for path, each in places.items() if each.parent == place.parent)


def _move_all(
    written: Mapping[Path, Path], places: Mapping[Path, Path], *, may_be_beside: bool
) -> tuple[Elsewhere, ...]:
    """Each file on its own: one that fails does not keep the others from their place."""
    errors: list[HealthKpiError] = []
    elsewhere: list[Elsewhere] = []
    for path, temporary in written.items():
        try:
            moved = _move(temporary, places[path], may_be_beside=may_be_beside)
        except HealthKpiError as error:
            errors.append(error)
            continue
        if moved != places[path]:
            elsewhere.append(Elsewhere(path, moved if path.is_symlink() else path.with_name(moved.name)))
    errors = [*(UsageError(each.message) for each in elsewhere), *errors] if errors else []
    if errors:
        raise errors[0] if len(errors) == 1 else Several(errors)
    return tuple(elsewhere)


def _move(temporary: Path, place: Path, *, may_be_beside: bool) -> Path:
    """Where the file is now."""
    try:
        if not is_taken_as_open(place) and _replace(temporary, place):
            return place
        if not may_be_beside:
            raise _refuse_open(place)
        beside = second_name(place)
        temporary.replace(beside)
    except OSError as error:
        raise with_old_files(fault_of(error, place.parent, place.name), [place]) from error
    return beside


def _replace(temporary: Path, place: Path) -> bool:
    """Whether it could be done: a file that is open on Windows cannot be replaced."""
    for pause in (*_PAUSES, None):
        try:
            temporary.replace(place)
        except PermissionError as error:
            if not is_held(error):
                raise
            if pause is None:
                return False
            time.sleep(pause)
        else:
            _keep_name(place.parent)
            return True
    return False


def _keep_name(folder: Path) -> None:
    """Have the new name outlive a power cut; where a folder cannot be flushed (Windows), the system sees to it."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _refuse_open(place: Path) -> UsageError:
    return UsageError(
        Text("{said}，没有写；{do}", "{said} and was not written; {do}").format(
            said=said_open(place), do=how_to_close(place)
        )
    )
