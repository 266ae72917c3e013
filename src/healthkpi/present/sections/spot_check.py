"""Which figures that are reached deserve a visit: exactly on the line, a few people over it, a sudden rise, round numbers.

Every doubt has points and the units with the most come first; the rule is printed with the list. A limit of 0 % or 100 % is always met
exactly and no doubt. `--unit` and `--by` choose the units; rows of lists (villages, clinics) that a check finds fault with follow.
"""

import bisect
import itertools
import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction

from healthkpi.model.comparison import PREVIOUS_PERIOD
from healthkpi.model.finding import Finding, Severity
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._cells import unit_words
from healthkpi.present._figures import clean, number_text, target_text
from healthkpi.present._layout import gap_unit, shown_value
from healthkpi.present._report import Report
from healthkpi.present._rows import Cells, row_name
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column
from healthkpi.text import Text, joined, same

ON_THE_LINE, FEW_OVER, SUDDEN, ROUND, TWO_READINGS, FAULTY = 3, 2, 2, 2, 1, 1
FEW, FEWEST_PEOPLE = 5, 100
TIMES = 2  # a rise of twice the unit's own largest one and twice that of the others is sudden
MOST_UNITS, MOST_ROWS = 20, 30
_ROUND_NUMBERS = {"HK324", "HK325"}
_SHARES = {"proportion", "rate", "ratio"}
RULE = Text(
    f"风险分：恰好卡线 {ON_THE_LINE} 分；富余不超过 {FEW}（人、所、例，分母 {FEWEST_PEOPLE} 以上）{FEW_OVER} 分；"
    f"当期突增（升幅超过自己以往最大升幅的 {TIMES} 倍，也超过同级单位升幅中位数的 {TIMES} 倍）{SUDDEN} 分；数字全是整百 {ROUND} 分；"
    f"有以上疑点而原文另有读法 {TWO_READINGS} 分；格子里有错误或疑问每种 {FAULTY} 分。分高的先查；这是抽查的次序，不改判定",
    f"points: exactly on the line {ON_THE_LINE}; at most {FEW} people, clinics or cases over it (of {FEWEST_PEOPLE} or more) {FEW_OVER}; a sudden "
    f"rise (over {TIMES} times the unit's own largest one and {TIMES} times the median of its level) {SUDDEN}; nothing but full hundreds {ROUND}; such a doubt where "
    f"the text has another reading {TWO_READINGS}; each "
    f"kind of error or warning in its cells {FAULTY}. Most points first; this is an order of visits, no verdict changes",
)
NOTHING = Text("已达到的数里没有要抽查的", "nothing that is reached needs a visit")
_COLUMNS = (
    column("次序", "Order", is_number=True),
    column("单位", "Unit"),
    column("风险分", "Points", is_number=True),
    column("疑点", "Doubts"),
)
_ROW_COLUMNS = (
    column("单位", "Unit"),
    column("名称", "Name"),
    column("位置", "Place"),
    column("疑点", "Doubt"),
)


@dataclass(frozen=True, slots=True)
class _Doubt:
    """One reason to look at a unit."""

    points: int
    said: Text


def _make(report: Report) -> Iterator[Block]:
    cells = report.once(Cells)
    doubts = _doubts(report, cells)
    ordered = sorted(doubts.items(), key=lambda each: -sum(one.points for one in each[1]))
    if ordered:
        rows = [_row(place, unit, found) for place, (unit, found) in enumerate(ordered[:MOST_UNITS], start=1)]
        yield Grid(_COLUMNS, rows, Text("建议先查的单位", "Units to look at first"))
        if len(ordered) > MOST_UNITS:
            more = len(ordered) - MOST_UNITS
            yield Line(Text(f"还有 {more} 个单位", f"{more} more units"), Tone.QUIET)
    yield from _rows_to_visit(report, cells)
    if not ordered:
        yield Line(NOTHING, Tone.GOOD)
    yield Line(RULE, Tone.QUIET)


