"""The story: read → match → tidy → tally → judge → present.

A workbook is read, its sheets are matched to the tables that the definitions name, cells are tidied into
values, numerators and denominators are tallied, values are judged against the targets that are due, and the
scorecard is presented. Each stage takes a value and returns a new one; only this module knows the order.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path

from healthkpi.asking import form_of
from healthkpi.chance import find_interval
from healthkpi.choosing import choose_policy, nothing_matched
from healthkpi.compare import compare_result
from healthkpi.confirm import apply_answers, chosen_readings, questions_of_readings, settle_tables
from healthkpi.correct import (
    NOT_APPLIED,
    Settled,
    accept_findings,
    cells_named,
    effects_between,
    read_corrections,
    settle_corrections,
    strike_rows,
    values_of,
)
from healthkpi.definitions.basis import find_basis, is_affected, own_name, with_basis
from healthkpi.definitions.counting import counted_in
from healthkpi.definitions.indicator import Indicator, Kind
from healthkpi.definitions.kinds import unit_of
from healthkpi.definitions.load import load_chosen, load_outlines
from healthkpi.definitions.policy import Policy
from healthkpi.definitions.scoring import total_rule
from healthkpi.definitions.targets import due_target, targets_after
from healthkpi.definitions.unit_names import UnitNames
from healthkpi.definitions.what_if import with_targets
from healthkpi.errors import HealthKpiError, InputError, UsageError
from healthkpi.inputs import Inputs, read_inputs
from healthkpi.judge import judge_value, score_value, total_points
from healthkpi.match import look_at, match_workbooks, shows_area, tell_unmatched
from healthkpi.model.comparison import PREVIOUS_PERIOD, PREVIOUS_YEAR, Past
from healthkpi.model.correction import AppliedCorrection, Edit, Effect, Noted, Trail
from healthkpi.model.finding import Finding, Severity, declare
from healthkpi.model.grid import HIDDEN, Workbook
from healthkpi.model.interval import Interval
from healthkpi.model.judgement import Judgement, Verdict
from healthkpi.model.peek import Fit, Peek
from healthkpi.model.period import Period
from healthkpi.model.question import Form
from healthkpi.model.score import IndicatorScore, Total
from healthkpi.model.scorecard import (
    Alternative,
    CellUsed,
    Choice,
    IndicatorResult,
    Milestone,
    Scorecard,
    UnitResult,
)
from healthkpi.model.table import Matched, StatTable
from healthkpi.model.treatment import Treatment
from healthkpi.model.value import Tally, UnitValue
from healthkpi.present import Report
from healthkpi.read import readers
from healthkpi.request import (
    Request,
    by_id,
    indicator_id,
    parameters_of,
    refuse_unknown,
    unknown_name,
)
from healthkpi.suppress import suppress_small
from healthkpi.tally import NOT_SUPPLIED, check_tables, needed_tables, tables_of, tally_indicators
from healthkpi.tally.earlier import EarlierValues, changes_since, earlier_values, recent_growth, series
from healthkpi.tally.trace import cell_ranges, cells_used
from healthkpi.text import Language, Text
from healthkpi.tidy import last_day, tidy_tables
from healthkpi.tidy.checks import checks, run_checks

# A limit for the whole area says nothing of a part of it where things are counted or summed.
COMPARED_BELOW = {Kind.PROPORTION, Kind.RATE, Kind.RATIO, Kind.MEAN}

# Each correction is told by an evaluation without it; of more than these only what all of them changed is told.
MOST_TOLD_SINGLY = 20

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
class Checked:
    """A scorecard, and what it was made from, for those who ask further (explain)."""

    scorecard: Scorecard
    policy: Policy
    tables: Mapping[str, StatTable]
    brought: Inputs

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file that was read, baselines and those inside folders included."""
        sources = [
            *self.scorecard.sources,
            *(source for stat in self.tables.values() for source in stat.sources),
        ]
        sources += self.scorecard.corrections.files
        return tuple(dict.fromkeys(source.path for source in sources))

    def report(
        self,
        levels: Sequence[str] = (),
        sections: Sequence[str] = (),
        unit: str | None = None,
        report_by: date | None = None,
    ) -> Report:
        """What an output format renders; a unit may be asked for by any of its names."""
        if unit is not None:
            names = UnitNames(self.policy)
            found = (names.find(unit, level) for level in self.policy.words.units)
            unit = next((name for name in found if name is not None), unit)
        contacts = self.brought.contacts(self.policy)
        # Where small counts are hidden, the rows that they are made of are nobody's to see either.
        tables = self.tables if self.scorecard.suppressed_below is None else {}
        return Report(self.scorecard, self.policy, tables, levels, sections, unit, report_by, contacts)

    def cells(self, result: IndicatorResult, unit: UnitResult) -> tuple[CellUsed, ...]:
        """The cells one value was made of."""
        indicator = self.policy.indicators[result.id]
        return cells_used(indicator, self.policy, self.tables, unit.value.value)

    def treated(self, result: IndicatorResult, unit: UnitResult) -> tuple[tuple[Treatment, UnitResult], ...]:
        """The same value under the other treatments of what is missing; nothing where nothing is."""
        if not unit.value.value.coverage.missing:
            return ()
        others = [each for each in Treatment if each is not self.scorecard.missing]
        at = unit.value
        found = ((each, _unit_of_level(self, result.id, at.level, at.unit, each)) for each in others)
        return tuple((each, other) for each, other in found if other is not None)

    def form(self, readings: Collection[str], language: Language) -> Form:
        """The file for confirmation as this run leaves it; `readings` are those chosen elsewhere."""
        supplied = [result.id for result in self.scorecard.supplied]
        more = questions_of_readings(self.policy, supplied, readings, self.brought.asked, language)
        return form_of(self.policy, self.scorecard.open_findings, self.brought, language, more)


