"""Work given to processes: one that dies takes one task with it, and none outlives the run."""

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from multiprocessing.connection import wait as wait_for
from queue import SimpleQueue
from typing import Generic, TypeVar

from healthkpi.collector import search_seldom
from healthkpi.errors import ExitCode
from healthkpi.processes import START
from healthkpi.text import Text, same

_DIED = Text(
    "处理它的进程被系统结束了（多半是内存不够）；把它分成几个文件，或关闭别的程序后再运行",
    "the process that worked on it was ended by the system (out of memory?); split it, or close other programs, and run again",
)
_BUG = Text(
    "healthkpi 自身出错（{what}）；请连同文件反馈",
    "a bug of healthkpi itself ({what}); report it with the file",
)

Task = TypeVar("Task")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Fault:
    """What became of a task that has no result."""

    message: Text
    exit_code: ExitCode


@dataclass
class Work(Generic[Task, Result]):
    """Tasks, of which some become possible when others are done; `do` and the tasks are sent to other processes.

    What is done in milliseconds is sent `at_once` in larger numbers, or sending it would cost as much. `meanwhile` is done here
    while the others start and work.
    """

    do: Callable[[Task], Result]
    ready: list[Task]
    then: Callable[[Task, Result | Fault], Iterable[Task]] = field(default=lambda _task, _result: ())
    at_once: int = 1
    meanwhile: Callable[[], object] = field(default=lambda: None)

    def results(self, processes: int) -> Iterator[tuple[Task, Result | Fault]]:
        """Each task with what came of it, as they end."""
        return self._here() if processes == 1 else self._in(processes)

    def _here(self) -> Iterator[tuple[Task, Result | Fault]]:
        while self.ready:
            task = self.ready.pop(0)
            yield self._ended(task, _done(self.do, task))

    def _ended(self, task: Task, result: Result | Fault) -> tuple[Task, Result | Fault]:
        self.ready += self.then(task, result)
        return task, result

    def _in(self, processes: int) -> Iterator[tuple[Task, Result | Fault]]:
        suspects: list[Task] = []
        # Not `wait`, which looks at every task again whenever one of them ends.
        ended: SimpleQueue[Future[list[Result | Fault]]] = SimpleQueue()
        with _aside(self.meanwhile), _executor(processes) as executor:
            running = self._begin_all(executor, ended)
            while running:
                future = ended.get()
                tasks = running.pop(future)
                if isinstance(future.exception(), BrokenProcessPool):
                    suspects += tasks
                else:
                    yield from map(self._ended, tasks, future.result())
                if not suspects:
                    running |= self._begin_all(executor, ended)
        yield from self._one_by_one(suspects)

    def _begin_all(
        self, executor: ProcessPoolExecutor, ended: "SimpleQueue[Future[list[Result | Fault]]]"
    ) -> "dict[Future[list[Result | Fault]], list[Task]]":
        begun: dict[Future[list[Result | Fault]], list[Task]] = {}
        while self.ready:
            tasks, self.ready[: self.at_once] = self.ready[: self.at_once], []
            future = self._begun(executor, tasks)
            begun[future] = tasks
            future.add_done_callback(ended.put)
        return begun

    def _begun(self, executor: ProcessPoolExecutor, tasks: list[Task]) -> "Future[list[Result | Fault]]":
        try:
            return executor.submit(_all_done, self.do, tasks)
        except BrokenProcessPool as error:
            # A process died while the first tasks were handed out.
            future: Future[list[Result | Fault]] = Future()
            future.set_exception(error)
            return future

    def _one_by_one(self, suspects: list[Task]) -> Iterator[tuple[Task, Result | Fault]]:
        """When a process dies, nobody can say with which of the tasks; alone each answers for itself."""
        self.ready[:0] = suspects
        while self.ready:
            task = self.ready.pop(0)
            with _executor(1) as executor:
                future = executor.submit(_done, self.do, task)
                is_dead = isinstance(future.exception(), BrokenProcessPool)
                yield self._ended(task, Fault(_DIED, ExitCode.UNUSABLE) if is_dead else future.result())


def _all_done(do: Callable[[Task], Result], tasks: Sequence[Task]) -> list[Result | Fault]:
    return [_done(do, task) for task in tasks]


def _done(do: Callable[[Task], Result], task: Task) -> Result | Fault:
    try:
        return do(task)
    except Exception as error:
        if os.environ.get("HEALTHKPI_DEBUG"):
            raise
        what = f"{type(error).__name__}: {error}"
        return Fault(_BUG.format(what=same(what)), ExitCode.BUG)


@contextmanager
def _aside(do: Callable[[], object]) -> Iterator[None]:
    """In a thread of its own, for this one waits: first until the processes have started, then for what they send."""

    def attempt() -> None:
        # Whoever needs what failed here does it again, and says what is wrong.
        with suppress(Exception):
            do()

    thread = threading.Thread(target=attempt)
    thread.start()
    try:
        yield
    finally:
        thread.join()


@contextmanager
def _executor(processes: int) -> Iterator[ProcessPoolExecutor]:
    context = multiprocessing.get_context(START)
    ends, end = context.Pipe(duplex=False)
    with ends, end, ProcessPoolExecutor(processes, context, _begin, (ends,)) as executor:
        try:
            yield executor
        except BaseException:
            # Without this an interrupted run would wait for what is being scored.
            end.close()
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _begin(ends: Connection) -> None:
    """A worker ends with its run, also where that is killed; what a keyboard interrupts is the run."""
    search_seldom()
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(ends,), daemon=True).start()


def _end_with(ends: Connection) -> None:
    parent = multiprocessing.parent_process()
    wait_for([ends, *([parent.sentinel] if parent is not None else [])])
    os._exit(1)