def _row(place: int, unit: Text, found: Sequence[_Doubt]) -> list[Cell]:
    points = sum(each.points for each in found)
    ordered = sorted(found, key=lambda each: -each.points)
    return [
        Cell(same(str(place)), Fraction(place)),
        cell(unit),
        Cell(same(str(points)), Fraction(points)),
        cell(joined([each.said for each in ordered])),
    ]


def _doubts(report: Report, cells: Cells) -> dict[Text, list[_Doubt]]:
    """By unit, whatever speaks against the figures that it reaches its targets with."""
    found: dict[Text, list[_Doubt]] = {}
    suspects: dict[Text, str] = {}
    for result in report.scorecard.supplied:
        rises = rises_by_level(result)
        for unit in _reached(report, result):
            name = unit_words(report, unit)
            suspects[name] = unit.value.unit
            figures = [*_of_figure(result, unit, rises.get(unit.value.level, ()))]
            found.setdefault(name, []).extend([*figures, *(_of_reading(result) if figures else ())])
    reporting = {name for units in report.policy.words.units.values() for name in units}
    for name, called in suspects.items():
        # Faults in the rows of villages and clinics stand in a list of their own.
        found[name] += _of_findings(report, cells, called) if called in reporting or not reporting else ()
    return {name: doubts for name, doubts in found.items() if doubts}


def _reached(report: Report, result: IndicatorResult) -> Iterator[UnitResult]:
    """The units below the area that reach the limit."""
    for unit in result.results:
        is_wanted = unit.value.unit != report.scorecard.area.zh and report.unit in {None, unit.value.unit}
        if is_wanted and unit.judgement.reached and result.kind not in {"attested", "checklist"}:
            yield unit


def _of_figure(result: IndicatorResult, unit: UnitResult, rises: Sequence[Fraction]) -> Iterator[_Doubt]:
    target = unit.judgement.target
    if target is None or unit.value.value.amount is None:
        return
    shown, limit = shown_value(result, unit.value.value, unit.judgement), target_text(target, result.unit)
    head = Text(f"{result.name.zh} {shown.zh}（{limit.zh}）", f"{result.name.en} {shown.en} ({limit.en})")
    spare = to_spare(result, unit)
    if is_on_the_line(result, unit):
        yield _Doubt(ON_THE_LINE, Text(f"{head.zh}恰好卡线", f"{head.en} exactly on the line"))
    elif spare is not None and spare <= FEW:
        people = number_text(spare, gap_unit(result))
        yield _Doubt(
            FEW_OVER, Text(f"{head.zh}只富余 {people.zh}", f"{head.en} with only {people.en} to spare")
        )
    if is_sudden(unit, rises):
        yield _Doubt(SUDDEN, Text(f"{head.zh}当期突增", f"{head.en} after a sudden rise"))


def _of_reading(result: IndicatorResult) -> Iterator[_Doubt]:
    """What is close stays so in one reading only."""
    if result.other_readings:
        others = "、".join(result.other_readings)
        said = Text(f"原文另有读法（{others}），换了可能不达到", f"another reading ({others}) may miss it")
        yield _Doubt(TWO_READINGS, said)


def is_on_the_line(result: IndicatorResult, unit: UnitResult) -> bool:
    """Whether the value is the limit itself, where that is neither nothing nor everything."""
    target, value = unit.judgement.target, unit.value.value
    if target is None or value.amount is None:
        return False
    bounds = [bound for bound in (target.acceptable.low, target.acceptable.high) if bound is not None]
    if result.kind == "proportion":
        bounds = [bound for bound in bounds if 0 < bound < value.factor]
    else:
        # Of one team or two gaps nobody makes up the figure; of 40 square metres somebody might.
        bounds = [bound for bound in bounds if bound >= 2 * FEW]
    return any(value.compare(bound) == 0 for bound in bounds)