def check(request: Request) -> Checked:
    """Evaluate the files against one policy, as they were corrected; every correction leaves its trail."""
    brought = read_inputs(request)
    noted = read_corrections(brought.corrections)
    addressed = brought.corrected(cells_named(noted, brought.figures))
    policy, told = _policy_in_own_words(request, addressed)
    request = by_id(request, policy)
    refuse_unknown(request, policy)
    settled = _settle(request, policy, brought, addressed, noted)
    checked = _evaluate(request, policy, brought, settled.edits, (*told, *settled.findings))
    return checked if noted.is_empty else _with_trail(request, brought, checked, settled, noted)


def _settle(request: Request, policy: Policy, brought: Inputs, addressed: Inputs, noted: Noted) -> Settled:
    """The cell of every correction; those named by unit and field are looked up in the tables."""
    if not (noted.corrections or noted.errors):
        return Settled()
    now = _match(request, policy, addressed.statistics)
    before = match_workbooks(addressed.baselines, policy)
    return settle_corrections(noted, brought.figures, (now, before), policy)


def _with_trail(
    request: Request, brought: Inputs, checked: Checked, settled: Settled, noted: Noted
) -> Checked:
    """What the corrections changed, each against all the others, and which findings were accepted."""
    card, policy = checked.scorecard, checked.policy
    sheets = _sheets(checked.tables)
    findings = accept_findings(card.findings, noted.accepted, checked.brought.figures, sheets, policy)
    trail = Trail(
        _applied(request, brought, checked, settled.edits),
        _effects_of_all(request, brought, checked, settled.edits),
        tuple(workbook.source for workbook in brought.corrections),
        tuple(finding for finding in findings if finding.code is NOT_APPLIED),
    )
    return replace(checked, scorecard=replace(card, corrections=trail, findings=findings))


def _applied(
    request: Request, brought: Inputs, checked: Checked, edits: Sequence[Edit]
) -> tuple[AppliedCorrection, ...]:
    if request.suppress_below is not None:
        # A small count would follow from what it was before, and from what it changed.
        return tuple(AppliedCorrection(replace(each, old=HIDDEN, new=HIDDEN), None) for each in edits)
    if len(edits) > MOST_TOLD_SINGLY:
        return tuple(AppliedCorrection(each, None) for each in edits)
    return tuple(
        AppliedCorrection(each, _effect_of(request, brought, checked, edits, each)) for each in edits
    )


def _effects_of_all(
    request: Request, brought: Inputs, checked: Checked, edits: Sequence[Edit]
) -> tuple[Effect, ...]:
    if not edits or request.suppress_below is not None:
        return ()
    return effects_between(_results(request, checked.policy, brought, ()), checked.scorecard.results)


