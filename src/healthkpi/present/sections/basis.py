"""From which clause, by which sum and in which reading each figure was made, and who is not in it.

Clause and exact words, the formula in words, the reading of a damaged or ambiguous text with its reason, the other readings
that could be chosen, and the units that did not report.
"""

from collections.abc import Iterator

from healthkpi.definitions.indicator import Indicator
from healthkpi.model.scorecard import IndicatorResult, UnitResult
from healthkpi.present._catalogue import formula_lines
from healthkpi.present._figures import clean
from healthkpi.present._layout import named, unit_name
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column
from healthkpi.text import Language, Text, joined

METHOD_COLUMNS = (
    column("指标", "Indicator"),
    column("依据", "Clause"),
    column("算法", "Formula"),
    column("读法", "Reading"),
)
_COLUMNS = (
    *METHOD_COLUMNS,
    column("数据", "Data"),
    column("未报", "Not reported"),
)
RULES = Text(
    "先合计后相除，不取各单位率的平均；先比未舍入的值；空白、“—”、“/”是缺报，不是0",
    "sums are divided, rates are never averaged; unrounded values are compared; a blank, — or / is missing, not 0",
)
SURE = {
    "high": Text("把握大", "sure"),
    "medium": Text("把握中等", "fairly sure"),
    "low": Text("把握小，要人定", "unsure: somebody must decide"),
}


def _make(report: Report) -> Iterator[Block]:
    results = report.scorecard.supplied
    if not results:
        yield Line(Text("没有一项有数据", "no indicator has data"), Tone.QUIET)
        return
    yield Grid(_COLUMNS, [[*map(cell, _words(report, result))] for result in results])
    number = report.scorecard.number or ""
    title = report.scorecard.title
    yield Line(
        Text(f"文件：{title.zh} {number}".rstrip(), f"document: {title.en} {number}".rstrip()), Tone.QUIET
    )
    yield Line(RULES, Tone.QUIET)


def method_row(report: Report, result: IndicatorResult) -> list[Cell]:
    """Clause, formula and reading."""
    return [cell(words) for words in list(_words(report, result))[: len(METHOD_COLUMNS)]]


def _words(report: Report, result: IndicatorResult) -> Iterator[Text]:
    indicator = report.policy.indicators[result.id]
    yield result.name
    yield joined([Text(f"{at}“{quote}”", f'{at} "{quote}"') for at, quote in result.clauses])
    yield Text(_formula(indicator, "zh"), _formula(indicator, "en"))
    yield _reading(report, result)
    yield _data(result)
    yield _unreported(report, result)


def _formula(indicator: Indicator, language: Language) -> str:
    """The lines of the formula as one sentence; a line that opens a list runs on."""
    between = Text("；", "; ").say(language)
    lines = [line.strip() for line in formula_lines(indicator, language)]
    opens = [line.endswith(("：", ":")) for line in lines]
    ended = [f"{line} " if is_open else line + between for line, is_open in zip(lines, opens, strict=True)]
    return "".join(ended).removesuffix(between)


def _reading(report: Report, result: IndicatorResult) -> Text:
    """The reading in use, why it is read so and how surely, and what could be chosen instead."""
    reading = report.policy.indicators[result.id].reading
    chosen = result.chosen_reading
    said = [Text(f"选定：{chosen}", f"chosen: {chosen}")] if chosen is not None else []
    if reading is not None:
        sure = SURE[reading.sure]
        said.append(reading.how)
        said.append(Text(f"理由：{reading.why.zh}（{sure.zh}）", f"because: {reading.why.en} ({sure.en})"))
    if result.other_readings:
        others = result.other_readings
        said.append(Text(f"另可选：{'、'.join(others)}", f"could be: {', '.join(others)}"))
    return joined(said) if said else Text("", "")


def _data(result: IndicatorResult) -> Text:
    period = result.tally.period
    return Text(str(period), str(period)) if period is not None else Text("日期不详", "date unknown")


def _unreported(report: Report, result: IndicatorResult) -> Text:
    wanted = [unit for unit in result.judged if report.unit is None or unit.value.unit == report.unit]
    missing = [name for unit in wanted for name in _missing(report, unit)]
    return named([clean(name) for name in dict.fromkeys(missing)]) if missing else Text("", "")


def _missing(report: Report, unit: UnitResult) -> Iterator[str]:
    """Those missing in a value; a unit that is judged singly and has none."""
    yield from unit.value.value.coverage.missing
    is_area = unit.value.unit == report.scorecard.area.zh
    if not is_area and not unit.value.value.status.has_value:
        yield unit_name(report.scorecard, unit, "zh")


SECTION = Section(Text("口径", "basis"), Text("依据与口径", "Clauses and readings"), 90, _make)
