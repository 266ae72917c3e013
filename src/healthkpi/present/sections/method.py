"""How the figures were made: what was chosen for this run, the rules that hold for all, and each indicator's formula."""

from collections.abc import Iterator

from healthkpi.definitions.indicator import Indicator
from healthkpi.model.scorecard import IndicatorResult
from healthkpi.present._catalogue import formula_lines, target_line
from healthkpi.present._conditions import conditions
from healthkpi.present._figures import clean
from healthkpi.present._layout import reading_said
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, cell, column
from healthkpi.text import Language, Text

RULES = (
    Text(
        "率按分子合计除以分母合计，不用各单位率的平均数。",
        "rates are sums divided by sums, never means of rates.",
    ),
    Text(
        "判定用未舍入的数；显示两位小数，四舍五入，两位看不出达没达到的多显示几位。",
        "verdicts follow the unrounded value; two decimals are shown, more where two would hide the verdict.",
    ),
    Text(
        "空白、“—”、“未报”是缺数，不是零；分母为零或缺分母的没有率。",
        "a blank, a dash and 未报 are missing, not zero; without a denominator there is no rate.",
    ),
    Text(
        "差额取整到人、所、例，补足即达到。",
        "gaps are rounded so that reaching them suffices.",
    ),
)
_COLUMNS = (
    column("指标", "Indicator"),
    column("算法", "Formula"),
    column("目标", "Target"),
    column("依据", "Clause"),
    column("读法", "Reading"),
)


def _make(report: Report) -> Iterator[Block]:
    for said in (*conditions(report.scorecard, report.policy), *RULES):
        yield Line(said)
    rows = [_row(report.policy.indicators[result.id], result) for result in report.scorecard.supplied]
    yield Grid(_COLUMNS, rows, Text("各项指标", "Each indicator"))


def _row(indicator: Indicator, result: IndicatorResult) -> list[Cell]:
    return [
        cell(result.name),
        cell(Text(_formula(indicator, "zh"), _formula(indicator, "en"))),
        cell(Text(_targets(indicator, "zh"), _targets(indicator, "en"))),
        cell("；".join(f"{clean(at)}“{clean(quote)}”" for at, quote in result.clauses)),
        cell(reading_said(result) or result.reading or Text("", "")),
    ]


def _formula(indicator: Indicator, language: Language) -> str:
    """The lines of the formula as one sentence; a line that opens a list runs on."""
    lines = [line.strip() for line in formula_lines(indicator, language)]
    between = Text("；", "; ").say(language)
    return "".join(
        line if line.endswith(("：", ":")) or line is lines[-1] else line + between for line in lines
    )


def _targets(indicator: Indicator, language: Language) -> str:
    said = [target_line(target, indicator, language) for target in indicator.targets]
    return Text("；", "; ").say(language).join(said)


SECTION = Section(Text("计算口径", "method"), Text("计算口径说明", "How the figures were made"), 95, _make)
