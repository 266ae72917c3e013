"""One return scored: checked like `healthkpi check` would, its reports rendered, and put aside whole."""

import functools
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from healthkpi import pipeline
from healthkpi.batch._grouping import Return
from healthkpi.batch._names import folder_of
from healthkpi.batch._state import Place, State
from healthkpi.batch._task import Task, request_of
from healthkpi.batch.job import Job, Wish
from healthkpi.definitions.policy import Policy
from healthkpi.errors import HealthKpiError, InputError
from healthkpi.history import matched_of, open_history
from healthkpi.model.period import Period
from healthkpi.model.run import Failed
from healthkpi.model.table import Matched
from healthkpi.pipeline import Checked
from healthkpi.present import Writer, writers
from healthkpi.present.csv import WRITER as CSV
from healthkpi.present.json import WRITER as JSON
from healthkpi.request import level_id
from healthkpi.text import Text
from healthkpi.writing import fault_of

# Beside the reports that are asked for: what a script reads, and what `diff` compares.
RESULT = "结果.json"


_CHANGED = Text(
    "{name} 在核算当中变了；下次运行时再算", "{name} changed while it was scored; the next run takes it"
)


@dataclass(frozen=True, slots=True)
class Score:
    """Scores one return."""

    job: Job

    def __call__(self, task: Task) -> Failed | None:
        """None where it is staged."""
        began = time.monotonic()
        try:
            checked = self._checked(task)
            _refuse_changed(checked, task)
            outputs = self._outputs(task.made, checked)
            printed = outputs[str(folder_of(task.made.key, self.job.each) / RESULT)]
            names = {file.path: file.name for file in task.made.files}
            seconds = round(time.monotonic() - began, 3)
            scored = pipeline.scored_as(
                task.made.key, task.made.span, checked, printed, task.fingerprint, seconds, names
            )
            table = CSV.render(checked.report(), self.job.language)
            State(self.job.out).staged(task.made.key).write(scored, outputs, table)
        except HealthKpiError as error:
            return Failed(str(task.made.key), error.message)
        except OSError as error:
            return Failed(str(task.made.key), fault_of(error, self.job.out).message)
        return None

    def _checked(self, task: Task) -> Checked:
        key, history = task.made.key, self.job.history
        earlier = _sheets_of(task.earlier)

        @functools.cache
        def kept(policy: str, day: date) -> Sequence[Matched]:
            if history is None or not task.has_history:
                return ()
            with open_history(history, create=False) as opened:
                return opened.sheets_before(policy, key.unit, Period(day, day))

        def recall(policy: Policy, day: date) -> Sequence[Matched]:
            known = {(each.table, each.period) for each in earlier}
            more = kept(policy.id, day)
            return [*earlier, *(each for each in more if (each.table, each.period) not in known)]

        return pipeline.check(replace(request_of(self.job, task), recall=recall))

    def _outputs(self, made: Return, checked: Checked) -> dict[str, bytes]:
        """The files of the return, by their names below the folder of the results."""
        job = self.job
        levels = [level_id(checked.policy, name) for name in job.request.levels]
        whole = checked.report(levels, (), None, job.report_by)
        folder = folder_of(made.key, job.each)
        return {
            str(folder / wish.name): _writer_of(wish.name).render(
                replace(whole, kind=wish.kind, template=job.template), job.language
            )
            for wish in (Wish(RESULT), *job.reports)
        }


def _refuse_changed(checked: Checked, task: Task) -> None:
    """What was read must be what the fingerprint was made of, or the result would stand for other files."""
    for workbook in checked.brought.listed:
        source = workbook.source
        if task.digests.get(source.path.resolve(), source.sha256) != source.sha256:
            raise InputError(_CHANGED.format(name=source.name))


def _sheets_of(earlier: Sequence[Path]) -> list[Matched]:
    """The figures of the returns before it, of each time and table from the newest that has them."""
    found: dict[tuple[str, Period | None], list[Matched]] = {}
    for folder in earlier:
        own: dict[tuple[str, Period | None], list[Matched]] = {}
        for sheet in Place(folder).sheets():
            matched = matched_of(sheet, "")
            own.setdefault((matched.table, matched.period), []).append(matched)
        found |= own
    return [each for sheets in found.values() for each in sheets]


def _writer_of(name: str) -> Writer:
    """The output format that a file name stands for."""
    suffix = Path(name).suffix.lower()
    # To import all of them takes longer than a small return takes.
    known = (JSON,) if suffix in JSON.suffixes else writers().values()
    return next(each for each in known if suffix in each.suffixes)