def _effect_of(
    request: Request, brought: Inputs, checked: Checked, edits: Sequence[Edit], edit: Edit
) -> tuple[Effect, ...]:
    """The results without one correction beside those with all of them, for the indicators its table is of use to."""
    results = checked.scorecard.results
    touched = [
        result
        for result in results
        if edit.table is None or edit.table in tables_of(checked.policy, (result.id,))
    ]
    if not touched:
        return ()
    asked = replace(request, indicators=tuple(result.id for result in touched))
    others = [each for each in edits if each is not edit]
    return effects_between(_results(asked, checked.policy, brought, others), touched)


def _results(
    request: Request, policy: Policy, brought: Inputs, edits: Sequence[Edit]
) -> tuple[IndicatorResult, ...]:
    """The results with some of the corrections; none where the files cannot be evaluated without the others."""
    try:
        return _evaluate(request, policy, brought, edits).scorecard.results
    except HealthKpiError:
        return ()


def _sheets(tables: Mapping[str, StatTable]) -> tuple[Matched, ...]:
    """The sheets that the rows of the tables come from, each once."""
    sheets = {id(origin.matched): origin.matched for stat in tables.values() for origin in stat.origins}
    return tuple(sheets.values())


def _evaluate(
    request: Request, policy: Policy, brought: Inputs, edits: Sequence[Edit], told: Sequence[Finding] = ()
) -> Checked:
    """The files with some corrections against one policy, on the population that is asked for."""
    inputs = brought.corrected(values_of(edits))
    stated = policy
    policy = with_basis(stated, find_basis(stated, request.basis) if request.basis is not None else None)
    workbooks = inputs.statistics
    matched = _match(request, policy, workbooks)
    if not matched:
        raise nothing_matched((policy,), inputs)
    matched = strike_rows(settle_tables(matched, policy, inputs.asked), edits)
    _refuse_other_periods(request, matched)
    baselines = strike_rows(_match_baselines(request, policy, matched, inputs), edits)
    # What was not asked about is not read further; the day to judge on is still that of the whole return.
    wanted = tables_of(policy, request.indicators) | _tables_of_bases(request, stated)
    tables = tidy_tables([each for each in (*matched, *baselines) if each.table in wanted], policy)
    unmatched = tell_unmatched(workbooks, (policy,), matched)
    return _score(request, stated, policy, inputs, tables, _day_of(request, matched), (*told, *unmatched))


def _tables_of_bases(request: Request, policy: Policy) -> frozenset[str]:
    """The tables that other populations stand in, where they are wanted side by side."""
    is_wanted = Choice.BASIS in request.compared
    return frozenset(basis.by.table for basis in policy.words.bases.values() if is_wanted)


def _policy_in_own_words(request: Request, inputs: Inputs) -> tuple[Policy, tuple[Finding, ...]]:
    """The policy that was asked for or that the files show, with the bureau's own lists and names."""
    outlines = [apply_answers(policy, inputs.asked) for policy in load_outlines(request.definitions)]
    chosen = choose_policy(outlines, inputs, request)
    readings = {**chosen_readings(inputs.asked), **request.readings}
    return inputs.in_own_words(load_chosen(request.definitions, chosen, readings))


def _match(request: Request, policy: Policy, workbooks: Sequence[Workbook]) -> tuple[Matched, ...]:
    """The tables that the sheets hold; one that could be several is that which was asked about."""
    matched = match_workbooks(workbooks, policy, request.period, request.header_rows)
    wanted = tables_of(policy, request.indicators)
    if any(each.table in wanted for each in matched):
        return matched
    asked = replace(policy, tables={name: table for name, table in policy.tables.items() if name in wanted})
    return match_workbooks(workbooks, asked, request.period, request.header_rows) or matched


def peek(request: Request) -> Peek:
    """What the files show: every sheet, what is recognised in it, and which policies its tables belong to."""
    inputs = read_inputs(request)
    workbooks = inputs.statistics
    policies = tuple(apply_answers(policy, inputs.asked) for policy in load_outlines(request.definitions))
    if request.policy is not None:
        policies = (choose_policy(policies, inputs, request),)
    matched = {
        policy.id: match_workbooks(workbooks, policy, request.period, request.header_rows)
        for policy in policies
    }
    fits = tuple(
        Fit(
            policy.id,
            policy.title,
            len({each.table for each in matched[policy.id]}),
            shows_area(workbooks, policy),
        )
        for policy in policies
    )
    best = max(fits, key=lambda fit: (fit.tables > 0, fit.shows_area, fit.tables), default=None)
    chosen = next((policy for policy in policies if best is not None and policy.id == best.policy), None)
    grids = [grid for workbook in workbooks for grid in workbook.grids]
    look = () if chosen is None else (chosen,)
    sheets = tuple(
        look_at(grid, policy, request.period, request.header_rows, policies)
        for policy in look
        for grid in grids
    )
    found = [finding for workbook in workbooks for finding in workbook.findings]
    found += [
        finding
        for policy in look
        for each in matched[policy.id]
        for finding in each.findings
        if finding.code.severity is not Severity.NOTE
    ]
    return Peek(tuple(workbooks), sheets, best.policy if best is not None else None, fits, tuple(found))


