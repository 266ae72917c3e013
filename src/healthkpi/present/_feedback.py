"""A sheet for each unit: a letter with its own figures only, and a receipt to fill in, stamp and send back."""

from collections.abc import Sequence

from healthkpi.present._bulletin import Document, Part
from healthkpi.present._figures import clean
from healthkpi.present._report import Report
from healthkpi.present._returns import Returns, find_returns
from healthkpi.present._rows import Cells
from healthkpi.present._section import Grid, Line, cell, column
from healthkpi.present._standing import day_said
from healthkpi.present.sections.feedback import BY_RETURN, Figure, figures_by_unit, own_figures, units_below
from healthkpi.text import Text, same

_RECEIPT = (
    column("统计表", "Table"),
    column("单元格", "Cell"),
    column("原数", "Was"),
    column("更正为", "Should be"),
    column("依据", "Because"),
)
ROWS_TO_FILL_IN, TO_FILL_IN = 3, "　" * 8
SIGNED = Text(
    "填报人：　　　　　　审核人：　　　　　　　　年　　月　　日（盖章）",
    "Filled in by:                Checked by:                Date:            (seal)",
)


def feedback(report: Report) -> tuple[Document, ...]:
    """One for the unit asked for, else one for each unit below the area."""
    is_one = report.unit is not None and report.unit != report.scorecard.area.zh
    cells, returns = report.once(Cells), report.once(find_returns)
    units = [report.unit or ""] if is_one else units_below(report)
    own = figures_by_unit(report, cells)
    return tuple(_sheet(report, cells, returns, unit, own.get(unit, ())) for unit in units)


def _sheet(report: Report, cells: Cells, returns: Returns, unit: str, own: Sequence[Figure]) -> Document:
    day, name = day_said(report), clean(unit)
    made = own_figures(report, cells, returns, unit, own)
    blocks = tuple(block for block in made if not (isinstance(block, Line) and block.is_aside))
    title = Text(f"{name}任务进展情况反馈单", f"Feedback to {name}")
    opening = (
        Line(Text(f"{name}：", f"{name}:")),
        Line(
            Text(
                f"现将{day.zh}你单位的数据反馈如下，请核对；有出入的，填更正回执，盖章后退回。",
                f"{day.en} these are your figures. Please check them; where they are wrong, fill in the receipt and send it "
                "back.",
            )
        ),
    )
    parts = (
        Part(Text("一、本单位数据", "1. Your figures"), blocks),
        Part(Text("二、更正回执", "2. Receipt for corrections"), _receipt()),
    )
    return Document(title, opening, parts, unit=unit)


def _receipt() -> tuple[Line | Grid, ...]:
    said = Text(
        f"没有更正的填“无”，{BY_RETURN.zh}。",
        f"Write none where there is nothing to correct; {BY_RETURN.en}.",
    )
    rows = [[cell(same(TO_FILL_IN)) for _ in _RECEIPT] for _ in range(ROWS_TO_FILL_IN)]
    return Line(said), Grid(_RECEIPT, rows), Line(SIGNED)
