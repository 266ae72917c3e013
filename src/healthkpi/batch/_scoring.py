"""One return scored: checked like `healthkpi check` would, its reports rendered, and put aside whole."""

import hashlib
import json
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from importlib.metadata import version
from pathlib import Path

from healthkpi import pipeline
from healthkpi.batch._grouping import Return
from healthkpi.batch._looking import Digests
from healthkpi.batch._names import folder_of
from healthkpi.batch._state import Place, State, dumped
from healthkpi.batch.job import Job, Wish
from healthkpi.definitions.policy import Policy
from healthkpi.errors import HealthKpiError
from healthkpi.history import matched_of, open_history
from healthkpi.model.period import Period
from healthkpi.model.run import Failed, InputRead, Scored
from healthkpi.model.table import Matched
from healthkpi.pipeline import Checked
from healthkpi.present import writers
from healthkpi.present.json import as_data
from healthkpi.present.json import dumped as as_json
from healthkpi.request import Request, level_id
from healthkpi.writing import fault_of

# Beside the reports that are asked for: what a script reads, and what `diff` compares.
RESULT = "结果.json"


@dataclass(frozen=True, slots=True)
class Task:
    """A return to be scored; `earlier` are the folders in which the returns before it lie."""

    made: Return
    companions: tuple[Path, ...]
    fingerprint: str
    earlier: tuple[Path, ...] = ()


@dataclass(frozen=True, slots=True)
class Score:
    """Scores one return; sent to other processes."""

    job: Job

    def __call__(self, task: Task) -> Failed | None:
        """None where it is staged."""
        began = time.monotonic()
        try:
            checked = self._checked(task)
            outputs = self._outputs(task.made, checked)
            scored = _scored(task, checked, time.monotonic() - began)
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

        def recall(policy: Policy, day: date) -> Sequence[Matched]:
            if history is None:
                return earlier
            known = {(each.table, each.period) for each in earlier}
            with open_history(history, create=False) as opened:
                kept = opened.sheets_before(policy.id, key.unit, Period(day, day))
            return [*earlier, *(each for each in kept if (each.table, each.period) not in known)]

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
    request = replace(job.request, files=(), definitions=Path(), policy=None)
    others = [*request.units, *request.baselines, *filter(None, (request.confirmed, request.corrections))]
    template = hashlib.sha256(job.template.content).hexdigest() if job.template is not None else None
    decides = [
        version("healthkpi"),
        definitions,
        repr(request),
        [str(job.language), template, str(job.report_by), str(job.each)],
        [[wish.name, str(wish.kind)] for wish in job.reports],
        [[file.name, digests.of(file.path)] for file in made.files],
        [[path.name, digests.of(path)] for path in (*companions, *others)],
        sorted(earlier.items()),
    ]
    return hashlib.sha256(dumped(decides)).hexdigest()


def _scored(task: Task, checked: Checked, seconds: float) -> Scored:
    card = checked.scorecard
    corrected = [source.sha256 for source in card.corrections.files]
    return Scored(
        key=task.made.key,
        span=task.made.span,
        fingerprint=task.fingerprint,
        inputs=tuple(_inputs(task.made, checked)),
        corrections_sha256=hashlib.sha256("".join(corrected).encode()).hexdigest() if corrected else None,
        document=json.loads(as_json(as_data(card))),  # as it is printed: without identity numbers
        sheets=checked.sheets_to_keep,
        seconds=round(seconds, 3),
    )


def _inputs(made: Return, checked: Checked) -> Iterator[InputRead]:
    """Every file with its rows: those that became rows of a table, and those that the sheet has beside them."""
    rows: dict[str, int] = {}
    beside: dict[str, int] = {}
    for stat in checked.tables.values():
        sheets = {id(origin.matched): origin.matched for origin in stat.origins}
        for origin in stat.origins:
            rows[origin.matched.grid.source.name] = rows.get(origin.matched.grid.source.name, 0) + 1
        for sheet in sheets.values():
            name = sheet.grid.source.name
            beside[name] = beside.get(name, 0) + len(sheet.rows) + len(sheet.total_rows)
    names = {file.path.resolve(): file.name for file in made.files}
    for workbook in checked.brought.listed:
        source = workbook.source
        count = rows.get(source.name, 0)
        called = names.get(source.path.resolve(), source.name)
        yield InputRead(called, source.sha256, source.size, count, max(0, beside.get(source.name, 0) - count))