def _match_baselines(
    request: Request, policy: Policy, matched: Sequence[Matched], inputs: Inputs
) -> tuple[Matched, ...]:
    """The sheets of --baseline files, which must say what time they are for."""
    if not request.baselines:
        return ()
    found = settle_tables(match_workbooks(inputs.baselines, policy), policy, inputs.asked)
    if not found:
        raise nothing_matched((policy,), replace(inputs, statistics=inputs.baselines))
    now = {each.period for each in matched}
    for each in found:
        if each.period is not None and each.period in now:
            raise InputError(
                Text(
                    f"{each.grid.place()}: 基期与数据是同一期（{each.period}）",
                    f"{each.grid.place()}: the baseline is for the same period as the data ({each.period})",
                )
            )
        if each.period is None:
            raise InputError(
                Text(
                    f"{each.grid.place()}: 看不出基期是哪一期；在标题或文件名里写明年月",
                    f"{each.grid.place()}: the baseline does not say which period it is for; write it in the title or file name",
                )
            )
    return found


def _refuse_other_periods(request: Request, matched: Sequence[Matched]) -> None:
    """A period that is asked for must be among those that the sheets say they are for."""
    said = sorted({each.period for each in matched if each.period is not None})
    asked = request.period
    if asked is None or any(each.end <= asked.end and asked.start <= each.end for each in said):
        return
    if said and all(each.period is not None for each in matched):
        names = ", ".join(str(each) for each in said)
        raise UsageError(
            Text(f"--period {asked}: 这些表是 {names} 的", f"--period {asked}: the sheets are for {names}")
        )


def _day_of(request: Request, matched: Sequence[Matched]) -> date | None:
    """The day to judge on: as asked, else the end of the data's period."""
    if request.as_of is not None:
        return request.as_of
    return request.period.end if request.period is not None else last_day([each.period for each in matched])


def _score(
    request: Request,
    stated: Policy,
    policy: Policy,
    inputs: Inputs,
    tables: Mapping[str, StatTable],
    as_of: date | None,
    told: Sequence[Finding] = (),
) -> Checked:
    if as_of is None:
        as_of = last_day([period for stat in tables.values() for period in stat.periods])
    parameters = parameters_of(request, policy)
    policy = with_targets(policy, request.targets, as_of)
    below = policy.levels[policy.levels.index(policy.area_level) + 1 :][:1]
    scored = [words.level for words in policy.words.scorecards.values() if words.level is not None]
    levels = tuple(dict.fromkeys((*below, *request.levels, *scored)))
    run = _Run(request, stated, tables, as_of, levels, parameters)
    results = run.results(policy, request.indicators, request.missing)
    others = _others(run, policy, results)
    tallies = [result.tally for result in (*results, *(each.result for each in others))]
    times = _times(request, tables)
    results = tuple(
        compare_result(
            replace(result, alternatives=tuple(each for each in others if each.result.id == result.id)),
            policy.indicators[result.id],
            policy.levels,
            as_of,
            _past(policy, tables, result.tally, levels, times),
            request.rank_by,
        )
        for result in results
    )
    scorecard = Scorecard(
        policy=policy.id,
        title=policy.title,
        area=policy.words.area.name,
        levels=policy.words.levels,
        issuer=policy.words.issuer,
        number=policy.words.number,
        definitions_version=policy.version,
        as_of=as_of,
        periods=_periods(tables),
        sources=tuple(workbook.source for workbook in inputs.statistics),
        parameters=parameters,
        results=results,
        findings=(
            *_findings(policy, inputs.statistics, tables, tallies),
            *_without_basis(policy, results),
            *told,
        ),
        confidence=request.confidence,
        totals=tuple(_totals(policy, results)),
        rank_by=request.rank_by,
        missing=request.missing,
        basis=policy.words.bases[policy.basis].name if policy.basis is not None else None,
        compared=request.compared,
    )
    if request.suppress_below is not None:
        scorecard = suppress_small(scorecard, request.suppress_below)
    return Checked(scorecard, policy, tables, inputs)


