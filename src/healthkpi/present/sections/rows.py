"""The rows of each table from all files as one list: file, sheet, row, unit and fields as they were read.

Two rows of one unit are marked, and units of the list without a row are named. Columns that are marked sensitive are left out; of a
table whose rows are people (its key is sensitive) only the number of rows of each file is shown.
"""

from collections import Counter
from collections.abc import Iterator
from fractions import Fraction

from healthkpi.definitions.table import FieldType
from healthkpi.model.table import StatTable
from healthkpi.present._cells import period_text
from healthkpi.present._figures import clean
from healthkpi.present._report import Report
from healthkpi.present._returns import expected_units, table_name
from healthkpi.present._rows import ROWS_HIDDEN, Cells, is_missing, read_as, written
from healthkpi.present._section import (
    Block,
    Cell,
    Column,
    Grid,
    Line,
    Section,
    Tone,
    cell,
    column,
    filled_grid,
)
from healthkpi.text import Text, same

STRANGER = "HK216"
TWICE = Text("重复", "twice")
ONLY_COUNTED = Text(
    "一行是一个人，只出行数，不列明细", "each row is a person; rows are counted and never listed"
)


def _make(report: Report) -> Iterator[Block]:
    if report.scorecard.suppressed_below is not None:
        yield Line(ROWS_HIDDEN, Tone.WARN)
        return
    cells = report.once(Cells)
    for stat in report.tables.values():
        if not len(stat.origins):
            continue
        table = report.policy.tables[stat.id]
        name = table_name(report, stat.id)
        if table.is_of_people:
            yield _counted(stat, name)
            yield Line(ONLY_COUNTED, Tone.QUIET)
            continue
        rows = [row for row in range(len(stat.origins)) if report.unit in {None, cells.unit(stat, row)}]
        files = len({stat.origins[row].matched.grid.source.name for row in rows})
        title = Text(
            f"{name.zh}（{files} 个文件，{len(rows)} 行）", f"{name.en} ({files} files, {len(rows)} rows)"
        )
        yield filled_grid(_columns(report, stat), [_row(report, cells, stat, row) for row in rows], title)
        yield from _absent(report, cells, stat)
    yield from _strangers(report)


def _counted(stat: StatTable, name: Text) -> Grid:
    counts = Counter(
        (origin.matched.grid.source.name, origin.matched.grid.sheet or "") for origin in stat.origins
    )
    rows = [
        [cell(clean(file)), cell(clean(sheet)), Cell(same(str(count)), Fraction(count))]
        for (file, sheet), count in counts.items()
    ]
    columns = column("文件", "File"), column("工作表", "Sheet"), column("行数", "Rows", is_number=True)
    return Grid(columns, rows, name)


def _fields(report: Report, stat: StatTable) -> list[str]:
    """The fields that some sheet has and that may be shown."""
    held = {name for origin in stat.origins for name in origin.matched.columns}
    fields = report.policy.tables[stat.id].fields
    return [name for name, field in fields.items() if name in held and not field.sensitive]


def _columns(report: Report, stat: StatTable) -> list[Column]:
    fields = report.policy.tables[stat.id].fields
    numbers = {FieldType.NUMBER, FieldType.PERCENT}
    return [
        column("单位", "Unit"),
        column("文件", "File"),
        column("工作表", "Sheet"),
        column("行", "Row", is_number=True),
        column("期间", "Period"),
        *(column(name, name, is_number=fields[name].type in numbers) for name in _fields(report, stat)),
        column("备注", "Remarks"),
    ]


def _row(report: Report, cells: Cells, stat: StatTable, row: int) -> list[Cell]:
    origin, period = stat.origins[row], stat.periods[row]
    grid = origin.matched.grid
    return [
        cell(clean(cells.unit(stat, row))),
        cell(clean(grid.source.name)),
        cell(clean(grid.sheet or "")),
        Cell(same(str(origin.row + 1)), Fraction(origin.row + 1)),
        cell(period_text(period) if period is not None else ""),
        *(_value(report, stat, row, name) for name in _fields(report, stat)),
        cell(TWICE, Tone.BAD) if row in stat.doubtful else cell(""),
    ]


def _value(report: Report, stat: StatTable, row: int, name: str) -> Cell:
    """The value as it was read; where there is none, what stood there."""
    if is_missing(stat, row, name):
        return cell(written(stat, report.policy, row, name), Tone.WARN)
    words, number = read_as(stat, report.policy, row, name)
    return Cell(words, number, report.policy.tables[stat.id].fields[name].unit or "")


def _absent(report: Report, cells: Cells, stat: StatTable) -> Iterator[Line]:
    """Units of the list that no file has a row of."""
    there = {cells.unit(stat, row) for row in range(len(stat.origins))}
    absent = [unit for unit in expected_units(report, stat, cells) if unit not in there]
    if absent and report.unit is None:
        zh, en = "、".join(absent), ", ".join(absent)
        yield Line(Text(f"名单上有、表里没有的：{zh}", f"on the list and in no file: {en}"), Tone.WARN)


def _strangers(report: Report) -> Iterator[Line]:
    """Rows under names that are on no list."""
    for finding in report.scorecard.findings if report.unit is None else ():
        if finding.code.id == STRANGER:
            place, message = clean(str(finding.place)), finding.message
            yield Line(Text(f"{place}：{clean(message.zh)}", f"{place}: {clean(message.en)}"), Tone.WARN)


SECTION = Section(Text("明细", "rows"), Text("明细总表", "Rows of all files"), 110, _make)
