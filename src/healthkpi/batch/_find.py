"""Which files lie there to be scored: all below the folders and patterns that were named, each once."""

import hashlib
import os
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from healthkpi.errors import HealthKpiError, Several, UsageError
from healthkpi.model.run import Failed
from healthkpi.read import is_hidden, is_left_behind, readable_name
from healthkpi.text import Text

# A copy over the network writes in bursts; a file that is older than this is not being written.
SETTLED_SECONDS = 10.0
# Between the two looks at a file that is younger.
PAUSE_SECONDS = 0.5

_WILD = frozenset("*?[")
# They print nothing, and are letters' own affair in Persian, Hindi and families of emoji.
_JOINERS = frozenset("\u200c\u200d")
_NOTHING_THERE = Text(
    "{name}：没有这个文件或文件夹；请检查路径", "{name}: there is no such file or folder; check the path"
)
_CLOSED = Text(
    "打不开这个文件夹（{reason}）；请检查权限",
    "this folder cannot be opened ({reason}); check its permissions",
)
_BEING_WRITTEN = Text(
    "还在写入，这次没有动它；下次运行时再算",
    "is still being written and was left alone; the next run takes it",
)


@dataclass(frozen=True, slots=True)
class Input:
    """A file, and what it is called: by its path from the folder that was named, that folder's name included."""

    path: Path
    name: str

    @property
    def folder(self) -> PurePosixPath:
        """The folders of its name."""
        return PurePosixPath(self.name).parent


@dataclass(frozen=True, slots=True)
class Found:
    """The inputs in the order of their names; files that are still being written, and folders that are closed to us."""

    inputs: tuple[Input, ...]
    being_written: tuple[Failed, ...] = ()
    closed: tuple[Failed, ...] = ()


def find_inputs(roots: Sequence[str], outside: Path) -> Found:
    """Files, folders and patterns; `outside` is the folder of the results, in which no input lies.

    Raises a UsageError for names that stand for nothing; a pattern may find nothing tonight.
    """
    found: dict[Path, Input] = {}
    closed: list[Failed] = []
    errors: list[HealthKpiError] = []
    for root in roots:
        try:
            for each in _below(root, closed):
                found.setdefault(each.path.resolve(), each)
        except UsageError as error:
            errors.append(error)
    if errors:
        raise errors[0] if len(errors) == 1 else Several(errors)
    results = outside.resolve()
    outside_results = [each for place, each in found.items() if not place.is_relative_to(results)]
    inputs = sorted(_told_apart(outside_results), key=_by_name)
    still = _being_written([each.path for each in inputs])
    return Found(
        tuple(each for each in inputs if each.path not in still),
        tuple(Failed(each.name, _BEING_WRITTEN) for each in inputs if each.path in still),
        tuple(closed),
    )


def _told_apart(inputs: Sequence[Input]) -> Iterator[Input]:
    """Two names that can only be shown alike get a sign of their own: they would pass for one file."""
    often = Counter(each.name for each in inputs)
    for each in inputs:
        sign = hashlib.sha256(os.fsencode(each.path)).hexdigest()[:6] if often[each.name] > 1 else ""
        yield replace(each, name=f"{each.name}#{sign}") if sign else each


def _by_name(each: Input) -> tuple[str, str]:
    return each.name, str(each.path)


def _below(root: str, closed: list[Failed]) -> Iterator[Input]:
    path = Path(root)
    if path.is_dir():
        yield from _in_folder(path, closed)
    elif path.exists():
        yield _named(path, Path(path.name), _called(path.absolute().parent))
    elif _WILD & set(root):
        yield from _matching(path)
    else:
        raise UsageError(_NOTHING_THERE.format(name=root))


def _in_folder(folder: Path, closed: list[Failed]) -> Iterator[Input]:
    def tell(problem: OSError) -> None:
        closed.append(Failed(str(problem.filename), _CLOSED.format(reason=problem.strerror)))

    called = _called(folder)
    # Not rglob: it passes over a folder that it may not open, and a missing township would look like none.
    for parent, folders, names in os.walk(folder, onerror=tell):
        folders[:] = [name for name in folders if not is_hidden(name)]
        for name in names:
            if not is_left_behind(name):
                path = Path(parent, name)
                yield _named(path, path.relative_to(folder), called)


def _matching(pattern: Path) -> Iterator[Input]:
    parts = pattern.parts
    first = next(index for index, part in enumerate(parts) if _WILD & set(part))
    base = Path(*parts[:first])
    called = _called(base)
    for path in base.glob(str(Path(*parts[first:]))):
        inside = path.relative_to(base)
        is_ours = not any(is_hidden(part) for part in inside.parts)
        if is_ours and path.is_file() and not is_left_behind(path.name):
            yield _named(path, inside, called)


def _called(base: Path) -> Path:
    """The folder that was named, by its own name: it may say the period."""
    return Path(base.resolve().name)


def _named(path: Path, inside: Path, called: Path) -> Input:
    return Input(path, shown((called / inside).as_posix()))


def shown(name: str) -> str:
    """A file name as text: what is no character, or would break a line, is replaced."""
    name = readable_name(name)
    if name.isprintable():
        return name
    return "".join(sign if sign.isprintable() or sign in _JOINERS else "�" for sign in name)


def _being_written(paths: Sequence[Path]) -> frozenset[Path]:
    """The young files that change while we look; without a young one nobody waits."""
    young = {path: _state(path) for path in paths if _is_young(path)}
    if not young:
        return frozenset()
    time.sleep(PAUSE_SECONDS)
    return frozenset(path for path, before in young.items() if _state(path) != before)


def _is_young(path: Path) -> bool:
    try:
        # Also a time to come, of a clock that was set back.
        return abs(time.time() - path.stat().st_mtime) < SETTLED_SECONDS
    except OSError:
        return False


def _state(path: Path) -> tuple[int, int] | None:
    try:
        now = path.stat()
    except OSError:
        return None
    return now.st_size, now.st_mtime_ns