@dataclass(frozen=True, slots=True)
class _Run:
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


def _others(run: _Run, policy: Policy, results: Sequence[IndicatorResult]) -> tuple[Alternative, ...]:
    """The results under each way of the choices that are wanted side by side."""
    compared = run.request.compared
    found: list[Alternative] = []
    found += _others_of_missing(run, policy, results) if Choice.MISSING in compared else ()
    found += _others_of_basis(run, policy, results) if Choice.BASIS in compared else ()
    return tuple(found)


def _others_of_missing(
    run: _Run, policy: Policy, results: Sequence[IndicatorResult]
) -> Iterator[Alternative]:
    """The result under each treatment, of those that lack something."""
    lacking = tuple(result.id for result in results if _lacks(result))
    for treatment in Treatment if lacking else ():
        chosen = treatment is run.request.missing
        for result in results if chosen else run.results(policy, lacking, treatment):
            if result.id in lacking:
                yield Alternative(Choice.MISSING, treatment, treatment.label, chosen, result)


def _others_of_basis(run: _Run, policy: Policy, results: Sequence[IndicatorResult]) -> Iterator[Alternative]:
    """The result over the document's own population, and over each other one that can take its place."""
    stated, supplied = run.stated, [result.id for result in results if result.is_supplied]
    for name, basis in stated.words.bases.items():
        affected = tuple(each for each in supplied if is_affected(stated.indicators[each], basis))
        ways = ((None, own_name(stated, basis)), (name, basis.name)) if affected else ()
        for way, said in ways:
            other = with_targets(with_basis(stated, way), run.request.targets, run.as_of)
            for result in run.results(other, affected, run.request.missing):
                yield Alternative(Choice.BASIS, way or basis.replaces, said, way == policy.basis, result)


def _without_basis(policy: Policy, results: Sequence[IndicatorResult]) -> Iterator[Finding]:
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