def to_spare(result: IndicatorResult, unit: UnitResult) -> Fraction | None:
    """How many fewer would still do, or how many more cases; None where nothing is counted."""
    target, value, gap = unit.judgement.target, unit.value.value, unit.judgement.gap
    if result.kind not in _SHARES or target is None or value.numerator is None or value.denominator is None:
        return None
    if value.denominator < FEWEST_PEOPLE:
        return None
    low = target.acceptable.low
    if low is None:
        return gap.amount if gap is not None and gap.allowed else None
    if result.kind == "proportion" and low >= value.factor:
        return None
    return value.numerator - math.ceil(low * value.denominator / value.factor)


def rises_by_level(result: IndicatorResult) -> dict[str, list[Fraction]]:
    """The last rises of the units of each level, the smallest first."""
    rises: dict[str, list[Fraction]] = {}
    for unit in result.results:
        rise = _last_rise(unit)
        if rise is not None:
            rises.setdefault(unit.value.level, []).append(rise)
    return {level: sorted(found) for level, found in rises.items()}


def is_sudden(unit: UnitResult, rises: Sequence[Fraction]) -> bool:
    """Whether the last rise is more than twice the unit's own largest earlier one and twice the median of the others.

    `rises` are those of its level in order, its own among them.
    """
    rise = _last_rise(unit)
    if rise is None or rise <= 0 or len(rises) < 2:
        return False
    own_place = bisect.bisect_left(rises, rise)
    others = [*rises[:own_place], *rises[own_place + 1 :]]
    if rise <= TIMES * max(_middle(others), Fraction(0)):
        return False
    amounts = [point.value.amount for point in unit.series if point.value.amount is not None][:-1]
    own = [now - before for before, now in itertools.pairwise(amounts)]
    return not own or rise > TIMES * max(*own, Fraction(0))


def _middle(ordered: Sequence[Fraction]) -> Fraction:
    """The median of what is in order already."""
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2


def _last_rise(unit: UnitResult) -> Fraction | None:
    change = unit.change(PREVIOUS_PERIOD)
    return change.amount if change is not None else None


def _of_findings(report: Report, cells: Cells, unit: str) -> Iterator[_Doubt]:
    """Each kind of fault in the unit's cells once."""
    codes: dict[str, Finding] = {}
    for finding in report.scorecard.findings:
        found = cells.at(finding.place)
        owner = cells.unit(found[0], found[1]) if found is not None else finding.unit
        if finding.code.severity is not Severity.NOTE and unit in {owner, finding.unit}:
            codes.setdefault(finding.code.id, finding)
    for code, finding in codes.items():
        points = ROUND if code in _ROUND_NUMBERS else FAULTY
        zh, en = clean(finding.message.zh), clean(finding.message.en)
        yield _Doubt(points, Text(f"{code} {zh}", f"{code} {en}"))


def _rows_to_visit(report: Report, cells: Cells) -> Iterator[Block]:
    """The villages and clinics, row by row, that a check finds fault with."""
    rows, names = [], report.policy.words.units
    reporting = {unit for units in names.values() for unit in units}
    for finding in report.scorecard.findings:
        found = cells.at(finding.place)
        if found is None or finding.code.severity is Severity.NOTE:
            continue
        stat, row, _ = found
        name, owner = row_name(stat, report.policy, row), cells.unit(stat, row)
        if name in reporting or name == owner or report.unit not in {None, owner}:
            continue
        message = Text(clean(finding.message.zh), clean(finding.message.en))
        rows.append(
            [cell(clean(owner)), cell(name), cell(clean(str(finding.place))), cell(message, Tone.WARN)]
        )
    if rows:
        title = Text(
            "建议先查的村、机构（表里有错误或疑问的行）", "Villages and institutions whose rows have faults"
        )
        yield Grid(_ROW_COLUMNS, rows[:MOST_ROWS], title)
        if len(rows) > MOST_ROWS:
            more = len(rows) - MOST_ROWS
            yield Line(
                Text(f"还有 {more} 行，见 --section 问题数据", f"{more} more: --section findings"), Tone.QUIET
            )


SECTION = Section(
    Text("抽查", "spot-check"), Text("达标但存疑，建议抽查", "Reached, and worth a visit"), 85, _make
)
