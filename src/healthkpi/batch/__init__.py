"""Batch: all returns below some folders, scored in one run.

The story: find the files → look at each → group them into returns → score those that have changed → take them down in the
history → move their outputs into place → write run.json. Whatever ends a run in the middle, what is in place is whole, and the
next run goes on with what was scored already.
"""

import importlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from healthkpi.batch._lock import held
from healthkpi.batch._plan import Plan, Planned, find_files, make_plan
from healthkpi.batch._pool import Fault, Work
from healthkpi.batch._run_id import next_id
from healthkpi.batch._sealed import Sealed
from healthkpi.batch._state import LACKING, State
from healthkpi.batch._task import Task
from healthkpi.batch.job import Job
from healthkpi.history import open_history
from healthkpi.model.grid import Workbook
from healthkpi.model.run import Document, Failed, ReturnKey, Run
from healthkpi.processes import processes_for
from healthkpi.text import Text

if TYPE_CHECKING:
    from healthkpi.history import History

__all__ = ["Ended", "Job", "Plan", "plan_batch", "run_batch"]


class Telling:
    """Who hears how the run goes on; this one is deaf."""

    def looked(self, done: int, total: int, /) -> None:
        """So many files of so many were looked at."""

    def scoring(self, total: int, /) -> None:
        """So many returns are to be scored."""

    def scored(self, done: int, total: int, name: str, failed: Failed | None, /) -> None:
        """So many returns of so many were scored, this one last."""

    def note(self, message: Text) -> None:
        """Something that changes no result."""


@dataclass(frozen=True, slots=True)
class Ended:
    """A run that came to its end; `before` are the documents that counted before it, for whoever asks what is new."""

    run: Run
    plan: Plan
    before: dict[ReturnKey, Document] = field(default_factory=dict)


def plan_batch(job: Job, telling: Telling) -> Plan:
    """What a run would do; nothing is written."""
    found, state = find_files(job), State(job.out)
    with _opened(job, create=False) as history:
        return make_plan(job, found, state, _kept(history), _today(), telling.looked, remembers=False)


def run_batch(job: Job, telling: Telling) -> Ended:
    """All of it. Raises what keeps it from beginning; whatever happens to single files and returns is in the run."""
    started = datetime.now(UTC)
    found, state = find_files(job), State(job.out)
    with held(state, job.wait, started) as died, _opened(job, create=True) as history:
        state.sweep()
        name, behind = next_id(job.out, started)
        for note in (died, behind):
            if note is not None:
                telling.note(note)
        plan = make_plan(
            job,
            found,
            state,
            _kept(history),
            _today(),
            telling.looked,
            remembers=True,
            meanwhile=_import_what_follows,
        )
        failed = dict(_score(job, state, plan, telling))
        from healthkpi.batch._closing import Closing

        closing = Closing(job, state, plan, name, started)
        run, before = closing.end(history, failed)
        return Ended(run, plan, before)


def _today() -> date:
    # The officer's day, not that of Greenwich: at one in the morning of the first, last month is over.
    return datetime.now().astimezone().date()


@contextmanager
def _opened(job: Job, *, create: bool) -> "Iterator[History | None]":
    if job.history is None or not (create or "://" in job.history or Path(job.history).exists()):
        yield None
        return
    with open_history(job.history, create=create) as history:
        yield history


def _kept(history: "History | None") -> Mapping[ReturnKey, str]:
    return history.fingerprints() if history is not None else {}


def _score(job: Job, state: State, plan: Plan, telling: Telling) -> Iterator[tuple[ReturnKey, Failed]]:
    """Scores what is new, the returns of a unit one after the other, for each is compared with those before it."""
    new = [each for each in plan.planned if each.is_new]
    telling.scoring(len(new))
    queues: dict[tuple[str, str], list[Planned]] = {}
    for each in new:
        queues.setdefault((each.made.key.policy, each.made.key.unit), []).append(each)

    def following(task: Task, _result: Failed | Fault | None) -> Iterator[Task]:
        key = task.made.key
        waiting = queues[key.policy, key.unit]
        if waiting:
            yield _task(state, waiting.pop(0), plan.read)

    first = [_task(state, queue.pop(0), plan.read) for queue in queues.values()]
    work: Work[Task, Failed | None] = Work(partial(_scored, job), first, following)
    for done, (task, result) in enumerate(work.results(processes_for(job.processes, len(queues), few=2)), 1):
        key = task.made.key
        failed = Failed(str(key), result.message, result.exit_code) if isinstance(result, Fault) else result
        telling.scored(done, len(new), str(key), failed)
        if failed is not None:
            yield key, failed


def _import_what_follows() -> None:
    """Brings pandas, which takes as long as looking at hundreds of files."""
    for name in ("_scoring", "_closing"):
        importlib.import_module(f"healthkpi.batch.{name}")


def _scored(job: Job, task: Task) -> Failed | None:
    from healthkpi.batch._scoring import Score

    return Score(job)(task)


def _task(state: State, planned: Planned, read: Mapping[Path, Sealed[Workbook]]) -> Task:
    """With the figures of the returns before it; where one of them failed, the result holds only until that is mended."""
    places = {key: state.place_of(key, fingerprint) for key, fingerprint in planned.chain}
    missing = [str(key) for key, place in places.items() if place is None]
    fingerprint = LACKING.join((planned.fingerprint, *missing))
    earlier = tuple(place.folder for place in places.values() if place is not None)
    known = {path: read[path] for path in planned.digests if path in read}
    return Task(
        planned.made,
        planned.companions,
        planned.digests,
        fingerprint,
        earlier,
        known,
        planned.has_history,
    )
