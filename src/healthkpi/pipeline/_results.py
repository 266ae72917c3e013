"""The results of every indicator, each value judged and set beside others; nothing here knows of files."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction

from healthkpi.chance import find_interval
from healthkpi.definitions.basis import is_affected, own_name, with_basis
from healthkpi.definitions.counting import counted_in
from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.kinds import unit_of
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.targets import due_target, targets_after
from healthkpi.definitions.what_if import with_targets
from healthkpi.judge import Judge, judge_value, score_value
from healthkpi.model.comparison import PREVIOUS_PERIOD, PREVIOUS_YEAR, Past
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.interval import Interval
from healthkpi.model.judgement import Judgement, Verdict
from healthkpi.model.score import IndicatorScore
from healthkpi.model.scorecard import (
    Alternative,
    Choice,
    IndicatorResult,
    Milestone,
    UnitResult,
)
from healthkpi.model.table import Matched, StatTable
from healthkpi.model.treatment import Treatment
from healthkpi.model.value import Tally, UnitValue
from healthkpi.request import (
    Request,
)
from healthkpi.tally import NOT_SUPPLIED, tally_indicators
from healthkpi.tally.earlier import EarlierValues, changes_since, earlier_values, recent_growth, series
from healthkpi.tally.trace import Trace
from healthkpi.text import Text

# A limit for the whole area says nothing of a part of it where things are counted or summed.
COMPARED_BELOW = {Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.MEAN}


NO_TABLE_OF_BASIS = declare(
    "HK312",
    Severity.WARNING,
    Text(
        "按{basis}算要“{table}”，这次没有；{count} 项没有算",
        "for the {basis} the table {table} is needed and was not given; {count} indicators were not computed",
    ),
    Text(
        "--basis 换了分母的人口，而这种人口在另一张表里。请把那张表也给出，或去掉 --basis。",
        "--basis divides by another population, which stands in another table. Give that table as well, or leave --basis out.",
    ),
)


@dataclass(frozen=True, slots=True)
class Run:
    """What all results of one check have in common, whatever is chosen."""

    request: Request
    stated: Policy  # as the document has it, whatever population and limits are asked for
    tables: Mapping[str, StatTable]
    as_of: date | None
    levels: Sequence[str]
    parameters: Mapping[str, Fraction]

    def results(self, policy: Policy, only: Sequence[str], missing: Treatment) -> tuple[IndicatorResult, ...]:
        """Tallied and judged. What was earlier is compared as it was reported, whatever stands for the missing of now."""
        tallies = tally_indicators(policy, self.tables, self.as_of, self.levels, only, missing)
        earlier = earlier_values(policy, self.tables, tallies, self.levels)
        return tuple(
            self._with_choices(
                policy,
                _result(
                    policy, self.tables, tally, self.as_of, self.parameters, earlier, self.request.confidence
                ),
            )
            for tally in tallies
        )

    def _with_choices(self, policy: Policy, result: IndicatorResult) -> IndicatorResult:
        """What of it is not as the document has it: the population, the limit."""
        own, value = self.stated.indicators[result.id], result.results[0].value.value
        basis = policy.words.bases[policy.basis] if policy.basis is not None else None
        is_assumed = result.id in policy.assumed
        judgement = judge_value(value, own, self.as_of, self.parameters) if is_assumed else None
        return replace(
            result,
            basis=basis.name if basis is not None and is_affected(own, basis) else None,
            is_assumed=is_assumed,
            stated_target=judgement.target if judgement is not None else None,
        )


def alternatives_of(run: Run, policy: Policy, results: Sequence[IndicatorResult]) -> tuple[Alternative, ...]:
    """The results under each way of the choices that are wanted side by side."""
    compared = run.request.compared
    found: list[Alternative] = []
    found += _others_of_missing(run, policy, results) if Choice.MISSING in compared else ()
    found += _others_of_basis(run, policy, results) if Choice.BASIS in compared else ()
    return tuple(found)


def _others_of_missing(run: Run, policy: Policy, results: Sequence[IndicatorResult]) -> Iterator[Alternative]:
    """The result under each treatment, of those that lack something."""
    lacking = tuple(result.id for result in results if _lacks(result))
    for treatment in Treatment if lacking else ():
        chosen = treatment is run.request.missing
        for result in results if chosen else run.results(policy, lacking, treatment):
            if result.id in lacking:
                yield Alternative(Choice.MISSING, treatment, treatment.label, chosen, result)


def _others_of_basis(run: Run, policy: Policy, results: Sequence[IndicatorResult]) -> Iterator[Alternative]:
    """The result over the document's own population, and over each other one that can take its place."""
    stated, supplied = run.stated, [result.id for result in results if result.is_supplied]
    for name, basis in stated.words.bases.items():
        affected = tuple(each for each in supplied if is_affected(stated.indicators[each], basis))
        ways = ((None, own_name(stated, basis)), (name, basis.name)) if affected else ()
        for way, said in ways:
            other = with_targets(with_basis(stated, way), run.request.targets, run.as_of)
            for result in run.results(other, affected, run.request.missing):
                yield Alternative(Choice.BASIS, way or basis.replaces, said, way == policy.basis, result)


