"""What each file shows, asked once for each content: a file that has not changed is not read again."""

import functools
import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from healthkpi.batch._find import Input
from healthkpi.batch._policies import Policies
from healthkpi.batch._pool import Fault, Work
from healthkpi.batch._sealed import Sealed
from healthkpi.batch._state import State
from healthkpi.batch.job import Job
from healthkpi.confirm import FILE_NAME
from healthkpi.correct import is_corrections_name
from healthkpi.definitions.load import load_outlines
from healthkpi.definitions.policy import Policy
from healthkpi.errors import HealthKpiError
from healthkpi.look import Look, look
from healthkpi.model.grid import Workbook
from healthkpi.model.period import Period
from healthkpi.model.run import Failed
from healthkpi.model.tool import tool_version
from healthkpi.processes import FEW_FILES, processes_for
from healthkpi.read import StrangerError
from healthkpi.text import Text

# A workbook of a township is some 10 KB; what is larger is read again, for it would fill the memory of the run.
KEPT_BYTES = 100_000
# Files sent to a process together: enough that sending is cheap, and so few that no process waits long for the last.
_MOST_AT_ONCE, _TURNS = 16, 8

_VANISHED = Text(
    "读到一半不见了或变了；下次运行时再算", "vanished or changed while it was read; the next run takes it"
)


@dataclass(frozen=True, slots=True)
class Looked:
    """What a file turned out to be: a table or list, no table at all (a picture, a text, a report of ours), or a fault."""

    file: Input
    look: Look | None = None
    failed: Failed | None = None
    workbook: Sealed[Workbook] | None = None  # as it was read, so that it need not be read again


def is_companion(path: Path) -> bool:
    """Whether a file holds corrections or answers, which are for the files beside and below it."""
    return path.name == FILE_NAME or is_corrections_name(path.name)


@dataclass(frozen=True, slots=True)
class _Look:
    """Looks at one file; sent to other processes."""

    job: Job

    def __call__(self, file: Input) -> Looked:
        before = _state(file.path)
        try:
            shown = look(
                replace(self.job.request, files=(file.path,)), _outlines(self.job.request.definitions)
            )
        except StrangerError:
            return Looked(file)
        except HealthKpiError as error:
            message = error.message if before is not None and _state(file.path) == before else _VANISHED
            return Looked(file, failed=Failed(file.name, message))
        if _state(file.path) != before:
            return Looked(file, failed=Failed(file.name, _VANISHED))
        workbook = Sealed(shown.workbook) if shown.workbook and shown.size <= KEPT_BYTES else None
        return Looked(file, replace(shown, workbook=None), workbook=workbook)


@functools.cache
def _outlines(definitions: Path) -> tuple[Policy, ...]:
    return load_outlines(definitions)


def _state(path: Path) -> tuple[int, int] | None:
    try:
        now = path.stat()
    except OSError:
        return None
    return now.st_size, now.st_mtime_ns


class Digests:
    """The SHA-256 of files as they were when they were first asked about in this run."""

    def __init__(self) -> None:
        self._known: dict[Path, str | None] = {}

    def of(self, path: Path) -> str | None:
        """None where there is no such file, or it cannot be read."""
        if path not in self._known:
            try:
                self._known[path] = hashlib.sha256(path.read_bytes()).hexdigest()
            except OSError:
                self._known[path] = None
        return self._known[path]

    def learn(self, path: Path, sha256: str) -> None:
        """From who has read a file that was not asked about, so that it is not read again for its digest."""
        self._known.setdefault(path, sha256)


class Memory:
    """What files showed before, by their name and content and by what decides how they are read."""

    def __init__(self, job: Job, state: State, digests: Digests, policies: Policies) -> None:
        self._state = state
        self._digests = digests
        self._about = [tool_version(), repr(job.request.header_rows), repr(job.request.sheets)]
        self._about += [job.request.policy or "", *policies.versions]
        self._known = {} if job.force else state.looked()
        self._now: dict[str, Any] = {}

    def recall(self, file: Input) -> Looked | None:
        """None for a file that is new, has changed, or could not be read."""
        if not self._known:
            return None
        key = self._key(file)
        words = self._known.get(key) if key is not None else None
        if key is None or words is None:
            return None
        self._now[key] = words
        return Looked(file, _from_plain(words) if words else None)

    def take_down(self, looked: Looked) -> None:
        """A fault may be of the moment, and its file is looked at again."""
        if looked.look is not None:
            self._digests.learn(looked.file.path, looked.look.sha256)
        if looked.failed is not None or (looked.look is not None and looked.look.doubts):
            return
        key = self._key(looked.file)
        if key is not None:
            self._now[key] = _plain(looked.look) if looked.look is not None else {}

    def keep(self) -> None:
        """For the next run: what was there this time."""
        self._state.keep_looked(self._now)

    def _key(self, file: Input) -> str | None:
        digests = [self._digests.of(path) for path in (file.path, file.path.parent / FILE_NAME)]
        if digests[0] is None:
            return None
        words = (*self._about, file.name, *map(str, digests))
        return hashlib.sha256("\0".join(words).encode("utf-8", "replace")).hexdigest()


def look_at_all(
    files: Sequence[Input],
    job: Job,
    memory: Memory,
    tell: Callable[[], None],
    meanwhile: Callable[[], object] = lambda: None,
) -> list[Looked]:
    """Every file with what it showed, in the order of `files`; `tell` is called after each, `meanwhile` where other processes look."""
    seen: dict[Path, Looked] = {}
    for file in files:
        recalled = memory.recall(file)
        if recalled is not None:
            seen[file.path] = recalled
            tell()
    new = [file for file in files if file.path not in seen]
    processes = processes_for(job.processes, len(new), few=FEW_FILES)
    at_once = min(_MOST_AT_ONCE, len(new) // (processes * _TURNS) + 1)
    work = Work(_Look(job), new, at_once=at_once, meanwhile=meanwhile)
    for file, result in work.results(processes):
        looked = (
            Looked(file, failed=Failed(file.name, result.message, result.exit_code))
            if isinstance(result, Fault)
            else result
        )
        memory.take_down(looked)
        seen[file.path] = looked
        tell()
    return [seen[file.path] for file in files]


def _plain(shown: Look) -> dict[str, Any]:
    return {
        "sha256": shown.sha256,
        "size": shown.size,
        "lists_units": shown.lists_units,
        "tables": {
            policy: {table: [_days(each) for each in periods] for table, periods in tables.items()}
            for policy, tables in shown.tables.items()
        },
    }


def _days(period: Period) -> list[str]:
    return [period.start.isoformat(), period.end.isoformat()]


def _from_plain(words: Mapping[str, Any]) -> Look:
    return Look(
        words["sha256"],
        words["size"],
        {
            policy: {
                table: tuple(Period(*map(date.fromisoformat, each)) for each in periods)
                for table, periods in tables.items()
            }
            for policy, tables in words["tables"].items()
        },
        words["lists_units"],
    )
