"""The scorecard of one evaluation: results, totals and every finding once."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from healthkpi.compare import compare_result
from healthkpi.definitions.needed_tables import needed_tables
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.scoring import total_rule
from healthkpi.definitions.what_if import with_targets
from healthkpi.inputs import Inputs
from healthkpi.judge import total_points
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import Workbook
from healthkpi.model.period import Period, different
from healthkpi.model.score import Total
from healthkpi.model.scorecard import Alternative, IndicatorResult, Scorecard
from healthkpi.model.table import StatTable
from healthkpi.model.value import Tally
from healthkpi.pipeline._checked import Checked
from healthkpi.pipeline._results import Run, alternatives_of, lacking_basis, past_of, times_to_compare
from healthkpi.request import Request, parameters_of
from healthkpi.suppress import suppress_small
from healthkpi.tally import check_tables
from healthkpi.text import Text
from healthkpi.tidy import last_day
from healthkpi.tidy.checks import run_checks

OTHER_TIME = declare(
    "HK308",
    Severity.WARNING,
    Text(
        "这张表是 {period} 的；这次没有用它判定",
        "this sheet is for {period}; nothing was judged with it this time",
    ),
    Text(
        "同一张统计表有不同时期的几份，判定只用到期日之前最近的一期。若是标题的年月没有改，请改正；若要比较，请用 --baseline。",
        "Several sheets hold the same table for different times, and only the last one before the day is judged. If the "
        "title still says an old month, correct it; to compare with it, use --baseline.",
    ),
)


def make_scorecard(
    request: Request,
    stated: Policy,
    policy: Policy,
    inputs: Inputs,
    tables: Mapping[str, StatTable],
    as_of: date | None,
    told: Sequence[Finding] = (),
) -> Checked:
    """Tallied, judged and compared; with what was found on the way."""
    if as_of is None:
        as_of = last_day([period for stat in tables.values() for period in stat.times])
    policy = with_targets(policy, request.targets, as_of)
    run = Run(request, stated, tables, as_of, _levels_listed(policy, request), parameters_of(request, policy))
    results = run.results(policy, request.indicators, request.missing)
    others = alternatives_of(run, policy, results)
    tallies = [result.tally for result in (*results, *(each.result for each in others))]
    results = _compared(run, policy, results, others)
    findings = (
        *_findings(policy, inputs.statistics, tables, tallies, results),
        *lacking_basis(policy, results),
        *told,
    )
    scorecard = _scorecard(run, policy, inputs, results, findings)
    if request.suppress_below is not None:
        scorecard = suppress_small(scorecard, request.suppress_below, _of_people(policy))
    return Checked(scorecard, policy, tables, inputs)


def _levels_listed(policy: Policy, request: Request) -> tuple[str, ...]:
    """The level below the area, those asked for and those that a scorecard scores."""
    below = policy.levels[policy.levels.index(policy.area_level) + 1 :][:1]
    scored = [words.level for words in policy.words.scorecards.values() if words.level is not None]
    return tuple(dict.fromkeys((*below, *request.levels, *scored)))


def _compared(
    run: Run, policy: Policy, results: Sequence[IndicatorResult], others: Sequence[Alternative]
) -> tuple[IndicatorResult, ...]:
    """The same results, each with its alternatives and beside its own past and the other units."""
    times = times_to_compare(run.request, run.tables)
    return tuple(
        compare_result(
            replace(result, alternatives=tuple(each for each in others if each.result.id == result.id)),
            policy.indicators[result.id],
            policy.levels,
            run.as_of,
            past_of(policy, run.tables, result.tally, run.levels, times),
            run.request.rank_by,
        )
        for result in results
    )


def _scorecard(
    run: Run,
    policy: Policy,
    inputs: Inputs,
    results: tuple[IndicatorResult, ...],
    findings: tuple[Finding, ...],
) -> Scorecard:
    request = run.request
    return Scorecard(
        policy=policy.id,
        title=policy.title,
        area=policy.words.area.name,
        levels=policy.words.levels,
        issuer=policy.words.issuer,
        number=policy.words.number,
        definitions_version=policy.version,
        as_of=run.as_of,
        periods=_periods(run.tables),
        sources=tuple(workbook.source for workbook in inputs.statistics),
        parameters=run.parameters,
        results=results,
        findings=findings,
        confidence=request.confidence,
        totals=tuple(_totals(policy, results)),
        rank_by=request.rank_by,
        missing=request.missing,
        basis=policy.words.bases[policy.basis].name if policy.basis is not None else None,
        compared=request.compared,
    )


def _totals(policy: Policy, results: Sequence[IndicatorResult]) -> Iterator[Total]:
    """The totals of every scorecard whose indicators were all asked about."""
    by_indicator = {result.id: result for result in results}
    for name, words in policy.words.scorecards.items():
        rule = total_rule(policy, name)
        if not all(each in by_indicator for each in rule.indicators):
            continue
        units = _units_scored(policy, words.level, [by_indicator[each] for each in rule.indicators])
        for level, unit in units:
            of_unit = {
                each: (result.score, result.judgement)
                for each in rule.indicators
                for result in by_indicator[each].results
                if (result.value.level, result.value.unit) == (level, unit)
            }
            yield total_points(rule, level, unit, of_unit)


def _units_scored(
    policy: Policy, level: str | None, results: Sequence[IndicatorResult]
) -> list[tuple[str, str]]:
    """The area and the units of the level below it that have points in anything; all units of a level that is named."""
    area, levels = (policy.area_level, policy.words.area.name.zh), policy.levels
    below = levels[levels.index(policy.area_level) + 1 :][:1]
    wanted = (policy.area_level, *below) if level is None else (level,)
    found = {
        (unit.value.level, unit.value.unit): None
        for result in results
        for unit in result.results
        if unit.value.level in wanted
    }
    listed = [(each, unit) for each in wanted for unit in policy.words.units.get(each, ())]
    units = list(dict.fromkeys([*([area] if policy.area_level in wanted else []), *listed, *found]))
    scored = {
        unit.value.level
        for result in results
        for unit in result.results
        if unit.score is not None and unit.score.points is not None
    }
    return [unit for unit in units if level is not None or unit == area or unit[0] in scored]


def _periods(tables: Mapping[str, StatTable]) -> tuple[Period, ...]:
    """The times of the files that were given."""
    given = different(
        period
        for stat in tables.values()
        for origin, period in zip(stat.origins, stat.periods, strict=True)
        if not origin.matched.is_recalled
    )
    return tuple(sorted(period for period in given if period is not None))


def _findings(
    policy: Policy,
    workbooks: Sequence[Workbook],
    tables: Mapping[str, StatTable],
    tallies: Sequence[Tally],
    results: Sequence[IndicatorResult],
) -> tuple[Finding, ...]:
    """Every finding once, in the order of the stages that made them."""
    found = [finding for workbook in workbooks for finding in workbook.findings]
    found += [finding for stat in tables.values() for finding in stat.findings]
    found += run_checks(tables, policy)
    found += check_tables(policy, tables)
    found += [finding for tally in tallies for finding in tally.findings]
    found += _idle_sheets(policy, tables, tallies, results)
    once = {(each.code.id, str(each.place), each.message): each for each in found}
    return tuple(once.values())


def _idle_sheets(
    policy: Policy,
    tables: Mapping[str, StatTable],
    tallies: Sequence[Tally],
    results: Sequence[IndicatorResult],
) -> Iterator[Finding]:
    """Sheets for another time than the one that was judged; earlier ones may be there to compare with."""
    used: dict[str, set[Period | None]] = {}
    compared = set()
    for tally in tallies:
        if not tally.is_evaluated:
            continue  # it lacks another table; that says nothing of the time of this one
        indicator = policy.indicators[tally.indicator]
        for name in needed_tables(indicator):
            used.setdefault(name, set()).update({tally.period, *_carried_from(tally)})
            is_scored_by_progress = indicator.score is not None and indicator.score.since is not None
            if indicator.change is not None or indicator.over is not None or is_scored_by_progress:
                compared.add(name)
    for result in results:
        for name in needed_tables(policy.indicators[result.id]):
            used.setdefault(name, set()).update(_compared_with(result))
    for name, stat in tables.items():
        for sheet in stat.sheets if name in used and name not in compared else ():
            if sheet.period is not None and sheet.period_column is None and sheet.period not in used[name]:
                yield Finding(OTHER_TIME, sheet.grid.place(), {"period": sheet.period})


def _of_people(policy: Policy) -> frozenset[str]:
    """The indicators whose table has fields of people that are never shown: its rows are residents or patients."""
    tables = {
        name for name, table in policy.tables.items() if any(f.sensitive for f in table.fields.values())
    }
    return frozenset(name for name, indicator in policy.indicators.items() if indicator.table in tables)


def _compared_with(result: IndicatorResult) -> set[Period | None]:
    """The earlier times that a change or a series of the indicator speaks of."""
    units = result.results
    return {change.period for unit in units for change in unit.changes} | {
        point.period for unit in units for point in unit.series
    }


def _carried_from(tally: Tally) -> set[Period | None]:
    units = (*tally.judged, *tally.listed)
    return {each.carried_from for unit in units for each in unit.value.filled}