def lacking_basis(policy: Policy, results: Sequence[IndicatorResult]) -> Iterator[Finding]:
    """Which indicators wait for the table of the population that was asked for."""
    if policy.basis is None:
        return
    basis = policy.words.bases[policy.basis]
    waiting = [each for each in results if each.basis is not None and not each.is_supplied]
    waiting = [each for each in waiting if each.results[0].value.value.reason != NOT_SUPPLIED]
    if waiting:
        details = {
            "basis": basis.name,
            "table": policy.tables[basis.by.table].name,
            "count": len(waiting),
        }
        yield Finding(NO_TABLE_OF_BASIS, details=details)


def _lacks(result: IndicatorResult) -> bool:
    return any(unit.value.value.coverage.missing for unit in result.results)


def past_of(
    policy: Policy,
    tables: Mapping[str, StatTable],
    tally: Tally,
    levels: Sequence[str],
    times: Sequence[str],
) -> Past:
    """What the inputs hold of earlier times."""
    return Past(
        changes_since(policy, tables, tally, levels, times),
        recent_growth(policy, tables, tally, levels),
        series(policy, tables, tally, levels),
    )


def times_to_compare(request: Request, tables: Mapping[str, StatTable]) -> tuple[str, ...]:
    """The times to compare with: the last period, last year, and the periods of --baseline files."""
    sheets = sheets_of(tables)
    files = {path.resolve() for path in request.baselines}
    periods = sorted(
        {
            sheet.period
            for sheet in (sheets if files else ())
            if sheet.period is not None and sheet.grid.source.path.resolve() in files
        }
    )
    return tuple(dict.fromkeys((PREVIOUS_PERIOD, PREVIOUS_YEAR, *map(str, periods))))


class _Judging:
    """The values of one indicator on their way to results."""

    def __init__(
        self,
        policy: Policy,
        tables: Mapping[str, StatTable],
        tally: Tally,
        as_of: date | None,
        parameters: Mapping[str, Fraction],
        earlier: EarlierValues,
        confidence: Fraction | None,
    ) -> None:
        self.policy, self.tally, self.indicator = policy, tally, policy.indicators[tally.indicator]
        self.parameters, self.earlier, self.confidence = parameters, earlier, confidence
        self.judge = Judge(self.indicator, as_of, parameters, only_later_data=tally.only_later_data)
        self.trace = Trace(self.indicator, policy, tables)

    def result(self, unit: UnitValue, *, is_judged: bool) -> UnitResult:
        """With its verdict or comparison, cells, interval and score."""
        if not is_judged and self.indicator.kind not in COMPARED_BELOW:
            judgement = Judgement(Verdict.RECORDED, reason=unit.value.reason)
            score = self._score(unit, judgement, is_comparable=False)
            return UnitResult(unit, judgement, is_judged, score=score)
        judgement = self.judge.judge(unit.value)
        interval = interval_of(unit, self.indicator, self.policy, self.confidence)
        score = self._score(unit, judgement, is_comparable=True)
        return UnitResult(unit, judgement, is_judged, self.trace.ranges(unit.value), interval, score)

    def _score(self, unit: UnitValue, judgement: Judgement, *, is_comparable: bool) -> IndicatorScore | None:
        if self.indicator.score is None:
            return None
        return score_value(
            unit.value,
            judgement,
            self.indicator,
            self.parameters,
            is_comparable=is_comparable,
            earlier=self.earlier.get((self.tally.indicator, unit.level, unit.unit)),
        )


