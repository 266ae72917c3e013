"""The bar of a run on a terminal."""

from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn

from healthkpi.batch import Telling
from healthkpi.cli._language import LANGUAGE
from healthkpi.cli._say import say_aside
from healthkpi.model.run import Failed
from healthkpi.present.table import make_console
from healthkpi.text import Text

_LOOKING = Text("看文件", "looking at files")
_SCORING = Text("核算", "scoring")


@contextmanager
def open_bar() -> Iterator[Telling]:
    """As long as the run goes on."""
    # No spinner and no block signs: a console in GBK has neither.
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=make_console(stderr=True), transient=True) as progress:
        yield _Bar(progress)


class _Bar(Telling):
    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._tasks: dict[str, TaskID] = {}

    def looked(self, done: int, total: int) -> None:
        self._set(_LOOKING, done, total)

    def scoring(self, total: int) -> None:
        if total:
            self._set(_SCORING, 0, total)

    def scored(self, done: int, total: int, _name: str, _failed: Failed | None) -> None:
        self._set(_SCORING, done, total)

    def note(self, message: Text) -> None:
        say_aside(message)

    def _set(self, what: Text, done: int, total: int) -> None:
        words = what.say(LANGUAGE)
        if words not in self._tasks:
            self._tasks[words] = self._progress.add_task(words, total=total)
        self._progress.update(self._tasks[words], completed=done)