def _past(
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


def _times(request: Request, tables: Mapping[str, StatTable]) -> tuple[str, ...]:
    """The times to compare with: the last period, last year, and the periods of --baseline files."""
    sheets = _sheets(tables)
    files = {path.resolve() for path in request.baselines}
    periods = sorted(
        {
            sheet.period
            for sheet in (sheets if files else ())
            if sheet.period is not None and sheet.grid.source.path.resolve() in files
        }
    )
    return tuple(dict.fromkeys((PREVIOUS_PERIOD, PREVIOUS_YEAR, *map(str, periods))))


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

    def scored(unit: UnitValue, judgement: Judgement, *, is_comparable: bool) -> IndicatorScore | None:
        before = earlier.get((tally.indicator, unit.level, unit.unit))
        return score_value(
            unit.value, judgement, indicator, parameters, is_comparable=is_comparable, earlier=before
        )

    def judged(unit: UnitValue, *, is_judged: bool) -> UnitResult:
        if not is_judged and indicator.kind not in COMPARED_BELOW:
            judgement = Judgement(Verdict.RECORDED, reason=unit.value.reason)
            return UnitResult(unit, judgement, is_judged, score=scored(unit, judgement, is_comparable=False))
        judgement = judge_value(
            unit.value, indicator, as_of, parameters, only_later_data=tally.only_later_data
        )
        ranges = cell_ranges(indicator, policy, tables, unit.value)
        interval = _interval(unit, indicator, policy, confidence)
        score = scored(unit, judgement, is_comparable=True)
        return UnitResult(unit, judgement, is_judged, ranges, interval, score)

    later = _milestones(policy, tables, tally, as_of, parameters)
    results = [
        replace(judged(unit, is_judged=True), milestones=later.get((unit.level, unit.unit), ()))
        for unit in tally.judged
    ]
    results += [judged(unit, is_judged=False) for unit in tally.listed]
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
    single = [indicator.model_copy(update={"targets": (target,)}) for target in later]
    return {
        (unit.level, unit.unit): tuple(
            Milestone(unit.value, judge_value(unit.value, each, as_of, parameters)) for each in single
        )
        for unit in tally.judged
    }


def _interval(
    unit: UnitValue, indicator: Indicator, policy: Policy, confidence: Fraction | None
) -> Interval | None:
    return find_interval(unit.value, indicator, policy, confidence) if confidence is not None else None


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


def _binding(indicator: Indicator) -> str | None:
    return next((str(target.binding) for target in indicator.targets if target.binding), None)


def _periods(tables: Mapping[str, StatTable]) -> tuple[Period, ...]:
    return tuple(
        sorted({period for stat in tables.values() for period in stat.periods if period is not None})
    )


def _findings(
    policy: Policy, workbooks: Sequence[Workbook], tables: Mapping[str, StatTable], tallies: Sequence[Tally]
) -> tuple[Finding, ...]:
    """Every finding once, in the order of the stages that made them."""
    found = [finding for workbook in workbooks for finding in workbook.findings]
    found += [finding for stat in tables.values() for finding in stat.findings]
    found += run_checks(tables, policy)
    found += check_tables(policy, tables)
    found += [finding for tally in tallies for finding in tally.findings]
    found += _idle_sheets(policy, tables, tallies)
    once = {(each.code.id, str(each.place), each.message): each for each in found}
    return tuple(once.values())


def _idle_sheets(
    policy: Policy, tables: Mapping[str, StatTable], tallies: Sequence[Tally]
) -> Iterator[Finding]:
    """Sheets for another time than the one that was judged; earlier ones may be there to compare with."""
    used: dict[str, set[Period | None]] = {}
    compared = set()
    for tally in tallies:
        indicator = policy.indicators[tally.indicator]
        for name in needed_tables(indicator):
            used.setdefault(name, set()).update({tally.period, *_carried_from(tally)})
            is_scored_by_progress = indicator.score is not None and indicator.score.since is not None
            if indicator.change is not None or indicator.over is not None or is_scored_by_progress:
                compared.add(name)
    for name, stat in tables.items():
        sheets = {id(origin.matched): origin.matched for origin in stat.origins}
        for sheet in sheets.values() if name in used and name not in compared else ():
            if sheet.period is not None and sheet.period_column is None and sheet.period not in used[name]:
                yield Finding(OTHER_TIME, sheet.grid.place(), {"period": sheet.period})


def _carried_from(tally: Tally) -> set[Period | None]:
    units = (*tally.judged, *tally.listed)
    return {each.carried_from for unit in units for each in unit.value.filled}


def declare_all_codes() -> None:
    """Import every reader and check, so that their finding codes are known; the stages are imported above."""
    readers()
    checks()


def find_unit(checked: Checked, indicator: str, unit: str | None) -> tuple[IndicatorResult, UnitResult]:
    """The result of an indicator for one unit; without a unit the first that is judged."""
    results = {result.id: result for result in checked.scorecard.results}
    indicator = indicator_id(checked.policy, indicator)
    if indicator not in results:
        raise UsageError(unknown_name(Text("指标", "indicator"), indicator, results))
    result = results[indicator]
    if unit is None:
        return result, _worst(result)
    names = UnitNames(checked.policy)
    listed = (names.find(unit, level) for level in checked.policy.words.units)
    units = {each.value.unit: each for each in result.results}
    unit = unit if unit in units else next((name for name in listed if name in units), unit)
    if unit in units:
        return result, units[unit]
    for level in reversed(checked.policy.levels):
        deeper = _unit_of_level(checked, indicator, level, unit, checked.scorecard.missing)
        if deeper is not None:
            return result, deeper
    raise UsageError(unknown_name(Text("单位", "unit"), unit, units))


def _worst(result: IndicatorResult) -> UnitResult:
    """The unit to explain where none is named: the first that has the verdict of the whole."""
    return next(each for each in result.judged if each.judgement.verdict is result.verdict)


def _unit_of_level(
    checked: Checked, indicator: str, level: str, unit: str, missing: Treatment
) -> UnitResult | None:
    """A unit of any level, those included that the scorecard does not list, such as one village clinic."""
    card = checked.scorecard
    tally = tally_indicators(checked.policy, checked.tables, card.as_of, (level,), (indicator,), missing)[0]
    units = (*tally.judged, *tally.listed)
    found = next((each for each in units if each.level == level and each.unit == unit), None)
    if found is None:
        return None
    definition = checked.policy.indicators[indicator]
    judgement = judge_value(found.value, definition, card.as_of, card.parameters)
    interval = _interval(found, definition, checked.policy, card.confidence)
    return UnitResult(found, judgement, is_judged=found in tally.judged, interval=interval)