def _result(
    policy: Policy,
    tables: Mapping[str, StatTable],
    tally: Tally,
    as_of: date | None,
    parameters: Mapping[str, Fraction],
    earlier: EarlierValues,
    confidence: Fraction | None,
) -> IndicatorResult:
    indicator = policy.indicators[tally.indicator]
    judging = _Judging(policy, tables, tally, as_of, parameters, earlier, confidence)
    later = _milestones(policy, tables, tally, as_of, parameters)
    results = [
        replace(judging.result(unit, is_judged=True), milestones=later.get((unit.level, unit.unit), ()))
        for unit in tally.judged
    ]
    results += [judging.result(unit, is_judged=False) for unit in tally.listed]
    return IndicatorResult(
        id=tally.indicator,
        name=indicator.name,
        kind=indicator.kind,
        unit=unit_of(indicator),
        counted_in=counted_in(indicator, policy),
        clauses=tuple((clause.at, clause.quote) for clause in indicator.clause),
        tally=tally,
        results=tuple(results),
        binding=_binding(indicator),
        responsible=indicator.responsible,
        reading=indicator.reading.how if indicator.reading else None,
        chosen_reading=policy.readings.get(tally.indicator),
        other_readings=tuple(indicator.reading.other) if indicator.reading else (),
    )


def _milestones(
    policy: Policy,
    tables: Mapping[str, StatTable],
    tally: Tally,
    as_of: date | None,
    parameters: Mapping[str, Fraction],
) -> dict[tuple[str, str], tuple[Milestone, ...]]:
    """The targets after the one that was judged, each beside the newest value; by level and unit."""
    indicator = policy.indicators[tally.indicator]
    due = due_target(indicator.targets, as_of)
    later = targets_after(indicator.targets, due)
    if due is None or not later or not tally.is_evaluated:
        return {}
    if due.is_due:
        # The due milestone is judged by what was true then; the next one asks what is true now.
        ahead = replace(
            policy,
            indicators={
                **policy.indicators,
                tally.indicator: indicator.model_copy(update={"targets": later}),
            },
        )
        tally = tally_indicators(ahead, tables, as_of, (), (tally.indicator,))[0]
    single = (indicator.model_copy(update={"targets": (target,)}) for target in later)
    judges = [Judge(each, as_of, parameters) for each in single]
    return {
        (unit.level, unit.unit): tuple(Milestone(unit.value, each.judge(unit.value)) for each in judges)
        for unit in tally.judged
    }


def interval_of(
    unit: UnitValue, indicator: Indicator, policy: Policy, confidence: Fraction | None
) -> Interval | None:
    return find_interval(unit.value, indicator, policy, confidence) if confidence is not None else None


def _binding(indicator: Indicator) -> str | None:
    return next((str(target.binding) for target in indicator.targets if target.binding), None)


def sheets_of(tables: Mapping[str, StatTable]) -> tuple[Matched, ...]:
    """The sheets that the rows of the tables come from, each once."""
    sheets = {id(sheet): sheet for stat in tables.values() for sheet in stat.sheets}
    return tuple(sheets.values())
