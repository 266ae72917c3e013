"""Who misses and by how much: in people, clinics or cases, whose part it is, and which rows lack only one criterion."""

from collections.abc import Iterator, Sequence
from fractions import Fraction

from healthkpi.model.judgement import Gap, Verdict
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.model.value import Failing, Value
from healthkpi.present._cells import count_cell, level_below, share_cell, unit_words, value_cell, verdict_cell
from healthkpi.present._figures import number_text, target_text
from healthkpi.present._layout import compared_verdict, gap_unit, named
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column, filled_grid
from healthkpi.text import Text, joined

MOST_CANDIDATES = 40
_SHORT = {Verdict.MISSED, Verdict.BEHIND, Verdict.NOT_YET}
COLUMNS = (
    column("单位", "Unit"),
    column("现值", "Now", is_number=True),
    column("应达", "Needed", is_number=True),
    column("已有", "There", is_number=True),
    column("差额", "Gap", is_number=True),
    column("占未达单位差额", "Of shortfalls", is_number=True),
    column("占总差额", "Of the whole", is_number=True),
    column("判定", "Verdict"),
)
CANDIDATE_COLUMNS = (
    column("名称", "Name"),
    column("差几项", "Lacks", is_number=True),
    column("不达的项", "Fails"),
    column("待核的项", "To be checked"),
)
RULE = Text(
    "差额取整到人、所、例，补足即达到；越低越好的指标，差额是还能容许几例；占总差额按全部已知分母（含未报单位）算，"
    "超额的单位抵去一部分，各单位之和可大于总差额",
    "gaps are rounded so that reaching them suffices; where less is better they say how many more are allowed; the whole "
    "is the gap over every known denominator, those of unreported units included; "
    "units above the target make up for a part, so the parts may sum to more than the whole",
)


def _make(report: Report) -> Iterator[Block]:
    said = False
    for result in report.scorecard.supplied:
        if result.kind == "attested":
            continue  # done or not: there is nothing to count
        blocks = list(_of_indicator(report, result))
        said = said or bool(blocks)
        yield from blocks
    yield Line(RULE, Tone.QUIET) if said else Line(Text("没有差额", "nothing is short"), Tone.QUIET)


def short_rows(report: Report, result: IndicatorResult) -> list[list[Cell]]:
    """A row for each unit that falls short: the whole, then the largest gap first."""
    found = [unit for unit in _wanted(report, result) if _falls_short(unit) and _has_figure(unit)]
    return [
        _row(report, result, unit) for unit in sorted(found, key=lambda unit: _largest_first(report, unit))
    ]


def _falls_short(unit: UnitResult) -> bool:
    verdict = unit.judgement.verdict if unit.is_judged else compared_verdict(unit)
    return verdict in _SHORT or (unit.contribution is not None and unit.contribution.short > 0)


def _largest_first(report: Report, unit: UnitResult) -> tuple[bool, Fraction]:
    gap = unit.judgement.gap
    return unit.value.unit != report.scorecard.area.zh, -gap.amount if gap is not None else Fraction(0)


def candidate_rows(result: IndicatorResult) -> list[list[Cell]]:
    """The rows that lack a criterion of an indicator that falls short, those that lack least first."""
    short = [unit for unit in result.judged if unit.judgement.verdict in _SHORT]
    if result.kind == "checklist":
        return []
    failing = [each for unit in short for each in unit.value.value.failing]
    return [_candidate(each) for each in sorted(failing, key=_lacks_least)]


def _lacks_least(each: Failing) -> tuple[int, int]:
    return len(each.failed) + len(each.open), len(each.open)


def _of_indicator(report: Report, result: IndicatorResult) -> Iterator[Block]:
    units = _wanted(report, result)
    if not any(_is_told(unit) for unit in units):
        return
    judged = [unit for unit in result.judged if unit in units]
    below = [unit for unit in units if unit not in judged]
    if len(judged) > 1:
        # Of many that must pass singly only those are told that do not.
        judged = [unit for unit in judged if unit.judgement.verdict in _SHORT]
    rows = [_row(report, result, unit) for unit in (*below, *judged) if _has_figure(unit)]
    target = next((unit.judgement.target for unit in units if unit.judgement.target is not None), None)
    limit = target_text(target, result.unit) if target is not None else Text("", "")
    yield filled_grid(
        COLUMNS, rows, Text(f"{result.name.zh}（目标{limit.zh}）", f"{result.name.en} (target {limit.en})")
    )
    yield from with_unreported(result)
    yield from _lacking_criteria(result, judged)


def _wanted(report: Report, result: IndicatorResult) -> list[UnitResult]:
    if report.unit is not None:
        return [unit for unit in result.results if unit.value.unit == report.unit]
    below = [unit for group in level_below(report, result) for unit in group if not unit.is_judged]
    return [*below, *result.judged]


