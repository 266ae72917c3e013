"""The end of a run: what was scored is taken down in the history, moved into place, put into one table, and answered for."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from healthkpi.batch import _result_table, _run_file
from healthkpi.batch._plan import Plan
from healthkpi.batch._publish import publish, said_elsewhere
from healthkpi.batch._state import State
from healthkpi.batch.job import SEVERITY, Job
from healthkpi.errors import ExitCode, HealthKpiError
from healthkpi.model.run import Document, Failed, ReturnKey, Run, Scored
from healthkpi.model.tool import tool_version
from healthkpi.text import Text
from healthkpi.writing import fault_of, write_file

if TYPE_CHECKING:
    from healthkpi.history import History

_HISTORY = Text("历史库", "the history")
_NOT_RECORDED = Text(
    "没有记入历史，报告也没有更新：{message}；算好的留着，下次运行时补上",
    "not taken down in the history, and the reports were not renewed: {message}; what was scored is kept for the next run",
)


@dataclass(frozen=True, slots=True)
class Closing:
    """A run whose returns are scored."""

    job: Job
    state: State
    plan: Plan
    name: str
    started: datetime

    def end(
        self, history: "History | None", not_scored: Mapping[ReturnKey, Failed]
    ) -> tuple[Run, dict[ReturnKey, Document]]:
        """The run, and the documents that counted before it.

        History first, for a locked return must not be replaced; then the outputs; run.json last, with all that went wrong.
        """
        scored = tuple(self._scored(not_scored))
        failed = [*self.plan.failed, *not_scored.values()]
        try:
            before = dict(_before(history, self.state, scored))
            refused = self._record(history, scored, failed)
        except HealthKpiError as error:
            name = _HISTORY.say(self.job.language)
            before, refused = {}, {each.key: Failed(name, error.message) for each in scored}
            failed.append(Failed(name, _NOT_RECORDED.format(message=error.message)))
        else:
            failed += refused.values()
        failed += self._publish([each.key for each in scored if each.key not in refused])
        failed += self._tabulate([each.key for each in scored])
        run = self._run(tuple(each for each in scored if each.key not in refused), failed)
        self._write(_run_file.NAME, _run_file.run_file(run, self._notes()))
        return run, before

    def _record(
        self, history: "History | None", scored: tuple[Scored, ...], failed: Sequence[Failed]
    ) -> dict[ReturnKey, Failed]:
        """Takes the run down; gives the returns that a lock holds."""
        if history is None:
            return {}
        recorded = history.record(self._run(scored, failed))
        return {each.key: Failed(str(each.key), each.message or _HISTORY) for each in recorded.refused}

    def _scored(self, not_scored: Mapping[ReturnKey, Failed]) -> Iterator[Scored]:
        for each in self.plan.planned:
            key = each.made.key
            if key in not_scored:
                continue
            staged = self.state.staged(key)
            place = staged if staged.header() is not None else self.state.kept(key)
            yield place.scored(is_reused=not each.is_new)

    def _run(self, scored: tuple[Scored, ...], failed: Sequence[Failed]) -> Run:
        return Run(
            id=self.name,
            started=self.started,
            finished=datetime.now(UTC),
            version=tool_version(),
            arguments=self.job.arguments,
            scored=scored,
            failed=tuple(failed),
            exit_code=self._exit_code(scored, failed),
        )

    def _exit_code(self, scored: Sequence[Scored], failed: Sequence[Failed]) -> int:
        """The worst of all; what the job does not fail on counts for nothing, but no results at all are never a pass."""
        ended = {ExitCode(code) for code in (*(s.exit_code for s in scored), *(f.exit_code for f in failed))}
        if not ended:
            return ExitCode.UNUSABLE
        counting = ended & self.job.fails_on
        return next((each for each in SEVERITY if each in counting), ExitCode.ALL_MET)

    def _publish(self, keys: Sequence[ReturnKey]) -> Iterator[Failed]:
        """Into place, each return on its own."""
        for key in keys:
            if self.state.staged(key).header() is None:
                continue
            try:
                elsewhere = publish(self.state, key)
            except (HealthKpiError, OSError) as error:
                fault = error if isinstance(error, HealthKpiError) else fault_of(error, self.job.out)
                yield Failed(str(key), fault.message)
                continue
            yield from (Failed(str(key), said_elsewhere(each).message) for each in elsewhere)

    def _tabulate(self, keys: Sequence[ReturnKey]) -> Iterator[Failed]:
        """One table of all that is in place, also of what a lock holds."""
        places = [(key, self.state.kept(key)) for key in keys]
        parts = [(key, place.table.read_bytes()) for key, place in places if place.header() is not None]
        try:
            self._write(_result_table.NAME, _result_table.joined_table(parts, self.job.language))
        except HealthKpiError as error:
            yield Failed(_result_table.NAME, error.message)

    def _write(self, name: str, content: bytes) -> None:
        """Under its own name or as an error: a script looks for it nowhere else."""
        path = self.job.out / name
        if not path.is_file() or path.read_bytes() != content:
            write_file(path, content)

    def _notes(self) -> dict[str, list[str]]:
        return {
            "left_out": [file.name for file in self.plan.left_out],
            "being_written": [each.name for each in self.plan.being_written],
        }


def _before(
    history: "History | None", state: State, scored: Sequence[Scored]
) -> Iterator[tuple[ReturnKey, Document]]:
    """Without a history, what this folder knows of the last run."""
    for each in scored:
        kept = state.kept(each.key)
        if history is None and kept.header() is not None:
            yield each.key, kept.scored(is_reused=True).document
        found = (history.current(each.key) or history.before(each.key)) if history is not None else None
        if found is not None:
            yield each.key, found.document
