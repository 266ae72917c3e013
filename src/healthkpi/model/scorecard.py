"""Everything one check comes to, frozen: built once, presented many ways."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from healthkpi.errors import ExitCode
from healthkpi.model.comparison import Change, Contribution, Light, Pace, Point, Rank, RankBy
from healthkpi.model.correction import NO_CORRECTIONS, Trail
from healthkpi.model.finding import Finding
from healthkpi.model.frozen import frozen
from healthkpi.model.grid import Source
from healthkpi.model.interval import Interval
from healthkpi.model.judgement import JudgedTarget, Judgement, Verdict
from healthkpi.model.period import Period
from healthkpi.model.place import Place
from healthkpi.model.score import IndicatorScore, Total
from healthkpi.model.treatment import Treatment
from healthkpi.model.value import Tally, UnitValue, Value, ValueStatus
from healthkpi.text import Text


class Side(StrEnum):
    """Which part of a value a cell belongs to; left out are the cells of rows that entered no sum."""

    NUMERATOR = "numerator"
    DENOMINATOR = "denominator"
    BASELINE = "baseline"
    CARRIED = "carried"
    LEFT_OUT = "left out"


@dataclass(frozen=True, slots=True)
class CellUsed:
    """A cell that a value was made of: what stood there and what it was read as."""

    place: Place
    field: str
    raw: str
    read: Text
    side: Side
    unit: str


@frozen
class CellRange:
    """The cells of one field that a value was made of, as short as they can be named: `九月.xlsx[签约]!D6:D10`."""

    side: Side
    field: str
    cells: str


@dataclass(frozen=True, slots=True)
class Milestone:
    """A target that comes after the one that was judged, and how the newest value stands to it."""

    value: Value
    judgement: Judgement


@frozen
class UnitResult:
    """A value and what is thought of it; `is_judged` if the verdict falls here and counts for the exit code."""

    value: UnitValue
    judgement: Judgement
    is_judged: bool
    ranges: tuple[CellRange, ...] = ()
    interval: Interval | None = None
    score: IndicatorScore | None = None
    changes: tuple[Change, ...] = ()
    series: tuple[Point, ...] = ()  # the periods like the one that was judged, oldest first, itself last
    pace: Pace | None = None
    light: Light | None = None
    rank: Rank | None = None
    contribution: Contribution | None = None
    milestones: tuple[Milestone, ...] = ()

    @property
    def key(self) -> tuple[str, str]:
        """Level and unit, which name a result within its indicator."""
        return self.value.level, self.value.unit

    @property
    def is_done_late(self) -> bool:
        """Whether it was done after its date: missed, and yet nobody has to do it any more."""
        return self.judgement.verdict is Verdict.MISSED and self.value.value.done_on is not None

    def beside(
        self,
        changes: tuple[Change, ...],
        series: tuple[Point, ...],
        pace: Pace | None,
        light: Light | None,
        rank: Rank | None,
        contribution: Contribution | None,
    ) -> "UnitResult":
        """The same beside its past and the other units. One by one, for `replace` takes four times as long."""
        return UnitResult(
            self.value,
            self.judgement,
            self.is_judged,
            self.ranges,
            self.interval,
            self.score,
            changes,
            series,
            pace,
            light,
            rank,
            contribution,
            self.milestones,
        )

    def change(self, since: str) -> Change | None:
        """The change since a time, where the tables hold figures of it."""
        return next((each for each in self.changes if each.since == since), None)


@dataclass(frozen=True, slots=True)
class IndicatorResult:
    """One indicator: its verdicts, and the lower levels that are only compared."""

    id: str
    name: Text
    kind: str
    unit: str
    counted_in: str
    clauses: Sequence[tuple[str, str]]
    tally: Tally
    results: tuple[UnitResult, ...]
    binding: str | None = None
    responsible: Text | None = None
    reading: Text | None = None
    chosen_reading: str | None = None  # where the bureau chose another than the stated one
    other_readings: tuple[str, ...] = ()
    alternatives: "tuple[Alternative, ...]" = ()
    basis: Text | None = None  # the population it is divided by, where that is not the document's own
    is_assumed: bool = False  # judged with a limit that is a what-if
    stated_target: JudgedTarget | None = None  # the document's own limit, where another was assumed

    @property
    def judged(self) -> tuple[UnitResult, ...]:
        """The results the verdict falls on."""
        return tuple(result for result in self.results if result.is_judged)

    @property
    def listed(self) -> tuple[UnitResult, ...]:
        """The results that are only compared with the limit."""
        return tuple(result for result in self.results if not result.is_judged)

    @property
    def is_supplied(self) -> bool:
        """Whether its table was among the inputs."""
        return any(result.value.value.status is not ValueStatus.NOT_SUPPLIED for result in self.judged)

    @property
    def verdict(self) -> Verdict:
        """The one verdict of all units: the worst that any of them has."""
        found = {result.judgement.verdict for result in self.judged}
        return next(verdict for verdict in WORST_FIRST if verdict in found)


class Choice(StrEnum):
    """What the bureau decides for a run, and what results can be set side by side by."""

    MISSING = "missing"  # how missing figures are treated
    BASIS = "basis"  # which population is the denominator


@dataclass(frozen=True, slots=True)
class Alternative:
    """The same indicator under one way of a choice; `is_chosen` is the one that counts."""

    choice: Choice
    id: str
    name: Text
    is_chosen: bool
    result: IndicatorResult


WORST_FIRST = (
    Verdict.MISSED,
    Verdict.BEHIND,
    Verdict.NOT_JUDGED,
    Verdict.NOT_YET,
    Verdict.AHEAD,
    Verdict.REACHED,
    Verdict.MET,
    Verdict.RECORDED,
    Verdict.NOT_APPLICABLE,
)


@dataclass(frozen=True, slots=True)
class Scorecard:
    """The result of one check of one policy."""

    policy: str
    title: Text
    area: Text
    levels: Mapping[str, Text]
    issuer: Text
    number: str | None
    definitions_version: str
    as_of: date | None
    periods: tuple[Period, ...]
    sources: tuple[Source, ...]
    parameters: Mapping[str, Fraction]
    results: tuple[IndicatorResult, ...]
    findings: tuple[Finding, ...]
    confidence: Fraction | None = None  # of the intervals, in per cent; None where none were asked for
    totals: tuple[Total, ...] = ()
    rank_by: RankBy = RankBy.VALUE
    suppressed_below: int | None = None  # counts of people below it are hidden
    missing: Treatment = Treatment.LEFT_OUT
    basis: Text | None = None
    compared: frozenset[str] = frozenset()
    corrections: Trail = NO_CORRECTIONS

    @property
    def supplied(self) -> tuple[IndicatorResult, ...]:
        """The indicators whose tables were among the inputs."""
        return tuple(result for result in self.results if result.is_supplied)

    @property
    def open_findings(self) -> tuple[Finding, ...]:
        """The findings that nobody has accepted."""
        return tuple(finding for finding in self.findings if finding.accepted is None)

    def count(self, verdict: Verdict) -> int:
        """How many supplied indicators have a verdict."""
        return sum(result.verdict is verdict for result in self.supplied)

    @property
    def exit_code(self) -> ExitCode:
        """What a script learns, whatever options the scorecard is printed with."""
        if not any(result.tally.is_evaluated for result in self.results):
            return ExitCode.UNUSABLE
        units = [unit for result in self.supplied for unit in result.judged]
        verdicts = {unit.judgement.verdict for unit in units}
        if Verdict.MISSED in verdicts:
            return ExitCode.MISSED
        return ExitCode.NOT_JUDGED if Verdict.NOT_JUDGED in verdicts else ExitCode.ALL_MET
