"""One return scored: checked like `healthkpi check` would, its reports rendered, and put aside whole."""

import functools
import hashlib
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from healthkpi import pipeline
from healthkpi.batch._grouping import Return
from healthkpi.batch._looking import Digests
from healthkpi.batch._names import folder_of
from healthkpi.batch._sealed import Sealed
from healthkpi.batch._state import Place, State, dumped
from healthkpi.batch.job import Job, Wish
from healthkpi.definitions.policy import Policy
from healthkpi.errors import HealthKpiError, InputError
from healthkpi.history import matched_of, open_history
from healthkpi.model.grid import Workbook
from healthkpi.model.period import Period
from healthkpi.model.run import Failed
from healthkpi.model.table import Matched
from healthkpi.model.tool import tool_version
from healthkpi.pipeline import Checked
from healthkpi.present import writers
from healthkpi.request import Request, level_id
from healthkpi.text import Text
from healthkpi.writing import fault_of

# Beside the reports that are asked for: what a script reads, and what `diff` compares.
RESULT = "结果.json"


_CHANGED = Text(
    "{name} 在核算当中变了；下次运行时再算", "{name} changed while it was scored; the next run takes it"
)


@dataclass(frozen=True, slots=True)
class Task:
    """A return to be scored; `earlier` are the folders in which the returns before it lie."""

    made: Return
    companions: tuple[Path, ...]
    digests: Mapping[Path, str]
    fingerprint: str
    earlier: tuple[Path, ...] = ()
    known: Mapping[Path, Sealed[Workbook]] = field(
        default_factory=dict
    )  # of its files those that were read already
    has_history: bool = False  # of its unit, so that it is worth opening


@dataclass(frozen=True, slots=True)
class Score:
    """Scores one return; sent to other processes."""

    job: Job

    def __call__(self, task: Task) -> Failed | None:
        """None where it is staged."""
        began = time.monotonic()
        try:
            checked = self._checked(task)
            _refuse_changed(checked, task)
            outputs = self._outputs(task.made, checked)
            printed = outputs[str(folder_of(task.made.key, self.job.each) / RESULT)]
            names = {file.path.resolve(): file.name for file in task.made.files}
            seconds = round(time.monotonic() - began, 3)
            scored = pipeline.scored_as(
                task.made.key, task.made.span, checked, printed, task.fingerprint, seconds, names
            )
            table = writers()["csv"].render(checked.report(), self.job.language)
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
        job, known = self.job, writers()
        levels = [level_id(checked.policy, name) for name in job.request.levels]
        whole = checked.report(levels, (), None, job.report_by)
        folder = folder_of(made.key, job.each)
        return {
            str(folder / wish.name): known[format_of(wish.name)].render(
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


def format_of(name: str) -> str:
    """The output format that a file name stands for."""
    suffix = Path(name).suffix.lower()
    return next(each.name for each in writers().values() if suffix in each.suffixes)


def request_of(job: Job, task: Task) -> Request:
    """What `check` would be asked for this return."""
    made = task.made
    day = made.span.end if made.span is not None else None
    return replace(
        job.request,
        files=(*(file.path for file in made.files), *task.companions),
        policy=made.key.policy,
        period=made.span,
        as_of=job.request.as_of or day,
        known={path: sealed.opened() for path, sealed in task.known.items()},
    )


def fingerprint_of(
    job: Job,
    made: Return,
    companions: Sequence[Path],
    definitions: str,
    earlier: Mapping[str, str],
    digests: Digests,
) -> str:
    """A SHA-256 over all that decides the result; `earlier` are the fingerprints of the returns before it."""
    request = replace(job.request, files=(), definitions=Path(), policy=None, compared=frozenset())
    others = [*request.units, *request.baselines, *filter(None, (request.confirmed, request.corrections))]
    template = hashlib.sha256(job.template.content).hexdigest() if job.template is not None else None
    decides = [
        tool_version(),
        definitions,
        repr(request),
        sorted(job.request.compared),  # the order of a set changes from process to process
        [str(job.language), template, str(job.report_by), str(job.each)],
        [[wish.name, str(wish.kind)] for wish in job.reports],
        [[file.name, digests.of(file.path)] for file in made.files],
        [[path.name, digests.of(path)] for path in (*companions, *others)],
        sorted(earlier.items()),
    ]
    return hashlib.sha256(dumped(decides)).hexdigest()
