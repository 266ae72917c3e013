"""`--keep`: the result of one check as a run of one return in the history."""

import sys
import time
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from healthkpi.cli import _option_values as values
from healthkpi.cli._asked import Asked, Extent
from healthkpi.cli._say import say_aside, tell
from healthkpi.cli._settings import Settings
from healthkpi.errors import ExitCode, UsageError
from healthkpi.text import Text

if TYPE_CHECKING:
    from healthkpi.model.run import Run, Scored
    from healthkpi.pipeline import Checked
    from healthkpi.request import Request

_WHOLE = Text(
    "--keep 记的是整份报送、按文件规定的目标；请去掉 {option}",
    "--keep records a whole return by the document's targets; leave {option} out",
)
_KEPT = Text("已记入历史库 {where}（运行 {run}）", "recorded in the history {where} (run {run})")
_SUPERSEDED = Text(
    "已记入历史库 {where}（运行 {run}）；原来的一份仍在库里，用 healthkpi diff 看改了什么",
    "recorded in the history {where} (run {run}); what was there before stays, healthkpi diff says what has changed",
)
_UNCHANGED = Text(
    "历史库 {where} 里已有同样的结果，没有再记一份",
    "the history {where} holds the same result already; it is not kept twice",
)


@dataclass(frozen=True)
class Keeping:
    """Where the result goes, found possible before anything is read."""

    where: str
    started: datetime = field(default_factory=lambda: datetime.now(UTC))
    began: float = field(default_factory=time.monotonic)

    def keep(self, checked: "Checked", request: "Request", ended: int) -> int:
        """Record it and say so; refused, the command ends as one that could not do what it was asked."""
        from healthkpi.history import open_history
        from healthkpi.model.history import Outcome
        from healthkpi.pipeline import scored_of

        if checked.scorecard.exit_code is ExitCode.UNUSABLE:
            return ended
        run = self._run(scored_of(checked, request, round(time.monotonic() - self.began, 3)), ended)
        with open_history(self.where) as history:
            (filed,) = history.record(run).returns
            name = history.name
        if filed.message is not None:
            tell(UsageError(filed.message))
            return ExitCode.UNUSABLE
        says = {Outcome.NEW: _KEPT, Outcome.SUPERSEDED: _SUPERSEDED}.get(filed.outcome, _UNCHANGED)
        say_aside(says.format(where=name, run=run.id))
        return ended

    def _run(self, scored: "Scored", ended: int) -> "Run":
        from importlib.metadata import version

        from healthkpi.model.run import Run, run_name

        number = run_name(self.started)
        words = {"command": _without_places(sys.argv[1:])}
        finished = datetime.now(UTC)
        return Run(number, self.started, finished, version("healthkpi"), words, (scored,), (), ended)


def _without_places(words: list[str]) -> list[str]:
    """The command as it was given; the address of a database may hold a password."""
    return ["…" if "://" in word else word for word in words]


def make_keeping(asked: Asked, extent: Extent, settings: Settings) -> Keeping:
    """Refused where only a part would be kept, or the history cannot be written to."""
    from healthkpi.history import open_history

    partial = {"--indicator": extent.indicator, "--sheet": asked.sheet, "--target": asked.target}
    for option, given in partial.items():
        if given:
            raise UsageError(_WHOLE.format(option=option))
    where = values.history_place(asked.history, settings)
    open_history(where).close()
    return Keeping(where)
