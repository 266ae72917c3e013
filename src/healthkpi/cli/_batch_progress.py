"""How a run goes on, told while it does: nothing here is slow to import, for the run waits for it."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from healthkpi.batch import Telling
from healthkpi.cli._say import say_aside
from healthkpi.model.run import Failed
from healthkpi.text import Text


@contextmanager
def tell_progress(*, quiet: bool) -> Iterator[Telling]:
    """A bar on a terminal, a line for each return elsewhere, silence if asked for."""
    if quiet:
        yield Telling()
    elif sys.stderr.isatty():
        from healthkpi.cli._batch_bar import open_bar

        with open_bar() as bar:
            yield bar
    else:
        yield _Lines()


class _Lines(Telling):
    def scored(self, done: int, total: int, name: str, failed: Failed | None) -> None:
        words = Text("没有算成", "failed") if failed is not None else Text("已核算", "scored")
        say_aside(Text(f"{done}/{total} {name} {words.zh}", f"{done}/{total} {name} {words.en}"))

    def note(self, message: Text) -> None:
        say_aside(message)