def _is_told(unit: UnitResult) -> bool:
    verdict = unit.judgement.verdict if unit.is_judged else compared_verdict(unit)
    return verdict in _SHORT or (unit.judgement.gap is not None and unit.judgement.gap.allowed)


def _has_figure(unit: UnitResult) -> bool:
    part = unit.contribution
    is_needed = part is not None and (not part.is_unreported or part.short > 0)
    return unit.judgement.gap is not None or is_needed or unit.judgement.reached is not None


def _row(report: Report, result: IndicatorResult, unit: UnitResult) -> list[Cell]:
    gap, value, part = unit.judgement.gap, unit.value.value, unit.contribution
    counted = gap_unit(result)
    silent = part is not None and part.is_unreported
    short = part.short if part is not None and silent else None
    return [
        cell(unit_words(report, unit)),
        value_cell(result, unit),
        count_cell(_needed(gap, value) if short is None else short, counted),
        count_cell(value.numerator, counted),
        _gap_cell(gap, short, counted),
        share_cell(part.of_shortfalls if part is not None and part.short else None),
        share_cell(part.of_whole if part is not None and part.short else None),
        cell(Text("未报", "unreported"), Tone.QUIET) if silent else verdict_cell(unit),
    ]


def _needed(gap: Gap | None, value: Value) -> Fraction | None:
    """The numerator that would just do: what is there and what is short, or less what is over."""
    if gap is None or value.numerator is None:
        return None
    return value.numerator - gap.amount if gap.over else value.numerator + gap.amount


def _gap_cell(gap: Gap | None, short: Fraction | None, counted: str) -> Cell:
    if short is not None:
        return count_cell(short, counted)
    if gap is None:
        return cell("")
    amount = number_text(gap.amount, counted)
    if gap.allowed:
        return Cell(Text(f"还可{amount.zh}", f"{amount.en} allowed"), gap.amount, counted)
    if gap.over:
        return Cell(Text(f"超{amount.zh}", f"{amount.en} over"), gap.amount, counted)
    return Cell(amount, gap.amount, counted)


def with_unreported(result: IndicatorResult) -> Iterator[Line]:
    """The second figure, and what it stands for."""
    for unit in result.judged:
        gap, value = unit.judgement.gap, unit.value.value
        if gap is None or gap.with_unreported is None or value.numerator is None:
            continue
        counted = gap_unit(result)
        short, whole = number_text(gap.amount, counted), number_text(gap.with_unreported, counted)
        needed = number_text(value.numerator + gap.with_unreported, counted)
        who = named(value.coverage.missing)
        yield Line(
            Text(
                f"按已报单位的分母差 {short.zh}；分母含未报的{who.zh}，应达 {needed.zh}，差 {whole.zh}",
                f"{short.en} short on the denominators reported; with those of {who.en}, who reported no numerator, "
                f"{needed.en} are needed and {whole.en} short",
            )
        )


def _lacking_criteria(result: IndicatorResult, judged: Sequence[UnitResult]) -> Iterator[Block]:
    """The rows to begin with: those that lack one criterion first."""
    failing = [each for unit in judged for each in unit.value.value.failing]
    if not failing or result.kind == "checklist":
        return
    ordered = sorted(failing, key=_lacks_least)
    one = sum(1 for each in failing if len(each.failed) + len(each.open) == 1)
    short = next(
        (
            unit.judgement.gap.amount
            for unit in judged
            if unit.judgement.gap is not None and not unit.judgement.gap.allowed
        ),
        None,
    )
    parts = [
        Text(
            f"不达标 {len(failing)} {result.counted_in}，其中只差一项的 {one} {result.counted_in}",
            f"{len(failing)} fall short, {one} of them by one criterion",
        )
    ]
    if short is not None:
        parts.append(
            Text(
                f"补齐 {number_text(short).zh} {result.counted_in}即可达到目标",
                f"{number_text(short).en} of them reach the target",
            )
        )
    yield Line(joined(parts, "；", "; "))
    shown = ordered[: max(MOST_CANDIDATES, one)]
    yield Grid(
        CANDIDATE_COLUMNS,
        [_candidate(each) for each in shown],
        Text("候选名单（差得少的在前）", "Candidates, those that lack least first"),
    )
    if len(ordered) > len(shown):
        more = len(ordered) - len(shown)
        yield Line(Text(f"还有 {more} {result.counted_in}", f"{more} more"), Tone.QUIET)


def _candidate(each: Failing) -> list[Cell]:
    lacks = len(each.failed) + len(each.open)
    return [
        cell(each.label),
        Cell(Text(str(lacks), str(lacks)), Fraction(lacks)),
        cell(Text("、".join(each.failed), ", ".join(each.failed))),
        cell(Text("、".join(each.open), ", ".join(each.open))),
    ]


SECTION = Section(Text("差额", "gap"), Text("谁没达到，差多少", "Who is short, and by how much"), 20, _make)
