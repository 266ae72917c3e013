"""Which numbers have to come from elsewhere: those that the text leaves to others, and the tables that nobody brought.

A parameter without a value (the province's average, a task that another document assigns) is named with the indicators that wait for
it and how to give it; one that was given is shown with its value. Indicators without data are listed by the table that they wait for.
"""

from collections.abc import Iterator
from fractions import Fraction

from healthkpi.definitions.needed_fields import needed_fields
from healthkpi.definitions.parameters import unit_of_parameter, waiting_for
from healthkpi.definitions.task_ledger import TASK_LEDGER
from healthkpi.present._figures import limit_text
from healthkpi.present._layout import named
from healthkpi.present._report import Report
from healthkpi.present._section import Block, Cell, Grid, Line, Section, Tone, cell, column
from healthkpi.text import Text, same

_PARAMETERS = (
    column("要补的数", "Number"),
    column("现值", "Value", is_number=True),
    column("等它的指标", "Indicators that wait"),
    column("依据或缺少的原因", "Where it comes from"),
    column("怎样给", "How to give it"),
)
_TABLES = (
    column("没有带来的表", "Table that nobody brought"),
    column("等它的指标", "Indicators", is_number=True),
    column("名称", "Names"),
)
NOTHING = Text("没有要从外面补的数，各表都有", "nothing is to come from elsewhere, and every table is here")


def _make(report: Report) -> Iterator[Block]:
    parameters = [_parameter_row(report, name) for name in report.policy.words.parameters]
    open_ = sum(name not in report.scorecard.parameters for name in report.policy.words.parameters)
    # Which tables came is not known where their rows are hidden.
    tables = list(_table_rows(report)) if report.scorecard.suppressed_below is None else []
    if parameters:
        title = Text(
            f"原文留给别处的数（{open_} 个还没有）", f"Numbers that the text leaves to others ({open_} open)"
        )
        yield Grid(_PARAMETERS, parameters, title)
    if tables:
        yield Grid(_TABLES, tables, Text("本次没有数据的", "Without data this time"))
    if not parameters and not tables:
        yield Line(NOTHING, Tone.GOOD)


def _parameter_row(report: Report, name: str) -> list[Cell]:
    parameter, given = report.policy.words.parameters[name], report.scorecard.parameters.get(name)
    waiting = [report.policy.indicators[each] for each in waiting_for(report.policy, name)]
    measure = unit_of_parameter(report.policy, name)
    zh, en = named([each.name.zh for each in waiting]), named([each.name.en for each in waiting])
    value = (
        Cell(Text("未给", "open"), tone=Tone.WARN)
        if given is None
        else Cell(limit_text(given, measure), given, measure)
    )
    return [
        cell(parameter.name),
        value,
        cell(Text(zh.zh, en.en)),
        cell(parameter.why or Text("", "")),
        cell(same(f"--set {name}=…{measure}")),
    ]


def _table_rows(report: Report) -> Iterator[list[Cell]]:
    """The tables that indicators without data wait for."""
    waiting: dict[str, list[Text]] = {}
    for result in report.scorecard.results:
        indicator = report.policy.indicators[result.id]
        tables = {each.table for each in needed_fields(indicator, report.policy)} | {
            indicator.table or TASK_LEDGER
        }
        for table in (
            sorted(tables - set(report.tables))
            if not result.is_supplied and indicator.formula is None
            else ()
        ):
            waiting.setdefault(table, []).append(result.name)
    for table, names in sorted(waiting.items(), key=lambda each: -len(each[1])):
        zh, en = named([name.zh for name in names]), named([name.en for name in names])
        count = Cell(same(str(len(names))), Fraction(len(names)))
        yield [cell(report.policy.tables[table].name), count, cell(Text(zh.zh, en.en))]


SECTION = Section(
    Text("待补", "supplied-elsewhere"), Text("要从外面补的数", "Numbers from elsewhere"), 95, _make
)
